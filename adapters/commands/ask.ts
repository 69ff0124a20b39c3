/**
 * `npm run --silent ask`: one question a line on standard input, one JSON line each on standard output.
 * With `--text`: what a person would read. Needs no settings, no state and no lock.
 */
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { inWords } from '../../src/faq/said-to-people.ts';
import { askedBy } from '../../src/faq/said-to-programs.ts';
import type { Faq } from '../../src/ports.ts';
import { faqFiles } from '../faq/faq.ts';
import { command } from './command.ts';
import { linesOf } from './lines.ts';

await command(async () => {
  const { values } = parseArgs({ options: { text: { type: 'boolean', default: false } } });
  const faq = faqFiles()();
  // Without `--` before it, npm takes the option for its own, and passes it on like this.
  const say = values.text || process.env.npm_config_text === 'true' ? inWords : inJson;
  try {
    await pipeline(linesOf(process.stdin), (lines) => answers(faq, lines, say), process.stdout, { end: false });
  } catch (error) {
    if (!readerLeft(error)) throw error;
  }
});

async function* answers(faq: Faq, lines: AsyncIterable<string>, say: (faq: Faq, text: string) => string) {
  for await (const line of lines) yield `${say(faq, line)}\n`;
}

function inJson(faq: Faq, text: string): string {
  const start = performance.now();
  const asked = askedBy(faq, text);
  return JSON.stringify({ ...asked, ms: Math.round((performance.now() - start) * 1_000) / 1_000 });
}

/** `ask | head -1` has what it wants. */
function readerLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
