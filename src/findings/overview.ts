/** Several tenants in one card: a row for each, with its state and how its contact is reached. */

import type { FindingToShow } from '../domain/finding/finding.ts';
import { onCallAt } from '../domain/tenant/on-call.ts';
import { fullName, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { shortName } from '../domain/text/words.ts';
import type { Reader } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { mailLink, phoneLink } from '../request/contact-links.ts';
import { tenantStateLine } from '../request/tenant-state.ts';
import { listed, type Names, namesOf, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Button, beforeValue, joined, type Row, type Text } from '../view/view.ts';
import { findingsToShow } from './current.ts';
import { peopleInFindings } from './text.ts';

/** A tenant with its findings. */
export interface JudgedTenant {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** What the rows of several tenants have in common. */
export interface Overview {
  names: Names;
  now: string;
  /** The rows have the e-mail address too; absent where the card has no room for it. */
  mail?: true;
}

/** Returns the tenants with what is to be fixed about each now. */
export function judged(reader: Reader, tenants: readonly StoredTenant[], world: World): Promise<JudgedTenant[]> {
  return Promise.all(
    tenants.map(async (tenant) => ({ tenant, findings: await findingsToShow(reader, tenant, world) })),
  );
}

/** Looks up the names of everybody whom the rows of these tenants name. */
export async function overviewOf(reader: Reader, all: readonly JudgedTenant[], world: World): Promise<Overview> {
  const now = world.clock.now();
  const onCall = all.flatMap(({ tenant }) => onCallAt(tenant, now).first);
  const people = [...onCall, ...peopleInFindings(all.flatMap(({ findings }) => findings))];
  return { names: await namesOf(reader, people, []), now };
}

/** The most characters of a tenant's name in a row. */
const nameLength = 26;

/** Returns the row of a tenant: its state, and how its contact is reached. */
export function tenantRow(viewer: ViewerLocale, known: JudgedTenant, about: Overview, button: Button | null): Row {
  const { tenant } = known;
  // A screen reader says the beginning and the end of the title for the button, and names differ at their end.
  const short = { ...known, tenant: { ...tenant, name: shortName(tenant.name, nameLength) } };
  return {
    title: tenantStateLine(viewer.messages, short),
    detail: reachedBy(viewer, tenant, about),
    button,
  };
}

/** Returns the contact's name, phone, e-mail address where wanted, and who is on call; empty without a contact. */
export function reachedBy(viewer: ViewerLocale, tenant: StoredTenant, { names, now, mail }: Overview): Text {
  const { facts, nobody } = viewer.messages.securityContact;
  const { contact } = tenant;
  if (!contact) return '';
  const people = onCallAt(tenant, now).first.map(names.person);
  const onCall = [
    beforeValue(facts.onCall, viewer.messages.history.colon),
    ...(people.length > 0 ? listed(people) : [nobody]),
  ];
  const addresses = [[phoneLink(contact.phone)], ...(mail ? [[mailLink(contact.email, viewer)]] : [])];
  return joined([fullName(contact), ...addresses, onCall], ' · ');
}
