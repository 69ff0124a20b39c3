import type { About } from './domain/delivery.ts';
import type { Locale } from './domain/partner-tenant.ts';
import { words } from './messages/words.ts';
import type { Reader, World } from './ports.ts';
import type { Card } from './view.ts';

/** The card, headed by the sentence that it may be there already, in the language of the card. Whatever it is about, a repeat says so. */
export async function markRepeat(card: Card, about: About, { store, defaults }: World): Promise<Card> {
  const locale = await store.read((reader) => localeOf(reader, about));
  return { ...card, text: [words(locale ?? defaults.locale).alerts.repeat, ...card.text] };
}

/** Null for that of the settings. */
async function localeOf(reader: Reader, about: About): Promise<Locale | null> {
  if (about.kind === 'nag') return (await reader.get('nags', about.nagId))?.locale ?? null;
  const tenantId = await tenantOf(reader, about);
  const tenant = tenantId === null ? null : await reader.get('tenants', tenantId);
  return tenant?.contact?.locale ?? null;
}

async function tenantOf(reader: Reader, about: About): Promise<string | null> {
  if ('tenantId' in about) return about.tenantId;
  const digest = 'digestId' in about && about.digestId ? await reader.get('digests', about.digestId) : null;
  const named = 'alertIds' in about ? about.alertIds : (digest?.firstIds ?? []);
  const alertId = 'alertId' in about ? about.alertId : named[0];
  return alertId === undefined ? null : ((await reader.get('alerts', alertId))?.tenantId ?? null);
}
