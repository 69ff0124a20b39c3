import { button, card } from '../card.ts';
import { mailLink, phoneLink } from '../contact-links.ts';
import { type Contact, needsLastName, type StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import type { Names } from '../names.ts';
import type { Request } from '../request/request.ts';
import { lines } from '../text.ts';
import type { Card, Row, Text } from '../view.ts';
import { voiceOfAsker } from '../voice.ts';
import { changeFacts } from './change-text.ts';
import { attestButton } from './contact-card.ts';
import { portalFields, type Recorded } from './record-contact.ts';
import { warningsOf } from './warnings.ts';

export interface Saved {
  recorded: Extract<Recorded, { kind: 'saved' | 'unchanged' }>;
  names: Names;
  mail: 'yes' | 'no' | 'unknown';
}

/** What a save answers: what changed, what may be wrong, and what is left to do in Partner Center. */
export function savedCard(request: Request, { recorded, names, mail }: Saved): Card {
  const { saved } = request.words.contactForm;
  const { tenant, kind } = recorded;
  const { contact } = tenant;
  const warnings = contact ? warningsOf(request, contact, mail) : [];
  const open = contact !== null && contact.attestedAt === null;
  const due = open && concernsPortal(recorded);
  const same = kind === 'unchanged';
  const title = same ? saved.sameTitle : due ? saved.title : saved.doneTitle;
  return card(title, same ? saved.unchanged : due ? saved.summary : saved.doneSummary, {
    tone: open || warnings.length > 0 ? 'warning' : 'good',
    text: [
      ...(same ? [saved.unchanged] : []),
      ...(due ? [saved.text] : same ? [] : [saved.doneText]),
      ...(open && !due ? [saved.stillOpen] : []),
      ...warnings,
    ],
    facts: changeFacts(recorded.changes, voiceOfAsker(request), names),
    rows: due && contact ? steps(request, contact) : [],
    buttons: buttons(request, tenant, { open, due }),
  });
}

/** Whether Microsoft's form has something of what changed; a save that was delivered twice no longer knows what did. */
function concernsPortal({ changes }: Saved['recorded']): boolean {
  return changes.length === 0 || changes.some(({ field }) => portalFields.includes(field));
}

function steps({ words }: Request, contact: Contact): Row[] {
  const { open, path, enter, save, back } = words.contactForm.saved.steps;
  const values = { title: enter.title, detail: lines(portalValues(words, contact)) };
  return [open, path, values, save, back].map((step) => ({ ...step, button: null }));
}

/** What to type there, a field a line. */
function portalValues(words: Request['words'], contact: Contact): Text[] {
  const { saved } = words.contactForm;
  const values = { ...contact, email: mailLink(contact.email, words), phone: phoneLink(contact.phone) };
  const names = ['firstName', 'middleName', 'lastName', 'email', 'phone'] as const;
  const said = names.flatMap((name): Text[] =>
    contact[name] === '' ? [] : [[`${saved.portalFields[name]}${words.history.colon}`, values[name]]],
  );
  return needsLastName(contact) ? [...said, saved.lastName] : said;
}

function buttons({ words }: Request, tenant: StoredTenant, { open, due }: { open: boolean; due: boolean }) {
  const label = words.securityContact.buttons;
  const show = button('press', 'contact.show', label.show, tenant.id);
  if (!open) return [show];
  if (!due) return [show, attestButton(words.securityContact, tenant)];
  return [
    button('link', 'contact.portal', label.portal, portal.securityContact, { style: 'primary' }),
    attestButton(words.securityContact, tenant),
    show,
  ];
}
