import { contactFields, domainOf, looksPersonal } from '../../domain/tenant/contact-fields.ts';
import { type Contact, needsLastName, portal, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { mailLink, valueLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import { askerLocale, type Names } from '../../request/viewer-locale.ts';
import { button, type Card, card, lines, type Row, type Text } from '../../view/view.ts';
import { changeFacts } from '../history/change-facts.ts';
import type { CheckedContact } from './check-contact.ts';
import { attestButton } from './contact-card.ts';
import type { ContactSaveResult } from './record-contact.ts';

const portalFields = contactFields.filter((field) => field.portal);

/** What was saved. */
export interface SavedContact {
  recorded: Extract<ContactSaveResult, { kind: 'saved' | 'unchanged' }>;
  names: Names;
  mail: CheckedContact['mail'];
  /** True when others changed fields that this person left alone, after the form was opened. */
  older: boolean;
}

/** Makes the card after a save: it says what changed, what may be wrong, and what is left to do in Partner Center. */
export function savedCard(request: Request, { recorded, names, mail, older }: SavedContact): Card {
  const { saved } = request.messages.contactForm;
  const { tenant, kind } = recorded;
  const { contact } = tenant;
  const warnings = contact ? warningsOf(request, contact, mail) : [];
  const open = contact !== null && contact.attestedAt === null;
  const isOfPortal = (name: string) => portalFields.some(({ key }) => key === name);
  // A save that a platform delivers twice has no changes, and counts as one of the portal's fields.
  const due = open && (recorded.changes.length === 0 || recorded.changes.some(({ field }) => isOfPortal(field)));
  const same = kind === 'unchanged';
  const unchanged = older ? saved.olderForm : saved.unchanged;
  const title = same ? saved.sameTitle : due ? saved.title : saved.doneTitle;
  return card(title, same ? unchanged : due ? saved.summary : saved.doneSummary, {
    tone: open || warnings.length > 0 ? 'warning' : 'good',
    text: [
      ...(same ? [unchanged] : []),
      ...(due ? [saved.text] : same ? [] : [saved.doneText]),
      ...(open && !due ? [saved.stillOpen] : []),
      ...warnings,
    ],
    facts: changeFacts(recorded.changes, askerLocale(request), names),
    rows: due && contact ? steps(request, contact) : [],
    buttons: buttons(request, tenant, { open, due }),
  });
}

function steps(request: Request, contact: Contact): Row[] {
  const { open, path, enter, save, back } = request.messages.contactForm.saved.steps;
  const values = { title: enter.title, detail: lines(portalValues(request, contact)) };
  return [open, path, values, save, back].map((step) => ({ ...step, button: null }));
}

/** Lists the values to type in Partner Center, one field on each line. */
function portalValues(request: Request, contact: Contact): Text[] {
  const { messages } = request;
  const { labels: ours, saved } = messages.contactForm;
  const labels = { ...ours, ...saved.portalFields };
  const said = portalFields.flatMap(({ key, type }): Text[] =>
    contact[key] ? [[`${labels[key]}${messages.history.colon}`, valueLink(type, contact[key], request)]] : [],
  );
  return needsLastName(contact) ? [...said, saved.lastName] : said;
}

function buttons({ messages }: Request, tenant: StoredTenant, { open, due }: { open: boolean; due: boolean }) {
  const label = messages.securityContact.buttons;
  const show = button('press', 'contact.show', label.show, tenant.id);
  if (!open) return [show];
  if (!due) return [show, attestButton(messages.securityContact, tenant)];
  return [
    button('link', 'contact.portal', label.portal, portal.securityContact, { style: 'primary' }),
    attestButton(messages.securityContact, tenant),
    show,
  ];
}

/** Returns the warnings about a contact that was saved. They come with the save, which needs no second confirmation. */
function warningsOf(request: Request, contact: Contact, mail: CheckedContact['mail']): Text[] {
  const { saved } = request.messages.contactForm;
  return [
    ...(contact.channels.length === 0 ? [saved.noChannel] : []),
    ...(mail === 'no' ? [saved.noMail(domainOf(contact.email))] : []),
    ...(looksPersonal(contact.email, contact) ? [saved.personal(mailLink(contact.email, request))] : []),
  ];
}
