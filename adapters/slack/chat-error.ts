import { webApi } from '@slack/bolt';
import { ChatError } from '../../src/ports.ts';
import { TooLong } from './limits.ts';

/** Slack's codes for «not now»; every other code is a no. https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const passing = new Set([
  'accesslimited',
  'fatal_error',
  'internal_error',
  'rate_limited',
  'ratelimited',
  'request_timeout',
  'service_unavailable',
  'team_added_to_org',
]);

/** Calls Slack; whatever goes wrong is a ChatError. */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw chatErrorOf(error);
  }
}

export function chatErrorOf(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof TooLong) return new ChatError('refused', 'too_long');
  if (error instanceof webApi.WebAPIRateLimitedError)
    return new ChatError('unreachable', 'rate_limited', error.retryAfter * 1000);
  if (error instanceof webApi.WebAPIPlatformError) return platformError(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const { statusCode } = error;
    return new ChatError(statusCode >= 500 ? 'unreachable' : 'refused', `http_${statusCode}`, null, statusCode >= 500);
  }
  const cause = error instanceof webApi.WebAPIRequestError ? error.original : error;
  const slow = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  return new ChatError('unreachable', slow ? 'timeout' : 'network', null, !neverLeft(cause));
}

/** No connection was made, so Slack cannot have seen it. */
function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return (
    cause instanceof Error && 'code' in cause && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(String(cause.code))
  );
}

/** A proxy's page in place of Slack's JSON ends up here too, whole. */
function platformError(code: unknown): ChatError {
  if (typeof code !== 'string' || !/^[\w.-]{1,60}$/.test(code))
    return new ChatError('unreachable', 'bad_answer', null, true);
  if (!passing.has(code)) return new ChatError('refused', code);
  return new ChatError('unreachable', code, null, !code.includes('limited'));
}

/** Rejects with a ChatError when `work` takes longer. */
export async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new ChatError('unreachable', 'timeout')), Math.max(ms, 0));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
