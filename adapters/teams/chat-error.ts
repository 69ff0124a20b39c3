import { z } from 'zod';
import { ChatError } from '../../src/ports.ts';
import type { Answer } from './attempt.ts';

/** Teams says `{"error":{"code":"BotNotInConversationRoster"}}`, in some places without the outer object. */
const Refusal = z.union([
  z.object({ error: z.object({ code: z.string() }) }).transform(({ error }) => error.code),
  z.object({ code: z.string() }).transform(({ code }) => code),
]);

/** Those that say "not now". https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis */
const later = [408, 412, 429];

export function chatErrorOf(answer: Answer): ChatError {
  const kind = later.includes(answer.status) || answer.status >= 500 ? 'unreachable' : 'refused';
  return new ChatError(kind, reasonOf(answer), retryAfterOf(answer), answer.status >= 500);
}

function reasonOf({ status, body }: Answer): string {
  const code = Refusal.safeParse(jsonOf(body)).data ?? '';
  return /^\w{1,60}$/.test(code) ? code : `status_${status}`;
}

/** Seconds, or a date. */
function retryAfterOf({ headers }: Answer): number | null {
  const value = headers['retry-after'];
  if (!value) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : null;
}

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
