import type { MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type Alert, isOpen } from '../../domain/alert/alert.ts';
import { stepAt } from '../../domain/alert/deadlines.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import { atLeast, type Severity } from '../../domain/alert/severity.ts';
import { isAnswer, type Note, noteId, stepOf } from '../../domain/alert/timeline.ts';
import type { Delivery, DeliveryOf, Destination, HowMade } from '../../domain/delivery/delivery.ts';
import { deliveryId } from '../../domain/delivery/delivery.ts';
import type { AlertBefore } from '../../domain/delivery/kinds.ts';
import { isFraudAlert, whyRouted } from '../../domain/delivery/routing.ts';
import { type Identity, platformOf, sameChannel } from '../../domain/tenant/identity.ts';
import { onCallAt, peopleOf } from '../../domain/tenant/on-call.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { World } from '../../ports/world.ts';
import { viewerLocaleAt } from '../../request/viewer-locale.ts';
import type { Button, Card, Text } from '../../view/view.ts';
import { button, card, excerpt, inPieces, plainOf, quoted, truncate } from '../../view/view.ts';
import { alertCard } from './alert-card.ts';
import { doer, person, resolution, senderOf, sourceInFile } from './alert-facts.ts';
import { headline, overText, sentences, subject } from './alert-state.ts';
import { escalationCard, minutesOf } from './escalation-card.ts';
import { type LoadedAlert, loadAlerts, mentionsHere } from './load-alert.ts';

type OfAlert = DeliveryOf<'alert' | 'unrouted' | 'escalation' | 'followUp'>;

/** Returns the card of a delivery about an alert, as the alert is now; null when the alert is not there any more. */
export async function deliveredCard(delivery: OfAlert, world: World, how: HowMade): Promise<MadeCard | null> {
  const { about, to, queue } = delivery;
  const [found] = await world.store.read((tx) => loadAlerts(tx, [about.alertId]));
  if (!found) return null;
  const viewer = await viewerLocaleAt(to, found.tenant, world);
  // A reminder of an older version in private has a link to the card; the others are in the thread of the card.
  const link = about.kind === 'escalation' && to.kind === 'person' ? await linkFrom(queue, about.alertId, world) : null;
  const known = { ...found, viewer, link, platform: platformOf(queue) };
  const calls =
    about.kind === 'escalation' ? stepAt(found.alert, minutesOf(about.step), world.settings).calls : ['first'];
  const number = about.kind === 'followUp' ? about.note : undefined;
  const note =
    number === undefined ? null : await world.store.read((tx) => tx.get('notes', noteId(found.alert.id, number)));
  const made = shownOf(delivery, { ...known, note, callsPeople: calls.includes('first') }, how);
  if (!made) return null;
  const { onCall, ...rest } = made;
  // In private nobody else is called, and a line is not hidden in a thread.
  const isPrivate = to.kind === 'person';
  const people = onCall && !isPrivate ? peopleOf(onCallAt(found.tenant, world.clock.now()), calls) : [];
  const { onCallLabel } = viewer.messages.alerts;
  const mentions =
    onCall && !isPrivate ? await world.store.read((tx) => mentionsHere(tx, delivery, people, onCallLabel)) : [];
  const others = typeof onCall === 'string' ? mentions.filter(({ id }) => id !== onCall) : mentions;
  const isNews = about.kind === 'unrouted' || onCall !== false;
  const mentionsAdmins = isNews && (await isUrgentHere(delivery, known.alert, world));
  const aloud = made.aloud === true || (about.kind === 'followUp' && isPrivate);
  return { ...rest, aloud, card: { ...made.card, mentions: others }, mentionsAdmins, messages: known.viewer.messages };
}

/** Returns whether nobody has answered a high alert, and the admins have it because no channel does. */
export async function isUrgentHere({ about, to }: Delivery, alert: Alert, { store }: World): Promise<boolean> {
  const { id, content, routed, status } = alert;
  if (content.severity !== 'high' || status !== 'active') return false;
  if (about.kind === 'unrouted' || routed !== 'admins') return about.kind === 'unrouted';
  const own = deliveryId({ kind: 'unrouted', alertId: id }, to);
  return (await store.read((tx) => tx.get('deliveries', own))) !== null;
}

interface CardWithMentions extends MadeCard {
  /** True when it mentions the people on call; an identity means all of them but that person. */
  onCall: boolean | Identity;
}

function shownOf(
  { about, to, state, want, since }: OfAlert,
  { note, callsPeople, ...known }: LoadedAlert & { note: Note | null; callsPeople: boolean },
  how: HowMade,
): CardWithMentions | null {
  const { alert, viewer } = known;
  switch (about.kind) {
    case 'alert':
      return {
        card: alertCard(viewer, {
          ...known,
          left: isFormer(to, known.tenant) ? (alert.formerTenants?.length ? 'moved' : 'former') : null,
          brief: how.brief,
        }),
        revision: alert.revision,
        // An alert that somebody answered mentions nobody, and no alert mentions the whole channel.
        onCall: alert.content.severity === 'high' && alert.status === 'active',
      };
    case 'unrouted':
      return { card: unrouted(known, how), revision: alert.revision, onCall: false };
    case 'escalation':
      if (state !== 'posted' && (alert.status !== 'active' || isFollowed(alert, since))) return null;
      return {
        card: escalationCard(known, { minutes: minutesOf(about.step), alone: to.kind === 'person' }),
        revision: want,
        aloud: to.kind === 'channel',
        onCall: to.kind === 'channel' && alert.status === 'active' && callsPeople,
      };
    case 'followUp':
      if (about.note !== undefined) return noted(known, note);
      return about.from ? changedBySender(known, about) : followUp(known, about.step, how.alone === true);
  }
}

/** Returns whether a later reminder of the alert was enqueued since then, so that this one is not needed any more. */
function isFollowed({ timeline }: Alert, since: string): boolean {
  return timeline.some(({ what, at }) => what === 'escalated' && at > since);
}

/** Returns whether this is a channel that was removed from the contact and still gets its high alerts. */
function isFormer(to: Destination, tenant: StoredTenant | null): boolean {
  if (to.kind !== 'channel' || !tenant) return false;
  const all = [...(tenant.contact?.channels ?? []), ...tenant.fraudChannels];
  return !all.some((channel) => sameChannel(channel, to.channel));
}

/** Returns the card that admins get: the alert itself, headed by why it came to them, as long as no channel has it. */
function unrouted(known: LoadedAlert, { brief }: HowMade): Card {
  const { alert, viewer } = known;
  const { unrouted: say, facts: label } = viewer.messages.alerts;
  if (alert.routed !== 'admins') return alertCard(viewer, { ...known, left: 'wasAlone', brief });
  // Once somebody has answered it, what remains to be done stands among the facts, and on the button.
  const isWaiting = alert.status === 'active';
  const title = whyRouted(alert, known.tenant) === 'retired' ? say.retiredTitle : say.title;
  const why: Text = [{ kind: 'strong', text: `${title}.` }, ` ${whyUnrouted(known)}`];
  const shown = alertCard(viewer, { ...known, brief, ...(isWaiting ? { why } : {}) });
  // The card of a resolved alert is two lines and Reopen. A channel that is still missing is shown as a finding.
  const buttons = alert.status === 'resolved' ? shown.buttons : withMending(shown.buttons, mending(known));
  if (!isWaiting) return { ...shown, buttons };
  // The text says why the alert came, so that the facts need not.
  const facts = shown.more?.facts.filter((fact) => fact.label !== label.why) ?? [];
  return {
    ...{ ...shown, buttons, summary: sentences(shown.summary, title) },
    more: shown.more && { ...shown.more, facts },
  };
}

/** Returns the buttons with those that fix the routing, in place of the one for notes: a card has room for five with its details. */
function withMending(buttons: readonly Button[], mending: readonly Button[]): readonly Button[] {
  return mending.length === 0 ? buttons : [...buttons.filter(({ id }) => id !== 'alerts.note'), ...mending];
}

function whyUnrouted(known: LoadedAlert): string {
  const { alert, tenant, viewer } = known;
  const { unrouted: say } = viewer.messages.alerts;
  switch (whyRouted(alert, tenant)) {
    case 'noCustomer':
      return say.noCustomer(quoted(alert.notes?.customer ?? '', 40), sourceInFile(alert));
    case 'noneNamed':
      return say.noneNamed(sourceInFile(alert));
    case 'noTenant':
      return say.noTenant;
    case 'retired':
      return say.retired(sourceInFile(alert));
    default:
      if (isForFraudChannels(known)) return say.noChannel;
      if (!tenant?.contact) return say.noContact;
      return tenant.contact.channels.length === 0 ? say.noChannelYet : say.noChannel;
  }
}

function isForFraudChannels({ alert, tenant }: LoadedAlert): boolean {
  return isFraudAlert(alert) && (tenant?.fraudChannels ?? []).length > 0;
}

/**
 * Returns the button of the form that gives the alert's tenant a channel; none when only the sender or the sources' file can be fixed.
 */
function mending(known: LoadedAlert): Button[] {
  const { alert, tenant, viewer } = known;
  const { alerts, tenants } = viewer.messages;
  const setUp = (id: string) => [button('form', 'contact.setup', tenants.setUp, id)];
  if (!tenant) return whyRouted(alert, tenant) === 'noTenant' ? setUp('new') : [];
  if (isRetired(tenant)) return [];
  if (isForFraudChannels(known)) return setUp(tenant.id);
  return [button('form', 'contact.update', alerts.buttons.mend, tenant.id)];
}

/** Returns the line that tells a note, in whole; null when there is no such note. */
function noted(known: LoadedAlert, note: Note | null): CardWithMentions | null {
  if (!note) return null;
  const { followUps, noteLine } = known.viewer.messages.alerts;
  const [first = '', ...rest] = inPieces(note.text);
  const text = noteLine(person(note), first);
  const summary = sentences(subject(known.viewer, known, followUps.news.noted), excerpt(plainOf(text), 100));
  return { card: card('', summary, { text: [text, ...rest] }), revision: 1, onCall: false };
}

/** Returns the line about one step of the timeline; null when the timeline does not have the step any more. */
function followUp(known: LoadedAlert, number: number, alone: boolean): CardWithMentions | null {
  const { alert, viewer } = known;
  const step = stepOf(alert.timeline, number);
  const { followUps } = viewer.messages.alerts;
  // An older version enqueued one such line for each change by the sender.
  if (step?.severity) return changedBySender(known, { from: step.severity.before });
  if (step?.what === 'reopened') {
    const aloud = alert.status === 'active';
    const { by } = step;
    // Where nobody reopened it, a rule of its source did, since its finding came again.
    const text = isAnswer(step)
      ? followUps.reopened(doer(viewer.messages, step))
      : followUps.reopenedByRule(senderOf(alert));
    const isCalling = atLeast(alert.content.severity, 'medium') && !isUnverified(alert);
    const onCall = aloud && isCalling && (by ?? true);
    return line(known, followUps.news.reopened, text, { aloud, onCall });
  }
  if (!step || !isAnswer(step)) return null;
  const who = doer(viewer.messages, step);
  if (step.what === 'given' || step.what === 'taken')
    return line(known, followUps.news[step.what], followUps[step.what](who, step.note));
  const text = followUps.resolved(
    who,
    alert.number,
    alone ? headline(alert) : null,
    truncate(resolution(viewer.messages, step.note), 1_500),
  );
  return line(known, followUps.news.resolved, text);
}

/** Returns a line of one sentence. `news` is what its notification begins with. */
function line(known: LoadedAlert, news: string, text: Text, more: Partial<CardWithMentions> = {}): CardWithMentions {
  const summary = sentences(subject(known.viewer, known, news), plainOf(text));
  return { card: card('', summary, { text: [text] }), revision: 1, onCall: false, ...more };
}

/** The change by the sender: the severity before it, and what else; `step` is that of its first line that waits. */
interface ChangeBySender {
  from?: Severity;
  was?: AlertBefore;
  step?: number;
}

/**
 * Returns the line about what the sender changed: the severity, the tenant, whether it is a test, whether it is over, or rows that are
 * new; null when all is again as it was before. The line mentions the on-call people when the alert became high, or is high and has new
 * rows: the edit of the card did not.
 */
function changedBySender(known: LoadedAlert, { from, was, step }: ChangeBySender): CardWithMentions | null {
  const { alert, tenant, viewer } = known;
  const after = alert.content.severity;
  const before = from ?? after;
  const { followUps, severities, unknownTenant } = viewer.messages.alerts;
  const sender = senderOf(alert);
  const raised = after !== before && atLeast(after, before);
  const over = overNews(known, was);
  const rows = step === undefined ? null : newRows(known, step);
  const isMoved = was !== undefined && was.tenantId !== alert.tenantId;
  const isOtherTest = was !== undefined && was.isTest !== alert.content.isTest;
  const text = [
    after === before
      ? null
      : (raised ? followUps.raised : followUps.lowered)(sender, severities[before], severities[after]),
    isMoved ? followUps.movedTenant(sender, was.tenant ?? unknownTenant, tenant?.name ?? unknownTenant) : null,
    isOtherTest ? (alert.content.isTest ? followUps.testNow : followUps.noTestNow)(sender) : null,
    over,
    rows,
  ].filter((line) => line !== null);
  const [first] = text;
  if (first === undefined) return null;
  const isMerged = alert.resolvedBySender?.continues !== undefined;
  const ended = isMerged ? followUps.news.merged : followUps.news.over;
  const flip = alert.resolvedBySender ? ended : followUps.news.again;
  const other = first === over ? flip : first === rows ? followUps.news.newRows : followUps.news.changed;
  const news = after === before ? other : followUps.news.severity(severities[after]);
  const summary = sentences(subject(viewer, known, news), plainOf(first));
  const shown = card('', summary, { tone: raised ? 'danger' : 'warning', text });
  const onCall = after === 'high' && (raised || (rows !== null && isOpen(alert)));
  return { card: shown, revision: 1, aloud: onCall, onCall };
}

/** The most names of new rows in a line. */
const maxRows = 5;

/** Returns the rows that were new in this step of the timeline, or in a later one; null for none. */
function newRows({ alert, viewer }: LoadedAlert, step: number): Text | null {
  const steps = alert.timeline.filter((one) => one.rows && (one.number ?? 0) >= step);
  const count = steps.reduce((sum, { rows }) => sum + (rows?.count ?? 0), 0);
  const names = steps.flatMap(({ rows }) => rows?.names ?? []).slice(0, maxRows);
  const quotedNames = names.map((name) => quoted(name));
  return count === 0 ? null : viewer.messages.alerts.followUps.newRows(senderOf(alert), count, quotedNames);
}

/** Returns the line that the sender takes the alert for over, or that it goes on; null when neither is news. */
function overNews({ alert, viewer }: LoadedAlert, was?: AlertBefore): Text | null {
  const { followUps } = viewer.messages.alerts;
  const over = overText(viewer, alert, followUps.sender(senderOf(alert)));
  if (was?.resolvedBySender === undefined || was.resolvedBySender === (over !== null)) return null;
  if (over === null) return followUps.again(senderOf(alert), isOpen(alert));
  const open = alert.resolvedBySender?.continues === undefined ? followUps.overOpen : followUps.mergedOpen;
  return [...over, isOpen(alert) ? `. ${open}` : '.'];
}
