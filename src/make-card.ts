import { adminsIn } from './admins.ts';
import { closingCard } from './alerts/closing-card.ts';
import { deliveredCard } from './alerts/delivered-card.ts';
import { digestCard } from './alerts/digest-card.ts';
import { manyCard } from './alerts/many-card.ts';
import { storeFullCard } from './alerts/store-full.ts';
import { briefCard } from './brief-card.ts';
import type { Delivery } from './domain/delivery.ts';
import type { Identity } from './domain/identity.ts';
import { faqWeeklyLine } from './faq/chat/count.ts';
import { questionCard } from './faq/chat/question-card.ts';
import { hindranceCard } from './hindrance.ts';
import { markRepeat } from './mark-repeat.ts';
import type { CardMaker, MadeCard } from './outbox/send.ts';
import { owedAnswer } from './owe-answer.ts';
import type { World } from './ports.ts';
import { deliveredNag } from './reminders/delivered-nag.ts';
import { weeklyCard } from './reminders/weekly.ts';
import { auditHeadCard } from './security-contact/audit-head.ts';
import { noticeCard } from './security-contact/notices.ts';
import { welcomeCard } from './security-contact/welcome.ts';
import type { Card } from './view.ts';
import { withReason } from './with-reason.ts';

/** What cannot wait calls the admins in the channel that is told in their place: each once. An edit notifies nobody. */
async function callingAdmins(
  { card, callsAdmins }: MadeCard,
  { to, state, called = [] }: Delivery,
  world: World,
): Promise<Card> {
  if (!callsAdmins || to.kind !== 'channel') return card;
  const isNew = ({ id }: { id: Identity }) => !card.mentions.some((one) => one.id === id);
  const admins = (await adminsIn(to.channel, world)).filter(isNew);
  const here = state === 'posted' ? admins.filter(({ id }) => called.includes(id)) : admins;
  return { ...card, mentions: [...card.mentions, ...here] };
}

/** The card of whatever a delivery is about, from the feature that knows. */
export function cardMaker(world: World): CardMaker {
  const whole: CardMaker = async (delivery, how) =>
    (await deliveredCard(delivery, how, world)) ??
    (await digestCard(delivery, world)) ??
    (await manyCard(delivery, world)) ??
    (await closingCard(delivery, world)) ??
    (await questionCard(delivery, world)) ??
    (await deliveredNag(delivery, world)) ??
    (await weeklyCard(delivery, world, [faqWeeklyLine])) ??
    (await hindranceCard(delivery, world)) ??
    (await welcomeCard(delivery, world)) ??
    auditHeadCard(delivery, world) ??
    owedAnswer(delivery) ??
    (await storeFullCard(delivery, world)) ??
    noticeCard(delivery, world);
  return async (delivery, how) => {
    const told = await whole(delivery, how);
    if (!told) return null;
    const made = { ...told, card: await callingAdmins(told, delivery, world) };
    const shown = how.brief ? briefCard(made.card) : await withReason(made.card, delivery, world);
    return { ...made, card: how.repeat ? await markRepeat(shown, delivery, world) : shown };
  };
}
