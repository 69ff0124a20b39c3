import type { Finding } from '../../domain/finding/finding.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { namedOnCall } from '../../domain/tenant/on-call.ts';
import { channelsOf, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingsToShow } from '../../findings/current.ts';
import { peopleInFindings } from '../../findings/text.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { adminNames, mayPressOf } from '../../request/authorize.ts';
import { tenantHandlers, withTenantOfId } from '../../request/choose-tenant.ts';
import type { PressHandler, Request } from '../../request/interaction.ts';
import { askerLocale, type Names, namesOf } from '../../request/viewer-locale.ts';
import { type Card, type Text, unfolded } from '../../view/view.ts';
import { waitingFor } from '../approvals/ask.ts';
import { showAll } from './all-contacts.ts';
import { contactCard } from './contact-card.ts';

/** Shows the contact of a tenant, in place of the card whose button was pressed. */
export const showContact = tenantHandlers(
  { kind: 'press', id: 'contact.show' },
  (request, tenant, world, pressed) => shownContact(request, tenant, world, { instead: pressed !== null }),
  showAll,
);

/** Shows the contact with its folded part open, for platforms that cannot unfold a part of a card. */
export const pressDetails: PressHandler = (request, value, world) =>
  withTenantOfId(request, value, world, async (tenant) => {
    return { kind: 'card', instead: true, card: unfolded(await cardOf(request, tenant, world, {})) };
  });

/**
 * How the contact is shown: with `notice` as its first line; `isRecorded` after somebody confirmed something, which the notice says;
 * `isConfirmed` where that was that the contact is right.
 */
type How = { notice?: Text; isRecorded?: boolean; isConfirmed?: boolean; instead?: boolean };
/** Returns the tenant's contact card in its current state. */
export async function shownContact(request: Request, tenant: StoredTenant, world: World, how: How = {}) {
  return { kind: 'card', instead: how.instead ?? true, card: await cardOf(request, tenant, world, how) } as const;
}

/** Makes the card of a tenant as it is now, with the buttons that the asker may press. */
async function cardOf(request: Request, tenant: StoredTenant, world: World, how: How): Promise<Card> {
  const { notice = null, isRecorded = false, isConfirmed = false } = how;
  const [known, admins, may] = await Promise.all([
    world.store.read(async (reader) => {
      const findings = await findingsToShow(reader, tenant, world);
      const portal = await reader.get('portal', tenant.id);
      const waiting = await waitingFor(reader, tenant.id);
      return { findings, portal, waiting, names: await namesIn(reader, tenant, findings) };
    }),
    adminNames(request, world),
    mayPressOf(request, tenant, world),
  ]);
  const now = world.clock.now();
  return contactCard(askerLocale(request), { tenant, ...known, admins, may, now, notice, isRecorded, isConfirmed });
}

/** Looks up the names of all people and channels that a tenant's record and its findings mention. */
export function namesIn(reader: Reader, tenant: StoredTenant, findings: readonly Finding[] = []): Promise<Names> {
  const people = [...peopleIn(tenant), ...peopleInFindings(findings)];
  return namesOf(reader, people, channelsOf(tenant));
}

/** Returns the people whom a tenant's record mentions; null when it names nobody. */
export function peopleIn(tenant: StoredTenant): (Identity | null)[] {
  const { contact, revision, manager, complianceAttestedBy } = tenant;
  const vouched = contact ? [contact.confirmedBy, contact.attestedBy, contact.phone24x7By] : [];
  const onCall = [...namedOnCall(tenant), ...Object.values(contact?.calendarNames ?? {})];
  return [...vouched, ...onCall, revision.by, manager, complianceAttestedBy];
}
