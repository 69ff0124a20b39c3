import { button } from '../card.ts';
import type { StoredFinding } from '../domain/finding.ts';
import { type FindingGroup, groupsOf } from '../domain/finding-group.ts';
import { platformOf } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { isSnoozed } from '../domain/reminding.ts';
import { putOff } from '../finding-rows.ts';
import { findingTitle } from '../finding-text.ts';
import { moment } from '../messages/moment.ts';
import { listed, type Names } from '../names.ts';
import type { Request } from '../request/request.ts';
import { lines } from '../text.ts';
import type { Inline, Row } from '../view.ts';
import { voiceOfAsker } from '../voice.ts';
import type { Upcoming } from './upcoming.ts';

export interface Known {
  tenants: readonly StoredTenant[];
  names: Names;
  now: string;
}

/** Names, and kinds of findings, that a row tells of one by one. */
const most = 5;

/** What will be sent, the soonest first: a row for each time and content, with all who get it. */
export function plannedRows(
  request: Request,
  planned: readonly Upcoming[],
  open: readonly StoredFinding[],
  known: Known,
): Row[] {
  const together = new Map<string, Upcoming[]>();
  for (const one of planned.toSorted((a, b) => ((a.at ?? '') < (b.at ?? '') ? -1 : 1))) {
    const key = [one.at, one.kind, ...one.items.map(({ id }) => id)].join('\n');
    together.set(key, [...(together.get(key) ?? []), one]);
  }
  return [...together.values()].map((same) => plannedRow(request, same, open, known));
}

function plannedRow(request: Request, same: readonly Upcoming[], open: readonly StoredFinding[], known: Known): Row {
  const { actor, words } = request;
  const { list: say } = words.reminders;
  const [first] = same;
  const about =
    first?.kind === 'weekly'
      ? [words.reminders.weekly.changedTitle]
      : aboutOf(request, first?.items ?? [], open, known);
  const who = same.slice(0, most).map((one) => nameOf(request, one, known));
  const others = same.length - most;
  return {
    title: first?.at ? [moment(first.at, actor.locale, actor.timezone)] : say.atOnce,
    detail: lines([say.to([...listed(who), ...(others > 0 ? [` ${words.findings.others(others)}`] : [])]), ...about]),
    button: null,
  };
}

/** What a reminder tells of; where that is all that is open, the rows below say it. */
function aboutOf(
  request: Request,
  items: readonly StoredFinding[],
  open: readonly StoredFinding[],
  known: Known,
): string[] {
  const { list: say } = request.words.reminders;
  const waiting = open.filter((one) => !isSnoozed(one, known.now));
  if (waiting.every(({ id }) => items.some((item) => item.id === id))) return [say.all(waiting.length < open.length)];
  const titles = groupsOf(items, ({ tenantId }) => tenantId).map((group) => titleOf(request, group, known));
  const rest = titles.length - most;
  return [
    ...titles.slice(0, most).map((title) => `• ${title}`),
    ...(rest > 0 ? [request.words.findings.more(rest)] : []),
  ];
}

/** A person who uses both platforms is named on each. */
function nameOf({ platform, words }: Request, { audience: { to } }: Upcoming, { names }: Known): Inline {
  const name = to.kind === 'person' ? names.person(to.id) : names.channel(to.channel);
  const where = to.kind === 'person' ? platformOf(to.id) : to.channel.platform;
  return where === platform ? name : `${name.name} (${words.platforms.names[where]})`;
}

/** What is open, the worst first: how often it was told, with its Snooze, or until when it is put off. */
export function openRows(request: Request, findings: readonly StoredFinding[], known: Known): Row[] {
  const apart = (one: StoredFinding) => `${one.tenantId} ${isSnoozed(one, known.now) ? one.snooze?.until : ''}`;
  return groupsOf(findings, apart).map((group) => openRow(request, group, known));
}

function openRow(request: Request, group: FindingGroup<StoredFinding>, known: Known): Row {
  const { words } = request;
  const title = titleOf(request, group, known);
  const [first] = group.findings;
  if (first?.snooze && isSnoozed(first, known.now)) {
    const { unsnooze } = words.reminders.buttons;
    const value = `${first.tenantId} ${group.code} ${known.tenants.length > 1 ? 'all' : 'one'}`;
    const back = button('press', 'reminders.unsnooze', unsnooze, value);
    return { title, detail: putOff(voiceOfAsker(request), first.snooze), button: back };
  }
  const told = group.findings.flatMap((finding) => Object.values(finding.told).map(({ times }) => times));
  const value = `${first?.tenantId} ${group.code}`;
  return {
    title,
    detail: words.reminders.list.told(Math.max(0, ...told)),
    button: button('form', 'reminders.snooze', words.reminders.buttons.snooze, value),
  };
}

function titleOf({ words }: Request, group: FindingGroup<StoredFinding>, { tenants }: Known): string {
  const tenant = tenants.find(({ id }) => id === group.findings[0]?.tenantId);
  const title = findingTitle(words, group);
  return tenant && tenants.length > 1 ? words.reminders.at(tenant.name, title) : title;
}
