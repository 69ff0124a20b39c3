/** Reads which alerts somebody names behind `ack`, `resolve` and `reopen`: numbers and ranges, all, a source, or a customer. */
import type { Selection } from '../../domain/alert/selection.ts';
import type { ByNumber } from '../../messages/verbs.ts';
import type { Reader } from '../../ports/store.ts';
import { meansAll, reasonOf } from '../../request/parse-command.ts';
import type { Request } from '../../request/request.ts';
import { namedIn, nameLengths } from '../../store/alert-names.ts';
import { quoted } from '../../view/text.ts';

/** One meaning of what was typed: which alerts, in words and as they are chosen, and the text behind it. */
export interface Meaning {
  which: string;
  selection: Selection;
  rest: string;
}

/** The most ranges that a button's value takes. */
const maxRanges = 20;

/**
 * Returns what the text may mean, among open or among resolved alerts, the longest name first: several numbers, or all, and whatever source and customer has that name too.
 * A number alone means a source only where there is one of that name.
 */
export async function meaningsOf(
  { words }: Request,
  { text, isResolved }: { text: string; isResolved: boolean },
  reader: Reader,
): Promise<Meaning[]> {
  const which = words.alerts.many.which[isResolved ? 'resolved' : 'open'];
  const upTo = (await reader.get('counters', 'alerts'))?.value ?? 0;
  const chosen = { upTo, ...(isResolved ? { resolved: true as const } : {}) };
  const tokens = text.trim().split(/\s+/).filter(Boolean);
  const numbers = numbersIn(tokens);
  const first: Meaning[] = [];
  if (numbers) {
    const { ranges, rest } = numbers;
    const named = ranges.map((range) => [...new Set(range)].join('–')).join(', ');
    first.push({ which: words.alerts.many.numbers(named), selection: { ...chosen, numbers: ranges }, rest });
  }
  const all = nameLengths(tokens).find((length) => meansAll(tokens.slice(0, length).join(' ')));
  if (all !== undefined) first.push({ which: which.all, selection: chosen, rest: tokens.slice(all).join(' ') });
  const named = await namedIn(tokens, isResolved ? 'resolved' : 'open', reader);
  if (!named) return first;
  const { name, sources, customers, rest } = named;
  const source = { which: which.source(quoted(name)), selection: { ...chosen, sources: [...sources] }, rest };
  const ofCustomer = { which: which.customer(quoted(name)), rest };
  return [
    ...first,
    ...(sources.length > 0 ? [source] : []),
    ...inButtons(customers).map((customer) => ({ ...ofCustomer, selection: { ...chosen, customer } })),
  ];
}

/** The most characters of customers in a button's value, and the most buttons that one name has. */
const maxCustomers = { characters: 1_000, buttons: 5 };

/** Returns customers of one name in groups, each of which a button's value takes. Nearly always that is one group. */
function inButtons(customers: readonly string[]): string[][] {
  const groups: string[][] = [];
  for (const customer of customers) {
    const last = groups.at(-1);
    if (last && JSON.stringify([...last, customer]).length <= maxCustomers.characters) last.push(customer);
    else groups.push([customer]);
  }
  return groups.slice(0, maxCustomers.buttons);
}

/** Returns the numbers and ranges that the words begin with, and the words behind them; null for none, and for too many. */
function numbersIn(tokens: readonly string[]): { ranges: [number, number][]; rest: string } | null {
  const ranges: [number, number][] = [];
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    if (/^(?:and|et)$/i.test(token) && /^#?\d/.test(tokens[index + 1] ?? '')) continue;
    const parts = token.split(/[,;&+]/).filter(Boolean);
    const read = parts.map(rangeIn).filter((range) => range !== null);
    if (read.length < parts.length) break;
    ranges.push(...read);
    end = index + 1;
  }
  if (ranges.length === 0 || ranges.length > maxRanges) return null;
  return { ranges, rest: tokens.slice(end).join(' ') };
}

function rangeIn(text: string): [number, number] | null {
  const [, first, last = first] = /^#?(\d{1,9})(?:[-–]#?(\d{1,9}))?$/.exec(text) ?? [];
  if (first === undefined) return null;
  const [one, other] = [Number(first), Number(last)];
  return [Math.min(one, other), Math.max(one, other)];
}

/** Returns whether the words name several alerts: «1,2», «1 and 2», «1-2». Behind `resolve` and `note` a number may also begin the note: behind `note` only «1,2» and «1-2» without a blank are several. */
export function namesSeveral(verb: ByNumber, rest: string): boolean {
  const [all = '', joint = ''] = /^#?\d{1,9}( ?[,;&+] ?|[-–]| (?:and |et )?)#?\d{1,9}(?!\w)/i.exec(rest) ?? [];
  if (all === '') return false;
  const more = rest.slice(all.length).trim();
  if (verb === 'note') return !/\s/.test(joint);
  return joint.trim() !== '' || verb !== 'resolve' || more === '' || reasonOf(more.split(' ')[0] ?? '') !== null;
}
