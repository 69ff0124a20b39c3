import { deliveryKinds } from './deliveries.ts';
import { recordBreakGlass } from './delivery/break-glass.ts';
import { answerShown } from './delivery/outcome.ts';
import { enqueueAnswer } from './delivery/pending-answer.ts';
import { probeRefused, retryFor, retryInChannel } from './delivery/retry-refused.ts';
import { channelChanged, personChanged } from './findings/on-platform-event.ts';
import type { World } from './ports/world.ts';
import { authenticate } from './request/authenticate.ts';
import { pressedInPrivate, withDefaultButton, withFollowed } from './request/default-button.ts';
import type { Bot, Request } from './request/interaction.ts';
import { lastAnswer } from './request/last-answer.ts';
import { withRestore } from './request/older-than-restore.ts';
import { search } from './request/search.ts';
import { lastSpoken, verbLanguage, withOwnLanguage } from './request/spoken-language.ts';
import { answer, commandIn, readsOf, rightOf, routeIdOf } from './routes.ts';
import { createTick } from './tick.ts';

/** Returns the bot: `handle` finds out who asks and lets a route answer; `tick` does what time brings. */
export function createBot(world: World): Bot {
  const last = lastSpoken(world.clock);
  const answers = lastAnswer(world.clock);
  const onBreakGlass = (actor: Request['actor']) => recordBreakGlass(actor, world);
  const { tick, afterWrite } = createTick(world, deliveryKinds);
  return {
    handle: async (interaction) => {
      const parsed = commandIn(interaction);
      const reads = readsOf(interaction, parsed);
      const spoken = verbLanguage(interaction, parsed);
      const how = { spoken, fresh: reads !== true, rightOf, onBreakGlass, last, answers };
      const asked = await authenticate(interaction, how, world);
      if (asked.kind === 'refused') return asked.reply;
      await retryFor(asked.request.actor.id, deliveryKinds, world);
      const pressed = await pressedInPrivate(asked.request, interaction, world);
      const answered = await answer(asked.request, interaction, parsed, world);
      const known = await withRestore(answered, asked.request, interaction, world);
      const reply = await withFollowed(known, pressed, world);
      if (!reads) await afterWrite();
      const locale = asked.language();
      const shown = { ...withDefaultButton(reply, routeIdOf(interaction, parsed), locale), locale };
      return reads && interaction.kind === 'command' ? withOwnLanguage(shown, asked.request, interaction.words) : shown;
    },
    search: (query) => search(query, world),
    spoken: last.for,
    enqueueAnswer: (to, card, more) => enqueueAnswer(to, { ...more, card }, world),
    answerShown: (message, certain) => answerShown(message, certain, world),
    arrived: async (channel) => {
      await retryInChannel(channel, deliveryKinds, world);
      await channelChanged(channel, world);
    },
    left: (channel) => channelChanged(channel, world),
    changed: (person) => personChanged(person, world),
    connected: (platform) => probeRefused(platform, deliveryKinds, world),
    tick,
  };
}
