import type { Missing } from '../../domain/finding/finding.ts';
import type { PartnerType } from '../../domain/tenant/partner-tenant.ts';
import type { Inline, Text } from '../../view/view.ts';

const partnerTypes: Record<PartnerType, string> = {
  directBill: 'direct-bill partner',
  indirectProvider: 'indirect provider (distributor)',
  indirectReseller: 'indirect reseller',
};

/** What people confirm: that the contact is still right, and what the question after “Done in Partner Center” asks. */
type ConfirmedFact = 'confirmed' | 'attested' | 'phoneAttested' | 'complianceAttested';
const confirmedFacts: Record<ConfirmedFact, string> = {
  confirmed: 'that you confirmed this contact',
  attested: 'that Partner Center shows the same contact',
  phoneAttested: 'that somebody answers the phone day and night',
  complianceAttested: 'that at least one user has the Compliance admin role in Partner Center',
};

const numbers: Readonly<Record<number, string>> = { 3: 'three', 4: 'four', 5: 'five' };

/** People read these words on the card of the security contact, and when they confirm it. */
export const securityContact = {
  title: 'Security contact',
  titleOf: (tenant: string) => `Security contact: ${tenant}`,
  summary: (tenant: string, name: string) => `The security contact of ${tenant} is ${name}.`,
  summaryNone: (tenant: string) => `No security contact is recorded for ${tenant}.`,
  none: (tenant: string): Text =>
    `No security contact is recorded for ${tenant}. Microsoft requires every CSP partner to have a security contact. A Global Administrator can add it now.`,
  partnerTypes,
  kinds: { person: 'a person', group: 'a group' },
  facts: {
    tenant: 'Partner tenant',
    name: 'Name',
    email: 'E-mail',
    phone: '24x7 phone',
    phone24x7: '24x7 phone confirmed',
    channels: 'Channels',
    onCall: 'On call',
    changed: 'Last changed',
    confirmed: 'Last confirmed',
    attested: 'Checked in Partner Center',
    proven: 'Last reached',
    compliance: 'Compliance contact confirmed',
  },
  byAt: (who: Inline, when: Inline): Text => ['by ', who, ' on ', when],
  on: (when: Inline, who: Inline | null): Text => (who ? [when, ' by ', who] : [when]),
  /** A list of tenants says this of each. */
  states: {
    none: 'No contact yet',
  },
  never: 'never',
  neverAttested: 'not since the last change',
  emptyList: 'none',
  nobody: 'nobody',
  daysAgo: (days: number): string => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  complete: (off: number) =>
    off === 0 ? 'Nothing to fix.' : `Nothing to fix now. ${off === 1 ? '1 thing is' : `${off} things are`} snoozed.`,
  missing: {
    attestation: {
      title: 'Compare the contact with Partner Center',
      detail: 'Since the last change, nobody has confirmed that Partner Center shows the same contact.',
    },
    confirmation: { title: 'Confirm the contact', detail: 'Nobody has confirmed this contact yet.' },
    onCall: { title: 'Choose who is on call', detail: 'I mention the people on call when an alert is urgent.' },
  } satisfies Record<Missing, { title: string; detail: string }>,
  whoMayChange: (people: Text): Text => [
    'Only Global Administrators (',
    ...[people].flat(),
    ') can change the contact.',
  ],
  buttons: {
    confirm: 'Still right',
    update: 'Update',
    attest: 'Done in Partner Center',
    history: 'History',
    portal: 'Open Partner Center',
    show: 'Show the contact',
    add: 'Add the contact',
    keepChannels: 'Accept',
    phone24x7: 'Confirm 24x7 phone',
    compliance: 'Confirm compliance contact',
    changePhone: 'Change phone',
    changeEmail: 'Change e-mail',
    changeChannels: 'Channels',
    onCall: 'On call',
    details: 'Details',
  },
  /** The question after “Done in Partner Center”: what it has to show, and a tick for each fact. */
  attestForm: {
    title: 'Same in Partner Center?',
    submit: 'Confirm',
    cancel: 'Not yet',
    intro: (tenant: string): Text => `Partner Center should now show this for ${tenant}:`,
    label: 'What have you checked?',
    hint: 'Tick only what you have checked. Your name and the time are recorded.',
    facts: {
      attested: 'Partner Center shows the same contact',
      phoneAttested: 'Somebody answers the phone day and night',
      complianceAttested: 'At least one user has the Compliance admin role in Partner Center',
    },
    changedMeanwhile:
      'Somebody changed the contact after you opened the previous card. Please check the new values below.',
    nothing: 'Please tick at least one box, or press “Not yet”.',
  },
  /** Asked after a sentence that says so, since only a press records it. */
  confirmQuestion: {
    title: (tenant: string) => `Is the contact of ${tenant} still right?`,
    text: 'Nothing is recorded until you press the button.',
  },
  attestQuestion: {
    title: 'Same in Partner Center?',
    text: 'Does Partner Center now show the same security contact? Your name and the time are recorded.',
    yes: 'Yes, the same',
    no: 'Not yet',
  },
  phoneQuestion: {
    title: 'Is the phone answered 24x7?',
    text: 'Does somebody answer this phone day and night? Your name and the time are recorded.',
    yes: 'Yes, day and night',
    no: 'Not yet',
  },
  complianceQuestion: {
    title: 'Is there a compliance contact?',
    text: 'Does at least one user have the Compliance admin role in Partner Center? Your name and the time are recorded.',
    yes: 'Yes, confirm',
    no: 'Not yet',
  },
  keepQuestion: {
    title: 'Keep posting alerts in these channels?',
    text: 'More people than before can read the security alerts there. Your name and the time are recorded.',
    yes: 'Accept',
    no: 'Not yet',
  },
  /** Several tenants in one card. */
  all: {
    title: 'Security contacts',
    summary: (count: number) => `These are the security contacts of ${count} partner tenants.`,
    question: (count: number) =>
      count === 1 ? 'Still right?' : `Still right for ${count === 2 ? 'both' : `all ${numbers[count] ?? count}`}?`,
    /** The button that asks it of several. */
    ask: (count: number) => `Confirm ${count === 2 ? 'both' : `all ${numbers[count] ?? count}`}`,
    yes: 'Yes, all correct',
    without: (names: string) =>
      `These tenants are not included: ${names}. They have no contact yet, or you cannot confirm it.`,
    confirmed: (names: string) => `Thank you. I recorded that you confirmed the contacts of ${names}.`,
    changed: (names: string) =>
      `These contacts changed after you were asked, so I recorded nothing: ${names}. Please look again.`,
  },
  channelsKept: 'Alerts will keep going to these channels.',
  /** After a confirmation. `facts` has at least one; `next` is when the bot next asks, for the contact alone. */
  recorded: (facts: readonly ConfirmedFact[]) =>
    `Thank you. I recorded ${facts.map((fact, n) => `${n === 0 ? '' : n === facts.length - 1 ? ' and ' : ', '}${confirmedFacts[fact]}`).join('')}.`,
  askedAgain: (when: Inline): Text => [' I will ask again on ', when, '.'],
  repeated: 'This was already recorded.',
  changedMeanwhile:
    'Somebody changed the contact after you opened the previous card, so nothing was recorded. Please check the contact, then try again.',
};
