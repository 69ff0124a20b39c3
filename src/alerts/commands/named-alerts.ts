/** Reads which alerts somebody names behind `ack`, `resolve` and `reopen`: numbers and ranges, all, a source, or a customer. */
import type { Selection } from '../../domain/alert/selection.ts';
import type { ByNumber } from '../../messages/verbs.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { reasonAndNoteIn, withoutBeforeReason } from '../../request/intent/slots.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import {
  commandOf,
  isPolite,
  joins,
  meansAll,
  rangesJoined,
  reasonOf,
  withoutFrom,
} from '../../request/parse-command.ts';
import { namedIn, nameLengths } from '../../store/alert-names.ts';
import { button, card, excerpt, plainOf, quoted, type Row } from '../../view/view.ts';
import { whichOf } from '../cards/answer-together.ts';
import { answerableOf, answerButton, askToAnswer, countsText } from './answer-many.ts';
import { listFilterOf } from './list-filter.ts';
import { openResolveMany, reasonAndNote, resolveManyButton } from './resolve.ts';

/** The verbs that take several alerts. */
type Answering = 'ack' | 'resolve' | 'reopen';

/** One meaning of what was typed: how the alerts are chosen, and the text behind it. */
interface Meaning {
  selection: Selection;
  rest: string;
}

/** The most ranges that a button's value takes. */
const maxRanges = 20;

/** What somebody typed behind a verb, as its words. */
type NamingWords = ReturnType<typeof typedBehind>;

/** Reads what was typed behind a verb. `isOne`: it begins with the number of one alert. */
function typedBehind(verb: Answering, words: string) {
  const tokens = rangesJoined(words).trim().split(/\s+/).filter(Boolean);
  const ranges = numbersIn(tokens)?.ranges ?? [];
  return { verb, tokens, isOne: ranges.length > 0 && !namesSeveral(verb, tokens.join(' ')) };
}

/**
 * Returns what the words may mean, among open or among resolved alerts: the numbers, or all, and whatever source and customer has the
 * name that they begin with. Behind the number of one alert a name counts only where it is longer, or where `isSource`.
 */
async function meaningsOf(
  { messages }: Request,
  { verb, tokens, isOne }: NamingWords,
  { reader, isSource }: { reader: Reader; isSource: boolean },
): Promise<Meaning[]> {
  const upTo = (await reader.get('counters', 'alerts'))?.value ?? 0;
  const chosen = { upTo, ...(verb === 'reopen' ? { resolved: true as const } : {}) };
  const numbers = numbersIn(tokens);
  const all = nameLengths(tokens).find((length) => meansAll(tokens.slice(0, length).join(' ')));
  const first: Meaning[] =
    numbers && all === undefined ? [{ selection: { ...chosen, numbers: numbers.ranges }, rest: numbers.rest }] : [];
  if (all !== undefined) {
    const behind = tokens.slice(all).join(' ');
    const narrower =
      reasonOf(behind.split(' ')[0] ?? '') === null ? await narrowed(withoutFrom(tokens.slice(all))) : [];
    first.push(...(narrower.length > 0 ? narrower : [{ selection: chosen, rest: behind }]));
  }
  return [...first, ...(await ofNames(tokens))];

  /** «all high», «all alerts of cipp». */
  async function narrowed(text: readonly string[]): Promise<Meaning[]> {
    const { severity, rest } = listFilterOf(text.join(' '), [], messages);
    return severity === null ? ofNames(text) : [{ selection: { ...chosen, severity }, rest }];
  }

  async function ofNames(text: readonly string[]): Promise<Meaning[]> {
    const found = await namedIn(text, verb === 'reopen' ? 'resolved' : 'open', reader);
    if (!found || (isOne && !isSource && !found.name.includes(' '))) return [];
    const { name, sources, customers, rest } = found;
    return [
      ...(sources.length > 0 ? [{ selection: { ...chosen, sources: [...sources] }, rest }] : []),
      ...inButtons(customers).map((customer) => ({ selection: { ...chosen, customer, name }, rest })),
    ];
  }
}

/**
 * Returns whether nothing of a meaning's words is left over: behind `resolve` the reason and the note may follow, behind the others
 * nothing but «please». Behind the number of one alert other words are ignored, or its note, unless they go on with «and», «to» or a
 * number.
 */
function isUnderstood({ verb, isOne }: NamingWords, { selection, rest }: Meaning): boolean {
  if (rest === '' || isPolite(rest)) return true;
  if (verb === 'resolve')
    return (
      reasonOf(withoutBeforeReason(rest).split(' ')[0] ?? '') !== null || (isOne && selection.numbers !== undefined)
    );
  return isOne && selection.numbers !== undefined && !/^[#\d–—-]/.test(rest) && !joins(rest.split(' ')[0] ?? '');
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

/** Returns the numbers and ranges that the words begin with, and the words behind them; null for none. */
function numbersIn(tokens: readonly string[]): { ranges: [number, number][]; rest: string } | null {
  const ranges: [number, number][] = [];
  let end = 0;
  for (const [index, token] of tokens.entries()) {
    if (joins(token) && /^#?\d/.test(tokens[index + 1] ?? '')) continue;
    const parts = token
      .replace(/(?<=\d)[.:!?…]+$/, '')
      .split(/[,;&+]/)
      .filter(Boolean);
    const read = parts.map(rangeIn).filter((range) => range !== null);
    if (read.length < parts.length) break;
    ranges.push(...read);
    end = index + 1;
  }
  return ranges.length === 0 ? null : { ranges, rest: tokens.slice(end).join(' ') };
}

function rangeIn(text: string): [number, number] | null {
  const [, first, last = first] = /^#?(\d{1,15})(?:-#?(\d{1,15}))?$/.exec(text) ?? [];
  if (first === undefined) return null;
  const [one, other] = [Number(first), Number(last)];
  return [Math.min(one, other), Math.max(one, other)];
}

/**
 * Returns whether the words name several alerts: «1,2», «1 and 2», «1-2». Behind `resolve` and `note` a number may also begin the note:
 * behind `note` only «1,2» and «1-2» without a blank are several.
 */
export function namesSeveral(verb: ByNumber, rest: string): boolean {
  const [all = '', joint = ''] = /^#?\d{1,15}( ?[,;&+] ?|[-–]| (?:and |et )?)#?\d{1,15}(?!\w)/i.exec(rest) ?? [];
  if (all === '') return false;
  const more = rest.slice(all.length).trim();
  if (verb === 'note') return !/\s/.test(joint);
  const isSure = joint.trim() !== '' || all.lastIndexOf('#') > 0;
  return isSure || verb !== 'resolve' || more === '' || reasonAndNoteIn(more).reason !== null;
}

/**
 * Asks one question for the alerts that the words name together. Where they may mean several things, it asks which; where words are left
 * over, it says so and offers nothing. Returns null when they name one alert by its number, and where they name none; as a text which
 * ones are named where none of them is left.
 */
export async function answerNamed(request: Request, verb: Answering, words: string, world: World) {
  const typed = typedBehind(verb, words);
  const all = await world.store.read(async (reader) => {
    const [first = '', second] = typed.tokens;
    // A number means a source too where one of the sources' file has that name.
    const isSource = (await reader.get('sources', first)) !== null;
    const isLonger = second !== undefined && reasonOf(second) === null;
    return typed.isOne && !isSource && !isLonger ? [] : meaningsOf(request, typed, { reader, isSource });
  });
  if (all.some(({ selection }) => (selection.numbers?.length ?? 0) > maxRanges))
    return nothingOffered(
      request,
      request.messages.alerts.many.tooManyTitle,
      request.messages.alerts.many.tooMany(maxRanges),
    );
  const [only, ...others] = all.filter((one) => isUnderstood(typed, one));
  if (!only) return all[0] ? notUnderstood(request, verb, all[0].rest) : null;
  if (typed.isOne && others.length === 0) return only.selection.numbers ? null : askOne(request, verb, only, world);
  return others.length > 0 ? askMeaning(request, verb, [only, ...others], world) : askOne(request, verb, only, world);
}

function notUnderstood(request: Request, verb: Answering, rest: string): Reply {
  const command = commandOf(verb, request.actor.locale, request.platform);
  const { alerts, help } = request.messages;
  return nothingOffered(
    request,
    help.unknown(excerpt(rest, 60)),
    alerts.many.notUnderstood(quoted(rest, 200), command),
  );
}

function nothingOffered({ messages }: Request, title: string, why: string): Reply {
  const { buttons } = messages.alerts;
  return refusal(messages, [why], {
    title,
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
}

async function askOne(request: Request, verb: Answering, { selection, rest }: Meaning, world: World) {
  const found = await answerableOf(request, selection, { resolves: verb === 'resolve' }, world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  if (found.count === 0) return whichOf(request.messages, selection);
  return verb === 'resolve'
    ? openResolveMany(request, found, reasonAndNote(withoutBeforeReason(rest)))
    : askToAnswer(request, found);
}

async function askMeaning(request: Request, verb: Answering, meanings: Meaning[], world: World): Promise<Reply> {
  const { many, buttons } = request.messages.alerts;
  const shown = card(many.twoTitle, many.two, {
    text: [many.two],
    rows: await Promise.all(meanings.map((one) => meaningRow(request, verb, one, world))),
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

async function meaningRow(request: Request, verb: Answering, { selection, rest }: Meaning, world: World): Promise<Row> {
  const found = await answerableOf(request, selection, { resolves: verb === 'resolve' }, world);
  const title = whichOf(request.messages, selection);
  if (found.count === 0) return { title, detail: request.messages.alerts.many.none(title), button: null };
  const detail = countsText(request, found).map(plainOf).join(' ');
  const answer =
    verb === 'resolve'
      ? resolveManyButton(request, found, reasonAndNote(withoutBeforeReason(rest)))
      : answerButton(request, found);
  return { title, detail, button: answer };
}
