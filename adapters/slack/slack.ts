import type { Locale } from '../../src/domain/partner-tenant.ts';
import type { Ids, Store } from '../../src/ports.ts';
import type { Log, Platform } from '../platform.ts';
import { createChat } from './chat.ts';
import { calling } from './chat-error.ts';
import { type Clients, createClients } from './client.ts';
import { createDesk } from './desk.ts';
import { createDoor } from './door.ts';
import { createApp } from './listen.ts';
import { createPeople } from './people.ts';
import { createResponder } from './respond.ts';
import { createSession, standardBackoff, type Team } from './session.ts';
import { createSlackClock } from './slack-clock.ts';

export interface SlackSettings {
  token: string;
  signingSecret: string;
  /** Where Slack's Web API is, ending in `/api/`; null for the real one. */
  apiUrl: string | null;
  store: Store;
  ids: Ids;
  log: Log;
  /** For people of whom Slack does not say. */
  locale: Locale;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Milliseconds from any start, never going back. */
  elapsed?: () => number;
  /** Milliseconds to wait after the nth failed attempt to connect. */
  backoff?: (failures: number) => number;
}

/** Slack over HTTP. Loads Bolt, so import this file only when Slack is configured. */
export function createSlack(settings: SlackSettings): Platform {
  const { log, now = Date.now, elapsed = () => performance.now(), backoff = standardBackoff } = settings;
  const clock = createSlackClock(elapsed);
  const clients = createClients({ ...settings, clock });
  const session = createSession({ ask: () => teamOf(clients), log, backoff });
  const people = createPeople({ clients, session, now });
  const underWay = new Set<Promise<unknown>>();

  function track(work: Promise<unknown>): void {
    const watched = work
      .catch((error: unknown) => log.error({ err: error }, 'something failed after Slack had its answer'))
      .finally(() => underWay.delete(watched));
    underWay.add(watched);
  }

  const respond = createResponder(settings.apiUrl);
  const desk = createDesk({ ...settings, clients, people, respond, session, now, track });
  const door = createDoor(desk, createApp(desk, log), settings.signingSecret);

  return {
    name: 'slack',
    chat: createChat({ clients, people, locale: settings.locale, clock, now, elapsed }),
    judge: door.judge,
    receive: (bot, request) => {
      const answer = door.receive(bot, request);
      track(answer);
      return answer;
    },
    start: (bot) => session.start(() => track(bot.connected('slack'))),
    notReady: () => session.problem(),
    stop: async () => {
      session.stop();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

async function teamOf({ look }: Clients): Promise<Team> {
  const { team_id, enterprise_id, bot_id, user_id } = await calling(() => look.auth.test());
  return { id: team_id ?? '', enterprise: enterprise_id || null, botId: bot_id ?? '', botUserId: user_id ?? '' };
}
