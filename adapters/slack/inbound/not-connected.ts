import { words } from '../../../src/messages/words.ts';
import { type Outgoing, problem } from '../../platform.ts';
import type { SlackContext } from './context.ts';
import type { Delivery } from './read-request.ts';

/** What a person gets while the bot is not connected. An event comes again when it is refused. */
export function starting(desk: SlackContext, delivery: Delivery): Outgoing {
  const sentence = words(desk.locale).slack.starting;
  switch (delivery.kind) {
    case 'command':
      return { status: 200, body: { response_type: 'ephemeral', text: sentence } };
    case 'save':
      return { status: 200, body: atFirstField(Object.keys(delivery.save.view.state.values), sentence) };
    case 'press':
      if (delivery.press.response_url) desk.track(desk.respond(delivery.press.response_url, { text: sentence }, false));
      return { status: 200 };
    default:
      return problem(503, 'Starting', desk.session.problem() ?? 'Not connected to Slack yet.');
  }
}

/** So that the window stays open with what was typed. */
function atFirstField([first]: string[], sentence: string) {
  return { response_action: 'errors', errors: { [first ?? '']: sentence } };
}
