import type { Timers } from '../../../src/ports/world.ts';
import { createBackground, type LastContact } from '../../chat/platform.ts';
import { createRetryReply } from '../../chat/retry-reply.ts';
import { freely } from '../../http/outgoing.ts';
import type { TeamsAuthentication } from '../api/authentication.ts';
import { createConnector } from '../api/connector.ts';
import { createConversations } from '../api/conversations.ts';
import { createFileOffers, mayUploadTo, putFile, type UploadFile } from '../api/files.ts';
import { createPeople } from '../api/people.ts';
import { createRosters } from '../api/rosters.ts';
import { createTargetedMessages } from '../api/targeted-messages.ts';
import type { TeamsOptions } from '../options.ts';
import type { Surface } from '../render/action.ts';
import { createRunOnce } from './dedupe.ts';
import { createLearner } from './learn-conversations.ts';

/** Everything that the answer to an activity needs. */
export type TeamsWorld = ReturnType<typeof createWorld>;

/** Makes everything that the answer to an activity needs. */
export function createWorld(options: TeamsOptions, proof: TeamsAuthentication, contact: LastContact, timers: Timers) {
  const { store, log, tenants, now, outgoing = freely } = options;
  const connector = createConnector({ ...proof, heard: contact.note, mayCall: outgoing.mayCall, now });
  const conversations = createConversations(store);
  const isLocal = options.app === null;
  /** The surface that cards in conversations are rendered for. */
  const surface: Surface = isLocal ? 'inline' : 'chat';
  return {
    options,
    /** It runs in local mode, where Agents Playground stands in for Teams. */
    isLocal,
    surface,
    connector,
    /** Records that Teams sent something that proved to be from it. */
    heard: contact.note,
    conversations,
    people: createPeople({ connector, conversations, tenants, now }),
    learner: createLearner({ conversations, connector, log }),
    runOnce: createRunOnce({ store, log, now }),
    retry: createRetryReply({ timers, elapsed: options.elapsed ?? (() => performance.now()), dice: Math.random }),
    background: createBackground((error, what) =>
      log.warn({ event: 'background.failed', err: error }, `background work failed: ${what}`),
    ),
    offers: createFileOffers(),
    rosters: createRosters({ connector, conversations, tenants, now }),
    targeted: createTargetedMessages({ connector, isLocal, log, now }),
    /** Returns whether a file may be uploaded to an address that Teams names. */
    mayUploadTo: (url: string) => mayUploadTo(url, proof.maySendTo),
    putFile: (url: string, file: UploadFile) => putFile(url, file, outgoing.fetch),
  };
}
