import type { Background } from '../../background.ts';
import type { RetryReply } from '../../retry-reply.ts';
import type { Connector } from '../api/connector.ts';
import type { Conversations } from '../api/conversations.ts';
import type { FileOffers } from '../api/files.ts';
import type { People } from '../api/people.ts';
import type { Rosters } from '../api/rosters.ts';
import type { TeamsOptions } from '../options.ts';
import type { Surface } from '../render/action.ts';
import type { Dedupe } from './dedupe.ts';
import type { Learner } from './learn-conversations.ts';
import type { Renderer } from './render-reply.ts';

/** Everything that the answer to an activity needs. */
export interface TeamsWorld {
  options: TeamsOptions;
  /** The surface that cards in conversations are rendered for. */
  surface: Surface;
  connector: Connector;
  conversations: Conversations;
  people: People;
  learner: Learner;
  once: Dedupe;
  tries: RetryReply;
  background: Background;
  renderer: Renderer;
  offers: FileOffers;
  rosters: Rosters;
  /** Returns whether a file may be uploaded to an address that Teams names. */
  mayUploadTo(url: string): boolean;
}
