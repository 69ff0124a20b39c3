/** One replica ends, and the next one goes on. */
import { setTimeout as pause } from 'node:timers/promises';
import { connection } from '../alerts/push.ts';
import type { Running, Side } from '../alerts/side.ts';
import { now, type Slack } from '../alerts/slack-control.ts';
import { actsAfter } from './bots.ts';

/** Times in ms from the end of one to what the next one does. */
export interface HandOvers {
  acts: number[];
  /** An alert that was sent, and sent again, from then on is a card on Slack. */
  card: number[];
  /** Requests that did not get 202. */
  refused: number;
}

/** Ends the one that acts, `rounds` times, while a sender sends to the one that follows. */
export async function handOvers(side: Side, slack: Slack, end: 'kill' | 'stop', rounds: number): Promise<HandOvers> {
  await slack.reset();
  const installed = await side.install();
  const all: HandOvers = { acts: [], card: [], refused: 0 };
  let acting = await installed.start();
  for (let round = 0; round < rounds; round++) {
    const next = await installed.start();
    const since = now();
    const ended = acting[end]();
    const acts = actsAfter(next, since);
    const id = `${end}${round}`;
    all.refused += await sendUntilTaken(next, side.request([{ id, place: round }]), acts);
    all.acts.push(await acts);
    const hits = await slack.until(side.name, (seen) => seen.some(({ ids }) => ids.includes(id)), 40_000);
    all.card.push((hits.find(({ ids }) => ids.includes(id))?.at ?? Number.NaN) - since);
    await ended;
    acting = next;
  }
  await acting.kill();
  installed.remove();
  return all;
}

/** Sends a request again and again until it is taken, and then until `over`. Resolves with how often it was refused. */
async function sendUntilTaken({ port }: Running, request: Buffer, over: Promise<unknown>): Promise<number> {
  const { ask, close } = await connection(port);
  const state = { isOver: false };
  void over.then(() => {
    state.isOver = true;
  });
  let refused = 0;
  for (let isTaken = false; !isTaken || !state.isOver; await pause(20)) {
    isTaken = (await ask(request)) === 202 || isTaken;
    if (!isTaken) refused += 1;
  }
  close();
  return refused;
}
