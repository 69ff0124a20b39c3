import type { Inline, Text } from '../../view/view.ts';
import type { Verb } from '../verbs.ts';

/** Returns what people type for a verb, with the words behind it, in code style. */
type Code = (verb: Verb, behind?: string) => Inline;

/** Each verb that is listed has a sentence, which stands behind the verb. */
export type VerbLines = Partial<Record<Verb, string>>;

/** Follows the sentence of a verb in the whole list: what else people may type behind it. */
export type Variants = Partial<Record<Verb, (code: Code) => Text>>;

export const help = {
  /** The bot answers «stop» with this. */
  stop: {
    title: 'How to get fewer messages',
    text: [
      'To snooze a reminder, open the reminders and choose Snooze.',
      'Alerts and change notices cannot be turned off.',
    ],
  },
  version: { title: 'Version', text: (version: string) => `This bot runs version ${version}.` },
  summary: 'I keep your organisation’s CSP security contact up to date. Here is what you can ask me.',
  /** Where verbs are typed behind the name of a command. */
  behind: (command: Inline): Text => ['Type these words after ', command, '.'],
  groups: { alerts: 'Alerts', contact: 'Contact', questions: 'Questions' },
  ask: 'Ask in your own words, in English or French.',
  buttons: { all: 'All commands', setUp: 'Set up', report: 'Report', reminders: 'Reminders', drill: 'Drill' },
  rights: (people: Text): Text => ['Who can change the contact: ', ...[people].flat(), '.'],
  /** The title above an answer to a misspelt verb. */
  unknown: (said: string) => `I did not understand “${said}”`,
  nearest: (command: string) => `Did you mean “${command}”?`,
  verbs: {
    show: 'The security contact.',
    update: 'Change the contact.',
    confirm: 'Confirm the contact.',
    history: 'Who changed what.',
    setup: 'Partner tenants, the admin channel, managers and experts.',
    alerts: 'Open alerts.',
    ack: 'Acknowledge alert 17.',
    resolve: 'Resolve it.',
    reopen: 'Open a resolved alert again.',
    note: 'Add a note.',
    oncall: 'Who is on call.',
    check: 'What is missing.',
    reminders: 'Which reminders are planned, for whom and when.',
    raise: 'Report an incident.',
    drill: 'Send a test alert, marked as a drill.',
    report: 'How alerts were answered in a month.',
    faq: 'All topics.',
  } satisfies VerbLines,
  variants: {
    alerts: (code) => [code('alerts', '17'), ' shows alert 17, ', code('alerts', 'mining'), ' searches for “mining”.'],
    ack: (code) => [
      ...['Also ', code('ack', '2-5'), ', ', code('ack', 'all'), ', a source (', code('ack', 'cipp'), ')'],
      ...[' or a customer (', code('ack', 'Fabrikam'), ').'],
    ],
    resolve: (code) => [
      'With the reason: ',
      code('resolve', '17 fraud'),
      '. For a customer: ',
      code('resolve', 'Fabrikam'),
      '.',
    ],
    note: (code) => [code('give', '17 @Bea'), ' hands the alert over, ', code('take', '17'), ' takes it over.'],
    oncall: (code) => [
      ...[code('oncall', 'me until 18:00'), ' takes over, ', code('oncall', 'Sam until 9:00')],
      ...[' hands over to Sam, ', code('oncall', 'end'), ' ends the temporary duty.'],
    ],
  } satisfies Variants,
  small: (version: string) => `Version ${version}`,
  several: (example: Inline): Text => ['With several partner tenants, add a name: ', example, '.'],
  /** Shows an answer that is in another language. */
  inThisLanguage: 'In English',
  tryIt: (verb: string) => `Try “${verb}”`,
};
