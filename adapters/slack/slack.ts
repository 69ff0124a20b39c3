import type { Locale } from '../../src/domain/tenant/locales.ts';
import { ChatError, type Hindrance } from '../../src/ports/chat.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Ids, Timers } from '../../src/ports/world.ts';
import { createBackground } from '../background.ts';
import type { ChatPlatform, Log } from '../platform.ts';
import { createTimers } from '../process/timers.ts';
import { createRetryReply } from '../retry-reply.ts';
import { createChat } from './api/chat.ts';
import { calling } from './api/chat-error.ts';
import { type Clients, createClients, createResponder, createSlackClock } from './api/client.ts';
import { createConnection, type SlackConnection, standardBackoff, type Team } from './api/connection.ts';
import { createEnterpriseGrid, type EnterpriseGrid } from './api/enterprise-grid.ts';
import { createPeople } from './api/people.ts';
import { createScopes, type Scopes } from './api/scopes.ts';
import { createContext } from './inbound/context.ts';
import { createReceiver } from './inbound/receive.ts';

/** The parts that the Slack adapter is made of: its settings, and those of the bot that it uses. */
interface SlackOptions {
  token: string;
  signingSecret: string;
  /** The address of Slack's Web API, ending in `/api/`; null for Slack's own. */
  apiUrl: string | null;
  store: Store;
  ids: Ids;
  log: Log;
  /** The language for people whose own is not known. */
  locale: Locale;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Milliseconds from any start, never going back. */
  elapsed?: () => number;
  /** Waits between two tries of an answer; real time where it is left out. */
  timers?: Timers;
  /** Milliseconds to wait after the nth failed attempt to connect. */
  backoff?: (failures: number) => number;
}

/** Returns Slack over HTTP. It loads Bolt, so this file is imported only when Slack is configured. */
export function createSlack(settings: SlackOptions): ChatPlatform {
  const { log, now = Date.now, elapsed = () => performance.now(), backoff = standardBackoff } = settings;
  const clock = createSlackClock(elapsed);
  const scopes = createScopes(log);
  const clients = createClients({ ...settings, clock, scopes });
  const hasAllScopes = () => scopes.missing().length === 0;
  const grid = createEnterpriseGrid(settings);
  const connection = createConnection({ ask: () => teamOf(clients, grid), hasAllScopes, log, backoff });
  const people = createPeople({ clients, connection, grid, now });
  const background = createBackground((error) =>
    log.error({ err: error }, 'something failed after Slack had its answer'),
  );
  const track = (work: Promise<unknown>) => background.run('an answer', work);
  const respond = createResponder(settings.apiUrl);
  const timers = createTimers();
  const retry = createRetryReply({ timers: settings.timers ?? timers, elapsed, dice: Math.random });
  const context = createContext({ ...settings, clients, people, respond, connection, retry, now, track });
  const receiver = createReceiver(context, settings.signingSecret);

  const chat = createChat({
    clients,
    people,
    locale: settings.locale,
    clock,
    now,
    elapsed,
    site: () => connection.team()?.url ?? '',
  });

  return {
    name: 'slack',
    chat: {
      ...chat,
      post: (...what) => chat.post(...what).catch((error: unknown) => noteLost(error, connection)),
      firstMet: grid.firstMet,
      hindrance: () => hindranceOf(connection, scopes),
    },
    judge: receiver.judge,
    receive: (bot, request) => {
      const answer = receiver.receive(bot, request);
      track(answer);
      return answer;
    },
    start: (bot) => connection.start(() => track(bot.connected('slack'))),
    notReady: () => connection.problem() ?? (scopes.canWork() ? null : scopes.problem()),
    impaired: () => scopes.problem(),
    stop: async () => {
      connection.stop();
      timers.stop();
      await background.idle();
    },
  };
}

async function teamOf({ lookUp }: Clients, grid: EnterpriseGrid): Promise<Team> {
  const { team_id, enterprise_id, bot_id, user_id, url } = await calling(() => lookUp.auth.test());
  if (enterprise_id) await grid.open();
  return {
    id: team_id ?? '',
    enterprise: enterprise_id || null,
    url: url ?? '',
    botId: bot_id ?? '',
    botUserId: user_id ?? '',
  };
}

/** Slack's codes for a token that is none any more. It does not always send an event when it takes one away. */
const tokenGone = ['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'];

/** Notes where a post was refused since the token is gone, and rejects with the same error. */
function noteLost(error: unknown, connection: SlackConnection): never {
  if (error instanceof ChatError && tokenGone.includes(error.reason) && connection.problem() === null)
    connection.lost(error.reason);
  throw error;
}

function hindranceOf(connection: SlackConnection, scopes: Scopes): Hindrance | null {
  const reason = connection.refused();
  if (reason !== null) return { kind: 'credentials', reason };
  const missing = scopes.missing();
  return missing.length === 0 ? null : { kind: 'permissions', missing, mute: missing.includes('chat:write') };
}
