import { cardLink } from '../../delivery/permalinks.ts';
import { type Alert, alertId, alertLimits, type ChosenMessage } from '../../domain/alert/alert.ts';
import { Severity } from '../../domain/alert/severity.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import { nameIn } from '../../domain/tenant/find-tenant.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { activeAmong, isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { cleanedLine, withoutMiddle } from '../../domain/text/clean-text.ts';
import { shortId } from '../../domain/text/short-id.ts';
import { fold } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import type { KeptMessage } from '../../ports/collections.ts';
import type { World } from '../../ports/world.ts';
import { outdated, refusal } from '../../request/authorize.ts';
import { everyTenantByName, retiredReply, tenantById, withTenant } from '../../request/choose-tenant.ts';
import { line as entered, onlyProblems, type Problems, pasted, textProblem } from '../../request/form-input.ts';
import { withoutLead } from '../../request/intent/slots.ts';
import type {
  CardReply,
  CommandHandler,
  PressHandler,
  Reply,
  Request,
  SubmitHandler,
} from '../../request/interaction.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import { button, card, excerpt, plainOf, type Text } from '../../view/view.ts';
import { answerButtons } from '../cards/alert-card.ts';
import { messageText, person } from '../cards/alert-facts.ts';
import { headlineLength } from '../cards/alert-state.ts';
import { type StartedAlert, startAlert } from '../change/accept.ts';
import { startedReply } from './drill.ts';
import { findAlert, formReply } from './find-alert.ts';

const descriptionLength = 2_000;
const customerLength = 100;

/** The most characters of a title in a button's value, which takes 500: a tenant's id, a space, and the title. */
const maxCarried = 450;

/**
 * `raise`, `raise Contoso`, `raise Microsoft phoned about a subscription`: words that are no tenant's name are the title, without the «an
 * alert:» before it.
 */
export const raiseAlert: CommandHandler = async (request, rest, world) => {
  const { title, tenant } = titleAndTenant(withoutLead(rest.trim()), await everyTenantByName(world));
  const carried = cleanedLine(cleanedLine(title).slice(0, maxCarried));
  const valueFor = ({ id }: { id: string }) => `${id} ${carried}`;
  const choose = { kind: 'form', id: 'alerts.raise', valueFor } as const;
  return withTenant(request, tenant, choose, world, (one) => open(request, one, titled(title), null, world));
};

/**
 * Returns the title and the tenant that the words mean. A tenant's name or id alone is no title; a name that begins the words is part of
 * it.
 */
function titleAndTenant(text: string, tenants: readonly StoredTenant[]): { title: string; tenant: string } {
  const [whole, bare] = [fold(text), nameIn(text)];
  const named = tenants.find(({ id, name }) => id === whole || fold(name) === whole || fold(name) === bare);
  if (named) return { title: '', tenant: named.id };
  const begins = activeAmong(tenants).find(
    ({ name }) => whole.startsWith(fold(name)) && !/^[\p{L}\p{N}]/u.test(whole.slice(fold(name).length)),
  );
  return { title: text, tenant: begins?.id ?? '' };
}

/** Opens the form that raises an alert. The button's value is the tenant's id, and behind it the title. */
export const pressRaise: PressHandler = async (request, value, world) => {
  const [id = '', ...title] = value.split(' ');
  const tenant = id === '' ? null : await tenantById(id, world);
  if (!tenant) return raiseAlert(request, id === '' ? title.join(' ') : '', world);
  return open(request, tenant, titled(title.join(' ')), null, world);
};

/**
 * Opens the form that raises an alert from a message of the chat, or says that somebody did already. The button's value is the
 * `ref` of a message that was chosen before, and in front of it the tenant's id once that is known.
 */
export const pressRaiseFrom: PressHandler = async (request, value, world) => {
  const { actor, message, messages } = request;
  const [last = '', id = ''] = value.split(' ').toReversed();
  const chosen = message && messageToKeep(actor.id, message, world.clock.now());
  const from = chosen ?? (await chosenBy(actor.id, last, world));
  if (!from) return refusal(messages, [messages.alerts.raise.message.gone], { title: messages.rights.outdatedTitle });
  const raised = await alertRaisedFrom(from.ref, world);
  if (raised) return alreadyRaised(request, raised, world);
  const valueFor = (one: { id: string }) => `${one.id} ${from.ref}`;
  const choose = { kind: 'form', id: 'alerts.raiseFrom', valueFor } as const;
  const reply = await withTenant(request, id, choose, world, (one) => open(request, one, prefilled(from), from, world));
  // What follows needs the message: the form, or a card whose buttons choose the tenant for it.
  const goesOn =
    reply.kind === 'form' ||
    (reply.kind === 'card' && [...reply.card.rows, reply.card.menu].some((one) => one?.button?.id === choose.id));
  if (chosen && goesOn) await keepChosen(chosen, world);
  return reply;
};

async function open(request: Request, tenant: StoredTenant, text: TypedText, from: KeptMessage | null, world: World) {
  if (isRetired(tenant)) return retiredReply(request, tenant, world);
  const about = { tenant, from, ref: from?.ref ?? null };
  return raiseForm(request, about, { ...text, severity: 'high', customer: '' }, {}, world);
}

/** Returns the words as the title. Of more than cards show of a title its beginning is one, and all the words are the description. */
function titled(words: string): TypedText {
  const text = words.trim();
  const displayName = excerpt(text, headlineLength);
  return { displayName, description: displayName === text ? '' : text };
}

/** Raises the alert that was entered in the form, or returns the form with what is wrong. */
export const saveRaise: SubmitHandler = async (request, form, world) => {
  const { actor, messages } = request;
  const [id = '', named = ''] = form.state.split(' ');
  const ref = /^[a-z0-9]{1,11}$/.test(named) ? named : null;
  const from = ref === null ? null : await chosenBy(actor.id, ref, world);
  const tenant = await tenantById(id, world);
  if (!tenant) return outdated(request.messages, request.messages.tenants.gone);
  if (isRetired(tenant)) return retiredReply(request, tenant, world);
  const { displayName, severity, customer = null, description } = form.values;
  const typed = {
    ...{ displayName: entered(displayName), severity: entered(severity) },
    ...{ customer: entered(customer), description: pasted(description) },
  };
  const level = Severity.safeParse(typed.severity);
  const problems = onlyProblems({
    displayName: textProblem(typed.displayName, alertLimits.displayName, request.messages),
    severity: level.success ? null : request.messages.contactForm.problems.choose,
    customer: textProblem(typed.customer, customerLength, request.messages, { optional: true }),
    description: textProblem(typed.description, descriptionLength, request.messages, { optional: true }),
  });
  if (!level.success || Object.keys(problems).length > 0)
    return raiseForm(request, { tenant, from, ref }, typed, problems, world);
  const key = request.key ?? `${actor.id} ${world.clock.now()} ${world.ids.reference()}`;
  const said = { ...typed, description: detailsOf(from, typed) };
  const raised = { ...said, id: raisedId(ref ?? shortId(key)), tenant, severity: level.data, isTest: false };
  const origin = { kind: 'raised', source: 'person', by: actor.id, byName: actor.name } as const;
  const started = await startAlert(raised, { ...origin, ...(from ? { message: from } : {}) }, world);
  const alert = started?.alert ?? null;
  if (alert && ref && !isAsSent(alert, raised, actor.id)) return alreadyRaised(request, alert, world);
  const first = alert?.status === 'active' ? answerButtons(messages, alert.id).slice(0, 1) : [];
  const done = startedReply(request, alert, messages.alerts.raise, first);
  const text = [
    ...done.card.text,
    ...(alert ? await cardLine(request, alert, world) : []),
    ...(alert && ref && !alert.message ? [messages.alerts.raise.message.lost] : []),
  ];
  return { ...done, card: { ...done.card, text }, ...(started?.isNew ? { lasting: 'everywhere' } : {}) };
};

/** Returns the line with a link to the alert's card; nothing while no channel has it. */
async function cardLine({ messages, platform }: Request, { id }: Alert, world: World): Promise<Text[]> {
  const link = await cardLink(id, platform, world);
  return link === null ? [] : [[`${messages.alerts.facts.card}${messages.history.colon}`, link]];
}

/** Returns whether this person raised the alert with these very words, so that the form was sent twice. */
function isAsSent({ content, timeline: [first] }: Alert, sent: StartedAlert, by: Identity): boolean {
  const { displayName, severity, description, partnerTenantId } = content;
  const isSameText = description === sent.description || sent.description === '';
  const isSame = displayName === sent.displayName && severity === sent.severity && isSameText;
  return isSame && partnerTenantId === sent.tenant.id && first?.by === by;
}

interface TypedText {
  displayName: string;
  description: string;
}

interface RaiseInput extends TypedText {
  severity: string;
  customer: string;
}

/** What an alert is raised about: a tenant, and the message that was chosen. */
interface RaiseSubject {
  tenant: StoredTenant;
  from: KeptMessage | null;
  ref: string | null;
}

/**
 * Returns the form that raises an alert of a tenant, with what was typed and what is wrong with it. `ref` names the message from
 * which it is raised, also where that message is not kept any more (`from` is null): it is raised once all the same.
 */
function raiseForm(request: Request, about: RaiseSubject, typed: RaiseInput, problems: Problems, world: World): Reply {
  const { tenant, from, ref } = about;
  const { raise: say, severities } = request.messages.alerts;
  const high = { content: { alertType: null, severity: 'high' } } as const;
  const { routed } = routeOf(high, tenant, world.clock.now(), world.settings);
  const description = { hint: say.descriptionHint, maxLength: descriptionLength, multiline: true };
  const form = {
    ...{ id: 'alerts.raise', title: say.title, submit: say.submit, cancel: say.cancel },
    intro: [
      (routed === 'admins' ? say.alone : say.goes)(tenant.name),
      ...(from ? introOf(request.messages, from) : ref === null ? [] : [say.message.lost]),
    ],
    fields: [
      line('displayName', say.displayName, typed.displayName, { required: true, maxLength: alertLimits.displayName }),
      choice('severity', say.severity, typed.severity, choices(severities), null),
      line('customer', say.customer, typed.customer, { hint: say.customerHint, maxLength: customerLength }),
      line('description', say.description, typed.description, description),
    ],
    state: ref === null ? tenant.id : `${tenant.id} ${ref}`,
  };
  return formReply(request, form, problems);
}

/* Raising an alert from a message of the chat: the message is kept until the form is sent, since no button could carry its text. */

/** The most messages that are kept for one person: as many alerts as they may raise within ten minutes. */
const maxKept = 5;
/** So much of a long message is kept. With the mark between both parts it fits into the form's field. */
const ends = { first: 1_400, last: 500 } as const;

/** Returns the message as it is kept for the person who chose it: of a long one the beginning and the end. */
function messageToKeep(by: Identity, message: ChosenMessage, at: string): KeptMessage {
  const ref = shortId(message.id);
  const short = withoutMiddle(message.text, ends);
  return { ...message, id: rowOf(by, ref), by, at, ref, text: short ?? message.text, isCut: short !== null };
}

/** Stores a message for the person who chose it; replaces their oldest one when they have too many. */
async function keepChosen(message: KeptMessage, { store }: Pick<World, 'store'>): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('chosen', message);
    const all = await tx.scan('chosen.person', { key: message.by, after: null });
    for (const { id } of all.slice(0, -maxKept)) await tx.remove('chosen', id);
  });
}

/** Returns the message of that `ref` that this person chose; null when it is not kept any more. */
async function chosenBy(who: Identity, ref: string, { store }: World): Promise<KeptMessage | null> {
  return store.read((reader) => reader.get('chosen', rowOf(who, ref)));
}

function rowOf(who: Identity, ref: string): string {
  return `${who} ${ref}`;
}

/**
 * Returns what the form holds at first: the first line of the message as the title, and the rest as the details; all of it where that
 * line is too long.
 */
function prefilled({ text }: KeptMessage): TypedText {
  const first = text.split('\n').find((line) => cleanedLine(line) !== '') ?? '';
  const { displayName } = titled(first);
  const rest = text.slice(text.indexOf(first) + first.length);
  return { displayName, description: (displayName === cleanedLine(first) ? rest : text).trim() };
}

/** Returns the details of the alert: all of the message, where somebody wrote a title of their own and left the details as they were. */
function detailsOf(from: KeptMessage | null, { displayName, description }: TypedText): string {
  const first = from && prefilled(from);
  const isRest = first && description === first.description && displayName !== first.displayName;
  return isRest ? from.text.trim() : description;
}

/** Returns what the form says of the message: who wrote it, with a link, and whether the form has all of it. */
function introOf(messages: Messages, chosen: KeptMessage): Text[] {
  const { cut, noText } = messages.alerts.raise.message;
  const isEmpty = chosen.text.trim() === '';
  return [messageText(messages, chosen), ...(chosen.isCut ? [cut] : []), ...(isEmpty ? [noText] : [])];
}

/** Returns the sender's part of the id of the alert that is raised from a message: the same message is the same alert. */
function raisedId(ref: string): string {
  return `raised-${ref}`;
}

/** Returns the alert that was raised from the message of that `ref`; null when there is none. */
async function alertRaisedFrom(ref: string, world: World): Promise<Alert | null> {
  return (await findAlert(alertId('person', raisedId(ref)), world))?.alert ?? null;
}

/** Returns the reply that an alert was raised from the message already, and by whom, with a button that shows it. */
async function alreadyRaised(request: Request, alert: Alert, world: World): Promise<CardReply> {
  const { messages } = request;
  const {
    id,
    number,
    timeline: [first],
  } = alert;
  const { already, alreadyTitle } = messages.alerts.raise.message;
  const text = already(number, person({ by: first?.by ?? '', byName: first?.byName ?? '' }));
  const buttons = [
    button('press', 'alerts.show', messages.alerts.buttons.timeline, id, { style: 'primary' }),
    button('form', 'alerts.raise', messages.alerts.raise.title, ''),
  ];
  return {
    kind: 'card',
    instead: false,
    card: card(alreadyTitle, plainOf(text), { text: [text, ...(await cardLine(request, alert, world))], buttons }),
  };
}
