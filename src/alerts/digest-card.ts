import { button, card } from '../card.ts';
import { type Alert, isClosedByAge, type Severity, severities } from '../domain/alert.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { Digest } from '../domain/digest.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { fitted } from '../fitted.ts';
import type { Words } from '../messages/words.ts';
import type { World } from '../ports.ts';
import type { Button, Card, Row } from '../view.ts';
import { type Voice, voiceOf } from '../voice.ts';
import { shortTenant } from './alert-state.ts';
import type { Made } from './delivered-card.ts';

/** The card that stands for many alerts, or the reminder in its thread. */
export async function digestCard({ about }: Delivery, world: World): Promise<Made | null> {
  if (about.kind !== 'digest' && about.kind !== 'digestEscalation') return null;
  const known = await world.store.read(async (reader) => {
    const digest = await reader.get('digests', about.digestId);
    const alerts = await Promise.all((digest?.firstIds ?? []).map((id) => reader.get('alerts', id)));
    const first = alerts.find((alert) => alert?.tenantId);
    const tenant = first?.tenantId ? await reader.get('tenants', first.tenantId) : null;
    return { digest, alerts: alerts.flatMap((alert) => alert ?? []), tenant };
  });
  if (!known.digest) return null;
  const voice = voiceOf(known.tenant, world);
  if (about.kind === 'digestEscalation') {
    if (known.digest.unanswered === 0) return null;
    return { card: ofOne(voice, known, reminder(voice, known.digest)), revision: 1, aloud: true };
  }
  const rows = known.alerts.map((alert) => row(voice, alert));
  return { card: ofOne(voice, known, whole(voice, known.digest, rows)), revision: known.digest.revision };
}

/** The notification says whose they are, where they are one tenant's. */
export function ofOne(
  voice: Voice,
  { alerts, tenant }: { alerts: readonly Alert[]; tenant: StoredTenant | null },
  shown: Card,
) {
  if (!tenant || alerts.some(({ tenantId }) => tenantId !== tenant.id)) return shown;
  return { ...shown, summary: voice.words.alerts.whose(shortTenant(voice, tenant), shown.summary) };
}

function whole(voice: Voice, digest: Digest, rows: readonly Row[]): Card {
  const { words } = voice;
  const { digest: say } = words.alerts;
  const count = severities.reduce((sum, severity) => sum + digest.counts[severity], 0);
  const closed = digest.unanswered === 0;
  return card(
    closed ? say.closedTitle(count) : say.title(count),
    closed ? `${say.closedTitle(count)}.` : say.summary(count, digest.unanswered),
    {
      tone: closed ? 'good' : 'danger',
      text: [say.text],
      facts: [
        {
          label: say.counts,
          value: bySeverity(voice, digest.counts),
        },
        { label: say.unanswered, value: String(digest.unanswered) },
      ],
      rows,
      buttons: [listButton(words), ...(closed ? [] : [allButton(words, digest)])],
      footer: count > rows.length ? say.first(rows.length) : null,
    },
  );
}

function listButton({ alerts }: Words): Button {
  return button('press', 'alerts.list', alerts.buttons.list, '');
}

/** It stops at what the card shows: nobody answers what they have not seen. */
function allButton({ alerts }: Words, { id, newest }: Digest): Button {
  const confirm = alerts.acknowledgeAllQuestion;
  const value = newest === undefined ? id : `${id} ${newest}`;
  return button('press', 'alerts.acknowledgeAll', alerts.buttons.acknowledgeAll, value, { confirm });
}

/** Ten of them stand in one message. */
const nameRoom = 400;

function row({ words }: Voice, alert: Alert): Row {
  const { number, content, status } = alert;
  const { severities: name, statuses, closedByAge } = words.alerts;
  return {
    title: `${number} · ${fitted(content.displayName, nameRoom)}`,
    detail: `${name[content.severity]} · ${isClosedByAge(alert) ? closedByAge : statuses[status]}`,
    button: null,
  };
}

function reminder({ words }: Voice, shown: Digest): Card {
  const { digest } = words.alerts;
  const text = digest.escalated(shown.unanswered);
  return card(digest.reminderTitle, text, {
    tone: 'danger',
    text: [text],
    buttons: [allButton(words, shown), listButton(words)],
  });
}

/** The card for many as a line of another one. */
export function digestRow({ words }: Voice, digest: Digest): Row {
  const { digest: say } = words.alerts;
  return {
    title: say.title(severities.reduce((sum, severity) => sum + digest.counts[severity], 0)),
    detail: `${say.unanswered}${words.history.colon}${digest.unanswered}`,
    button: digest.unanswered > 0 ? allButton(words, digest) : null,
  };
}

export function bySeverity({ words }: Voice, counts: Readonly<Record<Severity, number>>): string {
  const inOrder = severities.filter((severity) => counts[severity] > 0).toReversed();
  return inOrder.map((key) => `${words.alerts.severities[key]}${words.history.colon}${counts[key]}`).join(' · ');
}
