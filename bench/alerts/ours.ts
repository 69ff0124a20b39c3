import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Webhook } from 'standardwebhooks';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import type { Store } from '../../src/ports/store.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import { measured } from '../process.ts';
import { channelsOf, description, httpPost, places, type Side } from './side.ts';

export const secret = `whsec_${Buffer.from('a secret of a bench, 24 b').toString('base64')}`;
const detectedDateTime = new Date().toISOString();

export function tenantOf(place: number): string {
  return `11111111-1111-4111-8111-${String(place).padStart(12, '0')}`;
}

/** The bot as `npm start` runs it. `prepare` puts more into the folder with its state first, and resolves with further settings. */
export function ours(
  slackUrl: string,
  prepare: (dir: string) => Promise<Record<string, string>> = async () => ({}),
): Side {
  return {
    name: 'C',
    async install() {
      const dir = mkdtempSync(join(tmpdir(), 'bench-'));
      const store = await openStore({ dir, onFatal: (error) => Promise.reject(error) });
      await seed(store);
      await store.close();
      const more = await prepare(dir);
      const env = {
        HOST: '127.0.0.1',
        STATE_DIR: dir,
        STORM_LIMIT: '1000000',
        ALERT_WEBHOOK_SECRET: secret,
        SLACK_BOT_TOKEN: 'xoxb-bench',
        SLACK_SIGNING_SECRET: 'bench-signing-secret-0123456789',
        SLACK_API_URL: `${slackUrl}/api/`,
        LOG_LEVEL: 'info',
        ...more,
      };
      return {
        start: () => measured('adapters/main.ts', env, ['--import', './adapters/node-version.mjs']),
        remove: () => rmSync(dir, { recursive: true }),
      };
    },
    request(alerts) {
      const all = alerts.map(({ id, place }) => ({
        id,
        source: 'bench',
        partnerTenantId: tenantOf(place),
        displayName: `Security incident id=${id}`,
        description,
        severity: 'high',
        detectedDateTime,
      }));
      const body = JSON.stringify(all.length === 1 ? all[0] : all);
      const [id, at] = [randomUUID(), new Date()];
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      };
      return httpPost('/webhooks/alerts', headers, body);
    },
  };
}

/** Adds the tenants of all places, whose channels are not told about their first contact: that would be one more post in each. */
export async function seed(store: Store): Promise<void> {
  const contact = {
    kind: 'group',
    firstName: 'Contoso SOC',
    email: 'soc@contoso.com',
    phone: '+33142685300',
    timezone: 'Europe/Paris',
    onCall: ['slack:T1/UADA'],
  };
  const tenants = Array.from({ length: places }, (_, place) => ({
    id: tenantOf(place),
    name: `Contoso ${place}`,
    partnerType: 'directBill',
    contact: { ...contact, channels: channelsOf('C', place).map((address) => ({ platform: 'slack', address })) },
  }));
  const reading = readRegister({ version: 1, tenants });
  if (reading.kind !== 'register') throw new Error(reading.problems.join());
  const world = { store, clock: { now: () => new Date().toISOString() } };
  await importRegister(reading.file, { id: null, name: 'bench' }, world);
  await store.change(async (tx) => {
    for (const { id } of await tx.list('deliveries')) await tx.remove('deliveries', id);
  });
}
