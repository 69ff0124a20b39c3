import { push } from './push.ts';
import type { Sent, Side } from './side.ts';

/** Alerts one, or `batch`, a request. */
export function requestsOf(side: Pick<Side, 'request'>, prefix: string, count: number, batch: number): Buffer[] {
  return Array.from({ length: count / batch }, (_, n) =>
    side.request(Array.from({ length: batch }, (_, m): Sent => ({ id: `${prefix}${n * batch + m}`, place: 0 }))),
  );
}

/** Until the code is compiled, as that of a process that runs for days is: so many alerts, and so many requests. */
const warmUp = { alerts: 4_000, requests: 100 };

export interface Rate {
  perSecond: number;
  /** CPU of sending, as a share of one core. */
  driver: number;
  /** CPU of accepting, in µs an alert. */
  micros: number;
}

/** A new process with empty state, warmed up, then `count` alerts. */
export async function rate(side: Side, count: number, batch: number, senders: number, wait?: string): Promise<Rate> {
  const installed = await side.install({ interval: '5m', wait });
  const running = await installed.start();
  await push(running.port, requestsOf(side, 'warm', Math.max(warmUp.alerts, warmUp.requests * batch), batch), senders);
  const requests = requestsOf(side, 'x', count, batch);
  const before = running.cpuMicros();
  const { ms, driver } = await push(running.port, requests, senders);
  const micros = (running.cpuMicros() - before) / count;
  await running.kill();
  installed.remove();
  return { perSecond: (count / ms) * 1e3, driver, micros };
}
