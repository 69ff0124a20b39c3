import { setTimeout as pause } from 'node:timers/promises';
import { push } from './push.ts';
import { channelsOf, type Sent, type Side, twins } from './side.ts';
import { type Fault, type Hit, now, type Slack, seen } from './slack-control.ts';

/** At once, each in a place of its own. */
export const samples = 5;

/** How an alert fared whose first channel failed at first. Times in ms. */
export interface Fared {
  /** How long the first bad call took. */
  call: number;
  /** From the end of the last bad call to the post that people see; null when there was none. */
  recovered: number | null;
  /** From sending to the post in the place's second channel, where nothing fails; null where there is none. */
  beside: number | null;
  /** How many posts of it people see in the first channel. */
  posts: number;
}

/** One alert in each of `samples` places. `two`: places with a second channel. Waits `after` more when all is there, for what comes twice. */
export async function withFault(
  side: Side,
  slack: Slack,
  fault: Fault,
  { longest, two = false, after = 0 }: { longest: number; two?: boolean; after?: number },
): Promise<Fared[]> {
  const installed = await side.install();
  const running = await installed.start();
  // After a start every queue waits out one pace; that is not what is measured.
  await pause(1_500);
  const alerts = Array.from({ length: samples }, (_, n): Sent => ({ id: `f${n}`, place: n + (two ? twins : 0) }));
  for (const { place } of alerts) await slack.fault(channelsOf(side.name, place)[0] ?? '', fault);
  const sentAt = now();
  await push(running.port, [side.request(alerts)], 1);
  const all = await slack.until(side.name, (hits) => everywhere(side, alerts, hits), longest);
  if (after > 0) await pause(after);
  const hits = after > 0 ? await slack.hits(side.name) : all;
  await running.kill();
  installed.remove();
  return alerts.map(({ place }) => faredIn(hits, channelsOf(side.name, place), fault.count, sentAt));
}

function everywhere(side: Side, alerts: readonly Sent[], hits: readonly Hit[]): boolean {
  return alerts.every(({ place }) =>
    channelsOf(side.name, place).every((name) => hits.some(({ channel, visible }) => visible && channel === name)),
  );
}

function faredIn(hits: readonly Hit[], [failing, fine]: readonly string[], bad: number, sentAt: number): Fared {
  const here = hits.filter(({ channel }) => channel === failing);
  const [first, last] = [here[0], here[bad - 1]];
  const good = here.find(({ visible, at }) => visible && last?.end && at >= last.end);
  const beside = hits.find(({ channel, visible }) => visible && channel === fine);
  return {
    call: (first?.end ?? Number.NaN) - (first?.at ?? Number.NaN),
    recovered: good && last?.end ? good.at - last.end : null,
    beside: beside ? beside.at - sentAt : null,
    posts: here.filter(({ visible }) => visible).length,
  };
}

export interface Paced {
  delivered: number;
  /** From sending to the last post, in s. */
  seconds: number;
  refused: number;
}

/** `count` alerts at once for a channel that takes one message a second. */
export async function atOneASecond(side: Side, slack: Slack, count: number, longest: number): Promise<Paced> {
  const installed = await side.install();
  const running = await installed.start();
  await slack.fault(`${side.name}0`, { mode: 'fine', count: 0, paced: true });
  const alerts = Array.from({ length: count }, (_, n): Sent => ({ id: `p${n}`, place: 0 }));
  const sentAt = now();
  await push(running.port, [side.request(alerts)], 1);
  const hits = await slack.until(side.name, (some) => seen(some).size === count, longest);
  await running.kill();
  installed.remove();
  return {
    delivered: seen(hits).size,
    seconds: ((hits.findLast(({ visible }) => visible)?.at ?? Number.NaN) - sentAt) / 1e3,
    refused: hits.filter(({ status }) => status === 429).length,
  };
}
