import type { Timers } from '../../src/ports/world.ts';
import { createBackground } from '../chat/background.ts';
import { createLastContact, type LastContact } from '../chat/last-contact.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import { createRetryReply } from '../chat/retry-reply.ts';
import { type HttpRequest, type HttpResponse, problem } from '../http/message.ts';
import { createTimers, withTimeout } from '../process/timers.ts';
import { createAuthentication, type TeamsAuthentication } from './api/authentication.ts';
import { createChat } from './api/chat.ts';
import { createConnector } from './api/connector.ts';
import { createConversations } from './api/conversations.ts';
import { createFileOffers, mayUploadTo } from './api/files.ts';
import { createPeople } from './api/people.ts';
import { createReadiness } from './api/readiness.ts';
import { createRosters } from './api/rosters.ts';
import { createTargetedMessages } from './api/targeted-messages.ts';
import type { TeamsWorld } from './inbound/context.ts';
import { createRunOnce } from './inbound/dedupe.ts';
import { createLearner } from './inbound/learn-conversations.ts';
import { judge, receive } from './inbound/receive.ts';
import type { TeamsOptions } from './options.ts';

/**
 * Teams waits about 15 s for an answer, then delivers again. https://github.com/MicrosoftDocs/msteams-docs/issues/6084
 */
const answerMs = 13_000;

/** Returns Microsoft Teams, or in local mode the program that speaks its protocol on this machine. */
export function createTeams(given: TeamsOptions): ChatPlatform {
  const options = { ...given, tenants: given.tenants.map((id) => id.toLowerCase()) };
  const authentication = createAuthentication(options);
  const timers = createTimers();
  const contact = createLastContact(() => Date.parse(options.now()));
  const world = worldOf(options, authentication, contact, given.timers ?? timers);
  const readiness = createReadiness(options, authentication);
  const { background } = world;

  return {
    name: 'teams',
    socket: null,
    chat: {
      ...createChat(world),
      hindrance: () => {
        const reason = readiness.refused();
        return reason === null ? null : { kind: 'credentials', reason };
      },
    },
    http: {
      judge: (head) => judge(head, authentication),
      receive: (bot, request) => {
        const work = receive(world, authentication, bot, request).catch((error: unknown) =>
          failed(options, request, error),
        );
        background.run('a request', work);
        return withTimeout(answerMs, work, () => ({ status: 200 }));
      },
    },
    start: (bot) => readiness.start(() => background.run('what Teams refused', bot.connected('teams'))),
    notReady: readiness.notReady,
    impaired: () => null,
    lastContactAt: contact.at,
    async stop() {
      readiness.stop();
      timers.stop();
      await background.idle();
    },
  };
}

function worldOf(
  options: TeamsOptions,
  authentication: TeamsAuthentication,
  { note: heard }: LastContact,
  timers: Timers,
): TeamsWorld {
  const connector = createConnector({ ...authentication, heard });
  const { store, log, tenants, now } = options;
  const conversations = createConversations(store);
  const isLocal = options.app === null;
  return {
    options,
    isLocal,
    surface: isLocal ? 'inline' : 'chat',
    connector,
    heard,
    conversations,
    people: createPeople({ connector, conversations, tenants, now }),
    learner: createLearner({ conversations, connector, log }),
    runOnce: createRunOnce({ store, log, now }),
    retry: createRetryReply({ timers, elapsed: options.elapsed ?? (() => performance.now()), dice: Math.random }),
    background: createBackground((error, what) => log.warn({ err: error }, `failed in the background: ${what}`)),
    offers: createFileOffers(),
    rosters: createRosters({ connector, conversations, tenants, now }),
    targeted: createTargetedMessages({ connector, isLocal, log, now }),
    mayUploadTo: (url) => mayUploadTo(url, authentication.maySendTo),
  };
}

function failed({ ids, log }: TeamsOptions, { requestId }: HttpRequest, error: unknown): HttpResponse {
  const reference = ids.reference();
  log.error({ reference, requestId, err: error }, 'a request from Teams failed');
  return problem(500, 'Internal error', `Quote ${reference} when you report this.`);
}
