import type { Destination } from '../domain/delivery/delivery.ts';
import { sameChannel } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { moment } from '../messages/dates.ts';
import { type Words, words } from '../messages/words.ts';
import type { ReadDomain, World } from '../ports/world.ts';
import type { Inline } from '../view/view.ts';
import { askAbout } from './people.ts';
import type { Request } from './request.ts';

/** The language and time zone in which somebody reads, with the words of that language, and how a domain is read. */
export interface ReaderLocale {
  locale: Locale;
  timezone: string;
  words: Words;
  readDomain: ReadDomain;
}

/** Returns the language and time zone of a tenant's contact; those of the settings where there is no tenant or no contact. */
export function readerLocale(
  tenant: StoredTenant | null,
  { defaults, readDomain }: Pick<World, 'defaults' | 'readDomain'>,
): ReaderLocale {
  const locale = tenant?.contact?.locale ?? defaults.locale;
  const timezone = tenant?.contact?.timezone ?? defaults.timezone;
  return { locale, timezone, words: words(locale), readDomain };
}

/** Returns the language and time zone of a person, asking the platform when the bot never met them; for a channel, those of the settings. */
export async function readerLocaleOf(
  to: Destination,
  world: Pick<World, 'store' | 'defaults' | 'chats' | 'readDomain'>,
): Promise<ReaderLocale> {
  if (to.kind === 'channel') return readerLocale(null, world);
  const read = () => world.store.read((reader) => reader.get('people', to.id));
  const person = (await read()) ?? (await askAbout(to.id, world).then(read));
  const locale = person?.locale ?? world.defaults.locale;
  const timezone = person?.timezone ?? world.defaults.timezone;
  return { locale, timezone, words: words(locale), readDomain: world.readDomain };
}

/** Returns the language and time zone of a destination: a person's own; in a tenant's channels those of its contact; in the admin channel those of the settings. */
export async function readerLocaleAt(
  to: Destination,
  tenant: StoredTenant | null,
  world: Pick<World, 'store' | 'defaults' | 'chats' | 'readDomain'>,
): Promise<ReaderLocale> {
  if (to.kind === 'person') return readerLocaleOf(to, world);
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const adminChannel = organisation?.adminChannel ?? null;
  const isAdmins = adminChannel !== null && sameChannel(adminChannel, to.channel);
  const isTenants = tenant !== null && channelsOf(tenant).some((one) => sameChannel(one, to.channel));
  return readerLocale(isAdmins && !isTenants ? null : tenant, world);
}

/** Returns the language and time zone in which the person who asks is answered. */
export function askerLocale({ actor, words, readDomain }: Request): ReaderLocale {
  return { locale: actor.locale, timezone: actor.timezone, words, readDomain };
}

/** Returns a moment (`at`: ISO 8601, UTC) as the reader sees it: in their language and time zone. */
export function said({ locale, timezone }: ReaderLocale, at: string): Inline {
  return moment(at, locale, timezone);
}
