import { alertsFor } from '../alerts-of-month.ts';
import type { Asking, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { daysBetween } from '../domain/days-between.ts';
import type { Delivery } from '../domain/delivery.ts';
import { byWeight, type StoredFinding } from '../domain/finding.ts';
import type { Identity } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { monthOf, type Stretch, stretchOf } from '../domain/report.ts';
import { dateIn } from '../domain/slot.ts';
import { findingTitles } from '../finding-text.ts';
import { day } from '../messages/moment.ts';
import { words } from '../messages/words.ts';
import type { Reader, World } from '../ports.ts';
import { refusal, refusalUnlessManager } from '../rights.ts';
import { tenantById } from '../tenants.ts';
import type { Card, Fact } from '../view.ts';
import type { Voice } from '../voice.ts';
import { mondayOf } from './owe-weekly.ts';

const weekMs = 7 * 86_400_000;
const all = 100_000;

/** Asks for the weekly digest of a tenant, or for none any more. */
export const pressWeekly: PressHandler = async (asking, value, world) => {
  const tenant = await tenantById(value, world);
  if (!tenant) return refusal(asking.words, [asking.words.tenants.gone]);
  const refused = await refusalUnlessManager(asking, tenant, world);
  if (refused) return refused;
  const on = await toggle(asking, tenant, world);
  const { changedTitle, subscribed, unsubscribed } = asking.words.reminders.weekly;
  const said = on ? subscribed : unsubscribed;
  return { kind: 'card', instead: false, card: card(changedTitle, said, { tone: 'good', text: [said] }) };
};

/** Whether it is asked for now. The week that is going on is not told of. */
async function toggle({ actor }: Asking, tenant: StoredTenant, { store, clock }: World): Promise<boolean> {
  const id = `${tenant.id} ${actor.id}`;
  return store.change(async (tx) => {
    const known = await tx.get('subscriptions', id);
    if (known) await tx.remove('subscriptions', id);
    else await tx.put('subscriptions', { id, tenantId: tenant.id, who: actor.id, week: weekAt(clock.now(), actor) });
    return known === null;
  });
}

function weekAt(now: string, { timezone }: { timezone: string }): string {
  return mondayOf(dateIn(now, timezone));
}

/** The card of the digest. Null when the delivery is about something else. */
export async function weeklyCard(
  { about, to }: Delivery,
  world: World,
): Promise<{ card: Card; revision: number } | null> {
  if (about.kind !== 'weekly' || to.kind !== 'person') return null;
  const tenant = await tenantById(about.tenantId, world);
  if (!tenant) return null;
  const now = world.clock.now();
  const from = new Date(Date.parse(now) - weekMs).toISOString();
  const months = [...new Set([monthOf(from), monthOf(now)])];
  const alerts = (await Promise.all(months.map((month) => alertsFor(tenant.id, month, world)))).flat();
  const known = await world.store.read(async (reader) => ({
    voice: await voiceFor(reader, to.id, world),
    findings: await findingsOf(reader, tenant.id),
  }));
  const unique = [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
  const week = { ...known, from, now, stretch: stretchOf(unique, from, now) };
  return { card: digest(known.voice, tenant, week), revision: 1 };
}

async function voiceFor(reader: Reader, id: Identity, { defaults }: World): Promise<Voice> {
  const person = await reader.get('people', id);
  const locale = person?.locale ?? defaults.locale;
  return { locale, timezone: person?.timezone ?? defaults.timezone, words: words(locale) };
}

async function findingsOf(reader: Reader, tenantId: string): Promise<StoredFinding[]> {
  const open = await reader.scan('findings.open', { key: tenantId, after: null, limit: all });
  const closed = await reader.scan('findings.closed', { key: '', after: null, limit: all });
  return [...open, ...closed.filter((finding) => finding.tenantId === tenantId)];
}

interface Week {
  findings: readonly StoredFinding[];
  from: string;
  now: string;
  stretch: Stretch;
}

function digest(voice: Voice, tenant: StoredTenant, week: Week): Card {
  const { weekly: say, buttons } = voice.words.reminders;
  const opened = week.findings.filter(({ openedAt }) => openedAt >= week.from);
  const closed = week.findings.filter(({ closedAt }) => closedAt !== null && closedAt >= week.from);
  const summary = say.summary(tenant.name, opened.length, closed.length);
  return card(say.title(tenant.name), summary, {
    text: [summary],
    facts: facts(voice, tenant, week, { opened, closed }),
    buttons: [
      button('press', 'contact.show', voice.words.securityContact.buttons.show, tenant.id),
      button('press', 'reminders.list', buttons.list, ''),
      button('press', 'reminders.weekly', say.unsubscribe, tenant.id),
    ],
    footer: say.footer,
  });
}

function facts(
  { words: said, locale, timezone }: Voice,
  tenant: StoredTenant,
  { findings, stretch, now }: Week,
  { opened, closed }: Record<'opened' | 'closed', readonly StoredFinding[]>,
): Fact[] {
  const { facts: label } = said.reminders.weekly;
  const { hours, none, of } = said.report;
  const titles = (some: readonly StoredFinding[]) =>
    some.length === 0 ? said.securityContact.emptyList : findingTitles(said, some.toSorted(byWeight));
  const confirmedAt = tenant.contact?.confirmedAt ?? null;
  const ago = (at: string) => said.securityContact.daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return [
    { label: label.opened, value: titles(opened) },
    { label: label.closed, value: titles(closed) },
    { label: label.open, value: String(findings.filter(({ closedAt }) => closedAt === null).length) },
    {
      label: label.confirmed,
      value:
        confirmedAt === null
          ? said.securityContact.never
          : [`${ago(confirmedAt)}, `, day(confirmedAt, locale, timezone)],
    },
    { label: label.alerts, value: String(stretch.count) },
    { label: label.answered, value: stretch.medianHours === null ? none : hours(stretch.medianHours) },
    {
      label: label.drills,
      value: stretch.drills === 0 ? said.reminders.weekly.noDrill : of(stretch.drillsAnswered, stretch.drills),
    },
  ];
}
