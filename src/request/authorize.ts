import { type Channel, type Identity, platformOf, platforms, sameChannel } from '../domain/tenant/identity.ts';
import { channelsOf, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import { type ChatError, ifChatError, type Person } from '../ports/chat.ts';
import type { AdminRole, World } from '../ports/world.ts';
import { type Button, button, type Card, card, type Text } from '../view/view.ts';
import { helpButton } from './default-button.ts';
import type { CardReply, Interaction, Reply, Request, Right, TenantRight } from './interaction.ts';
import { firstMet, isAdminToTell } from './people.ts';
import { wasProvenIn } from './proven-admins.ts';
import { listed, namesOf } from './viewer-locale.ts';

/**
 * The answer of a platform about a right. `locked`: the platform answers nothing until the operator of the bot mends
 * it.
 */
type Decision = 'yes' | 'no' | 'unsure' | 'locked';

/** The answer of the directory about a role; `unsure` where nobody can tell. */
type RoleNow = AdminRole | 'unsure';

/** Returns whether the asker may act as a Global Administrator now; false where the directory does not say. */
export async function isAdminNow({ actor }: Request, world: World): Promise<boolean> {
  return passes(await roleNow(actor.id, world));
}

/** Returns the same for an asker who is about to act as one, and records it where ADMINS alone lets them. */
export async function actsAsAdmin(request: Request, world: World): Promise<boolean> {
  const role = await roleNow(request.actor.id, world);
  if (role === 'breakGlass') await request.onBreakGlass();
  return passes(role);
}

/**
 * Returns null for a Global Administrator, and the refusal for anybody else. Asks the directory now, since what follows changes something.
 */
export async function refusalUnlessAdmin(request: Request, world: World): Promise<Reply | null> {
  const { needsAdmin, unsureOfRole } = request.messages.rights;
  return refusalOf(request, needsAdmin, unsureReply(request.messages, unsureOfRole), world);
}

/** Returns null for a Global Administrator, a refusal that says why for anybody else, and `unsure` where the directory does not say. */
async function refusalOf(request: Request, why: string, unsure: Reply, world: World): Promise<Reply | null> {
  const role = await roleNow(request.actor.id, world);
  if (role === 'unsure') return unsure;
  if (role === 'breakGlass') await request.onBreakGlass();
  return passes(role) ? null : refuse(request, why, role, world);
}

/**
 * Returns null for a member of a channel of the tenant, or of a `former` tenant of the same alert, and for a Global Administrator; the
 * refusal for anybody else.
 */
export async function refusalUnlessResponder(
  request: Request,
  tenant: StoredTenant | null,
  world: World,
  former: readonly StoredTenant[] = [],
): Promise<CardReply | null> {
  const tenants = [tenant, ...former];
  if (tenants.some((one) => inChannelOf(request, one))) return null;
  const role = await roleNow(request.actor.id, world);
  if (role === 'admin') return null;
  const decisions: Decision[] = [role === 'unsure' ? 'unsure' : 'no'];
  for (const one of tenants) if (!decisions.includes('yes')) decisions.push(...(await inChannels(request, one, world)));
  if (role === 'breakGlass' && !decisions.includes('yes')) await request.onBreakGlass();
  if (role === 'breakGlass' || decisions.includes('yes')) return null;
  const { rights, platforms } = request.messages;
  if (decisions.includes('unsure')) return unsureReply(request.messages, rights.unsureOfRole);
  if (decisions.includes('locked'))
    return unsureReply(request.messages, rights.lockedOfRole(platforms.names[request.platform]));
  return refuse(request, rights.needsResponder, role, world);
}

/**
 * Returns whether somebody may answer alerts of one of these tenants, wherever they would do it, or that nobody can say; null stands for
 * none of ours. Asks the platform and the directory now. An administrator may, who can activate the role when they answer.
 */
export async function mayAnswer(id: Identity, tenants: readonly (StoredTenant | null)[], world: World) {
  const known = await world.chats[platformOf(id)]?.person(id, true).catch(ifChatError(() => null));
  if (known?.kind === 'stranger') return 'no';
  if (await isAdminToTell(id, world)) return 'yes';
  const role = await roleNow(id, world);
  const decisions: Decision[] = [passes(role) ? 'yes' : role === 'unsure' ? 'unsure' : 'no'];
  // A channel that lets the bot in no more says nothing of its members.
  for (const channel of tenants.flatMap((tenant) => (tenant ? channelsOf(tenant) : [])))
    if (!decisions.includes('yes')) decisions.push(await isMember(id, channel, world, 'unsure'));
  if (decisions.includes('yes')) return 'yes';
  return decisions.every((decision) => decision === 'no') ? 'no' : 'unsure';
}

/** Returns null for the manager whom the tenant names and for a Global Administrator, and the refusal for anybody else. */
export async function refusalUnlessManager(request: Request, tenant: StoredTenant, world: World) {
  if (tenant.manager && firstMet(tenant.manager, world) === firstMet(request.actor.id, world)) return null;
  const { report, rights } = request.messages;
  return refusalOf(
    request,
    report.needsManager,
    refusal(request.messages, [rights.unsureOfRole], { title: rights.unsureTitle }),
    world,
  );
}

/**
 * Returns null when the asker is in the experts' channel at this moment, otherwise the refusal. A Global Administrator outside that
 * channel is refused too.
 */
async function refusalUnlessExpert(request: Request, world: World): Promise<Reply | null> {
  const { experts: say } = request.messages.faq;
  const { store } = world;
  const channel = (await store.read((reader) => reader.get('organisation', 'organisation')))?.expertsChannel ?? null;
  if (!channel) return refusal(request.messages, [say.noChannel]);
  const isExpert = await isMember(request.actor.id, channel, world);
  if (isExpert === 'yes') return null;
  if (isExpert !== 'no') return unsureReply(request.messages, request.messages.rights.unsureOfRole);
  const names = await store.read((reader) => namesOf(reader, [], [channel]));
  const { title } = request.messages.rights;
  return refusal(request.messages, [say.needsExpert([names.channel(channel)])], { title, summary: say.notExpert });
}

/**
 * Returns null for somebody who has the right now, in the tenant where it is a right in one; otherwise the refusal. Who was let in is a
 * member.
 */
export async function refusalUnless(right: Right, request: Request, tenant: StoredTenant, world: World) {
  if (right === 'responder') return refusalUnlessResponder(request, tenant, world);
  if (right === 'manager') return refusalUnlessManager(request, tenant, world);
  return refusalUnlessInOrganisation(right, request, world);
}

/** Returns null for somebody who has a right of the whole organisation now; otherwise the refusal. */
export async function refusalUnlessInOrganisation(right: Exclude<Right, TenantRight>, request: Request, world: World) {
  if (right === 'member') return null;
  return right === 'admin' ? refusalUnlessAdmin(request, world) : refusalUnlessExpert(request, world);
}

/**
 * Returns the reply that nothing was done, and why: a slip, or something that is over. `more` replaces other parts of its card; the title
 * of a missing right is `rights.title`.
 */
export function refusal(messages: Messages, text: readonly Text[], more: Partial<Card> = {}): CardReply {
  const [first] = text;
  const title = more.title ?? messages.rights.nothingDoneTitle;
  const shown = card(title, typeof first === 'string' ? first : title, { tone: 'warning', text, ...more });
  return { kind: 'card', instead: false, refused: true, card: shown };
}

/** Returns the reply for when the platform or the directory does not tell who the person is, or what they may do. */
export function unsureReply(messages: Messages, why: string): CardReply {
  const reply = refusal(messages, [why], { title: messages.rights.unsureTitle, buttons: [helpButton(messages)] });
  return { ...reply, unsure: true, brief: why };
}

/**
 * Returns the refusal for a person who may do nothing here; on Home, where they asked for nothing, it only says who may. The sentence is also
 * brief, since no private chat with them may exist.
 */
export function strangerRefusal(messages: Messages, { why }: Stranger, on: Interaction['kind']): CardReply {
  const { rights } = messages;
  const title = on === 'home' ? rights.whoMayTitle : rights.title;
  const more = on === 'home' ? ({ title, tone: 'neutral' } as const) : { title };
  return { ...refusal(messages, [rights[why]], more), brief: rights[why] };
}

type Stranger = Extract<Person, { kind: 'stranger' }>;

/** Returns the reply for a button or form about something that no longer exists. */
export function outdated(messages: Messages, text: string): Reply {
  const reply = refusal(messages, [text], { title: messages.rights.outdatedTitle, buttons: [showButton(messages)] });
  return { ...reply, unknown: true };
}

function showButton(messages: Messages): Button {
  return button('press', 'contact.show', messages.securityContact.buttons.show, '');
}

async function refuse(request: Request, why: string, role: RoleNow, world: World): Promise<CardReply> {
  const { rights } = request.messages;
  const help = await adminNames(request, world, request.actor.id);
  const whom = help === null ? [rights.nobodyCanHelp, rights.ownId(request.actor.id)] : [rights.whoCanHelp(help)];
  const advice = await roleAdvice(request, role, world);
  const more = { title: rights.title, buttons: [showButton(request.messages)] };
  return refusal(request.messages, [why, ...advice, ...whom], more);
}

/** Returns what a Global Administrator can do whom the directory does not take for one; nothing where Entra is not asked about them. */
async function roleAdvice({ actor, messages: { rights } }: Request, role: RoleNow, world: World): Promise<string[]> {
  if (role === 'unlinked') return [rights.unlinked(actor.id)];
  const tenantId = world.directory.entraTenantOf(actor.id);
  if (tenantId === null) return [];
  const wasProven = await world.store.read((reader) => wasProvenIn(reader, tenantId));
  return [rights.activateRole, ...(wasProven ? [] : [rights.roleNeverSeen])];
}

/**
 * Returns the names of at most 5 Global Administrators, those of the asker's own platform where it has any; null when none is known.
 * Where the directory does not answer, says so in their place. `except` is left out where there is anybody else.
 */
export async function adminNames(
  { platform, messages }: Request,
  world: World,
  except?: Identity,
): Promise<Text | null> {
  const admins = await world.directory.adminsToTell(20).catch(ifChatError(() => null));
  if (admins === null) return messages.record.approvers.untold;
  if (admins.length === 0) return null;
  const others = admins.filter((id) => id !== except);
  const named = others.length > 0 ? others : admins;
  const near = named.filter((id) => platformOf(id) === platform);
  const shown = (near.length > 0 ? near : named).slice(0, 5);
  const names = await world.store.read((reader) => namesOf(reader, shown, []));
  const known = shown.filter((id) => names.called.has(id) || platforms[platformOf(id)].namesById);
  return known.length > 0 ? listed(known.map((id) => names.person(id))) : messages.rights.unmet;
}

/**
 * Returns true for somebody who may act as a Global Administrator, by an answer of the directory that may be 5 minutes old; false when the directory does not
 * answer.
 */
export async function mayBeAdmin(id: Identity, { directory }: Pick<World, 'directory'>): Promise<boolean> {
  return passes(await directory.roleOf(id, false).catch(ifChatError(() => 'unsure' as const)));
}

function roleNow(id: Identity, { directory }: World): Promise<RoleNow> {
  return directory.roleOf(id, true).catch(ifChatError(() => 'unsure' as const));
}

function passes(role: RoleNow): boolean {
  return role === 'admin' || role === 'breakGlass';
}

function inChannelOf({ fromChannel: channel }: Request, tenant: StoredTenant | null): boolean {
  return channel !== null && tenant !== null && channelsOf(tenant).some((one) => sameChannel(one, channel));
}

async function inChannels(request: Request, tenant: StoredTenant | null, world: World): Promise<Decision[]> {
  return Promise.all((tenant ? channelsOf(tenant) : []).map((channel) => isMember(request.actor.id, channel, world)));
}

/** Returns whether somebody is a member of a channel now. Nobody is known to be in a channel of another platform. */
async function isMember(id: Identity, channel: Channel, { chats }: Pick<World, 'chats'>, ifRefused: Decision = 'no') {
  const platform = platformOf(id);
  if (channel.platform !== platform) return 'no';
  const asked = chats[platform]?.hasMember(channel.address, id).then((isIn): Decision => (isIn ? 'yes' : 'no'));
  const unsure = ({ kind }: ChatError) => (kind === 'lockedOut' ? 'locked' : kind === 'refused' ? ifRefused : 'unsure');
  return (await asked?.catch(ifChatError(unsure))) ?? 'no';
}

/** Returns true when a card offers its reader the button of this id. */
export type MayPress = (id: string) => boolean;

/**
 * Returns the buttons that a card offers to the asker, by answers that may be 5 minutes old, since a press is checked afresh.
 * `tenant` is the one that the card is about; null for all, whose card has no button for people in the channels of one tenant.
 * Where the platform does not say who is in a channel, the card has its buttons.
 */
export async function mayPressOf(request: Request, tenant: StoredTenant | null, world: World): Promise<MayPress> {
  const admin = await mayBeAdmin(request.actor.id, world);
  const isResponder = async () =>
    inChannelOf(request, tenant) || (await inChannels(request, tenant, world)).some((decision) => decision !== 'no');
  const responder = admin || (await isResponder());
  return (id) => admin || request.rightOf(id) === 'member' || (responder && request.rightOf(id) === 'responder');
}
