import { alertsFor } from '../alerts-of-month.ts';
import type { Asking, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { dateIn } from '../domain/date-in.ts';
import type { Delivery } from '../domain/delivery.ts';
import type { StoredFinding } from '../domain/finding.ts';
import type { Identity } from '../domain/identity.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { monthOf, stretchOf } from '../domain/report.ts';
import { dateAfter, isInSlotOf } from '../domain/slot.ts';
import { faqCountsBetween, faqDigestLine } from '../faq-counts.ts';
import { words } from '../messages/words.ts';
import type { Reader, World } from '../ports.ts';
import { refusal, refusalUnlessManager } from '../rights.ts';
import { tenantById } from '../tenants.ts';
import type { Card } from '../view.ts';
import type { Voice } from '../voice.ts';
import { mondayOf } from './owe-weekly.ts';
import { asLines, facts, type Week } from './week.ts';

const weekMs = 7 * 86_400_000;
const all = 100_000;
/** Tenants that a card bears; the rest is counted. */
const most = 10;

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
  { about, to, since, message }: Delivery,
  world: World,
): Promise<{ card: Card; revision: number } | null> {
  if (about.kind !== 'weekly' || to.kind !== 'person') return null;
  const voice = await world.store.read((reader) => voiceFor(reader, to.id, world));
  const { timezone } = voice;
  const late = !isInSlotOf(since, world.clock.now(), timezone, world.settings.holidays);
  if (late && message === null) return null;
  const weeks = await Promise.all(about.tenantIds.map((id) => weekOf(id, to.id, world)));
  const told = weeks.filter((week) => week !== null);
  if (told.length === 0) return null;
  const asked = await world.store.read((reader) =>
    faqCountsBetween(reader, dateAfter(about.week, -7), dateAfter(about.week, -1)),
  );
  return { card: digest(voice, told, faqDigestLine(asked, voice.words)), revision: 1 };
}

/** Null when the tenant is gone, or nobody asks for it any more. */
async function weekOf(tenantId: string, who: Identity, world: World): Promise<Week | null> {
  const now = world.clock.now();
  const from = new Date(Date.parse(now) - weekMs).toISOString();
  const months = [...new Set([monthOf(from), monthOf(now)])];
  const alerts = (await Promise.all(months.map((month) => alertsFor(tenantId, month, world)))).flat();
  const unique = [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
  return world.store.read(async (reader) => {
    const tenant = await reader.get('tenants', tenantId);
    if (!tenant || !(await reader.get('subscriptions', `${tenantId} ${who}`))) return null;
    const findings = await findingsOf(reader, tenantId);
    return {
      tenant,
      open: findings.filter(({ closedAt }) => closedAt === null),
      opened: findings.filter(({ openedAt }) => openedAt >= from),
      closed: findings.filter(({ closedAt }) => closedAt !== null && closedAt >= from),
      stretch: stretchOf(unique, from, now),
      now,
    };
  });
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

/** One card, however many tenants somebody asked for. `questions` are the whole organisation's, in words; null for none. */
function digest(voice: Voice, weeks: readonly Week[], questions: string | null): Card {
  const { weekly: say, buttons, several } = voice.words.reminders;
  const [only, ...others] = weeks;
  const alone = only && others.length === 0 ? only : null;
  const names = alone ? alone.tenant.name : several(weeks.length);
  const sum = (of: 'opened' | 'closed') => weeks.reduce((total, week) => total + week[of].length, 0);
  const summary = say.summary(names, sum('opened'), sum('closed'));
  const stop = ({ tenant }: Week) => button('press', 'reminders.weekly', say.unsubscribe, tenant.id);
  return card(say.title(names), summary, {
    text: [summary, ...(questions === null ? [] : [questions])],
    facts: alone ? facts(voice, alone) : [],
    rows: alone
      ? []
      : weeks
          .slice(0, most)
          .map((week) => ({ title: week.tenant.name, detail: asLines(voice, week), button: stop(week) })),
    buttons: [
      button('press', 'contact.show', voice.words.securityContact.buttons.show, alone ? alone.tenant.id : ''),
      button('press', 'reminders.list', buttons.list, ''),
      ...(alone ? [stop(alone)] : []),
    ],
    footer: weeks.length > most ? voice.words.findings.more(weeks.length - most) : say.footer,
  });
}
