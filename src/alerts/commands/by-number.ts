import type { ByNumber } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { helpButton } from '../../request/default-button.ts';
import type { Reply } from '../../request/interaction.ts';
import { withNames } from '../../request/names.ts';
import { beginsWithNumber, commandOf, meansAll } from '../../request/parse-command.ts';
import type { CommandHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { pressAcknowledge, pressReopen, pressTake } from './acknowledge.ts';
import { answerNamed } from './answer-named.ts';
import { type FoundAlert, findByNumber, goneAlert } from './find-alert.ts';
import { giveTyped } from './hand-over.ts';
import { pressKeep } from './keep.ts';
import { listOf } from './list.ts';
import { resolved, unacknowledged } from './list-filter.ts';
import { namesSeveral } from './named-alerts.ts';
import { givingBack, noteInThread, noteToOne, noteTyped } from './note.ts';
import { openResolve, reasonAndNote, resolveAs } from './resolve.ts';

/** `ack 17`: acknowledges the alert. Words behind the number are ignored. */
export const acknowledgeByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'ack', rest, world, ({ alert }) => pressAcknowledge(request, alert.id, world));

/** `reopen 17`: reopens a resolved alert at once, and asks first about one that is acknowledged, and about several. */
export const reopenByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'reopen', rest, world, ({ alert }) => pressReopen(request, alert.id, world));

/** `resolve 17 fraud keys rotated` resolves the alert at once; without a reason the form asks for it, with the words as its note. */
export const resolveByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'resolve', rest, world, (found, more) => {
    const input = reasonAndNote(more);
    return input.reason ? resolveAs(request, found, input, world) : openResolve(request, found, input, world);
  });

/** `note 17 the customer phoned` adds a note; in the thread of an alert's card no number is needed. */
export const noteByNumber: CommandHandler = async (request, rest, world) => {
  const said = await withNames(rest.trim(), request, world);
  const inThread = await noteInThread(request, said, world);
  return (
    inThread ?? withNumbered(request, 'note', said, world, (found, more) => noteTyped(request, found, more, world))
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
  const said = rest.trim();
  const [first = ''] = said.split(/\s/, 1);
  const more = said.slice(first.length).trim();
  // «note 17: the customer phoned».
  const number = first.replace(/[.:,;]$/, '');
  const example = `${commandOf(verb, request.actor.locale, request.platform)} 17`;
  const { which, oneAtATime } = request.words.alerts.byNumber;
  const many =
    verb === 'ack' || verb === 'resolve' || verb === 'reopen' ? await answerNamed(request, verb, rest, world) : null;
  if (typeof many === 'string') return askWhich(request, verb, request.words.alerts.many.none(many), world);
  if (many) return many;
  const back = (reply: Reply, text: string) => (verb === 'note' ? givingBack(request, reply, text) : reply);
  if (meansAll(rest)) return back(await askWhich(request, verb, oneAtATime(example), world), rest);
  if (!beginsWithNumber(number)) return back(await askWhich(request, verb, which(example), world), rest);
  const isSeveral = namesSeveral(verb, `${number} ${more}`);
  if (isSeveral && verb !== 'note') return refusal(request.words, [oneAtATime(example)]);
  const found = await findByNumber(/^#?\d+/.exec(number)?.[0] ?? number, world);
  if (!found) return back(goneAlert(request), more);
  return isSeveral ? noteToOne(request, found, more, world) : use(found, more);
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
