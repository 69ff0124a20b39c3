import { type DeliveryOf, type Destination, newsRank } from '../domain/delivery/delivery.ts';
import type { MicrosoftNews } from '../domain/delivery/kinds.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { namesOf, said, type ViewerLocale, viewerLocaleOf } from '../request/viewer-locale.ts';
import { card, type Inline } from '../view/view.ts';
import type { MadeCard } from './kind.ts';
import { troubleCard } from './microsoft-trouble-card.ts';
import { enqueueFor } from './transitions.ts';

/**
 * Adds news about Microsoft for each of these destinations, in the change that they are about.
 *
 * @example await enqueueMicrosoftNews(tx, { what: 'breakGlass', who: actor.id, day, at }, (await adminPlaces(world)).usual);
 */
export function enqueueMicrosoftNews(tx: Tx, news: MicrosoftNews, to: readonly Destination[]): Promise<void> {
  return enqueueFor(tx, { about: { kind: 'microsoftNews', ...news }, rank: newsRank }, to, news.at);
}

/** Returns the card of such news for an admin. */
export async function microsoftNewsCard(
  { about, to, want }: DeliveryOf<'microsoftNews'>,
  world: World,
): Promise<MadeCard> {
  const viewer = await viewerLocaleOf(to, world);
  if (about.what === 'signedIn') return signedInCard(about, viewer);
  if (!('who' in about)) return { card: troubleCard(about, viewer), revision: want };
  const names = await world.store.read((reader) => namesOf(reader, [about.who], []));
  const tenants = about.what === 'gone' ? await tenantNames(about.tenantIds, world) : [];
  const { title, summary, text } = inWords(about, { person: names.person(about.who), tenants }, viewer);
  return { card: card(title, summary, { tone: 'warning', text }), revision: 1 };
}

/** Returns the names of these tenants as far as the register has them. */
function tenantNames(ids: readonly string[], { store }: Pick<World, 'store'>): Promise<string[]> {
  return store.read(async (reader) =>
    (await Promise.all(ids.map((id) => reader.get('tenants', id)))).flatMap((tenant) => (tenant ? [tenant.name] : [])),
  );
}

interface NamedInNews {
  person: Extract<Inline, { kind: 'person' }>;
  tenants: readonly string[];
}

function signedInCard(about: Extract<MicrosoftNews, { what: 'signedIn' }>, viewer: ViewerLocale): MadeCard {
  const { by, tenant, signedInAt } = about;
  const { title, summary, text, remedy } = viewer.messages.microsoft.news.signedIn;
  const lines = [text(by, tenant, said(viewer, signedInAt)), remedy];
  return { card: card(title, summary(by, tenant), { tone: 'warning', text: lines }), revision: 1 };
}

function inWords(
  about: Extract<MicrosoftNews, { who: Identity }>,
  { person, tenants }: NamedInNews,
  viewer: ViewerLocale,
) {
  const { breakGlass, gone } = viewer.messages.microsoft.news;
  if (about.what === 'breakGlass')
    return {
      title: breakGlass.title,
      summary: breakGlass.summary(person.name),
      text: [breakGlass.text(person, said(viewer, about.at)), breakGlass.remedy],
    };
  const more = about.more > 0 ? [viewer.messages.alerts.more(about.more)] : [];
  return {
    title: gone.title,
    summary: gone.summary(person.name),
    text: [
      gone.text(person),
      ...(tenants.length > 0 ? [gone.manager([tenants.join(', '), ...more].join(' '))] : []),
      ...(about.wasProven ? [gone.proven] : []),
      gone.remedy(about.who),
    ],
  };
}
