import type { Destination } from '../domain/delivery/delivery.ts';
import { type Identity, sameChannel } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { moment } from '../messages/dates.ts';
import { type Words, words } from '../messages/words.ts';
import type { World } from '../ports/world.ts';
import type { Inline } from '../view/view.ts';
import { meet } from './people.ts';
import type { Request } from './request.ts';

/** In whose language and time zone something is said: the asker's in private, the contact's in channels. */
export interface ReaderLocale {
  locale: Locale;
  timezone: string;
  words: Words;
}

export function readerLocale(tenant: StoredTenant | null, { defaults }: Pick<World, 'defaults'>): ReaderLocale {
  const locale = tenant?.contact?.locale ?? defaults.locale;
  return { locale, timezone: tenant?.contact?.timezone ?? defaults.timezone, words: words(locale) };
}

/** A person's own, who is asked about where nobody did so yet; in a channel of admins as the settings say. */
export async function readerLocaleOf(
  to: Destination,
  world: Pick<World, 'store' | 'defaults' | 'chats'>,
): Promise<ReaderLocale> {
  const { store, defaults } = world;
  const known = async (id: Identity) => store.read((reader) => reader.get('people', id));
  let person = to.kind === 'person' ? await known(to.id) : null;
  if (to.kind === 'person' && !person) {
    await meet(to.id, world);
    person = await known(to.id);
  }
  const locale = person?.locale ?? defaults.locale;
  return { locale, timezone: person?.timezone ?? defaults.timezone, words: words(locale) };
}

/** Of whoever reads it there: a person's own, the contact's in its channels, that of the settings in the admins'. */
export async function readerLocaleAt(
  to: Destination,
  tenant: StoredTenant | null,
  world: Pick<World, 'store' | 'defaults' | 'chats'>,
): Promise<ReaderLocale> {
  if (to.kind === 'person') return readerLocaleOf(to, world);
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const { adminChannel = null } = organisation ?? {};
  const theirs = [...(tenant?.contact?.channels ?? []), ...(tenant?.fraudChannels ?? [])];
  const isAdmins = adminChannel !== null && sameChannel(adminChannel, to.channel);
  const isOurs = isAdmins && !theirs.some((one) => sameChannel(one, to.channel));
  return readerLocale(isOurs ? null : tenant, world);
}

export function askerLocale({ actor, words }: Request): ReaderLocale {
  return { locale: actor.locale, timezone: actor.timezone, words };
}

export function said({ locale, timezone }: ReaderLocale, at: string): Inline {
  return moment(at, locale, timezone);
}
