import type { Asking, CommandHandler } from '../asking.ts';
import { card } from '../card.ts';
import type { Reply } from '../interaction.ts';
import type { byNumber } from '../messages/verbs.ts';
import type { World } from '../ports.ts';
import { reasonOf } from '../reason-word.ts';
import { refusal } from '../rights.ts';
import { beginsWithNumber, commandOf, meansAll } from '../verb.ts';
import { allAtOnce } from './all-at-once.ts';
import { resolved, unacknowledged } from './filter.ts';
import { type Found, findByNumber } from './find-alert.ts';
import { listOf } from './list.ts';
import { askToReopen, goneAlert, pressAcknowledge, pressReopen } from './press.ts';
import { openResolve, resolveAs } from './resolve.ts';

type ByNumber = (typeof byNumber)[number];

/** `ack 17`. What follows the number is no matter. */
export const acknowledgeByNumber: CommandHandler = (asking, rest, world) =>
  withNumbered(asking, 'ack', rest, world, ({ alert }) => pressAcknowledge(asking, alert.id, world));

/** `reopen 17`: done at once with what is resolved, and asked about with what is acknowledged. */
export const reopenByNumber: CommandHandler = (asking, rest, world) =>
  withNumbered(asking, 'reopen', rest, world, (found) =>
    found.alert.status === 'investigating'
      ? askToReopen(asking, found, world)
      : pressReopen(asking, found.alert.id, world),
  );

/** `resolve 17 fraud keys rotated` is done at once; without a reason the form asks for it, with the words as its note. */
export const resolveByNumber: CommandHandler = (asking, rest, world) =>
  withNumbered(asking, 'resolve', rest, world, (found, more) => {
    const [first = '', ...note] = more.split(' ');
    const reason = reasonOf(first);
    return reason
      ? resolveAs(asking, found, { reason, note: note.join(' ').replace(/^[:,;–—-]+\s*/, '') }, world)
      : openResolve(asking, found, { reason: null, note: more }, world);
  });

/** The alert of the number that `rest` begins with, and what follows it; otherwise what to type. */
async function withNumbered(
  asking: Asking,
  verb: ByNumber,
  rest: string,
  world: World,
  use: (found: Found, more: string) => Promise<Reply>,
): Promise<Reply> {
  const [number = '', ...words] = rest.trim().split(/\s+/);
  const more = words.join(' ');
  const example = `${commandOf(verb, asking.actor.locale, asking.platform)} 17`;
  const { which, oneAtATime } = asking.words.alerts.byNumber;
  if (meansAll(rest)) {
    const together = verb === 'reopen' ? null : await allAtOnce(asking, { verb, example }, world);
    return together ?? askWhich(asking, verb, oneAtATime(example), world);
  }
  if (!beginsWithNumber(number)) return askWhich(asking, verb, which(example), world);
  if (namesSeveral(verb, `${number} ${more}`)) return refusal(asking.words, [oneAtATime(example)]);
  const found = await findByNumber(number, world);
  return found ? use(found, more) : goneAlert(asking);
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
async function askWhich(asking: Asking, verb: ByNumber, say: string, world: World): Promise<Reply> {
  const { byNumber: words, list } = asking.words.alerts;
  const shown = await listOf(asking, answerable[verb], world);
  const none = words.none[verb];
  if (!shown) return { kind: 'card', instead: false, card: card(list.title, none, { text: [none] }) };
  return { kind: 'card', instead: false, card: { ...shown, summary: say, text: [say, ...shown.text] } };
}
