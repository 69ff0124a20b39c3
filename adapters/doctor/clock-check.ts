import { type CheckResult, count, failed, fine, off } from './check.ts';
import type { HttpAnswer } from './http-request.ts';

/** Slack and Microsoft refuse what is five minutes off, and so does the bot. A clock that is kept right is not a minute off. */
const mostMs = 60_000;

/**
 * Returns the check of this machine's clock against the `Date` of an answer, which has whole seconds.
 * https://www.rfc-editor.org/rfc/rfc9110#field.date
 */
export function clockCheck(host: string, answer: HttpAnswer): CheckResult {
  if (answer.kind === 'silent') return off(`Not compared: ${host} ${answer.why}.`);
  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (!Number.isFinite(theirs)) return off(`Not compared: ${host} does not say what time it is.`);
  // The second of the header began up to one second before it was written.
  const ours = (answer.sentAt + answer.answeredAt) / 2;
  const aheadMs = ours - (theirs + 500);
  const seconds = Math.round(Math.abs(aheadMs) / 1_000);
  if (Math.abs(aheadMs) <= mostMs) return fine(`It agrees with ${host} to ${count(Math.max(1, seconds), 'second')}.`);
  const direction = aheadMs > 0 ? 'ahead of' : 'behind';
  return failed(
    `This machine’s clock is ${count(seconds, 'second')} ${direction} ${host}. Signatures are refused when clocks are five minutes apart.`,
    'Let the system set its clock: sudo timedatectl set-ntp true; in a container, on the machine below it.',
  );
}
