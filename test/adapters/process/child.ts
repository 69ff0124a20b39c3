import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import { sameDate } from '../../support/time.ts';

/** For `vi.waitFor` and `vi.waitUntil`: a busy machine takes its time. */
export const patient = { timeout: 30_000 };

export type Settings = Record<string, string>;

/** A folder that is gone after the test. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'host-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}

/** What a child takes from us: where programs are, and in which zone it is. */
export function machine(): Settings {
  const ours = /^(PATH|HOME|TZ)$/;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (ours.test(name) && value ? [[name, value]] : [])),
  );
}

/** What every script of `package.json` loads first. It keeps compiled code, so that each start costs less. */
const first = ['--import', pathToFileURL('adapters/node-version.mjs').href];

/** A child with what it says, until it ends; `kill` ends it when the test is over. */
export function watched(child: ChildProcessWithoutNullStreams, kill: () => void) {
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, ...said }));
  onTestFinished(async () => {
    kill();
    await ended;
  });
  return { child, said, ended };
}

/** A program of ours as its own process, with these settings and no others, on the day of the test, killed at the latest when the test ends. */
export function run(program: string, settings: Settings, ...args: string[]) {
  const child = spawn(process.execPath, [...first, ...sameDate.args, resolve(program), ...args], {
    cwd: settings.CWD ?? folder(),
    env: { ...machine(), ...sameDate.env(), ...settings },
  });
  return watched(child, () => child.kill('SIGKILL'));
}

/** One command of `security-contact` as its own process, as `run` runs it. */
export const command = (name: string, settings: Settings, ...args: string[]) =>
  run('adapters/security-contact.mjs', settings, name, ...args);

/**
 * The bot in local mode unless the settings say otherwise, listening. Rejects with what it said when it ended instead, and after
 * `timeout` milliseconds: one with a large state takes longer.
 */
export async function bot(settings: Settings, { timeout } = patient) {
  const running = run('adapters/main.ts', { PLAYGROUND: 'off', PORT: '0', ...settings });
  const listening = vi.waitUntil(() => /"port":(\d+)/.exec(running.said.out)?.[1], { timeout });
  const port = await Promise.race([listening, endedEarly(running.ended)]);
  return { ...running, port: Number(port), url: `http://127.0.0.1:${port}` };
}

/** Resolves with the address of Agents Playground. Its first start on a machine reads tens of megabytes of code. */
export const playgroundOf = ({ said, ended }: Pick<ReturnType<typeof run>, 'said' | 'ended'>): Promise<string> =>
  Promise.race([vi.waitUntil(() => /Open (http:\S+)/.exec(said.out)?.[1], { timeout: 60_000 }), endedEarly(ended)]);

async function endedEarly(ended: ReturnType<typeof run>['ended']): Promise<never> {
  const { code, err } = await ended;
  throw new Error(`the bot ended with ${code} in place of listening: ${err}`);
}
