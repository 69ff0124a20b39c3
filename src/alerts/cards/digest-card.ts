import type { Hook } from '../../delivery/kind.ts';
import { customerInRow, customerLabel } from '../../domain/alert/customer.ts';
import { type Severity, severities, totalOf } from '../../domain/alert/severity.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { type Answers, isHighDigest, type StormDigest } from '../../domain/delivery/digest.ts';
import { shortName } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import type { World } from '../../ports/world.ts';
import { said, type ViewerLocale, viewerLocaleAt } from '../../request/viewer-locale.ts';
import { type Button, button, type Card, card, type Fact, type Row, type Text, truncate } from '../../view/view.ts';
import { alertRow, closedWord, doer, fromShare, overInRow, withLink } from './alert-facts.ts';
import { shortTenant } from './alert-state.ts';
import { isUrgentHere } from './delivered-card.ts';
import { type AlertOf, type LinkedAlert, linkedFrom, loadAlerts, mentionsOf } from './load-alert.ts';

/** Returns the card that stands for many alerts, or the reminder in its thread; null when there is nothing to answer any more. */
export const digestCard: Hook<'digest' | 'digestEscalation', 'card'> = async (delivery, world) => {
  const { about, to, queue } = delivery;
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
  const rows = (await linkedFrom(queue, alerts, world)).map((one) => rowIn(viewer, digest, one));
  const shown = namingTenant(viewer, alerts, whole(viewer, digest, rows));
  const made = { revision: digest.revision, messages };
  if (!isHighDigest(digest)) return { ...made, card: shown };
  return { ...made, ...(await calling({ ...delivery, about }, { digest, alerts, shown }, world)) };
};

/**
 * Returns the card for high alerts with the people on call whom it mentions, and whether it mentions the admins. A card that was posted
 * keeps its mentions.
 */
async function calling(
  delivery: DeliveryOf<'digest'>,
  { digest, alerts, shown }: { digest: StormDigest; alerts: readonly AlertOf[]; shown: Card },
  world: World,
) {
  const { queue, state, called = [] } = delivery;
  const isOwn = queue === digest.queue;
  const calls = state === 'posted' ? called : isOwn && digest.unanswered > 0 ? (digest.calls ?? []) : [];
  const mine = calls.filter((id) => digest.calls?.includes(id));
  const mentions = await world.store.read((reader) => mentionsOf(reader, mine));
  const urgent = await Promise.all(alerts.map(({ alert }) => isUrgentHere(delivery, alert, world)));
  const mentionsAdmins = digest.unanswered > 0 && (!isOwn || urgent.includes(true));
  return { card: { ...shown, mentions }, mentionsAdmins };
}

/** Returns the card with a notification that names the tenant, where all of these alerts are one tenant's. */
export function namingTenant(viewer: ViewerLocale, alerts: readonly AlertOf[], shown: Card): Card {
  const tenant = alerts[0]?.tenant;
  if (!tenant || alerts.some(({ alert }) => alert.tenantId !== tenant.id)) return shown;
  return { ...shown, summary: viewer.messages.alerts.whose(shortTenant(viewer, tenant), shown.summary) };
}

function whole(viewer: ViewerLocale, digest: StormDigest, rows: readonly Row[]): Card {
  const { digest: say } = viewer.messages.alerts;
  const { backlog } = digest;
  const count = totalOf(digest.counts);
  const state = stateOf(digest);
  const { title, summary, text, first } = sayingOf(viewer.messages, digest);
  const ended = { acknowledged: say.allAcknowledged, resolved: say.allResolved, archived: say.noneOpen };
  const heading = state === 'open' ? title : count === 0 ? say.empty : ended[state](count);
  // The card for the backlog of a source names none of its alerts, and shouts at nobody.
  const shown = backlog || state === 'resolved' || state === 'archived' ? [] : rows;
  const isQuiet = backlog ? state !== 'resolved' : state === 'archived' || count === 0;
  const { detected: label, span } = say.ofBacklog;
  const detected = backlog ? [{ label, value: span(said(viewer, backlog.from), said(viewer, backlog.to)) }] : [];
  const counts = { label: say.counts, value: bySeverity(viewer, digest.counts) };
  return card(heading, state === 'open' ? summary : `${heading}.`, {
    tone: isQuiet ? 'neutral' : state === 'open' ? 'danger' : 'good',
    text: state === 'open' ? [text] : [],
    facts: count === 0 ? [] : [counts, ...detected, ...answerFacts(viewer, digest)],
    rows: shown,
    buttons: answerAllButtons(viewer.messages, digest),
    footer: shown.length > 0 && count > shown.length ? first(shown.length) : null,
  });
}

/** Returns what the card says of that for which it stands: a storm, what one share sends too much of, or the backlog of a source. */
function sayingOf(messages: Messages, { counts, unanswered, share, backlog }: StormDigest) {
  const { digest: storm } = messages.alerts;
  const { ofShare, ofBacklog } = storm;
  const count = totalOf(counts);
  if (share === undefined) {
    const summary = storm.summary(count, unanswered);
    return { title: storm.title(count), summary, text: storm.text, first: storm.first };
  }
  const from = fromShare(messages, share);
  const { title, summary } = backlog ? ofBacklog : ofShare;
  const text = backlog ? ofBacklog.text : ofShare.text(from);
  return { title: title(count, from), summary: summary(count, unanswered, from), text, first: ofShare.first };
}

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
  const { statuses, byAt, digest } = viewer.messages.alerts;
  const answersOf = (what: Answers['what']): Text =>
    answers
      .filter((one) => one.what === what)
      .flatMap(({ by, byName, at, count }, index) => [
        `${index > 0 ? '; ' : ''}${count} · `,
        ...(by || byName ? [byAt(doer(viewer.messages, { by, byName }), said(viewer, at))].flat() : [said(viewer, at)]),
      ]);
  return [
    { label: statuses.active, value: String(unanswered) },
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
  return state === 'open' && !digest.backlog
    ? [{ ...acknowledge, style: 'primary' }, resolve, list]
    : [{ ...resolve, style: 'primary' }, list];
}

function acknowledgeAndResolve({ alerts }: Messages, digest: StormDigest): [Button, Button] {
  const { unanswered, counts } = digest;
  const confirm = alerts.acknowledgeAllQuestion(unanswered, null);
  const open = totalOf(counts) - answered(digest, 'resolved') - answered(digest, 'archived');
  const { acknowledgeCount, resolveCount } = alerts.buttons;
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

/** The room for an alert's name in a row of a digest card of one share, which has twenty. */
const nameRoom = 150;
/** The room for the name of its customer. */
const customerRoom = 40;

/** Returns an alert as a row of a digest card; of one share with the partner tenant, and with the customer also by the id. */
function rowIn(viewer: ViewerLocale, { share }: StormDigest, one: LinkedAlert): Row {
  const { alert, tenant } = one;
  if (share === undefined) return row(viewer, one, customerInRow(alert, tenant));
  const customer = shortName(customerLabel(alert, tenant) ?? '', customerRoom);
  const shown = row(viewer, one, [shortTenant(viewer, tenant), customer].filter(Boolean));
  return { ...shown, title: `${alert.number} · ${truncate(alert.content.displayName, nameRoom)}` };
}

/** Returns an alert as a row: its tenant or customer, then its severity and state. */
function row({ messages }: ViewerLocale, { alert, link }: LinkedAlert, whose: readonly string[]): Row {
  const { severities: name, statuses } = messages.alerts;
  const state = closedWord(messages, alert) ?? statuses[alert.status];
  const detail = [...whose, name[alert.content.severity], state, ...overInRow(messages, alert)].join(' · ');
  return alertRow(alert, withLink(detail, link));
}

function reminder({ messages }: ViewerLocale, shown: StormDigest): Card {
  const { digest } = messages.alerts;
  const text = digest.escalated(shown.unanswered);
  return card(digest.reminderTitle, text, { tone: 'danger', text: [text], buttons: answerAllButtons(messages, shown) });
}

/** Returns the digest card as a row of another card. */
export function digestRow({ messages }: ViewerLocale, digest: StormDigest): Row {
  const { statuses } = messages.alerts;
  const [acknowledge, resolve] = acknowledgeAndResolve(messages, digest);
  const buttons = {
    open: { button: acknowledge, second: resolve },
    acknowledged: { button: resolve },
    resolved: { button: null },
    archived: { button: null },
  }[stateOf(digest)];
  return {
    title: sayingOf(messages, digest).title,
    detail: `${statuses.active}${messages.history.colon}${digest.unanswered}`,
    ...buttons,
  };
}

/** Returns how many alerts there are of each severity, in words, the most severe first. */
export function bySeverity({ messages }: Pick<ViewerLocale, 'messages'>, counts: Readonly<Record<Severity, number>>) {
  const inOrder = severities.filter((severity) => counts[severity] > 0).toReversed();
  return inOrder.map((key) => `${messages.alerts.severities[key]}${messages.history.colon}${counts[key]}`).join(' · ');
}
