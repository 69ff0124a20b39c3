/** A year, or some days of it, with everything that happens, and every message judged. */
import { historyPage } from '../../../src/history-page.ts';
import { daysLater, isWorking, nineOn, wallAt } from './calendar.ts';
import { people } from './cast.ts';
import { diceOf } from './dice.ts';
import { createHappenings } from './happenings.ts';
import { createJudge } from './judge.ts';
import { adminQueue, localeOf, openOffice, speaks, zoneOf } from './office.ts';
import { type Reader, readersOf } from './readers.ts';
import { certain, truthOf } from './truth.ts';

const minute = 60_000;
const hour = 60 * minute;

export interface Simulation {
  seed: number;
  from: string;
  days: number;
  /** Whether anything happens at all, beside the calendar. */
  eventful: boolean;
}

export async function simulate({ seed, from, days, eventful }: Simulation) {
  const failures: string[] = [];
  const fail = (what: string) => void failures.push(`seed ${seed}: ${what}`);
  const judge = createJudge(fail);
  const dice = diceOf(seed);
  const office = await openOffice(from, (at) => judge.doubt('teams:', at));
  const happenings = createHappenings(office, dice, (queue) => judge.doubt(queue, office.now()));
  await happenings.remember();
  const { world } = office;
  const start = Date.parse(from);
  const lived = { kills: 0, restarts: 0, downHours: 0, ticks: 0, bugs: office.bugs };
  let attentive = true;
  let downUntil = 0;
  let clearSince = start;

  async function readers(): Promise<Reader[]> {
    const tenants = await world.store.read((reader) => reader.list('tenants'));
    return readersOf(tenants, [...world.admins], adminQueue, zoneOf);
  }

  async function look(): Promise<void> {
    judge.observe(await world.store.read((reader) => reader.list('findings')));
    const known = await readers();
    for (const { sent, card } of await office.news()) {
      judge.messages([sent], known);
      if (sent.kind === 'other') continue;
      const { locale } = await voice(sent.queue);
      if (!speaks(locale, card.footer)) fail(`not in ${locale}: ${sent.deliveryId}: ${JSON.stringify(card.footer)}`);
    }
  }

  async function voice(queue: string): Promise<{ locale: 'en' | 'fr' }> {
    const tenants = await world.store.read((reader) => reader.list('tenants'));
    const own = tenants.find(({ contact }) =>
      contact?.channels.some((one) => `${one.platform}:${one.address}` === queue),
    );
    return { locale: own?.contact?.locale ?? localeOf(queue) };
  }

  function reachable(all: readonly Reader[], findings: readonly { id: string; closedAt: string | null }[]): Reader[] {
    const { failing, losing, broken } = happenings.weather;
    const now = office.now();
    return all.filter(({ queue }) => {
      const until = queue.startsWith('slack:') ? failing.slack : failing.teams;
      const closed = findings.some(
        ({ id, closedAt }) => closedAt === null && id.endsWith(`channelUnreachable ${queue}`),
      );
      return now > until + 3 * minute && now > losing + 3 * minute && !closed && !broken.has(queue);
    });
  }

  async function compare(at: number): Promise<void> {
    await world.store.read(async (reader) => {
      for (const tenant of await reader.list('tenants')) {
        const open = await reader.scan('findings.open', { key: tenant.id, after: null, limit: 1_000 });
        const check = await reader.get('checks', tenant.id);
        const have = new Set(open.map(({ code }) => `${tenant.id} ${code}`));
        const want = new Set(truthOf(tenant, at, Date.parse(check?.since ?? from)));
        const known = [...have].filter((name) => certain.some((code) => name.endsWith(code)));
        for (const name of want) if (!have.has(name)) fail(`not found at ${new Date(at).toISOString()}: ${name}`);
        for (const name of known) if (!want.has(name)) fail(`not so at ${new Date(at).toISOString()}: ${name}`);
        const named = [
          ...(tenant.contact?.channels ?? []).map((one) => `${one.platform}:${one.address}`),
          ...(tenant.contact?.onCall ?? []),
        ];
        for (const [what, since] of happenings.weather.broken) {
          const domain = tenant.contact?.email.endsWith(`@${what}`) ?? false;
          const patience = domain ? 40 * hour : 14 * hour;
          if (!domain && !named.includes(what)) continue;
          const changed = Date.parse(tenant.revision.at ?? from);
          if (at - Math.max(since, clearSince, changed) < patience) continue;
          if (!open.some(({ subject }) => subject === what)) fail(`not seen by ${new Date(at).toISOString()}: ${what}`);
        }
      }
    });
  }

  for (const at of instants(start, days)) {
    await world.time.advance(Math.max(0, at - office.now()));
    const now = office.now();
    if (now < downUntil) continue;
    let restarted = office.life().dead;
    if (restarted) {
      await office.restart();
      judge.wasDown(now);
      clearSince = now;
    }
    await look();
    if (eventful) {
      await happenings.some();
      if (dice.chance(1 / 700)) attentive = !attentive;
      if (attentive && dice.chance(0.2) && isWorking(now, 'Europe/Paris')) await happenings.answer();
      if (dice.chance(1 / 20) && office.life().left > 60) office.life().left = Math.floor(dice.between(1, 60));
      if (dice.chance(1 / 150)) {
        office.end();
        await office.restart();
        restarted = true;
        lived.restarts++;
      }
    }
    let whole = await office.tick();
    let ticked = now;
    lived.ticks++;
    await world.time.advance(10_000);
    if (whole && restarted) {
      // As every ten seconds: what was under way at the crash is known by now.
      await look();
      ticked = office.now();
      whole = await office.tick();
      await world.time.advance(10_000);
    }
    await look();
    const findings = await world.store.read((reader) => reader.list('findings'));
    const { failing } = happenings.weather;
    if (now < Math.max(failing.slack, failing.teams)) clearSince = now;
    if (office.life().dead || !whole) {
      lived.kills++;
      judge.cutOff(now);
      const down = dice.chance(0.1) ? dice.between(0.2, 80) * hour : 0;
      downUntil = now + down;
      lived.downHours += down / hour;
      continue;
    }
    await compare(ticked);
    judge.settled(now, reachable(await readers(), findings));
  }
  const history = await historyPage({ tenantId: null, before: null, limit: 100_000 }, world);
  const counts: Record<string, number> = { ...judge.counts };
  for (const { deed } of history) counts[deed] = (counts[deed] ?? 0) + 1;
  const bugs = office.bugs.map(String);
  return { failures, counts, lived: { ...lived, bugs }, messages: office.posts() };
}

/** Once an hour at some minute, and around nine and eighteen o'clock of every reader. */
function instants(start: number, days: number): number[] {
  const zones = [...new Set(['UTC', 'Asia/Kolkata', ...people.map(({ timezone }) => timezone ?? 'UTC')])];
  const found = new Set<number>();
  for (let at = start; at < start + days * 24 * hour; at += hour) found.add(at + 137_000);
  for (const zone of zones)
    for (let n = 0; n < days; n++) {
      const nine = nineOn(daysLater(wallAt(start, zone).date, n + 1), zone);
      for (const off of [-20_000, 4_000, 9 * hour - 30_000, 9 * hour + 2_000]) found.add(nine + off);
    }
  return [...found].filter((at) => at < start + days * 24 * hour).sort((a, b) => a - b);
}
