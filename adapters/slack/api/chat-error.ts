import { webApi } from '@slack/bolt';
import { z } from 'zod';
import { ChatError, type ChatErrorKind } from '../../../src/ports/chat.ts';
import { TooLong } from '../render/limits.ts';

const codes = (inOneLine: string): ReadonlySet<string> => new Set(inOneLine.split(' '));

/**
 * Slack's codes for «not now»; every other code is a no.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const passing = codes(
  'accesslimited fatal_error internal_error rate_limited ratelimited request_timeout service_unavailable ' +
    'team_added_to_org',
);

/** Slack's error codes that lock the whole app out (token, scope, plan). Deliveries stay queued and go out once it is fixed. */
const lockedOut = codes(
  'account_inactive ekm_access_denied external_channel_migrating invalid_auth message_limit_exceeded ' +
    'missing_scope not_authed org_login_required token_expired token_revoked',
);
/** Statuses of a proxy or of Slack's edge that mean a refusal: Slack itself always answers 200. */
const proxies = [401, 403, 404, 407];
/** Statuses of Slack itself. After a gateway's 502 or 504 Slack may still be working on the call. */
const answering = [500, 503];

/**
 * Slack's codes for a message that can be edited no more. https://docs.slack.dev/reference/methods/chat.update#errors
 */
const gone = new Set(['cant_update_message', 'edit_window_closed', 'message_not_found']);

/** Slack's codes for a message that it does not take as it is, or not in its thread: the channel takes others. */
const aboutTheCard = codes(
  'attachment_payload_limit_exceeded cannot_reply_to_message invalid_arg_name invalid_arguments ' +
    'invalid_array_arg invalid_blocks invalid_blocks_format invalid_charset invalid_form_data ' +
    'invalid_metadata_format metadata_too_large msg_blocks_too_long msg_too_long no_text ' +
    'restricted_action_thread_locked too_many_attachments',
);

/** Calls Slack, and reads its answer where `call` does; whatever goes wrong is a ChatError. */
export async function calling<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw chatErrorOf(error);
  }
}

/** Returns the ChatError of anything that a call of Slack's SDK rejected with. */
export function chatErrorOf(error: unknown): ChatError {
  if (error instanceof ChatError) return error;
  if (error instanceof z.ZodError) return new ChatError('unreachable', 'bad_answer');
  if (error instanceof TooLong) return new ChatError('card', 'too_long');
  if (error instanceof webApi.WebAPIPlatformError) return platformError(error.data.error);
  if (error instanceof webApi.WebAPIHTTPError) {
    const { statusCode: status } = error;
    return new ChatError(kindOf(status), `http_${status}`, null, status >= 500, answering.includes(status));
  }
  const cause = error instanceof webApi.WebAPIRequestError ? error.original : error;
  if (cause instanceof ChatError) return cause;
  const slow = cause instanceof Error && (cause.name === 'TimeoutError' || cause.name === 'AbortError');
  return new ChatError('unreachable', slow ? 'timeout' : 'network', null, !neverLeft(cause));
}

function kindOf(status: number): ChatErrorKind {
  if (status >= 500) return 'unreachable';
  if (status === 400 || status === 413) return 'card';
  return proxies.includes(status) ? 'lockedOut' : 'refused';
}

/**
 * Codes of a call for which no connection was made, so that Slack cannot have seen it. The last is that of Node's own
 * `fetch`.
 */
const unconnected = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'];

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error && 'code' in cause && unconnected.includes(String(cause.code));
}

/** Returns the ChatError of a code. A proxy's page in place of Slack's JSON comes here too, whole. */
function platformError(code: unknown): ChatError {
  if (typeof code !== 'string' || !/^[\w.-]{1,60}$/.test(code))
    return new ChatError('unreachable', 'bad_answer', null, true);
  if (lockedOut.has(code)) return new ChatError('lockedOut', code);
  if (gone.has(code)) return new ChatError('gone', code);
  if (aboutTheCard.has(code)) return new ChatError('card', code);
  if (!passing.has(code)) return new ChatError('refused', code);
  return new ChatError('unreachable', code, null, !code.includes('limited'), true);
}
