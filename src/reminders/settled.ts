import { StoreUnwritable, type World } from '../ports.ts';
import { observe } from './observe.ts';

/** After somebody did something: what it fixed shows in the reminders at once. What cannot be written now is seen at the next tick. */
export async function settled(world: World): Promise<void> {
  try {
    world.wake(await observe(world));
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
}
