import { type AST, RegExpParser } from '@eslint-community/regexpp';

/**
 * How many steps a backtracking engine takes to find all matches of an expression in a text: it tries in the order that
 * ECMAScript prescribes, without V8's shortcuts, and counts, so that no clock is needed. Infinity above `most`.
 */
export function stepsOf(expression: AST.RegExpLiteral, text: string, most: number): number {
  const { u, v } = { u: expression.flags.unicode, v: expression.flags.unicodeSets };
  const signs = u || v ? [...text] : text.split('');
  const run: Run = { signs, steps: 0, most, expression, groups: new Map() };
  try {
    for (let at = 0; at <= signs.length; ) {
      let end = at;
      const found = alternatives(run, expression.pattern.alternatives, at, 1, (to) => {
        end = to;
        return true;
      });
      at = found && end > at ? end : at + 1;
    }
    return run.steps;
  } catch (error) {
    if (error === tooMany) return Number.POSITIVE_INFINITY;
    throw error;
  }
}

export function parsed({ pattern, flags }: { pattern: string; flags: string }): AST.RegExpLiteral {
  return new RegExpParser().parseLiteral(`/${pattern}/${flags}`);
}

const tooMany = new Error('too many steps');

interface Run {
  signs: readonly string[];
  steps: number;
  most: number;
  expression: AST.RegExpLiteral;
  groups: Map<AST.CapturingGroup, [number, number]>;
}

type Next = (at: number) => boolean;
/** 1 forwards; -1 within what looks behind. */
type Way = 1 | -1;

function alternatives(run: Run, all: readonly AST.Alternative[], at: number, way: Way, next: Next): boolean {
  return all.some(({ elements }) => sequence(run, way === 1 ? elements : elements.toReversed(), 0, at, way, next));
}

function sequence(run: Run, all: readonly AST.Element[], from: number, at: number, way: Way, next: Next): boolean {
  const element = all[from];
  if (!element) return next(at);
  return one(run, element, at, way, (to) => sequence(run, all, from + 1, to, way, next));
}

function one(run: Run, element: AST.Element, at: number, way: Way, next: Next): boolean {
  if (++run.steps > run.most) throw tooMany;
  switch (element.type) {
    case 'Character':
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass': {
      const sign = run.signs[way === 1 ? at : at - 1];
      return sign !== undefined && fits(run.expression, element.raw, sign) && next(at + way);
    }
    case 'Group':
      return alternatives(run, element.alternatives, at, way, next);
    case 'CapturingGroup':
      return alternatives(run, element.alternatives, at, way, (to) => {
        run.groups.set(element, [Math.min(at, to), Math.max(at, to)]);
        return next(to);
      });
    case 'Quantifier':
      return repeated(run, element, 0, at, way, next);
    case 'Assertion':
      return holds(run, element, at) && next(at);
    case 'Backreference': {
      const [group] = [element.resolved].flat();
      const [start, end] = (group && run.groups.get(group)) ?? [0, 0];
      const same = run.signs.slice(start, end).every((sign, n) => run.signs[at + n] === sign);
      return same && next(at + end - start);
    }
  }
}

function repeated(run: Run, quantifier: AST.Quantifier, done: number, at: number, way: Way, next: Next): boolean {
  const { min, max, greedy, element } = quantifier;
  const more = () =>
    done < max &&
    one(run, element, at, way, (to) => (to !== at || done < min) && repeated(run, quantifier, done + 1, to, way, next));
  const enough = () => done >= min && next(at);
  return greedy ? more() || enough() : enough() || more();
}

function holds(run: Run, assertion: AST.Assertion, at: number): boolean {
  const [before, after] = [run.signs[at - 1], run.signs[at]];
  const ends = (sign: string | undefined) =>
    sign === undefined || (run.expression.flags.multiline && /[\n\r\u2028\u2029]/.test(sign));
  switch (assertion.kind) {
    case 'start':
      return ends(before);
    case 'end':
      return ends(after);
    case 'word':
      return (/\w/.test(before ?? '') !== /\w/.test(after ?? '')) !== assertion.negate;
    default: {
      const way = assertion.kind === 'lookahead' ? 1 : -1;
      return alternatives(run, assertion.alternatives, at, way, () => true) !== assertion.negate;
    }
  }
}

const known = new Map<string, Map<string, boolean>>();

/** Whether one character is of a set, as the real engine has it. */
function fits({ flags }: AST.RegExpLiteral, raw: string, sign: string): boolean {
  const key = `${raw}/${flags.raw}`;
  const of = known.get(key) ?? new Map<string, boolean>();
  known.set(key, of);
  const before = of.get(sign);
  if (before !== undefined) return before;
  const does = new RegExp(`^(?:${raw})$`, flags.raw.replace(/[gym]/g, '')).test(sign);
  of.set(sign, does);
  return does;
}

const alphabet = ['a', 'Z', '0', ' ', '\n', '-', '.', ':', '@', '<', '!', '_', '/', '(', 'é', '=', '+', '"', '\u0000'];

/** Texts to repeat: what the expression begins with, what parts of it take, and what its sets can take in turn. */
export function pumpsOf(expression: AST.RegExpLiteral): string[] {
  const found = new Set<string>();
  const visit = (all: readonly AST.Alternative[]): void => {
    for (const { elements } of all) {
      for (let from = 0; from < elements.length; from++)
        for (let to = from + 1; to <= Math.min(elements.length, from + 12); to++)
          found.add(
            elements
              .slice(from, to)
              .map((element) => sample(expression, element))
              .join(''),
          );
      for (const element of elements) inside(element);
    }
  };
  const inside = (element: AST.Element): void => {
    if (element.type === 'Quantifier') inside(element.element);
    else if ('alternatives' in element) visit(element.alternatives);
    if (element.type === 'CharacterClass' || element.type === 'CharacterSet') {
      const signs = alphabet.filter((sign) => fits(expression, element.raw, sign)).slice(0, 6);
      for (const one of signs) for (const other of signs) found.add(`${one}${other}`);
    }
  };
  visit(expression.pattern.alternatives);
  found.delete('');
  // Apart too, so that each may begin a word.
  return [...found].flatMap((pump) => [pump, `${pump}-`]);
}

/** The shortest text that an element takes. */
function sample(expression: AST.RegExpLiteral, element: AST.Element): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'CharacterSet':
    case 'CharacterClass':
    case 'ExpressionCharacterClass':
      return alphabet.find((sign) => fits(expression, element.raw, sign)) ?? '';
    case 'Quantifier':
      return sample(expression, element.element).repeat(Math.min(Math.max(element.min, 1), 8));
    case 'Group':
    case 'CapturingGroup':
      return (element.alternatives[0]?.elements ?? []).map((one) => sample(expression, one)).join('');
    default:
      return '';
  }
}
