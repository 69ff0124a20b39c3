import { channel } from 'node:diagnostics_channel';

/** How far one step of a command is. */
export interface Progress {
  /** What is done, such as `reading db.json`. */
  step: string;
  done: number;
  /** The whole, in the unit of `done`; null when nobody knows it. */
  of: number | null;
  unit: 'bytes' | 'rows' | 'tenants' | 'rounds';
}

/** Carries `Progress`. Whatever takes seconds publishes here; a command at a terminal listens. Without a listener it costs nothing. */
export const progressChannel = channel('security-contact:progress');

/** Publishes the progress of a step. */
export function progressed(progress: Progress): void {
  if (progressChannel.hasSubscribers) progressChannel.publish(progress);
}
