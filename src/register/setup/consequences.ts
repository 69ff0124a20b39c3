/** What retiring or adding a partner tenant brings about: the person who asks for it and the one who approves it read that. */
import { sentUnnamed, signedRoute } from '../../domain/alert/source.ts';
import { distinct } from '../../domain/delivery/routing.ts';
import { channelsOf, restorableUntil, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { listed, namedFew, namesOf, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import type { Fact, Text } from '../../view/view.ts';

/** Returns what happens when a tenant is retired now, with its channels and the sources that name it. */
export async function ofRetiring(
  tenant: StoredTenant,
  viewer: ViewerLocale,
  world: World,
): Promise<{ text: Text; facts: Fact[] }> {
  const { retire: say } = viewer.messages.setup;
  const channels = distinct(channelsOf(tenant));
  const names = await world.store.read((reader) => namesOf(reader, [], channels));
  const until = said(viewer, restorableUntil({ retiredAt: world.clock.now() }) ?? '');
  const sending = world.settings.sources.filter(({ tenants = [] }) => tenants.includes(tenant.id));
  const sources = namedFew(
    sending.map(({ name }) => name),
    viewer.messages,
  );
  return {
    text: say.question(tenant.name, until),
    facts: [
      ...(channels.length > 0 ? [{ label: say.channels, value: listed(channels.map(names.channel)) }] : []),
      ...(sources === '' ? [] : [{ label: say.sources, value: sources }]),
    ],
  };
}

/**
 * Names the senders whose alerts name no partner tenant: sources without a tenant in the file, and the signed route after an alert without
 * one. Empty for none.
 */
export async function unnamedSenders(messages: Messages, { store, settings, clock }: World): Promise<string> {
  const signed = await store.read((reader) => reader.get('sources', signedRoute));
  const sources = settings.sources.flatMap(({ name, namesTenant }) => (namesTenant ? [] : [name]));
  const isSigned = signed && sentUnnamed(signed, clock.now());
  return namedFew([...(isSigned ? [messages.sources.signed] : []), ...sources], messages);
}
