/** Applies every recipe of docs/recipes to a copy of the tree, all of them together, and type-checks it: so none can go stale. */
import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** One block of code of a recipe, whose first line says where it goes. */
interface Step {
  file: string;
  /** Absent for a new file. `last` is the end of what the code takes the place of. */
  where?: { how: 'below' | 'above' | 'in place of'; line: string; last: string };
  code: string;
}

const header = /^\/\/ (\S+\.ts)(?:, (below|above|in place of) `(.+?)`(?: to `(.+?)`)?)?$/;

function stepsOf(recipe: string): Step[] {
  return Array.from(recipe.matchAll(/^( *)```ts\n([\s\S]*?)\n\1```$/gm), ([, indent = '', block = '']) => {
    const [first = '', ...lines] = block
      .split('\n')
      .map((line) => line.slice(line.startsWith(indent) ? indent.length : 0));
    const [, file, how, line = '', last = line] = header.exec(first) ?? [];
    if (file === undefined) throw new Error(`A block does not say where its code goes: ${first}`);
    const code = lines.join('\n');
    return how === 'below' || how === 'above' || how === 'in place of'
      ? { file, code, where: { how, line, last } }
      : { file, code };
  });
}

function apply(root: string, { file, where, code }: Step): void {
  const path = join(root, file);
  if (!where) {
    if (existsSync(path)) throw new Error(`${file} is there already`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${code}\n`);
    return;
  }
  const lines = readFileSync(path, 'utf8').split('\n');
  const at = lines.findIndex((line) => line.includes(where.line));
  const last = lines.findIndex((line, n) => n >= at && line.includes(where.last));
  if (at < 0 || last < 0) throw new Error(`${file} has no line with ${at < 0 ? where.line : where.last}`);
  const [from, over] = { below: [at + 1, 0], above: [at, 0], 'in place of': [at, last - at + 1] }[where.how] as [
    number,
    number,
  ];
  writeFileSync(path, lines.toSpliced(from, over, code).join('\n'));
}

const folder = 'docs/recipes';
const names = readdirSync(folder).filter((name) => name.endsWith('.md'));
const recipe = (name: string) => readFileSync(join(folder, name), 'utf8');

it.each(names)('%s fits two screens, and ends with the tests to run', (name) => {
  expect(recipe(name).split('\n').length).toBeLessThanOrEqual(190);
  expect(recipe(name).trimEnd().split('\n').at(-1)).toMatch(/^Then .*`npm test -- /);
});

describe.runIf(process.env.LONG || process.env.RECIPES)('a copy of the tree to which all recipes were applied', () => {
  const root = mkdtempSync(join(tmpdir(), 'recipes-'));
  beforeAll(() => {
    for (const name of [
      'src',
      'adapters',
      'test',
      'bench',
      'data',
      'tsconfig.json',
      'package.json',
      'vitest.config.ts',
      'manifest.json',
    ])
      cpSync(name, join(root, name), { recursive: true });
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('compiles', () => {
    // A new language begins as a copy of French, which has the words of the other recipes by then.
    for (const name of names.toSorted((a, b) => Number(a === 'language.md') - Number(b === 'language.md'))) {
      for (const [, script = ''] of recipe(name).matchAll(/```sh\n([\s\S]*?)```/g))
        execFileSync('sh', ['-ec', script], { cwd: root });
      for (const step of stepsOf(recipe(name))) apply(root, step);
    }
    let said = '';
    try {
      execFileSync(resolve('node_modules/.bin/tsc'), ['-p', '.', '--pretty', 'false'], { cwd: root, encoding: 'utf8' });
    } catch (error) {
      said = String(Object(error).stdout);
    }
    expect(said.split('\n').slice(0, 20)).toEqual(['']);
  }, 180_000);
});
