import { adminDestinations } from '../admins.ts';
import type { PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { type Delivery, noticeRank } from '../domain/delivery.ts';
import type { Change } from '../domain/history.ts';
import { type Names, namesOf } from '../names.ts';
import { owe } from '../owe.ts';
import type { World } from '../ports.ts';
import { refusal } from '../rights.ts';
import { tenantById } from '../tenants.ts';
import type { Card, Fact, Inline } from '../view.ts';
import { said, type Voice, voiceOf } from '../voice.ts';
import { changeFacts } from './change-text.ts';
import { namesInChanges } from './names-in-changes.ts';

/** The card of a delivery about a change of the contact. Null when it is about something else. */
export async function noticeCard({ about }: Delivery, world: World): Promise<{ card: Card; revision: number } | null> {
  if (about.kind === 'contactChanged') return changed(about, world);
  if (about.kind === 'notUs') return notUs(about, world);
  if (about.kind === 'channelRefused') return channelRefused(about, world);
  return null;
}

type Changed = Extract<Delivery['about'], { kind: 'contactChanged' }>;

async function changed({ tenantId, entry }: Changed, world: World) {
  const found = await world.store.read(async (reader) => {
    const tenant = await reader.get('tenants', tenantId);
    const [told] = await reader.history({ tenantId, before: entry + 1, limit: 1 });
    return tenant && told ? { tenant, told, names: await namesInChanges(reader, told.changes) } : null;
  });
  if (!found) return null;
  const { tenant, told, names } = found;
  const voice = voiceOf(tenant, world);
  const { contactChanged: say, buttons } = voice.words.alerts;
  const who: Inline = told.by ? { kind: 'person', id: told.by, name: told.byName } : say.importer;
  const channels = told.deed === 'tenant.setUp' || told.deed === 'organisation.setUp';
  const shown = card(channels ? say.channelsTitle : say.title, say.summary(tenant.name), {
    tone: 'warning',
    text: [channels ? say.channelsText(who, tenant.name) : say.text(who, tenant.name), say.ask],
    facts: [
      ...told.changes.flatMap((change) => noticeFacts(change, voice, names)),
      { label: voice.words.securityContact.facts.changed, value: [said(voice, told.at)] },
    ],
    buttons: [
      button('press', 'contact.notUs', buttons.notUs, `${tenantId} ${entry}`, {
        style: 'danger',
        confirm: say.question,
      }),
      button('press', 'contact.history', voice.words.securityContact.buttons.history, tenantId),
    ],
  });
  return { card: shown, revision: 1 };
}

/** What is nobody's business but the contact's: the channel learns that it changed, and members find it in the history. */
const kept: readonly string[] = ['firstName', 'middleName', 'lastName', 'email', 'phone'];

function noticeFacts(change: Change, voice: Voice, names: Names): Fact[] {
  const facts = changeFacts([change], voice, names);
  return kept.includes(change.field)
    ? facts.map(({ label }) => ({ label, value: voice.words.alerts.contactChanged.kept }))
    : facts;
}

async function notUs({ tenantId, by, byName }: Extract<Delivery['about'], { kind: 'notUs' }>, world: World) {
  const tenant = await tenantById(tenantId, world);
  const { words }: Voice = voiceOf(tenant, world);
  const { title, summary, text } = words.alerts.notUs;
  const name = tenant?.name ?? tenantId;
  const buttons = [
    button('press', 'contact.history', words.securityContact.buttons.history, tenantId, { style: 'primary' }),
  ];
  const who: Inline = { kind: 'person', id: by, name: byName };
  return {
    card: card(title, summary(name), { tone: 'danger', text: [text(who, name)], buttons }),
    revision: 1,
  };
}

async function channelRefused(
  { tenantId, channel, reason }: Extract<Delivery['about'], { kind: 'channelRefused' }>,
  world: World,
) {
  const tenant = tenantId === null ? null : await tenantById(tenantId, world);
  const names = await world.store.read((reader) => namesOf(reader, [], [channel]));
  const { words } = voiceOf(tenant, world);
  const { title, summary, text } = words.alerts.channelRefused;
  const buttons = tenant
    ? [button('form', 'contact.update', words.securityContact.buttons.update, tenant.id, { style: 'primary' })]
    : [];
  const [why = ''] = reason.split(' ');
  return {
    card: card(title, summary, { tone: 'warning', text: [text(names.channel(channel), why)], buttons }),
    revision: 1,
  };
}

/** «Not us»: any member who sees the notice may alarm the admins. */
export const pressNotUs: PressHandler = async (asking, value, world) => {
  const [tenantId = '', number] = value.split(' ');
  const entry = Number(number);
  const tenant = await tenantById(tenantId, world);
  if (!tenant || !Number.isInteger(entry)) return refusal(asking.words, [asking.words.tenants.gone]);
  const { id: by, name: byName } = asking.actor;
  const admins = await adminDestinations(world);
  const queues = await world.store.change(async (tx) => {
    const woken: string[] = [];
    const about = { kind: 'notUs', tenantId, entry, by, byName } as const;
    for (const to of admins) woken.push(await owe(tx, { about, to, rank: noticeRank, want: 1 }, world.clock.now()));
    return woken;
  });
  world.wake(queues);
  const { notUs: say, contactChanged } = asking.words.alerts;
  return {
    kind: 'card',
    instead: false,
    card: card(say.title, contactChanged.thanks, { tone: 'warning', text: [contactChanged.thanks] }),
  };
};
