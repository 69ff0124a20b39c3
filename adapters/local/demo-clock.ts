import { nextSlot } from '../../src/domain/finding/working-hours.ts';
import type { Clock } from '../../src/ports/world.ts';
import { clock } from '../process/timers.ts';
import type { Config } from '../settings/config.ts';

/** The demonstration starts so long before nine o'clock: time to open the browser, and for a slow machine to start. */
const leadMs = 30_000;

/** The clock of a demonstration: the real one, moved on to shortly before the next nine o'clock of a working day. The real one without a demonstration. */
export function clockOf({ DEMO, TIMEZONE }: Pick<Config['settings'], 'DEMO' | 'TIMEZONE'>, real: Clock = clock): Clock {
  if (DEMO !== 'nag') return real;
  const start = Date.parse(nextSlot(real.now(), TIMEZONE, []).at) - leadMs;
  const ahead = start - Date.parse(real.now());
  return { now: () => new Date(Date.parse(real.now()) + ahead).toISOString() };
}
