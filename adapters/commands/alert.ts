/** `npm run alert -- --severity high --title "..."`: sends one signed alert to the bot on this machine. */
import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';
import { Severity } from '../../src/domain/alert/severity.ts';
import { readSecret } from '../local/webhook-secret.ts';
import { type Config, configFrom } from '../settings/config.ts';
import { environment } from '../settings/settings.ts';
import { readState } from '../store/embedded/folder/peek.ts';
import { CommandError, command, oneTenant } from './command.ts';

const usage =
  'Usage: npm run alert -- --severity informational|low|medium|high --title "..." [--description "..."] [--type ...] [--tenant <id or name>] [--id ...]';

const names = ['severity', 'title', 'description', 'type', 'tenant', 'id'] as const;

await command(async () => {
  const values = alertOptions();
  const config = configFrom(environment());
  const secret = config.settings.ALERT_WEBHOOK_SECRET?.[0] ?? (await secretOfLocalMode(config));
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
  if (answer.status === 401)
    process.stderr.write(
      'The bot does not know this secret: was it started with another STATE_DIR or ALERT_WEBHOOK_SECRET? Then set the same here.\n',
    );
  if (!answer.ok) process.exitCode = 1;
});

/** Reads the command line. Throws CommandError with all that is wrong with it. */
function alertOptions(): Partial<Record<(typeof names)[number], string>> {
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]));
  const { values, positionals } = parseArgs({ options, strict: false });
  const unknown = Object.keys(values).filter((name) => !(name in options));
  // After an unknown name, its value counts as a positional argument: it is not named as well.
  const strangers = unknown.length > 0 ? unknown.map((name) => `--${name}`) : positionals;
  const missing = (['severity', 'title'] as const).filter((name) => !values[name]).map((name) => `--${name}`);
  const empty = Object.keys(values).filter((name) => name in options && typeof values[name] !== 'string');
  const severity = values.severity ?? 'high';
  const problems = [
    ...(missing.length > 0 ? [`Missing: ${missing.join(' and ')}.`] : []),
    ...(strangers.length > 0 ? [`Unknown: ${strangers.join(' and ')}.`] : []),
    ...empty.map((name) => `--${name} has no value.`),
    ...(typeof severity !== 'string' || Severity.safeParse(severity).success
      ? []
      : [`--severity must be ${Severity.options.join(', ')}.`]),
  ];
  if (problems.length > 0) throw new CommandError([...problems, usage].join('\n'));
  return Object.fromEntries(names.map((name) => [name, values[name]?.toString()]));
}

/**
 * Resolves with the secret that the bot made in its folder. Throws CommandError where there is none: no bot would know
 * one that is made here.
 */
async function secretOfLocalMode({ mode, stateDir }: Config): Promise<string> {
  if (mode === 'hosted')
    throw new CommandError('ALERT_WEBHOOK_SECRET is not set, so the bot takes no alerts. Set it for the bot and here.');
  const made = await readSecret(stateDir);
  if (made) return made;
  throw new CommandError(
    `No bot was started with the folder ${resolve(stateDir)}. Start it first; or set here the STATE_DIR that it has.`,
  );
}

/**
 * Resolves with the tenant's id: an id stays as it is, known here or not, and a name is looked up in the state of the
 * bot.
 */
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
