import type { Background } from '../../chat/background.ts';
import type { RetryReply } from '../../chat/retry-reply.ts';
import type { Connector } from '../api/connector.ts';
import type { Conversations } from '../api/conversations.ts';
import type { FileOffers } from '../api/files.ts';
import type { TeamsPeople } from '../api/people.ts';
import type { Rosters } from '../api/rosters.ts';
import type { TargetedMessages } from '../api/targeted-messages.ts';
import type { TeamsOptions } from '../options.ts';
import type { Surface } from '../render/action.ts';
import type { RunOnce } from './dedupe.ts';
import type { Learner } from './learn-conversations.ts';

/** Everything that the answer to an activity needs. */
export interface TeamsWorld {
  options: TeamsOptions;
  /** It runs in local mode, where Agents Playground stands in for Teams. */
  isLocal: boolean;
  /** The surface that cards in conversations are rendered for. */
  surface: Surface;
  connector: Connector;
  /** Notes that Teams sent something that proved to be from it. */
  heard(): void;
  conversations: Conversations;
  people: TeamsPeople;
  learner: Learner;
  runOnce: RunOnce;
  retry: RetryReply;
  background: Background;
  offers: FileOffers;
  rosters: Rosters;
  targeted: TargetedMessages;
  /** Returns whether a file may be uploaded to an address that Teams names. */
  mayUploadTo(url: string): boolean;
}
