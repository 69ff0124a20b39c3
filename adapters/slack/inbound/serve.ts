import { App } from '@slack/bolt';
import { messages } from '../../../src/messages/messages.ts';
import { type HttpResponse, problem } from '../../http/message.ts';
import { quietLogger } from '../api/client.ts';
import type { SlackContext, SlackTurn } from './context.ts';
import { onCommand } from './on-command.ts';
import { onEvent } from './on-event.ts';
import { onPress } from './on-press.ts';
import { onShortcut } from './on-shortcut.ts';
import { onSubmit, onSuggestion } from './on-submit.ts';
import type { SlackRequest, Unusable } from './read-request.ts';

/** How long (ms) a request waits for the connection to Slack. */
const connectingMs = 400;

/** Handles an authenticated request of Slack. Resolves with the response. */
type Serve = (turn: SlackTurn, request: SlackRequest) => Promise<HttpResponse>;

/** Returns the handler of Slack's requests, by HTTP or Socket Mode: it hands them to Bolt once the bot is connected. */
export function createServe(context: SlackContext): Serve {
  const dispatch = createBoltApp(context);
  return async (turn, request) => {
    if (request.kind === 'challenge') return { status: 200, body: { challenge: request.body.challenge } };
    if (request.kind === 'nothing') return { status: 200 };
    if (!(await context.connection.teamWithin(connectingMs))) return notConnected(context, request);
    return dispatch(turn, request);
  };
}

/** Returns the refusal of a body that is no request. */
export function refusalOf({ kind }: Unusable): HttpResponse {
  if (kind === 'malformed') return problem(400, 'Malformed', 'This is not what Slack sends.');
  return problem(404, 'Unknown', 'This app has no use for this kind of delivery.');
}

/** Returns the answer while the bot is not connected. An event is refused, since Slack then sends it again. */
function notConnected(context: SlackContext, request: SlackRequest): HttpResponse {
  const why = context.connection.problem() ?? 'Not connected to Slack yet.';
  const { starting, lockedOut } = messages(context.locale).slack;
  const refused = context.connection.refused();
  return unserved(context, request, refused === null ? starting : lockedOut(refused), why);
}

/**
 * Returns the HTTP response to a request that is not handled, with `text` for the person. Requests without a way to show text get a 503
 * with `why`: Slack retries events, and shows its own error for buttons and shortcuts.
 */
export function unserved(context: SlackContext, request: SlackRequest, text: string, why: string): HttpResponse {
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
      if (!url) return problem(503, 'Unavailable', why);
      context.track(context.respond(url, { text }));
      return { status: 200 };
    }
    default:
      return problem(503, 'Unavailable', why);
  }
}

const accepted: HttpResponse = { status: 200 };
const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/**
 * Returns a function that hands a request to Bolt and resolves with the answer to Slack. Bolt neither listens on a port
 * nor calls Slack by itself, and drops the events that the bot itself caused.
 */
function createBoltApp(context: SlackContext) {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    // Without a connection `createServe` handed nothing to Bolt.
    authorize: async () => {
      const team = context.connection.team();
      return team ? { botId: team.botId, botUserId: team.botUserId } : {};
    },
    convoStore: false,
    logger: quietLogger(context.log),
  });
  // Bolt's own handler would log the whole request.
  app.error(async (error) => {
    throw error.original ?? error;
  });
  // `readRequest` has found the kind of the request, so one middleware behind Bolt's own serves all kinds.
  app.use(({ context: { serve } }) => serve());

  return async (turn: SlackTurn, request: SlackRequest): Promise<HttpResponse> => {
    let answer = accepted;
    const serve = async () => {
      answer = await answerTo(context, turn, request);
    };
    try {
      // The response does not go through Bolt's acknowledgement, which would serialise its JSON again.
      await app.processEvent({ body: bodyFor(request), ack: async () => {}, customProperties: { serve } });
      return answer;
    } catch (error) {
      const reference = context.ids.reference();
      context.log.error(
        { event: 'slack.failed', reference, err: error, delivery: request.kind },
        'Slack request failed',
      );
      return problem(500, 'Internal error', `It was logged under ${reference}.`);
    }
  };
}

async function answerTo(context: SlackContext, turn: SlackTurn, request: SlackRequest): Promise<HttpResponse> {
  switch (request.kind) {
    case 'command': {
      const json = await onCommand(context, turn, request.body);
      return json === null ? accepted : { status: 200, headers: jsonType, body: json };
    }
    case 'press':
      return acted(context, turn, onPress(context, turn, request.body));
    case 'shortcut':
      return acted(context, turn, onShortcut(context, turn, request.body));
    case 'save':
      return { status: 200, body: await onSubmit(context, turn, request.body) };
    case 'suggestion':
      return { status: 200, body: await onSuggestion(context, turn, request.body) };
    case 'event':
      await onEvent(context, turn, request.body);
      return accepted;
    default:
      return accepted;
  }
}

/** Resolves with the answer to an act whose outcome comes in another way: at once, or when the work is done. */
async function acted(context: SlackContext, turn: SlackTurn, work: Promise<void>): Promise<HttpResponse> {
  if (turn.untilDone) await work;
  else context.track(work);
  return accepted;
}

/**
 * Leaves out the keys of an event that hold nothing: Bolt checks only whether a key is there, and reads into its value.
 */
function bodyFor(request: SlackRequest): object {
  if (request.kind === 'nothing') return {};
  if (request.kind !== 'event') return request.body;
  const present = Object.entries(request.body.event).filter(([, value]) => value !== undefined);
  return { ...request.body, event: Object.fromEntries(present) };
}
