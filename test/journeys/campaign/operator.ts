/** What an operator does while the bot is away: gives tenants other channels, makes backups, and restores them. */
import type { Dice } from '../../year/dice.ts';
import { type Scene, tenants } from './scene.ts';

export type Operator = ReturnType<typeof createOperator>;

/** Whoever remembers what happened: told of a backup, it returns what it is told of a restore of that. */
type Witness = () => () => void;

export function createOperator(scene: Scene, dice: Dice) {
  /** Tenants whose channels were replaced, and backups that were restored. */
  const counts = { moves: 0, restores: 0 };
  /** The numbers in the titles of alerts that people worked on, or that came again, and of which a restore forgot that: their cards show what the bot no longer knows. */
  const takenBack = new Set<number>();
  let workedOn = new Set<number>();
  let restore: (() => Promise<void>) | null = null;
  const witnesses: Witness[] = [];

  async function backsUp(): Promise<void> {
    const [restoreState, forget] = [await scene.backsUp(), witnesses.map((backsUp) => backsUp())];
    workedOn = new Set();
    restore = async () => {
      await restoreState();
      for (const one of forget) one();
      for (const number of workedOn) takenBack.add(number);
    };
  }

  return {
    counts,
    takenBack,
    witnesses,
    /** Something is done about the alert with that number in its title. */
    touched: (number: number) => void workedOn.add(number),
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
