import type { Alert, Resolved, Severity } from '../../domain/alert/alert.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import { whyRouted } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { inWords, readable } from '../../domain/text/words.ts';
import { type ReaderLocale, said } from '../../request/reader-locale.ts';
import { truncate } from '../../view/text.ts';
import type { Fact, Inline, Text } from '../../view/view.ts';

/** For what comes from outside, as `roomOf` measures it: whatever was sent, the card is one that every platform takes. */
export const room = {
  name: 600,
  briefName: 150,
  wholeName: 1_200,
  description: 1_200,
  wholeDescription: 4_500,
  word: 400,
  list: 1_000,
};

interface About {
  alert: Alert;
  tenant: StoredTenant | null;
  /** Shown where it does not belong any more: in a channel that was taken away or whose tenant's it no longer is, or to admins who alone had it. */
  left?: 'former' | 'moved' | 'wasAlone' | null;
}

/** What is known of an alert: what, from where and why, and who did something about it. */
export function alertFacts(voice: ReaderLocale, about: About): Fact[] {
  return [...whatFacts(voice, about), ...sourceFacts(voice, about), ...lifeFacts(voice, about)];
}

export function tenantName({ words }: ReaderLocale, tenant: StoredTenant | null): string {
  return tenant?.name ?? words.alerts.unknownTenant;
}

function whatFacts(voice: ReaderLocale, { alert, tenant }: About): Fact[] {
  const { facts: label, types, confidences } = voice.words.alerts;
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
    [label.type, truncate(inWords(types, content.alertType ?? ''), room.word)],
    [label.confidence, truncate(inWords(confidences, content.confidenceLevel ?? ''), room.word)],
  ]);
}

/** Until when to answer; null once somebody did, and for a drill. */
function limitText(voice: ReaderLocale, alert: Alert, tenant: StoredTenant | null): Text | null {
  const { answerRules, overdue } = voice.words.alerts;
  const by = answerBy(alert, tenant?.partnerType ?? null);
  if (!by) return null;
  const limit = answerRules[by.rule](said(voice, by.at));
  return alert.overdue && alert.firstAnsweredAt === null
    ? [{ kind: 'strong', text: overdue }, voice.words.history.colon, ...[limit].flat()]
    : limit;
}

/** By our clock where the sender's cannot be right. */
export function detectedText(voice: ReaderLocale, alert: Alert): Text {
  const at = said(voice, detectedAt(alert));
  if (!alert.clockAhead) return [at];
  return voice.words.alerts.clockAhead(at, said(voice, alert.content.detectedDateTime));
}

/** What a sender took back is still said: it may be an attack on the attention. */
export function severityText(
  { words }: ReaderLocale,
  { content, highest = content.severity }: Alert,
  names: Readonly<Record<Severity, string>> = words.alerts.severities,
): string {
  const { severities, lowered } = words.alerts;
  const now = names[content.severity];
  return highest === content.severity ? now : lowered(now, severities[highest].toLowerCase());
}

const named = 3;
const namedLength = 600;

function affected({ words }: ReaderLocale, { content }: Alert): Text | null {
  const { shown, rest } = resourcesOf(content.affectedResources);
  if (shown.length === 0) return null;
  return [truncate(shown.join(', '), room.list), ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}

/** Those that a card names, and how many more there are. */
export function resourcesOf(resources: Alert['content']['affectedResources']) {
  const names = resources.map(({ resourceId, resourceType }) => resourceId || readable(resourceType)).filter(Boolean);
  const shown = names.filter((_, n) => n === 0 || (n < named && names.slice(0, n + 1).join().length <= namedLength));
  return { shown, rest: names.length - shown.length };
}

function sourceFacts({ words }: ReaderLocale, { alert, tenant, left }: About): Fact[] {
  const { facts: label, source, why } = words.alerts;
  const [first] = alert.story;
  const from = {
    sent: source.webhook(senderOf(alert)),
    raised: source.person(first?.byName ?? ''),
    drill: source.bot,
  };
  return [
    { label: label.source, value: from[alert.origin] },
    { label: label.why, value: why[left ?? whyRouted(alert, tenant)] },
  ];
}

/** Who sent it, by the name that the sender gives. */
export function senderOf({ source }: Alert): string {
  return source.replace(/^webhook:/, '');
}

function lifeFacts(voice: ReaderLocale, { alert }: About): Fact[] {
  const { facts: label, byAt } = voice.words.alerts;
  const { acknowledged, resolved } = alert;
  return present([
    [label.acknowledged, acknowledged && byAt(person(acknowledged), said(voice, acknowledged.at))],
    [label.resolved, resolved && resolvedText(voice, resolved)],
    [label.note, truncate(resolved?.note ?? '', room.list)],
  ]);
}

export function resolvedText(voice: ReaderLocale, { at, by, byName, reason }: Resolved): Text {
  const { resolvedAs, closedAt, reasons } = voice.words.alerts;
  if (by === null || reason === null) return closedAt(said(voice, at));
  return resolvedAs(reasons[reason], person({ by, byName }), said(voice, at));
}

export function person({ by, byName }: { by: string; byName: string }): Inline {
  return { kind: 'person', id: by, name: byName };
}

function present(facts: readonly [string, Text | null][]): Fact[] {
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}
