/** What 10,000 events that wait for a dead receiver cost: the post of a quiet alert, and memory. The floor is the same bot without them. */
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { clock } from '../adapters/process/timers.ts';
import { openStore } from '../adapters/store/embedded/open-store.ts';
import { steadyClock } from '../src/domain/time/trusted-time.ts';
import { aBot } from '../test/support/a-bot.ts';
import { slackChannel } from '../test/support/partner.ts';
import { down, receiver, withReceivers } from '../test/support/receivers.ts';
import { median, type Row } from './figures.ts';
import { inFolder } from './store/changes.ts';

const waiting = 10_000;
const rounds = 5;
const ofRound = 60;

/** A bot by the machine's clock, over a store on the disk, whose receiver is dead; null for none. Returns how long a post takes (ms). */
async function quietBot(dir: string, name: string | null) {
  const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
  const waits = { wait: (ms: number) => pause(ms, true, { ref: false }) };
  const bot = await aBot({
    store,
    through: (world) => {
      Object.assign(world, { clock, timers: waits, uptimeMs: () => performance.now() });
      return Object.assign(world, { steady: steadyClock(world) });
    },
  });
  const { world } = bot;
  world.slack.postIntervalMs = 0;
  world.settings.stormLimit = 1_000_000;
  if (name !== null) withReceivers(world, receiver(name)).answers.set(name, () => down);
  await bot.channelsAre(slackChannel);
  await bot.start();
  const posts = new Map<string, () => void>();
  const { post } = world.slack;
  world.slack.post = (to, card, how) => {
    posts.get(how.deliveryId)?.();
    return post(to, card, how);
  };
  async function timed(id: string): Promise<number> {
    const { promise, resolve } = Promise.withResolvers<void>();
    posts.set(`alert webhook:default ${id} > slack:C1`, resolve);
    const before = performance.now();
    await bot.send({ id, severity: 'low', detectedDateTime: clock.now() });
    await promise;
    return performance.now() - before;
  }
  async function fill(): Promise<number> {
    const before = heap();
    for (let from = 0; from < waiting; from += 500)
      await store.change(async (tx) => {
        for (let n = from + 1; n <= from + 500; n++) await tx.put('outgoing', row(n));
      });
    return heap() - before;
  }
  return { timed, fill, rows: async () => (await bot.stored('outgoing')).length, close: () => store.close() };
}

function row(n: number) {
  const at = clock.now();
  const facts = { number: n, title: 'Mining', status: 'active', source: 'webhook:default' };
  return {
    ...({ id: `w${n}`, number: n, receiver: 'siem', address: 'siem 1', type: 'alert.accepted', at, facts } as const),
    ...({
      subject: `alerts/w${n}`,
      severity: 'low',
      state: 'waiting',
      due: at,
      since: at,
      attempts: 0,
      keyId: null,
    } as const),
  };
}

/** MB that are in use. */
function heap(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed / 1e6;
}

/** Returns the rows of the table. */
export async function outgoingRows(): Promise<Row[]> {
  return inFolder(async (dir) => {
    const [none, few, many] = [
      await quietBot(`${dir}/none`, null),
      await quietBot(`${dir}/few`, 'siem'),
      await quietBot(`${dir}/many`, 'siem'),
    ];
    const megabytes = await many.fill();
    const times = { none: [] as number[], few: [] as number[], many: [] as number[] };
    for (let round = -1; round < rounds; round++)
      for (const [name, bot, all] of [
        ['none', none, times.none],
        ['few', few, times.few],
        ['many', many, times.many],
      ] as const)
        for (let n = 0; n < ofRound; n++) {
          const ms = await bot.timed(`${name}-${round}-${n}`);
          if (round >= 0) all.push(ms);
          await pause(2);
        }
    const all = await many.rows();
    for (const bot of [none, few, many]) await bot.close();
    const p50 = (name: keyof typeof times) => median(times[name]);
    const ratio = (a: number, b: number) => `${(a / b).toFixed(2)} x`;
    return [
      {
        measure: `p50 of a quiet alert's post, ${all} events waiting for a dead receiver, ms`,
        floor: `${p50('few').toFixed(2)} (the receiver as dead, hardly any waiting)`,
        ours: p50('many').toFixed(2),
        ratio: ratio(p50('many'), p50('few')),
        must: 'within noise',
      },
      {
        measure: 'the same, of a receiver as dead with hardly any waiting, ms',
        floor: `${p50('none').toFixed(2)} (no receiver)`,
        ours: p50('few').toFixed(2),
        ratio: ratio(p50('few'), p50('none')),
        must: 'stated',
      },
      {
        measure: `memory of ${waiting} waiting events, MB`,
        floor: '0',
        ours: megabytes.toFixed(1),
        ratio: '-',
        must: '<= 30',
      },
    ];
  });
}
