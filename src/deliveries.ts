import { alertKinds } from './alerts/delivery/kinds.ts';
import { storeFullCard } from './alerts/delivery/store-full.ts';
import { heldCard } from './alerts/sources/held-alerts.ts';
import { shareFullCard } from './alerts/sources/room.ts';
import { rulesChangedCard } from './alerts/sources/rule-news.ts';
import { leftOutCard, silentCard, stormCard } from './alerts/sources/watch.ts';
import { databaseLossCard } from './delivery/database-losses.ts';
import { diskCard } from './delivery/disk-news.ts';
import type { DeliveryKinds } from './delivery/kind.ts';
import { microsoftNewsCard } from './delivery/microsoft-news.ts';
import { answerCard } from './delivery/pending-answer.ts';
import { hindranceCard } from './delivery/platform-trouble.ts';
import { settingsNewsCard } from './delivery/settings-news.ts';
import { afterAnswer, questionCard } from './faq/experts/question-card.ts';
import { faqWeeklyLine } from './faq/statistics/record.ts';
import { receiverNewsCard } from './outgoing/receiver-news-card.ts';
import { approvalCard, endedCard } from './register/approvals/card.ts';
import { welcomeCard } from './register/contact/home.ts';
import { monthlyHashCard } from './register/history/archive.ts';
import { channelNewsKinds } from './register/notices/channel-news.ts';
import { alarmCard, calendarPeopleCard, changedCard } from './register/notices/notice-card.ts';
import { toDoCard } from './register/setup/to-do.ts';
import { deliveredReminderCard } from './reminders/card/delivered-card.ts';
import { onReminderDelivered } from './reminders/schedule/remind.ts';
import { weeklyCard } from './reminders/weekly/weekly-card.ts';

/** Every kind of delivery: its card and its hooks, from the feature that it belongs to. One that is forgotten does not compile. */
export const deliveryKinds: DeliveryKinds = {
  ...alertKinds,
  storeFull: { card: storeFullCard },
  shareFull: { card: shareFullCard },
  sourceLeftOut: { card: leftOutCard },
  sourceStorm: { card: stormCard },
  sourceSilent: { card: silentCard },
  rulesChanged: { card: rulesChangedCard },
  alertsHeld: { card: heldCard },
  ...channelNewsKinds,
  contactChanged: { card: changedCard },
  notUs: { card: alarmCard },
  approval: { card: approvalCard },
  approvalEnded: { card: endedCard },
  calendarPeople: { card: calendarPeopleCard },
  auditHead: { card: monthlyHashCard },
  welcome: {
    card: (delivery, world) => {
      const { tenantId } = delivery.about;
      return tenantId === undefined ? welcomeCard(delivery, world) : toDoCard(delivery, tenantId, world);
    },
  },
  reminder: { card: deliveredReminderCard, afterOutcome: onReminderDelivered },
  weekly: { card: (delivery, world) => weeklyCard(delivery, world, [faqWeeklyLine]) },
  faqQuestion: { card: questionCard },
  faqAnswer: { card: questionCard, afterOutcome: afterAnswer },
  answer: { card: answerCard },
  disk: { card: diskCard },
  databaseLoss: { card: databaseLossCard },
  settingsNews: { card: settingsNewsCard },
  microsoftNews: { card: microsoftNewsCard },
  receiverNews: { card: receiverNewsCard },
  hindrance: { card: hindranceCard },
};
