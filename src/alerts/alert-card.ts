import { button, card } from '../card.ts';
import { type Alert, isClosedByAge } from '../domain/alert.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import { fitted } from '../fitted.ts';
import type { Names } from '../names.ts';
import type { Button, Card, Text, Tone } from '../view.ts';
import type { Voice } from '../voice.ts';
import { alertFacts, resourcesOf, room, tenantName } from './alert-facts.ts';

export interface ShownAlert {
  alert: Alert;
  tenant: StoredTenant | null;
  names: Names;
  /** Said first; null for nothing. */
  notice: Text | null;
  /** With all of a long description, for one reader alone. */
  whole?: boolean;
  /** For where it does not belong any more: a channel that was taken away from the contact, or admins who alone had it. */
  left?: 'former' | 'moved' | 'wasAlone' | null;
  /** For where the card is too long: names are short, and a line says where the rest is. */
  brief?: boolean;
}

/** The card of an alert as it stands now: the same in every channel. */
export function alertCard(voice: Voice, shown: ShownAlert): Card {
  const { alerts } = voice.words;
  const { alert, tenant, notice } = shown;
  const displayName = fitted(alert.content.displayName, nameRoom(shown));
  return card(titleOf(voice, alert), alerts.summary(kindOf(voice, alert), displayName, tenantName(voice, tenant)), {
    tone: toneOf(alert),
    text: [
      ...(notice ? [notice] : []),
      ...marks(voice, alert),
      [{ kind: 'strong', text: displayName }],
      ...(shown.brief ? [alerts.shortened(alert.number)] : description(voice, shown)),
    ],
    facts: alertFacts(voice, shown),
    buttons: buttons(voice, alert),
  });
}

export function titleOf(voice: Voice, alert: Alert): string {
  const { statuses, title, closedByAge } = voice.words.alerts;
  return title(kindOf(voice, alert), isClosedByAge(alert) ? closedByAge : statuses[alert.status]);
}

function kindOf({ words }: Voice, { content, origin }: Alert): string {
  return origin === 'drill' ? words.alerts.drillTitle : words.alerts.titles[content.severity];
}

function nameRoom({ whole, brief }: ShownAlert): number {
  if (brief) return room.briefName;
  return whole ? room.wholeName : room.name;
}

/** As much of a description as a channel reads at a glance; the story has all. */
const glance = 600;

function description(voice: Voice, shown: ShownAlert): Text[] {
  const { description: text } = shown.alert.content;
  if (shown.whole) return wholeDescription(voice, text);
  const short = fitted(text, room.description);
  const seen = short.length <= glance + 2 ? short : `${[...text].slice(0, glance).join('').trimEnd()} …`;
  const { shortened } = voice.words.alerts;
  return [...(seen ? [seen] : []), ...(seen !== text || isShort(shown.alert) ? [shortened(shown.alert.number)] : [])];
}

/** In pieces of 1,400 characters, which every platform takes whatever they are. */
function wholeDescription({ words }: Voice, text: string): Text[] {
  const all = fitted(text, room.wholeDescription);
  return [...(all.match(/[\s\S]{1,1400}/gu) ?? []), ...(all === text ? [] : [words.alerts.tooLong])];
}

/** Whether something else of it had to be shortened. */
function isShort({ content, resolved }: Alert): boolean {
  const { displayName, alertType, confidenceLevel, affectedResources } = content;
  const words = [alertType, confidenceLevel].some((word) => word !== null && fitted(word, room.word) !== word);
  const lists = [resolved?.note ?? '', resourcesOf(affectedResources).shown.join(', ')];
  return words || fitted(displayName, room.name) !== displayName || lists.some((one) => fitted(one, room.list) !== one);
}

function toneOf(alert: Alert): Tone {
  const { status, content } = alert;
  if (isClosedByAge(alert)) return 'neutral';
  if (status === 'resolved') return 'good';
  if (status === 'investigating') return 'warning';
  return content.severity === 'high' || content.severity === 'medium' ? 'danger' : 'neutral';
}

function marks({ words }: Voice, { origin, content }: Alert): Text[] {
  if (origin === 'drill') return [words.alerts.drillText];
  return content.isTest ? [words.alerts.testText] : [];
}

function buttons({ words }: Voice, alert: Alert): Button[] {
  const { buttons: label, reopenQuestion } = words.alerts;
  const steps = button('press', 'alerts.steps', label.steps, alert.id);
  // Partner Center knows nothing of a drill.
  const link = alert.origin === 'drill' ? [] : [button('link', 'alerts.portal', label.open, portal.securityAlerts)];
  if (alert.status === 'resolved')
    return [button('press', 'alerts.reopen', label.reopen, alert.id, { confirm: reopenQuestion }), ...link];
  const resolve = button('form', 'alerts.resolve', label.resolve, alert.id);
  if (alert.status === 'investigating') return [{ ...resolve, style: 'primary' }, steps, ...link];
  return [
    button('press', 'alerts.acknowledge', label.acknowledge, alert.id, { style: 'primary' }),
    resolve,
    steps,
    ...link,
  ];
}
