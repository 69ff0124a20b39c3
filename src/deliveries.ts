import { alertKinds } from './alerts/delivery-kinds.ts';
import { faqWeeklyLine } from './faq/chat/count.ts';
import { faqKinds } from './faq/chat/delivery-kinds.ts';
import { hindranceCard } from './hindrance.ts';
import { adminNews, type DeliveryKinds } from './outbox/kind.ts';
import { owedAnswer } from './owe-answer.ts';
import { reminderKinds } from './reminders/delivery-kinds.ts';
import { auditHeadCard } from './security-contact/audit-head.ts';
import { noticeKinds } from './security-contact/notices.ts';
import { welcomeCard } from './security-contact/welcome.ts';

/** Every kind of delivery, from the feature that it belongs to. One that is forgotten does not compile. */
export const deliveryKinds: DeliveryKinds = {
  ...alertKinds,
  ...noticeKinds,
  ...reminderKinds([faqWeeklyLine]),
  ...faqKinds,
  answer: { card: owedAnswer },
  auditHead: { card: auditHeadCard },
  hindrance: { card: hindranceCard, ...adminNews },
  welcome: { card: welcomeCard },
};
