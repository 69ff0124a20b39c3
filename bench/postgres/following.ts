/** A replica in a process of its own, without a bot, which does what it is told on its input and prints as JSON what memory it has. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { alertId } from '../../src/domain/alert/alert.ts';
import { filledId, filledSource } from '../alerts/stored.ts';
import { replicaAt } from './stores.ts';

/** MB, after a forced collection. */
export interface MemoryUse {
  heap: number;
  resident: number;
}

export type Follower = Awaited<ReturnType<typeof startReplica>>;

/** Starts one. Resolves once it acts, or knows all that the one has committed that acts. */
export async function startReplica(url: string, role: 'acts' | 'follows') {
  const args = ['--expose-gc', import.meta.filename, url, role];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async (): Promise<MemoryUse> => JSON.parse((await lines.next()).value ?? 'null');
  const tell = (what: string) => {
    child.stdin.write(`${what}\n`);
    return heard();
  };
  await heard();
  return {
    memory: () => tell('memory'),
    /** Has it commit that many changes of rows that are there, 64 at once; it must act. */
    commit: (count: number) => tell(`commit ${count}`),
    async stop(): Promise<void> {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** How many rows are changed. */
const changed = 5_000;

type Replica = ReturnType<typeof replicaAt>;

/** Resolves once the replica knows all that was committed; one that is to act, once it does. */
async function upToDate({ acts, lagMs }: Replica, role: string | undefined): Promise<void> {
  const isReady = () => acts() || (role !== 'acts' && (lagMs() ?? Number.POSITIVE_INFINITY) < 1_000);
  while (!isReady()) await setTimeout(50);
}

function memory(): MemoryUse {
  globalThis.gc?.();
  const resident = Number(/VmRSS:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1_024;
  return { heap: process.memoryUsage().heapUsed / 1e6, resident: resident / 1e6 };
}

async function commit(replica: Replica, count: number): Promise<void> {
  const store = await replica.turn();
  let next = 0;
  const one = async (n: number) =>
    store?.change(async (tx) => {
      const alert = await tx.get('alerts', alertId(filledSource, filledId(n % changed)));
      if (alert) await tx.put('alerts', { ...alert, revision: 1 + (alert.revision % 9) });
    });
  const client = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: 64 }, client));
}

const [, , url, role] = process.argv;
if (import.meta.main && url) {
  const replica = replicaAt(url);
  await upToDate(replica, role);
  const say = () => writeSync(1, `${JSON.stringify(memory())}\n`);
  say();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.startsWith('commit')) await commit(replica, Number(line.split(' ')[1]));
    await upToDate(replica, role);
    say();
  }
  process.exit();
}
