import type { Asking } from './asking.ts';
import type { Destination } from './domain/delivery.ts';
import type { Locale, StoredTenant } from './domain/partner-tenant.ts';
import { moment } from './messages/moment.ts';
import { type Words, words } from './messages/words.ts';
import type { World } from './ports.ts';
import type { Inline } from './view.ts';

/** In whose language and time zone something is said: the asker's in private, the contact's in channels. */
export interface Voice {
  locale: Locale;
  timezone: string;
  words: Words;
}

export function voiceOf(tenant: StoredTenant | null, { defaults }: Pick<World, 'defaults'>): Voice {
  const locale = tenant?.contact?.locale ?? defaults.locale;
  return { locale, timezone: tenant?.contact?.timezone ?? defaults.timezone, words: words(locale) };
}

/** As a person last spoke to the bot; in a channel of admins as the settings say. */
export async function voiceOfReader(
  to: Destination,
  { store, defaults }: Pick<World, 'store' | 'defaults'>,
): Promise<Voice> {
  const person = to.kind === 'person' ? await store.read((reader) => reader.get('people', to.id)) : null;
  const locale = person?.locale ?? defaults.locale;
  return { locale, timezone: person?.timezone ?? defaults.timezone, words: words(locale) };
}

export function voiceOfAsker({ actor, words }: Asking): Voice {
  return { locale: actor.locale, timezone: actor.timezone, words };
}

export function said({ locale, timezone }: Voice, at: string): Inline {
  return moment(at, locale, timezone);
}
