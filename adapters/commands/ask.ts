/**
 * `npm run --silent ask` answers questions: it reads one a line from standard input, and writes one JSON line each to
 * standard output. With `--text` it writes what a person would read, with what the register says where its folder can
 * be read. It needs no settings, no state and no lock.
 */
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { isTimezone } from '../../src/domain/time/zones.ts';
import { type AskedLine, answerAsJson, answerAsText, type RegisterTenants } from '../../src/faq/ask/answer-as-text.ts';
import type { Faq } from '../../src/ports/faq.ts';
import { faqLoader } from '../faq/faq.ts';
import { environment } from '../settings/settings.ts';
import { readState } from '../store/embedded/folder/peek.ts';
import { command, existingStateDir, linesOf, messageOf, optionsOf } from './command.ts';

const usage = `Usage: echo "who may change the contact?" | npm run --silent ask -- [--text]
One question a line on standard input; a line may also be JSON: {"question":"...","after":"<id of the entry answered before>"}.
One line of JSON each, or with --text what a person would read.`;

/** A line may be JSON of this shape. It stands above the command, which runs before what stands below it is there. */
const Line = z.object({ question: z.string(), after: z.string().nullable().default(null) });

await command(async () => {
  const { text, help } = options();
  if (help) return void process.stdout.write(`${usage}\n`);
  if (process.stdin.isTTY) process.stderr.write(`${usage}\nCtrl+D ends.\n`);
  const faq = faqLoader()();
  const register = text ? await readRegister() : null;
  const answerTo = (line: string) => (text ? answerAsText(faq, askedIn(line), register) : inJson(faq, askedIn(line)));
  try {
    await pipeline(linesOf(process.stdin), (lines) => answers(lines, answerTo), process.stdout, { end: false });
  } catch (error) {
    if (!readerLeft(error)) throw error;
  }
});

function options(): { text: boolean; help: boolean } {
  const no = { type: 'boolean', default: false } as const;
  const { text, help } = optionsOf({ text: no, help: { ...no, short: 'h' } }, usage);
  // Without `--` before it, npm takes the option for its own, and passes it on like this.
  return { text: text || process.env.npm_config_text === 'true', help };
}

async function* answers(lines: AsyncIterable<string>, answerTo: (question: string) => string) {
  for await (const line of lines) yield `${answerTo(line)}\n`;
}

/** Returns the question of a line, which may be JSON. What is no such JSON is the question itself. */
function askedIn(line: string): AskedLine {
  if (!line.trimStart().startsWith('{')) return { question: line, after: null };
  try {
    return Line.safeParse(JSON.parse(line)).data ?? { question: line, after: null };
  } catch {
    return { question: line, after: null };
  }
}

function inJson(faq: Faq, line: AskedLine): string {
  const start = performance.now();
  const asked = answerAsJson(faq, line);
  return JSON.stringify({ ...asked, ms: Math.round((performance.now() - start) * 1_000) / 1_000 });
}

/** Returns whether the program that reads standard output has ended, as in `ask | head -1`. */
function readerLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/**
 * Reads the register as `npm run export` does. Resolves with null when it cannot be read, and standard error says why.
 */
async function readRegister(): Promise<RegisterTenants | null> {
  try {
    const tenants = await (await readState(existingStateDir())).list('tenants');
    const { TIMEZONE: timezone = '' } = environment();
    return {
      tenants: tenants.toSorted((one, other) => one.name.localeCompare(other.name)),
      timezone: isTimezone(timezone) ? timezone : 'UTC',
    };
  } catch (error) {
    process.stderr.write(`The register is not read: ${messageOf(error)}\n`);
    return null;
  }
}
