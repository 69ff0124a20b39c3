import { App } from '@slack/bolt';
import { type HttpResponse, problem } from '../../http/message.ts';
import { quietLogger } from '../api/client.ts';
import type { SlackContext, SlackTurn } from './context.ts';
import { onCommand } from './on-command.ts';
import { onEvent } from './on-event.ts';
import { onPress } from './on-press.ts';
import { onShortcut } from './on-shortcut.ts';
import { onSubmit, onSuggestion } from './on-submit.ts';
import type { SlackRequest } from './read-request.ts';

const accepted: HttpResponse = { status: 200 };
const jsonType = { 'content-type': 'application/json; charset=utf-8' };

/**
 * Returns a function that hands a request to Bolt and resolves with the answer to Slack. Bolt neither listens on a port
 * nor calls Slack by itself, and drops the events that the bot itself caused.
 */
export function createBoltApp(context: SlackContext) {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    // The receiver lets no request through before the bot is connected.
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
      // The answer does not go through Bolt's acknowledgement, which would make its JSON anew.
      await app.processEvent({ body: bodyFor(request), ack: async () => {}, customProperties: { serve } });
      return answer;
    } catch (error) {
      const reference = context.ids.reference();
      context.log.error({ reference, err: error, delivery: request.kind }, 'a delivery of Slack failed');
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
