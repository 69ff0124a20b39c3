import { words } from '../../../src/messages/words.ts';
import { type HttpResponse, problem } from '../../http/message.ts';
import { createBoltApp } from './bolt-app.ts';
import type { SlackContext, SlackTurn } from './context.ts';
import type { SlackRequest, Unusable } from './read-request.ts';

/** A request waits for so many milliseconds while the bot is connecting to Slack. */
const connectingMs = 400;

/** Serves a request that is known to be Slack's. Resolves with the answer to Slack. */
export type Serve = (turn: SlackTurn, request: SlackRequest) => Promise<HttpResponse>;

/** Returns what serves requests of Slack, whichever entrance they came by: it hands them to Bolt once the bot is connected. */
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
  const { starting, lockedOut } = words(context.locale).slack;
  const refused = context.connection.refused();
  return unserved(context, request, refused === null ? starting : lockedOut(refused), why);
}

/**
 * Returns the answer to a request that is not served, with `text` for whoever made it. What takes no text is refused
 * with `why`: an event comes again, and of a press or a shortcut Slack itself says that it was not done.
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
      context.track(context.respond(url, { text }, false));
      return { status: 200 };
    }
    default:
      return problem(503, 'Unavailable', why);
  }
}
