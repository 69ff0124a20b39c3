/** What an operator does while the bot is away: gives tenants other channels, makes backups, and restores them. */
import type { Dice } from '../../year/dice.ts';
import type { Sender } from './people.ts';
import { type Scene, tenants } from './scene.ts';

export type Operator = ReturnType<typeof createOperator>;

export function createOperator(scene: Scene, sender: Sender, dice: Dice) {
  /** Tenants whose channels were replaced, and backups that were restored. */
  const counts = { moves: 0, restores: 0 };
  /** Alerts that people worked on, and of which a restore forgot that: their cards show what the bot no longer knows. */
  const takenBack = new Set<number>();
  let workedOn = new Set<number>();
  let restore: (() => Promise<void>) | null = null;

  async function backsUp(): Promise<void> {
    const [restoreState, forget] = [await scene.backsUp(), sender.backsUp()];
    workedOn = new Set();
    restore = async () => {
      await restoreState();
      forget();
      for (const number of workedOn) takenBack.add(number);
    };
  }

  return {
    counts,
    takenBack,
    /** Somebody worked on the alert of that number. */
    noteDeed: (number: number) => void workedOn.add(number),
    /** What is due after the round of that number, from 0. */
    async interferes(round: number): Promise<void> {
      // Every other backup is made while alerts have yet to be moved.
      if (round % 15 === 3 || round % 60 === 42) {
        await scene.replacesChannels(Math.floor(dice.roll() * tenants));
        counts.moves += 1;
      }
      if (round % 30 === 12) await backsUp();
      if (round % 30 === 17 && restore) {
        await restore();
        counts.restores += 1;
        restore = null;
      }
    },
  };
}
