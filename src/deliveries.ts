import { alertKinds } from './alerts/delivery/kinds.ts';
import { diskCard } from './delivery/disk-news.ts';
import { adminNews, type DeliveryKinds } from './delivery/kind.ts';
import { answerCard } from './delivery/pending-answer.ts';
import { hindranceCard } from './delivery/platform-trouble.ts';
import { faqKinds } from './faq/experts/delivery-kinds.ts';
import { faqWeeklyLine } from './faq/statistics/record.ts';
import { welcomeCard } from './register/contact/home.ts';
import { monthlyHashCard } from './register/history/monthly-hash.ts';
import { channelNewsKinds } from './register/notices/channel-news.ts';
import { noticeKinds } from './register/notices/notice-card.ts';
import { reminderKinds } from './reminders/card/delivery-kinds.ts';

/** Every kind of delivery, from the feature that it belongs to. One that is forgotten does not compile. */
export const deliveryKinds: DeliveryKinds = {
  ...alertKinds,
  ...channelNewsKinds,
  ...noticeKinds,
  ...reminderKinds([faqWeeklyLine]),
  ...faqKinds,
  answer: { card: answerCard },
  disk: { card: diskCard, ...adminNews },
  auditHead: { card: monthlyHashCard },
  hindrance: { card: hindranceCard, ...adminNews },
  welcome: { card: welcomeCard },
};
