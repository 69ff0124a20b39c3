/** An alert in a line or two: what has happened, how severe it is, whose, and how it stands. */
import { type Alert, isClosedByAge } from '../../domain/alert/alert.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { type ReaderLocale, said } from '../../request/reader-locale.ts';
import { glimpse, plainOf } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { person, resolvedText, senderOf, severityText } from './alert-facts.ts';

export interface AlertOf {
  alert: Alert;
  tenant: StoredTenant | null;
  /** Why it stands here, which says too that it waits. */
  why?: Text;
}

/** Three lines of a heading at 320 px. */
const headlineLength = 66;

/** What has happened, as its sender calls it, without the words that Microsoft puts before every name. */
export function headline({ content: { displayName } }: Pick<Alert, 'content'>): string {
  return glimpse(displayName.replace(/^action required:\s*(?=\S)/i, ''), headlineLength);
}

/** A tenant's name where there is little room. */
export function shortTenant({ words }: ReaderLocale, tenant: StoredTenant | null): string {
  return tenant ? shortName(tenant.name, 24) : words.alerts.noTenant;
}

/** The beginning of every notification about it: what is new, whose it is, what has happened. */
export function subject(voice: ReaderLocale, { alert, tenant }: AlertOf, news: string): string {
  return voice.words.alerts.subject(news, shortTenant(voice, tenant), headline(alert));
}

/** What a notification and a screen reader say of it, as it stands now. */
export function summaryOf(voice: ReaderLocale, about: AlertOf): string {
  const detail = stateDetail(voice, about);
  return sentences(subject(voice, about, newsOf(voice, about.alert)), detail === null ? '' : plainOf(detail));
}

/** Texts as sentences, each with its full stop. */
export function sentences(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== '')
    .map((text) => text.slice(0, 1).toUpperCase() + text.slice(1))
    .map((text) => (/[.!?…]$/.test(text) ? text : `${text}.`))
    .join(' ');
}

function newsOf({ words }: ReaderLocale, alert: Alert): string {
  const { statuses, closedByAge, drillTitle, testTitle, kinds, late } = words.alerts;
  if (isClosedByAge(alert)) return closedByAge;
  if (alert.status !== 'active') return statuses[alert.status];
  if (alert.origin === 'drill') return drillTitle;
  if (alert.content.isTest) return testTitle;
  const kind = kinds[alert.content.severity];
  return isLate(alert) ? late(kind) : kind;
}

/** Two lines; one of what is resolved. */
export function stateLines(voice: ReaderLocale, about: AlertOf): Text[] {
  const { alert, tenant, why } = about;
  const { statuses, facts, drillTitle, testTitle, levels } = voice.words.alerts;
  const whose = shortTenant(voice, tenant);
  const detail = stateLine(voice, about);
  if (alert.status === 'resolved') return [[`${facts.number} ${alert.number} · ${whose} · `, ...[detail ?? ''].flat()]];
  const kind = alert.origin === 'drill' ? drillTitle : severityText(voice, alert, levels);
  const first = alert.content.isTest ? `${testTitle} · ${kind}` : kind;
  const open = alert.status === 'active' && !why ? ` · ${statuses.active}` : '';
  return [[{ kind: 'strong', text: first }, ` · ${whose}${open}`], ...(detail === null ? [] : [detail])];
}

/** The same with the word for its state, where one belongs before it. */
function stateLine(voice: ReaderLocale, about: AlertOf): Text | null {
  const { statuses } = voice.words.alerts;
  const { status } = about.alert;
  const detail = stateDetail(voice, about);
  if (detail === null || status === 'active' || isClosedByAge(about.alert)) return detail;
  const after = status === 'resolved' ? voice.words.history.colon : ' ';
  return [{ kind: 'strong', text: statuses[status] }, after, ...[detail].flat()];
}

/** Who did what about it last, or until when to answer. Null for a drill that waits. */
function stateDetail(voice: ReaderLocale, { alert, tenant }: AlertOf): Text | null {
  const { byAt, limit, missed, reopenedBy } = voice.words.alerts;
  const { acknowledged, resolved } = alert;
  if (resolved) return resolvedText(voice, resolved);
  if (acknowledged) return byAt(person(acknowledged), said(voice, acknowledged.at));
  const by = answerBy(alert, tenant?.partnerType ?? null);
  const until = by && [(isLate(alert) ? missed : limit)(said(voice, by.at))].flat();
  const reopened = alert.story.findLast(({ what }) => what === 'reopened');
  if (!reopened?.by) return until;
  const who = reopenedBy(person({ by: reopened.by, byName: reopened.byName }), said(voice, reopened.at));
  return [...[who].flat(), ...(until ? ['. ', ...until] : [])];
}

function isLate({ overdue, firstAnsweredAt }: Alert): boolean {
  return overdue === true && firstAnsweredAt === null;
}

/** Small print: its number, where it came from, when it was detected, and whose customer it is about. */
export function small(voice: ReaderLocale, alert: Alert): Text {
  const { small: say, smallCustomer, raisedBy, source } = voice.words.alerts;
  const from = { sent: senderOf(alert), raised: raisedBy(alert.story[0]?.byName ?? ''), drill: source.bot };
  const { customerTenantId } = alert.content;
  return [
    ...[say(alert.number, from[alert.origin], said(voice, detectedAt(alert)))].flat(),
    ...(customerTenantId ? [smallCustomer(customerTenantId)] : []),
  ];
}
