import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Severity } from '../../src/domain/alert/severity.ts';
import { originOf } from '../doctor/running-bot.ts';
import { jsonOf } from '../http/message.ts';
import { readSecret } from '../local/webhook-secret.ts';
import { type Config, configFrom, environment } from '../settings/config.ts';
import { sign } from '../webhook/auth/hmac.ts';
import { CommandError, defineCommand, jsonOption } from './command.ts';
import { oneTenant } from './one-tenant.ts';
import { theState } from './the-state.ts';

/** How long (ms) the command waits for the bot. */
const answerMs = 10_000;

/** `security-contact alert` sends one signed alert to the bot on this machine. */
export const command = defineCommand({
  about: `Signs one alert and sends it to the bot on this machine, and prints its answer. The secret is ALERT_WEBHOOK_SECRET; in
local mode the command finds it by itself.`,
  options: {
    severity: { type: 'string', choices: Severity.options, required: true, help: 'how bad it is' },
    title: { type: 'string', required: true, help: 'what happened, in one line' },
    description: { type: 'string', help: 'more about it' },
    type: { type: 'string', help: 'its alert type, such as networkConnectionsToCryptoMiningPools' },
    tenant: { type: 'string', value: 'ID-OR-NAME', help: 'the partner tenant; needed unless there is exactly one' },
    id: { type: 'string', help: 'its id; without it a new one. The bot takes an id once' },
    json: jsonOption,
  },
  examples: ['security-contact alert --severity high --title "Mining on a virtual machine"'],
  async run({ values }) {
    const config = configFrom(environment());
    const secret = config.settings.ALERT_WEBHOOK_SECRET?.[0] ?? (await secretOfLocalMode(config));
    const id = values.id ?? randomUUID();
    const body = JSON.stringify({
      id,
      source: 'command-line',
      displayName: values.title,
      description: values.description ?? '',
      severity: values.severity,
      alertType: values.type ?? null,
      partnerTenantId: values.tenant ? await tenantId(values.tenant) : null,
      detectedDateTime: new Date().toISOString(),
    });
    const origin = originOf(config.host, config.port);
    const answer = await send(`${origin}/webhooks/alerts`, body, secret).catch((error) =>
      unanswered(error, origin, id),
    );
    const text = await answer.text();
    if (answer.status === 401)
      process.stderr.write(
        'The bot does not know this secret: was it started with another STATE_DIR or ALERT_WEBHOOK_SECRET? Then set the same here.\n',
      );
    // Where another program has the port, the answer may be no JSON.
    const json = { status: answer.status, answer: jsonOf(text) ?? text };
    return {
      text: `${answer.status} ${text}\n`,
      json: answer.ok ? json : { error: `The bot refused the alert (${answer.status}).`, ...json },
      failed: !answer.ok,
    };
  },
});

/**
 * Resolves with the secret that the bot made in its folder. Throws CommandError when there is none: no bot would know
 * one that is made here.
 */
async function secretOfLocalMode({ mode, stateDir }: Config): Promise<string> {
  if (mode === 'hosted')
    throw new CommandError(
      'ALERT_WEBHOOK_SECRET is not set, so the bot takes no alerts. Set it for the bot and here: docs/alerts.md.',
    );
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
async function tenantId(wanted: string): Promise<string> {
  if (z.guid().safeParse(wanted).success) return wanted;
  return oneTenant(await (await theState()).read((reader) => reader.list('tenants')), wanted).id;
}

function send(url: string, body: string, secret: string): Promise<Response> {
  const id = randomUUID();
  const now = new Date();
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
    'webhook-signature': sign(secret, id, now, body),
  };
  return fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(answerMs) });
}

/** For `catch`: throws CommandError, which says whether the alert may have arrived. */
function unanswered(error: unknown, origin: string, id: string): never {
  const isLate = error instanceof Error && error.name === 'TimeoutError';
  throw new CommandError(
    isLate
      ? `The bot at ${origin} gave no answer in ${answerMs / 1_000} seconds; the alert may have been accepted. Look whether it came, or send it again with --id ${id}: the bot takes an id once.`
      : `No bot answers at ${origin}: is it running? If it was started with another PORT or HOST, set that one here too: PORT=<its port> npm run alert -- …`,
    { cause: error },
  );
}
