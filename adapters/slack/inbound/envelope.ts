import { z } from 'zod';
import { messages } from '../../../src/messages/messages.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import type { HttpResponse } from '../../http/message.ts';
import type { Acknowledgement } from '../api/socket-link.ts';
import { orLate, type SlackContext } from './context.ts';
import { createOnce } from './once.ts';
import { readEnvelope, type SlackRequest } from './read-request.ts';
import { createServe, refusalOf, unserved } from './serve.ts';

/**
 * What Slack sends over a socket: one command, interaction or event. An event that is not acknowledged within 3 s comes
 * again; of anything else Slack tells the person that it was not done in time.
 * https://docs.slack.dev/apis/events-api/using-socket-mode#acknowledge
 */
const Envelope = z.object({
  envelope_id: z.string().min(1).max(200),
  type: z.string(),
  payload: z.unknown(),
  /** True when the acknowledgement may bring an answer. */
  accepts_response_payload: z.boolean().default(false),
});

/** After this time (ms) an answer is late: Slack waits 3 s, and the acknowledgement has to travel. */
const latestMs = 2_850;

/** Number of cached answers for repeated requests: they may be whole cards. */
const maxAnswers = 1_000;

/**
 * Returns the handler of Socket Mode envelopes. It resolves with the acknowledgement once the work is durable, so that a killed process
 * loses nothing that looks done. It resolves with null, for no acknowledgement, when the work failed (HTTP would answer 500) or is not
 * done in time: Slack then sends the envelope again, and the repeat gets the answer; people get it in another way. While the process
 * shuts down there is no bot, and people are asked to try again. Signatures are not checked: the connection itself is authenticated.
 */
export function createEnvelopes(context: SlackContext) {
  const once = createOnce(maxAnswers, context.now);
  const serve = createServe(context);

  return async (bot: Bot | null, frame: unknown): Promise<Acknowledgement | null> => {
    const startedAt = performance.now();
    const { data: sent } = Envelope.safeParse(frame);
    if (!sent) return refused(context, 'of no known shape');
    const request = readEnvelope(sent.type, sent.payload);
    if (request.kind === 'malformed' || request.kind === 'unknown')
      return refused(context, `status ${refusalOf(request).status}`);
    const key = keyOf(request) || sent.envelope_id;
    const answerOf = (bot: Bot) => {
      const turn = { bot, key, startedAt, untilDone: true };
      const work = once(key, () => serve(turn, request));
      context.track(work);
      return orLate(latestMs, work, turn);
    };
    const served = bot
      ? await answerOf(bot)
      : unserved(context, request, messages(context.locale).slack.ending, 'Ending.');
    if (served === 'late') return refused(context, 'not done in time');
    if (served.status >= 300) return refused(context, `status ${served.status}`);
    return { envelope: sent.envelope_id, answer: sent.accepts_response_payload ? jsonIn(served) : '' };
  };
}

/**
 * Returns what is the same whenever Slack sends the same thing again, in whichever envelope: the id of an event; for
 * what a person did the trigger, which Slack creates for each command, press, shortcut and sent form. Empty for what
 * changes nothing: a search for choices, a closed window.
 */
function keyOf(request: SlackRequest): string {
  switch (request.kind) {
    case 'event':
      return request.body.event_id;
    case 'command':
    case 'press':
    case 'shortcut':
    case 'save':
      return request.body.trigger_id;
    default:
      return '';
  }
}

function jsonIn({ body }: HttpResponse): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function refused({ log }: SlackContext, why: string): null {
  log.warn({ event: 'slack.unacknowledged', why }, 'Slack envelope not acknowledged');
  return null;
}
