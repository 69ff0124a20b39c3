import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type Alert, isClosedByAge, type Severity, severities } from '../../domain/alert/alert.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { Answers, StormDigest } from '../../domain/delivery/digest.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { type ReaderLocale, readerLocaleAt, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { truncate } from '../../view/text.ts';
import type { Button, Card, Fact, Inline, Row, Text } from '../../view/view.ts';
import { shortTenant } from './alert-state.ts';

/** The card that stands for many alerts, or the reminder in its thread. */
export async function digestCard(
  { about, to, queue }: DeliveryOf<'digest' | 'digestEscalation'>,
  world: World,
): Promise<MadeCard | null> {
  const known = await world.store.read(async (reader) => {
    const digest = await reader.get('digests', about.digestId);
    const alerts = await Promise.all((digest?.firstIds ?? []).map((id) => reader.get('alerts', id)));
    const first = alerts.find((alert) => alert?.tenantId);
    const tenant = first?.tenantId ? await reader.get('tenants', first.tenantId) : null;
    return { digest, alerts: alerts.flatMap((alert) => alert ?? []), tenant };
  });
  if (!known.digest) return null;
  const voice = await readerLocaleAt(to, known.tenant, world);
  const { words } = voice;
  if (about.kind === 'digestEscalation') {
    if (known.digest.unanswered === 0) return null;
    return { card: ofOne(voice, known, reminder(voice, known.digest)), revision: 1, words, aloud: true };
  }
  const rows = known.alerts.map(async (alert) => row(voice, alert, await linkFrom(queue, alert.id, world)));
  return {
    card: ofOne(voice, known, whole(voice, known.digest, await Promise.all(rows))),
    revision: known.digest.revision,
    words,
  };
}

/** The notification says whose they are, where they are one tenant's. */
export function ofOne(
  voice: ReaderLocale,
  { alerts, tenant }: { alerts: readonly Alert[]; tenant: StoredTenant | null },
  shown: Card,
) {
  if (!tenant || alerts.some(({ tenantId }) => tenantId !== tenant.id)) return shown;
  return { ...shown, summary: voice.words.alerts.whose(shortTenant(voice, tenant), shown.summary) };
}

function whole(voice: ReaderLocale, digest: StormDigest, rows: readonly Row[]): Card {
  const { digest: say } = voice.words.alerts;
  const count = countOf(digest);
  const state = stateOf(digest);
  const title = { open: say.title, acknowledged: say.allAcknowledged, resolved: say.allResolved }[state](count);
  const shown = state === 'resolved' ? [] : rows;
  return card(title, state === 'open' ? say.summary(count, digest.unanswered) : `${title}.`, {
    tone: state === 'open' ? 'danger' : 'good',
    text: state === 'open' ? [say.text] : [],
    facts: [{ label: say.counts, value: bySeverity(voice, digest.counts) }, ...answerFacts(voice, digest)],
    rows: shown,
    buttons: answerAllButtons(voice.words, digest),
    footer: shown.length > 0 && count > shown.length ? say.first(shown.length) : null,
  });
}

function countOf({ counts }: StormDigest): number {
  return severities.reduce((sum, severity) => sum + counts[severity], 0);
}

function stateOf(digest: StormDigest): 'open' | 'acknowledged' | 'resolved' {
  if (digest.unanswered > 0) return 'open';
  return answered(digest, 'resolved') >= countOf(digest) ? 'resolved' : 'acknowledged';
}

function answered({ answers = [] }: StormDigest, what: Answers['what']): number {
  return answers.filter((one) => one.what === what).reduce((sum, { count }) => sum + count, 0);
}

/** How many are in which state, and who brought them there, when. */
function answerFacts(voice: ReaderLocale, { unanswered, answers = [] }: StormDigest): Fact[] {
  const { statuses, byAt } = voice.words.alerts;
  const told = (what: Answers['what']): Text =>
    answers
      .filter((one) => one.what === what)
      .flatMap(({ by, byName, at, count }, index) => [
        `${index > 0 ? '; ' : ''}${count} · `,
        ...(by ? [byAt({ kind: 'person', id: by, name: byName }, said(voice, at))].flat() : [said(voice, at)]),
      ]);
  return [
    { label: statuses.active, value: String(unanswered) },
    { label: statuses.investigating, value: told('acknowledged') },
    { label: statuses.resolved, value: told('resolved') },
  ].filter(({ value }) => value.length > 0 && value !== '0');
}

/** What is left to be done with all of them, and the way to each. */
function answerAllButtons(words: Words, digest: StormDigest): Button[] {
  const state = stateOf(digest);
  if (state === 'resolved') return [];
  const resolve = resolveAllButton(words, digest);
  return state === 'open'
    ? [{ ...allButton(words, digest), style: 'primary' }, resolve, listButton(words)]
    : [{ ...resolve, style: 'primary' }, listButton(words)];
}

function listButton({ alerts }: Words): Button {
  return button('press', 'alerts.list', alerts.buttons.list, '');
}

function allButton({ alerts }: Words, digest: StormDigest): Button {
  const { buttons } = alerts;
  const confirm = alerts.acknowledgeAllQuestion(digest.unanswered);
  return button('press', 'alerts.acknowledgeAll', buttons.acknowledgeAll, upTo(digest), { confirm });
}

function resolveAllButton({ alerts }: Words, digest: StormDigest): Button {
  return button('form', 'alerts.resolveAll', alerts.buttons.resolveAll, upTo(digest));
}

/** It stops at what the card shows: nobody answers what they have not seen. */
export function upTo({ id, newest }: StormDigest): string {
  return newest === undefined ? id : `${id} ${newest}`;
}

/** Ten of them stand in one message. */
const nameRoom = 400;

function row({ words }: ReaderLocale, alert: Alert, link: Inline | null): Row {
  const { number, content, status } = alert;
  const { severities: name, statuses, closedByAge } = words.alerts;
  const state = `${name[content.severity]} · ${isClosedByAge(alert) ? closedByAge : statuses[status]}`;
  return {
    title: `${number} · ${truncate(content.displayName, nameRoom)}`,
    detail: link ? [`${state} · `, link] : state,
    button: null,
  };
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

/** The card for many as a line of another one. */
export function digestRow({ words }: ReaderLocale, digest: StormDigest): Row {
  const { digest: say, statuses } = words.alerts;
  const [acknowledge, resolve] = [allButton(words, digest), resolveAllButton(words, digest)];
  const buttons = {
    open: { button: acknowledge, second: resolve },
    acknowledged: { button: resolve },
    resolved: { button: null },
  }[stateOf(digest)];
  return {
    title: say.title(countOf(digest)),
    detail: `${statuses.active}${words.history.colon}${digest.unanswered}`,
    ...buttons,
  };
}

export function bySeverity({ words }: ReaderLocale, counts: Readonly<Record<Severity, number>>): string {
  const inOrder = severities.filter((severity) => counts[severity] > 0).toReversed();
  return inOrder.map((key) => `${words.alerts.severities[key]}${words.history.colon}${counts[key]}`).join(' · ');
}
