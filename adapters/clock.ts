import type { Clock } from '../src/ports.ts';

export const clock: Clock = { now: () => new Date().toISOString() };
