import type { Finding } from '../../domain/finding/finding.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingsToShow } from '../../findings/current.ts';
import { peopleInFindings } from '../../findings/text.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { helpers, mayPressOf, outdated } from '../../request/authorize.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { type Names, namesOf } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { unfolded } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { contactCard } from './contact-card.ts';
import type { Attested } from './record-attestation.ts';

/** `show`: shows the contact of a tenant. */
export const showContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'contact.show' }, world, (tenant) =>
    shownContact(request, tenant, world),
  );

/** Shows the contact of the tenant whose id the button carries, in place of the card that was pressed. */
export const pressShow: PressHandler = async (request, value, world) => {
  if (value === '') return showContact(request, '', world);
  const tenant = await tenantById(value, world);
  return tenant ? shownContact(request, tenant, world, { instead: true }) : goneTenant(request);
};

/** Shows the contact with its folded part open, for platforms that cannot unfold a part of a card. */
export const pressDetails: PressHandler = async (request, value, world) => {
  const tenant = await tenantById(value, world);
  if (!tenant) return goneTenant(request);
  return { kind: 'card', instead: true, card: unfolded(await cardOf(request, tenant, world, null)) };
};

/** The card of a tenant as it is now, headed by `notice`. */
export async function shownContact(
  request: Request,
  tenant: StoredTenant,
  world: World,
  how: { notice?: string; instead?: boolean } = {},
): Promise<Reply> {
  return {
    kind: 'card',
    instead: how.instead ?? false,
    card: await cardOf(request, tenant, world, how.notice ?? null),
  };
}

/** Answers an attestation: with the card as it is now, or with the reason why nothing was recorded. */
export async function markedReply(request: Request, marked: Attested, world: World): Promise<Reply> {
  if (marked.kind === 'gone') return goneTenant(request);
  const notice = request.words.securityContact[marked.kind];
  return shownContact(request, marked.tenant, world, { notice, instead: true });
}

/** Makes the card of a tenant as it is now, with the buttons that the asker may press. */
export async function cardOf(
  request: Request,
  tenant: StoredTenant,
  world: World,
  notice: string | null,
): Promise<Card> {
  const [known, admins, may] = await Promise.all([
    world.store.read(async (reader) => {
      const findings = await findingsToShow(reader, tenant, world);
      return { findings, names: await namesIn(reader, tenant, findings) };
    }),
    helpers(request, world),
    mayPressOf(request, tenant, world),
  ]);
  return contactCard(askerLocale(request), { tenant, ...known, admins, may, now: world.clock.now(), notice });
}

/** The names of everybody and every channel that a tenant's record mentions. */
export function namesIn(reader: Reader, tenant: StoredTenant, findings: readonly Finding[] = []): Promise<Names> {
  const people = [...peopleIn(tenant), ...peopleInFindings(findings)];
  return namesOf(reader, people, [...(tenant.contact?.channels ?? []), ...tenant.fraudChannels]);
}

/** The people whom a tenant's record mentions; null where it names nobody. */
export function peopleIn({ contact, revision, manager, complianceAttestedBy }: StoredTenant): (Identity | null)[] {
  return [
    ...(contact ? [contact.confirmedBy, contact.attestedBy, contact.phone24x7By, ...contact.onCall] : []),
    revision.by,
    manager,
    complianceAttestedBy,
  ];
}

/** Tells the asker that the tenant of a button or form no longer exists. */
export function goneTenant(request: Request): Reply {
  return outdated(request.words, request.words.tenants.gone);
}
