import type { Check } from '../../src/domain/finding/finding.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Store } from '../../src/ports/store.ts';
import { ada, aTenant } from '../../test/support/partner.ts';

const together = 1_000;

/** Made-up tenants, each with a contact and a channel of its own and a look at it an hour ago. Three things are wrong with each. */
export async function fill(store: Store, count: number, now: string): Promise<void> {
  await store.change(async (tx) => {
    await tx.put('people', { id: ada, name: 'Ada', locale: 'en', timezone: 'Europe/Paris' });
    await tx.put('deliveries', welcome(now));
  });
  for (let from = 0; from < count; from += together)
    await store.change(async (tx) => {
      for (let n = from; n < Math.min(count, from + together); n++) {
        await tx.put('tenants', tenant(n, hoursBefore(now, 100 * 24)));
        await tx.put('checks', check(n, hoursBefore(now, 1)));
      }
    });
}

function hoursBefore(now: string, hours: number): string {
  return new Date(Date.parse(now) - hours * 3_600_000).toISOString();
}

const idOf = (n: number) => `${String(n).padStart(8, '0')}-1111-4111-8111-111111111111`;

function tenant(n: number, at: string): StoredTenant {
  const channels = [{ platform: 'slack', address: `C${n}` } as const];
  const contact = {
    email: `soc@partner${n}.example`,
    middleName: '',
    timezone: 'Europe/Paris',
    channels,
    onCall: [ada],
  };
  return aTenant({ id: idOf(n), name: `Partner ${n}`, anniversaryMonth: (n % 12) + 1, provenAt: at, contact }, at);
}

function check(n: number, at: string): Check {
  const mail = { noSince: null, dead: false };
  const email = `soc@partner${n}.example`;
  return { id: idOf(n), since: at, at, email, mail, sameAddress: [], gone: [], adminsGone: false, closed: [] };
}

/** So that the only admin is not greeted in the middle of a measure. */
function welcome(at: string) {
  const posted = {
    state: 'posted',
    message: 'm1',
    digestId: null,
    want: 1,
    shown: 1,
    attempts: 1,
    reason: null,
  } as const;
  return {
    id: `welcome > ${ada}`,
    about: { kind: 'welcome' },
    to: { kind: 'person', id: ada },
    queue: ada,
    rank: 2,
    number: 1,
    since: at,
    doneAt: at,
    ...posted,
  } as const;
}
