/**
 * `npm run --silent source -- try NAME < body.json` prints the alerts that the bot would make of a body, and where they would go, and
 * sends nothing. `npm run --silent source -- list` says how often each source was heard. Both may run beside the bot.
 */
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { SourceEvent } from '../../src/domain/alert/source-event.ts';
import { routeOf } from '../../src/domain/delivery/routing.ts';
import { channelKey } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Reader } from '../../src/ports/store.ts';
import { standardLimits } from '../http/limits.ts';
import { clock } from '../process/timers.ts';
import { type Config, configFrom } from '../settings/config.ts';
import { environment, featureSettings } from '../settings/settings.ts';
import { readState } from '../store/embedded/folder/peek.ts';
import { pointerOf } from '../webhook/answers.ts';
import { UnreadableBody } from '../webhook/presets/preset.ts';
import { readAlerts } from '../webhook/sources/read-alerts.ts';
import { readSources, settingsOf } from '../webhook/sources/sources-file.ts';
import type { ConfiguredSource } from '../webhook/sources/sources-schema.ts';
import { tenantWarnings } from '../webhook/sources/warnings.ts';
import { CommandError, command, messageOf } from './command.ts';

const usage = 'Usage: npm run --silent source -- try NAME < body.json\n       npm run --silent source -- list';

await command(async () => {
  const [what, name, ...more] = process.argv.slice(2);
  if (what === 'try' && name !== undefined && more.length === 0) return tryBody(name);
  if (what === 'list' && name === undefined) return list();
  throw new CommandError(usage);
});

/** Prints the alerts of the body on standard input as a JSON array, and writes nothing anywhere. */
async function tryBody(name: string): Promise<void> {
  const { config, sources } = configured();
  const found = sources.find((one) => one.source.name === name) ?? unknown(name, sources);
  const { source } = found;
  if (process.stdin.isTTY) process.stderr.write('Paste the body, and end it with Ctrl-D.\n');
  const body = await text(process.stdin);
  if (Buffer.byteLength(body) > standardLimits.bodyBytes) throw new CommandError('The bot takes at most 1 MB at once.');
  const { events, truncated } = readBody(body, (json) => readAlerts(source, json, clock.now()));
  if (truncated > 0) process.stderr.write(`The sender says that it left out ${truncated} more.\n`);
  const reader = await stateOf(config);
  const tenants = (await reader?.list('tenants')) ?? [];
  if (reader === null) process.stderr.write(`There is no state in ${config.stateDir} yet, so no tenant is known.\n`);
  else warn(found, tenants);
  if (source.tenant.kind === 'only' && tenants.length !== 1 && events.some(({ content }) => !content.partnerTenantId))
    throw new CommandError(
      `This bot knows ${tenants.length} partner tenants, and refuses such alerts: say in the sources’ file whose they are, with "tenant".`,
    );
  const alerts = await Promise.all(events.map((event) => shown(event, tenants, reader, config)));
  process.stdout.write(`${JSON.stringify(alerts, null, 2)}\n`);
}

/** Returns an alert as the bot would keep it, with its tenant and the channels that would get it. */
async function shown(
  { content, notes, over }: SourceEvent,
  tenants: readonly StoredTenant[],
  reader: Reader | null,
  { settings }: Config,
) {
  const only = notes.customer === undefined && content.partnerTenantId === null ? tenants[0] : undefined;
  const tenant = tenants.find(({ id }) => id === content.partnerTenantId) ?? only ?? null;
  const { routed, channels } = routeOf(content, tenant, clock.now(), featureSettings(settings));
  const named = channels.map(async (channel) => {
    const known = await reader?.get('conversations', channelKey(channel));
    return { ...channel, name: known?.name ?? null };
  });
  return {
    ...content,
    tenant: tenant && { id: tenant.id, name: tenant.name },
    channels: await Promise.all(named),
    toAdmins: routed === 'admins',
    over,
    notes,
  };
}

function readBody<T>(body: string, read: (json: unknown) => T): T {
  try {
    return read(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) throw new CommandError(`This is no JSON: ${error.message}`);
    if (!(error instanceof UnreadableBody)) throw error;
    const lines = error.problems.map(({ path, detail }) => `${pointerOf(path) || '(the whole body)'}: ${detail}`);
    throw new CommandError(['The source’s preset cannot read this body:', ...lines].join('\n  '));
  }
}

/** Prints a line for each source, as the bot last stored it. */
async function list(): Promise<void> {
  const { config, sources } = configured();
  const reader = await stateOf(config);
  const stored = (await reader?.list('sources')) ?? [];
  const tenants = (await reader?.list('tenants')) ?? [];
  if (reader) for (const one of sources) warn(one, tenants);
  const rows = sources.map((one) => {
    const { name, preset, auth } = settingsOf(one);
    const row = stored.find(({ id }) => id === name);
    const counts = [row?.accepted, row?.duplicate, row?.unread, row?.refused].map((count) => String(count ?? 0));
    return [name, preset, auth, row?.heardAt ?? 'never', row?.silentAt ? 'silent' : '', ...counts, row?.since ?? ''];
  });
  const head = ['source', 'preset', 'auth', 'last heard', '', 'accepted', 'duplicate', 'unread', 'refused', 'since'];
  const all = [head, ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const padded = all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${padded.join('\n')}\n`);
}

function warn(one: ConfiguredSource, tenants: readonly StoredTenant[]): void {
  const ids = tenants.map(({ id }) => id);
  for (const why of tenantWarnings(one, ids)) process.stderr.write(`${one.source.name}: ${why}.\n`);
}

/** Returns the settings and the sources. The secrets are not read: neither command needs them. */
function configured(): { config: Config; sources: readonly ConfiguredSource[] } {
  const config = configFrom(environment());
  const { SOURCES } = config.settings;
  if (!SOURCES) throw new CommandError('SOURCES is not set: it names the sources’ file, see docs/senders/README.md.');
  return { config, sources: readSources(SOURCES, null) };
}

function unknown(name: string, sources: readonly ConfiguredSource[]): never {
  const names = sources.map(({ source }) => source.name).join(', ');
  throw new CommandError(`The sources’ file has no source ${name}, only: ${names}.`);
}

async function stateOf({ stateDir }: Config): Promise<Reader | null> {
  return existsSync(stateDir) ? readState(stateDir).catch((error) => absent(error)) : null;
}

/** For `catch`: a folder without a state is a bot that was never started. */
function absent(error: unknown): null {
  if (/^There is no state/.test(messageOf(error))) return null;
  throw error;
}
