import type { Bot } from '../../../src/request/interaction.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../../http/message.ts';
import type { SlackContext } from './context.ts';
import { createOnce } from './once.ts';
import { readRequest } from './read-request.ts';
import { createReplayWindow } from './replay-window.ts';
import { createServe, refusalOf } from './serve.ts';
import { createSignatures, header } from './signature.ts';

/** The answers to so many events are kept for their repetitions: each is a status without a body. */
const maxEvents = 20_000;

/**
 * Returns Slack's entrance by HTTP: it refuses a request that is not Slack's, not of now or a repetition, and has the
 * others served.
 */
export function createReceiver(context: SlackContext, signingSecret: string) {
  const signatures = createSignatures({ signingSecret, now: context.now });
  const replayWindow = createReplayWindow(context);
  const once = createOnce(maxEvents, context.now);
  const serve = createServe(context);

  return {
    /**
     * Returns a refusal by the head alone, so that no stranger's body is read; null for a request that may be Slack's.
     */
    judge(head: RequestHead): HttpResponse | null {
      if (mediaType(head) === null)
        return problem(415, 'Unsupported media type', 'Send a form or JSON, as Slack does.');
      const why = signatures.judge(head);
      return why === null ? null : problem(401, 'Not from Slack', why);
    },
    /** Answers a request whose body was read. Never throws on bad input. */
    async receive(bot: Bot, incoming: HttpRequest): Promise<HttpResponse> {
      const startedAt = performance.now();
      const signed = signatures.check(incoming, await replayWindow.before());
      if (signed.kind === 'refused') return problem(401, 'Not from Slack', signed.why);
      context.heard();
      await replayWindow.note();
      const request = readRequest(signed.body, mediaType(incoming) === 'form');
      if (request.kind === 'malformed' || request.kind === 'unknown') return refusalOf(request);
      const turn = { bot, key: signed.signature, startedAt, untilDone: false };
      if (request.kind !== 'event') return serve(turn, request);
      const key = request.body.event_id;
      return once(key, () => serve({ ...turn, key }, request));
    },
  };
}

function mediaType(head: RequestHead): 'form' | 'json' | null {
  const type = header(head, 'content-type').replace(/;\s*charset=utf-8\s*$/i, '');
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' ? 'json' : null;
}
