/** Reads what a receiver answered: text from outside, which may quote our own request with its secrets. */
import { cleanedLine } from '../../src/domain/text/clean-text.ts';
import { jsonOf, valueAt } from '../http/message.ts';
import { shortened } from './formats/format.ts';
import { addressOf, type ConfiguredReceiver, secretsOf } from './receiver.ts';

/** The most characters of a reference, and of the line that people read of a refusal. */
const maxReference = 64;
const maxLine = 200;

/** Returns what stands at a path in a JSON answer, as one clean line without `hidden`: a text or a number; null for anything else. */
export function referenceIn(body: string, path: readonly string[], hidden: readonly string[]): string | null {
  const found = valueAt(path, jsonOf(body));
  if (typeof found !== 'string' && !(typeof found === 'number' && Number.isFinite(found))) return null;
  const line = shortened(cleanedLine(without(hidden, String(found))), maxReference);
  return line === '' ? null : line;
}

/**
 * Returns the first line of an answer that says something: JSON as one line, HTML without its tags. `hidden` are the secrets that are taken
 * out of it.
 */
export function firstLine(body: string, hidden: readonly string[]): string {
  const json = jsonOf(body);
  const text = json === null || typeof json !== 'object' ? body.replace(/<[^<>]*>/g, ' ') : JSON.stringify(json);
  return shortened(without(hidden, text).split(/\r?\n/).map(cleanedLine).find(Boolean) ?? '', maxLine);
}

function without(hidden: readonly string[], text: string): string {
  return hidden.reduce((left, secret) => left.replaceAll(secret, '[removed]'), text);
}

/** A shorter part of a secret stands in answers by chance; of an address, a shorter step of its path. */
const shortestHidden = 4;
const shortestStep = 8;

/** Returns what an answer must not show: the secrets as they are, and as they are sent. `sent` are the headers of the request. */
export function hiddenOf(receiver: ConfiguredReceiver, sent: Readonly<Record<string, string>>): string[] {
  const values = secretsOf(receiver).flatMap((list) => list.map(({ value }) => value));
  const ofAddress = typeof receiver.url === 'string' ? [] : partsOf(new URL(addressOf(receiver)));
  const credential = sent.authorization?.replace(/^\w+ /, '') ?? '';
  const all = [...values, ...ofAddress, credential];
  const asSent = [...all, ...all.map(encodeURIComponent), ...all.map((value) => JSON.stringify(value).slice(1, -1))];
  return [...new Set(asSent)].filter(({ length }) => length >= shortestHidden).sort((a, b) => b.length - a.length);
}

/** Returns the parts of an address that is a secret, by which an answer may quote it. */
function partsOf({ hostname, pathname, search, searchParams }: URL): string[] {
  const steps = pathname.split('/').filter(({ length }) => length >= shortestStep);
  return [`${pathname}${search}`, pathname, pathname.slice(1), hostname, ...steps, ...searchParams.values()];
}
