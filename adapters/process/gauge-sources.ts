/** Answers what is asked at each scrape. */
import { lastDrillAt } from '../../src/alerts/report/report.ts';
import { outboxLoad } from '../../src/delivery/outbox-load.ts';
import { openFindings } from '../../src/findings/current.ts';
import { receiverStates } from '../../src/outgoing/receiver-states.ts';
import type { World } from '../../src/ports/world.ts';
import { unacknowledgedAlerts } from '../../src/store/open-alerts.ts';
import type { ChatPlatform } from '../chat/platform.ts';

/** What the gauges are read from. */
interface WatchedParts {
  world: World;
  platforms: readonly ChatPlatform[];
  /** Returns the number of alerts that reach nobody. */
  stranded(): number;
  /** Resolves with the reason why each part does not work that the bot cannot do without; null when it works. */
  vital(): Promise<ReadonlyMap<string, string | null>>;
  /** Returns the milliseconds since the last tick ended. */
  tickAgeMs(): number;
}

/** Returns the answers that the parts of a running bot give; what only the state folder or the HTTP servers know is not among them. */
export function gaugeSourcesOf(parts: WatchedParts) {
  const { world, platforms, stranded, vital, tickAgeMs } = parts;
  const { store, clock } = world;
  return {
    tickAgeMs,
    /** Resolves with what waits to be delivered. `stranded` is the number of alerts that reach nobody. */
    outbox: async () => ({ ...(await outboxLoad(world)), stranded: stranded() }),
    /** Resolves with how each receiver does. */
    receivers: () => store.read((reader) => receiverStates(reader, world.receivers, clock.now())),
    /** Resolves with the alerts that nobody acknowledged. */
    unacknowledged: () => store.read((reader) => unacknowledgedAlerts(reader, clock.now())),
    /** Resolves with the number of open findings, by code. */
    findings: () => openFindings(world),
    usage: () => store.read((reader) => reader.usage()),
    /** Resolves with whether each part works that the bot cannot do without, by its name in /readyz. */
    ready: async () => new Map([...(await vital())].map(([name, why]) => [name, why === null])),
    /** Resolves with when a drill last began. */
    lastDrillAt: () => store.read(lastDrillAt),
    /** Returns when each platform was last in contact, by its name. */
    lastContacts: () => new Map(platforms.map((platform) => [platform.name, platform.lastContactAt()])),
    /** Returns the connection of Socket Mode; null when Slack comes by HTTP, or not at all. */
    slackSocket: () => platforms.find(({ socket }) => socket !== null)?.socket ?? null,
  };
}
