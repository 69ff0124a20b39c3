import type { Tries } from '../tries.ts';
import type { Surface } from './action.ts';
import type { Background } from './background.ts';
import type { Connector } from './connector.ts';
import type { Conversations } from './conversations.ts';
import type { FileOffers } from './file-offer.ts';
import type { Learner } from './learn.ts';
import type { Once } from './once.ts';
import type { TeamsOptions } from './options.ts';
import type { People } from './people.ts';
import type { Renderer } from './rendered.ts';
import type { Rosters } from './rosters.ts';

/** Everything that what comes in is answered with. */
export interface TeamsWorld {
  options: TeamsOptions;
  /** How cards in conversations are rendered. */
  surface: Surface;
  connector: Connector;
  conversations: Conversations;
  people: People;
  learner: Learner;
  once: Once;
  tries: Tries;
  background: Background;
  renderer: Renderer;
  offers: FileOffers;
  rosters: Rosters;
  /** Whether a file may be put at an address that Teams names. */
  mayUploadTo(url: string): boolean;
}
