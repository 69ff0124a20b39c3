import { setTimeout as pause } from 'node:timers/promises';
import { push } from './push.ts';
import { channelsOf, type Sent, type Side } from './side.ts';
import { type Fault, type Slack, seen } from './slack-control.ts';

const count = 1_000;
/** Each of these has a channel of its own, so that a thousand go out in twenty seconds at the pace that Slack allows. */
const spread = 50;

const all: readonly Sent[] = Array.from({ length: count }, (_, n) => ({ id: `k${n}`, place: n % spread }));

export interface Kept {
  lost: number;
  /** Alerts that people see more than once. */
  twice: number;
}

/** Everything accepted while the platform fails, then kill -9; and `more` kills while what was kept goes out. */
export async function killedWhilePending(side: Side, slack: Slack, more: number): Promise<Kept> {
  const installed = await side.install();
  let running = await installed.start();
  const again = async () => {
    await running.kill();
    running = await installed.start();
  };
  await everywhere(side, slack, { mode: '500', count: 1e9 });
  await send(side, running.port);
  await pause(1_500);
  await running.kill();
  await everywhere(side, slack, { mode: 'fine', count: 0 });
  running = await installed.start();
  for (let kill = 1; kill <= more; kill++) {
    await slack.until(side.name, (hits) => seen(hits).size > (kill * count) / (more + 1), 30_000);
    await again();
  }
  const kept = await settled(side, slack, 180_000);
  await running.stop();
  installed.remove();
  return kept;
}

/** Everything delivered, kill -9, and the sender repeats everything. */
export async function killedThenRepeated(side: Side, slack: Slack): Promise<Kept> {
  const installed = await side.install();
  let running = await installed.start();
  await send(side, running.port);
  await slack.until(side.name, (hits) => seen(hits).size === count, 60_000);
  await running.kill();
  running = await installed.start();
  await send(side, running.port);
  await pause(15_000);
  const kept = await settled(side, slack, 0);
  await running.stop();
  installed.remove();
  return kept;
}

async function send(side: Side, port: number): Promise<void> {
  const batches = Array.from({ length: count / 100 }, (_, n) => side.request(all.slice(n * 100, n * 100 + 100)));
  await push(port, batches, 1);
}

async function everywhere(side: Side, slack: Slack, fault: Fault): Promise<void> {
  for (let place = 0; place < spread; place++)
    for (const channel of channelsOf(side.name, place)) await slack.fault(channel, fault);
}

/** When no post came for a while. */
async function settled(side: Side, slack: Slack, longest: number): Promise<Kept> {
  await slack.until(side.name, (hits) => seen(hits).size === count, longest);
  await pause(3_000);
  const times = seen(await slack.hits(side.name));
  return { lost: count - times.size, twice: [...times.values()].filter((some) => some > 1).length };
}
