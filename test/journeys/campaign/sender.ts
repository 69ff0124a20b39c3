/** Two senders of the campaign: one whose alerts are all new, and CIPP, which sends what it found again and again. */
import { cippBody } from '../../support/ruled-source.ts';
import { alert, post } from '../../support/sender.ts';
import { isoNow } from '../../support/time.ts';
import type { Dice } from '../../year/dice.ts';
import { cippKey, customerOf, tenantOf, tenants } from './scene.ts';

/** The alert of that number has this in its title, which is in all its cards. */
export const titleOf = (number: number) => `Number ${number}.`;

/** What is sent until it is accepted, and the number in its title. */
interface Sent {
  number: number;
  send(url: string): Promise<{ status: number }>;
}

export type Sender = ReturnType<typeof createSender>;

/** How long (ms) they wait for an answer. */
const timeoutMs = 5_000;

/** Sends each body until it is accepted, as senders do. `touched` gets the number of each finding that is sent again. */
export function createSender(dice: Dice, touched: (number: number) => void) {
  const waiting = new Set<Sent>();
  /** How many ids of each number were accepted. */
  let accepted: ReadonlyMap<number, number> = new Map();
  /** How many more the state may have after a restore: their answers were lost before the backup. */
  let doubtful: ReadonlyMap<number, number> = new Map();
  const findings = new Set<number>();
  let count = 0;
  let bodies = 0;

  function plain(number: number): Sent {
    const severity = dice.pick(['high', 'medium', 'low']);
    const partnerTenantId = tenantOf(number % tenants);
    const what = alert({ id: String(number), displayName: titleOf(number), severity, partnerTenantId });
    return { number, send: (url) => post(url, what, { timeoutMs }) };
  }

  /** What CIPP sends of that finding now, under an id of its own. */
  function found(number: number): Sent {
    const finding = { customer: customerOf(number % tenants), name: titleOf(number) };
    const body = JSON.stringify(cippBody(finding, isoNow(), ++bodies));
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${cippKey}` };
    const request = { method: 'POST', headers, body };
    const signal = () => AbortSignal.timeout(timeoutMs);
    return { number, send: (url) => fetch(`${url}/webhooks/alerts/cipp`, { ...request, signal: signal() }) };
  }

  async function send(url: string, one: Sent): Promise<void> {
    const said = await one.send(url).catch(() => null);
    // A restore may have come between.
    if (said?.status !== 202 || !waiting.delete(one)) return;
    accepted = new Map(accepted).set(one.number, (accepted.get(one.number) ?? 0) + 1);
  }

  function again(): Sent[] {
    const known = [...findings].filter((number) => accepted.has(number));
    const number = known.length === 0 ? undefined : dice.chance(0.5) ? known.at(-1) : dice.pick(known);
    if (number === undefined) return [];
    touched(number);
    return [found(number)];
  }

  return {
    accepted: () => accepted,
    doubtful: () => doubtful,
    isFinding: (number: number) => findings.has(number),
    open: () => waiting.size,
    /** Sends so many new alerts, some findings again, and what was not accepted before, each to the address that `next` returns then. */
    async sends(next: () => string, more: number): Promise<void> {
      for (let n = 0; n < more; n++) {
        count += 1;
        if (dice.chance(0.4)) findings.add(count);
        waiting.add(findings.has(count) ? found(count) : plain(count));
        for (let times = dice.pick([0, 1, 2]); times > 0; times--) for (const one of again()) waiting.add(one);
      }
      await Promise.all([...waiting].map((one) => send(next(), one)));
    },
    /**
     * A backup is made. What it returns tells that it was restored: of what was accepted only what the backup has counts,
     * and nothing of that time is sent again.
     */
    backsUp(): () => void {
      const before = accepted;
      const inDoubt = new Map(doubtful);
      for (const { number } of waiting) inDoubt.set(number, (inDoubt.get(number) ?? 0) + 1);
      return () => {
        [accepted, doubtful] = [before, inDoubt];
        waiting.clear();
      };
    },
  };
}
