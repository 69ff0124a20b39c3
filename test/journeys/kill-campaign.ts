/** The bot killed over and over while its platforms misbehave, people work, clocks leap and operators interfere; then everything is counted. */
import { once } from 'node:events';
import { vi } from 'vitest';
import { readState } from '../../adapters/store/embedded/folder/peek.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { day, elapsed, isoNow, minute } from '../support/time.ts';
import { type Dice, diceOf } from '../year/dice.ts';
import { type Copies, copiesOn, earlyAmong, numberOf, staleIn, unremindedAmong } from './campaign/count.ts';
import { slackFault, teamsFault } from './campaign/mischief.ts';
import { actsOn, createSender } from './campaign/people.ts';
import { type Scene, setScene, tenants } from './campaign/scene.ts';

/** A card may show an older state for so long after the last change, in milliseconds. */
const staleMs = 40_000;
/** A message can be edited so long after its last edit was sent. */
const settledMs = 13_000;

/** Of one platform, over all channels. */
export interface Tally extends Copies {
  /** Calls that post or edit, and how many of them had something go wrong. */
  posts: number;
  edits: number;
  faults: number;
  /** Calls that came sooner than the platform allows. */
  tooFast: number;
}

export interface Table {
  seed: number;
  kills: number;
  accepted: number;
  /** What people did that the bot answered. */
  deeds: number;
  leaps: number;
  /** Tenants whose channels were replaced, and backups that were restored, while the bot was away. */
  moves: number;
  restores: number;
  slack: Tally;
  teams: Tally;
  /** Cards that show an older state than the row: 40 s after the last change, and again when no edit can arrive any more. */
  stale: readonly string[];
  /** Open alerts that people were reminded of too early; that were not reminded of an hour later. */
  early: number;
  unreminded: number;
}

/** What happens in each round, by its number: every tenth lives through a leap, so that also a short campaign has some. */
const leaps = (round: number) => round % 10 === 1;
const moves = (round: number) => round % 15 === 3;
const backsUp = (round: number) => round % 30 === 4;
const restores = (round: number) => round % 30 === 9;

/** Kills the bot `kills` times, lets it finish, and counts. The same seed throws the same dice; the machine's own timing differs. */
export async function killCampaign({ kills, seed }: { kills: number; seed: number }): Promise<Table> {
  const dice = diceOf(seed);
  const scene = await setScene();
  const { slack, teams } = scene;
  const sender = createSender(dice);
  const counts = { slack: noCalls(), teams: noCalls(), deeds: 0, leaps: 0, moves: 0, restores: 0 };
  /** Alerts with which somebody did something that a restore took back: their cards show what is no longer known. */
  const takenBack = new Set<number>();
  let sinceBackup = new Set<number>();
  let hot: number[] = [];
  let onCall = () => {};
  let restoring: (() => Promise<void>) | null = null;

  slack.mischief.next = (what) => {
    const [method = ''] = what.split(' ');
    const kind = method === 'chat.postMessage' ? 'posts' : method === 'chat.update' ? 'edits' : null;
    return noted(counts.slack, kind, slackFault(method, dice));
  };
  teams.mischief.next = (what) => {
    const kind = what.startsWith('POST ') ? 'posts' : what.startsWith('PUT ') ? 'edits' : null;
    return noted(counts.teams, kind, teamsFault(what, dice));
  };
  function noted<F>(of: Calls, kind: 'posts' | 'edits' | null, fault: F | null): F | null {
    if (kind) {
      of[kind] += 1;
      if (fault) of.faults += 1;
      onCall();
    }
    return fault;
  }

  const alerts = async () => (await readState(scene.stateDir)).list('alerts');
  /** Somebody works on a few alerts, until the process is dead. */
  async function work(dead: Promise<unknown>, most: number): Promise<void> {
    let isDead = false;
    void dead.then(() => {
      isDead = true;
    });
    for (let n = 0; n < most && !isDead; n++) {
      const known = (await alerts()).filter(
        ({ content, tenantId }) => tenantId && content.displayName.startsWith('Number '),
      );
      const done = known.length > 0 ? await actsOn(known, hot, scene, dice) : null;
      if (done === null) continue;
      counts.deeds += 1;
      hot = [...hot, done].slice(-3);
      sinceBackup.add(done);
    }
  }

  slack.pace.ms = teams.pace.ms = 1_000;
  for (let round = 0; round < kills; round++) {
    const isLeap = leaps(round);
    const running = scene.starts(undefined, isLeap ? leapOf(dice) : {});
    const dead = once(running.child, 'close');
    const end = () => void running.child.kill('SIGKILL');
    onCall = isLeap ? () => {} : endsAfter(dice, end);
    const early = !isLeap && dice.chance(0.15) ? setTimeout(end, 300 + 700 * dice.roll()) : undefined;
    const url = await Promise.race([running.listens(), dead.then(() => null)]);
    const lives = isLeap ? 22_000 : dice.pick([1_000, 2_000, 2_000, 3_500, 11_000]);
    const cap = setTimeout(end, lives + 700 * dice.roll());
    if (url !== null) {
      await Promise.race([sender.sends(url, 1 + Math.floor(dice.roll() * 4)), dead]);
      if (isLeap) counts.leaps += Number(running.child.kill('SIGUSR2'));
      await Promise.race([work(dead, dice.pick([1, 2, 4])), dead]);
    }
    await dead;
    clearTimeout(cap);
    clearTimeout(early);
    if (moves(round)) {
      await scene.replacesChannels(Math.floor(dice.roll() * tenants));
      counts.moves += 1;
    }
    if (backsUp(round)) {
      const [state, sent] = [await scene.backsUp(), sender.backsUp()];
      sinceBackup = new Set();
      restoring = async () => {
        await state();
        sent();
        for (const number of sinceBackup) takenBack.add(number);
      };
    }
    if (restores(round) && restoring) {
      await restoring();
      counts.restores += 1;
      restoring = null;
    }
  }
  onCall = () => {};

  // The last changes are made while edits still go wrong; then the platforms behave, but for what is still on its way.
  const last = scene.starts();
  const url = (await last.listens()) ?? '';
  await sender.sends(url, 0);
  await work(new Promise(() => {}), 12);
  [slack.mischief.next, teams.mischief.next] = [null, null];
  const lastChange = elapsed();
  const waiting = async () => {
    await sender.sends(url, 0);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const all = [...metrics.matchAll(/^security_contact_bot_deliveries_waiting\S* (\d+)$/gm)];
    return sender.open() > 0 || all.length === 0 || all.some(([, count]) => count !== '0');
  };
  const followed = async () => (await alerts()).filter((alert) => isFollowed(alert, takenBack, sender.accepted()));
  /** What Teams took without naming its id cannot be edited until somebody presses a button of it. */
  const unknown = async () => {
    const deliveries = await (await readState(scene.stateDir)).list('deliveries');
    return new Set(
      deliveries.filter(({ state, message }) => state === 'posted' && message === null).map(({ id }) => id),
    );
  };
  const stale = async () => staleIn(scene, await followed(), await unknown());
  await vi.waitUntil(async () => !(await waiting()), {
    timeout: 180_000 + 1_500 * sender.accepted().size,
    interval: 500,
  });
  const isCurrent = async () => (await stale()).length === 0;
  const left = Math.max(1, staleMs - (elapsed() - lastChange));
  const staleAtLast = (await vi.waitUntil(isCurrent, { timeout: left, interval: 500 }).catch(() => false))
    ? []
    : await stale();
  await passed(elapsed(), settledMs);
  const staleForGood = await stale();
  const early = earlyAmong(await alerts(), isoNow()).length;
  const tally = (platform: 'slack' | 'teams') => ({
    ...counts[platform],
    ...copiesOn(platform, scene, sender.accepted()),
    tooFast: scene[platform].pace.refused,
  });
  const table = { slack: tally('slack'), teams: tally('teams') };
  last.child.kill('SIGTERM');
  await once(last.child, 'close');
  const { slack: _, teams: __, ...sums } = counts;
  return {
    seed,
    kills,
    accepted: sender.accepted().size,
    ...sums,
    ...table,
    stale: [...new Set([...staleAtLast, ...staleForGood])],
    early,
    unreminded: await anHourLater(scene),
  };
}

interface Calls {
  posts: number;
  edits: number;
  faults: number;
}

const noCalls = (): Calls => ({ posts: 0, edits: 0, faults: 0 });

/** A leap of a day or a year, over one tick or two. */
const leapOf = (dice: Dice) => ({
  TEST_LEAP_MS: String(dice.pick([day, 365 * day])),
  TEST_LEAP_FOR_MS: String(dice.pick([10_500, 14_000])),
});

/** Whether the cards of an alert have to show its state: a restore may have taken back what they show. */
const isFollowed = (alert: Alert, takenBack: ReadonlySet<number>, accepted: ReadonlySet<number>) =>
  !takenBack.has(alert.number) && accepted.has(numberOf(alert));

/** Resolves when so many milliseconds have passed since then. */
const passed = (since: number, ms: number) => vi.waitUntil(() => elapsed() - since > ms, { timeout: ms + 10_000 });

/** Ends it at or soon after one of its first calls, half of the time. */
function endsAfter(dice: Dice, end: () => void): () => void {
  let left = dice.pick([1, 2, 3, 5, 8, 13, 1_000, 1_000]);
  return () => {
    left -= 1;
    if (left === 0) setTimeout(end, dice.pick([0, 0, 1, 3, 10, 30, 100]));
  };
}

/** Lets 70 minutes pass in a bot whose clock is fast. Returns how many open alerts people were not reminded of. */
async function anHourLater(scene: Scene): Promise<number> {
  scene.slack.pace.ms = scene.teams.pace.ms = 0;
  const { child, listens } = scene.starts('test/journeys/hurried-bot.ts');
  const url = await listens();
  for (let n = 0; n < 7; n++) {
    child.kill('SIGUSR2');
    await passed(elapsed(), 500);
  }
  const then = new Date(Date.parse(isoNow()) + 70 * minute).toISOString();
  const unreminded = async () => {
    const state = await readState(scene.stateDir);
    const deliveries = new Map((await state.list('deliveries')).map((one) => [one.id, one]));
    return unremindedAmong(await state.list('alerts'), deliveries, then);
  };
  await vi
    .waitUntil(async () => (await unreminded()).length === 0, { timeout: 120_000, interval: 500 })
    .catch(() => {});
  child.kill('SIGKILL');
  await once(child, 'close');
  return url === null ? Number.NaN : (await unreminded()).length;
}
