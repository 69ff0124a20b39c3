import type { Platform } from '../../../src/domain/tenant/identity.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import type { Scene } from '../scene.ts';

/** Something that the bot shows. `make` brings a fresh scene to where it is shown, and answers it. */
export interface Sample {
  name: string;
  make(scene: Scene): Promise<Reply>;
  /** The platform on whose pictures it stands, since nobody sees it on the other; absent for both. */
  drawnOn?: Platform;
  /** Samples of one sheet are drawn one below the other; without it a sample has its own. */
  sheet?: string;
  /** Its texts are as long as they may be, or hostile, or many, or more than fits. */
  extreme?: boolean;
  /** Who sees it may do nothing here: it has no button, and says whom to ask. */
  deadEnd?: boolean;
  /** It shows entries of the FAQ, whose language is not always the reader's. */
  showsFaq?: boolean;
}
