import { linkToMany } from '../../delivery/permalinks.ts';
import { isOpen } from '../../domain/alert/alert.ts';
import { queueOf } from '../../domain/delivery/delivery.ts';
import type { StormDigest } from '../../domain/delivery/digest.ts';
import type { byNumber } from '../../messages/verbs.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { helpButton } from '../../request/default-button.ts';
import type { Reply } from '../../request/interaction.ts';
import { beginsWithNumber, commandOf, meansAll, reasonOf } from '../../request/parse-command.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { CommandHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Row } from '../../view/view.ts';
import { withLink } from '../cards/alert-facts.ts';
import { digestRow, upTo } from '../cards/digest-card.ts';
import { pressAcknowledge, pressReopen, pressTake } from './acknowledge.ts';
import { type AlertPredicate, answerableIn, isActive } from './answer-all.ts';
import { type FoundAlert, findByNumber, goneAlert } from './find-alert.ts';
import { giveTyped } from './hand-over.ts';
import { pressKeep } from './keep.ts';
import { listOf } from './list.ts';
import { resolved, unacknowledged } from './list-filter.ts';
import { noteInThread, noteTyped } from './note.ts';
import { openResolve, resolveAs } from './resolve.ts';

type ByNumber = (typeof byNumber)[number];

/** `ack 17`: acknowledges the alert. Words behind the number are ignored. */
export const acknowledgeByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'ack', rest, world, ({ alert }) => pressAcknowledge(request, alert.id, world));

/** `reopen 17`: reopens a resolved alert at once, and asks first about one that is acknowledged. */
export const reopenByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'reopen', rest, world, ({ alert }) => pressReopen(request, alert.id, world));

/** `resolve 17 fraud keys rotated` resolves the alert at once; without a reason the form asks for it, with the words as its note. */
export const resolveByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'resolve', rest, world, (found, more) => {
    const [first = '', ...note] = more.split(' ');
    const reason = reasonOf(first);
    return reason
      ? resolveAs(request, found, { reason, note: note.join(' ').replace(/^[:,;–—-]+\s*/, '') }, world)
      : openResolve(request, found, { reason: null, note: more }, world);
  });

/** `note 17 the customer phoned` adds a note; in the thread of an alert's card no number is needed. */
export const noteByNumber: CommandHandler = async (request, rest, world) => {
  const inThread = await noteInThread(request, rest.trim(), world);
  return (
    inThread ?? withNumbered(request, 'note', rest, world, (found, more) => noteTyped(request, found, more, world))
  );
};

/** `give 17 @Bea`: hands the alert over. */
export const giveByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'give', rest, world, (found, more) => giveTyped(request, found, more, world));

/** `take 17`: takes the alert over. */
export const takeByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'take', rest, world, ({ alert }) => pressTake(request, alert.id, world));

/** `keep 17`: says that the work goes on. */
export const keepByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'keep', rest, world, ({ alert }) => pressKeep(request, alert.id, world));

/** Calls `use` with the alert of the number that `rest` begins with, and with the words behind it; otherwise says what to type. */
async function withNumbered(
  request: Request,
  verb: ByNumber,
  rest: string,
  world: World,
  use: (found: FoundAlert, more: string) => Promise<Reply>,
): Promise<Reply> {
  const [first = '', ...words] = rest.trim().split(/\s+/);
  // «note 17: the customer phoned».
  const number = first.replace(/[.:]$/, '');
  const more = words.join(' ');
  const example = `${commandOf(verb, request.actor.locale, request.platform)} 17`;
  const { which, oneAtATime } = request.words.alerts.byNumber;
  if (meansAll(rest)) {
    const cards = verb !== 'ack' && verb !== 'resolve' ? null : await allAtOnce(request, { verb, example }, world);
    return cards ?? askWhich(request, verb, oneAtATime(example), world);
  }
  if (!beginsWithNumber(number)) return askWhich(request, verb, which(example), world);
  if (namesSeveral(verb, `${number} ${more}`)) return refusal(request.words, [oneAtATime(example)]);
  const found = await findByNumber(number, world);
  return found ? use(found, more) : goneAlert(request);
}

/** Returns whether the words name several alerts: «1,2», «1 and 2», «1-2». Behind `resolve` and `note` a number may also begin the note. */
function namesSeveral(verb: ByNumber, rest: string): boolean {
  const [all = '', joint = ''] = /^#?\d{1,9}( ?[,;&+] ?|[-–]| (?:and |et )?)#?\d{1,9}(?!\w)/i.exec(rest) ?? [];
  if (all === '') return false;
  const more = rest.slice(all.length).trim();
  if (verb === 'note') return joint.trim() !== '';
  return joint.trim() !== '' || verb !== 'resolve' || more === '' || reasonOf(more.split(' ')[0] ?? '') !== null;
}

/** The filter of the list that shows the alerts which a verb can be used with. */
const answerable = {
  ack: unacknowledged,
  resolve: '',
  reopen: resolved,
  note: '',
  give: '',
  take: '',
  keep: '',
} as const;

/** Returns the list of the alerts which the verb can be used with, headed by what to type; says so where there is none. */
async function askWhich(request: Request, verb: ByNumber, say: string, world: World): Promise<Reply> {
  const { byNumber: words, list } = request.words.alerts;
  const shown = await listOf(request, answerable[verb], world);
  const none = verb === 'give' || verb === 'take' || verb === 'keep' ? words.none.resolve : words.none[verb];
  // Without any open alert, a button to them would lead nowhere.
  const buttons = verb === 'resolve' || verb === 'note' ? [helpButton(request.words)] : [];
  if (!shown) return { kind: 'card', instead: false, card: card(list.title, none, { text: [none], buttons }) };
  return { kind: 'card', instead: false, card: { ...shown, summary: say, text: [say, ...shown.text] } };
}

/** The most cards for many that fit on one card, the newest first. */
const maxRows = 8;

interface AnswerableDigest {
  digest: StormDigest;
  /** The number of its alerts that the asker may answer, the number of the others, and the refusal for those. */
  count: number;
  others: number;
  refused: Reply | null;
}

/** Returns the cards for many, the only way to answer alerts together; null where none of them has an alert left to answer. */
async function allAtOnce(
  request: Request,
  { verb, example }: { verb: 'ack' | 'resolve'; example: string },
  world: World,
): Promise<Reply | null> {
  const which = verb === 'ack' ? isActive : isOpen;
  const all = await cardsForMany(request, which, world);
  const refused = all.find((one) => one.refused !== null)?.refused ?? null;
  if (all.length === 0 || (refused && all.every(({ count }) => count === 0))) return refused;
  const { together, notYours, buttons } = request.words.alerts;
  const others = all.reduce((sum, one) => sum + one.others, 0);
  const alone = await world.store.read((reader) => countAlone(reader, which));
  const summary = together.text(all.length);
  const shown = card(together.title, summary, {
    text: [summary, ...(others > 0 ? [notYours(others)] : []), ...(alone > 0 ? [together.alone(alone, example)] : [])],
    rows: await Promise.all(all.map((one) => row(request, one, world))),
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

async function cardsForMany(request: Request, which: AlertPredicate, world: World): Promise<AnswerableDigest[]> {
  const digests = await world.store.read((reader) => reader.list('digests'));
  const found: AnswerableDigest[] = [];
  for (const digest of digests.toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1))) {
    if (found.length === maxRows) break;
    const open = isSeen(request, digest) ? await answerableIn(request, upTo(digest), which, world) : null;
    if (open && open.count + open.others > 0) found.push({ digest, ...open });
  }
  return found;
}

/** Returns whether the asker may see the digest: one in somebody else's private chat is theirs. */
function isSeen({ actor }: Request, { queue }: StormDigest): boolean {
  // The queue of a person has a slash, and that of a channel has none.
  return !queue.includes('/') || queue === queueOf({ kind: 'person', id: actor.id });
}

async function row(request: Request, { digest, count }: AnswerableDigest, world: World): Promise<Row> {
  const { button: first, second, ...shown } = digestRow(askerLocale(request), digest);
  const link = await linkToMany(digest, world);
  return {
    ...shown,
    detail: withLink(shown.detail, link),
    button: count > 0 ? first : null,
    ...(count > 0 && second ? { second } : {}),
  };
}

/** Returns how many alerts have a card of their own. */
async function countAlone(reader: Reader, which: AlertPredicate): Promise<number> {
  let count = 0;
  for (const alert of (await reader.scan('alerts.open', { key: '', after: null })).filter(which)) {
    const cards = await reader.scan('deliveries.cards', { key: alert.id, after: null });
    if (!cards.some(({ digestId }) => digestId !== null)) count += 1;
  }
  return count;
}
