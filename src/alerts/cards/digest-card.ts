import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type Alert, isClosedByAge } from '../../domain/alert/alert.ts';
import { type Severity, severities, totalOf } from '../../domain/alert/severity.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Answers, StormDigest } from '../../domain/delivery/digest.ts';
import type { Words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { type ReaderLocale, readerLocaleAt, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import type { Button, Card, Fact, Inline, Row, Text } from '../../view/view.ts';
import { alertRow, overInRow, person, withLink } from './alert-facts.ts';
import { shortTenant } from './alert-state.ts';
import { type AlertOf, loadAlerts } from './load-alert.ts';

/** Returns the card that stands for many alerts, or the reminder in its thread; null when there is nothing to answer any more. */
export async function digestCard(
  { about, to, queue }: DeliveryOf<'digest' | 'digestEscalation'>,
  world: World,
): Promise<MadeCard | null> {
  const { digest, alerts } = await world.store.read(async (tx) => {
    const row = await tx.get('digests', about.digestId);
    return { digest: row, alerts: await loadAlerts(tx, row?.firstIds ?? []) };
  });
  if (!digest) return null;
  const tenant = alerts.find((one) => one.tenant)?.tenant ?? null;
  const reader = await readerLocaleAt(to, tenant, world);
  const { words } = reader;
  if (about.kind === 'digestEscalation') {
    if (digest.unanswered === 0) return null;
    return { card: namingTenant(reader, alerts, reminder(reader, digest)), revision: 1, words, aloud: true };
  }
  const rows = alerts.map(async ({ alert }) => row(reader, alert, await linkFrom(queue, alert.id, world)));
  const shown = whole(reader, digest, await Promise.all(rows));
  return { card: namingTenant(reader, alerts, shown), revision: digest.revision, words };
}

/** Returns the card with a notification that names the tenant, where all of these alerts are one tenant's. */
export function namingTenant(reader: ReaderLocale, alerts: readonly AlertOf[], shown: Card): Card {
  const tenant = alerts[0]?.tenant;
  if (!tenant || alerts.some(({ alert }) => alert.tenantId !== tenant.id)) return shown;
  return { ...shown, summary: reader.words.alerts.whose(shortTenant(reader, tenant), shown.summary) };
}

function whole(reader: ReaderLocale, digest: StormDigest, rows: readonly Row[]): Card {
  const { digest: say } = reader.words.alerts;
  const count = totalOf(digest.counts);
  const state = stateOf(digest);
  const title = { open: say.title, acknowledged: say.allAcknowledged, resolved: say.allResolved }[state](count);
  const shown = state === 'resolved' ? [] : rows;
  return card(title, state === 'open' ? say.summary(count, digest.unanswered) : `${title}.`, {
    tone: state === 'open' ? 'danger' : 'good',
    text: state === 'open' ? [say.text] : [],
    facts: [{ label: say.counts, value: bySeverity(reader, digest.counts) }, ...answerFacts(reader, digest)],
    rows: shown,
    buttons: answerAllButtons(reader.words, digest),
    footer: shown.length > 0 && count > shown.length ? say.first(shown.length) : null,
  });
}

function stateOf(digest: StormDigest): 'open' | 'acknowledged' | 'resolved' {
  if (digest.unanswered > 0) return 'open';
  return answered(digest, 'resolved') >= totalOf(digest.counts) ? 'resolved' : 'acknowledged';
}

function answered({ answers = [] }: StormDigest, what: Answers['what']): number {
  return answers.filter((one) => one.what === what).reduce((sum, { count }) => sum + count, 0);
}

/** Returns how many alerts are in which state, and who brought them there, when. */
function answerFacts(reader: ReaderLocale, { unanswered, answers = [] }: StormDigest): Fact[] {
  const { statuses, byAt } = reader.words.alerts;
  const answersOf = (what: Answers['what']): Text =>
    answers
      .filter((one) => one.what === what)
      .flatMap(({ by, byName, at, count }, index) => [
        `${index > 0 ? '; ' : ''}${count} · `,
        ...(by ? [byAt(person({ by, byName }), said(reader, at))].flat() : [said(reader, at)]),
      ]);
  return [
    { label: statuses.active, value: String(unanswered) },
    { label: statuses.investigating, value: answersOf('acknowledged') },
    { label: statuses.resolved, value: answersOf('resolved') },
  ].filter(({ value }) => value.length > 0 && value !== '0');
}

/** Returns the buttons for what is left to be done with all of the alerts, and the one that lists them. */
function answerAllButtons(words: Words, digest: StormDigest): Button[] {
  const state = stateOf(digest);
  if (state === 'resolved') return [];
  const list = button('press', 'alerts.list', words.alerts.buttons.list, '');
  const [acknowledge, resolve] = acknowledgeAndResolve(words, digest);
  return state === 'open'
    ? [{ ...acknowledge, style: 'primary' }, resolve, list]
    : [{ ...resolve, style: 'primary' }, list];
}

function acknowledgeAndResolve({ alerts }: Words, digest: StormDigest): [Button, Button] {
  const confirm = alerts.acknowledgeAllQuestion(digest.unanswered);
  return [
    button('press', 'alerts.acknowledgeAll', alerts.buttons.acknowledgeAll, upTo(digest), { confirm }),
    button('form', 'alerts.resolveAll', alerts.buttons.resolveAll, upTo(digest)),
  ];
}

/** Returns the value of a button that answers all: the digest's id, and the newest alert on the card. Nobody answers what they have not seen. */
export function upTo({ id, newest }: StormDigest): string {
  return newest === undefined ? id : `${id} ${newest}`;
}

function row({ words }: ReaderLocale, alert: Alert, link: Inline | null): Row {
  const { severities: name, statuses, closedByAge } = words.alerts;
  const state = isClosedByAge(alert) ? closedByAge : statuses[alert.status];
  const detail = [name[alert.content.severity], state, ...overInRow(words, alert)].join(' · ');
  return alertRow(alert, withLink(detail, link));
}

function reminder({ words }: ReaderLocale, shown: StormDigest): Card {
  const { digest } = words.alerts;
  const text = digest.escalated(shown.unanswered);
  return card(digest.reminderTitle, text, {
    tone: 'danger',
    text: [text],
    buttons: answerAllButtons(words, shown),
  });
}

/** Returns the card for many as a row of another card. */
export function digestRow({ words }: ReaderLocale, digest: StormDigest): Row {
  const { digest: say, statuses } = words.alerts;
  const [acknowledge, resolve] = acknowledgeAndResolve(words, digest);
  const buttons = {
    open: { button: acknowledge, second: resolve },
    acknowledged: { button: resolve },
    resolved: { button: null },
  }[stateOf(digest)];
  return {
    title: say.title(totalOf(digest.counts)),
    detail: `${statuses.active}${words.history.colon}${digest.unanswered}`,
    ...buttons,
  };
}

/** Returns how many alerts there are of each severity, in words, the most severe first. */
export function bySeverity({ words }: ReaderLocale, counts: Readonly<Record<Severity, number>>): string {
  const inOrder = severities.filter((severity) => counts[severity] > 0).toReversed();
  return inOrder.map((key) => `${words.alerts.severities[key]}${words.history.colon}${counts[key]}`).join(' · ');
}
