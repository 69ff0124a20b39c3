/** What a sentence may ask the bot to do: each intent, with what answers it. */
import type { ResolvedReason } from '../../domain/alert/status.ts';
import { Locale } from '../../domain/tenant/locales.ts';
import { messages } from '../../messages/messages.ts';
import type { Verb } from '../../messages/verbs.ts';

/** An intent is done by a verb, as if somebody had typed that, or by a route of its own. */
export type Intent =
  /** The verb with the name of the tenant behind it, where the sentence names one. */
  | { kind: 'verb'; verb: Verb }
  /** The list of alerts, with the filter that the sentence names. */
  | { kind: 'alerts' }
  | { kind: 'sources' }
  /** The report of the month that the sentence names. */
  | { kind: 'report' }
  | { kind: 'raise' }
  /** Somebody tells what happened to a customer. */
  | { kind: 'incident' }
  /** The verb for the alerts that the sentence names. */
  | { kind: 'answer'; verb: 'ack' | 'take' | 'reopen' }
  /** The form that resolves, with this reason chosen: a sentence alone resolves nothing. */
  | { kind: 'resolve'; reason: ResolvedReason | null }
  | { kind: 'note' }
  /** The route's button for one alert. Without its number the verb alone; null leaves the sentence to the FAQ. */
  | { kind: 'ofAlert'; route: string; verb: Verb | null }
  /** The alert itself. */
  | { kind: 'alert' }
  /** The route's button, or what is typed for it, about a tenant. */
  | { kind: 'ofTenant'; route: string; by: 'press' | 'typed' }
  /** The form that puts somebody on call: whom the sentence names, else the asker, or nobody: then who is on call is shown. */
  | { kind: 'onCall'; who: 'asker' | 'named' | 'anybody' }
  | { kind: 'version' }
  | { kind: 'smalltalk'; of: 'thanks' | 'greetings' }
  | { kind: 'stop' };

const verb = (of: Verb): Intent => ({ kind: 'verb', verb: of });
const form = (route: string): Intent => ({ kind: 'ofTenant', route, by: 'press' });

/** The intents by the classes of the model of commands. What people mean alike stands in one group: their likelihoods count together. */
export const intents: Readonly<Record<string, { group: string; intent: Intent }>> = {
  show: { group: 'show', intent: verb('show') },
  'show-phone': { group: 'show', intent: verb('show') },
  'show-email': { group: 'show', intent: verb('show') },
  'show-channels': { group: 'show', intent: verb('show') },
  check: { group: 'check', intent: verb('check') },
  history: { group: 'history', intent: verb('history') },
  change: { group: 'change', intent: form('contact.update') },
  'change-phone': { group: 'change', intent: form('contact.phone') },
  'change-email': { group: 'change', intent: form('contact.email') },
  'change-channels': { group: 'change', intent: form('contact.channels') },
  'change-oncall': { group: 'change', intent: form('contact.onCall') },
  confirm: { group: 'confirm', intent: { kind: 'ofTenant', route: 'contact.askToConfirm', by: 'typed' } },
  'attest-portal': { group: 'attest', intent: { kind: 'ofTenant', route: 'contact.askToAttest', by: 'typed' } },
  'attest-phone': { group: 'attest', intent: { kind: 'ofTenant', route: 'contact.askToAttest', by: 'typed' } },
  setup: { group: 'setup', intent: verb('setup') },
  'remove-tenant': { group: 'setup', intent: verb('setup') },
  reminders: { group: 'reminders', intent: verb('reminders') },
  'pause-reminders': { group: 'reminders', intent: verb('reminders') },
  help: { group: 'help', intent: verb('help') },
  topics: { group: 'topics', intent: verb('faq') },
  alerts: { group: 'alerts', intent: { kind: 'alerts' } },
  'alerts-filter': { group: 'alerts', intent: { kind: 'alerts' } },
  sources: { group: 'sources', intent: { kind: 'sources' } },
  report: { group: 'report', intent: { kind: 'report' } },
  raise: { group: 'raise', intent: { kind: 'raise' } },
  incident: { group: 'raise', intent: { kind: 'incident' } },
  drill: { group: 'drill', intent: verb('drill') },
  ack: { group: 'ack', intent: { kind: 'answer', verb: 'ack' } },
  take: { group: 'ack', intent: { kind: 'answer', verb: 'take' } },
  reopen: { group: 'reopen', intent: { kind: 'answer', verb: 'reopen' } },
  resolve: { group: 'resolve', intent: { kind: 'resolve', reason: null } },
  'resolve-legitimate': { group: 'resolve', intent: { kind: 'resolve', reason: 'legitimate' } },
  'resolve-fraud': { group: 'resolve', intent: { kind: 'resolve', reason: 'fraud' } },
  'resolve-ignore': { group: 'resolve', intent: { kind: 'resolve', reason: 'ignore' } },
  note: { group: 'note', intent: { kind: 'note' } },
  give: { group: 'give', intent: { kind: 'ofAlert', route: 'alerts.giveTo', verb: 'give' } },
  alert: { group: 'alert', intent: { kind: 'alert' } },
  story: { group: 'alert', intent: { kind: 'alert' } },
  steps: { group: 'steps', intent: { kind: 'ofAlert', route: 'alerts.steps', verb: null } },
  oncall: { group: 'oncall', intent: { kind: 'onCall', who: 'anybody' } },
  // Ending a duty has a button on that card.
  'oncall-end': { group: 'oncall', intent: verb('oncall') },
  'oncall-me': { group: 'oncall', intent: { kind: 'onCall', who: 'asker' } },
  'oncall-other': { group: 'oncall', intent: { kind: 'onCall', who: 'named' } },
  version: { group: 'version', intent: { kind: 'version' } },
  thanks: { group: 'thanks', intent: { kind: 'smalltalk', of: 'thanks' } },
  hello: { group: 'hello', intent: { kind: 'smalltalk', of: 'greetings' } },
  stop: { group: 'stop', intent: { kind: 'stop' } },
};

/** Returns the locale whose language this intent asks for; null for any other intent. */
export function localeAsked(id: string): Locale | null {
  return Locale.options.find((locale) => messages(locale).typed.slots.asksFor === id) ?? null;
}

/** Returns whether a new telephone number or e-mail address in a text of this intent changes the contact. */
export function isOfContact(id: string): boolean {
  const group = intents[id]?.group;
  return group === 'show' || group === 'change';
}

/** Returns whether an intent shows or changes one field of the contact. */
export function isOfField(id: string): boolean {
  return isOfContact(id) && id !== intents[id]?.group;
}
