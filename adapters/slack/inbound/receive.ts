import { words } from '../../../src/messages/words.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { createLruCache } from '../../cache.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../../platform.ts';
import { createBoltApp } from './bolt-app.ts';
import type { SlackContext } from './context.ts';
import { readRequest, type SlackRequest } from './read-request.ts';
import { createReplayWindow } from './replay-window.ts';
import { createSignatures, header } from './signature.ts';

/** A request waits for so many milliseconds while the bot is connecting to Slack. */
const connectingMs = 400;

/**
 * Returns Slack's one entrance: it refuses a request that is not Slack's, not of now or a repetition, and hands the
 * others to Bolt.
 */
export function createReceiver(context: SlackContext, signingSecret: string) {
  const signatures = createSignatures({ signingSecret, now: context.now });
  const replayWindow = createReplayWindow(context);
  const once = createDedupe(context.now);
  const dispatch = createBoltApp(context);

  async function serve(bot: Bot, request: SlackRequest, signature: string, startedAt: number): Promise<HttpResponse> {
    if (request.kind === 'challenge') return { status: 200, body: { challenge: request.body.challenge } };
    if (request.kind === 'nothing') return { status: 200 };
    if (!(await context.connection.teamWithin(connectingMs))) return notConnected(context, request);
    if (request.kind !== 'event') return dispatch({ bot, key: signature, startedAt }, request);
    const key = request.body.event_id;
    return once(key, () => dispatch({ bot, key, startedAt }, request));
  }

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
      await replayWindow.note();
      const request = readRequest(signed.body, mediaType(incoming) === 'form');
      if (request.kind === 'malformed') return problem(400, 'Malformed', 'This is not what Slack sends.');
      if (request.kind === 'unknown') return problem(404, 'Unknown', 'This app has no use for this kind of delivery.');
      return serve(bot, request, signed.signature, startedAt);
    },
  };
}

function mediaType(head: RequestHead): 'form' | 'json' | null {
  const type = header(head, 'content-type').replace(/;\s*charset=utf-8\s*$/i, '');
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' ? 'json' : null;
}

/**
 * Serves an event once: a repetition waits for the first and gets its answer. What failed may be tried again. Slack
 * repeats an event at once, after 1 and after 5 minutes. https://docs.slack.dev/apis/events-api/#retries
 */
function createDedupe(now: () => number) {
  const answers = createLruCache<Promise<HttpResponse>>(20_000, { keepMs: 600_000, now });

  return async (id: string, serve: () => Promise<HttpResponse>): Promise<HttpResponse> => {
    const first = answers.get(id);
    if (first) return first;
    const answer = serve();
    answers.set(id, answer);
    const { status } = await answer;
    if (status >= 500) answers.delete(id);
    return answer;
  };
}

/** Returns the answer while the bot is not connected. An event is refused, since Slack then sends it again. */
function notConnected(context: SlackContext, request: SlackRequest): HttpResponse {
  const text = words(context.locale).slack.starting;
  switch (request.kind) {
    case 'command':
      return { status: 200, body: { response_type: 'ephemeral', text } };
    case 'save': {
      // At the first field, so that the window stays open with what was typed.
      const [field = ''] = Object.keys(request.body.view.state.values);
      return { status: 200, body: { response_action: 'errors', errors: { [field]: text } } };
    }
    case 'press':
    case 'shortcut': {
      const url = 'response_url' in request.body && request.body.response_url;
      if (url) context.track(context.respond(url, { text }, false));
      return { status: 200 };
    }
    default:
      return problem(503, 'Starting', context.connection.problem() ?? 'Not connected to Slack yet.');
  }
}
