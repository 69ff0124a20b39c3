/** What Microsoft says of the partner tenants in the simulated year: of all the same, whenever the bot asks. */
import { requirements, scoreDoor, scoreTenant } from '../support/score-door.ts';
import type { Dice } from './dice.ts';
import type { Office } from './office.ts';

/** An answer, and when it was asked for; `partly` is a word that nobody knows. */
export interface Said {
  at: number;
  status: 'compliant' | 'noncomplaint' | 'partly';
}

export async function createMicrosoft({ world, now }: Office, dice: Dice) {
  const tenants = await world.store.read((reader) => reader.list('tenants'));
  const door = scoreDoor(
    world,
    tenants.map(({ id, name }) => ({ ...scoreTenant, id, name })),
  );
  const said = new Map<string, Said[]>(tenants.map(({ id }) => [id, []]));
  let status: Said['status'] = 'compliant';
  return {
    /** What it answered about each tenant, the oldest first. */
    said,
    /** Before a tick: it seldom changes its mind, and is asked. */
    async answers(): Promise<void> {
      if (dice.chance(1 / 100)) status = dice.pick(['compliant', 'noncomplaint', 'noncomplaint', 'partly']);
      door.requirements = requirements(status);
      const before = door.requests.length;
      await door.run();
      for (const id of new Set(door.requests.slice(before).map((one) => one.id)))
        said.get(id)?.push({ at: now(), status });
    },
  };
}
