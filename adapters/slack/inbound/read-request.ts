import { parse } from 'node:querystring';
import { z } from 'zod';
import { jsonOf } from '../../http/message.ts';
import { Challenge, Command, Event, Press, Shortcut, Submission, Suggestion } from './payload.ts';

/** One request of Slack by its kind, with its body as far as the bot reads it. */
export type SlackRequest =
  | { kind: 'command'; body: Command }
  | { kind: 'press'; body: Press }
  | { kind: 'shortcut'; body: Shortcut }
  | { kind: 'save'; body: Submission }
  | { kind: 'suggestion'; body: Suggestion }
  | { kind: 'event'; body: Event }
  | { kind: 'challenge'; body: Challenge }
  /** Slack wants nothing but a 200: a certificate check, a closed window. */
  | { kind: 'nothing' };

/** A body that is no request: `malformed` is not what Slack sends, and for the kind of `unknown` the bot has no use. */
export type Unusable = { kind: 'malformed' } | { kind: 'unknown' };

/** Reads a verified body. `form` says that it is `application/x-www-form-urlencoded`; otherwise it is JSON. */
export function readRequest(body: string, form: boolean): SlackRequest | Unusable {
  if (!form) return ofType(jsonOf(body), 'event');
  const fields = parse(body);
  if (typeof fields.payload === 'string') return ofType(jsonOf(fields.payload), 'interaction');
  if ('command' in fields) return parsed('command', Command, fields);
  return 'ssl_check' in fields ? { kind: 'nothing' } : { kind: 'malformed' };
}

/**
 * Reads the payload of an envelope of Socket Mode, by the envelope's type.
 * https://docs.slack.dev/apis/events-api/using-socket-mode#events
 */
export function readEnvelope(type: string, payload: unknown): SlackRequest | Unusable {
  switch (type) {
    case 'slash_commands':
      return parsed('command', Command, payload);
    case 'interactive':
      return ofType(payload, 'interaction');
    case 'events_api':
      return ofType(payload, 'event');
    default:
      return { kind: 'unknown' };
  }
}

const WithType = z.object({ type: z.string() });

/** Slack sends these as events: as JSON by HTTP. Every other type is an interaction: in a form by HTTP. */
const eventTypes = ['event_callback', 'url_verification', 'app_rate_limited'];

function ofType(payload: unknown, came: 'event' | 'interaction'): SlackRequest | Unusable {
  const type = WithType.safeParse(payload).data?.type;
  if (type !== undefined && eventTypes.includes(type) !== (came === 'event')) return { kind: 'unknown' };
  switch (type) {
    case undefined:
      return { kind: 'malformed' };
    case 'block_actions':
      return parsed('press', Press, payload);
    case 'message_action':
    case 'shortcut':
      return parsed('shortcut', Shortcut, payload);
    case 'view_submission':
      return parsed('save', Submission, payload);
    case 'block_suggestion':
      return parsed('suggestion', Suggestion, payload);
    case 'event_callback':
      return parsed('event', Event, payload);
    case 'url_verification':
      return parsed('challenge', Challenge, payload);
    case 'view_closed':
    case 'app_rate_limited':
      return { kind: 'nothing' };
    default:
      return { kind: 'unknown' };
  }
}

function parsed<K extends string, T>(kind: K, schema: z.ZodType<T>, value: unknown): { kind: K; body: T } | Unusable {
  const { data: body } = schema.safeParse(value);
  return body === undefined ? { kind: 'malformed' } : { kind, body };
}
