import type { StoredPortal } from '../../domain/finding/portal.ts';
import type { StoredApproval } from '../../domain/tenant/approval.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import type { Contact } from '../../domain/tenant/partner-tenant.ts';
import { fullName, needsLastName } from '../../domain/tenant/partner-tenant.ts';
import { reachedBy } from '../../findings/overview.ts';
import { confirmingAtOnce, openPortal } from '../../findings/remedies.ts';
import { type NextStep, nextStep, otherReasons, snoozeTexts, type TenantFindings } from '../../findings/rows.ts';
import { listedFew } from '../../findings/text.ts';
import { day } from '../../messages/dates.ts';
import { onFileFacts } from '../../messages/portal-facts.ts';
import type { MayPress } from '../../request/authorize.ts';
import { revisionValue } from '../../request/choose-tenant.ts';
import { mailLink, phoneLink, valueLink } from '../../request/contact-links.ts';
import { countToFix, toneOf } from '../../request/tenant-state.ts';
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
import { waitingRow } from '../approvals/card.ts';

/** A tenant with its findings, and what Microsoft says of it: null where it is not asked. */
export type KnownTenant = TenantFindings & { portal: StoredPortal | null };

/** Everything that the card of a contact shows. */
interface ContactCardContent extends KnownTenant {
  /** The people who may change it; null when nobody is known. */
  admins: Text | null;
  /** Returns true for the buttons that the reader may press. */
  may: MayPress;
  /** The first line, for example that a confirmation was recorded; null for none. */
  notice: Text | null;
  /** Somebody just confirmed something: the card says all that was confirmed. */
  isRecorded: boolean;
  /** The changes of the tenant, and of the admin channel, that wait for a second administrator. */
  waiting: readonly StoredApproval[];
  /** They confirmed that the contact is right: the card does not ask for it again. */
  isConfirmed: boolean;
}

/** Returns the card of the security contact of one partner tenant: how it is reached, and the next step. The rest is folded. */
export function contactCard(viewer: ViewerLocale, shown: ContactCardContent): Card {
  const { securityContact, rights } = viewer.messages;
  const { tenant, notice, admins, may } = shown;
  const { off } = countToFix(shown);
  const next = nextStep(viewer, shown, may);
  const help = admins === null ? rights.nobodyCanHelp : securityContact.whoMayChange(admins);
  const { summary, summaryNone } = securityContact;
  const who = tenant.contact ? summary(tenant.name, fullName(tenant.contact)) : summaryNone(tenant.name);
  return card(securityContact.titleOf(tenant.name), who, {
    tone: toneOf([shown]),
    text: [
      ...(notice ? [notice] : []),
      ...reachText(viewer, shown),
      ...(next === null ? [securityContact.complete(off)] : []),
    ],
    rows: [...shown.waiting.map((row) => waitingRow(row, viewer)), ...stepRows(viewer, shown, next)],
    // Whoever can do the next step sees it right below the heading.
    ...(next?.row.button && notice === null ? { rowsFirst: true } : {}),
    buttons: buttons(viewer, shown, next),
    more: detailsOf(viewer, shown),
    footer: admins === null || !may('contact.update') ? help : null,
  });
}

/** Returns how the contact is reached, in two lines: name, phone and e-mail; who is on call now. Nothing without a contact. */
function reachText(viewer: ViewerLocale, { tenant, names, now, isRecorded }: ContactCardContent): Text[] {
  const { contact } = tenant;
  if (!contact) return [];
  if (isRecorded) return [reachedBy(viewer, tenant, { names, now, detail: 'whole' })];
  const { messages } = viewer;
  const { facts: label } = messages.securityContact;
  const people = onCallAt(tenant, now).first.map(names.person);
  const name: Text = [{ kind: 'strong', text: fullName(contact) }];
  return [
    lines([
      joined([name, [phoneLink(contact.phone)], [mailLink(contact.email, viewer)]], ' · '),
      people.length > 0
        ? [beforeValue(label.onCall, messages.history.colon), ...listedFew(people, messages)]
        : [messages.findings.titles.nobodyOnCall],
    ]),
  ];
}

/** Returns a row for the next step, and one that leads to all that is to be fixed where there is more. */
function stepRows({ messages }: ViewerLocale, { tenant }: KnownTenant, next: NextStep | null): Row[] {
  if (next === null) return [];
  const { row, rest } = next;
  // The list of what is to be fixed begins with the next step, which stands here already.
  const show = button('press', 'reminders.check', messages.tenants.show, `${tenant.id} 1`);
  const others = { title: messages.findings.moreToFix(rest), detail: '', button: show };
  return [{ ...row, button: row.button && confirmingAtOnce(row.button) }, ...(rest > 0 ? [others] : [])];
}

/** Returns what the card's lines do not say: what the contact is, how else it is reached, then who confirmed what and when. */
function detailFacts(viewer: ViewerLocale, shown: KnownTenant): Fact[] {
  const { contact, partnerType, provenAt, revision, ...tenant } = shown.tenant;
  const { contactForm, securityContact } = viewer.messages;
  const { facts: label, kinds, neverAttested, partnerTypes } = securityContact;
  const dated = (label: string, at: string | null | undefined, by: Identity | null, never: string | null) => {
    if (!at && never === null) return [];
    return [{ label, value: at ? when(viewer, shown, at, by) : (never ?? '') }];
  };
  return [
    ...(contact ? [{ label: contactForm.labels.kind, value: kinds[contact.kind] }] : []),
    { label: label.tenant, value: partnerTypes[partnerType] },
    ...(contact ? reachFacts(viewer, shown, contact) : []),
    ...(contact ? dated(label.confirmed, contact.confirmedAt, contact.confirmedBy, securityContact.never) : []),
    ...(contact ? dated(label.attested, contact.attestedAt, contact.attestedBy, neverAttested) : []),
    ...(contact ? dated(label.phone24x7, contact.phone24x7At, contact.phone24x7By, null) : []),
    ...dated(label.compliance, tenant.complianceAttestedAt, tenant.complianceAttestedBy, null),
    ...dated(label.changed, revision.at, revision.by, securityContact.never),
    ...dated(label.proven, provenAt, null, null),
    ...onFileFacts(viewer.messages, shown.portal, shown.now),
  ];
}

/** Returns the channels, calendars and second level of a contact, where it has them. */
function reachFacts(viewer: ViewerLocale, { names }: KnownTenant, contact: Contact): Fact[] {
  const labels = { ...viewer.messages.contactForm.labels, ...viewer.messages.securityContact.facts };
  return contactFields.flatMap((field) => {
    const value = field.reach && !inLines.includes(field.key) ? valueText(field, contact, viewer, names) : '';
    return value === '' ? [] : [{ label: labels[field.key], value }];
  });
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
 * Returns the folded part: what is to be fixed after the next step, what is put off, and the rest of the record. It is made when it is
 * read, since a platform that asks for it with a press never reads it.
 */
function detailsOf(viewer: ViewerLocale, shown: ContactCardContent): More {
  const { securityContact, contactForm } = viewer.messages;
  const { tenant } = shown;
  const { contact } = tenant;
  return {
    label: securityContact.buttons.details,
    get text() {
      const lastName = contact && needsLastName(contact) && !contact.attestedAt;
      return [
        ...otherReasons(viewer, shown, shown.may),
        ...snoozeTexts(viewer, shown),
        ...(lastName ? [contactForm.saved.lastName] : []),
      ];
    },
    get facts() {
      return detailFacts(viewer, shown);
    },
    press: { id: 'contact.details', value: tenant.id },
  };
}

/** Returns «24 Nov 2026, by Ada». */
function when(
  { locale, timezone, messages }: ViewerLocale,
  shown: TenantFindings,
  at: string,
  by: Identity | null,
): Text {
  return messages.securityContact.on(day(at, locale, timezone), by && shown.names.person(by));
}

/** Returns the buttons that no row has already. Where nothing is left to fix, **Still right** is the main one; otherwise it is the last. */
function buttons(
  { messages }: ViewerLocale,
  { tenant, may, isConfirmed }: ContactCardContent,
  next: NextStep | null,
): Button[] {
  const label = messages.securityContact.buttons;
  const { button: main = null, second } = next?.row ?? {};
  const isConfirm = main?.id === 'contact.confirm';
  const style = next === null ? ({ style: 'primary' } as const) : {};
  const confirm =
    isConfirm || isConfirmed || !tenant.contact
      ? []
      : [button('press', 'contact.confirm', label.confirm, revisionValue(tenant), style)];
  const all = [
    ...(next === null ? confirm : []),
    ...(tenant.contact ? [button('form', 'contact.update', label.update, tenant.id)] : []),
    // The next step may have two buttons, and a card shows six.
    ...(second ? [] : [button('press', 'contact.history', label.history, tenant.id)]),
    ...(next === null ? [openPortal(messages)] : confirm),
  ];
  return all.filter(({ id }) => may(id));
}
