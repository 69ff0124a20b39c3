import type { Locale } from '../domain/partner-tenant.ts';
import { alerts as alertsEn } from './en/alerts.ts';
import { apology as apologyEn } from './en/apology.ts';
import { contactForm as contactFormEn } from './en/contact-form.ts';
import { faq as faqEn } from './en/faq.ts';
import { findings as findingsEn } from './en/findings.ts';
import { help as helpEn } from './en/help.ts';
import { history as historyEn } from './en/history.ts';
import { platforms as platformsEn } from './en/platforms.ts';
import { reminders as remindersEn } from './en/reminders.ts';
import { report as reportEn } from './en/report.ts';
import { rights as rightsEn } from './en/rights.ts';
import { securityContact as securityContactEn } from './en/security-contact.ts';
import { setup as setupEn } from './en/setup.ts';
import { slack as slackEn } from './en/slack.ts';
import { teams as teamsEn } from './en/teams.ts';
import { tenants as tenantsEn } from './en/tenants.ts';
import { welcome as welcomeEn } from './en/welcome.ts';
import { alerts as alertsFr } from './fr/alerts.ts';
import { apology as apologyFr } from './fr/apology.ts';
import { contactForm as contactFormFr } from './fr/contact-form.ts';
import { faq as faqFr } from './fr/faq.ts';
import { findings as findingsFr } from './fr/findings.ts';
import { help as helpFr } from './fr/help.ts';
import { history as historyFr } from './fr/history.ts';
import { platforms as platformsFr } from './fr/platforms.ts';
import { reminders as remindersFr } from './fr/reminders.ts';
import { report as reportFr } from './fr/report.ts';
import { rights as rightsFr } from './fr/rights.ts';
import { securityContact as securityContactFr } from './fr/security-contact.ts';
import { setup as setupFr } from './fr/setup.ts';
import { slack as slackFr } from './fr/slack.ts';
import { teams as teamsFr } from './fr/teams.ts';
import { tenants as tenantsFr } from './fr/tenants.ts';
import { welcome as welcomeFr } from './fr/welcome.ts';

const en = {
  alerts: alertsEn,
  apology: apologyEn,
  contactForm: contactFormEn,
  faq: faqEn,
  findings: findingsEn,
  help: helpEn,
  history: historyEn,
  platforms: platformsEn,
  reminders: remindersEn,
  report: reportEn,
  rights: rightsEn,
  securityContact: securityContactEn,
  setup: setupEn,
  slack: slackEn,
  teams: teamsEn,
  tenants: tenantsEn,
  welcome: welcomeEn,
};
export type Words = typeof en;
const fr: Words = {
  alerts: alertsFr,
  apology: apologyFr,
  contactForm: contactFormFr,
  faq: faqFr,
  findings: findingsFr,
  help: helpFr,
  history: historyFr,
  platforms: platformsFr,
  reminders: remindersFr,
  report: reportFr,
  rights: rightsFr,
  securityContact: securityContactFr,
  setup: setupFr,
  slack: slackFr,
  teams: teamsFr,
  tenants: tenantsFr,
  welcome: welcomeFr,
};

/** Every word that a person reads, in their language. */
export function words(locale: Locale): Words {
  return locale === 'fr' ? fr : en;
}
