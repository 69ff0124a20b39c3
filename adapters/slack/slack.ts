import { ChatError, type Hindrance } from '../../src/ports/chat.ts';
import { type ChatPlatform, createBackground, createLastContact, type PlatformOptions } from '../chat/platform.ts';
import { createRetryReply } from '../chat/retry-reply.ts';
import { freely } from '../http/outgoing.ts';
import { createTimers } from '../process/timers.ts';
import type { SlackSettings } from '../settings/config.ts';
import { createChat, createSendRich } from './api/chat.ts';
import { type Clients, calling, createClients, createResponder, createSlackClock } from './api/client.ts';
import { createConnection, type SlackConnection, standardBackoff, type Team } from './api/connection.ts';
import { createEnterpriseGrid, createGroups, createPeople, type EnterpriseGrid } from './api/people.ts';
import { createScopes, type Scopes } from './api/scopes.ts';
import { SocketLink } from './api/socket-link.ts';
import { createContext } from './inbound/context.ts';
import { createEnvelopes } from './inbound/envelope.ts';
import { createReceiver } from './inbound/receive.ts';

/** The parts that the Slack adapter is made of: its settings, and those of the bot that it uses. */
interface SlackOptions extends SlackSettings, PlatformOptions {
  /** Epoch milliseconds. */
  now?: () => number;
  /** Milliseconds to wait after the nth failed attempt to connect. */
  backoff?: (failures: number) => number;
  /** Called each time that one Socket Mode connection took the place of another. */
  reconnected?: () => void;
  /** Whether the process that acted before this one may still be connected. */
  mayOverlap?: boolean;
}

/** Returns Slack, by HTTP or by Socket Mode. It loads Bolt, so this file is imported only when Slack is configured. */
export function createSlack(settings: SlackOptions): ChatPlatform {
  const { log, entrance, locale, reconnected = () => {}, mayOverlap = false } = settings;
  const { outgoing = freely, now = Date.now, elapsed = () => performance.now(), backoff = standardBackoff } = settings;
  const clock = createSlackClock(elapsed);
  const contact = createLastContact(now);
  const scopes = createScopes(log);
  const clients = createClients({ ...settings, ...outgoing, now, clock, scopes, heard: contact.note });
  const grid = createEnterpriseGrid(settings);
  const ask = () => teamOf(clients, grid, entrance.kind === 'socket');
  const connection = createConnection({ ask, hasAllScopes: () => scopes.missing().length === 0, log, backoff });
  const people = createPeople({ clients, connection, grid, now });
  const failed = 'Slack request failed after its acknowledgement';
  const background = createBackground((err) => log.error({ event: 'slack.failed', err }, failed));
  const track = (work: Promise<unknown>) => background.run('an answer', work);
  const timers = createTimers();
  const retry = createRetryReply({ timers: settings.timers ?? timers, elapsed, dice: Math.random });
  const sendRich = createSendRich(elapsed);
  const context = createContext({
    ...settings,
    ...{ clients, people, sendRich, connection, retry, now, track, heard: contact.note },
    respond: createResponder(settings.apiUrl, outgoing.fetch),
  });
  const receiver = entrance.kind === 'http' ? createReceiver(context, entrance.signingSecret) : null;
  const envelopes = createEnvelopes(context);
  const serve: typeof envelopes = (...asked) => {
    contact.note();
    return envelopes(...asked);
  };
  const linkParts = { apiUrl: settings.apiUrl, log, outgoing, now, elapsed, backoff, reconnected, mayOverlap, serve };
  const link = entrance.kind === 'socket' ? new SocketLink({ ...linkParts, token: entrance.appToken }) : null;
  const lookUpGroup = createGroups({ clients, connection, now });
  const chatParts = { clients, people, lookUpGroup, sendRich, locale, clock, now, elapsed };
  const chat = createChat({ ...chatParts, site: () => connection.team()?.url ?? '' });

  return {
    name: 'slack',
    chat: {
      ...chat,
      post: (...what) => chat.post(...what).catch((error: unknown) => noteLost(error, connection)),
      firstMet: grid.firstMet,
      hindrance: () => hindranceOf(connection, scopes),
    },
    http: receiver && {
      judge: receiver.judge,
      receive: (bot, request) => {
        const answer = receiver.receive(bot, request);
        track(answer);
        return answer;
      },
    },
    ...{ socket: link, answered: background.ended },
    start: (bot) => {
      connection.start(() => {
        track(bot.connected('slack'));
        link?.start(bot); // Not before: what comes over a socket at once would be answered that the bot is starting.
      });
    },
    notReady: () =>
      connection.problem() ??
      link?.notReady() ??
      otherApp(connection, link) ??
      (scopes.canWork() ? null : scopes.problem()),
    impaired: () => link?.problem() ?? link?.shared() ?? scopes.problem(),
    lastContactAt: contact.at,
    stop: async () => {
      await link?.close();
      connection.stop();
      timers.stop();
      await background.idle();
    },
  };
}

/** `withApp`: with the id of the app too, where Slack says it. https://docs.slack.dev/reference/methods/bots.info */
async function teamOf({ lookUp }: Clients, grid: EnterpriseGrid, withApp: boolean): Promise<Team> {
  const { team_id, enterprise_id, bot_id, user_id, url } = await calling(() => lookUp.auth.test());
  if (enterprise_id) await grid.open();
  const app = withApp && bot_id ? await lookUp.bots.info({ bot: bot_id }).catch(() => null) : null;
  return {
    id: team_id ?? '',
    enterprise: enterprise_id || null,
    url: url ?? '',
    appId: app?.bot?.app_id ?? null,
    botId: bot_id ?? '',
    botUserId: user_id ?? '',
  };
}

/** Slack's codes for a token that is none any more. It does not always send an event when it takes one away. */
const tokenGone = ['account_inactive', 'invalid_auth', 'not_authed', 'token_expired', 'token_revoked'];

/** Records where a post was refused since the token is gone, and rejects with the same error. */
function noteLost(error: unknown, connection: SlackConnection): never {
  if (error instanceof ChatError && tokenGone.includes(error.reason) && connection.problem() === null)
    connection.lost(error.reason);
  throw error;
}

/** Returns the problem of tokens of two apps: Slack accepts any app's token, and then sends the events of that app. */
function otherApp(connection: SlackConnection, link: SocketLink | null): string | null {
  const [own, named] = [connection.team()?.appId ?? null, link?.appId() ?? null];
  if (own === null || named === null || own === named) return null;
  return `SLACK_APP_TOKEN is of another app (${named}) than SLACK_BOT_TOKEN (${own}): take both from one app`;
}

function hindranceOf(connection: SlackConnection, scopes: Scopes): Hindrance | null {
  const reason = connection.refused();
  if (reason !== null) return { kind: 'credentials', reason };
  const missing = scopes.missing();
  return missing.length === 0 ? null : { kind: 'permissions', missing, mute: missing.includes('chat:write') };
}
