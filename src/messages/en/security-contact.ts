import type { Missing } from '../../domain/missing.ts';
import type { PartnerType } from '../../domain/partner-tenant.ts';
import type { Inline, Text } from '../../view.ts';

const partnerTypes: Record<PartnerType, string> = {
  directBill: 'direct-bill partner',
  indirectProvider: 'indirect provider (distributor)',
  indirectReseller: 'indirect reseller',
};

/** The card of the security contact, and confirming and attesting it. */
export const securityContact = {
  title: 'Security contact',
  summary: (tenant: string, name: string) => `The security contact of ${tenant} is ${name}.`,
  summaryNone: (tenant: string) => `No security contact is recorded for ${tenant}.`,
  none: (tenant: string): Text =>
    `No security contact is recorded for ${tenant}. Microsoft requires one of every CSP partner; a Global Administrator can add it now.`,
  partnerTypes,
  kinds: { person: 'a person', group: 'a group' },
  languages: { en: 'English', fr: 'French' },
  facts: {
    tenant: 'Partner tenant',
    name: 'Name',
    email: 'E-mail',
    phone: '24x7 phone',
    channels: 'Channels',
    onCall: 'On call',
    speaks: 'Language and time zone',
    changed: 'Last changed',
    confirmed: 'Last confirmed',
    attested: 'Same in Partner Center',
    phone24x7: 'Answered day and night',
    compliance: 'Compliance contact',
  },
  byAt: (who: Inline, when: Inline): Text => ['by ', who, ' on ', when],
  by: (who: Inline): Text => ['by ', who],
  never: 'never',
  neverAttested: 'not attested since the last change',
  emptyList: 'none',
  daysAgo: (days: number): string => (days === 0 ? 'today' : days === 1 ? 'yesterday' : `${days} days ago`),
  toComplete: (count: number) => (count === 1 ? '1 thing to complete:' : `${count} things to complete:`),
  complete: 'Everything is complete.',
  missing: {
    contact: { title: 'There is no security contact', detail: 'Without one, nobody gets Microsoft’s security mail.' },
    channels: { title: 'There is no channel', detail: 'Alerts need at least one channel in Slack or Teams.' },
    attestation: {
      title: 'Partner Center may say something else',
      detail: 'Nobody has attested that Partner Center says the same since the last change.',
    },
    confirmation: { title: 'Never confirmed', detail: 'Nobody has said yet that this record is right.' },
    phone24x7: {
      title: 'The phone may not be answered at night',
      detail: 'Microsoft asks for a phone that is answered 24x7. Nobody has attested that yet.',
    },
    onCall: { title: 'Nobody is on call', detail: 'Name at least one person who is mentioned when it is urgent.' },
    compliance: {
      title: 'The compliance contact is not attested',
      detail:
        'Microsoft also wants a compliance contact: a user with the Compliance admin role in Partner Center, which only a Global Administrator can grant.',
    },
  } satisfies Record<Missing, { title: string; detail: string }>,
  groupName:
    'Partner Center’s form marks the last name as required, also for a group; Microsoft documents no value for it. The group’s name goes into both First name and Middle name.',
  ownCopy:
    'This is your organisation’s own record. Microsoft offers no API for the security contact: only a Global Administrator can change Microsoft’s copy, by hand in Partner Center.',
  whoMayChange: (people: Text): Text => ['Who may change it: ', ...[people].flat(), '. Every member may see it.'],
  buttons: {
    confirm: 'Still right',
    update: 'Update',
    attest: 'Done in Partner Center',
    history: 'History',
    portal: 'Open Partner Center',
    show: 'Show the contact',
    add: 'Add the contact',
    phone24x7: 'It is answered 24x7',
    compliance: 'It is set up',
  },
  attestQuestion: {
    title: 'Same in Partner Center?',
    text: 'You attest that Partner Center now shows the same security contact. Your name and the time are recorded.',
    yes: 'Attest',
    no: 'Not yet',
  },
  phoneQuestion: {
    title: 'Answered 24x7?',
    text: 'You attest that this phone is answered day and night. Your name and the time are recorded.',
    yes: 'Attest',
    no: 'Not yet',
  },
  complianceQuestion: {
    title: 'Compliance contact?',
    text: 'You attest that a user holds the Compliance admin role in Partner Center. Your name and the time are recorded.',
    yes: 'Attest',
    no: 'Not yet',
  },
  confirmed: 'Thank you. I recorded that you confirmed this contact.',
  attested: 'Thank you. I recorded that you attested that Partner Center says the same.',
  phoneAttested: 'Thank you. I recorded that the phone is answered 24x7.',
  complianceAttested: 'Thank you. I recorded that the compliance contact is set up.',
  repeated: 'This was already recorded; nothing was done twice.',
  changedMeanwhile:
    'The contact was changed after that card was shown, so nothing was recorded. Please check the record as it is now, then try again.',
};
