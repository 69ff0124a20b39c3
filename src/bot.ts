import { rerouteMarkedTenants } from './alerts/change/reroute.ts';
import { deliveryKinds } from './deliveries.ts';
import { enqueueAnswer } from './delivery/pending-answer.ts';
import { withHindrances } from './delivery/platform-trouble.ts';
import { probeRefused, retryFor, retryRefused } from './delivery/retry.ts';
import { channelKey } from './domain/tenant/identity.ts';
import { answerQuestion } from './faq/ask/ask.ts';
import { channelChanged, personChanged } from './findings/on-platform-event.ts';
import { slipHelp, stopHelp } from './help.ts';
import { words } from './messages/words.ts';
import { StoreUnwritable } from './ports/store.ts';
import type { World } from './ports/world.ts';
import { home } from './register/contact/home.ts';
import { showContact } from './register/contact/show.ts';
import { tellAdminsOfChanges } from './register/notices/enqueue-notice.ts';
import { inPlace, pressedIn } from './reminders/card/press-on-reminder.ts';
import { fullCheck, settled } from './reminders/observe/observe.ts';
import { authenticate } from './request/authenticate.ts';
import { commandOrQuestion } from './request/command-or-question.ts';
import { withDefaultButton } from './request/default-button.ts';
import type { Bot, Interaction, Reply } from './request/interaction.ts';
import { lastSpoken } from './request/language.ts';
import { type ParsedCommand, parseCommand } from './request/parse-command.ts';
import type { Request } from './request/request.ts';
import { search } from './request/search.ts';
import { commandIn, isRead, pressOf, rightOf, routeIdOf, routes, submitOf, typedOf } from './routes.ts';
import { trustedTime } from './store/trusted-time.ts';
import { passTime } from './tick.ts';

/** The switchboard: who asks, what they ask for, and which feature answers. */
export function createBot(world: World): Bot {
  const checkAll = fullCheck(world);
  const last = lastSpoken(world.clock);
  const trusted = trustedTime(world);
  return {
    handle: async (interaction) => {
      const said = commandIn(interaction);
      const reads = isRead(interaction, said);
      const asked = await authenticate(
        interaction,
        { spoken: said?.locale ?? null, fresh: !reads, rightOf },
        last,
        world,
      );
      if (asked.kind === 'refused') return asked.reply;
      await retryFor(asked.request.actor.id, deliveryKinds, world);
      const reply = await answered(asked.request, interaction, said, world);
      if (!reads) await follow(world);
      const locale = asked.language();
      return { ...withDefaultButton(reply, routeIdOf(interaction, said), words(locale)), locale };
    },
    search: (query) => search(query, world),
    spoken: last.of,
    owes: (to, card, form) => enqueueAnswer(to, { card, form }, world),
    arrived: async (channel) => {
      await retryRefused(channelKey(channel), deliveryKinds, world);
      await channelChanged(channel, world);
    },
    left: (channel) => channelChanged(channel, world),
    changed: (person) => personChanged(person, world),
    connected: (platform) => probeRefused(platform, deliveryKinds, world),
    tick: async () => passTime(world, checkAll, await trusted()),
  };
}

/** Does at once what follows a write, at most one batch of each kind. What is left, or cannot be written now, follows at the next tick. */
async function follow(world: World): Promise<void> {
  try {
    await rerouteMarkedTenants(world, 1);
    world.wake(await tellAdminsOfChanges(world));
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
  await settled(world);
}

async function obey(request: Request, words: string, said: ParsedCommand, world: World): Promise<Reply> {
  const asked = await commandOrQuestion({ words, said, locale: request.actor.locale }, world);
  switch (asked.kind) {
    case 'stop':
      return stopHelp(request);
    case 'verb':
      return typedOf(asked.verb)(request, asked.rest, world);
    case 'slip':
      return slipHelp(routes, request, { said: words, near: asked.near }, world);
    case 'question':
      return answerQuestion(request, { text: words, match: asked.match }, showContact, world);
  }
}

function answer(request: Request, interaction: Interaction, said: ParsedCommand | null, world: World): Promise<Reply> {
  switch (interaction.kind) {
    case 'command':
      return obey(request, interaction.words, said ?? parseCommand(interaction.words), world);
    case 'press':
      return press(request, interaction, world);
    case 'submit':
      return submitOf(interaction.form)(request, interaction, world);
    case 'home':
      return home(request, world);
  }
}

/** What a person asks for on their own also tells an admin what the platforms do not let the bot do. */
async function answered(
  request: Request,
  interaction: Interaction,
  said: ParsedCommand | null,
  world: World,
): Promise<Reply> {
  const reply = await answer(request, interaction, said, world);
  if (interaction.kind !== 'command' && interaction.kind !== 'home') return reply;
  return withHindrances(reply, request.actor.id, request.words, world);
}

function press(request: Request, { button, value: sent }: { button: string; value: string }, world: World) {
  const { value, nagId } = pressedIn(sent);
  const act = () => pressOf(button)(request, value, world);
  if (nagId === null) return act();
  const [tenantId = ''] = value.split(' ');
  return inPlace(request, { nagId, button, tenantId }, act, world);
}
