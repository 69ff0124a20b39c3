import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { shortName } from '../../../src/domain/text/words.ts';
import { words } from '../../../src/messages/words.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { answer } from '../../answer.ts';
import type { LocalizedReply } from '../../clean-interaction.ts';
import { type Activity, kindOf } from '../api/activity.ts';
import { memberOrNull } from '../api/people.ts';
import { localeOf, turnOf } from '../api/turn.ts';
import { textMessage } from '../render/message.ts';
import type { TeamsWorld } from './context.ts';
import { deliver } from './reply.ts';
import { sendLine } from './send-answer.ts';

/** Greets a conversation when the app is added to it. A later version of the app greets nobody again. */
export async function welcome(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const turn = turnOf(activity);
  if (turn) world.people.saw(turn);
  if (kindOf(activity) !== 'personal') {
    const { teamWelcome } = words(localeOf(activity) ?? world.options.locale).teams;
    const line = teamWelcome(turn && (await nameOf(world, turn.from)));
    return void (await sendLine(world, { activity }, textMessage(activity.recipient.id, line)));
  }
  if (!turn) return;
  const { from, locale, place, key } = turn;
  const reply = await answer(bot, { kind: 'home', from, locale, place, key }, world.options);
  await deliver(world, bot, turn, { kind: 'home' }, saidWhy(reply));
}

/** Resolves with the short name of a member; with null for strangers, and where Teams names nobody. */
async function nameOf({ people }: TeamsWorld, who: Identity): Promise<string | null> {
  const person = await memberOrNull(people, who);
  return person && shortName(person.name);
}

/** Adds to the first card the sentence that says why it came. */
function saidWhy(reply: LocalizedReply): LocalizedReply {
  if (reply.kind !== 'cards') return reply;
  const [first, ...rest] = reply.cards;
  if (!first || first.footer !== null) return reply;
  return { ...reply, cards: [{ ...first, footer: words(reply.locale).teams.whyWelcome }, ...rest] };
}
