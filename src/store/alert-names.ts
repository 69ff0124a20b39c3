/** The names by which people choose many alerts: their sources, and the customers that they are about. */
import type { Alert } from '../domain/alert/alert.ts';
import { customerKeys, customerName, customerOf } from '../domain/alert/customer.ts';
import { productName, sourceName } from '../domain/alert/source.ts';
import { fold, nearest } from '../domain/text/words.ts';
import type { Reader } from '../ports/store.ts';

/** The most words of a name that are looked for. */
const maxWords = 12;

/** Returns how many of the words a name may have, the most first. */
export function nameLengths(words: readonly string[]): number[] {
  return Array.from({ length: Math.min(maxWords, words.length) }, (_, n) => n + 1).toReversed();
}

/** Returns the sources and customers of open alerts, or of resolved ones, by their names. It reads every such alert. */
async function namesOfAlerts(which: 'open' | 'resolved', reader: Reader) {
  const alerts = await reader.scan(`alerts.${which}`, { key: '', after: null });
  const tenants = new Map((await reader.list('tenants')).map((tenant) => [tenant.id, tenant]));
  const sources = byName(alerts, (alert) => [[sourceName(alert.source), productName(alert)], alert.source]);
  const customers = byName(alerts, (alert) => {
    const name = customerName(alert, tenants.get(alert.tenantId ?? '') ?? null);
    return [[...(name === null ? [] : [name]), ...customerKeys(alert)], customerOf(alert)];
  });
  return { sources, customers };
}

/**
 * Returns the longest name of a source or customer of open alerts, or of resolved ones, that the words begin with: the sources as alerts
 * have them (`webhook:cipp`), the customers as `customerOf` returns them, and the words behind the name; null for none. It reads every such
 * alert.
 */
export async function namedIn(words: readonly string[], which: 'open' | 'resolved', reader: Reader) {
  const { sources, customers } = await namesOfAlerts(which, reader);
  for (const length of nameLengths(words)) {
    const name = words.slice(0, length).join(' ');
    const found = {
      sources: [...(sources.get(keyOf(name)) ?? [])],
      customers: [...(customers.get(keyOf(name)) ?? [])],
    };
    if (found.sources.length + found.customers.length > 0)
      return { name, ...found, rest: words.slice(length).join(' ') };
  }
  return null;
}

/** A name of so few letters is near to many words: it must be spelt right. */
const shortestSlip = 6;
/** Letters that a misspelt name may have wrong: two that changed places are two. */
const maxMistakes = 2;

/**
 * Returns the names of sources and customers of open alerts, or of resolved ones, anywhere in a text, the longest first; of a text without
 * one those that a word nearly is.
 */
export async function namesIn(text: string, which: 'open' | 'resolved', reader: Reader): Promise<string[]> {
  const { sources, customers } = await namesOfAlerts(which, reader);
  const names = [...new Set([...sources.keys(), ...customers.keys()])].filter((name) => name !== '');
  const plain = (of: string) => of.split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const words = plain(keyOf(text));
  const spaced = ` ${words.join(' ')} `;
  const whole = names.filter((name) => spaced.includes(` ${plain(name).join(' ')} `));
  if (whole.length > 0) return whole.toSorted((a, b) => b.length - a.length);
  const long = names.filter((name) => name.length >= shortestSlip);
  if (long.length === 0) return [];
  return words.flatMap((word) => {
    const near = word.length >= shortestSlip ? nearest(word, long) : null;
    return near && near.mistakes <= maxMistakes ? near.word : [];
  });
}

/** Returns a name as it is compared: without capitals, accents and curly apostrophes. */
function keyOf(name: string): string {
  return fold(name).replaceAll(/[’‘ʼ]/g, "'");
}

/** Returns the values by their names, as these are compared: several names may be one. */
function byName(alerts: readonly Alert[], named: (alert: Alert) => [names: readonly string[], value: string]) {
  const found = new Map<string, Set<string>>();
  for (const [names, value] of alerts.map(named))
    for (const name of names) found.set(keyOf(name), (found.get(keyOf(name)) ?? new Set()).add(value));
  return found;
}
