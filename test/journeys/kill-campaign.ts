/** The bot killed over and over while its platforms misbehave, people work, clocks leap and an operator interferes; then everything is counted. */
import { once } from 'node:events';
import { vi } from 'vitest';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { day, elapsed, isoNow, minute } from '../support/time.ts';
import { type Dice, diceOf } from '../year/dice.ts';
import { earlyAmong, numberOf, repeatsIn, unremindedAmong, unseenIn } from './campaign/count.ts';
import { passed, staleAfter, type Tally, talliesOf } from './campaign/ending.ts';
import { createLedger, misdeedsIn } from './campaign/ledger.ts';
import { spoil } from './campaign/mischief.ts';
import { createOperator, type Operator } from './campaign/operator.ts';
import { createPeople } from './campaign/people.ts';
import { type Scene, setScene } from './campaign/scene.ts';
import { createSender, type Sender } from './campaign/sender.ts';

interface Table {
  seed: number;
  kills: number;
  accepted: number;
  /** Ids of findings that came again. */
  repeats: number;
  /** What people did; what they were about when the bot died; notes and hand-overs of which they read that they are done; what a platform delivered again. */
  actions: number;
  interrupted: number;
  notes: number;
  handOvers: number;
  redelivered: number;
  leaps: number;
  moves: number;
  restores: number;
  slack: Tally;
  teams: Tally;
  /** Cards that show another state than the row 40 s after the last change, or when no edit can arrive any more. */
  stale: readonly string[];
  /** Notes and hand-overs that were lost or done twice, and holders who are not those of the last hand-over. */
  misdeeds: readonly string[];
  /** Findings whose ids do not each count once, or that are a second alert while the first was open. */
  miscounted: readonly string[];
  /** Open cards that do not say how often the alert was seen. */
  unseen: readonly string[];
  /** Open alerts of which people were reminded before their time, and those of which nobody was reminded 70 minutes later. */
  early: readonly string[];
  unreminded: readonly string[];
}

/** Kills the bot `kills` times, lets it finish, and counts. The same seed throws the same dice; the machine's own timing differs. */
export async function killCampaign({ kills, seed }: { kills: number; seed: number }): Promise<Table> {
  const dice = diceOf(seed);
  const scene = await setScene();
  const { slack, teams } = scene;
  const operator = createOperator(scene, dice);
  const ledger = createLedger();
  const sender = createSender(dice, operator.touched);
  const people = createPeople(scene, dice, ledger, operator.touched);
  operator.witnesses.push(sender.backsUp, ledger.backsUp, () => people.forget);
  slack.pace.ms = teams.pace.ms = 1_000;
  const spoilt = spoil(scene, dice);
  let leaps = 0;

  for (let round = 0; round < kills; round++) {
    // One in ten lives through a leap of its clock, over a tick or two.
    const isLeap = round % 10 === 5;
    const running = scene.starts(undefined, isLeap ? leapOf(dice) : {});
    const dead = once(running.child, 'close');
    const end = () => void running.child.kill('SIGKILL');
    const onCall = isLeap ? () => {} : endsAfter(dice, end);
    // Half of them live until people are at work.
    if (dice.chance(0.5)) spoilt.onCall = onCall;
    const early = !isLeap && dice.chance(0.15) ? setTimeout(end, 300 + 700 * dice.roll()) : undefined;
    const url = await Promise.race([running.listens(), dead.then(() => null)]);
    const lives = isLeap ? 22_000 : dice.pick([1_000, 2_000, 2_000, 3_500, 11_000]);
    const cap = setTimeout(end, lives + 700 * dice.roll());
    /** Some are ended in the middle of what a sender or a person has just begun. */
    const begins = () => void (!isLeap && dice.chance(0.15) && setTimeout(end, dice.pick([0, 1, 3, 10, 30])));
    if (url !== null) {
      begins();
      await sender.sends(() => url, 1 + Math.floor(dice.roll() * 4));
      if (isLeap) leaps += Number(running.child.kill('SIGUSR2'));
      spoilt.onCall = onCall;
      const goesOn = () => running.child.exitCode === null && running.child.signalCode === null;
      await people.work(dice.pick([1, 2, 4, 8]), { goesOn, begins });
    }
    await dead;
    spoilt.onCall = () => {};
    clearTimeout(cap);
    clearTimeout(early);
    await operator.interferes(round);
  }

  // The last changes are made while edits still go wrong; then the platforms behave, but for what is on its way.
  const last = scene.starts();
  const url = (await last.listens()) ?? '';
  await sender.sends(() => url, 3);
  const always = { goesOn: () => true, begins: () => {} };
  await people.work(12, always);
  spoilt.ends();
  await people.work(0, always);
  const isFollowed = followedBy(sender, operator);
  const stale = await staleAfter(elapsed(), { scene, sender, isFollowed, next: () => url });
  const state = await scene.state();
  const [all, written] = [await state.list('alerts'), await state.list('notes')];
  const tallies = await talliesOf({ scene, sender, isFollowed }, ledger, spoilt.counts);
  last.child.kill('SIGTERM');
  await once(last.child, 'close');
  const ids = [...sender.accepted().values()].reduce((sum, one) => sum + one, 0);
  return {
    ...{ seed, kills, accepted: sender.accepted().size, repeats: ids - sender.accepted().size },
    ...{ ...people.counts, leaps, ...operator.counts },
    ...tallies,
    ...{ stale, misdeeds: misdeedsIn(ledger.entries(), { alerts: all, notes: written }) },
    miscounted: repeatsIn(all, sender),
    early: earlyAmong(all, isoNow()),
    ...(await later(scene, isFollowed)),
  };
}

/** Returns which alerts are followed: of those that a restore took back, cards may show what the bot no longer knows. */
const followedBy = (sender: Sender, operator: Operator) => (alert: Alert) =>
  !operator.takenBack.has(numberOf(alert)) && sender.accepted().has(numberOf(alert));

/** A leap of a day or a year, for a tick or two. */
const leapOf = (dice: Dice) => ({
  TEST_LEAP_MS: String(dice.pick([day, 365 * day])),
  TEST_LEAP_FOR_MS: String(dice.pick([10_500, 14_000])),
});

/** Ends it at or soon after one of its first calls, half of the time. */
function endsAfter(dice: Dice, end: () => void): () => void {
  let left = dice.pick([1, 2, 3, 5, 8, 13, 1_000, 1_000]);
  return () => {
    left -= 1;
    if (left === 0) setTimeout(end, dice.pick([0, 0, 1, 3, 10, 30, 100]));
  };
}

/**
 * Lets 70 minutes pass in a bot whose clock is fast. Returns the open alerts that nobody was reminded of, and the cards that do not say
 * how often their alert was seen: an edit for that may wait for a minute.
 */
async function later(scene: Scene, isFollowed: (alert: Alert) => boolean) {
  scene.slack.pace.ms = scene.teams.pace.ms = 0;
  const { child, listens } = scene.starts('test/journeys/hurried-bot.ts');
  if ((await listens()) === null) throw new Error('the last bot does not listen');
  for (let n = 0; n < 7; n++) {
    child.kill('SIGUSR2');
    await passed(elapsed(), 500);
  }
  const then = new Date(Date.parse(isoNow()) + 70 * minute).toISOString();
  const found = async () => {
    const [alerts, deliveries] = [await scene.alerts(), await scene.deliveries()];
    return {
      unreminded: unremindedAmong(alerts, deliveries, then),
      unseen: unseenIn(scene, alerts.filter(isFollowed), deliveries),
    };
  };
  const isFine = async () => {
    const { unreminded, unseen } = await found();
    return unreminded.length + unseen.length === 0;
  };
  await vi.waitUntil(isFine, { timeout: 120_000, interval: 500 }).catch(() => {});
  child.kill('SIGKILL');
  await once(child, 'close');
  return found();
}
