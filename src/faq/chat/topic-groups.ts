import type { Words } from '../../messages/words.ts';

export type Group = keyof Words['faq']['topics']['groups'];

/** What people browse, by entry. An entry that is in no group is shown with the basics. */
export const groups: Readonly<Record<Group, readonly string[]>> = {
  basics: [
    'what-is',
    'why-needed',
    'who-must-provide',
    'what-is-expected',
    'hacked',
    'examples-of-issues',
    'primary-contact',
    'compliance-contact',
    'entra-defender-contacts',
  ],
  choice: ['why-not-global-admin', 'person-or-group', 'several-contacts', 'multiple-tenants', 'security-roles'],
  entry: [
    'how-to-update',
    'who-can-update',
    'who-can-view',
    'which-fields',
    'email-distribution-list',
    'phone-24x7',
    'group-name',
    'required-to-update-profile',
    'account-verification',
    'api-update',
  ],
  rules: [
    'authorization-requirement',
    'keep-up-to-date',
    'respond-how-fast',
    'score-80-points',
    'score-refresh',
    'microsoft-tests-contact',
    'data-retention',
  ],
  mails: ['what-mail', 'which-customers', 'genuine-mail', 'daily-summary'],
  alerts: [
    'security-alerts-dashboard',
    'alert-close-reason',
    'alert-close-stops-attack',
    'old-alerts',
    'alert-webhook',
    'missed-detections',
    'cancel-subscription',
  ],
  fraud: ['azure-fraud', 'azure-fraud-subscribe', 'fraud-who-pays'],
  bot: ['bot-record', 'bot-update', 'bot-alerts', 'bot-reminders', 'bot-person', 'bot-data'],
};

export function isGroup(text: string): text is Group {
  return text in groups && Object.hasOwn(groups, text);
}

/** The entries of a group that exist. */
export function entriesIn(group: Group, ids: readonly string[]): readonly string[] {
  const placed = new Set(Object.values(groups).flat());
  const stray = group === 'basics' ? ids.filter((id) => !placed.has(id)) : [];
  return [...groups[group].filter((id) => ids.includes(id)), ...stray];
}
