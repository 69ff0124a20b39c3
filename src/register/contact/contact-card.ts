import { missingOf } from '../../domain/finding/finding.ts';
import type { StoredPortal } from '../../domain/finding/portal.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { fullName, needsLastName, portal } from '../../domain/tenant/partner-tenant.ts';
import { daysBetween } from '../../domain/time/zones.ts';
import { countToFix, findingReasons, rowsToFix, snoozeTexts, type TenantFindings } from '../../findings/rows.ts';
import { day } from '../../messages/dates.ts';
import { onFileFacts } from '../../messages/portal-facts.ts';
import type { MayPress } from '../../request/authorize.ts';
import { revisionValue } from '../../request/choose-tenant.ts';
import { valueLink } from '../../request/contact-links.ts';
import { listed, type Names, type ViewerLocale } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, type Fact, type More, type Row, type Text } from '../../view/view.ts';

/** A tenant with its findings, and what Microsoft says of it: null where it is not asked. */
export type KnownTenant = TenantFindings & { portal: StoredPortal | null };

/** Everything that the card of a contact shows. */
interface ContactCardContent extends KnownTenant {
  /** The people who may change it; null when nobody is known. */
  admins: Text | null;
  /** Returns true for the buttons that the reader may press. */
  may: MayPress;
  /** The first line, for example that a confirmation was recorded; null for none. */
  notice: string | null;
}

/** Returns the card of the security contact of one partner tenant, with a row for each finding. The reasons are folded. */
export function contactCard(viewer: ViewerLocale, shown: ContactCardContent): Card {
  const { securityContact, rights } = viewer.messages;
  const { tenant, notice, admins, may } = shown;
  const { open, off } = countToFix(shown);
  const rows = rowsToFix(viewer, shown, may);
  const help = admins === null ? rights.nobodyCanHelp : securityContact.whoMayChange(admins);
  const { summary, summaryNone } = securityContact;
  const who = tenant.contact ? summary(tenant.name, fullName(tenant.contact)) : summaryNone(tenant.name);
  return card(securityContact.titleOf(tenant.name), who, {
    tone: open === 0 ? 'good' : 'warning',
    text: [
      ...(notice ? [notice] : []),
      open === 0 ? securityContact.complete(off) : securityContact.toComplete(open, off),
    ],
    facts: contactFacts(viewer, shown),
    rows,
    buttons: buttons(viewer, shown, rows),
    more: detailsOf(viewer, shown),
    footer: admins === null || !may('contact.update') ? help : null,
  });
}

/** Returns the facts that people look for first. The rest of the record is folded. */
export function contactFacts(viewer: ViewerLocale, shown: KnownTenant): Fact[] {
  const { contact } = shown.tenant;
  const onFile = onFileFacts(viewer.messages, shown.portal, shown.now);
  if (!contact) return onFile;
  const { contactForm, securityContact } = viewer.messages;
  const { facts: label, kinds, neverAttested } = securityContact;
  const labels = { ...contactForm.labels, ...label };
  const reach = contactFields.flatMap((field) => {
    const value = field.reach ? reachText(field, contact, viewer, shown.names) : '';
    return value === '' ? [] : [{ label: labels[field.key], value }];
  });
  return [
    { label: label.name, value: `${fullName(contact)} (${kinds[contact.kind]})` },
    ...reach,
    { label: label.confirmed, value: when(viewer, shown, contact.confirmedAt, contact.confirmedBy) },
    {
      label: label.attested,
      value: contact.attestedAt ? when(viewer, shown, contact.attestedAt, contact.attestedBy) : neverAttested,
    },
    ...onFile,
  ];
}

/** Returns the value of one field of the contact, ready to write or call; an empty list where an optional field is empty. */
function reachText(field: (typeof contactFields)[number], contact: Contact, viewer: ViewerLocale, names: Names): Text {
  const { key, type } = field;
  const { messages, locale, timezone } = viewer;
  const { attestedOn, emptyList, nobody } = messages.securityContact;
  if (type === 'channels') return contact[key].length > 0 ? listed(contact[key].map(names.channel)) : emptyList;
  if (type === 'people') {
    const people = contact[key] ?? [];
    return people.length > 0 ? listed(people.map(names.person)) : key === 'onCall' ? nobody : '';
  }
  if (type === 'names' || !contact[key]) return '';

  const at = key === 'phone' ? contact.phone24x7At : null;
  return [valueLink(type, contact[key], viewer), ...(at ? [attestedOn(day(at, locale, timezone))].flat() : [])];
}

/**
 * Returns the folded part: the reasons of what is to be fixed, what is put off, and the rest of the record. It is made when it is read,
 * since a platform that asks for it with a press never reads it.
 */
export function detailsOf(viewer: ViewerLocale, shown: TenantFindings): More {
  const { securityContact, contactForm } = viewer.messages;
  const { tenant } = shown;
  const { contact } = tenant;
  return {
    label: securityContact.buttons.details,
    get text() {
      const lastName = contact && needsLastName(contact) && !contact.attestedAt;
      return [...snoozeTexts(viewer, shown), ...(lastName ? [contactForm.saved.lastName] : [])];
    },
    get facts() {
      return [...findingReasons(viewer, shown), ...restOf(viewer, shown)];
    },
    press: { id: 'contact.details', value: tenant.id },
  };
}

/**
 * Returns what no finding asks for yet, and the rest of the record. What is missing is not repeated here, since the rows of what is to be
 * fixed say so.
 */
function restOf(viewer: ViewerLocale, shown: TenantFindings): Fact[] {
  const { facts: label, missing, partnerTypes } = viewer.messages.securityContact;
  const { partnerType, revision, provenAt, complianceAttestedAt, complianceAttestedBy } = shown.tenant;
  const dated = [
    ...(provenAt ? [{ label: label.proven, at: provenAt, by: null }] : []),
    ...(complianceAttestedAt ? [{ label: label.compliance, at: complianceAttestedAt, by: complianceAttestedBy }] : []),
  ];
  return [
    ...missingOf(shown.tenant, shown.findings).map((what) => ({
      label: missing[what].title,
      value: missing[what].detail,
    })),
    { label: label.tenant, value: partnerTypes[partnerType] },
    { label: label.changed, value: when(viewer, shown, revision.at, revision.by) },
    ...dated.map(({ label, at, by }) => ({ label, value: when(viewer, shown, at, by) })),
  ];
}

/** Returns «3 days ago, by Ada on 24 Nov 2026 …», or «never». */
function when(viewer: ViewerLocale, shown: TenantFindings, at: string | null, by: Identity | null): Text {
  const { locale, timezone, messages } = viewer;
  const { names, now } = shown;
  const { byAt, never, daysAgo } = messages.securityContact;
  if (!at) return never;
  const time = day(at, locale, timezone);
  const ago = daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return by ? [`${ago}, `, ...[byAt(names.person(by), time)].flat()] : [`${ago}, `, time];
}

/** Returns the buttons that no row has already. Where nothing is left to fix, **Still right** is the main one. */
function buttons({ messages }: ViewerLocale, { tenant, may }: ContactCardContent, rows: readonly Row[]): Button[] {
  const label = messages.securityContact.buttons;
  const has = (id: string) => rows.some((row) => row.button?.id === id);
  const all = [
    ...(has('contact.confirm') || !tenant.contact
      ? []
      : [button('press', 'contact.confirm', label.confirm, revisionValue(tenant))]),
    ...(tenant.contact ? [button('form', 'contact.update', label.update, tenant.id)] : []),
    button('press', 'contact.history', label.history, tenant.id),
    button('link', 'contact.portal', label.portal, portal.securityContact),
  ].filter(({ id }) => may(id));
  if (rows.length > 0 || all[0]?.id !== 'contact.confirm') return all;
  return [{ ...all[0], style: 'primary' }, ...all.slice(1)];
}
