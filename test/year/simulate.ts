/** A year, or some days of it, with everything that happens, and every message judged. */
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { historyPage } from '../../src/store/history.ts';
import { hour, minute } from '../support/time.ts';
import { answer } from './answer.ts';
import { isWorking } from './calendar.ts';
import { both } from './cast.ts';
import { compare } from './compare.ts';
import { diceOf } from './dice.ts';
import { createHappenings } from './happenings.ts';
import { instants } from './instants.ts';
import { createJudge } from './judge.ts';
import { createMicrosoft } from './microsoft.ts';
import { adminQueue, localeOf, openOffice, speaks, zoneOf } from './office.ts';
import { type Reader, readersOf } from './readers.ts';

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
  const microsoft = await createMicrosoft(office, diceOf(seed));
  const { world } = office;
  const start = Date.parse(from);
  const lived = { kills: 0, restarts: 0, downHours: 0, ticks: 0, bugs: office.bugs };
  let attentive = true;
  let downUntil = 0;
  let clearSince = start;

  async function readers(): Promise<Reader[]> {
    const { tenants, refusing } = await world.store.read(async (reader) => ({
      tenants: await reader.list('tenants'),
      refusing: await reader.get('refusing', adminQueue),
    }));
    // Admins are told in one place, the admin channel while it takes messages; but for those who want both.
    const inPlace = refusing === null ? both.map(({ id }) => id) : null;
    return readersOf(tenants, [...world.admins], adminQueue, zoneOf, inPlace);
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

  async function voice(queue: string): Promise<{ locale: Locale }> {
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
      await microsoft.answers();
      if (dice.chance(1 / 700)) attentive = !attentive;
      if (attentive && dice.chance(0.2) && isWorking(now, 'Europe/Paris')) await answer(office, dice, happenings.doing);
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
    const { broken } = happenings.weather;
    for (const wrong of await compare(office, { at: ticked, said: microsoft.said, from, broken, clearSince }))
      fail(wrong);
    judge.settled(now, reachable(await readers(), findings));
  }
  const history = await historyPage({ tenantId: null, before: null, limit: 100_000 }, world);
  const counts: Record<string, number> = { ...judge.counts() };
  for (const { deed } of history) counts[deed] = (counts[deed] ?? 0) + 1;
  const bugs = office.bugs.map(String);
  return { failures, counts, lived: { ...lived, bugs }, messages: office.posts() };
}
