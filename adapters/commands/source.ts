import { text } from 'node:stream/consumers';
import { sameKey } from '../../src/domain/alert/repeat.ts';
import { mayNotLower, ruleLine } from '../../src/domain/alert/rule.ts';
import type { SourceEvent } from '../../src/domain/alert/source.ts';
import { type RouteSettings, routeOf } from '../../src/domain/delivery/routing.ts';
import { channelKey } from '../../src/domain/tenant/identity.ts';
import { type StoredTenant, tenantOfUnnamed } from '../../src/domain/tenant/partner-tenant.ts';
import type { Reader } from '../../src/ports/store.ts';
import { standardLimits } from '../http/limits.ts';
import { clock } from '../process/timers.ts';
import { environment, settingsFor } from '../settings/config.ts';
import { Settings } from '../settings/settings.ts';
import { NoState } from '../store/errors.ts';
import type { StoredState } from '../store/state.ts';
import { UnreadableBody } from '../webhook/presets/preset.ts';
import { pointerOf } from '../webhook/route-answers.ts';
import { readAlerts } from '../webhook/sources/read-alerts.ts';
import type { Source } from '../webhook/sources/source.ts';
import { readSources, settingsOf } from '../webhook/sources/sources-file.ts';
import type { ConfiguredSource } from '../webhook/sources/sources-schema.ts';
import { type RuleUse, ruleUses, tenantWarnings } from '../webhook/sources/warnings.ts';
import { CommandError, type CommandOutput, defineCommand, jsonOption, UsageError } from './command.ts';
import { theState } from './the-state.ts';

/** `security-contact source` tries the body of a sender, or lists the sources. */
export const command = defineCommand({
  about: `try NAME: prints the alerts, as JSON, that the bot would make of the body on standard input if the source NAME sent it,
where they would go, and which rule of the source applied and why. It sends nothing.
list: says when each source was heard last, what came of what it sent, and its rules in their order.
The bot may run meanwhile.`,
  positionals: ['try|list', '[NAME]'],
  options: { json: jsonOption },
  examples: ['security-contact source try cipp < body.json', 'security-contact source list'],
  async run({ positionals: [what, name] }) {
    if (what === 'try' && name !== undefined) return tryBody(name);
    if (what === 'list' && name === undefined) return list();
    throw new UsageError(what === 'try' ? 'Missing: NAME.' : 'Say try NAME, or list.');
  },
});

/** Resolves with the alerts of the body on standard input as a JSON array, and writes nothing anywhere. */
async function tryBody(name: string): Promise<CommandOutput> {
  const { sources, route } = configured();
  const state = await theState();
  const found = sources.find((one) => one.source.name === name) ?? unknown(name, sources);
  const { source } = found;
  if (process.stdin.isTTY) process.stderr.write('Paste the body, and end it with Ctrl-D.\n');
  const body = await text(process.stdin);
  if (Buffer.byteLength(body) > standardLimits.bodyBytes) throw new CommandError('The bot takes at most 1 MB at once.');
  const { events, truncated } = readBody(body, (json) => readAlerts(source, json, clock.now()));
  if (truncated > 0) process.stderr.write(`The sender says that it left out ${truncated} more.\n`);
  const reader = await storedOf(state);
  const tenants = (await reader?.list('tenants')) ?? [];
  if (reader === null) process.stderr.write('There is no state in it yet, so no tenant is known.\n');
  else warn(found, tenants);
  const only = tenantOfUnnamed(tenants, clock.now());
  if (source.tenant.kind === 'only' && !only && events.some(({ content }) => !content.partnerTenantId))
    process.stderr.write(
      'The bot cannot tell whose alerts these are, and gives them to the admins: say it in the sources’ file, with "tenant".\n',
    );
  const alerts = await Promise.all(events.map((event) => shown(event, { source, tenants, reader, route })));
  return { text: `${JSON.stringify(alerts, null, 2)}\n` };
}

/** What a dry run of a request body needs. */
interface Trying {
  source: Source;
  tenants: readonly StoredTenant[];
  reader: Reader | null;
  route: RouteSettings;
}

/** Returns an alert as the bot would store it, with its tenant and the channels that would get it. */
async function shown(event: SourceEvent, { source, tenants, reader, route }: Trying) {
  const { content, notes, over } = event;
  const isUnnamed = notes.customer === undefined && content.partnerTenantId === null;
  const only = isUnnamed ? tenantOfUnnamed(tenants, clock.now()) : null;
  const tenant = tenants.find(({ id }) => id === content.partnerTenantId) ?? only;
  const { routed, channels } = routeOf({ content, notes }, tenant, clock.now(), route);
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
    ...(await ruled(event, source, reader)),
  };
}

/** Returns which rule applied and why, what it does, and whether the alert is the same finding as an open one. */
async function ruled({ rule: id, given, held, same }: SourceEvent, source: Source, reader: Reader | null) {
  const index = source.rules.findIndex((rule) => rule.id === id);
  const rule = source.rules[index];
  const key = sameKey({ source: `webhook:${source.name}`, ...(same ? { same: same.key } : {}) });
  const [known] = key === null ? [] : ((await reader?.scan('alerts.same', { key, after: null, limit: 1 })) ?? []);
  const isOpen = known !== undefined && known.status !== 'resolved';
  return {
    rule: rule
      ? {
          path: `rules.${index}`,
          line: ruleLine(rule),
          fits: Object.keys(rule.when).length === 0 ? 'all alerts' : rule.when,
          ...(given ? { severityWithoutRule: given } : {}),
          ...(given && mayNotLower(rule, { severity: given })
            ? { notLowered: 'A rule on the title lowers no high alert.' }
            : {}),
        }
      : null,
    heldUntil: held?.until ?? null,
    same: same ? { key: same.key, seenAgain: isOpen ? known.number : null } : null,
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

/** Resolves with a line for each source, as the bot last stored it. */
async function list(): Promise<CommandOutput> {
  const { sources } = configured();
  const reader = await storedOf(await theState());
  const stored = (await reader?.list('sources')) ?? [];
  const rules = (await reader?.list('rules')) ?? [];
  const tenants = (await reader?.list('tenants')) ?? [];
  if (reader) for (const one of sources) warn(one, tenants);
  const json = sources.map((one) => {
    const { name, preset, auth } = settingsOf(one);
    const row = stored.find(({ id }) => id === name);
    const { heardAt = null, silentAt = null, since = null } = row ?? {};
    const { accepted = 0, duplicate = 0, unread = 0, refused = 0 } = row ?? {};
    const uses = ruleUses(one.source, rules.find(({ id }) => id === name) ?? null, clock.now());
    return { name, preset, auth, heardAt, silentAt, accepted, duplicate, unread, refused, since, rules: uses };
  });
  const head = ['source', 'preset', 'auth', 'last heard', '', 'accepted', 'duplicate', 'unread', 'refused', 'since'];
  const rows = json.map((one) => [
    ...[one.name, one.preset, one.auth, one.heardAt ?? 'never', one.silentAt ? 'silent' : ''],
    ...[one.accepted, one.duplicate, one.unread, one.refused, one.since ?? ''].map(String),
  ]);
  const ruleRow = (name: string, { path, line, usedAt, isOver }: RuleUse) => [
    ...[name, path, line, isOver ? 'over' : '', usedAt ? `last applied ${usedAt}` : 'never applied'],
  ];
  const ruleRows = json.flatMap(({ name, rules: uses }) => uses.map((use) => ruleRow(name, use)));
  const listed = ruleRows.length === 0 ? '' : `\n${inColumns([['source', 'rule', '', '', ''], ...ruleRows])}`;
  return { text: `${inColumns([head, ...rows])}${listed}`, json };
}

function inColumns(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const line = (row: string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}

function warn(one: ConfiguredSource, tenants: readonly StoredTenant[]): void {
  for (const why of tenantWarnings(one, tenants)) process.stderr.write(`${one.source.name}: ${why}.\n`);
}

/** Returns what the settings say. No secret is read, and no other setting: neither way of the command needs them. */
function configured() {
  const env = environment();
  const { SOURCES, FRAUD_TO_CONTACT } = settingsFor(Settings.pick({ SOURCES: true, FRAUD_TO_CONTACT: true }), env);
  if (!SOURCES) throw new CommandError('SOURCES is not set: it names the sources’ file, see docs/senders/README.md.');
  const route = { fraudToContact: FRAUD_TO_CONTACT === 'yes' };
  return { sources: readSources(SOURCES, null, clock.now()), route };
}

function unknown(name: string, sources: readonly ConfiguredSource[]): never {
  const names = sources.map(({ source }) => source.name).join(', ');
  throw new CommandError(`The sources’ file has no source ${name}, only: ${names}.`);
}

/** Resolves with null where no bot has stored anything yet. */
function storedOf(state: StoredState): Promise<Reader | null> {
  return state
    .read(async (reader) => reader)
    .catch((error) => {
      if (error instanceof NoState) return null;
      throw error;
    });
}
