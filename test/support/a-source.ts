/** What a source sends, as the door hands it to the core. */
import { acceptFromSource, noteUnread } from '../../src/alerts/sources/accept-from-source.ts';
import { acceptPolled, type Polled } from '../../src/alerts/sources/accept-polled.ts';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import type { SourceEvent } from '../../src/domain/alert/source.ts';
import type { StatusThere } from '../../src/domain/alert/status.ts';
import type { SourceSettings, World } from '../../src/ports/world.ts';
import { minute } from './time.ts';

/** An alert of a source; what is left out is made up. */
export interface Said extends Partial<Omit<SourceEvent, 'content'>> {
  [field: string]: unknown;
}

/** A source of the file, as people are told of it. */
export const aSource = (name: string, more: Partial<SourceSettings> = {}): SourceSettings => ({
  ...{
    name,
    source: `webhook:${name}`,
    preset: 'alertmanager',
    auth: 'bearer',
    weak: false,
    namesTenant: true,
    expectEveryMs: null,
  },
  pace: { alerts: 60, ms: 10 * minute },
  ...more,
});

function eventOf({ notes = {}, over = null, undated, same, held, ...alert }: Said, at: string): SourceEvent {
  const kept = { ...(same ? { same } : {}), ...(held ? { held } : {}) };
  const content = { id: 'x', displayName: 'Mining', severity: 'high', detectedDateTime: at, ...alert };
  return { content: AlertIn.parse(content), notes, over, ...(undated ? { undated } : {}), ...kept };
}

/** Returns how sources reach the bot of this world. */
export function sourcesOf(world: World) {
  const at = world.clock.now();
  return {
    /** One body of a source. The same alert has the same time of detection, unless that is given. */
    send: (source: string, events: readonly Said[], { truncated = 0, sentAt = null as string | null } = {}) =>
      acceptFromSource(source, { events: events.map((one) => eventOf(one, at)), truncated }, sentAt, world),
    unread: (source: string, pointer = '/alerts', detail = 'Required.') =>
      noteUnread(source, [{ pointer, detail }], world),
    /** What a look found where the bot asks by itself; each alert with its status there. */
    find: (
      source: string,
      events: readonly (Said & { there?: StatusThere })[],
      more: Partial<Omit<Polled, 'events'>> = {},
    ) => {
      const found = events.map(({ there, ...one }) => ({ ...eventOf(one, at), ...(there ? { there } : {}) }));
      return acceptPolled(source, { problems: [], ...more, events: found }, world);
    },
    row: (source: string) => world.store.read((reader) => reader.get('sources', source)),
  };
}
