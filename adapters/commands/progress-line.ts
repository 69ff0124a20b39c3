import { type Progress, progressChannel } from '../store/progress.ts';

/** The line changes at most once in this time (ms). */
const everyMs = 100;
/** A step runs this long (ms) before the line says how much longer it may take. */
const beforeGuessMs = 1_000;

/**
 * Shows on standard error how far a command is, in one line that changes, and clears it at the end. Where standard error is no terminal
 * it shows nothing. Resolves with what `work` resolves with.
 */
export async function withProgress<T>(work: () => Promise<T>): Promise<T> {
  if (!process.stderr.isTTY) return work();
  const line = createLine();
  progressChannel.subscribe(line.show);
  try {
    return await work();
  } finally {
    progressChannel.unsubscribe(line.show);
    line.clear();
  }
}

function createLine() {
  let step = '';
  let began = 0;
  let shown = Number.NEGATIVE_INFINITY;
  return {
    show(message: unknown): void {
      if (!isProgress(message)) return;
      const now = performance.now();
      if (message.step !== step) [step, began, shown] = [message.step, now, Number.NEGATIVE_INFINITY];
      if (now - shown < everyMs) return;
      shown = now;
      process.stderr.write(`\r\u001b[K${textOf(message, now - began)}`);
    },
    clear: () => void process.stderr.write('\r\u001b[K'),
  };
}

function isProgress(message: unknown): message is Progress {
  return typeof message === 'object' && message !== null && 'step' in message && 'done' in message;
}

/** Returns the line after so long (ms): `reading db.json: 34 % of 120.0 MB, about 5 s left`. */
export function textOf({ step, done, of, unit }: Progress, elapsedMs: number): string {
  if (of === null) return `${step}: ${amount(done, unit)}`;
  const share = of === 0 ? 1 : Math.min(1, done / of);
  const left = share > 0 ? (elapsedMs / share) * (1 - share) : 0;
  const guess = elapsedMs < beforeGuessMs || share >= 1 ? '' : `, about ${Math.ceil(left / 1_000)} s left`;
  return `${step}: ${Math.floor(share * 100)} % of ${amount(of, unit)}${guess}`;
}

function amount(number: number, unit: Progress['unit']): string {
  return unit === 'bytes' ? `${(number / 1_000_000).toFixed(1)} MB` : `${number} ${unit}`;
}
