/** How the process ends: gently when told to, at once on a bug. */
import type { HostLog } from './log.ts';

/** One Ctrl-C arrives twice under npm, which passes it on to a child that the terminal has told already. */
const oneSignalMs = 300;

/**
 * `stop` must come to an end by itself. Exit code 0 then; 1 after a bug, and when a second signal comes. To be called before
 * anything begins that has to be stopped. Returns whether the process was told by now.
 */
export function endWhenTold(stop: (signal: string) => Promise<void>): () => boolean {
  let toldAt: number | null = null;
  const told = (signal: string) => {
    if (toldAt === null) {
      toldAt = performance.now();
      stop(signal).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    } else if (performance.now() - toldAt > oneSignalMs) process.exit(1);
  };
  process.on('SIGTERM', told);
  process.on('SIGINT', told);
  return () => toldAt !== null;
}

/** After a bug that nobody caught, nothing in memory can be trusted; what was acknowledged is on disk. */
export function endOnBugs(log: HostLog): void {
  const crash = (what: string) => (error: unknown) => {
    log.fatal({ err: error }, what);
    process.exit(1);
  };
  process.on('uncaughtException', crash('an exception that nobody caught'));
  process.on('unhandledRejection', crash('a rejection that nobody handled'));
}
