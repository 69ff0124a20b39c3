import { App } from '@slack/bolt';
import type { Log } from '../../platform.ts';
import { quietLogger } from '../api/client.ts';
import type { SlackContext, Turn } from './context.ts';
import { onCommand } from './on-command.ts';
import { onEvent } from './on-event.ts';
import { onPress } from './on-press.ts';
import { onSubmit, onSuggestion } from './on-submit.ts';
import type { Delivery } from './read-request.ts';

/** The data that travels through Bolt beside Slack's body. */
export interface Carried {
  turn: Turn;
  delivery: Delivery;
  /** Answers Slack with this JSON: Bolt's acknowledgement would make it anew. */
  answer(json: string): void;
}

/** Bolt with a listener for each kind of delivery. It neither listens on a port nor calls Slack by itself. */
export function createApp(desk: SlackContext, log: Log): App {
  const app = new App({
    receiver: { init: () => {}, start: async () => {}, stop: async () => {} },
    // Whoever is connected may be served: the door lets nothing through before that.
    authorize: async () => {
      const team = desk.session.team();
      return team ? { botId: team.botId, botUserId: team.botUserId } : {};
    },
    convoStore: false,
    logger: quietLogger(log),
  });
  // Bolt's own handler would log the whole delivery.
  app.error(async (error) => {
    throw error.original ?? error;
  });

  app.command(/./, async ({ ack, context }) => {
    const { turn, delivery, answer }: Carried = context.carried;
    if (delivery.kind !== 'command') return;
    const json = await onCommand(desk, turn, delivery.command);
    await ack();
    if (json) answer(json);
  });
  app.action(/./, async ({ ack, context }) => {
    const { turn, delivery }: Carried = context.carried;
    await ack();
    if (delivery.kind === 'press') desk.track(onPress(desk, turn, delivery.press));
  });
  app.view({ type: 'view_submission' }, async ({ ack, context }) => {
    const { turn, delivery }: Carried = context.carried;
    if (delivery.kind === 'save') await ack(await onSubmit(desk, turn, delivery.save));
  });
  app.options(/./, async ({ ack, context }) => {
    const { turn, delivery }: Carried = context.carried;
    if (delivery.kind === 'suggestion') await ack(await onSuggestion(desk, turn, delivery.suggestion));
  });
  app.event(/./, async ({ context }) => {
    const { turn, delivery }: Carried = context.carried;
    if (delivery.kind === 'event') await onEvent(desk, turn, delivery.event);
  });
  return app;
}
