import { type ChatPlatform, createLastContact } from '../chat/platform.ts';
import { type HttpRequest, type HttpResponse, problem } from '../http/message.ts';
import { createTimers, withTimeout } from '../process/timers.ts';
import { createAuthentication } from './api/authentication.ts';
import { createChat } from './api/chat.ts';
import { createReadiness } from './api/readiness.ts';
import { createWorld } from './inbound/context.ts';
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
  const world = createWorld(options, authentication, contact, given.timers ?? timers);
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
    answered: background.ended,
    async stop() {
      readiness.stop();
      timers.stop();
      await background.idle();
    },
  };
}

function failed({ ids, log }: TeamsOptions, { requestId }: HttpRequest, error: unknown): HttpResponse {
  const reference = ids.reference();
  log.error({ event: 'teams.failed', reference, requestId, err: error }, 'Teams request failed');
  return problem(500, 'Internal error', `Quote ${reference} when you report this.`);
}
