import type { en } from '../en/words.ts';
import { alerts } from './alerts.ts';
import { apology } from './apology.ts';
import { approvals } from './approvals.ts';
import { typed } from './command-words.ts';
import { contactForm } from './contact-form.ts';
import { database } from './database.ts';
import { disk } from './disk.ts';
import { faq } from './faq.ts';
import { findings } from './findings.ts';
import { formOpener } from './form-opener.ts';
import { functionWords } from './function-words.ts';
import { help } from './help.ts';
import { history } from './history.ts';
import { microsoft } from './microsoft.ts';
import { notices } from './notices.ts';
import { onCall } from './on-call.ts';
import { outgoing } from './outgoing.ts';
import { platforms } from './platforms.ts';
import { receivers } from './receivers.ts';
import { record } from './record.ts';
import { reminders } from './reminders.ts';
import { report } from './report.ts';
import { rights } from './rights.ts';
import { securityContact } from './security-contact.ts';
import { settings } from './settings.ts';
import { setup } from './setup.ts';
import { slack } from './slack.ts';
import { sources } from './sources.ts';
import { teams } from './teams.ts';
import { tenants } from './tenants.ts';
import { welcome } from './welcome.ts';

/** A person who reads French reads and types these words. */
export const fr: typeof en = {
  alerts,
  apology,
  approvals,
  contactForm,
  database,
  disk,
  faq,
  findings,
  formOpener,
  functionWords,
  help,
  history,
  microsoft,
  notices,
  onCall,
  outgoing,
  platforms,
  receivers,
  record,
  reminders,
  report,
  rights,
  securityContact,
  settings,
  setup,
  slack,
  sources,
  teams,
  tenants,
  typed,
  welcome,
};
