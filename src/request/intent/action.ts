/** Returns how a verb or a route does what a sentence asks for. */
import { findTenants, type Named, tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { fold } from '../../domain/text/words.ts';
import { typedAnywhere } from '../../messages/messages.ts';
import type { Verb } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { namesIn } from '../../store/alert-names.ts';
import { peopleNamedIn } from '../people.ts';
import { type Intent, intents, isOfContact, localeAsked } from './intents.ts';
import {
  emailIn,
  isNearlyOrSlip,
  isQuestion,
  monthIn,
  namedIn,
  noteIn,
  numbersIn,
  personsIn,
  phoneIn,
  reasonAndNoteIn,
  reasonIn,
  saysAll,
  saysToday,
  severityIn,
  titleIn,
  toldIn,
  untilIn,
  wantsNothingDone,
} from './slots.ts';

/** What answers a sentence: a verb or a route, with what a person would type behind it or its button would carry. */
export type Action =
  | { kind: 'stop' }
  | { kind: 'verb'; verb: Verb; rest: string }
  | { kind: 'route'; id: string; by: 'press' | 'typed'; value: string }
  | { kind: 'incident'; title: string }
  | { kind: 'smalltalk'; of: 'thanks' | 'greetings' };

const endsDuty = typedAnywhere(({ onCall }) => onCall.end);

/** The word for the asker where a name stands. */
const [me = ''] = typedAnywhere(({ onCall }) => onCall.me);

/** What a sentence is read with. */
interface TypedSentence {
  words: string;
  tenants: readonly Named[];
}

/** Returns the action of a sure intent. Reads the names of sources and customers where the intent is about alerts. */
export async function actionOf(id: string, { words, tenants }: TypedSentence, world: World): Promise<Action | null> {
  const language = localeAsked(id);
  if (language) return { kind: 'route', id: 'help.language', by: 'typed', value: language };
  const intent = intents[id]?.intent;
  if (!intent) return null;
  const [phone, email] = [phoneIn(words), emailIn(words)];
  const [only, ...others] = tenantsMentioned(tenants, words.replace(email, ''));
  const tenant = only && others.length === 0 ? only : null;
  const value = [phone, email].filter(Boolean).join(' ');
  if (value !== '' && isOfContact(id))
    return { kind: 'route', id: formFor(phone, email), by: 'press', value: `${tenant?.id ?? ''} ${value}` };
  const careful = answersAlert(intent, words);
  if (careful) return careful;
  switch (intent.kind) {
    case 'stop':
      return { kind: 'stop' };
    case 'smalltalk':
      return intent;
    case 'version':
      return { kind: 'route', id: 'help.version', by: 'typed', value: '' };
    case 'sources':
      return verb('alerts', 'sources');
    case 'verb':
      return verb(intent.verb, intent.verb === 'setup' ? '' : (tenant?.id ?? ''));
    case 'ofTenant':
      return { kind: 'route', id: intent.route, by: intent.by, value: tenant?.id ?? '' };
    case 'onCall': {
      // The card has the button that ends a temporary duty.
      const [first = ''] = words.trim().split(/\s+/);
      if (endsDuty.includes(fold(first))) return verb('oncall', tenant?.id ?? '');
      const [name] = await peopleNamedIn(words, world);
      const until = untilIn(words);
      const isShown = intent.who === 'anybody' && isQuestion(words);
      // «zoe on call from 18:00» of somebody who is not known: the form asks who.
      const isNamed = name !== undefined || (intent.who === 'named' && until !== '' && !isQuestion(words));
      if (isShown || (intent.who !== 'asker' && !isNamed)) return verb('oncall', tenant?.id ?? '');
      const value = `${tenant?.id ?? ''} ?${name ?? (intent.who === 'asker' ? me : '')}|${until}`;
      return { kind: 'route', id: 'contact.handOver', by: 'press', value };
    }
    case 'report': {
      // Of a year alone the verb says that it is no month.
      const month = monthIn(words, world.clock.now())?.month ?? /\b20\d\d\b/.exec(words)?.[0] ?? '';
      return verb('report', [tenant?.id ?? '', month].join(' ').trim());
    }
    case 'raise':
      return verb('raise', titleIn(words));
    case 'incident':
      return { kind: 'incident', title: words.trim() };
    default:
      return aboutAlerts(intent, words, world);
  }
}

/**
 * Returns what is done in place of an answer that the asker does not give: what asks about an alert, or forbids something, shows the
 * alert; what somebody else does hands it to them. Null for all else.
 */
function answersAlert(intent: Intent, words: string): Action | null {
  const [number] = numbersIn(words).numbers;
  if (number === undefined || (intent.kind !== 'answer' && intent.kind !== 'resolve')) return null;
  if (wantsNothingDone(words)) return verb('alerts', number);
  const [other = ''] = intent.kind === 'answer' && intent.verb !== 'reopen' ? personsIn(words) : [];
  const name = toldIn(words) || other;
  return name === '' ? null : { kind: 'route', id: 'alerts.giveTo', by: 'press', value: `${number} ?${name}` };
}

/** Returns the form of the contact's field of which a sentence has the value. */
function formFor(phone: string, email: string): string {
  if (email === '') return 'contact.phone';
  return phone === '' ? 'contact.email' : 'contact.update';
}

function verb(of: Verb, rest: string): Action {
  return { kind: 'verb', verb: of, rest };
}

type AboutAlerts = Extract<Intent, { kind: 'alerts' | 'alert' | 'answer' | 'resolve' | 'note' | 'ofAlert' }>;

async function aboutAlerts(intent: AboutAlerts, words: string, world: World): Promise<Action | null> {
  const { numbers, behind } = numbersIn(words);
  const [first = ''] = numbers;
  switch (intent.kind) {
    case 'alerts':
      return verb('alerts', await filterIn(words, world));
    case 'alert':
      return verb('alerts', first);
    case 'note':
      return verb('note', `${first} ${noteIn(behind, /\?\s*$/.test(words))}`.trim());
    case 'ofAlert': {
      if (first === '') return intent.verb && verb(intent.verb, '');
      const value = await withPerson(intent.route, first, words, world);
      return { kind: 'route', id: intent.route, by: 'press', value };
    }
    case 'answer':
      return verb(intent.verb, intent.verb === 'take' ? first : await whichIn(words, numbers, intent.verb, world));
    case 'resolve': {
      const said = reasonAndNoteIn(behind);
      const reason = intent.reason ?? said.reason ?? reasonIn(words) ?? '';
      const which = await whichIn(words, numbers, 'resolve', world);
      // What stands behind the first of several numbers has the others.
      const note = numbers.length === 1 ? said.note : '';
      return { kind: 'route', id: 'alerts.resolveAs', by: 'typed', value: `${which} ${reason} ${note}`.trim() };
    }
  }
}

/** Returns the value of a route about an alert: its number, with the person to whom a sentence hands it over. */
async function withPerson(route: string, number: string, words: string, world: World): Promise<string> {
  const [name] = route === 'alerts.giveTo' ? await peopleNamedIn(words, world) : [];
  return name === undefined ? number : `${number} ?${name}`;
}

/** Returns which alerts a sentence means, as people type it behind a verb: numbers, a source or customer, or all. */
async function whichIn(words: string, numbers: readonly string[], of: Verb, { store }: World): Promise<string> {
  if (numbers.length > 0) return numbers.join(',');
  const [named] = await store.read((reader) => namesIn(words, of === 'reopen' ? 'resolved' : 'open', reader));
  if (named) return named;
  return saysAll(words) ? 'all' : '';
}

/** Returns the filter of a list that a sentence asks for, as people type it behind `alerts`. */
async function filterIn(words: string, world: World): Promise<string> {
  const known = await knownFilterIn(words, world);
  return known === '' ? namedIn(words) : known;
}

/** Returns the day, the severity, and the source or customer of open alerts that a text names, as people type it behind `alerts`. */
export async function knownFilterIn(words: string, { store }: World): Promise<string> {
  const severity = severityIn(words, isNearlyOrSlip) ?? '';
  const today = saysToday(words) ? 'today' : '';
  const [named = ''] = await store.read((reader) => namesIn(words, 'open', reader));
  return [today, severity, named].filter(Boolean).join(' ');
}

/** Returns whether what stands behind a verb means a tenant, or nothing. */
export function meansTenant(tenants: readonly Named[], rest: string): boolean {
  return rest.trim() === '' || findTenants(tenants, rest).length > 0;
}
