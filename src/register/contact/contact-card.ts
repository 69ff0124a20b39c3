import { missingOf } from '../../domain/finding/finding.ts';
import type { StoredPortal } from '../../domain/finding/portal.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { fullName, needsLastName, portal } from '../../domain/tenant/partner-tenant.ts';
import { findingReasons, type NextStep, nextStep, snoozeTexts, type TenantFindings } from '../../findings/rows.ts';
import { day } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import { onFileFacts } from '../../messages/portal-facts.ts';
import type { MayPress } from '../../request/authorize.ts';
import { revisionValue } from '../../request/choose-tenant.ts';
import { mailLink, phoneLink, valueLink } from '../../request/contact-links.ts';
import { countToFix } from '../../request/tenant-state.ts';
import { listed, type Names, type ViewerLocale } from '../../request/viewer-locale.ts';
import {
  type Button,
  beforeValue,
  button,
  type Card,
  card,
  type Fact,
  joined,
  lines,
  type More,
  type Row,
  type Text,
} from '../../view/view.ts';

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

/** Returns the card of the security contact of one partner tenant: how it is reached, and the next step. The rest is folded. */
export function contactCard(viewer: ViewerLocale, shown: ContactCardContent): Card {
  const { securityContact, rights } = viewer.messages;
  const { tenant, notice, admins, may } = shown;
  const { open, off } = countToFix(shown);
  const next = nextStep(viewer, shown, may);
  const help = admins === null ? rights.nobodyCanHelp : securityContact.whoMayChange(admins);
  const { summary, summaryNone } = securityContact;
  const who = tenant.contact ? summary(tenant.name, fullName(tenant.contact)) : summaryNone(tenant.name);
  return card(securityContact.titleOf(tenant.name), who, {
    tone: open === 0 ? 'good' : 'warning',
    text: [
      ...(notice ? [notice] : []),
      ...reachText(viewer, shown),
      ...(next === null ? [securityContact.complete(off)] : []),
    ],
    rows: stepRows(viewer, shown, next),
    buttons: buttons(viewer, shown, next),
    more: detailsOf(viewer, shown),
    footer: admins === null || !may('contact.update') ? help : null,
  });
}

/** Returns how the contact is reached, in two lines: name, phone and e-mail; who is on call now. Nothing without a contact. */
function reachText(viewer: ViewerLocale, { tenant, names, now }: KnownTenant): Text[] {
  const { contact } = tenant;
  if (!contact) return [];
  const { messages } = viewer;
  const { facts: label, nobody } = messages.securityContact;
  const people = onCallAt(tenant, now).first.map(names.person);
  const name: Text = [{ kind: 'strong', text: fullName(contact) }];
  return [
    lines([
      joined([name, [phoneLink(contact.phone)], [mailLink(contact.email, viewer)]], ' · '),
      [beforeValue(label.onCall, messages.history.colon), ...(people.length > 0 ? listed(people) : [nobody])],
    ]),
  ];
}

/** Returns a row for the next step, and one that leads to all that is to be fixed where there is more. */
function stepRows({ messages }: ViewerLocale, { tenant }: KnownTenant, next: NextStep | null): Row[] {
  if (next === null) return [];
  const { row, rest } = next;
  const { button: own } = row;
  const second = own?.id === 'contact.attest' ? { second: portalButton(messages) } : {};
  const show = button('press', 'reminders.check', messages.tenants.show, tenant.id);
  const others = { title: messages.findings.moreToFix(rest), detail: '', button: show };
  return [{ ...row, ...second }, ...(rest > 0 ? [others] : [])];
}

function portalButton({ securityContact }: Messages): Button {
  return button('link', 'contact.portal', securityContact.buttons.portal, portal.securityContact);
}

/** Returns the facts of a contact that its two lines do not say, and who vouched for it. */
function contactFacts(viewer: ViewerLocale, shown: KnownTenant): Fact[] {
  const { contact } = shown.tenant;
  const onFile = onFileFacts(viewer.messages, shown.portal, shown.now);
  if (!contact) return onFile;
  const { contactForm, securityContact } = viewer.messages;
  const { facts: label, kinds, neverAttested } = securityContact;
  const labels = { ...contactForm.labels, ...label };
  const reach = contactFields.flatMap((field) => {
    const value = field.reach && !inLines.includes(field.key) ? valueText(field, contact, viewer, shown.names) : '';
    return value === '' ? [] : [{ label: labels[field.key], value }];
  });
  const { phone24x7At: at, phone24x7By: by } = contact;
  const phone24x7 = at ? [{ label: label.phone24x7, value: when(viewer, shown, at, by) }] : [];
  return [
    { label: contactForm.labels.kind, value: kinds[contact.kind] },
    ...reach,
    ...phone24x7,
    { label: label.confirmed, value: when(viewer, shown, contact.confirmedAt, contact.confirmedBy) },
    {
      label: label.attested,
      value: contact.attestedAt ? when(viewer, shown, contact.attestedAt, contact.attestedBy) : neverAttested,
    },
    ...onFile,
  ];
}

/** The fields that stand in the two lines of the card. */
const inLines: readonly string[] = ['email', 'phone', 'onCall'];

/** Returns the value of one field of the contact, ready to write or call; an empty list where an optional field is empty. */
function valueText(field: (typeof contactFields)[number], contact: Contact, viewer: ViewerLocale, names: Names): Text {
  const { key, type } = field;
  const { emptyList } = viewer.messages.securityContact;
  if (type === 'channels') return contact[key].length > 0 ? listed(contact[key].map(names.channel)) : emptyList;
  if (type === 'people') {
    const people = contact[key] ?? [];
    return people.length > 0 ? listed(people.map(names.person)) : '';
  }
  return type === 'names' || !contact[key] ? '' : [valueLink(type, contact[key], viewer)];
}

/**
 * Returns the folded part: the reasons of what is to be fixed, what is put off, and the rest of the record. It is made when it is read,
 * since a platform that asks for it with a press never reads it.
 */
function detailsOf(viewer: ViewerLocale, shown: KnownTenant): More {
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
      return [...contactFacts(viewer, shown), ...findingReasons(viewer, shown), ...restOf(viewer, shown)];
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

/** Returns «24 Nov 2026, by Ada», or «never». */
function when(viewer: ViewerLocale, shown: TenantFindings, at: string | null, by: Identity | null): Text {
  const { locale, timezone, messages } = viewer;
  const { on, never } = messages.securityContact;
  return at === null ? never : on(day(at, locale, timezone), by && shown.names.person(by));
}

/** Returns the buttons that no row has already. Where nothing is left to fix, **Still right** is the main one. */
function buttons({ messages }: ViewerLocale, { tenant, may }: ContactCardContent, next: NextStep | null): Button[] {
  const label = messages.securityContact.buttons;
  const step = next?.row.button?.id;
  const main = next === null ? ({ style: 'primary' } as const) : {};
  const all = [
    ...(step === 'contact.confirm' || !tenant.contact
      ? []
      : [button('press', 'contact.confirm', label.confirm, revisionValue(tenant), main)]),
    ...(tenant.contact ? [button('form', 'contact.update', label.update, tenant.id)] : []),
    // The next step may have two buttons, and a card shows six.
    ...(step === 'contact.attest' || next?.row.second
      ? []
      : [button('press', 'contact.history', label.history, tenant.id)]),
    ...(next === null ? [portalButton(messages)] : []),
  ];
  return all.filter(({ id }) => may(id));
}
