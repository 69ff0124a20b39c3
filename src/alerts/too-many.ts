import dayjs from 'dayjs';
import type { Asking } from '../asking.ts';
import { raisedBy } from '../domain/alert.ts';
import type { World } from '../ports.ts';

/** As many as one person may raise, or start as drills, within `windowMinutes`. */
const most = 5;
const windowMinutes = 10;

/** Whether somebody alarms the channels over and over. */
export async function tooMany({ actor }: Asking, kind: 'raised' | 'drill', { store, clock }: World): Promise<boolean> {
  const after = dayjs(clock.now()).subtract(windowMinutes, 'minute').toISOString();
  const key = raisedBy(kind, actor.id);
  const mine = await store.read((reader) => reader.scan('alerts.raised', { key, after, limit: most }));
  return mine.length >= most;
}
