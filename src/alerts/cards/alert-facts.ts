import type { Alert, RaisedFrom } from '../../domain/alert/alert.ts';
import { isClosedByAge, isClosedWithTenant, isMissedDrill, isOpen } from '../../domain/alert/alert.ts';
import { customerKnownAs, customerOf } from '../../domain/alert/customer.ts';
import { answerBy, detectedAt } from '../../domain/alert/deadlines.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import type { Severity } from '../../domain/alert/severity.ts';
import {
  isFromOutside,
  keepsStatus,
  productName,
  signedRoute,
  signedShare,
  sourceName,
} from '../../domain/alert/source.ts';
import { ResolvedReason } from '../../domain/alert/status.ts';
import { whyRouted } from '../../domain/delivery/routing.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { fold, inWords, readable, shortName } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import { listed, said, type ViewerLocale } from '../../request/viewer-locale.ts';
import {
  type Button,
  beforeValue,
  excerpt,
  type Fact,
  type Inline,
  quoted,
  type Row,
  type Text,
  truncate,
} from '../../view/view.ts';
import type { AlertOf } from './load-alert.ts';

/**
 * The room that the texts of an alert get on its card, in the characters of `renderedLength`. With it every platform takes the
 * card, whatever a sender sends.
 */
export const room = {
  name: 600,
  briefName: 150,
  wholeName: 1_200,
  description: 1_200,
  wholeDescription: 4_300,
  word: 400,
  list: 1_000,
  note: 600,
};

/** An alert, and why it does not belong to the place where it is shown. */
export interface AlertInChannel extends AlertOf {
  /**
   * The reason why the alert does not belong to the place of this card any more: the channel was removed (`former`), the alert has another
   * tenant (`moved`), or the admins are not the only ones who have it (`wasAlone`).
   */
  left?: 'former' | 'moved' | 'wasAlone' | null;
}

/** Returns what is known of an alert: what happened, where it comes from and why it is here, and who answered it. */
export function alertFacts(viewer: ViewerLocale, about: AlertInChannel): Fact[] {
  return [...whatFacts(viewer, about), ...sourceFacts(viewer, about), ...answerFacts(viewer, about)];
}

/** Returns the name of an alert's tenant, or a text when the tenant is not one of ours or is unknown. */
export function tenantName({ messages }: Pick<ViewerLocale, 'messages'>, { alert, tenant }: AlertOf): string {
  const { unknownTenant, noTenant } = messages.alerts;
  if (tenant) return tenant.name;
  return alert.notes?.customer === undefined && alert.content.partnerTenantId !== null ? unknownTenant : noTenant;
}

function whatFacts(viewer: ViewerLocale, { alert, tenant }: AlertOf): Fact[] {
  const { facts: label, types, confidences } = viewer.messages.alerts;
  const { content } = alert;
  return present([
    [label.number, String(alert.number)],
    [label.severity, severityFact(viewer, alert)],
    [label.detected, detectedText(viewer, alert)],
    [label.answerBy, limitText(viewer, alert, tenant)],
    [label.onCall, calledText(alert)],
    [label.tenant, tenant?.name ?? content.partnerTenantId ?? tenantName(viewer, { alert, tenant })],
    [label.toAdd, toAdd(viewer, { alert, tenant })],
    [label.rule, ruleText(viewer, alert)],
    [label.customer, customerText(alert, tenant)],
    [label.subscription, content.subscriptionId],
    [label.affected, affected(viewer, alert)],
    [label.cut, leftOut(viewer, alert)],
    [label.type, truncate(inWords(types, content.alertType ?? ''), room.word)],
    [label.confidence, truncate(inWords(confidences, content.confidenceLevel ?? ''), room.word)],
  ]);
}

/** Returns the customer as «Fabrikam (fabrikam.com)»; empty when the alert says nothing of it. */
function customerText(alert: Alert, tenant: StoredTenant | null): string {
  const [key, name] = [customerOf(alert), customerKnownAs(alert, tenant)];
  return shortName(name === null || name === key ? key : `${name} (${key})`, room.word);
}

/** The most characters of a customer's name in a row. */
const customerRoom = 40;

/** Returns the customer as a row and the first line of a card have it: what people call it, else the start of its id; nothing for none. */
export function customerInRow({ messages }: Pick<ViewerLocale, 'messages'>, { alert, tenant }: AlertOf): string[] {
  const [key, name] = [customerOf(alert), customerKnownAs(alert, tenant)];
  if (name !== null) return [shortName(name, customerRoom)];
  return key === '' ? [] : [messages.alerts.customerById(key.slice(0, 8))];
}

/** Returns who was on call when the alert came; null for nobody. */
function calledText({ onCall = [] }: Alert): Text | null {
  return onCall.length === 0 ? null : listed(onCall.map(({ id, name }): Inline => ({ kind: 'person', id, name })));
}

/** Returns what of the description is not here; null for nothing. */
function leftOut({ messages }: ViewerLocale, { notes }: Alert): string | null {
  if (notes?.noText) return messages.alerts.noText;
  return notes?.cut ? messages.alerts.cut(notes.cut) : null;
}

/** Returns the severity, and the sender's own word where the bot does not know it. */
function severityFact(viewer: ViewerLocale, alert: Alert): string {
  const text = severityText(viewer, alert);
  const word = alert.notes?.severity;
  return word === undefined ? text : viewer.messages.alerts.severityUnknown(text, quoted(word));
}

/** Returns what to add to the sources' file, where it does not tell the alert's tenant. */
function toAdd({ messages }: ViewerLocale, { alert, tenant }: AlertOf): string | null {
  const customer = tenant ? undefined : alert.notes?.customer;
  return customer === undefined ? null : messages.alerts.toAdd(sourceInFile(alert), quoted(customer, 260));
}

/** Returns what a rule of the sources' file did to the alert, and why; null when none did anything that people see. */
function ruleText({ messages }: ViewerLocale, { notes, content }: Alert): string | null {
  const { severity, channels, why = '' } = notes?.rule ?? {};
  const { byRule, severities } = messages.alerts;
  const did = [
    ...(severity === undefined ? [] : [byRule.severity(severities[severity], severities[content.severity])]),
    ...(channels === undefined ? [] : [byRule.channels[channels]]),
  ];
  return did.length === 0 ? null : [...did, ...(why === '' ? [] : [byRule.why(quoted(why, 200))])].join(' · ');
}

/** Returns until when the alert must be answered; null once somebody answered it, and for a drill. */
function limitText(viewer: ViewerLocale, alert: Alert, tenant: StoredTenant | null): Text | null {
  const { answerRules, overdue } = viewer.messages.alerts;
  const by = answerBy(alert, tenant?.partnerType ?? null);
  if (!by) return null;
  const [at = '', ...why] = [answerRules[by.rule](said(viewer, by.at))].flat();
  return [at, ...(isLate(alert) ? [', ', { kind: 'strong' as const, text: overdue }] : []), ...why];
}

/** Returns whether nobody answered the alert in time. */
export function isLate({ overdue, firstAnsweredAt }: Alert): boolean {
  return overdue === true && firstAnsweredAt === null;
}

/** Returns that the sender of an open alert takes it for over, in the few words of a row; nothing while it goes on. */
export function overInRow({ alerts }: Pick<Messages, 'alerts'>, alert: Alert): string[] {
  if (!alert.resolvedBySender || !isOpen(alert)) return [];
  const { continues } = alert.resolvedBySender;
  return [continues === undefined ? alerts.overInRow(senderOf(alert)) : alerts.continuesInRow(continues)];
}

/** Returns when an alert was detected, by the bot's clock where the sender's clock is ahead of it. */
export function detectedText(viewer: ViewerLocale, alert: Alert): Text {
  const at = said(viewer, detectedAt(alert));
  if (!alert.clockAhead) return [at];
  return viewer.messages.alerts.clockAhead(at, said(viewer, alert.content.detectedDateTime));
}

/** Returns an alert's severity in words, with the highest one that it had: a sender who lowers it may be hiding an attack. */
export function severityText({ messages }: ViewerLocale, alert: Alert, levels?: Record<Severity, string>): string {
  const { content, highest = content.severity } = alert;
  const { severities, lowered } = messages.alerts;
  const names = levels ?? severities;
  const now = names[content.severity];
  return highest === content.severity ? now : lowered(now, severities[highest].toLowerCase());
}

const named = 3;
const namedLength = 600;

function affected({ messages }: ViewerLocale, { content }: Alert): Text | null {
  const { shown, rest } = resourcesOf(content.affectedResources);
  if (shown.length === 0) return null;
  return [truncate(shown.join(', '), room.list), ...(rest > 0 ? [messages.alerts.more(rest)] : [])].join(' ');
}

/** Returns the affected resources that a card names, and how many more there are. */
export function resourcesOf(resources: Alert['content']['affectedResources']) {
  const names = resources.map(({ resourceId, resourceType }) => resourceId || readable(resourceType)).filter(Boolean);
  const shown = names.filter((_, n) => n === 0 || (n < named && names.slice(0, n + 1).join().length <= namedLength));
  return { shown, rest: names.length - shown.length };
}

/** Returns who wrote the message from which an alert is raised, with a link to it when there is one. */
export function messageText({ alerts }: Pick<Messages, 'alerts'>, { author, link }: RaisedFrom): Text {
  const { by, byNobodyKnown, open } = alerts.raise.message;
  const name = excerpt(author, 80);
  const who = name === '' ? byNobodyKnown : by(name);
  return withLink(who, link.startsWith('https://') ? { kind: 'link', url: link, label: open } : null);
}

function sourceFacts(viewer: ViewerLocale, { alert, tenant, left }: AlertInChannel): Fact[] {
  const { facts: label, why } = viewer.messages.alerts;
  return [
    { label: label.source, value: alert.origin === 'sent' ? sentFrom(viewer, alert) : sourceText(viewer, alert) },
    ...(alert.message ? [{ label: label.message, value: messageText(viewer.messages, alert.message) }] : []),
    { label: label.why, value: why[left ?? whyRouted(alert, tenant)] },
  ];
}

function sentFrom({ messages }: ViewerLocale, alert: Alert): string {
  const { source: say } = messages.alerts;
  const address = alert.notes?.mailFrom;
  if (address !== undefined) return (isUnverified(alert) ? say.unverifiedMail : say.mail)(address);
  return keepsStatus(alert.source) ? say.microsoft : say.webhook(senderAndSource(alert));
}

/** Returns the product that sent an alert, with the name of its source in brackets where that is another word. */
function senderAndSource(alert: Alert): string {
  const [product, source] = [senderOf(alert), sourceInFile(alert)];
  return fold(product).includes(source.replaceAll('-', ' ')) ? product : `${product} (${source})`;
}

/** Returns where the alerts of a share come from, in words that stand behind "alerts". */
export function fromShare({ alerts }: Pick<Messages, 'alerts'>, share: string): string {
  const { from } = alerts.digest;
  if (isFromOutside(share)) return from.source(productName({ source: share }));
  return { [signedShare]: from.signed, person: from.person, bot: from.bot }[share] ?? from.source(share);
}

/** Returns that the sources' file allowed an alert less than its sender gave it; nothing when it did not. */
export function allowedLess({ alerts }: Pick<Messages, 'alerts'>, alert: Alert): string[] {
  const sent = alert.notes?.lowered;
  const name = (severity: Severity) => alerts.severities[severity].toLowerCase();
  return sent === undefined ? [] : [alerts.allowedLess(senderOf(alert), name(sent), name(alert.content.severity))];
}

/** Returns the name by which people know the sender of an alert: its product. */
export function senderOf(alert: Pick<Alert, 'source' | 'preset'>): string {
  return alert.source === unnamedSource ? 'webhook' : productName(alert);
}

/** Returns the name of an alert's source as it is in the sources' file. */
export function sourceInFile({ source }: Pick<Alert, 'source'>): string {
  return source === unnamedSource ? 'webhook' : sourceName(source);
}

/** The source of what the signed route sends without a name. */
const unnamedSource = `webhook:${signedRoute}`;

/** Returns where an alert comes from, in a few words: the product that sent it, who raised it, or the bot. */
export function sourceText({ messages }: Pick<ViewerLocale, 'messages'>, alert: Alert): string {
  const { raisedBy, source } = messages.alerts;
  if (alert.origin === 'drill') return source.bot;
  if (alert.origin === 'raised') return raisedBy(alert.timeline[0]?.byName ?? '');
  return keepsStatus(alert.source) ? source.partnerCenter : senderOf(alert);
}

function answerFacts(viewer: ViewerLocale, { alert }: AlertOf): Fact[] {
  const { facts: label, byAt } = viewer.messages.alerts;
  const { acknowledged, resolved } = alert;
  return present([
    [label.acknowledged, acknowledged && byAt(doer(viewer.messages, acknowledged), said(viewer, acknowledged.at))],
    [label.resolved, resolvedText(viewer, alert)],
    [label.note, truncate(resolved?.note ?? '', room.list)],
    [label.lastNote, lastNoteText(viewer, alert)],
    [label.tickets, ticketsText(viewer, alert)],
  ]);
}

/** Returns what other systems answered to be found by there: “Ticket 4711”, each with the name of its system where there are several. */
export function ticketTexts({ messages }: Pick<ViewerLocale, 'messages'>, { references = {} }: Alert): string[] {
  const { ticket, ticketOf } = messages.alerts;
  const all = Object.entries(references);
  return all.map(([name, reference]) => (all.length === 1 ? ticket(reference) : ticketOf(reference, name)));
}

/** Returns them in one text, where there are more than the small print has room for. */
function ticketsText(viewer: ViewerLocale, alert: Alert): string | null {
  const all = ticketTexts(viewer, alert);
  return all.length > 1 || alert.status === 'resolved' ? truncate(all.join(', '), room.word) : null;
}

function lastNoteText(viewer: ViewerLocale, { lastNote }: Alert): Text | null {
  if (!lastNote) return null;
  const { text, at, ...by } = lastNote;
  return viewer.messages.alerts.notedAt(truncate(text, room.note), person(by), said(viewer, at));
}

/** Returns the word for an alert that was closed by nobody: by age, or as a missed drill. Null for every other. */
export function closedWord({ alerts: { closedByAge, missedDrill } }: Messages, alert: Alert): string | null {
  if (!isClosedByAge(alert)) return null;
  return isMissedDrill(alert) ? missedDrill : closedByAge;
}

/** Returns how, by whom and when an alert was resolved; null for an open one. */
export function resolvedText(viewer: ViewerLocale, alert: Alert): Text | null {
  if (alert.resolved === null) return null;
  const { at, by, byName, reason, there } = alert.resolved;
  const { byAt, resolvedAs, closedAt, closedWithTenantAt, missedAt, archivedAt, reasons } = viewer.messages.alerts;
  if (there) {
    const who = doer(viewer.messages, alert.resolved);
    return reason === null ? byAt(who, said(viewer, at)) : resolvedAs(reasons[reason], who, said(viewer, at));
  }
  if (by === null) {
    const closed = isClosedWithTenant(alert) ? closedWithTenantAt : closedAt;
    return (isMissedDrill(alert) ? missedAt : closed)(said(viewer, at));
  }
  if (reason === null) return archivedAt(person({ by, byName }), said(viewer, at));
  return resolvedAs(reasons[reason], person({ by, byName }), said(viewer, at));
}

/**
 * Returns in words what the timeline keeps of a resolution: the reason, and after a colon the note. In older states a note may stand
 * alone.
 */
export function resolution({ alerts, history }: Messages, stored: string): string {
  const [first = '', ...rest] = stored.split(': ');
  const reason = ResolvedReason.safeParse(first).data;
  const name = reason ? alerts.reasons[reason] : first;
  return rest.length > 0 ? `${beforeValue(name, history.colon)}${rest.join(': ')}` : name;
}

/** The room for an alert's name in a row: several of them stand in one message. */
const rowNameRoom = 400;

/** Returns an alert as a row: its number and name, with a text below. */
export function alertRow({ number, content }: Alert, detail: Text, action: Button | null = null): Row {
  return { title: `${number} · ${truncate(content.displayName, rowNameRoom)}`, detail, button: action };
}

/** The room for an alert's name in a short row: sixteen of them stand in one message, each with two buttons and a link. */
const shortNameRoom = 48;

/** Returns an alert as a short row: its number, what it is, and its name, with a text below. */
export function shortRow({ number, content }: Alert, what: string, detail: Text, action: Button | null = null): Row {
  return { title: `${number} · ${what} · ${truncate(content.displayName, shortNameRoom)}`, detail, button: action };
}

/** Returns the text with a link behind it, where there is a link. */
export function withLink(text: Text, link: Inline | null | undefined): Text {
  return link ? [...[text].flat(), ' · ', link] : text;
}

/** Returns the person who did something, as a text shows them. */
export function person({ by, byName }: { by: string; byName: string }): Inline {
  return { kind: 'person', id: by, name: byName };
}

/** The room for the name of somebody at the source of an alert. */
const nameThere = 80;

/** Returns who did something about an alert: a person, or at its source whom that side calls `byName`. */
export function doer(
  { alerts }: Pick<Messages, 'alerts'>,
  { by, byName }: { by: string | null; byName: string },
): Inline {
  return by === null ? alerts.there(excerpt(byName, nameThere)) : person({ by, byName });
}

function present(facts: readonly [string, Text | null][]): Fact[] {
  return facts.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value }]));
}
