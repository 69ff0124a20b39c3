import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../../../src/ports/chat.ts';
import { jsonOf } from '../../http/message.ts';
import { retryAfterMs } from '../../http/retry-after.ts';
import type { ConnectorResponse } from './http-once.ts';

/** A refusal of Teams: `{"error":{"code":"BotNotInConversationRoster"}}`, in some places without the outer object. */
const TeamsRefusal = z.union([
  z.object({ error: z.object({ code: z.string() }) }).transform(({ error }) => error.code),
  z.object({ code: z.string() }).transform(({ code }) => code),
]);

/** Teams' codes for a message that it does not take as it is; for one that is too large it says `ServiceError` too. */
const aboutTheCard = /^(BadSyntax|ServiceError|MessageSizeTooBig)$/;
const isAboutTheCard = (reason: string) =>
  aboutTheCard.test(reason) || (reason.startsWith('Invalid') && /Card|Activity|Attachment/.test(reason));

/**
 * Statuses that say "not now".
 * https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
 */
const later = [408, 412, 429];

/** Returns the ChatError of an answer of Teams whose status is no success; it bears the `status` too. `now` is in epoch milliseconds. */
export function chatErrorOf(answer: ConnectorResponse, now: number): ChatError {
  const { status, headers } = answer;
  const reason = reasonOf(answer);
  const wait = retryAfterMs(headers['retry-after'], now);
  const error = new ChatError(kindOf(answer, reason), reason, wait, status >= 500);
  return Object.assign(error, { status });
}

/** Returns the HTTP status of a refusal; 0 for an error without one. */
export function statusOf(error: ChatError): number {
  return 'status' in error && typeof error.status === 'number' ? error.status : 0;
}

/** Codes of a 403 that opening another conversation would not change: the person or their admin wants no messages. */
const unwanted = /^(ConversationBlockedByUser|BotDisabledByAdmin|MessageWritesBlocked)$/;

/**
 * Returns whether Teams says, with 403 or 404 and a code of its own, that the bot is not in that conversation or there
 * is none.
 */
export function botIsOut(error: unknown): boolean {
  if (!(error instanceof ChatError) || error.kind !== 'refused' || unwanted.test(error.reason)) return false;
  return [403, 404].includes(statusOf(error));
}

/** Returns the kind of a refusal. One without a code is not of Teams: a proxy stands between. */
function kindOf({ status }: ConnectorResponse, reason: string): ChatErrorKind {
  if (later.includes(status) || status >= 500) return 'unreachable';
  if (status === 401 || status === 407 || reason === 'status_403' || reason === 'status_404') return 'lockedOut';
  if (status === 404 && /^(Activity|Message)\w*NotFound/.test(reason)) return 'gone';
  return status === 413 || (status === 400 && isAboutTheCard(reason)) ? 'card' : 'refused';
}

function reasonOf({ status, body }: ConnectorResponse): string {
  const code = TeamsRefusal.safeParse(jsonOf(body)).data ?? '';
  return /^[\w-]{1,60}$/.test(code) ? code : `status_${status}`;
}
