import type { Asking, CommandHandler } from '../asking.ts';
import type { ResolvedReason } from '../domain/alert.ts';
import { fold } from '../domain/fold.ts';
import type { Reply } from '../interaction.ts';
import { reasonWords, type Verb } from '../messages/verbs.ts';
import type { World } from '../ports.ts';
import { refusal } from '../rights.ts';
import { beginsWithNumber, commandOf } from '../verb.ts';
import { type Found, findByNumber } from './find-alert.ts';
import { listOf } from './list.ts';
import { goneAlert, pressAcknowledge, pressReopen } from './press.ts';
import { openResolve, resolveAs } from './resolve.ts';

/** `ack 17`. What follows the number is no matter. */
export const acknowledgeByNumber: CommandHandler = (asking, rest, world) =>
  withNumbered(asking, 'ack', rest, world, ({ alert }) => pressAcknowledge(asking, alert.id, world));

/** `reopen 17`. */
export const reopenByNumber: CommandHandler = (asking, rest, world) =>
  withNumbered(asking, 'reopen', rest, world, ({ alert }) => pressReopen(asking, alert.id, world));

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
  verb: Verb,
  rest: string,
  world: World,
  use: (found: Found, more: string) => Promise<Reply>,
): Promise<Reply> {
  const [number = '', ...words] = rest.trim().split(/\s+/);
  const more = words.join(' ');
  const example = `${commandOf(verb, asking.actor.locale, asking.platform)} 17`;
  const { which, oneAtATime } = asking.words.alerts.byNumber;
  if (!beginsWithNumber(number)) return askWhich(asking, which(example), world);
  if (verb !== 'resolve' && beginsWithNumber(more)) return refusal(asking.words, [oneAtATime(example)]);
  const found = await findByNumber(number, world);
  return found ? use(found, more) : goneAlert(asking);
}

/** The list of what is open, headed by what to type. */
async function askWhich(asking: Asking, say: string, world: World): Promise<Reply> {
  const shown = await listOf(asking, world);
  return { kind: 'card', instead: false, card: { ...shown, summary: say, text: [say, ...shown.text] } };
}

function reasonOf(word: string): ResolvedReason | null {
  const said = fold(word).replaceAll(/[!.,:;–—-]/g, '');
  const reasons: [ResolvedReason, readonly string[]][] = [
    ['legitimate', reasonWords.legitimate],
    ['fraud', reasonWords.fraud],
    ['ignore', reasonWords.ignore],
  ];
  return reasons.find(([, words]) => words.includes(said))?.[0] ?? null;
}
