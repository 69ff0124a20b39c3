import { type ReceiverState, receiverStates } from '../../src/outgoing/receiver-states.ts';
import { meaningOf } from '../receivers/in-words.ts';
import { whyUnreachable } from '../receivers/reach.ts';
import type { ConfiguredReceiver } from '../receivers/receiver.ts';
import { type CheckResult, count, type ExaminationResult, failed, fine, off, quoted } from './check.ts';
import type { Subject } from './subject.ts';

const page = 'docs/receivers/README.md';

/** Checks the receivers' file: `receivers` for the file, and `receiver:<name>` for each receiver in it, to which it connects. It sends nothing. */
export async function receiversChecks(
  { receivers: found, config, state, now }: Subject,
  offline: boolean,
): Promise<ExaminationResult> {
  if (found.kind === 'not set') return off('RECEIVERS is not set.');
  if (found.kind === 'wrong')
    return failed(
      `The bot does not start with this file. ${found.problems.join(' ')}`,
      `Correct the file that RECEIVERS names: ${page}.`,
    );
  const known = await state();
  const list = () => found.receivers.map(({ receiver }) => ({ ...receiver, address: '' }));
  const states =
    known.kind === 'read' ? await receiverStates(known.reader, { list }, new Date(now()).toISOString()) : [];
  const each = found.receivers.map(async (one) => {
    const { name } = one.receiver;
    const why = offline ? null : await whyUnreachable(one, config?.mode === 'local');
    return {
      name: `receiver:${name}`,
      ...receiverCheck(one, why, states.find((state) => state.name === name) ?? null),
    };
  });
  return [fine(`${count(found.receivers.length, 'receiver')} in the file.`), ...(await Promise.all(each))];
}

function receiverCheck(
  { receiver: { name } }: ConfiguredReceiver,
  why: string | null,
  state: ReceiverState | null,
): CheckResult {
  const trying = `Try it: npm run receiver -- try ${name}.`;
  if (why !== null)
    return failed(`No connection can be made: ${meaningOf(why, 5)}.`, `See whether its address is right: ${page}.`);
  if (state?.failing)
    return failed(
      `${count(state.waiting, 'event')} cannot be delivered since ${state.failing.since}: ${quoted(meaningOf(state.failing.why, 10), 160)}.`,
      trying,
    );
  const { lastSentAt = null, lastRefused = null } = state ?? {};
  if (lastRefused && (lastSentAt === null || lastRefused.at > lastSentAt))
    return failed(
      `It refused an event on ${lastRefused.at}: ${lastRefused.status} ${quoted(lastRefused.line)}`.trim(),
      trying,
    );
  if (lastSentAt === null) return off('Nothing was sent to it yet.', trying);
  return fine(`It took an event on ${lastSentAt}.`);
}
