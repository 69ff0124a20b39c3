import type { ServiceClientCredentialsFactory } from 'botframework-connector';
import type { PlatformOptions } from '../chat/platform.ts';
import type { TeamsApp } from '../settings/config.ts';

/** The parts that the Teams adapter is made of: its settings, and those of the bot that it uses. */
export interface TeamsOptions extends PlatformOptions {
  /** Null in local mode: nobody signs anything there, so the bot talks to this machine only. */
  app: TeamsApp | null;
  /** Entra tenants whose people may use the bot. */
  tenants: readonly string[];
  /** Returns the time, ISO 8601 in UTC. */
  now: () => string;
  /** The milliseconds from one probe of the credentials to the next, in place of the usual ones: for tests. */
  probeMs?: number;
  /** Signs what is sent, in place of Entra: for tests. */
  credentials?: ServiceClientCredentialsFactory;
}
