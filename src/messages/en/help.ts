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
    show: 'Show the security contact.',
    update: 'Change the contact.',
    confirm: 'Confirm the contact.',
    history: 'See who changed what.',
    setup: 'Set up partner tenants, the admin channel, managers and experts.',
    alerts: 'List the open alerts.',
    ack: 'Acknowledge alert 17.',
    resolve: 'Resolve alert 17.',
    reopen: 'Open a resolved alert again.',
    note: 'Add a note to alert 17.',
    oncall: 'See who is on call.',
    check: 'See what is missing.',
    reminders: 'See which reminders are planned, for whom and when.',
    raise: 'Report an incident.',
    drill: 'Send a test alert, marked as a drill.',
    report: 'See how alerts were answered in a month.',
    faq: 'See all topics.',
  } satisfies VerbLines,
  variants: {
    alerts: (code) => [
      ...['To see alert 17: ', code('alerts', '17'), '. To search for “mining”: ', code('alerts', 'mining'), '.'],
    ],
    ack: (code) => [
      ...['Several alerts: ', code('ack', '2-5'), ', ', code('ack', 'all')],
      ...['. All alerts of a source or customer: ', code('ack', 'cipp'), ', ', code('ack', 'Fabrikam'), '.'],
    ],
    resolve: (code) => [
      'With a reason: ',
      code('resolve', '17 fraud'),
      '. All alerts of a customer: ',
      code('resolve', 'Fabrikam'),
      '.',
    ],
    note: (code) => [
      ...['To hand the alert over: ', code('give', '17 @Bea'), '. To take it over: ', code('take', '17'), '.'],
    ],
    oncall: (code) => [
      ...['To take over: ', code('oncall', 'me until 18:00')],
      ...['. To hand over to Sam: ', code('oncall', 'Sam until 9:00')],
      ...['. To go back to the usual people: ', code('oncall', 'end'), '.'],
    ],
  } satisfies Variants,
  small: (version: string) => `Version ${version}`,
  several: (example: Inline): Text => ['With several partner tenants, add a name: ', example, '.'],
  /** Shows an answer that is in another language. */
  inThisLanguage: 'In English',
  tryIt: (verb: string) => `Try “${verb}”`,
};
