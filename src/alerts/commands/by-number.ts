import type { byNumber } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import { beginsWithNumber, commandOf, meansAll, reasonOf } from '../../request/parse-command.ts';
import type { CommandHandler, Request } from '../../request/request.ts';
import { card } from '../../view/build-card.ts';
import { askToReopen, goneAlert, pressAcknowledge, pressReopen } from './acknowledge.ts';
import { allAtOnce } from './answer-all.ts';
import { type Found, findByNumber } from './find-alert.ts';
import { listOf, resolved, unacknowledged } from './list.ts';
import { openResolve, resolveAs } from './resolve.ts';

type ByNumber = (typeof byNumber)[number];

/** `ack 17`. What follows the number is no matter. */
export const acknowledgeByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'ack', rest, world, ({ alert }) => pressAcknowledge(request, alert.id, world));

/** `reopen 17`: done at once with what is resolved, and asked about with what is acknowledged. */
export const reopenByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'reopen', rest, world, (found) =>
    found.alert.status === 'investigating'
      ? askToReopen(request, found, world)
      : pressReopen(request, found.alert.id, world),
  );

/** `resolve 17 fraud keys rotated` is done at once; without a reason the form asks for it, with the words as its note. */
export const resolveByNumber: CommandHandler = (request, rest, world) =>
  withNumbered(request, 'resolve', rest, world, (found, more) => {
    const [first = '', ...note] = more.split(' ');
    const reason = reasonOf(first);
    return reason
      ? resolveAs(request, found, { reason, note: note.join(' ').replace(/^[:,;–—-]+\s*/, '') }, world)
      : openResolve(request, found, { reason: null, note: more }, world);
  });

/** The alert of the number that `rest` begins with, and what follows it; otherwise what to type. */
async function withNumbered(
  request: Request,
  verb: ByNumber,
  rest: string,
  world: World,
  use: (found: Found, more: string) => Promise<Reply>,
): Promise<Reply> {
  const [number = '', ...words] = rest.trim().split(/\s+/);
  const more = words.join(' ');
  const example = `${commandOf(verb, request.actor.locale, request.platform)} 17`;
  const { which, oneAtATime } = request.words.alerts.byNumber;
  if (meansAll(rest)) {
    const together = verb === 'reopen' ? null : await allAtOnce(request, { verb, example }, world);
    return together ?? askWhich(request, verb, oneAtATime(example), world);
  }
  if (!beginsWithNumber(number)) return askWhich(request, verb, which(example), world);
  if (namesSeveral(verb, `${number} ${more}`)) return refusal(request.words, [oneAtATime(example)]);
  const found = await findByNumber(number, world);
  return found ? use(found, more) : goneAlert(request);
}

/** «1,2», «1 and 2», «1-2». Behind `resolve` a number may also begin the note. */
function namesSeveral(verb: ByNumber, rest: string): boolean {
  const [all = '', joint = ''] = /^#?\d{1,9}( ?[,;&+] ?|[-–]| (?:and |et )?)#?\d{1,9}(?!\w)/i.exec(rest) ?? [];
  if (all === '') return false;
  const more = rest.slice(all.length).trim();
  return joint.trim() !== '' || verb !== 'resolve' || more === '' || reasonOf(more.split(' ')[0] ?? '') !== null;
}

/** Which alerts each of them can be done to, as a filter of the list. */
const answerable = { ack: unacknowledged, resolve: '', reopen: resolved } as const;

/** The list of those, headed by what to type; where there is none, that. */
async function askWhich(request: Request, verb: ByNumber, say: string, world: World): Promise<Reply> {
  const { byNumber: words, list } = request.words.alerts;
  const shown = await listOf(request, answerable[verb], world);
  const none = words.none[verb];
  if (!shown) return { kind: 'card', instead: false, card: card(list.title, none, { text: [none] }) };
  return { kind: 'card', instead: false, card: { ...shown, summary: say, text: [say, ...shown.text] } };
}
