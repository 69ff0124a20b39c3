import type { Asking } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Change } from '../domain/history.ts';
import type { Contact, StoredTenant } from '../domain/partner-tenant.ts';
import { spokenPhone } from '../domain/phone.ts';
import { portal } from '../domain/portal.ts';
import type { Names } from '../names.ts';
import type { Card, Fact, Row } from '../view.ts';
import { attestButton } from './contact-card.ts';
import { fieldText } from './field-text.ts';
import type { Recorded } from './record-contact.ts';
import { warningsOf } from './warnings.ts';

export interface Saved {
  recorded: Extract<Recorded, { kind: 'saved' | 'unchanged' }>;
  names: Names;
  mail: 'yes' | 'no' | 'unknown';
}

/** What a save answers: what changed, what may be wrong, and what is left to do in Partner Center. */
export function savedCard(asking: Asking, { recorded, names, mail }: Saved): Card {
  const { saved } = asking.words.contactForm;
  const { tenant, kind } = recorded;
  const { contact } = tenant;
  const warnings = contact ? warningsOf(asking, contact, mail) : [];
  const due = contact !== null && contact.attestedAt === null;
  return card(due ? saved.title : saved.doneTitle, due ? saved.summary : saved.doneSummary, {
    tone: due || warnings.length > 0 ? 'warning' : 'good',
    text: [...warnings, ...(kind === 'unchanged' ? [saved.unchanged] : []), due ? saved.text : saved.doneText],
    facts: changeFacts(asking, recorded.changes, names),
    rows: due && contact ? steps(asking, contact) : [],
    buttons: buttons(asking, tenant, due),
  });
}

/** One fact a field: before → after. */
export function changeFacts({ words }: Asking, changes: readonly Change[], names: Names): Fact[] {
  const { saved, fields } = words.contactForm;
  const labels: Readonly<Record<string, string>> = fields;
  const said = (field: string, value: unknown) => fieldText(field, value, words, names) ?? saved.nothing;
  return changes.map(({ field, before, after }) => ({
    label: labels[field] ?? field,
    value: saved.change(said(field, before), said(field, after)),
  }));
}

function steps({ words }: Asking, contact: Contact): Row[] {
  const { saved } = words.contactForm;
  const group = contact.kind === 'group';
  const details = [saved.open, saved.path, saved.enter(portalValues(words, contact)), saved.save, saved.return];
  return details.map((detail, index) => ({
    title: saved.steps(index + 1),
    detail: index === 2 && group ? `${detail} ${saved.lastName}` : detail,
    button: null,
  }));
}

function portalValues(words: Asking['words'], contact: Contact): string {
  const { portalFields: label } = words.contactForm.saved;
  const values = { ...contact, phone: spokenPhone(contact.phone) };
  const names = ['firstName', 'middleName', 'lastName', 'email', 'phone'] as const;
  return names.flatMap((name) => (values[name] === '' ? [] : [`${label[name]}: ${values[name]}`])).join('; ');
}

function buttons({ words }: Asking, tenant: StoredTenant, due: boolean) {
  const label = words.securityContact.buttons;
  const show = button('press', 'contact.show', label.show, tenant.id);
  if (!due) return [show];
  return [
    button('link', 'contact.portal', label.portal, portal.securityContact, { style: 'primary' }),
    attestButton(words.securityContact, tenant),
    show,
  ];
}
