import { type Channel, type Identity, platformOf, sameChannel } from '../domain/tenant/identity.ts';
import type { StoredTenant } from '../domain/tenant/partner-tenant.ts';
import { platforms } from '../domain/tenant/platforms.ts';
import type { Words } from '../messages/words.ts';
import { ChatError, type Person } from '../ports/chat.ts';
import type { World } from '../ports/world.ts';
import { button, card } from '../view/build-card.ts';
import type { Button, Card, Text } from '../view/view.ts';
import { helpButton } from './default-button.ts';
import type { Reply } from './interaction.ts';
import { listed, namesOf } from './names.ts';
import { firstMet } from './people.ts';
import type { Request } from './request.ts';

type CardReply = Extract<Reply, { kind: 'card' }>;
/** `locked`: the platform will not say until whoever runs the bot mends it. */
type Verdict = 'yes' | 'no' | 'unsure' | 'locked';

/** Null when the asker is a Global Administrator, otherwise the refusal. Asks afresh: for what changes something. */
export async function refusalUnlessAdmin(request: Request, world: World): Promise<Reply | null> {
  const admin = await isAdmin(request.actor.id, world);
  if (admin === 'yes') return null;
  return admin === 'no'
    ? refuse(request, request.words.rights.needsAdmin, world)
    : unsure(request.words, request.words.rights.unsureOfRole);
}

/** Null when the asker works in one of the contact's channels or is a Global Administrator, otherwise the refusal. `former`: tenants whose people may too. */
export async function refusalUnlessResponder(
  request: Request,
  tenant: StoredTenant | null,
  world: World,
  former: readonly StoredTenant[] = [],
): Promise<Reply | null> {
  const tenants = [tenant, ...former];
  const verdicts = [...tenants.map((one) => inPlace(request, one)), await isAdmin(request.actor.id, world)];
  for (const one of tenants) if (!verdicts.includes('yes')) verdicts.push(...(await inChannels(request, one, world)));
  if (verdicts.includes('yes')) return null;
  const { rights, platforms } = request.words;
  if (verdicts.includes('unsure')) return unsure(request.words, rights.unsureOfRole);
  if (verdicts.includes('locked')) return unsure(request.words, rights.lockedOfRole(platforms.names[request.platform]));
  return refuse(request, rights.needsResponder, world);
}

/** Null when the asker is named as the tenant's manager or is a Global Administrator, otherwise the refusal. */
export async function refusalUnlessManager(
  request: Request,
  tenant: StoredTenant,
  world: World,
): Promise<Reply | null> {
  if (tenant.manager && firstMet(tenant.manager, world) === firstMet(request.actor.id, world)) return null;
  const admin = await isAdmin(request.actor.id, world);
  if (admin === 'yes') return null;
  return admin === 'no'
    ? refuse(request, request.words.report.needsManager, world)
    : refusal(request.words, [request.words.rights.unsureOfRole]);
}

/** A refusal card of these sentences. */
export function refusal(words: Words, text: readonly Text[], more: Partial<Card> = {}): CardReply {
  const [first] = text;
  const summary = typeof first === 'string' ? first : words.rights.title;
  return { kind: 'card', instead: false, card: card(words.rights.title, summary, { tone: 'warning', text, ...more }) };
}

/** Says that the platform or the directory did not tell who this is, or what they may do. */
export function unsure(words: Words, why: string): CardReply {
  return inBrief(why, refusal(words, [why], { title: words.rights.unsureTitle, buttons: [helpButton(words)] }));
}

/** Refuses a person who may do nothing here. A private chat with them may not exist either. */
export function stranger(words: Words, { why }: Extract<Person, { kind: 'stranger' }>): CardReply {
  return inBrief(words.rights[why], refusal(words, [words.rights[why]]));
}

function inBrief(brief: Text, reply: CardReply): CardReply {
  return { ...reply, brief };
}

/** Says that the thing which the person acted on no longer exists. */
export function outdated(words: Words, text: string): Reply {
  return refusal(words, [text], { title: words.rights.outdatedTitle, buttons: [showButton(words)] });
}

function showButton(words: Words): Button {
  return button('press', 'contact.show', words.securityContact.buttons.show, '');
}

async function refuse(request: Request, why: string, world: World): Promise<Reply> {
  const { rights } = request.words;
  const help = await helpers(request, world);
  return refusal(
    request.words,
    help === null ? [why, rights.nobodyCanHelp, rights.ownId(request.actor.id)] : [why, rights.whoCanHelp(help)],
    { buttons: [showButton(request.words)] },
  );
}

/** Those who can change things, in words; null when none is known. Of the asker's own platform, where there are any. */
export async function helpers({ platform, words }: Request, world: World): Promise<Text | null> {
  const admins = await world.directory.globalAdmins(20);
  if (admins.length === 0) return null;
  const near = admins.filter((id) => platformOf(id) === platform);
  const shown = (near.length > 0 ? near : admins).slice(0, 5);
  const names = await world.store.read((reader) => namesOf(reader, shown, []));
  const named = shown.filter((id) => names.called.has(id) || platforms[platformOf(id)].namesById);
  return named.length > 0 ? listed(named.map((id) => names.person(id))) : words.rights.unmet;
}

/** Returns true when buttons for Global Administrators are offered to the asker. Where the platform does not say who they are, they are not. */
export async function mayBeAdmin({ actor }: Pick<Request, 'actor'>, { directory }: Pick<World, 'directory'>) {
  return directory.isGlobalAdmin(actor.id, false).catch(() => false);
}

/** Returns true when buttons for people in the tenant's channels are offered to the asker. Where the platform does not say, they are: the press checks it. */
export async function mayBeResponder(request: Request, tenant: StoredTenant, world: World): Promise<boolean> {
  if (inPlace(request, tenant) === 'yes') return true;
  return (await inChannels(request, tenant, world)).some((verdict) => verdict !== 'no');
}

async function isAdmin(id: Identity, world: World): Promise<Verdict> {
  try {
    return (await world.directory.isGlobalAdmin(id, true)) ? 'yes' : 'no';
  } catch {
    return 'unsure';
  }
}

function inPlace({ place }: Request, tenant: StoredTenant | null): Verdict {
  return place && workplaces(tenant).some((channel) => sameChannel(channel, place)) ? 'yes' : 'no';
}

async function inChannels(request: Request, tenant: StoredTenant | null, world: World): Promise<Verdict[]> {
  const chat = world.chats[request.platform];
  const channels = workplaces(tenant).filter(({ platform }) => platform === request.platform);
  return Promise.all(
    channels.map(async ({ address }): Promise<Verdict> => {
      try {
        return (await chat?.hasMember(address, request.actor.id)) ? 'yes' : 'no';
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        if (error.kind === 'lockedOut') return 'locked';
        return error.kind === 'refused' ? 'no' : 'unsure';
      }
    }),
  );
}

/** Returns the channels where alerts of the tenant are worked: the contact's, and those of the admin agents for Azure fraud. */
function workplaces(tenant: StoredTenant | null): readonly Channel[] {
  return [...(tenant?.contact?.channels ?? []), ...(tenant?.fraudChannels ?? [])];
}

/** Returns true when a card offers its reader the button with an id. */
export type MayPress = (id: string) => boolean;

/** By what is known of the asker: an answer up to 5 minutes old will do, since a press is checked afresh. */
export async function mayPressOf(request: Request, tenant: StoredTenant, world: World): Promise<MayPress> {
  const admin = await mayBeAdmin(request, world);
  const responder = admin || (await mayBeResponder(request, tenant, world));
  return (id) => admin || request.rightOf(id) === 'member' || (responder && request.rightOf(id) === 'responder');
}

/** Returns the buttons that a card about all tenants offers to the asker. It has none for people in the channels of one tenant only. */
export async function mayPressAnywhere(
  request: Pick<Request, 'actor' | 'rightOf'>,
  world: Pick<World, 'directory'>,
): Promise<MayPress> {
  const admin = await mayBeAdmin(request, world);
  return (id) => admin || request.rightOf(id) === 'member';
}
