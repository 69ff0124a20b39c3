import type { Text } from '../../view/view.ts';
import type { Verb } from '../verbs.ts';

/** Each verb that is listed has a sentence. `command` returns what people type for a verb on their platform. */
export type VerbLines = Partial<Record<Verb, string | ((command: (verb: Verb) => string) => string)>>;

export const help = {
  /** The bot answers «stop» with this. */
  stop: {
    title: 'How to get fewer messages',
    text: [
      'To put a reminder off, open the reminders and choose Snooze.',
      'Alerts and changes of the security contact are always told: that cannot be switched off here.',
    ],
  },
  title: 'What I can do',
  summary: 'I keep your organisation’s Microsoft CSP security contact right. Here is what you can ask me.',
  intro:
    'I keep your organisation’s own record of the security contact that Microsoft requires of every CSP partner. Microsoft has no API for its copy: it is changed by hand in Partner Center, and I guide you there.',
  rights: (people: Text): Text => [
    'Every member may see the contact. Global Administrators may change it: ',
    ...[people].flat(),
    '.',
  ],
  unknown: (said: string) => `I do not know “${said}”.`,
  nearest: (command: string) => `Did you mean “${command}”?`,
  verbs: {
    show: 'Shows the security contact, who changed it, and what is missing.',
    update: 'Changes the security contact (Global Administrators).',
    confirm: 'Says that everything is still right.',
    history: 'Lists every change: who, when, before and after.',
    setup: 'Adds or edits a partner tenant and the organisation’s channels (Global Administrators).',
    alerts: (command) =>
      `Lists the open alerts. “${command('alerts')} 17” tells the story of one, “${command('alerts')} mining” searches.`,
    ack: (command) =>
      `Acknowledges alert 17; “${command('ack')} all” asks once for all. “${command('resolve')} 17 fraud” and “${command('reopen')} 17” work the same way.`,
    note: (command) =>
      `Adds what you type behind it to the story of alert 17. “${command('give')} 17 @Bea” hands the alert over, “${command('take')} 17” takes it over.`,
    oncall: (command) =>
      `Says who is on call. “${command('oncall')} me until 18:00” puts you on call, “${command('oncall')} end” ends it.`,
    check: 'Looks now whether anything about the contact is outdated.',
    reminders: 'Shows which reminders will come, to whom, when and why.',
    raise: 'Raises an alert by hand, for example after a phone call, or from the menu of a message.',
    drill: 'Sends a marked test alert through the real path.',
    report: 'Shows how alerts were answered in a month (managers).',
    faq: 'Answers questions about the security contact; alone, it lists the topics.',
    help: 'Shows this list.',
  } satisfies VerbLines,
  small: (example: string, version: string) =>
    `Version ${version}. With several partner tenants, add the name or the id of one, for example: ${example}`,
  /** Shows an answer that is in another language. */
  inThisLanguage: 'In English',
  tryIt: (verb: string) => `Try “${verb}”`,
};
