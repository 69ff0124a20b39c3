import type { Asking } from './asking.ts';
import { button, card } from './card.ts';
import { type Channel, type Identity, platformOf, sameChannel } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { firstMet } from './first-met.ts';
import type { Reply } from './interaction.ts';
import type { Words } from './messages/words.ts';
import { listed, namesOf } from './names.ts';
import { ChatError, type Person, type World } from './ports.ts';
import type { Button, Card, Text } from './view.ts';
import { helpButton } from './way-on.ts';

type CardReply = Extract<Reply, { kind: 'card' }>;
/** `locked`: the platform will not say until whoever runs the bot mends it. */
type Verdict = 'yes' | 'no' | 'unsure' | 'locked';

/** Null when the asker is a Global Administrator, otherwise the refusal. Asks afresh: for what changes something. */
export async function refusalUnlessAdmin(asking: Asking, world: World): Promise<Reply | null> {
  const admin = await isAdmin(asking.actor.id, world);
  if (admin === 'yes') return null;
  return admin === 'no'
    ? refuse(asking, asking.words.rights.needsAdmin, world)
    : unsure(asking.words, asking.words.rights.unsureOfRole);
}

/** Null when the asker works in one of the contact's channels or is a Global Administrator, otherwise the refusal. `former`: tenants whose people may too. */
export async function refusalUnlessResponder(
  asking: Asking,
  tenant: StoredTenant | null,
  world: World,
  former: readonly StoredTenant[] = [],
): Promise<Reply | null> {
  const tenants = [tenant, ...former];
  const verdicts = [...tenants.map((one) => inPlace(asking, one)), await isAdmin(asking.actor.id, world)];
  for (const one of tenants) if (!verdicts.includes('yes')) verdicts.push(...(await inChannels(asking, one, world)));
  if (verdicts.includes('yes')) return null;
  const { rights, platforms } = asking.words;
  if (verdicts.includes('unsure')) return unsure(asking.words, rights.unsureOfRole);
  if (verdicts.includes('locked')) return unsure(asking.words, rights.lockedOfRole(platforms.names[asking.platform]));
  return refuse(asking, rights.needsResponder, world);
}

/** Null when the asker is named as the tenant's manager or is a Global Administrator, otherwise the refusal. */
export async function refusalUnlessManager(asking: Asking, tenant: StoredTenant, world: World): Promise<Reply | null> {
  if (tenant.manager && firstMet(tenant.manager, world) === firstMet(asking.actor.id, world)) return null;
  const admin = await isAdmin(asking.actor.id, world);
  if (admin === 'yes') return null;
  return admin === 'no'
    ? refuse(asking, asking.words.report.needsManager, world)
    : refusal(asking.words, [asking.words.rights.unsureOfRole]);
}

/** A refusal card of these sentences. */
export function refusal(words: Words, text: readonly Text[], more: Partial<Card> = {}): CardReply {
  const [first] = text;
  const summary = typeof first === 'string' ? first : words.rights.title;
  return { kind: 'card', instead: false, card: card(words.rights.title, summary, { tone: 'warning', text, ...more }) };
}

/** The platform or the directory did not say who this is, or what they may do. */
export function unsure(words: Words, why: string): CardReply {
  return inBrief(why, refusal(words, [why], { title: words.rights.unsureTitle, buttons: [helpButton(words)] }));
}

/** Who may do nothing here, with whom a private chat may not be had either. */
export function stranger(words: Words, { why }: Extract<Person, { kind: 'stranger' }>): CardReply {
  return inBrief(words.rights[why], refusal(words, [words.rights[why]]));
}

function inBrief(brief: Text, reply: CardReply): CardReply {
  return { ...reply, brief };
}

/** What the person acted on is no more. */
export function outdated(words: Words, text: string): Reply {
  return refusal(words, [text], { title: words.rights.outdatedTitle, buttons: [showButton(words)] });
}

function showButton(words: Words): Button {
  return button('press', 'contact.show', words.securityContact.buttons.show, '');
}

async function refuse(asking: Asking, why: string, world: World): Promise<Reply> {
  const { rights } = asking.words;
  const help = await helpers(asking, world);
  return refusal(
    asking.words,
    help === null ? [why, rights.nobodyCanHelp, rights.ownId(asking.actor.id)] : [why, rights.whoCanHelp(help)],
    { buttons: [showButton(asking.words)] },
  );
}

/** Those who can change things, in words; null when none is known. Of the asker's own platform, where there are any. */
export async function helpers({ platform, words }: Asking, world: World): Promise<Text | null> {
  const admins = await world.directory.globalAdmins(20);
  if (admins.length === 0) return null;
  const near = admins.filter((id) => platformOf(id) === platform);
  const shown = (near.length > 0 ? near : admins).slice(0, 5);
  const names = await world.store.read((reader) => namesOf(reader, shown, []));
  // Slack names by the id whom the bot never met.
  const named = shown.filter((id) => names.called.has(id) || platformOf(id) === 'slack');
  return named.length > 0 ? listed(named.map((id) => names.person(id))) : words.rights.unmet;
}

/** Whether to offer what a Global Administrator may do. What nobody can tell is not offered. */
export async function mayBeAdmin({ actor }: Pick<Asking, 'actor'>, { directory }: Pick<World, 'directory'>) {
  return directory.isGlobalAdmin(actor.id, false).catch(() => false);
}

/** Whether to offer what people of the tenant's channels may do. Where a platform does not say it is offered: the press finds out. */
export async function mayBeResponder(asking: Asking, tenant: StoredTenant, world: World): Promise<boolean> {
  if (inPlace(asking, tenant) === 'yes') return true;
  return (await inChannels(asking, tenant, world)).some((verdict) => verdict !== 'no');
}

async function isAdmin(id: Identity, world: World): Promise<Verdict> {
  try {
    return (await world.directory.isGlobalAdmin(id, true)) ? 'yes' : 'no';
  } catch {
    return 'unsure';
  }
}

function inPlace({ place }: Asking, tenant: StoredTenant | null): Verdict {
  return place && workplaces(tenant).some((channel) => sameChannel(channel, place)) ? 'yes' : 'no';
}

async function inChannels(asking: Asking, tenant: StoredTenant | null, world: World): Promise<Verdict[]> {
  const chat = world.chats[asking.platform];
  const channels = workplaces(tenant).filter(({ platform }) => platform === asking.platform);
  return Promise.all(
    channels.map(async ({ address }): Promise<Verdict> => {
      try {
        return (await chat?.hasMember(address, asking.actor.id)) ? 'yes' : 'no';
      } catch (error) {
        if (!(error instanceof ChatError)) throw error;
        if (error.kind === 'lockedOut') return 'locked';
        return error.kind === 'refused' ? 'no' : 'unsure';
      }
    }),
  );
}

/** Where alerts of the tenant are worked: the contact's channels, and those of the admin agents for Azure fraud. */
function workplaces(tenant: StoredTenant | null): readonly Channel[] {
  return [...(tenant?.contact?.channels ?? []), ...(tenant?.fraudChannels ?? [])];
}
