/** What a phone or a pager shows of an event that other systems receive. */
export const outgoing = {
  /** What happened to an alert. */
  alert: {
    accepted: 'New alert',
    unacknowledged: 'Nobody has acknowledged',
    overdue: 'Overdue',
    acknowledged: 'Acknowledged',
    handedOver: 'Handed over',
    note: 'New note',
    resolved: 'Resolved',
    reopened: 'Reopened',
  },
  /** Everything else that happened. */
  other: {
    'contact.changed': 'The security contact was changed',
    'finding.opened': 'The security contact needs attention',
    'finding.closed': 'A finding about the security contact is resolved',
    'source.silent': 'A source is silent',
    audit: 'New entry in the history',
    'receiver.test': 'Test',
  },
  testText: 'This is a test of the connection. Nothing happened.',
  drill: (news: string) => `Drill: ${news}`,
  unanswered: (time: string) => `Nobody has acknowledged it for ${time}.`,
  numbered: (news: string, number: number) => `${news}: alert ${number}`,
  about: (news: string, tenant: string) => `${news} · ${tenant}`,
  titled: (news: string, title: string) => `${news}: ${title}`,
  line: (label: string, value: string) => `${label}: ${value}`,
  by: 'By',
  to: 'To',
  fields: 'Changed',
  finding: 'Finding',
  reference: 'Ticket',
  mayBeRepeat: 'You may see this twice, because I could not tell whether the first one arrived.',
};
