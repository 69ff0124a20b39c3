import type { AboutOf, Kind } from '../../src/domain/delivery/kinds.ts';
import { contoso, sam, slackChannel } from './partner.ts';

/** What the samples name, where a test has rows of its own for it. */
interface Named {
  at: string;
  /** The alert that a person raised. */
  raised: string;
  /** The step of the story of alert c, and the entry of the history. */
  step: number;
  entry: number;
}

/** One delivery of each kind, by its subject. A kind that is forgotten does not compile. */
export function everyKind({ at, raised, step, entry }: Named): { readonly [K in Kind]: AboutOf<K> } {
  const [alertId, alertIds] = ['webhook:default a', ['webhook:default a', 'webhook:default c']];
  const counts = { informational: 0, low: 0, medium: 2, high: 0 };
  const rules = { lines: ['x'], count: 1 };
  const of = { tenantId: contoso, channel: slackChannel };
  const since = '2026-11-16T09:00:00.000Z';
  return {
    alert: { kind: 'alert', alertId },
    unrouted: { kind: 'unrouted', alertId },
    escalation: { kind: 'escalation', alertId, step: 0, revision: 1 },
    followUp: { kind: 'followUp', alertId: 'webhook:default c', step },
    raisedFrom: { kind: 'raisedFrom', alertId: raised, message: '1.1' },
    escalations: { kind: 'escalations', id: 900, alertIds, count: 2, calls: [] },
    overdue: { kind: 'overdue', id: 901, alertIds, more: 0, counts, limit: 'bound', digestId: 'd' },
    asked: { kind: 'asked', id: 902, whom: 'channel', alertIds, count: 2, calls: [] },
    offered: { kind: 'offered', alertId, step: 0 },
    digest: { kind: 'digest', digestId: 'd' },
    digestEscalation: { kind: 'digestEscalation', digestId: 'd', last: true },
    contactChanged: { kind: 'contactChanged', tenantId: contoso, entry },
    notUs: { kind: 'notUs', tenantId: contoso, entry, by: sam, byName: 'Sam' },
    approval: { kind: 'approval', id: `${contoso} ${entry}`, tenantId: contoso },
    approvalEnded: { kind: 'approvalEnded', id: `organisation ${entry}`, tenantId: contoso },
    calendarPeople: { kind: 'calendarPeople', tenantId: contoso, field: 'onCallCalendar', words: ['Zoe'], more: 1, at },
    channelRefused: { kind: 'channelRefused', ...of, reason: 'is_archived 2026-11-24' },
    channelLate: { kind: 'channelLate', ...of, reason: 'timeout', day: '2026-11-24', until: null },
    cardRefused: { kind: 'cardRefused', ...of, what: 'x', alert: alertId, reason: 'invalid_blocks' },
    storeFull: { kind: 'storeFull', full: true, limit: 4e8, at },
    disk: { kind: 'disk', level: 'low', again: true, freeBytes: 3e8, at },
    databaseLoss: { kind: 'databaseLoss', what: 'lost', alertIds: [alertId], more: 0, at },
    settingsNews: { kind: 'settingsNews', what: 'refused', count: 2, places: [], at },
    shareFull: { kind: 'shareFull', share: 'signed', day: at.slice(0, 10) },
    sourceStorm: { kind: 'sourceStorm', share: 'webhook:prom', at },
    sourceLeftOut: { kind: 'sourceLeftOut', source: 'cipp', at, unread: 1, truncated: 2, problems: [], from: at },
    sourceSilent: { kind: 'sourceSilent', source: 'cipp', since, at },
    rulesChanged: { kind: 'rulesChanged', source: 'cipp', at, added: rules, changed: rules, removed: rules, count: 2 },
    alertsHeld: { kind: 'alertsHeld', source: 'cipp', line: 'x', count: 3, until: at, at },
    hindrance: { kind: 'hindrance', platform: 'slack', what: 'files:write', week: '2026-11-23' },
    microsoftNews: { kind: 'microsoftNews', what: 'breakGlass', who: sam, day: at.slice(0, 10), at },
    receiverNews: { kind: 'receiverNews', what: 'down', receiver: 'pager', since, why: 'ECONNREFUSED', at },
    closing: { kind: 'closing', alertIds: ['webhook:default b'], at },
    welcome: { kind: 'welcome' },
    weekly: { kind: 'weekly', tenantIds: [contoso], week: '2026-11-23' },
    auditHead: { kind: 'auditHead', month: '2026-11', number: entry, hash: 'ab12' },
    faqQuestion: { kind: 'faqQuestion', questionId: 'q' },
    faqAnswer: { kind: 'faqAnswer', questionId: 'r' },
    answer: { kind: 'answer', number: 3, card: {} },
    reminder: { kind: 'reminder', reminderId: 'reminder-18' },
  };
}
