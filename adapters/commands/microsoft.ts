import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { StoreUnwritable } from '../../src/ports/store.ts';
import { checkMode } from '../local/claim-folder.ts';
import type { GraphError } from '../microsoft/api/graph-error.ts';
import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import type { SignInTerminal } from '../microsoft/sign-in/sign-in.ts';
import type { SignInPlace } from '../microsoft/sign-in/sign-in-store.ts';
import { clock, createTimers } from '../process/timers.ts';
import { type Config, databaseFor, environment, modeOf, settingsFor } from '../settings/config.ts';
import { type Environment, given, Settings } from '../settings/settings.ts';
import { checkFolder } from '../store/embedded/folder/lock.ts';
import { checkIsThere } from '../store/embedded/folder/peek.ts';
import type { StoredState } from '../store/state.ts';
import { CommandError, defineCommand, jsonOption, UsageError } from './command.ts';
import { theState } from './the-state.ts';

/** `security-contact microsoft` signs a person in, as whom the bot asks Microsoft about a tenant. */
export const command = defineCommand({
  about: `Signs a person in for the partner tenant NAME of the file that MICROSOFT names, so that the bot reads the tenant's alerts
and score as this person: for tenants with "by":"user". It shows an address to open in a browser, and waits ten minutes for
the answer. Without a browser on this machine, open the address elsewhere, and paste the address that did not open.
Run it as the user of the bot. The bot may run meanwhile: it finds the sign-in within a minute, and tells the admins.
What to set up first: docs/microsoft.md, “Sign a person in”.`,
  positionals: ['sign-in', 'NAME'],
  options: { json: jsonOption },
  examples: ['security-contact microsoft sign-in contoso'],
  async run({ positionals: [what, name = ''] }) {
    if (what !== 'sign-in') throw new UsageError('Say sign-in NAME.');
    const env = environment();
    const mode = modeOf(given(env));
    const { file, tenant } = await meant(name, env, mode);
    const place = await placeOf(await theState(), mode);
    const { signIn } = await import('../microsoft/sign-in/sign-in.ts');
    const { signInStore } = await import('../microsoft/sign-in/sign-in-store.ts');
    const store = signInStore(place, tenant, clock);
    const timers = createTimers();
    const quiet = () => {};
    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const world = { timers, clock, uptimeMs: () => performance.now(), log, count: quiet };
    try {
      // Fails here where the database cannot be used, so that nobody signs in for nothing.
      await place.signIns?.get(tenant.id);
      const { who, signedInAt } = await signIn(tenant, file, store, terminal, world);
      const text = `${who.name} is signed in for ${name}. The running bot finds it within a minute, and tells the admins.\n`;
      return { text, json: { tenant: name, who: who.name, signedInAt } };
    } catch (error) {
      throw explained(error, place.stateDir);
    } finally {
      timers.stop();
    }
  },
});

/** Resolves with where the sign-ins of people are. Rejects with NoState, and where a folder is not this bot's. */
async function placeOf({ place, signIns }: StoredState, mode: Config['mode']): Promise<SignInPlace> {
  if (!('stateDir' in place)) return { stateDir: '', signIns };
  const { stateDir } = place;
  checkIsThere(stateDir);
  checkFolder(stateDir);
  // A rehearsal must not replace the sign-in of a hosted bot.
  await checkMode({ mode, stateDir });
  return { stateDir };
}

/** Resolves with the file that MICROSOFT names, and its tenant of this name. Rejects with CommandError where no person may sign in for it. */
async function meant(name: string, env: Environment, mode: Config['mode']) {
  const { MICROSOFT } = settingsFor(Settings.pick({ MICROSOFT: true }), env);
  if (!MICROSOFT)
    throw new CommandError('MICROSOFT is not set: it names the file about Microsoft, see docs/microsoft.md.');
  const { readMicrosoft } = await import('../microsoft/file/microsoft-file.ts');
  const isShared = databaseFor(env) !== null;
  const file = readMicrosoft(MICROSOFT, { env, sourceNames: [], isLocal: mode === 'local', isShared });
  const tenant = file.tenants.find((one) => one.name === name) ?? unknown(name, file.tenants);
  if (tenant.credential.kind === 'managedIdentity')
    throw new CommandError(
      `${name} signs in by a managed identity, through which no person can sign in: use another \`credential\`.`,
    );
  if (tenant.alerts?.by !== 'user')
    throw new CommandError(
      `${name} is asked about as the app, so nobody needs to sign in. Where Microsoft refuses the app: "alerts":{"by":"user"}.`,
    );
  return { file, tenant };
}

function unknown(name: string, tenants: readonly MicrosoftTenant[]): never {
  const names = tenants.map((one) => one.name).join(', ');
  throw new CommandError(`The file that MICROSOFT names has no tenant ${name}, only: ${names}.`);
}

const terminal: SignInTerminal = {
  say: (text) => void process.stderr.write(text),
  onLine(take) {
    // At a terminal it reads key by key: a line of the terminal's own would end at 1,024 or 4,096 characters, and codes are long.
    const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: process.stdin.isTTY });
    lines.setPrompt('');
    lines.on('line', take);
    // The terminal gets its own way of reading back first.
    lines.on('SIGINT', () => {
      lines.close();
      process.kill(process.pid, 'SIGINT');
    });
    return () => {
      lines.close();
      process.stdin.destroy();
    };
  },
};

/** Returns a failure as a sentence with its step; anything else as it is. */
function explained(error: unknown, stateDir: string): unknown {
  const said = 'Nobody was signed in, and nothing was kept';
  // The answer to a write may have been lost.
  if (isGraphError(error) && error.code === 'database')
    return new CommandError(`Whether somebody was signed in is not known. ${error.step} Run this again.`);
  if (error instanceof StoreUnwritable)
    return new CommandError(`${said}: the database cannot be used: ${error.message}.`);
  if (isGraphError(error)) return new CommandError(`${said} (${error.code}). ${error.step}`);
  if (error instanceof Error && 'code' in error && 'syscall' in error) {
    // Node names no path where an open file cannot be written, as on a full disk.
    const path = 'path' in error ? error.path : join(stateDir, 'microsoft');
    return new CommandError(`${said}: ${path} cannot be written (${error.code}).`);
  }
  return error;
}

/** Its class is loaded only with what asks Microsoft. */
function isGraphError(error: unknown): error is GraphError {
  return error instanceof Error && error.name === 'GraphError';
}
