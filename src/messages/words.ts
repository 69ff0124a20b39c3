import type { Locale } from '../domain/partner-tenant.ts';
import { apology as apologyEn } from './en/apology.ts';
import { slack as slackEn } from './en/slack.ts';
import { teams as teamsEn } from './en/teams.ts';
import { apology as apologyFr } from './fr/apology.ts';
import { slack as slackFr } from './fr/slack.ts';
import { teams as teamsFr } from './fr/teams.ts';

const en = { apology: apologyEn, slack: slackEn, teams: teamsEn };
export type Words = typeof en;
const fr: Words = { apology: apologyFr, slack: slackFr, teams: teamsFr };

/** Every word that a person reads, in their language. */
export function words(locale: Locale): Words {
  return locale === 'fr' ? fr : en;
}
