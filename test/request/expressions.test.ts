import { globSync, readFileSync } from 'node:fs';
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { parseAst } from 'vitest/node';
import { patternOfName } from '../../src/domain/person/former-member.ts';
import { patternOf } from '../../src/domain/tenant/find-tenant.ts';
import { parsed, pumpsOf, stepsOf } from '../support/backtracking.ts';

interface Expression {
  pattern: string;
  flags: string;
}

const files = globSync('{src,adapters}/**/*.{ts,mjs}').map((file) => file.replaceAll('\\', '/'));
const found = files.map((file) => ({ file, ...expressionsIn(readFileSync(file, 'utf8')) }));

/** The regular expressions in a program, and whether it makes more of them while it runs. */
function expressionsIn(program: string): { all: Expression[]; makes: boolean } {
  const all: Expression[] = [];
  let makes = false;
  JSON.stringify(parseAst(program, { lang: 'ts' }), (_key, node) => {
    if (node?.type === 'Literal' && node.regex) all.push(node.regex);
    if (/^(New|Call)Expression$/.test(node?.type ?? '') && node.callee?.name === 'RegExp') makes = true;
    return node;
  });
  return { all, makes };
}

/** What is worse than linear in an expression, in words; null for nothing. Steps are counted: no clock is asked. */
function worseThanLinear({ pattern, flags }: Expression): string | null {
  const [report] = analyse({ source: pattern, flags }).reports;
  if (report) return `repeated ${report.character.literal.source}`;
  const expression = parsed({ pattern, flags });
  for (const pump of pumpsOf(expression))
    for (const end of ['', 'x', ' ', '\n', '!', '\0'])
      if (grows(expression, pump, end, 60) && grows(expression, pump, end, 600)) return JSON.stringify([pump, end]);
  return null;
}

/** Whether twice the text takes clearly more than twice the steps. */
function grows(expression: ReturnType<typeof parsed>, pump: string, end: string, length: number): boolean {
  const most = 1_500_000;
  const steps = (size: number) =>
    stepsOf(expression, pump.repeat(Math.ceil(size / pump.length)) + end, most) - 3 * size;
  return steps(2 * length) > 2.7 * Math.max(steps(length), length);
}

describe('no text costs more than linear time', () => {
  const all = found.flatMap(({ file, all }) => all.map((one) => ({ file, one, name: `/${one.pattern}/${one.flags}` })));

  it('finds the expressions', () => {
    expect(all.length).toBeGreaterThan(100);
  });

  it.each(all)('in $file: $name', ({ one }) => {
    expect(worseThanLinear(one)).toBeNull();
  });

  it('in the two expressions that are made of words: a person’s name and a tenant’s', () => {
    expect(
      found
        .filter(({ makes }) => makes)
        .map(({ file }) => file)
        .toSorted(),
    ).toEqual(['src/domain/person/former-member.ts', 'src/domain/tenant/find-tenant.ts']);
    expect(worseThanLinear({ pattern: patternOfName('Mona  Berg-Löw (SOC)'), flags: 'giu' })).toBeNull();
    const { source, flags } = patternOf('Contoso Nord (France)');
    expect(worseThanLinear({ pattern: source, flags })).toBeNull();
  });

  it.each([
    [/[!?.,:;…]+$/],
    [/(a+)+b/],
    [/\S+@\S+/],
    [/<(https?:[^|>]*)(\|[^>]*)?>/g],
    [/\beyJ[\w-]+\.[\w.-]+/g],
    [/(?<!\[)\b(?=[\w+/=~-]*\d)(?=[\w+/=~-]*[a-z])[\w+/=~-]{16,}/gi],
    [/\b(?!(?:[\w-]+\.)*microsoft\.com\b)[\w-]+(?:\.[\w-]+)*\.(?:com|net)\b/gi],
    [/;messageid=.*$/],
    [/xox[a-z]+-[\w-]+/g],
  ])('which is seen: %s is worse', ({ source, flags }) => {
    expect(worseThanLinear({ pattern: source, flags })).not.toBeNull();
  });
});
