import type { ByNumber } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { helpButton } from '../../request/default-button.ts';
import { reasonAndNoteIn } from '../../request/intent/slots.ts';
import type { CommandHandler, Reply, Request } from '../../request/interaction.ts';
import {
  beforeReason,
  beginsWithNumber,
  commandOf,
  fromNumber,
  isPolite,
  meansAll,
} from '../../request/parse-command.ts';
import { withNames } from '../../request/viewer-locale.ts';
import { button, card, quoted } from '../../view/view.ts';
import { answerButtons } from '../cards/alert-card.ts';
import type { Transition } from '../change/transitions.ts';
import { answerAlert } from './acknowledge.ts';
import { type FoundAlert, findByNumber, goneAlert, refusalToAnswer } from './find-alert.ts';
import { giveTyped } from './hand-over.ts';
import { listOf } from './list.ts';
import { resolved, unacknowledged } from './list-filter.ts';
import { answerNamed, namesSeveral } from './named-alerts.ts';
import { givingBack, noteInThread, noteToOne, noteTyped } from './note.ts';
import { openResolve, reasonAndNote, resolveAs } from './resolve.ts';

type Use = (request: Request, found: FoundAlert, more: string, world: World) => Reply | Promise<Reply>;

/** Returns the handler of a verb that is typed before the number of an alert. */
function typed(verb: ByNumber, use: Use): CommandHandler {
  return (request, rest, world) => withNumbered(request, verb, rest, world, use);
}

function answering(verb: ByNumber, transitionIn: (world: World) => Transition): CommandHandler {
  return typed(verb, (request, found, _more, world) => answerAlert(request, found, transitionIn(world), world));
}

/** `ack 17`: acknowledges the alert. Words behind the number are ignored. */
export const acknowledgeByNumber = answering('ack', () => ({ kind: 'acknowledge' }));

/** `reopen 17`: reopens a resolved alert at once, and asks first about one that is acknowledged, and about several. */
export const reopenByNumber = answering('reopen', ({ settings }) => {
  return { kind: 'reopen', acknowledgedAt: null, settings };
});

/** `take 17`: takes the alert over. */
export const takeByNumber = answering('take', () => ({ kind: 'take' }));

/** `keep 17`: says that the work goes on. */
export const keepByNumber = answering('keep', () => ({ kind: 'keep' }));

/** `give 17 @Bea`: hands the alert over. */
export const giveByNumber = typed('give', giveTyped);

/**
 * `resolve 17 fraud keys rotated` resolves the alert at once. Without a reason the form asks for it, with the words as its note and the
 * reason chosen that they mean: «false positive».
 */
export const resolveByNumber = typed('resolve', (request, found, more, world) => {
  const input = reasonAndNote(more);
  if (input.reason) return resolveAs(request, found, input, world);
  return openResolve(request, found, reasonAndNoteIn(more), world);
});

/** Opens the form that resolves the alerts of a sentence, with its reason chosen. */
export const openResolveByNumber = typed('resolve', (request, found, more, world) =>
  openResolve(request, found, reasonAndNote(more), world),
);

/** `note 17 the customer phoned` adds a note; in the thread of an alert's card no number is needed. */
export const noteByNumber: CommandHandler = async (request, rest, world) => {
  const said = fromNumber(await withNames(rest.trim(), request, world));
  return (await noteInThread(request, said, world)) ?? withNumbered(request, 'note', said, world, noteTyped);
};

/**
 * Calls `use` with the alert of the number that `rest` begins with, which the asker may answer, and with the words behind it; otherwise
 * says what to type.
 */
async function withNumbered(request: Request, verb: ByNumber, rest: string, world: World, use: Use): Promise<Reply> {
  const said = rest.trim();
  const [first = ''] = said.split(/\s/, 1);
  // «note 17: the customer phoned», «note 17 - the customer phoned», «ack 17!».
  const more = said
    .slice(first.length)
    .replace(/^ *[-–—:] /, '')
    .trim();
  const number = first.replace(/(?<=\d)[.:,;!?…]+$/, '');
  const example = `${commandOf(verb, request.actor.locale, request.platform)} 17`;
  const { which, whichTitle, oneAtATime } = request.messages.alerts.byNumber;
  const many =
    verb === 'ack' || verb === 'resolve' || verb === 'reopen' ? await answerNamed(request, verb, rest, world) : null;
  if (typeof many === 'string') return askWhich(request, verb, request.messages.alerts.many.none(many), world);
  if (many) return many;
  const back = (reply: Reply, text: string) => (verb === 'note' ? givingBack(request, reply, text) : reply);
  if (meansAll(rest)) return back(await askWhich(request, verb, oneAtATime(example), world), rest);
  if (!beginsWithNumber(number)) {
    const name = verb === 'note' || isPolite(said) ? '' : beforeReason(said);
    return name !== ''
      ? askNamed(request, verb, name, world)
      : back(await askWhich(request, verb, which(example), world), rest);
  }
  const isSeveral = namesSeveral(verb, `${number} ${more}`);
  if (isSeveral && verb !== 'note') return refusal(request.messages, [oneAtATime(example)], { title: whichTitle });
  const [digits = number] = /\d+/.exec(number) ?? [];
  const found = await findByNumber(digits, world);
  if (!found) return back(goneAlert(request, digits), more);
  const refused = await refusalToAnswer(request, found, world);
  return refused ?? (isSeveral ? noteToOne(request, found, more) : use(request, found, more, world));
}

/** Returns the list of the alerts in which the words are found that name no source and no customer; says so where there is none. */
async function askNamed(request: Request, verb: ByNumber, name: string, world: World): Promise<Reply> {
  const { actor, messages, platform } = request;
  const { alerts } = messages;
  const command = commandOf(verb, actor.locale, platform);
  const which = alerts.byNumber.which(`${command} 17`);
  const shown = await listOf(request, `${filters[verb] ?? ''} ${name}`.trim(), world);
  if (shown) return { kind: 'card', instead: false, card: { ...shown, summary: which, text: [which, ...shown.text] } };
  const isOne = verb === 'give' || verb === 'take' || verb === 'keep';
  const why = isOne ? which : alerts.many.notUnderstood(quoted(name), command);
  const buttons = [button('press', 'alerts.list', alerts.buttons.list, '')];
  return refusal(messages, [why], { title: alerts.byNumber.unmatched(quoted(name)), buttons });
}

/** The filter of the list that shows the alerts which a verb can be used with, where those are not all open ones. */
const filters: Partial<Record<ByNumber, string>> = { ack: unacknowledged, reopen: resolved };

/**
 * Returns the list of the alerts which the verb can be used with, headed by what to type; says so when there is none. The only one has the
 * button of the verb.
 */
async function askWhich(request: Request, verb: ByNumber, say: string, world: World): Promise<Reply> {
  const { byNumber: words } = request.messages.alerts;
  const shown = await listOf(request, filters[verb] ?? '', world);
  const about = verb === 'give' || verb === 'take' || verb === 'keep' ? 'resolve' : verb;
  const none = words.none[about];
  // Without any open alert, a button to them would lead nowhere.
  const buttons = verb === 'resolve' || verb === 'note' ? [helpButton(request.messages)] : [];
  if (!shown)
    return { kind: 'card', instead: false, card: card(words.noneTitle[about], none, { text: [none], buttons }) };
  const [only, ...others] = shown.rows.flatMap(({ button }) => button?.value ?? []);
  const [acknowledge, resolve] = only && others.length === 0 ? answerButtons(request.messages, only) : [];
  const first = verb === 'ack' ? acknowledge : verb === 'resolve' ? resolve : undefined;
  const answer = first ? [{ ...first, style: 'primary' as const }] : [];
  const asked = { ...shown, summary: say, text: [say, ...shown.text], buttons: [...answer, ...shown.buttons] };
  return { kind: 'card', instead: false, card: asked };
}
