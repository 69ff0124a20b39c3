/** Reads a JSON file that a setting names, and says what is wrong with it: every mistake at once, by its path, without repeating a value. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { cleaned } from '../../src/domain/text/clean-text.ts';
import { nearest } from '../../src/domain/text/words.ts';
import { explainIssue } from './explain-issue.ts';

/** A file that a setting names has mistakes; the message has one line for each, with its path. */
export class FileProblems extends Error {
  override name = 'FileProblems';
  /** A sentence for each mistake, with its path. */
  readonly problems: readonly string[];
  /** `file` names the file in a sentence: `sources’ file, which SOURCES names,`. */
  constructor(file: string, problems: readonly string[]) {
    super([`The ${file} needs a correction:`, ...problems].join('\n  '));
    this.problems = problems;
  }
}

/**
 * Reads the file at `path` and checks it. `more` finds mistakes that the schema cannot know, from the file's JSON, also where the schema
 * found others. Throws FileProblems with every mistake.
 */
export function readJsonFile<T>(
  path: string,
  file: string,
  schema: z.ZodType<T>,
  more: (json: unknown) => readonly string[],
): T {
  const text = textOfFile(path, file);
  const json = jsonOf(text, file);
  const parsed = schema.safeParse(json);
  const problems = [...(parsed.success ? [] : linesOf(parsed.error, json)), ...more(json)];
  if (!parsed.success || problems.length > 0) throw new FileProblems(file, problems);
  return parsed.data;
}

const maxBytes = 1 << 20;

function textOfFile(path: string, file: string): string {
  try {
    const about = statSync(path);
    // Editors of Windows begin a file with a byte order mark.
    if (about.isFile() && about.size <= maxBytes) return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new FileProblems(file, [`The file cannot be read${code}: ${path}`]);
  }
  throw new FileProblems(file, [`This is no file of at most 1 MB: ${path}`]);
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineIn(String(error), text);
    const why = text.trim() === '' ? 'The file is empty.' : `The file is not JSON: look at line ${line}.`;
    throw new FileProblems(file, [why]);
  }
}

/**
 * Returns the number of the line at which JSON.parse fails, or of the last one. Some messages of JSON.parse have no line but a quote, by
 * which the line is found. The message itself is never shown: the quote may be a secret.
 */
function lineIn(message: string, text: string): number {
  const [, said] = /\(line (\d+) column \d+\)/.exec(message) ?? [];
  if (said !== undefined) return Number(said);
  const quoted = message.slice(message.indexOf('"') + 1, Math.max(0, message.lastIndexOf('"')));
  const at = text.indexOf(quoted);
  // What is wrong stands in the middle of the quotation.
  const end = quoted === '' || at < 0 ? text.trimEnd().length : at + Math.ceil(quoted.length / 2);
  return text.slice(0, end).split('\n').length;
}

/** Returns a line for each mistake: its path, and a sentence that repeats no value. */
function linesOf(error: z.ZodError, json: unknown): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [problemLine(issue.path, issue.code === 'custom' ? issue.message : explainIssue(issue, json))];
    const known = issue.message.split(' ');
    return issue.keys.map((key) => problemLine([...issue.path, key], unknownKey(key, known)));
  });
}

/** Returns a line about the value at `path` in the file. */
export function problemLine(path: readonly PropertyKey[], sentence: string): string {
  const place = cleaned(path.map(String).join('.')).slice(0, 200);
  return place === '' ? sentence : `${place}: ${sentence}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key.slice(0, 100), known);
  return `Is not known here${near.mistakes <= 2 ? `: is ${near.word} meant?` : `, only ${known.join(', ')}.`}`;
}

/**
 * Returns a line for each entry of `list` whose `key` another entry has before it, in small or capital letters. It reads the JSON, since a
 * mistake elsewhere must not hide it. `what` names an entry in the sentence.
 */
export function doubledValues(json: unknown, list: string, key: string, what: string): string[] {
  const all = z.object({ [list]: z.array(z.unknown()) }).safeParse(json).data?.[list] ?? [];
  const values = all.map((one) =>
    z
      .object({ [key]: z.string() })
      .safeParse(one)
      .data?.[key]?.toLowerCase(),
  );
  return values.flatMap((value, index) =>
    value !== undefined && values.indexOf(value) < index
      ? [problemLine([list, index, key], `The ${what} ${values.indexOf(value)} has the same ${key}.`)]
      : [],
  );
}
