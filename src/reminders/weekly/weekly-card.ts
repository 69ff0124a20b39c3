import type { Alert } from '../../domain/alert/alert.ts';
import { isBound, mandatoryHours } from '../../domain/alert/deadlines.ts';
import { monthBefore, monthOf, periodReportOf, worstOpen } from '../../domain/alert/report.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { byWeight, groupsOf, type StoredFinding } from '../../domain/finding/finding.ts';
import type { StoredPortal } from '../../domain/finding/portal.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { isInSlotOf } from '../../domain/time/slots.ts';
import { dateAfter } from '../../domain/time/zones.ts';
import { findingTitle } from '../../findings/text.ts';
import type { Messages } from '../../messages/messages.ts';
import { onFileFacts } from '../../messages/portal-facts.ts';
import type { Subscription } from '../../ports/collections.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { atWorkText } from '../../request/alerts-at-work.ts';
import { firstMet, isAdminToTell } from '../../request/people.ts';
import { type ViewerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { alertsOfMonths } from '../../store/alerts-of-month.ts';
import { alertsAtWork } from '../../store/open-alerts.ts';
import {
  type Button,
  beforeValue,
  button,
  type Card,
  card,
  lines as linesOfText,
  plainOf,
  type Row,
  type Text,
} from '../../view/view.ts';
import { subscriptionId } from './subscribe.ts';

/** The most tenants that one card lists, each with a button; it counts the others. */
const maxRows = 9;

/**
 * Returns a line that another feature adds to the weekly card, about the whole organisation; null where it has nothing to say. `from` and
 * `until` are dates in UTC, both included: `2026-11-01`.
 */
type WeeklyLine = (reader: Reader, days: { from: string; until: string }, messages: Messages) => Promise<string | null>;

/** Returns the card of the weekly digest, with these lines of other features; null when its time is over, or it would say nothing. */
export async function weeklyCard(delivery: DeliveryOf<'weekly'>, world: World, lines: readonly WeeklyLine[]) {
  const { about, to, since, message } = delivery;
  if (to.kind !== 'person') return null;
  const viewer = await viewerLocaleOf(to, world);
  const isLate = !isInSlotOf(since, world.clock.now(), viewer.timezone, world.settings.holidays);
  if (isLate && message === null) return null;
  const shown = await weeksOf(about.tenantIds, to.id, world);
  if (shown.length === 0) return null;
  const days = daysOf(shown);
  const more = await world.store.read((tx) => Promise.all(lines.map((line) => line(tx, days, viewer.messages))));
  return { card: digest(viewer, shown, more, about.week), revision: 1 };
}

/** The facts of one tenant in the time that the digest tells of. */
type Week = Awaited<ReturnType<typeof weeksOf>>[number];
/** A tenant of which the person asks for the digest, and the time that it tells of. */
type Asked = { tenant: StoredTenant; lastDigest: Subscription['lastDigest'] & object };

/**
 * Reads what happened at these tenants since the digest before this one, all of them at once. Leaves out a tenant that is gone or retired,
 * and one of which the person no longer asks for the digest or may no longer see it.
 */
async function weeksOf(tenantIds: readonly string[], who: Identity, world: World) {
  const isAdmin = await isAdminToTell(who, world);
  const isManager = ({ manager }: StoredTenant) =>
    manager !== null && firstMet(manager, world) === firstMet(who, world);
  const asked = await world.store.read(async (reader) => {
    const closed = await reader.scan('findings.closed', { key: '', after: null });
    const found: (Asked & { findings: StoredFinding[]; portal: StoredPortal | null })[] = [];
    for (const id of tenantIds) {
      const tenant = await reader.get('tenants', id);
      const lastDigest = (await reader.get('subscriptions', subscriptionId(id, who)))?.lastDigest;
      if (!tenant || isRetired(tenant) || !lastDigest || !(isAdmin || isManager(tenant))) continue;
      const open = await reader.scan('findings.open', { key: id, after: null });
      const findings = [...open, ...closed.filter(({ tenantId }) => tenantId === id)];
      found.push({ tenant, lastDigest, findings, portal: await reader.get('portal', id) });
    }
    return found;
  });
  const byTenant = Map.groupBy(await alertsOf(asked, world), ({ tenantId }) => tenantId);
  const now = world.clock.now();
  const atWork = await world.store.read((reader) =>
    Promise.all(asked.map(({ tenant }) => alertsAtWork(reader, tenant.id))),
  );
  return asked.map(({ tenant, lastDigest, findings, portal }, at) => {
    const alerts = byTenant.get(tenant.id) ?? [];
    const within = (at: string | null | undefined) => at != null && at > lastDigest.from && at <= lastDigest.until;
    return {
      tenant,
      open: findings.filter(({ closedAt }) => closedAt === null),
      /** What is fixed again is under `closed` alone. */
      opened: findings.filter(({ openedAt, closedAt }) => within(openedAt) && !within(closedAt)),
      closed: findings.filter(({ closedAt }) => within(closedAt)),
      stretch: periodReportOf(alerts, { from: lastDigest.from, to: lastDigest.until, now }),
      atWork: atWork[at] ?? { count: 0, oldest: null },
      portal,
      lastDigest,
      now,
    };
  });
}

async function alertsOf(asked: readonly Asked[], world: World): Promise<readonly Alert[]> {
  const from = asked.map(({ lastDigest }) => monthOf(lastDigest.from)).toSorted()[0];
  const ends = asked.map(({ lastDigest }) => monthOf(lastDigest.until));
  const until = ends.toSorted().at(-1);
  if (from === undefined || until === undefined) return [];
  const months = [until];
  while ((months[0] ?? '') >= from) months.unshift(monthBefore(months[0] ?? ''));
  const ids = asked.map(({ tenant }) => tenant.id);
  return alertsOfMonths(ids, months, world);
}

/** Returns the first and the last whole day of these weeks, so that no day stands in two digests: today comes in the next digest. */
function daysOf(weeks: readonly Week[]): { from: string; until: string } {
  const starts = weeks.map(({ lastDigest }) => lastDigest.from.slice(0, 10)).toSorted();
  const ends = weeks.map(({ lastDigest }) => dateAfter(lastDigest.until.slice(0, 10), -1)).toSorted();
  return { from: starts[0] ?? '', until: ends.at(-1) ?? '' };
}

/** Returns one card, for however many tenants somebody asked. */
function digest(viewer: ViewerLocale, weeks: readonly Week[], lines: readonly (string | null)[], week: string): Card {
  const { weekly: say, buttons, several } = viewer.messages.reminders;
  const [only, ...others] = weeks;
  const alone = only && others.length === 0 ? only : null;
  const names = alone ? alone.tenant.name : several(weeks.length);
  const sum = (of: 'opened' | 'closed') => weeks.reduce((total, week) => total + week[of].length, 0);
  const isFirst = weeks.some(({ lastDigest }) => lastDigest.first);
  const summary = say.summary(names, sum('opened'), sum('closed'), isFirst);
  const stop = (what: string, label: string) => button('press', 'reminders.weekly', label, `${what} off`);
  const show = (id: string, label: string, style: Button['style']) =>
    button('press', 'contact.show', label, id, { style });
  const rowOf = (one: Week): Row => ({
    title: one.tenant.name,
    detail: linesOfText([...points(viewer, one), ...asides(viewer, one)]),
    button: show(one.tenant.id, viewer.messages.tenants.show, 'plain'),
    second: stop(one.tenant.id, say.stop),
  });
  const open = weeks.reduce((total, week) => total + groupsOf(week.open).length, 0);
  const style = open > 0 ? 'primary' : 'plain';
  const rest = weeks.length > maxRows ? viewer.messages.findings.more(weeks.length - maxRows) : say.footer;
  return card(say.title(names, open), summary, {
    text: alone ? points(viewer, alone) : [summary],
    rows: alone ? [] : weeks.slice(0, maxRows).map(rowOf),
    buttons: [
      show(alone ? alone.tenant.id : '', viewer.messages.securityContact.buttons.show, style),
      button('press', 'alerts.report', viewer.messages.tenants.report, alone ? alone.tenant.id : ''),
      button('press', 'reminders.list', buttons.list, ''),
      alone ? stop(alone.tenant.id, say.unsubscribe) : stop(week, say.stopAll),
    ],
    footer: linesOfText([...(alone ? asides(viewer, alone) : []), ...lines.filter((line) => line !== null), rest]),
  });
}

/** Returns at most three lines, the worst first: high or medium alerts that wait, what is to fix, and how alerts were answered. */
function points({ messages }: ViewerLocale, week: Week): Text[] {
  const { open, opened, closed, stretch } = week;
  const { weekly: say } = messages.reminders;
  const severity = worstOpen(stretch.severities);
  const [worst] = groupsOf(open.toSorted(byWeight));
  const more = groupsOf(open).length - 1;
  const changes = say.changes(opened.length, closed.length);
  const toFix = worst ? say.worst(findingTitle(messages, worst), more, changes) : say.nothing(changes);
  const drills = stretch.drills === 0 ? [] : [say.drills(stretch.drillsAnswered, stretch.drills)];
  const [first = '', ...others] = [
    ...(severity ? [messages.report.open(severity, stretch.severities[severity])] : []),
    toFix,
    [answered(messages, week), ...drills].join(' · '),
  ];
  return [[{ kind: 'strong', text: first }], ...others];
}

/** Returns how many alerts were answered, and the average time to an answer beside Microsoft's limit. */
function answered({ report: say, reminders }: Messages, { tenant, stretch }: Week): string {
  if (stretch.count === 0) return say.noAlert;
  const limit = isBound(tenant.partnerType) ? mandatoryHours : null;
  const isFinal = stretch.answers.overdue + stretch.answers.waiting === 0;
  const average = stretch.average ? [say.averageOf(stretch.average.hours, limit, isFinal)] : [];
  const all = [say.answeredOf(stretch.count, stretch.answers), ...average].join(' ');
  return reminders.weekly.alerts(all);
}

/** Returns the lines in small print: who works on alerts, and whether Microsoft sees a contact on file. */
function asides({ messages, timezone }: ViewerLocale, { atWork, portal, now }: Week): string[] {
  const atWorkNow = atWorkText(messages, atWork, { now, timezone });
  const facts = [
    ...(atWorkNow === null ? [] : [{ label: messages.alerts.statuses.investigating, value: atWorkNow }]),
    ...onFileFacts(messages, portal, now),
  ];
  return facts.map(({ label, value }) => `${beforeValue(label, messages.history.colon)}${plainOf(value)}`);
}
