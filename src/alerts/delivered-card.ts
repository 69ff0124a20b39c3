import { button, card } from '../card.ts';
import type { Alert, Severity } from '../domain/alert.ts';
import { escalationHours } from '../domain/answer-by.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import { type Names, namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import type { Button, Card, Fact, Text } from '../view.ts';
import { type Voice, voiceOf } from '../voice.ts';
import { alertCard } from './alert-card.ts';
import { detectedText, person, senderOf, severityText, tenantName } from './alert-facts.ts';
import { resolution } from './resolution.ts';

export interface Made {
  card: Card;
  revision: number;
}

interface Known {
  alert: Alert;
  tenant: StoredTenant | null;
  names: Names;
  voice: Voice;
}

/** The card of a delivery about an alert, as the alert is now. Null when it is not one, or is not there any more. */
export async function deliveredCard({ about }: Delivery, how: { repeat: boolean }, world: World): Promise<Made | null> {
  if (!('alertId' in about)) return null;
  const known = await knownOf(about.alertId, world);
  if (!known) return null;
  const { alert, voice } = known;
  switch (about.kind) {
    case 'alert':
      return {
        card: alertCard(voice, { ...known, notice: how.repeat ? voice.words.alerts.repeat : null }),
        revision: alert.revision,
      };
    case 'unrouted':
      return { card: unrouted(known), revision: alert.revision };
    case 'escalation':
      return alert.status === 'active' ? { card: reminder(known, about.step), revision: 1 } : null;
    case 'followUp':
      return made(followUp(known, about.step));
  }
}

async function knownOf(alertId: string, world: World): Promise<Known | null> {
  return world.store.read(async (reader) => {
    const alert = await reader.get('alerts', alertId);
    if (!alert) return null;
    const tenant = alert.tenantId === null ? null : await reader.get('tenants', alert.tenantId);
    const names = await namesOf(reader, tenant?.contact?.onCall ?? [], []);
    return { alert, tenant, names, voice: voiceOf(tenant, world) };
  });
}

/** To the admins: the alert itself, headed by why it came to them, as long as no channel has it. */
function unrouted(known: Known): Card {
  const { title } = known.voice.words.alerts.unrouted;
  if (known.alert.routed !== 'admins') return { ...alertCard(known.voice, { ...known, notice: null }), mentions: [] };
  const notice: Text = [{ kind: 'strong', text: `${title}.` }, ` ${whyUnrouted(known)}`];
  const shown = alertCard(known.voice, { ...known, notice });
  return {
    ...shown,
    summary: `${title}. ${shown.summary}`,
    // The notice says it better.
    facts: shown.facts.filter(({ label }) => label !== known.voice.words.alerts.facts.why),
    buttons: [...shown.buttons, mending(known)],
    mentions: [],
  };
}

function whyUnrouted({ tenant, voice }: Known): string {
  const { noTenant, noContact, noChannelYet, noChannel } = voice.words.alerts.unrouted;
  if (!tenant) return noTenant;
  if (!tenant.contact) return noContact(tenant.name);
  return (tenant.contact.channels.length === 0 ? noChannelYet : noChannel)(tenant.name);
}

/** What puts an end to it. */
function mending({ tenant, voice }: Known): Button {
  const { securityContact, tenants } = voice.words;
  return tenant
    ? button('form', 'contact.update', securityContact.buttons.update, tenant.id)
    : button('form', 'contact.setup', tenants.setUp, 'new');
}

function reminder({ alert, tenant, voice, names }: Known, step: number): Card {
  const { escalation, buttons } = voice.words.alerts;
  const last = step >= escalationHours.length - 1;
  const reopened = alert.story.some(({ what }) => what === 'reopened');
  const late = reopened ? escalation.reopened : escalation.admins;
  const drill = alert.origin === 'drill';
  const text = last ? (drill ? escalation.drill : late) : escalation.text(escalationHours[step] ?? 0, reopened);
  const summary = escalation.summary(text, alert.content.displayName, tenantName(voice, tenant));
  const shown = card(escalation.title, summary, {
    tone: 'danger',
    text: [text, ...(last ? [[{ kind: 'strong', text: alert.content.displayName } as const]] : [])],
    facts: last ? reminderFacts({ alert, tenant, voice, names }) : [],
    buttons: last
      ? [
          button('press', 'alerts.acknowledge', buttons.acknowledge, alert.id, { style: 'primary' }),
          ...(drill ? [] : [button('link', 'alerts.portal', buttons.open, portal.securityAlerts)]),
        ]
      : [],
  });
  const onCall = alert.content.severity === 'high' && !last ? (tenant?.contact?.onCall ?? []) : [];
  return { ...shown, mentions: onCall.map((id) => ({ id, name: names.person(id).name })) };
}

/** For admins who may not have the card. */
function reminderFacts({ alert, tenant, voice }: Known): Fact[] {
  const { facts: label } = voice.words.alerts;
  return [
    { label: label.number, value: String(alert.number) },
    { label: label.severity, value: severityText(voice, alert) },
    { label: label.detected, value: detectedText(voice, alert) },
    { label: label.tenant, value: tenantName(voice, tenant) },
  ];
}

/** A line about one step of the story. */
function followUp({ alert, voice }: Known, step: number): Card | null {
  const told = alert.story[step];
  const { followUps } = voice.words.alerts;
  if (told?.severity) return lowered({ alert, voice }, told.severity);
  if (!told?.by) return null;
  const who = person({ by: told.by, byName: told.byName });
  const text: Text =
    told.what === 'reopened' ? followUps.reopened(who) : followUps.resolved(who, resolution(voice.words, told.note));
  return card('', followUps.summary(told.byName, alert.content.displayName), { text: [text] });
}

function lowered(
  { alert, voice }: Pick<Known, 'alert' | 'voice'>,
  { before, after }: { before: Severity; after: Severity },
): Card {
  const { followUps, severities } = voice.words.alerts;
  const text = followUps.lowered(senderOf(alert), severities[before], severities[after]);
  return card('', text, { tone: 'warning', text: [text] });
}

function made(shown: Card | null): Made | null {
  return shown && { card: shown, revision: 1 };
}
