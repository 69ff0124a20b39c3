import { about } from '../about-tenant.ts';
import { button, card } from '../card.ts';
import { phoneLink } from '../contact-links.ts';
import { daysBetween } from '../domain/days-between.ts';
import type { FindingToShow } from '../domain/finding.ts';
import type { Identity } from '../domain/identity.ts';
import { type Contact, fullName, needsLastName, type StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import { day } from '../messages/moment.ts';
import type { Words } from '../messages/words.ts';
import { listed, type Names } from '../names.ts';
import { countToFix, rowsToFix } from '../to-fix.ts';
import type { Button, Card, Fact, Text } from '../view.ts';
import type { Voice } from '../voice.ts';
import { mailToTap } from './mail-text.ts';

export interface Shown {
  tenant: StoredTenant;
  names: Names;
  /** Who may change it; null when nobody is known. */
  admins: Text | null;
  /** Why it looks outdated, the worst first. */
  findings: readonly FindingToShow[];
  now: string;
  /** Said first, for example that a confirmation was recorded; null for nothing. */
  notice: string | null;
}

/**
 * The security contact of one partner tenant, with what is missing and what can be done. Of `now` only the reader's date
 * counts, and of the asker only the voice: see `shown-again.ts`.
 */
export function contactCard(voice: Voice, shown: Shown): Card {
  const { securityContact } = voice.words;
  const { tenant, notice } = shown;
  const count = countToFix(shown);
  // The text says when there is no contact at all.
  const findings = shown.findings.filter(({ code }) => code !== 'contactMissing');
  const own = tenant.contact ? buttons(voice, tenant, tenant.contact) : [addButton(voice, tenant)];
  return card(securityContact.title, summaryOf(voice, tenant), {
    tone: count === 0 ? 'good' : 'warning',
    text: [...(notice ? [notice] : []), ...state(voice, shown, count)],
    facts: tenant.contact ? facts(voice, shown, tenant.contact) : [],
    rows: rowsToFix(voice, { ...shown, findings }, own),
    buttons: own,
    footer: footer(voice, shown),
  });
}

/** One sentence that says who the contact is. */
function summaryOf({ words }: Voice, tenant: StoredTenant): string {
  return tenant.contact
    ? words.securityContact.summary(tenant.name, fullName(tenant.contact))
    : words.securityContact.summaryNone(tenant.name);
}

function state({ words }: Voice, { tenant, findings }: Shown, missing: number): Text[] {
  if (!tenant.contact) return [words.securityContact.none(tenant.name)];
  const off = findings.filter(({ snooze }) => snooze).length;
  return [missing === 0 ? words.securityContact.complete : words.securityContact.toComplete(missing, off)];
}

function facts(voice: Voice, shown: Shown, contact: Contact): Fact[] {
  const { tenant, names } = shown;
  const { facts: label, partnerTypes, kinds, emptyList } = voice.words.securityContact;
  const channels = listed(contact.channels.map(names.channel));
  return [
    { label: label.tenant, value: `${tenant.name} (${partnerTypes[tenant.partnerType]})` },
    { label: label.name, value: `${fullName(contact)} (${kinds[contact.kind]})` },
    { label: label.email, value: mailToTap(contact.email, voice.words) },
    { label: label.phone, value: phone(voice, contact) },
    { label: label.channels, value: channels.length > 0 ? channels : emptyList },
    ...(contact.onCall.length > 0 ? [{ label: label.onCall, value: listed(contact.onCall.map(names.person)) }] : []),
    { label: label.changed, value: when(voice, shown, tenant.revision.at, tenant.revision.by) },
    { label: label.confirmed, value: when(voice, shown, contact.confirmedAt, contact.confirmedBy) },
    {
      label: label.attested,
      value: contact.attestedAt
        ? when(voice, shown, contact.attestedAt, contact.attestedBy)
        : voice.words.securityContact.neverAttested,
    },
    ...proven(voice, shown),
    ...compliance(voice, shown),
  ];
}

function phone({ locale, timezone, words }: Voice, { phone, phone24x7At: at }: Contact): Text {
  if (!at) return [phoneLink(phone)];
  return [phoneLink(phone), ...[words.securityContact.attestedOn(day(at, locale, timezone))].flat()];
}

/** Said once there is an answer to tell of; until then a drill is what to do. */
function proven(voice: Voice, shown: Shown): Fact[] {
  const { provenAt } = shown.tenant;
  if (!provenAt) return [];
  return [{ label: voice.words.securityContact.facts.proven, value: when(voice, shown, provenAt, null) }];
}

/** Where it is not attested, the list of what is missing says so. */
function compliance(voice: Voice, shown: Shown): Fact[] {
  const { complianceAttestedAt: at, complianceAttestedBy: by } = shown.tenant;
  return at ? [{ label: voice.words.securityContact.facts.compliance, value: when(voice, shown, at, by) }] : [];
}

/** «3 days ago, by Ada on 24 Nov 2026 …», or «never». */
function when({ locale, timezone, words }: Voice, { names, now }: Shown, at: string | null, by: Identity | null): Text {
  const { byAt, never, daysAgo } = words.securityContact;
  if (!at) return never;
  const time = day(at, locale, timezone);
  const ago = daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return by ? [`${ago}, `, ...[byAt(names.person(by), time)].flat()] : [`${ago}, `, time];
}

function buttons({ words }: Voice, tenant: StoredTenant, contact: Contact): Button[] {
  const label = words.securityContact.buttons;
  return [
    button('press', 'contact.confirm', label.confirm, about(tenant), { style: 'primary' }),
    button('form', 'contact.update', label.update, tenant.id),
    ...(contact.attestedAt ? [] : [attestButton(words.securityContact, tenant)]),
    button('press', 'contact.history', label.history, tenant.id),
    button('link', 'contact.portal', label.portal, portal.securityContact),
  ];
}

/** «Done in Partner Center»: attests the revision that the card shows, and no later one. */
export function attestButton(
  words: Words['securityContact'],
  tenant: StoredTenant,
  more: Partial<Button> = {},
): Button {
  return button('press', 'contact.attest', words.buttons.attest, about(tenant), {
    confirm: words.attestQuestion,
    ...more,
  });
}

function addButton({ words }: Voice, tenant: StoredTenant): Button {
  return button('form', 'contact.update', words.securityContact.buttons.add, tenant.id, { style: 'primary' });
}

function footer({ words }: Voice, { tenant, admins }: Shown): Text {
  const { contactForm, rights, securityContact } = words;
  return [
    ...(admins === null ? [rights.nobodyCanHelp] : [securityContact.whoMayChange(admins)].flat()),
    ` ${securityContact.ownCopy}`,
    ...(tenant.contact && needsLastName(tenant.contact) && !tenant.contact.attestedAt
      ? [` ${contactForm.saved.lastName}`]
      : []),
  ];
}
