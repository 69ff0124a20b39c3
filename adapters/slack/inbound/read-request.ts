import { parse } from 'node:querystring';
import { z } from 'zod';
import { jsonOf } from '../../platform.ts';
import { Challenge, Command, Event, Press, Submission, Suggestion } from './payload.ts';

/** One request of Slack, by its kind. */
export type Delivery =
  | { kind: 'command'; command: Command }
  | { kind: 'press'; press: Press }
  | { kind: 'save'; save: Submission }
  | { kind: 'suggestion'; suggestion: Suggestion }
  | { kind: 'event'; event: Event }
  | { kind: 'challenge'; challenge: string }
  /** Slack wants nothing but a 200: a certificate check, a closed window. */
  | { kind: 'nothing' };

/** What a body was read as: `malformed` is not what Slack sends, `unknown` is a kind of delivery that the bot has no use for. */
export type Read = Delivery | { kind: 'malformed' } | { kind: 'unknown' };

/** Reads a verified body. `form` is `application/x-www-form-urlencoded`, otherwise JSON. */
export function readRequest(body: string, form: boolean): Read {
  if (!form) return eventIn(jsonOf(body));
  const fields = parse(body);
  if (typeof fields.payload === 'string') return interactionIn(jsonOf(fields.payload));
  if ('command' in fields) return shaped(Command, fields, (command) => ({ kind: 'command', command }));
  return 'ssl_check' in fields ? { kind: 'nothing' } : { kind: 'malformed' };
}

const Typed = z.object({ type: z.string() });

function interactionIn(payload: unknown): Read {
  switch (Typed.safeParse(payload).data?.type) {
    case undefined:
      return { kind: 'malformed' };
    case 'block_actions':
      return shaped(Press, payload, (press) => ({ kind: 'press', press }));
    case 'view_submission':
      return shaped(Submission, payload, (save) => ({ kind: 'save', save }));
    case 'block_suggestion':
      return shaped(Suggestion, payload, (suggestion) => ({ kind: 'suggestion', suggestion }));
    case 'view_closed':
      return { kind: 'nothing' };
    default:
      return { kind: 'unknown' };
  }
}

function eventIn(payload: unknown): Read {
  switch (Typed.safeParse(payload).data?.type) {
    case undefined:
      return { kind: 'malformed' };
    case 'event_callback':
      return shaped(Event, payload, (event) => ({ kind: 'event', event }));
    case 'url_verification':
      return shaped(Challenge, payload, ({ challenge }) => ({ kind: 'challenge', challenge }));
    case 'app_rate_limited':
      return { kind: 'nothing' };
    default:
      return { kind: 'unknown' };
  }
}

function shaped<T>(schema: z.ZodType<T>, value: unknown, then: (parsed: T) => Delivery): Read {
  const { data } = schema.safeParse(value);
  return data === undefined ? { kind: 'malformed' } : then(data);
}
