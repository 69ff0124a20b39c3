import { button, card } from '../card.ts';
import { byWeight } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { namesOf } from '../names.ts';
import type { Reader, World } from '../ports.ts';
import { mayBeAdmin } from '../request/authorize.ts';
import type { Reply } from '../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../request/request.ts';
import { tenantsByName, withTenant } from '../tenants.ts';
import type { Button } from '../view.ts';
import { audiences } from './audience.ts';
import { openRows, plannedRows } from './list-rows.ts';
import { upcoming } from './upcoming.ts';

/** Rows that a card bears of either kind. */
const mostPlanned = 6;
const mostOpen = 13;

/** `reminders`, `reminders Contoso`: what will be sent, when, to whom and why, each finding with its Snooze. */
export const listReminders: CommandHandler = async (request, rest, world) => {
  if (rest.trim() === '') return list(request, await tenantsByName(world), world);
  return withTenant(request, rest, { kind: 'press', id: 'reminders.list' }, world, (one) =>
    list(request, [one], world),
  );
};

export const pressList: PressHandler = (request, value, world) => listReminders(request, value, world);

async function list(request: Request, tenants: readonly StoredTenant[], world: World): Promise<Reply> {
  const { list: say, buttons } = request.words.reminders;
  const everybody = await audiences(world);
  const isAdmin = await mayBeAdmin(request, world);
  const { planned, findings, names, both } = await world.store.read(async (reader) => {
    const ids = tenants.map(({ id }) => id);
    const next = await Promise.all(everybody.map((one) => upcoming(reader, one, ids, world)));
    const scans = tenants.map(({ id }) => reader.scan('findings.open', { key: id, after: null }));
    const people = everybody.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
    const channels = everybody.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
    return {
      planned: next.flat(),
      findings: (await Promise.all(scans)).flat().toSorted(byWeight),
      names: await namesOf(reader, people, channels),
      both: isAdmin ? await bothButton(reader, request) : [],
    };
  });
  const known = { tenants, names, now: world.clock.now() };
  const sent = plannedRows(request, planned, findings, known);
  const rows = openRows(request, findings, known);
  const open = isAdmin ? rows : rows.map((row) => ({ ...row, button: null }));
  const hidden = Math.max(0, sent.length - mostPlanned) + Math.max(0, open.length - mostOpen);
  const reminders = planned.filter(({ kind }) => kind === 'nag');
  const summary = say.summary(reminders.length, findings.length);
  const nobody = findings.length > 0 && !everybody.some(({ role }) => role === 'admin') ? [say.nobody] : [];
  const shown = card(say.title, summary, {
    text: [summary, ...nobody],
    rows: [...sent.slice(0, mostPlanned), ...open.slice(0, mostOpen)],
    buttons: [
      button('press', 'reminders.check', buttons.check, onlyOf(tenants)),
      button('press', 'contact.show', request.words.securityContact.buttons.show, onlyOf(tenants)),
      ...both,
    ],
    footer: hidden > 0 ? say.more(hidden) : say.admins,
  });
  return { kind: 'card', instead: false, card: shown };
}

/** Where an admin channel is told in the place of each admin. */
async function bothButton(reader: Reader, { actor, words }: Request): Promise<Button[]> {
  const { both: say } = words.reminders;
  if (!(await reader.get('organisation', 'organisation'))?.adminChannel) return [];
  const has = (await reader.get('people', actor.id))?.both === true;
  return [button('press', 'reminders.both', has ? say.off : say.on, has ? 'off' : 'on')];
}

function onlyOf(tenants: readonly StoredTenant[]): string {
  return tenants.length === 1 ? (tenants[0]?.id ?? '') : '';
}
