/** The bot as `npm start` runs it, as replicas on one database. */
import { setTimeout as pause } from 'node:timers/promises';
import { ours, seed } from '../alerts/ours.ts';
import type { Installed, Running, Side } from '../alerts/side.ts';
import { now } from '../alerts/slack-control.ts';
import { open } from './stores.ts';

/** Adds the tenants of our side to a database. */
export async function seedDatabase(url: string): Promise<void> {
  const { store, close } = await open('postgres', url);
  await seed(store);
  await close();
}

/** Our side on a database. Each one that is started is a replica, and acts, or knows all that was committed. */
export function onDatabase(slackUrl: string, url: string): Side {
  const side = ours(slackUrl, async () => ({ DATABASE_URL: url, STATE_LIMIT: '2000000000' }));
  return {
    ...side,
    async install() {
      const installed = await side.install();
      const start = async () => {
        const running = await installed.start();
        await until(async () => (await roleOf(running)) !== null && (await lagSeconds(running)) < 1);
        return running;
      };
      return { ...installed, start };
    },
  };
}

/** The same, where whoever is asked follows. */
export function throughFollower(side: Side): Side {
  return {
    ...side,
    async install() {
      const installed = await side.install();
      return { ...installed, start: () => startFollower(installed) };
    },
  };
}

/** Starts one that acts, then one that follows, and resolves with that. Both are killed together. */
async function startFollower(installed: Installed): Promise<Running> {
  const acting = await installed.start();
  const follower = await installed.start();
  const kill = async () => {
    await follower.kill();
    await acting.kill();
  };
  return { ...follower, kill };
}

/** Resolves with what a replica says that it does; with null while it can do neither. */
async function roleOf({ port }: Running): Promise<'acts' | 'follows' | null> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`);
  const { checks }: { checks: { role?: string } } = JSON.parse(await answer.text());
  if (!answer.ok) return null;
  return checks.role === 'follows' ? 'follows' : 'acts';
}

/** Resolves with for how long a replica has not known all that was committed. */
async function lagSeconds({ port }: Running): Promise<number> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return Number(/^\w*replica_lag_seconds(?:\{.*\})? (\S+)$/m.exec(text)?.[1] ?? Number.NaN);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(10);
}

/** Resolves with the ms from `since` until a replica acts and serves. */
export async function actsAfter(replica: Running, since: number): Promise<number> {
  await until(async () => (await roleOf(replica)) === 'acts');
  return now() - since;
}
