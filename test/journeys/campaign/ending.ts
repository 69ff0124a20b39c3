/** The end of a campaign: everything is sent, and what each platform has is counted. */
import { vi } from 'vitest';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { isPending } from '../../../src/domain/delivery/delivery.ts';
import { elapsed } from '../../support/time.ts';
import { type Copies, copiesOn, linesOn, offersOn, staleIn } from './count.ts';
import type { Ledger } from './ledger.ts';
import type { Calls } from './mischief.ts';
import type { Scene } from './scene.ts';
import type { Sender } from './sender.ts';

/** A card shows the newest state so long after the last change at the latest, in milliseconds. */
const currentMs = 40_000;
/** No edit that was sent can arrive so long after it, in milliseconds. */
const settledMs = 13_000;

/** Of one platform, over all channels: of cards, of lines about notes in their threads, and of hand-overs in the chats of people. */
export interface Tally extends Calls, Copies {
  lines: Copies;
  offers: Copies;
  /** Calls that came sooner than the platform allows. */
  tooFast: number;
}

/** Resolves when so many milliseconds have passed since then. */
export const passed = (since: number, ms: number) =>
  vi.waitUntil(() => elapsed() - since > ms, { timeout: ms + 10_000 });

interface Ending {
  scene: Scene;
  sender: Sender;
  /** Returns whether the cards of an alert are looked at. */
  isFollowed: (alert: Alert) => boolean;
  /** Returns where the bot listens. */
  next: () => string;
}

/** Waits until everything was sent, and returns the cards that are not current in time, or not for good. */
export async function staleAfter(lastChange: number, { scene, sender, isFollowed, next }: Ending): Promise<string[]> {
  const isAllSent = async () => {
    await sender.sends(next, 0);
    return sender.open() === 0 && !(await scene.deliveries()).some(isPending);
  };
  const stale = async () => staleIn(scene, (await scene.alerts()).filter(isFollowed), await scene.deliveries());
  const isCurrent = async () => (await stale()).length === 0;

  // A 429 without a time is a pause of a minute, and what a kill left in doubt may have several before it is looked for.
  const inDoubt = (await scene.deliveries()).filter(({ state }) => state === 'sending').length;
  const timeout = 180_000 + 1_500 * sender.accepted().size + 60_000 * inDoubt;
  await vi.waitUntil(isAllSent, { timeout, interval: 500 });
  const left = Math.max(1, currentMs - (elapsed() - lastChange));
  const late = (await vi.waitUntil(isCurrent, { timeout: left, interval: 500 }).catch(() => false))
    ? []
    : await stale();
  await passed(elapsed(), settledMs);
  return [...new Set([...late, ...(await stale())])];
}

/** Counts what both platforms have. */
export async function talliesOf(
  { scene, sender, isFollowed }: Pick<Ending, 'scene' | 'sender' | 'isFollowed'>,
  ledger: Ledger,
  counts: Record<'slack' | 'teams', Calls>,
): Promise<Record<'slack' | 'teams', Tally>> {
  const state = await scene.state();
  const [alerts, deliveries, notes] = [state.list('alerts'), state.list('deliveries'), state.list('notes')];
  const [all, posts, written] = await Promise.all([alerts, deliveries, notes]);
  const tally = (platform: 'slack' | 'teams') => ({
    ...counts[platform],
    ...copiesOn(platform, scene, all, sender.accepted().keys()),
    lines: linesOn(platform, scene, { alerts: all, notes: written, deliveries: posts }, ledger.entries()),
    offers: offersOn(platform, scene, { alerts: all.filter(isFollowed), deliveries: posts }),
    tooFast: scene[platform].pace.refused,
  });
  return { slack: tally('slack'), teams: tally('teams') };
}
