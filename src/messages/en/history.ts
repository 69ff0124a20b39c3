import type { Deed } from '../../domain/history.ts';
import type { Inline, Text } from '../../view.ts';

export const history = {
  title: 'History',
  summary: (tenant: string) => `The changes to the security contact of ${tenant}, newest first.`,
  empty: 'Nothing was changed yet.',
  deeds: {
    'contact.updated': 'changed the contact',
    'contact.confirmed': 'confirmed that it is still right',
    'contact.attested': 'attested that Partner Center says the same',
    'contact.phoneAttested': 'attested that the phone is answered 24x7',
    'contact.disowned': 'pressed “Not us” about a change',
    'tenant.setUp': 'set up the partner tenant',
    'tenant.complianceAttested': 'attested the compliance contact',
    'organisation.setUp': 'set the organisation’s channels',
    'register.imported': 'imported the register',
    'faq.asked': 'put a question to the experts',
    'faq.answered': 'answered a question as an expert',
    'faq.proposalRemoved': 'removed a proposed entry of the FAQ',
    'alert.acknowledged': 'acknowledged alert',
    'alert.acknowledgedAll': 'acknowledged several alerts at once:',
    'alert.resolved': 'resolved alert',
    'alert.reopened': 'reopened alert',
    'alert.raised': 'raised alert',
    'alert.drilled': 'started drill',
    'reminder.sent': 'sent a reminder',
    'reminder.snoozed': 'put off a reminder',
  } satisfies Record<Deed, string>,
  /** Dates and people that an import may bring along, and which change somebody disowned. */
  marks: {
    entry: 'Entry',
    changedAt: 'Changed on',
    changedBy: 'Changed by',
    changedFields: 'Changed',
    confirmedAt: 'Confirmed on',
    confirmedBy: 'Confirmed by',
    attestedAt: 'Attested as the same in Partner Center on',
    attestedBy: 'Attested as the same in Partner Center by',
    phone24x7At: '24x7 phone attested on',
    phone24x7By: '24x7 phone attested by',
    complianceAttestedAt: 'Compliance contact attested on',
    complianceAttestedBy: 'Compliance contact attested by',
  },
  entry: (who: Inline, deed: string): Text => [who, ` ${deed}`],
  importer: 'The command line',
  bot: 'The bot',
  colon: ': ',
  older: 'Older',
  newer: 'Newest',
  footer: (first: number, last: number) =>
    `Entries ${last} to ${first}. Each carries the fingerprint of the one before it.`,
  head: {
    title: (month: string) => `Audit trail, ${month}`,
    text: (number: number) =>
      `The audit trail has ${number} entries. Please keep this message: with the hash of the newest entry, any later change of an older one shows.`,
    hash: 'SHA-256',
  },
};
