import type { Chat } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';

/** One life of the bot's process. */
export interface Life {
  /** Steps until it ends: before and after each change of the store, and each call that writes to a platform. */
  left: number;
  dead: boolean;
  /** Resolves when it ends. */
  death: Promise<void>;
}

const never = new Promise<never>(() => {});

/** `ended` is told once. */
export function newLife(ended: () => void): Life & { end(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const life = {
    left: Number.POSITIVE_INFINITY,
    dead: false,
    death: promise,
    end: () => {
      if (!life.dead) ended();
      life.dead = true;
      resolve();
    },
  };
  return life;
}

/** A step of a life, which may be its last: then it never ends. */
export async function oneStep(life: ReturnType<typeof newLife>): Promise<void> {
  if (life.dead) return never;
  if (--life.left > 0) return;
  life.end();
  return never;
}

/** The same world for as long as the life lasts; then nothing that it asks for is ever answered, like after kill -9. */
export function mortal(world: World, life: ReturnType<typeof newLife>): World {
  const step = () => oneStep(life);
  const store: Store = {
    read: async (what) => (life.dead ? never : world.store.read(what)),
    change: async (what, how) => {
      await step();
      const result = await world.store.change(what, how);
      await step();
      return result;
    },
  };
  const dying = (chat: Chat): Chat => ({
    ...chat,
    post: async (to, card, how) => {
      await step();
      const posted = await chat.post(to, card, how);
      await step();
      return posted;
    },
    update: async (posted, card) => {
      await step();
      await chat.update(posted, card);
      await step();
    },
  });
  const { slack, teams } = world.chats;
  return { ...world, store, chats: { ...(slack && { slack: dying(slack) }), ...(teams && { teams: dying(teams) }) } };
}
