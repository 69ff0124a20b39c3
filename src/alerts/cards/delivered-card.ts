import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type Alert, atLeast, type Severity, stepOf } from '../../domain/alert/alert.ts';
import { lastStep } from '../../domain/alert/deadlines.ts';
import type { Delivery, DeliveryOf, Destination, HowMade, Was } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery-id.ts';
import { isAzureFraud } from '../../domain/delivery/routing.ts';
import { type Identity, sameChannel } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { readerLocaleAt } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf, truncate } from '../../view/text.ts';
import type { Button, Card, Text } from '../../view/view.ts';
import { resolution } from '../change/resolution.ts';
import { alertCard } from './alert-card.ts';
import { person, senderOf } from './alert-facts.ts';
import { sentences, subject } from './alert-state.ts';
import { callsAt, escalationCard } from './escalation-card.ts';
import { type LoadedAlert, loadAlert } from './load-alert.ts';
import { mentionsHere } from './mentions.ts';

type OfAlert = DeliveryOf<'alert' | 'unrouted' | 'escalation' | 'followUp'>;

/** The card of a delivery about an alert, as the alert is now. Null when it is not there any more. */
export async function deliveredCard(delivery: OfAlert, world: World, how: HowMade): Promise<MadeCard | null> {
  const found = await loadAlert(delivery.about.alertId, delivery.queue, world);
  const voice = found && (await readerLocaleAt(delivery.to, found.tenant, world));
  const known = found && voice && { ...found, voice, link: await wayTo(delivery, world) };
  const made = known && shownOf(delivery, known, how);
  if (!made) return null;
  const { calls, ...rest } = made;
  const mentions = calls ? await world.store.read((reader) => mentionsHere(reader, delivery, known)) : [];
  const others = typeof calls === 'string' ? mentions.filter(({ id }) => id !== calls) : mentions;
  const isNews = delivery.about.kind === 'unrouted' || calls !== false;
  const callsAdmins = isNews && (await isUrgentHere(delivery, known.alert, world));
  return { ...rest, card: { ...made.card, mentions: others }, callsAdmins, words: known.voice.words };
}

/** A high alert that nobody has answered, and that admins have because no channel does. */
export async function isUrgentHere({ about, to }: Delivery, alert: Alert, { store }: World): Promise<boolean> {
  const { id, content, routed, status } = alert;
  if (content.severity !== 'high' || status !== 'active') return false;
  if (about.kind === 'unrouted' || routed !== 'admins') return about.kind === 'unrouted';
  const own = deliveryId({ kind: 'unrouted', alertId: id }, to);
  return (await store.read((reader) => reader.get('deliveries', own))) !== null;
}

/** From what admins are told in private to the card; null for what stands beside it. */
async function wayTo({ about, queue }: OfAlert, world: World): Promise<LoadedAlert['link']> {
  const isLast = about.kind === 'escalation' && about.step >= lastStep;
  return isLast ? linkFrom(queue, about.alertId, world) : null;
}

interface Shown extends MadeCard {
  /** Whether it calls the people on call; an identity: all but that person. */
  calls: boolean | Identity;
}

function shownOf({ about, to, state, want }: OfAlert, known: LoadedAlert, how: HowMade): Shown | null {
  const { alert, voice } = known;
  switch (about.kind) {
    case 'alert':
      return {
        card: alertCard(voice, {
          ...known,
          notice: null,
          left: isFormer(to, known.tenant) ? (alert.formerTenants?.length ? 'moved' : 'former') : null,
          brief: how.brief,
        }),
        revision: alert.revision,
        // Only while it is open; never everybody.
        calls: alert.content.severity === 'high' && alert.status === 'active',
      };
    case 'unrouted':
      return { card: unrouted(known, how), revision: alert.revision, calls: false };
    case 'escalation':
      if (alert.status !== 'active' && state !== 'posted') return null;
      return {
        card: escalationCard(known, about.step),
        revision: want,
        aloud: to.kind === 'channel',
        calls: to.kind === 'channel' && alert.status === 'active' && callsAt(alert, about.step),
      };
    case 'followUp':
      return about.from ? changedBySender(known, about.from, about.was) : followUp(known, about.step);
  }
}

/** A channel that was taken away from the contact and still gets its high alerts. */
function isFormer(to: Destination, tenant: StoredTenant | null): boolean {
  if (to.kind !== 'channel' || !tenant) return false;
  const all = [...(tenant.contact?.channels ?? []), ...tenant.fraudChannels];
  return !all.some((channel) => sameChannel(channel, to.channel));
}

/** To the admins: the alert itself, headed by why it came to them, as long as no channel has it. */
function unrouted(known: LoadedAlert, { brief }: HowMade): Card {
  const { title } = known.voice.words.alerts.unrouted;
  if (known.alert.routed !== 'admins')
    return { ...alertCard(known.voice, { ...known, notice: null, left: 'wasAlone', brief }) };
  // Somebody has answered it: what remains to be done stands among the facts, and on the button.
  if (known.alert.status !== 'active')
    return mendable(known, alertCard(known.voice, { ...known, notice: null, brief }));
  const why: Text = [{ kind: 'strong', text: `${title}.` }, ` ${whyUnrouted(known)}`];
  const shown = mendable(known, alertCard(known.voice, { ...known, notice: null, why, brief }));
  return {
    ...shown,
    summary: sentences(shown.summary, title),
    // The text says it better.
    more: shown.more && {
      ...shown.more,
      facts: shown.more.facts.filter(({ label }) => label !== known.voice.words.alerts.facts.why),
    },
  };
}

function mendable(known: LoadedAlert, shown: Card): Card {
  // Resolved, it is two lines and Reopen; what remains to be mended is a finding.
  if (known.alert.status === 'resolved') return shown;
  return { ...shown, buttons: [...shown.buttons, mending(known)] };
}

function whyUnrouted(known: LoadedAlert): string {
  const { tenant, voice } = known;
  const { noTenant, noContact, noChannelYet, noChannel } = voice.words.alerts.unrouted;
  if (!tenant) return noTenant;
  if (isForFraudChannels(known)) return noChannel;
  if (!tenant.contact) return noContact;
  return tenant.contact.channels.length === 0 ? noChannelYet : noChannel;
}

function isForFraudChannels({ alert, tenant }: LoadedAlert): boolean {
  return isAzureFraud(alert.content.alertType) && (tenant?.fraudChannels ?? []).length > 0;
}

/** What puts an end to it. */
function mending(known: LoadedAlert): Button {
  const { tenant, voice } = known;
  const { alerts, tenants } = voice.words;
  if (tenant && isForFraudChannels(known)) return button('form', 'contact.setup', tenants.setUp, tenant.id);
  return tenant
    ? button('form', 'contact.update', alerts.buttons.mend, tenant.id)
    : button('form', 'contact.setup', tenants.setUp, 'new');
}

/** A line about one step of the story. */
function followUp(known: LoadedAlert, step: number): Shown | null {
  const { alert, voice } = known;
  const told = stepOf(alert.story, step);
  const { followUps } = voice.words.alerts;
  // Owed by an older version, one for each time.
  if (told?.severity) return changedBySender(known, told.severity.before);
  if (!told?.by) return null;
  const who = person({ by: told.by, byName: told.byName });
  const text: Text =
    told.what === 'reopened'
      ? followUps.reopened(who)
      : followUps.resolved(who, truncate(resolution(voice.words, told.note), 1_500));
  const news = told.what === 'reopened' ? followUps.news.reopened : followUps.news.resolved;
  const shown = card('', sentences(subject(voice, known, news), plainOf(text)), { text: [text] });
  const again = told.what === 'reopened' && alert.status === 'active';
  return {
    card: shown,
    revision: 1,
    aloud: again,
    calls: again && atLeast(alert.content.severity, 'medium') && told.by,
  };
}

/**
 * What became of what the sender changes: the severity, whose it is, whether it is a test; null when all is again as it was
 * `before`. What is high now calls the on-call people: the edit of the card did not.
 */
function changedBySender(known: LoadedAlert, before: Severity, was?: Was): Shown | null {
  const { alert, tenant, voice } = known;
  const after = alert.content.severity;
  const { followUps, severities, unknownTenant } = voice.words.alerts;
  const sender = senderOf(alert);
  const raised = after !== before && atLeast(after, before);
  const text = [
    ...(after === before
      ? []
      : [(raised ? followUps.raised : followUps.lowered)(sender, severities[before], severities[after])]),
    ...(was && was.tenantId !== alert.tenantId
      ? [followUps.movedTenant(sender, was.tenant ?? unknownTenant, tenant?.name ?? unknownTenant)]
      : []),
    ...(was && was.isTest !== alert.content.isTest
      ? [(alert.content.isTest ? followUps.testNow : followUps.noTestNow)(sender)]
      : []),
  ];
  const [first] = text;
  if (first === undefined) return null;
  const news = after === before ? followUps.news.changed : followUps.news.severity(severities[after]);
  const shown = card('', sentences(subject(voice, known, news), first), { tone: raised ? 'danger' : 'warning', text });
  const calls = raised && after === 'high';
  return { card: shown, revision: 1, aloud: calls, calls };
}
