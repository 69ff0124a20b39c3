import { pipeline } from 'node:stream/promises';
import { domainToUnicode } from 'node:url';
import { z } from 'zod';
import { compareNames } from '../../src/domain/tenant/locales.ts';
import { isTimezone } from '../../src/domain/time/zones.ts';
import { type AskedLine, answerAsJson, answerAsText, type RegisterTenants } from '../../src/faq/ask/answer-as-text.ts';
import type { Faq } from '../../src/ports/world.ts';
import { faqLoader } from '../faq/faq.ts';
import { jsonOf } from '../http/message.ts';
import { environment } from '../settings/config.ts';
import { defineCommand, jsonOption, messageOf, UsageError } from './command.ts';
import { linesOf } from './lines.ts';
import { theState } from './the-state.ts';

/** A line may be JSON of this shape. */
const Line = z.object({ question: z.string(), after: z.string().nullable().default(null) });

/** `security-contact ask` answers the questions on standard input, one a line. It needs no settings, no state and no lock. */
export const command = defineCommand({
  about: `Answers questions: one a line on standard input, one line of JSON each on standard output, in order. A line may also be
JSON: {"question":"...","after":"<id of the entry answered before>"}.`,
  options: {
    text: { type: 'boolean', help: 'prints what a person would read, with what the register says' },
    json: { ...jsonOption, help: 'changes nothing, since the answers are JSON already; an error is JSON too' },
  },
  examples: ['echo "who can change the contact?" | security-contact ask --text'],
  async run({ values }) {
    // Without `--` before it, npm takes the option for its own, and passes it on like this.
    const text = values.text || process.env.npm_config_text === 'true';
    if (text && values.json) throw new UsageError('--text and --json exclude each other.');
    if (process.stdin.isTTY) process.stderr.write('Type one question a line. Ctrl-D ends.\n');
    const faq = faqLoader().faq();
    const register = text ? await readRegister() : null;
    const answerTo = (line: string) => (text ? answerAsText(faq, askedIn(line), register) : inJson(faq, askedIn(line)));
    await pipeline(linesOf(process.stdin), (lines) => answers(lines, answerTo), process.stdout, { end: false });
    return undefined;
  },
});

async function* answers(lines: AsyncIterable<string>, answerTo: (question: string) => string) {
  for await (const line of lines) yield `${answerTo(line)}\n`;
}

/** Returns the question in a line: from its JSON, or else the line itself. */
function askedIn(line: string): AskedLine {
  return Line.safeParse(jsonOf(line)).data ?? { question: line, after: null };
}

function inJson(faq: Faq, line: AskedLine): string {
  const start = performance.now();
  const asked = answerAsJson(faq, line);
  return JSON.stringify({ ...asked, ms: Math.round((performance.now() - start) * 1_000) / 1_000 });
}

/**
 * Reads the register as `npm run export` does. Resolves with null when it cannot be read, and standard error says why.
 */
async function readRegister(): Promise<RegisterTenants | null> {
  try {
    const tenants = await (await theState()).read((reader) => reader.list('tenants'));
    const { TIMEZONE: timezone = '' } = environment();
    return {
      tenants: tenants.toSorted((one, other) => compareNames(one.name, other.name)),
      timezone: isTimezone(timezone) ? timezone : 'UTC',
      readDomain: domainToUnicode,
    };
  } catch (error) {
    process.stderr.write(`The register is not read: ${messageOf(error)}\n`);
    return null;
  }
}
