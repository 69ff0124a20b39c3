import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { Store } from '../../src/ports/store.ts';
import type { Ids, Timers } from '../../src/ports/world.ts';
import type { Log } from '../process/log.ts';
import type { TeamsApp } from '../settings/config.ts';

/** The parts that the Teams adapter is made of: its settings, and those of the bot that it uses. */
export interface TeamsOptions {
  /** Null in local mode: nobody signs anything there, so the bot talks to this machine only. */
  app: TeamsApp | null;
  /** Entra tenants whose people may use the bot. */
  tenants: readonly string[];
  store: Store;
  log: Log;
  ids: Ids;
  /** The language for people whose own is not known. */
  locale: Locale;
  /** Returns the time, ISO 8601 in UTC. */
  now: () => string;
  /** The milliseconds from one probe of the credentials to the next, in place of the usual ones: for tests. */
  probeMs?: number;
  /** Waits between two tries of an answer; real time where it is left out. */
  timers?: Timers;
  /** Returns milliseconds from any start, never going back; real time where it is left out. */
  elapsed?: () => number;
  /** Signs what is sent, in place of Entra: for tests. */
  credentials?: ServiceClientCredentialsFactory;
}
