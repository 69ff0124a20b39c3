/** Ends the process: gently on a signal, at once on a bug. Reloads its settings on SIGHUP. */
import { isatty } from 'node:tty';
import type { HostLog } from './log.ts';

/** One Ctrl-C arrives twice under npm, which passes it on to a child that the terminal has signalled already. */
const oneSignalMs = 300;

/**
 * Ends the process on SIGTERM and SIGINT: calls `stop`, which must come to an end by itself, and exits with code 0 after it;
 * with 1 when `stop` rejects and when a second signal comes. To be called before anything begins that has to be stopped.
 * Returns a function that returns whether a signal came.
 */
export function stopOnSignal(stop: (signal: string) => Promise<void>): () => boolean {
  let signalledAt: number | null = null;
  const onSignal = (signal: string) => {
    if (signalledAt === null) {
      signalledAt = performance.now();
      stop(signal).then(
        () => process.exit(0),
        () => process.exit(1),
      );
    } else if (performance.now() - signalledAt > oneSignalMs) process.exit(1);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return () => signalledAt !== null;
}

/**
 * Calls `reload` on each SIGHUP. The one that comes since the terminal of the process closed ends it at once, as it ends every program:
 * such a terminal is none any more.
 */
export function reloadOnSignal(reload: () => Promise<unknown>): void {
  const hadTerminal = isatty(0);
  const onSignal = () => {
    if (!hadTerminal || isatty(0)) return void reload();
    process.off('SIGHUP', onSignal);
    process.kill(process.pid, 'SIGHUP');
  };
  process.on('SIGHUP', onSignal);
}

/** Ends the process with code 1 after a bug that nobody caught: nothing in memory can be trusted, and what was acknowledged is on disk. */
export function endOnBugs(log: HostLog): void {
  const crash = (message: string) => (error: unknown) => {
    log.fatal({ event: 'crash', err: error }, message);
    process.exit(1);
  };
  process.on('uncaughtException', crash('uncaught exception'));
  process.on('unhandledRejection', crash('unhandled rejection'));
}

/**
 * Returns a function that ends the process at once: the disk failed, or somebody else may own the state or act by now. Nothing more may be
 * written or sent, not even at a gentle end.
 */
export function endNow(log: HostLog): (error: Error) => void {
  return (error) => {
    log.fatal({ event: 'store.failed', err: error }, error.message);
    process.exit(1);
  };
}
