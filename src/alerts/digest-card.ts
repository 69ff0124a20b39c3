import { button, card } from '../card.ts';
import { type Alert, isClosedByAge, severities } from '../domain/alert.ts';
import { isBound } from '../domain/answer-by.ts';
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
    const shown = about.last ? overdue(voice, known.digest, known.tenant) : reminder(voice, known.digest);
    return { card: ofOne(voice, known, shown), revision: 1 };
  }
  const rows = known.alerts.map((alert) => row(voice, alert));
  return { card: ofOne(voice, known, whole(voice, known.digest, rows)), revision: known.digest.revision };
}

/** The notification says whose they are, where they are one tenant's. */
function ofOne(
  voice: Voice,
  { alerts, tenant }: { alerts: readonly Alert[]; tenant: StoredTenant | null },
  shown: Card,
) {
  if (!tenant || alerts.some(({ tenantId }) => tenantId !== tenant.id)) return shown;
  return { ...shown, summary: voice.words.alerts.whose(shortTenant(voice, tenant), shown.summary) };
}

function whole({ words }: Voice, digest: Digest, rows: readonly Row[]): Card {
  const { digest: say, severities: name } = words.alerts;
  const count = severities.reduce((sum, severity) => sum + digest.counts[severity], 0);
  const closed = digest.unanswered === 0;
  const inOrder = severities.filter((severity) => digest.counts[severity] > 0).toReversed();
  return card(
    closed ? say.closedTitle(count) : say.title(count),
    closed ? `${say.closedTitle(count)}.` : say.summary(count, digest.unanswered),
    {
      tone: closed ? 'good' : 'danger',
      text: [say.text],
      facts: [
        {
          label: say.counts,
          value: inOrder
            .map((severity) => `${name[severity]}${words.history.colon}${digest.counts[severity]}`)
            .join(' · '),
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

function reminder({ words }: Voice, { unanswered }: Digest): Card {
  const { digest } = words.alerts;
  const text = digest.escalated(unanswered);
  return card(digest.reminderTitle, text, { tone: 'danger', text: [text] });
}

/** To the admins, who may not have the card. */
function overdue({ words }: Voice, digest: Digest, tenant: StoredTenant | null): Card {
  const { overdue: binding, overdueAdvised, overdueTitle } = words.alerts.digest;
  const say = isBound(tenant?.partnerType ?? null) ? binding : overdueAdvised;
  const text = say(digest.unanswered);
  const buttons = [listButton(words), allButton(words, digest)];
  return card(overdueTitle, text, { tone: 'danger', text: [text], buttons });
}
