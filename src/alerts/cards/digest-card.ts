import type { Hook } from '../../delivery/kind.ts';
import { type Severity, severities, totalOf } from '../../domain/alert/severity.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { type Answers, isHighDigest, isQuietDigest, type StormDigest } from '../../domain/delivery/digest.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { duration } from '../../messages/durations.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { said, type ViewerLocale, viewerLocaleAt } from '../../request/viewer-locale.ts';
import { type Button, beforeValue, button, type Card, card, type Fact, type Text } from '../../view/view.ts';
import { doer, fromShare } from './alert-facts.ts';
import { shortTenant } from './alert-state.ts';
import { isUrgentHere } from './delivered-card.ts';
import { type AlertOf, loadAlerts, mentionsOf } from './load-alert.ts';

/** Returns the card that stands for many alerts, or the reminder in its thread; null when there is nothing to answer any more. */
export const digestCard: Hook<'digest' | 'digestEscalation', 'card'> = async (delivery, world) => {
  const { about, to } = delivery;
  const { digest, alerts } = await world.store.read(async (tx) => {
    const row = await tx.get('digests', about.digestId);
    return { digest: row, alerts: await loadAlerts(tx, row?.firstIds ?? []) };
  });
  if (!digest) return null;
  const tenant = alerts.find((one) => one.tenant)?.tenant ?? null;
  const viewer = await viewerLocaleAt(to, tenant, world);
  const { messages } = viewer;
  if (about.kind === 'digestEscalation') {
    if (digest.unanswered === 0) return null;
    return { card: namingTenant(viewer, alerts, reminder(viewer, digest)), revision: 1, messages, aloud: true };
  }
  const shown = namingTenant(viewer, alerts, whole(viewer, digest, tenantOfAll(alerts)));
  const made = { revision: digest.revision, messages };
  if (!isHighDigest(digest)) return { ...made, card: shown };
  return {
    ...made,
    ...(await calling({ ...delivery, about }, { digest, alerts, shown }, messages.alerts.onCallLabel, world)),
  };
};

/**
 * Returns the card for high alerts with the people on call whom it mentions, and whether it mentions the admins. A card that was posted
 * keeps its mentions.
 */
async function calling(
  delivery: DeliveryOf<'digest'>,
  { digest, alerts, shown }: { digest: StormDigest; alerts: readonly AlertOf[]; shown: Card },
  onCallLabel: string,
  world: World,
) {
  const { queue, state, called = [] } = delivery;
  const isOwn = queue === digest.queue;
  const calls = state === 'posted' ? called : isOwn && digest.unanswered > 0 ? (digest.calls ?? []) : [];
  const mine = calls.filter((id) => digest.calls?.includes(id));
  const mentions = await world.store.read((reader) => mentionsOf(reader, mine, onCallLabel));
  const urgent = await Promise.all(alerts.map(({ alert }) => isUrgentHere(delivery, alert, world)));
  const mentionsAdmins = digest.unanswered > 0 && (!isOwn || urgent.includes(true));
  return { card: { ...shown, mentions }, mentionsAdmins };
}

/** Returns the tenant of all of these alerts; null where they have several, or one has none. */
function tenantOfAll(alerts: readonly AlertOf[]): StoredTenant | null {
  const tenant = alerts[0]?.tenant ?? null;
  return alerts.every(({ alert }) => alert.tenantId === tenant?.id) ? tenant : null;
}

/** Returns the card with a notification that names the tenant, where all of these alerts are one tenant's. */
export function namingTenant(viewer: ViewerLocale, alerts: readonly AlertOf[], shown: Card): Card {
  const tenant = tenantOfAll(alerts);
  if (!tenant) return shown;
  return { ...shown, summary: viewer.messages.alerts.whose(shortTenant(viewer, tenant), shown.summary) };
}

function whole(viewer: ViewerLocale, digest: StormDigest, tenant: StoredTenant | null): Card {
  const { digest: say } = viewer.messages.alerts;
  const { backlog } = digest;
  const count = totalOf(digest.counts);
  const state = stateOf(digest);
  const { title, summary, text } = sayingOf(viewer.messages, digest);
  const ended = { acknowledged: say.allAcknowledged, resolved: say.allResolved, archived: say.noneOpen };
  const heading = state === 'open' ? title : count === 0 ? say.empty : ended[state](count);
  const isQuiet = isQuietDigest(digest)
    ? state !== 'resolved'
    : state === 'acknowledged' || state === 'archived' || count === 0;
  const { detected: label, span } = say.ofBacklog;
  const detected = backlog ? [{ label, value: span(said(viewer, backlog.from), said(viewer, backlog.to)) }] : [];
  const names = namesText(viewer, digest);
  const whose = [...(tenant ? [shortTenant(viewer, tenant)] : []), bySeverity(viewer, digest.counts, String)];
  return card(heading, state === 'open' ? summary : `${heading}.`, {
    tone: isQuiet ? 'neutral' : state === 'open' ? (isHighDigest(digest) ? 'danger' : 'warning') : 'good',
    // Why they are in one card matters less than what they are, but where it says what to do.
    text: [
      ...(names === null ? [] : [names]),
      ...(count === 0 ? [] : [whose.join(' · ')]),
      ...(state === 'open' && digest.share !== undefined ? [text] : []),
    ],
    facts: count === 0 ? [] : [...detected, ...answerFacts(viewer, digest)],
    buttonsFirst: true,
    buttons: answerAllButtons(viewer.messages, digest),
    footer: state === 'open' && digest.share === undefined ? text : null,
  });
}

/** The most names that the card says. */
const namedAtMost = 3;

/** Returns what happened how often, the most frequent first; null where an older state does not say it. */
function namesText({ messages }: ViewerLocale, { names = [] }: StormDigest): Text | null {
  const { digest } = messages.alerts;
  const sorted = names.toSorted((a, b) => b.count - a.count);
  if (sorted.length === 0) return null;
  const shown = sorted.slice(0, namedAtMost).map(({ name, count }) => digest.named(name, count));
  const left = sorted.length - shown.length;
  return [{ kind: 'strong', text: shown.join(' · ') }, ...(left > 0 ? [` · ${digest.otherNames(left)}`] : [])];
}

/** Returns what the card says of that for which it stands: a storm, what one share sends too much of, the backlog of a source, or unverified mails. */
function sayingOf(messages: Messages, digest: StormDigest) {
  const { counts, unanswered, share, backlog, unverified } = digest;
  const { digest: storm } = messages.alerts;
  const { ofShare, ofBacklog, ofUnverified } = storm;
  const count = totalOf(counts);
  const lasted = Date.parse(digest.stormAt ?? digest.openedAt) - Date.parse(digest.openedAt);
  const passed = duration(Math.max(minuteMs, lasted + minuteMs - 1), messages);
  if (share === undefined)
    return { title: storm.title(count, passed), summary: storm.summary(count, unanswered, passed), text: storm.text };
  const from = fromShare(messages, share);
  const { title, summary } = unverified ? ofUnverified : backlog ? ofBacklog : ofShare;
  const text = unverified ? ofUnverified.text : backlog ? ofBacklog.text : ofShare.text(from);
  return { title: title(count, from), summary: summary(count, unanswered, from), text };
}

const minuteMs = 60_000;

function stateOf(digest: StormDigest): 'open' | 'acknowledged' | 'resolved' | 'archived' {
  if (digest.unanswered > 0) return 'open';
  const [resolved, archived] = [answered(digest, 'resolved'), answered(digest, 'archived')];
  if (resolved + archived < totalOf(digest.counts)) return 'acknowledged';
  return archived > 0 ? 'archived' : 'resolved';
}

function answered({ answers = [] }: StormDigest, what: Answers['what']): number {
  return answers.filter((one) => one.what === what).reduce((sum, { count }) => sum + count, 0);
}

/** Returns how many alerts are in which state, and who brought them there, when. */
function answerFacts(viewer: ViewerLocale, { unanswered, answers = [] }: StormDigest): Fact[] {
  const { alerts } = viewer.messages;
  const { statuses, byAt, digest } = alerts;
  const answersOf = (what: Answers['what']): Text =>
    answers
      .filter((one) => one.what === what)
      .flatMap(({ by, byName, at, count }, index) => [
        `${index > 0 ? '; ' : ''}${count} · `,
        ...(by || byName ? [byAt(doer(viewer.messages, { by, byName }), said(viewer, at))].flat() : [said(viewer, at)]),
      ]);
  return [
    { label: statuses.active, value: answers.length === 0 ? '' : String(unanswered) },
    { label: statuses.investigating, value: answersOf('acknowledged') },
    { label: statuses.resolved, value: answersOf('resolved') },
    { label: digest.archived, value: answersOf('archived') },
  ].filter(({ value }) => value.length > 0 && value !== '0');
}

/** Returns the buttons for what is left to be done with all of the alerts, and the one that lists them. */
function answerAllButtons(messages: Messages, digest: StormDigest): Button[] {
  const state = stateOf(digest);
  if (state === 'resolved' || state === 'archived') return [];
  const { buttons, digest: say } = messages.alerts;
  const list =
    digest.share === undefined
      ? button('press', 'alerts.list', buttons.list, '')
      : button('press', 'alerts.list', say.ofShare.list, `0 ${digest.id}`);
  const [acknowledge, resolve] = acknowledgeAndResolve(messages, digest);
  if (state !== 'open') return [list, resolve];
  return isQuietDigest(digest)
    ? [{ ...list, style: 'primary' }, resolve]
    : [{ ...acknowledge, style: 'primary' }, resolve, list];
}

function acknowledgeAndResolve({ alerts }: Messages, digest: StormDigest): [Button, Button] {
  const { unanswered, counts } = digest;
  const open = totalOf(counts) - answered(digest, 'resolved') - answered(digest, 'archived');
  const { acknowledgeCount, resolveCount, acknowledgeAllQuestion } = alerts.digest;
  const confirm = acknowledgeAllQuestion(unanswered, null);
  return [
    button('press', 'alerts.acknowledgeAll', acknowledgeCount(unanswered), upTo(digest), { confirm }),
    button('form', 'alerts.resolveAll', resolveCount(open), upTo(digest)),
  ];
}

/**
 * Returns the value of a button that answers all: the digest's id, and the newest alert on the card. Nobody answers what they have not
 * seen.
 */
export function upTo({ id, newest }: StormDigest): string {
  return newest === undefined ? id : `${id} ${newest}`;
}

function reminder({ messages }: ViewerLocale, shown: StormDigest): Card {
  const { digest } = messages.alerts;
  const text = digest.escalated(shown.unanswered);
  return card(digest.reminderTitle, text, { tone: 'danger', text: [text], buttons: answerAllButtons(messages, shown) });
}

/** Returns how many alerts there are of each severity, in words, the most severe first; each number as `written` returns it. */
export function bySeverity(
  { messages }: Pick<ViewerLocale, 'messages'>,
  counts: Readonly<Record<Severity, number>>,
  written: (count: number) => string = messages.alerts.counted,
) {
  const inOrder = severities.filter((severity) => counts[severity] > 0).toReversed();
  return inOrder
    .map((key) => `${beforeValue(messages.alerts.severities[key], messages.history.colon)}${written(counts[key])}`)
    .join(' · ');
}
