/**
 * `npm run --silent ask`: one question a line on standard input, one JSON line each on standard output.
 * With `--text`: what a person would read. Needs no settings, no state and no lock.
 */
import { once } from 'node:events';
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
  for await (const line of linesOf(process.stdin)) {
    const said = values.text ? inWords(faq, line) : inJson(faq, line);
    if (!process.stdout.write(`${said}\n`)) await once(process.stdout, 'drain');
  }
});

function inJson(faq: Faq, text: string): string {
  const start = performance.now();
  const asked = askedBy(faq, text);
  return JSON.stringify({ ...asked, ms: Math.round((performance.now() - start) * 1_000) / 1_000 });
}
