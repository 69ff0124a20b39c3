/** Those who may answer alerts, two on each platform, at work during the campaign. */
import { vi } from 'vitest';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { platformOf } from '../../../src/domain/tenant/identity.ts';
import type { Dice } from '../../year/dice.ts';
import { numberOf } from './count.ts';
import { type Doing, type Hand, handsOf, tellsDone, type Way } from './hands.ts';
import type { ChangeAction, Ledger } from './ledger.ts';
import type { Scene } from './scene.ts';

/** What people do with an alert as it is now. */
const actions = {
  active: ['acknowledge', 'acknowledge', 'acknowledge', 'resolve', 'note', 'note', 'give', 'take'],
  investigating: ['note', 'note', 'note', 'give', 'give', 'give', 'take', 'take', 'take', 'keep', 'reopen', 'resolve'],
  resolved: ['reopen', 'note'],
} as const;

/** How long (ms) somebody waits for an answer before they go on. */
const patienceMs = 1_500;
/** How often a platform delivers again what was not answered with 200. */
const maxRetries = 3;

/** `goesOn`: the bot is there. `begins` is called when somebody is about to do something. */
interface Working {
  goesOn(): boolean;
  begins(): void;
}

interface Repetition {
  deed: ChangeAction;
  again(retry: number): Promise<number>;
  retries: number;
}

/**
 * The people. Half of the time they go on with one of the last alerts, so that edits of one card follow close on each other.
 * `touched` gets the number of each alert about which somebody is about to do something.
 */
export function createPeople(scene: Scene, dice: Dice, ledger: Ledger, touched: (number: number) => void) {
  const counts = { actions: 0, interrupted: 0, notes: 0, handOvers: 0, redelivered: 0 };
  const hands = handsOf(scene);
  /** What the platforms deliver again: it had no answer, or the platform did not get to know it. */
  let repetitions: readonly Repetition[] = [];
  /** Deeds that may still be answered: a further one of the same kind could be taken for done because of that. */
  const unanswered = new Set<string>();
  let last: readonly string[] = [];

  function chosen(alert: Alert, hand: Hand): Doing {
    const kind = dice.pick(actions[alert.status]);
    const others = hands.filter((one) => one !== hand && platformOf(one.identity) === platformOf(hand.identity));
    const to = kind === 'give' ? dice.pick(others).identity : null;
    const text = kind === 'note' ? `Remark ${counts.actions + 1}.` : '';
    return { kind, alertId: alert.id, by: hand.identity, text, to, alert };
  }

  /** Does it; resolves with whether the person reads that it is done, which a person who is interrupted does not. */
  async function isDone(hand: Hand, doing: Doing, way: Way, goesOn: () => boolean): Promise<boolean> {
    const before = hand.heard().length;
    const answer = await way.act().catch(() => null);
    if (!goesOn()) counts.interrupted += 1;
    const tells = () => tellsDone(doing, [answer ?? '', ...hand.heard().slice(before)]);
    // Whoever has no answer at all, or nobody to wait for, goes on.
    const isOver = () => tells() || answer === null || !goesOn();
    await vi.waitUntil(isOver, { timeout: patienceMs, interval: 20 }).catch(() => {});
    const same = `${doing.by} ${doing.kind} ${doing.alertId}`;
    if (!tells()) unanswered.add(same);
    return tells() && !unanswered.has(same);
  }

  async function act(alerts: readonly Alert[], { goesOn, begins }: Working): Promise<void> {
    const some = alerts.filter(({ id }) => last.includes(id));
    const alert = dice.pick(some.length > 0 && dice.chance(0.5) ? some : alerts);
    const hand = dice.pick(hands);
    const doing = chosen(alert, hand);
    const { kind, alertId, by, text, to } = doing;
    const deed = { kind, alertId, by, text, to };
    const way = hand.wayTo(doing, dice);
    touched(numberOf(alert));
    counts.actions += 1;
    last = [...last, alert.id].slice(-3);
    begins();
    const done = await isDone(hand, doing, way, goesOn);
    ledger.adds(deed, done);
    if (done && kind === 'note') counts.notes += 1;
    if (done && (kind === 'give' || kind === 'take')) counts.handOvers += 1;
    if (way.again && (!done || dice.chance(0.5)))
      repetitions = [...repetitions, { deed, again: way.again, retries: 0 }];
  }

  async function repeat(one: Repetition): Promise<void> {
    one.retries += 1;
    counts.redelivered += 1;
    ledger.adds(one.deed, false);
    const status = await one.again(one.retries).catch(() => 0);
    if (status === 200 || one.retries === maxRetries) repetitions = repetitions.filter((other) => other !== one);
  }

  return {
    counts,
    /** They do that many things, once the platforms delivered again what they have to. */
    async work(most: number, working: Working): Promise<void> {
      const { goesOn } = working;
      for (const one of repetitions) if (goesOn()) await repeat(one);
      for (let n = 0; n < most && goesOn(); n++) {
        const known = (await scene.alerts()).filter(({ tenantId }) => tenantId !== null);
        if (known.length > 0) await act(known, working);
      }
    },
    /** A backup was restored: nothing of the time after it is delivered again. */
    forget(): void {
      repetitions = [];
    },
  };
}
