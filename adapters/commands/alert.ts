/** `npm run alert -- --severity high --title "..."`: sends one signed alert to the bot on this machine. */
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { configFrom } from '../config.ts';
import { environment } from '../environment.ts';
import { localSecrets } from '../local-secret.ts';
import { readState } from '../store/lowdb/peek.ts';
import { CommandError, command } from './command.ts';
import { oneTenant } from './one-tenant.ts';

const usage =
  'Usage: npm run alert -- --severity informational|low|medium|high --title "..." [--description "..."] [--type ...] [--tenant <id or name>] [--id ...]';

await command(async () => {
  const { values } = parseArgs({
    options: {
      severity: { type: 'string' },
      title: { type: 'string' },
      description: { type: 'string' },
      type: { type: 'string' },
      tenant: { type: 'string' },
      id: { type: 'string' },
    },
  });
  const missing = (['severity', 'title'] as const).filter((name) => !values[name]).map((name) => `--${name}`);
  if (missing.length > 0) throw new CommandError(`Missing: ${missing.join(' and ')}.\n${usage}`);
  const config = configFrom(environment());
  const given = config.settings.ALERT_WEBHOOK_SECRET;
  const [secret] = given ?? (config.mode === 'local' ? await localSecrets(config.stateDir) : []);
  if (!secret)
    throw new CommandError('ALERT_WEBHOOK_SECRET is not set, so the bot takes no alerts. Set it for the bot and here.');
  const body = JSON.stringify({
    id: values.id ?? randomUUID(),
    source: 'command-line',
    displayName: values.title,
    description: values.description ?? '',
    severity: values.severity,
    alertType: values.type ?? null,
    partnerTenantId: values.tenant ? await tenantId(values.tenant, config.stateDir) : null,
    detectedDateTime: new Date().toISOString(),
  });
  const answer = await send(`http://127.0.0.1:${config.port}/webhooks/alerts`, body, secret);
  process.stdout.write(`${answer.status} ${await answer.text()}\n`);
  if (!answer.ok) process.exitCode = 1;
});

/** An id goes as it is, known here or not; a name is looked up in the state of the bot. */
async function tenantId(wanted: string, stateDir: string): Promise<string> {
  if (z.guid().safeParse(wanted).success) return wanted;
  return oneTenant(await (await readState(stateDir)).list('tenants'), wanted).id;
}

function send(url: string, body: string, secret: string): Promise<Response> {
  const id = randomUUID();
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, now, body),
  };
  const { port } = new URL(url);
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) }).catch((error: unknown) => {
    throw new CommandError(
      `No bot answers on port ${port} of this machine: is it running? If it was started with another PORT, set that one here too: PORT=<its port> npm run alert -- …`,
      { cause: error },
    );
  });
}
