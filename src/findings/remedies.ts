import type { Finding, FindingCode } from '../domain/finding/finding.ts';
import { channelKey } from '../domain/tenant/identity.ts';
import { portal, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import { revisionValue } from '../request/choose-tenant.ts';
import { type Button, button } from '../view/view.ts';

/** Returns the id of the button that clears a finding; null for none. One button may clear several findings. */
export function remedyOf({ code, subject }: Pick<Finding, 'code' | 'subject'>, tenant: StoredTenant): string | null {
  const { contact } = tenant;
  // The anniversary asks people to confirm and to attest. Offer the one that was done longer ago first.
  if (code === 'anniversary')
    return (contact?.confirmedAt ?? '') <= (contact?.attestedAt ?? '') ? 'contact.confirm' : 'contact.attest';
  if (code === 'oneAdmin' || subject === 'admins') return null;
  // People change a fraud channel in the set-up.
  const isOfContact = contact?.channels.some((channel) => channelKey(channel) === subject);
  if (code === 'channelUnreachable' && !isOfContact) return 'contact.setup';
  if (code === 'fieldMissing' && subject === 'channels') return 'contact.channels';
  if (code === 'singlePoint') return subject === 'channel' ? 'contact.channels' : 'contact.onCallPeople';
  return remedies[code];
}

const remedies: Record<Exclude<FindingCode, 'anniversary' | 'oneAdmin' | 'singlePoint'>, string> = {
  alertOverdue: 'alerts.list',
  contactMissing: 'contact.update',
  channelUnreachable: 'contact.channels',
  channelOpened: 'contact.channels',
  mailDead: 'contact.email',
  someoneLeft: 'contact.update',
  fieldMissing: 'contact.update',
  notOnFile: 'contact.attest',
  nobodyOnCall: 'contact.onCallPeople',
  calendarStale: 'contact.onCallPeople',
  calendarZone: 'contact.onCallPeople',
  unattested: 'contact.attest',
  unconfirmed: 'contact.confirm',
  phoneUnattested: 'contact.phone24x7',
  complianceUnconfirmed: 'contact.compliance',
  unproven: 'alerts.drill',
  personalEmail: 'contact.email',
};

/** The second button of a row: it changes what people would otherwise vouch for, or accepts what they would rather change. */
const seconds: Partial<Record<FindingCode, string>> = {
  phoneUnattested: 'contact.phone',
  channelOpened: 'contact.keepChannels',
};

/** The buttons that a row may have: `may` returns true for the ids that its reader may press. */
export interface Pressable {
  /** The text that is added to the value of each button. */
  mark: string;
  may(id: string): boolean;
}

/** Returns the button of a row: the first that clears one of its findings. Its label says what it does about the finding. */
export function rowButton(findings: readonly Finding[], tenant: StoredTenant, messages: Messages, press: Pressable) {
  const { mark, may } = press;
  for (const finding of findings) {
    const id = remedyOf(finding, tenant);
    if (id === null || !may(id)) continue;
    return { ...remedyButton(id, tenant, messages, mark), ...namedFor(finding, id, messages) };
  }
  return null;
}

/** Returns the second button of a row, which has the first already; null for none. */
export function secondButton(
  [finding]: readonly Finding[],
  tenant: StoredTenant,
  messages: Messages,
  press: Pressable,
) {
  const id = finding && seconds[finding.code];
  return id !== undefined && press.may(id) ? remedyButton(id, tenant, messages, press.mark) : null;
}

/** Returns the label of a button that clears many kinds of findings: it says what people do there about this one. */
function namedFor({ code, subject }: Pick<Finding, 'code' | 'subject'>, id: string, { findings }: Messages) {
  if (id === 'contact.setup') return {};
  const detail = code === 'anniversary' ? id : subject;
  const label = findings.buttons[`${code}.${detail}`] ?? findings.buttons[code];
  return label === undefined ? {} : { label };
}

/** The last word in the value of a button that opens a question. Without it the button asked already, or its card shows what it is about. */
export const asking = 'ask';

/** Returns the button; one that asks whether the contact is right records that at once, for a card that shows all of the contact. */
export function confirmingAtOnce(button: Button): Button {
  return button.id === 'contact.confirm' ? { ...button, value: button.value.replace(` ${asking}`, '') } : button;
}

/** The id of the button that leads to Partner Center. */
export const portalButton = 'contact.portal';

/** Returns the button that leads to the contact in Partner Center. */
export function openPortal({ securityContact }: Messages, more: Partial<Button> = {}): Button {
  return button('link', portalButton, securityContact.buttons.portal, portal.securityContact, more);
}

/** Returns the button of this id for a tenant. `mark` is added to its value. */
export function remedyButton(id: string, tenant: StoredTenant, messages: Messages, mark = ''): Button {
  const { buttons, attestQuestion, phoneQuestion, complianceQuestion, keepQuestion } = messages.securityContact;
  const of = (label: string, value: string, more: Partial<Button> = {}) =>
    button('press', id, label, `${value}${mark}`, more);
  switch (id) {
    case 'contact.confirm':
      return of(buttons.confirm, `${revisionValue(tenant)} ${asking}`);
    case 'contact.attest':
      // One question has everything to attest at once.
      return tenant.contact?.phone24x7At === null || tenant.complianceAttestedAt === null
        ? { ...of(buttons.attest, `${revisionValue(tenant)} ${asking}`), kind: 'form' }
        : of(buttons.attest, revisionValue(tenant), { confirm: attestQuestion });
    case 'contact.phone24x7':
      return of(buttons.phone24x7, revisionValue(tenant), { confirm: phoneQuestion });
    case 'contact.compliance':
      return of(buttons.compliance, revisionValue(tenant), { confirm: complianceQuestion });
    case 'contact.keepChannels':
      return of(buttons.keepChannels, tenant.id, { confirm: keepQuestion });
    case 'alerts.list':
      // As the buttons of the list: how many to skip, and the filter.
      return button('press', id, messages.alerts.buttons.listShort, '0 unacknowledged');
    case 'alerts.drill':
      return of(messages.reminders.buttons.drill, tenant.id);
    case 'contact.setup':
      return { ...of(messages.tenants.setUp, tenant.id), kind: 'form' };
    case 'contact.phone':
      return { ...of(buttons.changePhone, tenant.id), kind: 'form' };
    case 'contact.email':
      return { ...of(buttons.changeEmail, tenant.id), kind: 'form' };
    case 'contact.channels':
      return { ...of(buttons.changeChannels, tenant.id), kind: 'form' };
    case 'contact.onCall':
    case 'contact.onCallPeople':
      return { ...of(buttons.onCall, tenant.id), kind: 'form' };
    default:
      return { ...of(tenant.contact ? buttons.update : buttons.add, tenant.id), id: 'contact.update', kind: 'form' };
  }
}
