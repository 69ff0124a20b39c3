import { closingCard } from './alerts/closing-card.ts';
import { deliveredCard } from './alerts/delivered-card.ts';
import { digestCard } from './alerts/digest-card.ts';
import { manyCard } from './alerts/many-card.ts';
import { storeFullCard } from './alerts/store-full.ts';
import { briefCard } from './brief-card.ts';
import { questionCard } from './faq/chat/question-card.ts';
import { hindranceCard } from './hindrance.ts';
import { markRepeat } from './mark-repeat.ts';
import type { CardMaker } from './outbox/send.ts';
import { owedAnswer } from './owe-answer.ts';
import type { World } from './ports.ts';
import { deliveredNag } from './reminders/delivered-nag.ts';
import { weeklyCard } from './reminders/weekly.ts';
import { auditHeadCard } from './security-contact/audit-head.ts';
import { noticeCard } from './security-contact/notices.ts';
import { welcomeCard } from './security-contact/welcome.ts';
import { withReason } from './with-reason.ts';

/** The card of whatever a delivery is about, from the feature that knows. */
export function cardMaker(world: World): CardMaker {
  const whole: CardMaker = async (delivery, how) =>
    (await deliveredCard(delivery, how, world)) ??
    (await digestCard(delivery, world)) ??
    (await manyCard(delivery, world)) ??
    (await closingCard(delivery, world)) ??
    (await questionCard(delivery, world)) ??
    (await deliveredNag(delivery, world)) ??
    (await weeklyCard(delivery, world)) ??
    (await hindranceCard(delivery, world)) ??
    (await welcomeCard(delivery, world)) ??
    auditHeadCard(delivery, world) ??
    owedAnswer(delivery) ??
    (await storeFullCard(delivery, world)) ??
    noticeCard(delivery, world);
  return async (delivery, how) => {
    const made = await whole(delivery, how);
    if (!made) return null;
    const shown = how.brief ? briefCard(made.card) : await withReason(made.card, delivery, world);
    return { ...made, card: how.repeat ? await markRepeat(shown, delivery.about, world) : shown };
  };
}
