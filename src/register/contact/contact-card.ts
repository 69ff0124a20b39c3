import type { FindingToShow } from '../../domain/finding/finding.ts';
import { missingOf } from '../../domain/finding/finding.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import {
  type Contact,
  fullName,
  needsLastName,
  portal,
  type StoredTenant,
} from '../../domain/tenant/partner-tenant.ts';
import { daysBetween } from '../../domain/time/zones.ts';
import { countToFix, findingReasons, rowsToFix, snoozeTexts } from '../../findings/rows.ts';
import { day } from '../../messages/dates.ts';
import type { Words } from '../../messages/words.ts';
import type { MayPress } from '../../request/authorize.ts';
import { revisionValue } from '../../request/choose-tenant.ts';
import { valueLink } from '../../request/contact-links.ts';
import { listed, type Names } from '../../request/names.ts';
import type { ReaderLocale } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Button, Card, Fact, More, Row, Text } from '../../view/view.ts';

/** All that the contact's card shows. */
export interface Shown {
  tenant: StoredTenant;
  names: Names;
  /** The people who may change it; null when nobody is known. */
  admins: Text | null;
  /** Why it looks outdated, the worst first. */
  findings: readonly FindingToShow[];
  /** Says which buttons the reader has. */
  may: MayPress;
  now: string;
  /** The first line, for example that a confirmation was recorded; null for none. */
  notice: string | null;
}

type Facts = Pick<Shown, 'tenant' | 'names' | 'findings' | 'now'>;

/** Makes the card of the security contact of one partner tenant, with a line for each finding. The reasons are folded. */
export function contactCard(voice: ReaderLocale, shown: Shown): Card {
  const { securityContact, rights } = voice.words;
  const { tenant, notice, admins, may } = shown;
  const count = countToFix(shown);
  const rows = rowsToFix(voice, shown, may);
  const help = admins === null ? rights.nobodyCanHelp : securityContact.whoMayChange(admins);
  return card(securityContact.titleOf(tenant.name), summaryOf(voice, tenant), {
    tone: count.open === 0 ? 'good' : 'warning',
    text: [...(notice ? [notice] : []), state(voice, count)],
    facts: contactFacts(voice, shown),
    rows,
    buttons: buttons(voice, shown, rows),
    more: detailsOf(voice, shown),
    footer: admins === null || !may('contact.update') ? help : null,
  });
}

/** One sentence that says who the contact is. */
function summaryOf({ words }: ReaderLocale, tenant: StoredTenant): string {
  return tenant.contact
    ? words.securityContact.summary(tenant.name, fullName(tenant.contact))
    : words.securityContact.summaryNone(tenant.name);
}

function state({ words }: ReaderLocale, { open, off }: ReturnType<typeof countToFix>): string {
  const { complete, toComplete } = words.securityContact;
  return open === 0 ? complete(off) : toComplete(open, off);
}

/** What people look for. When it was last changed, and what else is known of it, is folded. */
export function contactFacts(voice: ReaderLocale, shown: Facts): Fact[] {
  const { contact } = shown.tenant;
  if (!contact) return [];
  const { contactForm, securityContact } = voice.words;
  const { facts: label, kinds, neverAttested } = securityContact;
  const labels = { ...contactForm.labels, ...label };
  const reach = contactFields.flatMap((field) => {
    const value = field.reach ? reachText(field, contact, voice, shown.names) : '';
    return value === '' ? [] : [{ label: labels[field.key], value }];
  });
  return [
    { label: label.name, value: `${fullName(contact)} (${kinds[contact.kind]})` },
    ...reach,
    { label: label.confirmed, value: when(voice, shown, contact.confirmedAt, contact.confirmedBy) },
    {
      label: label.attested,
      value: contact.attestedAt ? when(voice, shown, contact.attestedAt, contact.attestedBy) : neverAttested,
    },
  ];
}

/** Returns the value of one field of the contact, ready to write or call; an empty list where an optional field is empty. */
function reachText(
  { key, type }: (typeof contactFields)[number],
  contact: Contact,
  { words, locale, timezone }: ReaderLocale,
  names: Names,
): Text {
  const { attestedOn, emptyList, nobody } = words.securityContact;
  if (type === 'channels') return contact[key].length > 0 ? listed(contact[key].map(names.channel)) : emptyList;
  if (type === 'people') return contact[key].length > 0 ? listed(contact[key].map(names.person)) : nobody;
  if (!contact[key]) return '';
  const at = key === 'phone' ? contact.phone24x7At : null;
  return [valueLink(type, contact[key], words), ...(at ? [attestedOn(day(at, locale, timezone))].flat() : [])];
}

/** The reasons of what is to be fixed, what is put off, and the rest of the record: made when it is read, since a platform that asks for it by the press never reads it. */
export function detailsOf(voice: ReaderLocale, shown: Facts): More {
  const { securityContact, contactForm } = voice.words;
  const { tenant } = shown;
  const { contact } = tenant;
  return {
    label: securityContact.buttons.details,
    get text() {
      const lastName = contact && needsLastName(contact) && !contact.attestedAt;
      return [...snoozeTexts(voice, shown), ...(lastName ? [contactForm.saved.lastName] : [])];
    },
    get facts() {
      return [...findingReasons(voice, shown), ...restOf(voice, shown)];
    },
    press: { id: 'contact.details', value: tenant.id },
  };
}

/** What no finding asks for yet, and what else is recorded. Of what is not there yet, the lines of what is to be fixed say so. */
function restOf(voice: ReaderLocale, shown: Facts): Fact[] {
  const { facts: label, missing, partnerTypes } = voice.words.securityContact;
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
    { label: label.changed, value: when(voice, shown, revision.at, revision.by) },
    ...dated.map(({ label, at, by }) => ({ label, value: when(voice, shown, at, by) })),
  ];
}

/** «3 days ago, by Ada on 24 Nov 2026 …», or «never». */
function when(
  { locale, timezone, words }: ReaderLocale,
  { names, now }: Facts,
  at: string | null,
  by: Identity | null,
): Text {
  const { byAt, never, daysAgo } = words.securityContact;
  if (!at) return never;
  const time = day(at, locale, timezone);
  const ago = daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return by ? [`${ago}, `, ...[byAt(names.person(by), time)].flat()] : [`${ago}, `, time];
}

/** What its lines do not have already. Where nothing is left to fix, to say that it is still right is the main thing. */
function buttons({ words }: ReaderLocale, { tenant, may }: Shown, rows: readonly Row[]): Button[] {
  const label = words.securityContact.buttons;
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

/** «Done in Partner Center»: attests the revision that the card shows, and no later one. */
export function attestButton({ buttons, attestQuestion }: Words['securityContact'], tenant: StoredTenant): Button {
  return button('press', 'contact.attest', buttons.attest, revisionValue(tenant), { confirm: attestQuestion });
}
