import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { findTenants } from '../domain/find-tenant.ts';
import { byWeight, type StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { isSnoozed } from '../domain/reminding.ts';
import type { Reply } from '../interaction.ts';
import { moment } from '../messages/moment.ts';
import { type Names, namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import { lines } from '../text.ts';
import type { Inline, Row, Text } from '../view.ts';
import { audiences } from './audience.ts';
import { type Upcoming, upcoming } from './upcoming.ts';

/** Rows that a card bears of either kind. */
const mostPlanned = 8;
const mostFindings = 8;
const all = 1_000;

/** `reminders`, `reminders Contoso`: what will be sent, when, to whom and why, each finding with its Snooze. */
export const listReminders: CommandHandler = async (asking, rest, world) => {
  const every = await world.store.read((reader) => reader.list('tenants'));
  const tenants = rest.trim() === '' ? every : findTenants(every, rest);
  return list(asking, tenants.length > 0 ? tenants : every, world);
};

export const pressList: PressHandler = (asking, value, world) => listReminders(asking, value, world);

async function list(asking: Asking, tenants: readonly StoredTenant[], world: World): Promise<Reply> {
  const { list: say, buttons } = asking.words.reminders;
  const everybody = await audiences(world);
  const { planned, findings, names } = await world.store.read(async (reader) => {
    const ids = tenants.map(({ id }) => id);
    const next = await Promise.all(everybody.map((one) => upcoming(reader, one, ids, world)));
    const scans = tenants.map(({ id }) => reader.scan('findings.open', { key: id, after: null, limit: all }));
    const open = (await Promise.all(scans)).flat().toSorted(byWeight);
    const people = everybody.flatMap(({ to }) => (to.kind === 'person' ? [to.id] : []));
    const channels = everybody.flatMap(({ to }) => (to.kind === 'channel' ? [to.channel] : []));
    return {
      planned: next.filter((one) => one !== null),
      findings: open,
      names: await namesOf(reader, people, channels),
    };
  });
  const shown = planned.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1));
  const hidden = Math.max(0, shown.length - mostPlanned) + Math.max(0, findings.length - mostFindings);
  const summary = say.summary(planned.length);
  const nobody = everybody.some(({ role }) => role === 'admin') ? [] : [say.nobody];
  const shownCard = card(say.title, summary, {
    text: [summary, ...(findings.length > 0 ? nobody : [])],
    rows: [
      ...shown.slice(0, mostPlanned).map((one) => plannedRow(asking, one, tenants, names)),
      ...findings.slice(0, mostFindings).map((one) => findingRow(asking, one, tenants, world.clock.now())),
    ],
    buttons: [
      button('press', 'reminders.check', buttons.check, tenants.length === 1 ? (tenants[0]?.id ?? '') : ''),
      button('press', 'contact.show', asking.words.securityContact.buttons.show, ''),
    ],
    footer: hidden > 0 ? say.more(hidden) : say.admins,
  });
  return { kind: 'card', instead: false, card: shownCard };
}

function plannedRow(asking: Asking, one: Upcoming, tenants: readonly StoredTenant[], names: Names): Row {
  const { actor, words } = asking;
  const { to } = one.audience;
  const who: Text = [to.kind === 'person' ? names.person(to.id) : names.channel(to.channel)];
  const { next, atOnce } = words.reminders.list;
  const title = one.at === null ? atOnce(who) : next(who, moment(one.at, actor.locale, actor.timezone));
  const about = one.items.slice(0, 5).map((item) => titleOf(asking, item, tenants));
  const rest = one.items.length - about.length;
  return { title, detail: lines([...about, ...(rest > 0 ? [words.findings.more(rest)] : [])]), button: null };
}

function findingRow(asking: Asking, finding: StoredFinding, tenants: readonly StoredTenant[], now: string): Row {
  const { actor, words } = asking;
  const { snooze } = finding;
  const title = titleOf(asking, finding, tenants);
  if (snooze && isSnoozed(finding, now)) {
    const who: Inline = { kind: 'person', id: snooze.by, name: snooze.byName };
    const detail = words.reminders.list.snoozed(moment(snooze.until, actor.locale, actor.timezone), who);
    return { title, detail, button: null };
  }
  const press = button('form', 'reminders.snooze', words.reminders.buttons.snooze, finding.id);
  const told = Object.values(finding.told).reduce((most, { times }) => Math.max(most, times), 0);
  return { title, detail: words.reminders.list.told(told), button: press };
}

function titleOf({ words }: Asking, { tenantId, code }: StoredFinding, tenants: readonly StoredTenant[]): string {
  const tenant = tenants.find(({ id }) => id === tenantId);
  const title = words.findings.titles[code];
  return tenant && tenants.length > 1 ? words.reminders.at(tenant.name, title) : title;
}
