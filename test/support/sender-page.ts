/** The pages of docs/senders as tests read them, so that nothing on them can be wrong. */
import { readFileSync } from 'node:fs';
import { UnreadableBody } from '../../adapters/webhook/presets/preset.ts';
import type { Source } from '../../adapters/webhook/sources/source.ts';

const page = (name: string) => readFileSync(new URL(`../../docs/senders/${name}.md`, import.meta.url), 'utf8');

/** Returns the example body of a page: the block of JSON below the heading Example. A test may change what it likes of it. */
export function exampleOf(name: string) {
  return JSON.parse(blocksOf(page(name).split('\n## Example\n')[1] ?? '')[0] ?? '');
}

/** Returns the first source of the sources' file on a page. */
export function entryOf(name: string): Record<string, unknown> {
  return JSON.parse(blocksOf(page(name))[0] ?? '').sources[0];
}

function blocksOf(text: string): string[] {
  return Array.from(text.matchAll(/^ *```json\n([^`]*)```/gm), ([, block = '']) => block);
}

/** Returns a source for one partner tenant, whose unknown severities are medium. */
export function aSource(given: Partial<Source> & Pick<Source, 'preset'>): Source {
  return {
    name: 'prom',
    data: null,
    fields: null,
    tenant: { kind: 'only' },
    severity: 'medium',
    severities: new Map(),
    maxSeverity: 'high',
    pace: { alerts: 60, ms: 600_000 },
    expectEveryMs: null,
    rules: [],
    ...given,
  };
}

/** Returns what is wrong with a body by what the reading of it throws: dotted places, and why. */
export function problemsOf(read: () => unknown): { path: string; detail: string }[] {
  try {
    read();
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return error.problems.map(({ path, detail }) => ({ path: path.join('.'), detail }));
  }
  throw new Error('The body was read.');
}
