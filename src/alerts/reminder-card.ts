import { button, card } from '../card.ts';
import { escalationHours, isBound, lastStep } from '../domain/answer-by.ts';
import { portal } from '../domain/portal.ts';
import { fitted } from '../fitted.ts';
import type { Card, Fact } from '../view.ts';
import { detectedText, severityText, tenantName } from './alert-facts.ts';
import { type KnownAlert, onCallOf } from './known-alert.ts';

/** A reminder of an alert that nobody acknowledged: in the thread of its card, at last to the admins. */
export function reminderCard({ alert, tenant, voice, names }: KnownAlert, step: number): Card {
  const { escalation, buttons } = voice.words.alerts;
  const last = step >= lastStep;
  const drill = alert.origin === 'drill';
  const reopened = alert.story.some(({ what }) => what === 'reopened');
  const text = last
    ? lateText({ alert, tenant, voice }, reopened)
    : escalation.text(escalationHours[step] ?? 0, reopened);
  const summary = escalation.summary(text, alert.content.displayName, tenantName(voice, tenant));
  const shown = card(escalation.title, summary, {
    tone: 'danger',
    text: [text, ...(last ? [[{ kind: 'strong', text: fitted(alert.content.displayName, 600) } as const]] : [])],
    facts: last ? reminderFacts({ alert, tenant, voice, names }) : [],
    buttons: last
      ? [
          button('press', 'alerts.acknowledge', buttons.acknowledge, alert.id, { style: 'primary' }),
          ...(drill ? [] : [button('link', 'alerts.portal', buttons.open, portal.securityAlerts)]),
        ]
      : [],
  });
  const calls = alert.content.severity === 'high' && !last;
  return { ...shown, mentions: calls ? onCallOf({ tenant, names }) : [] };
}

/** What the last reminder says. A drill has no limit, and for indirect resellers it is advice. */
function lateText({ alert, tenant, voice }: Pick<KnownAlert, 'alert' | 'tenant' | 'voice'>, reopened: boolean): string {
  const { escalation } = voice.words.alerts;
  if (alert.origin === 'drill') return escalation.drill;
  if (reopened) return escalation.reopened;
  return isBound(tenant?.partnerType ?? null) ? escalation.admins : escalation.advised;
}

/** For admins who may not have the card. */
function reminderFacts({ alert, tenant, voice }: KnownAlert): Fact[] {
  const { facts: label } = voice.words.alerts;
  return [
    { label: label.number, value: String(alert.number) },
    { label: label.severity, value: severityText(voice, alert) },
    { label: label.detected, value: detectedText(voice, alert) },
    { label: label.tenant, value: tenantName(voice, tenant) },
  ];
}
