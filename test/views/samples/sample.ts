import type { Reply } from '../../../src/request/interaction.ts';
import type { Scene } from '../scene.ts';

/** Something that the bot shows. `make` brings a fresh scene to where it is shown, and answers it. */
export interface Sample {
  name: string;
  make(scene: Scene): Promise<Reply>;
  /** Samples of one sheet are drawn one below the other; without it a sample has its own. */
  sheet?: string;
}
