import type { Clock } from '../../src/ports/world.ts';

export const clock: Clock = { now: () => new Date().toISOString() };
