/** Reads the sources' file, which the setting SOURCES names: who may send alerts, how they prove it, and what becomes of what they send. */
import { readFileSync, statSync } from 'node:fs';
import { z } from 'zod';
import { cleaned } from '../../../src/domain/text/clean-text.ts';
import { nearest } from '../../../src/domain/text/words.ts';
import type { SourceSettings } from '../../../src/ports/world.ts';
import { explainIssue } from '../explain-issue.ts';
import type { SecretEnvironment } from './secrets.ts';
import type { Source } from './source.ts';
import { type ConfiguredSource, sourcesSchema } from './sources-schema.ts';

/** The sources' file has mistakes; the message has one line for each, with its path. */
export class SourcesProblems extends Error {
  override name = 'SourcesProblems';
  /** A sentence for each mistake, with its path. */
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(['The sources’ file, which SOURCES names, needs a correction:', ...problems].join('\n  '));
    this.problems = problems;
  }
}

const maxBytes = 1 << 20;

/**
 * Reads the sources. `env` is where `env:` secrets are; null leaves all secrets unread, for commands that authenticate nobody. `now` is the
 * time (ISO 8601, UTC). Throws SourcesProblems with every mistake; no value is repeated, since it may be a secret.
 */
export function readSources(path: string, env: SecretEnvironment | null, now: string): readonly ConfiguredSource[] {
  const json = jsonOfFile(path);
  const parsed = sourcesSchema(env, now).safeParse(json);
  const problems = [...(parsed.success ? [] : linesOf(parsed.error, json)), ...doubledNames(json)];
  if (!parsed.success || problems.length > 0) throw new SourcesProblems(problems);
  return parsed.data.sources;
}

/** Returns the names of the environment variables that the sources take their secrets from: `NAME` of each `env:NAME`. */
export function variablesOf(sources: readonly ConfiguredSource[]): string[] {
  const references = sources.flatMap(({ auth }) => auth.secrets.map(({ reference }) => reference));
  return references.flatMap((reference) => (reference.startsWith('env:') ? [reference.slice(4)] : []));
}

/** Returns what people see of a source. */
export function settingsOf({ source, auth }: ConfiguredSource): SourceSettings {
  const { name, preset, pace, expectEveryMs, rules } = source;
  const weak = auth.kind === 'urlToken';
  const tenants = tenantsNamedBy(source);
  const more = { ...(tenants.length > 0 ? { tenants } : {}), ...(rules.length > 0 ? { rules } : {}) };
  return { name, preset, auth: auth.kind, weak, namesTenant: namesTenant(source), pace, expectEveryMs, ...more };
}

/** Returns the ids of the partner tenants that the rule of a source names, each once. */
export function tenantsNamedBy({ tenant }: Pick<Source, 'tenant'>): readonly string[] {
  if (tenant.kind === 'only') return [];
  return tenant.kind === 'fixed' ? [tenant.id] : [...new Set(tenant.tenants.values())];
}

/** Returns whether the file says whose the alerts of a source are: by its rule, or by a path to the tenant in each alert. */
export function namesTenant({ tenant, fields }: Source): boolean {
  return tenant.kind !== 'only' || fields?.partnerTenantId !== undefined;
}

function jsonOfFile(path: string): unknown {
  const text = textOfFile(path);
  try {
    return JSON.parse(text);
  } catch (error) {
    const line = lineIn(String(error), text);
    const why = text.trim() === '' ? 'The file is empty.' : `The file is not JSON: look at line ${line}.`;
    throw new SourcesProblems([why]);
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

function textOfFile(path: string): string {
  try {
    const about = statSync(path);
    // Editors of Windows begin a file with a byte order mark.
    if (about.isFile() && about.size <= maxBytes) return readFileSync(path, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    throw new SourcesProblems([`The file cannot be read${code}: ${path}`]);
  }
  throw new SourcesProblems([`This is no file of at most 1 MB: ${path}`]);
}

/** Returns a line for each mistake: its path, and a sentence that repeats no value. */
function linesOf(error: z.ZodError, json: unknown): string[] {
  return error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys')
      return [line(issue.path, issue.code === 'custom' ? issue.message : explainIssue(issue, json))];
    const known = issue.message.split(' ');
    return issue.keys.map((key) => line([...issue.path, key], unknownKey(key, known)));
  });
}

function line(path: readonly PropertyKey[], sentence: string): string {
  const place = cleaned(path.map(String).join('.')).slice(0, 200);
  return place === '' ? sentence : `${place}: ${sentence}`;
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key.slice(0, 100), known);
  return `Is not known here${near.mistakes <= 2 ? `: is ${near.word} meant?` : `, only ${known.join(', ')}.`}`;
}

/** Returns a line for each source whose name another one has before it. It reads the JSON, since a mistake elsewhere must not hide it. */
function doubledNames(json: unknown): string[] {
  const list = z.object({ sources: z.array(z.unknown()) }).safeParse(json).data?.sources ?? [];
  const names = list.map((one) => z.object({ name: z.string() }).safeParse(one).data?.name);
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index
      ? [line(['sources', index, 'name'], `The source ${names.indexOf(name)} has the same name.`)]
      : [],
  );
}
