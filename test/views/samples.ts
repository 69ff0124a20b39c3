/** Every card and form that the bot can answer. A feature adds a file of its own under `samples/`, and its list here. */
import { alerts } from './samples/alerts.ts';
import { answering } from './samples/answering.ts';
import { approvals } from './samples/approvals.ts';
import { faq } from './samples/faq.ts';
import { forms } from './samples/forms.ts';
import { holding } from './samples/holding.ts';
import { mails } from './samples/mail.ts';
import { many } from './samples/many.ts';
import { notes } from './samples/notes.ts';
import { onCall } from './samples/on-call.ts';
import { ownWords } from './samples/own-words.ts';
import { polled } from './samples/polled.ts';
import { rare } from './samples/rare.ts';
import { receivers } from './samples/receivers.ts';
import { register } from './samples/register.ts';
import { reminded } from './samples/reminded.ts';
import { reminders } from './samples/reminders.ts';
import { retired } from './samples/retired.ts';
import { roles } from './samples/roles.ts';
import { room } from './samples/room.ts';
import { rules } from './samples/rules.ts';
import type { Sample } from './samples/sample.ts';
import { sentences } from './samples/sentences.ts';
import { settings } from './samples/settings.ts';
import { show } from './samples/show.ts';
import { sources } from './samples/sources.ts';
import { storms } from './samples/storms.ts';

export const samples: readonly Sample[] = [
  ...show,
  ...forms,
  ...register,
  ...retired,
  ...approvals,
  ...sentences,
  ...alerts,
  ...answering,
  ...many,
  ...notes,
  ...onCall,
  ...holding,
  ...ownWords.map((sample) => ({ ...sample, showsFaq: true })),
  ...polled,
  ...mails,
  ...storms,
  ...roles,
  ...room,
  ...sources,
  ...receivers,
  ...rules,
  ...settings,
  ...faq.map((sample) => ({ ...sample, showsFaq: true })),
  ...reminders,
  ...reminded,
  ...rare,
];
