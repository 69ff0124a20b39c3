import type { About, Delivery, Destination } from './domain/delivery.ts';
import type { Locale } from './domain/locales.ts';
import { words } from './messages/words.ts';
import type { Reader, World } from './ports.ts';
import type { Card } from './view.ts';
import { voiceAt } from './voice.ts';

/** The card, headed by the sentence that it may be there already, in the language of the card. Whatever it is about, a repeat says so. */
export async function markRepeat(card: Card, { about, to }: Delivery, world: World): Promise<Card> {
  const { own, tenant } = await world.store.read(async (reader) => {
    const tenantId = await tenantOf(reader, about);
    return { own: await ownLocale(reader, about, to), tenant: tenantId && (await reader.get('tenants', tenantId)) };
  });
  const said = own ? words(own) : (await voiceAt(to, tenant || null, world)).words;
  return { ...card, text: [said.alerts.repeat, ...card.text] };
}

/** Of what has a language of its own: a reminder in a channel, and an answer to a question; null for the reader's. */
async function ownLocale(reader: Reader, about: About, to: Destination): Promise<Locale | null> {
  if (about.kind === 'nag' && to.kind === 'channel') return (await reader.get('nags', about.nagId))?.locale ?? null;
  if (about.kind === 'faqAnswer') return (await reader.get('faqQuestions', about.questionId))?.language ?? null;
  return null;
}

async function tenantOf(reader: Reader, about: About): Promise<string | null> {
  if ('tenantId' in about) return about.tenantId;
  const digest = 'digestId' in about && about.digestId ? await reader.get('digests', about.digestId) : null;
  const named = 'alertIds' in about ? about.alertIds : (digest?.firstIds ?? []);
  const alertId = 'alertId' in about ? about.alertId : named[0];
  return alertId === undefined ? null : ((await reader.get('alerts', alertId))?.tenantId ?? null);
}
