import { button, card } from '../card.ts';
import type { Alert } from '../domain/alert.ts';
import { answerBy, detectedAt } from '../domain/answer-by.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import type { Names } from '../names.ts';
import type { Button, Card, Fact, Inline, Text, Tone } from '../view.ts';
import { said, type Voice } from '../voice.ts';

export interface ShownAlert {
  alert: Alert;
  tenant: StoredTenant | null;
  names: Names;
  /** Said first; null for nothing. */
  notice: Text | null;
  /** With all of a long description, for one reader alone. */
  whole?: boolean;
}

/** The card of an alert as it stands now: the same in every channel. */
export function alertCard(voice: Voice, shown: ShownAlert): Card {
  const { alerts } = voice.words;
  const { alert, tenant, notice } = shown;
  const { displayName } = alert.content;
  return card(titleOf(voice, alert), alerts.summary(kindOf(voice, alert), displayName, tenantName(voice, tenant)), {
    tone: toneOf(alert),
    text: [
      ...(notice ? [notice] : []),
      ...marks(voice, alert),
      [{ kind: 'strong', text: displayName }],
      ...description(voice, shown),
    ],
    facts: [...whatFacts(voice, shown), ...sourceFacts(voice, shown), ...lifeFacts(voice, shown)],
    buttons: buttons(voice, alert),
    mentions: mentions(shown),
  });
}

export function titleOf(voice: Voice, alert: Alert): string {
  const { statuses, title } = voice.words.alerts;
  return title(kindOf(voice, alert), statuses[alert.status]);
}

function kindOf({ words }: Voice, { content, origin }: Alert): string {
  return origin === 'drill' ? words.alerts.drillTitle : words.alerts.titles[content.severity];
}

/** As much of a description as a channel reads at a glance; the story has all. */
const glance = 600;

function description({ words }: Voice, { alert, whole }: ShownAlert): Text[] {
  const { description: text } = alert.content;
  // In pieces of 1,400 characters, which every platform takes whatever they are.
  if (whole || text.length <= glance) return text.match(/[\s\S]{1,1400}/gu) ?? [];
  return [`${[...text].slice(0, glance).join('').trimEnd()} …`, words.alerts.shortened(alert.number)];
}

export function tenantName({ words }: Voice, tenant: StoredTenant | null): string {
  return tenant?.name ?? words.alerts.unknownTenant;
}

function toneOf({ status, content }: Alert): Tone {
  if (status === 'resolved') return 'good';
  if (status === 'investigating') return 'warning';
  return content.severity === 'high' || content.severity === 'medium' ? 'danger' : 'neutral';
}

function marks({ words }: Voice, { origin, content }: Alert): Text[] {
  if (origin === 'drill') return [words.alerts.drillText];
  return content.isTest ? [words.alerts.testText] : [];
}

function whatFacts(voice: Voice, { alert, tenant }: ShownAlert): Fact[] {
  const { facts: label } = voice.words.alerts;
  const { content } = alert;
  return present([
    [label.number, String(alert.number)],
    [label.severity, severityText(voice, alert)],
    [label.detected, detectedText(voice, alert)],
    [label.answerBy, limitText(voice, alert, tenant)],
    [label.tenant, tenant?.name ?? content.partnerTenantId ?? tenantName(voice, tenant)],
    [label.customer, content.customerTenantId],
    [label.subscription, content.subscriptionId],
    [label.affected, affected(voice, alert)],
    [label.type, content.alertType],
    [label.confidence, content.confidenceLevel],
  ]);
}

/** Until when to answer; null once somebody did, and for a drill. */
function limitText(voice: Voice, alert: Alert, tenant: StoredTenant | null): Text | null {
  if (alert.firstAnsweredAt !== null || alert.origin === 'drill') return null;
  const { mandatory, advised, overdue } = voice.words.alerts;
  const by = answerBy(alert, tenant?.partnerType ?? null);
  const limit = (by.mandatory ? mandatory : advised)(said(voice, by.at));
  return alert.overdue ? [{ kind: 'strong', text: overdue }, voice.words.history.colon, ...[limit].flat()] : limit;
}

/** By our clock where the sender's cannot be right. */
export function detectedText(voice: Voice, alert: Alert): Text {
  const at = said(voice, detectedAt(alert));
  if (!alert.clockAhead) return [at];
  return voice.words.alerts.clockAhead(at, said(voice, alert.content.detectedDateTime));
}

/** What a sender took back is still said: it may be an attack on the attention. */
export function severityText({ words }: Voice, { content, highest = content.severity }: Alert): string {
  const { severities, lowered } = words.alerts;
  const now = severities[content.severity];
  return highest === content.severity ? now : lowered(now, severities[highest]);
}

const named = 3;
const namedLength = 600;

function affected({ words }: Voice, { content }: Alert): Text | null {
  const names = content.affectedResources
    .map(({ resourceId, resourceType }) => resourceId || resourceType)
    .filter(Boolean);
  const shown = names.filter((_, n) => n === 0 || (n < named && names.slice(0, n + 1).join().length <= namedLength));
  const rest = names.length - shown.length;
  return names.length === 0 ? null : [...shown, ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}

function sourceFacts({ words }: Voice, { alert, tenant }: ShownAlert): Fact[] {
  const { facts: label, source, why } = words.alerts;
  const [first] = alert.story;
  const from = {
    sent: source.webhook(senderOf(alert)),
    raised: source.person(first?.byName ?? ''),
    drill: source.bot,
  };
  return [
    { label: label.source, value: from[alert.origin] },
    { label: label.why, value: alert.routed === 'admins' && !tenant ? why.noTenant : why[alert.routed] },
  ];
}

/** Who sent it, by the name that the sender gives. */
export function senderOf({ source }: Alert): string {
  return source.replace(/^webhook:/, '');
}

function lifeFacts(voice: Voice, { alert }: ShownAlert): Fact[] {
  const { facts: label, byAt, resolvedAs, reasons } = voice.words.alerts;
  const { acknowledged, resolved } = alert;
  return present([
    [label.acknowledged, acknowledged && byAt(person(acknowledged), said(voice, acknowledged.at))],
    [label.resolved, resolved && resolvedAs(reasons[resolved.reason], person(resolved), said(voice, resolved.at))],
    [label.note, resolved?.note ?? null],
  ]);
}

export function person({ by, byName }: { by: string; byName: string }): Inline {
  return { kind: 'person', id: by, name: byName };
}

function present(facts: readonly [string, Text | null][]): Fact[] {
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}

function buttons({ words }: Voice, alert: Alert): Button[] {
  const { buttons: label, reopenQuestion } = words.alerts;
  const steps = button('press', 'alerts.steps', label.steps, alert.id);
  const link = button('link', 'alerts.portal', label.open, portal.securityAlerts);
  if (alert.status === 'resolved')
    return [button('press', 'alerts.reopen', label.reopen, alert.id, { confirm: reopenQuestion }), link];
  const resolve = button('form', 'alerts.resolve', label.resolve, alert.id);
  if (alert.status === 'investigating') return [{ ...resolve, style: 'primary' }, steps, link];
  return [
    button('press', 'alerts.acknowledge', label.acknowledge, alert.id, { style: 'primary' }),
    resolve,
    steps,
    link,
  ];
}

/** A high alert calls the on-call people by name while it is open; never everybody. */
function mentions({ alert, tenant, names }: ShownAlert): { id: string; name: string }[] {
  if (alert.content.severity !== 'high' || alert.status !== 'active') return [];
  return (tenant?.contact?.onCall ?? []).map((id) => ({ id, name: names.person(id).name }));
}
