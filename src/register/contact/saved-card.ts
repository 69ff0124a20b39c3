import { type ContactKey, contactKeys, domainOf, looksPersonal } from '../../domain/tenant/contact-fields.ts';
import { type Contact, needsLastName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { openPortal, remedyButton } from '../../findings/remedies.ts';
import { mailLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import { askerLocale, type Names } from '../../request/viewer-locale.ts';
import { button, type Card, card, type Fact, type Text } from '../../view/view.ts';
import { changeFacts } from '../history/change-facts.ts';
import type { CheckedContact } from './check-contact.ts';
import { portalKeys, portalValues } from './portal-values.ts';
import type { ContactSaveResult } from './record-contact.ts';

/** What was saved. */
export interface SavedContact {
  recorded: Extract<ContactSaveResult, { kind: 'saved' | 'unchanged' }>;
  names: Names;
  mail: CheckedContact['mail'];
  /** True when others changed fields that this person left alone, after the form was opened. */
  older: boolean;
  /** Who changed which of these fields, as far as that is known. */
  merged: readonly Text[];
  /** The contact before the save, and the fields of the form. */
  base: Contact | null;
  fields: readonly ContactKey[];
}

/** Makes the card after a save: it says what changed, what may be wrong, and the last step in Partner Center where there is one. */
export function savedCard(request: Request, shown: SavedContact): Card {
  const { recorded, names, older, merged } = shown;
  const { saved } = request.messages.contactForm;
  const { tenant, kind, changes } = recorded;
  const { contact } = tenant;
  const warnings = contact ? warningsOf(request, contact, shown) : [];
  const open = contact !== null && contact.attestedAt === null;
  // A save that a platform delivers twice has no changes, and counts as one of the portal's fields.
  const due = open && (changes.length === 0 || changes.some(({ field }) => portalKeys.some((key) => key === field)));
  const same = kind === 'unchanged';
  const stays = same && !due ? recordedFacts(request, shown) : [];
  const unchanged = older ? saved.olderForm : saved.unchanged;
  const title = same ? saved.sameTitle : due ? saved.title : saved.doneTitle;
  return card(title, same ? unchanged : due ? saved.summary : saved.doneSummary, {
    tone: warnings.length > 0 ? 'warning' : same ? 'neutral' : 'good',
    text: [
      ...(same ? [] : merged),
      ...(same ? [stays.length > 0 && !older ? saved.stays : unchanged] : []),
      ...(due ? [saved.path, ...valuesToCopy(request, contact, shown)] : same ? [] : [saved.doneText]),
      ...(open && !due ? [saved.stillOpen] : []),
      ...warnings,
    ],
    facts: same ? stays : due ? [] : changeFacts(changes, askerLocale(request), names),
    buttons: buttons(request, tenant, { open, due }),
  });
}

/** Returns what stays recorded in the fields of a small form in which nothing was changed. */
function recordedFacts(request: Request, { recorded, names, fields }: SavedContact): Fact[] {
  const { contact } = recorded.tenant;
  if (!contact || fields.length === contactKeys.length) return [];
  const now = fields.map((field) => ({ field, before: null, after: contact[field] ?? null }));
  return changeFacts(now, askerLocale(request), names);
}

/** Returns the values to copy to Partner Center: only those that changed, where it showed the others before, or where the form has no others. */
function valuesToCopy(request: Request, contact: Contact, { recorded, base, fields }: SavedContact): Text[] {
  const changed = recorded.changes.map(({ field }) => field);
  const isOnlyChange = changed.length > 0 && (base?.attestedAt != null || fields.length < contactKeys.length);
  const keys = isOnlyChange ? portalKeys.filter((key) => changed.includes(key)) : portalKeys;
  const values = portalValues(request, contact, keys);
  const isUnsure = needsLastName(contact) && keys.includes('firstName');
  return isUnsure ? [...values, request.messages.contactForm.saved.lastName] : values;
}

function buttons({ messages }: Request, tenant: StoredTenant, { open, due }: { open: boolean; due: boolean }) {
  const label = messages.securityContact.buttons;
  const show = button('press', 'contact.show', label.show, tenant.id);
  if (!open) return [show];
  const attest = remedyButton('contact.attest', tenant, messages);
  if (!due) return [show, attest];
  return [openPortal(messages, { style: 'primary' }), attest];
}

/** Returns the warnings about the fields of the form. They come with the save, which needs no second confirmation. */
function warningsOf(request: Request, contact: Contact, { mail, fields }: SavedContact): Text[] {
  const { saved } = request.messages.contactForm;
  return [
    ...(fields.includes('channels') && contact.channels.length === 0 ? [saved.noChannel] : []),
    ...(mail === 'no' ? [saved.noMail(domainOf(contact.email))] : []),
    ...(fields.includes('email') && looksPersonal(contact.email, contact)
      ? [saved.personal(mailLink(contact.email, request))]
      : []),
  ];
}
