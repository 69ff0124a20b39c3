/** An alert in a line or two: what has happened, how severe it is, whose, and how it stands. */
import type { Alert } from '../../domain/alert/alert.ts';
import { isBacklog } from '../../domain/alert/backlog.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import { holderOf } from '../../domain/alert/holding.ts';
import { isHeld } from '../../domain/alert/rule.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { isAnswer } from '../../domain/alert/timeline.ts';
import { portal, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { capitalised, shortName } from '../../domain/text/words.ts';
import { said, type ViewerLocale } from '../../request/viewer-locale.ts';
import { excerpt, type Inline, plainOf, type Text } from '../../view/view.ts';
import {
  allowedLess,
  closedWord,
  customerInRow,
  doer,
  isLate,
  person,
  resolvedText,
  senderOf,
  severityText,
  sourceText,
  ticketTexts,
} from './alert-facts.ts';
import type { AlertOf } from './load-alert.ts';

/** The number of characters that fit in three lines of a heading at 320 px. */
export const headlineLength = 66;

/** Returns what has happened, as the sender calls it, without the words that Microsoft puts before every name. */
export function headline({ content: { displayName } }: Pick<Alert, 'content'>): string {
  return excerpt(displayName.replace(/^action required:\s*(?=\S)/i, ''), headlineLength);
}

/** Returns a tenant's name in at most 24 characters, for where there is little room. */
export function shortTenant({ messages }: ViewerLocale, tenant: StoredTenant | null): string {
  return tenant ? shortName(tenant.name, 24) : messages.alerts.noTenant;
}

/** Returns the beginning of every notification about an alert: what is new, which tenant it is about, and what has happened. */
export function subject(viewer: ViewerLocale, { alert, tenant }: AlertOf, news: string): string {
  return viewer.messages.alerts.subject(news, shortTenant(viewer, tenant), headline(alert));
}

/** Returns what a notification and a screen reader say of an alert, as it stands now. */
export function summaryOf(viewer: ViewerLocale, about: AlertOf): string {
  const detail = stateDetail(viewer, about);
  return sentences(subject(viewer, about, newsOf(viewer, about.alert)), detail === null ? '' : plainOf(detail));
}

/**
 * Returns the texts as sentences: each begins with a capital, where it does not begin with an address, and ends with a full stop. Empty
 * texts are left out.
 */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => (/^\S*@/.test(text) ? text : capitalised(text)))
    .map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

function newsOf({ messages }: ViewerLocale, alert: Alert): string {
  const { statuses, drillTitle, testTitle, kinds, late, unverified } = messages.alerts;
  const closed = closedWord(messages, alert);
  if (closed !== null) return closed;
  if (alert.status !== 'active') return statuses[alert.status];
  if (alert.origin === 'drill') return drillTitle;
  if (alert.content.isTest) return testTitle;
  if (isUnverified(alert)) return unverified.kind;
  const kind = kinds[alert.content.severity];
  return isLate(alert) ? late(kind) : kind;
}

/**
 * Returns the alert in two lines, or in one when it is resolved: severity, tenant, and who did what about it last. Further lines say
 * that it is unverified, that a window holds it, or that it is backlog, how often it came, that its sender takes it for over, that it
 * was sent as more severe than its source may, and how it stands at its source. `why` says why the alert stands here, and says too that
 * it waits.
 */
export function stateLines(viewer: ViewerLocale, about: AlertOf & { why?: Text }): Text[] {
  const { alert, tenant, why } = about;
  const { statuses, facts, drillTitle, testTitle, levels, unverified } = viewer.messages.alerts;
  const whose = [shortTenant(viewer, tenant), ...customerInRow(viewer, about)].join(' · ');
  const detail = stateLine(viewer, about);
  const there = thereLines(viewer, alert);
  if (alert.status === 'resolved')
    return [[`${facts.number} ${alert.number} · ${whose} · `, ...[detail ?? ''].flat()], ...there];
  const kind = alert.origin === 'drill' ? drillTitle : severityText(viewer, alert, levels);
  const marks = [...(alert.content.isTest ? [testTitle] : []), ...(isUnverified(alert) ? [unverified.word] : [])];
  const first = [...marks, kind].join(' · ');
  const open = alert.status === 'active' && !why ? ` · ${statuses.active}` : '';
  const over = overText(viewer, alert);
  const held = isBacklog(alert) ? viewer.messages.alerts.backlog(senderOf(alert)) : heldText(viewer, alert);
  const seen = seenText(viewer, alert);
  const lines: readonly (Text | null)[] = [
    [{ kind: 'strong', text: first }, ` · ${whose}${open}`],
    ...[isUnverified(alert) ? unverified.text : null, detail, held, seen, over && [...over, '.']],
  ];
  return [...lines.filter((line) => line !== null), ...allowedLess(viewer.messages, alert), ...there];
}

/** Returns that the source has the alert no longer, or that somebody has to answer it there too; nothing when neither is so. */
function thereLines({ messages }: ViewerLocale, { there, answerThere }: Alert): Text[] {
  const { goneThere, answerThere: say, buttons } = messages.alerts;
  if (there?.status === 'gone') return [goneThere];
  return answerThere ? [say({ kind: 'link', url: portal.securityAlerts, label: buttons.open })] : [];
}

/** Returns how often the alert came, and when last; null for one that came once. */
export function seenText(viewer: ViewerLocale, { seen }: Alert): Text | null {
  return seen ? viewer.messages.alerts.seen(seen.times, said(viewer, seen.at)) : null;
}

/** Returns until when a maintenance window holds the alert, and why; null for one that is not held. */
export function heldText(viewer: ViewerLocale, alert: Alert): Text | null {
  if (!alert.held || !isHeld(alert)) return null;
  return viewer.messages.alerts.held(said(viewer, alert.held.until), excerpt(alert.held.why, 160));
}

/**
 * Returns that the sender, called `who`, takes the alert for over, and since when, or as what it continues there, without a full stop;
 * null while it goes on.
 */
export function overText(viewer: ViewerLocale, alert: Alert, who = senderOf(alert)): Inline[] | null {
  if (!alert.resolvedBySender) return null;
  const { at, continues } = alert.resolvedBySender;
  if (continues !== undefined) return viewer.messages.alerts.continues(who, continues);
  return viewer.messages.alerts.over(who, at === null ? null : said(viewer, at));
}

/** Returns who did what about the alert last, behind the word for its state where one belongs there. */
function stateLine(viewer: ViewerLocale, about: AlertOf): Text | null {
  const { statuses } = viewer.messages.alerts;
  const { status } = about.alert;
  const detail = stateDetail(viewer, about);
  const isArchived = about.alert.resolved?.reason === null && !about.alert.resolved.there;
  if (detail === null || status === 'active' || isArchived) return detail;
  return [{ kind: 'strong', text: statuses[status] }, ' ', ...[detail].flat()];
}

/** Returns who did what about the alert last, or until when it must be answered. Null for a drill that waits. */
function stateDetail(viewer: ViewerLocale, { alert, tenant }: AlertOf): Text | null {
  const { byAt, limit, missed, reopenedBy } = viewer.messages.alerts;
  const { acknowledged, resolved } = alert;
  if (resolved) return resolvedText(viewer, alert);
  if (acknowledged)
    return [
      ...[byAt(doer(viewer.messages, acknowledged), said(viewer, acknowledged.at))].flat(),
      ...holderText(viewer, alert),
    ];
  const by = answerBy(alert, tenant?.partnerType ?? null);
  const until = by && [(isLate(alert) ? missed : limit)(said(viewer, by.at))].flat();
  const reopened = alert.timeline.findLast(({ what }) => what === 'reopened');
  const handed = holderText(viewer, alert);
  if (!reopened || !isAnswer(reopened)) return until === null || handed.length === 0 ? until : [...until, ...handed];
  const who = reopenedBy(doer(viewer.messages, reopened), said(viewer, reopened.at));
  return [...[who].flat(), ...(until ? ['. ', ...until] : []), ...handed];
}

/** Returns who holds the alert, where that is not who acknowledged it, and to whom it is handed over; nothing when neither is so. */
function holderText(viewer: ViewerLocale, alert: Alert): Inline[] {
  const { withHolder, offeredTo } = viewer.messages.alerts;
  const { acknowledged, offered } = alert;
  const holder = holderOf(alert);
  const isOther = holder !== null && acknowledged !== null && holder.at !== acknowledged.at;
  return [
    ...(isOther ? ['. ', ...[withHolder(person(holder), said(viewer, holder.at))].flat()] : []),
    ...(offered ? [', ', ...[offeredTo(person({ by: offered.to, byName: offered.toName }))].flat()] : []),
  ];
}

/** Returns the small print: the alert's number, its source, when it was detected, and its ticket elsewhere. */
export function smallPrint(viewer: ViewerLocale, { alert }: AlertOf): Text {
  const { small } = viewer.messages.alerts;
  const detected = said(viewer, detectedAt(alert));
  const print = small(alert.number, sourceText(viewer, alert), detected, alert.origin === 'drill');
  const [ticket, ...others] = ticketTexts(viewer, alert);
  return ticket === undefined ? print : [...[print].flat(), ` · ${ticket}${others.length > 0 ? ' …' : ''}`];
}
