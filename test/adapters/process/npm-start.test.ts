import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { expect, it, onTestFinished, vi } from 'vitest';
import { commands } from '../../../adapters/commands/table.ts';
import { bot, folder, machine, patient, playgroundOf } from './child.ts';

it('starts Agents Playground beside the bot, for this machine only and with the made-up people, and ends it too', async () => {
  const running = await bot({ PLAYGROUND: 'on' });
  const { child, ended, said } = running;
  const page = await playgroundOf(running);
  expect(await (await fetch(page)).text()).toContain('<html');
  expect(said.out).toContain('For alerts in a channel, click “Security alerts” on its left');
  const config = await (await fetch(`${page}/_internal/v1/config`)).text();
  expect(config).toContain('Megan Bowen');
  for (const other of otherAddresses()) await expect(fetch(page.replace('localhost', other))).rejects.toThrow();
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  await vi.waitFor(() => expect(fetch(page)).rejects.toThrow(), patient);
});

/** Of this machine in its networks. */
function otherAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.flatMap(({ family, internal, address }) => (family === 'IPv4' && !internal ? [address] : []));
}

it('passes on what npm is told: SIGTERM to `npm start` ends the bot, and npm with its exit code', async () => {
  const npm = spawn('npm', ['start'], {
    env: { ...machine(), STATE_DIR: folder(), PORT: '0', PLAYGROUND: 'off' },
  });
  onTestFinished(() => void npm.kill('SIGTERM'));
  let out = '';
  npm.stdout.on('data', (chunk) => {
    out += chunk;
  });
  const port = await vi.waitUntil(() => /"port":(\d+)/.exec(out)?.[1], patient);
  npm.kill('SIGTERM');
  const [code] = await once(npm, 'close');
  expect([code, out]).toEqual([0, expect.stringContaining('"stopped"')]);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow();
});

it('checks the version of Node before anything else, in every script that runs ours', () => {
  const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const ours = Object.values(scripts).flatMap((script) => script.match(/\bnode .*?(?= \|\||$)/g) ?? []);
  expect(ours.length).toBeGreaterThan(7);
  const checking = /^node (adapters\/security-contact\.mjs \w+$|--import \.\/adapters\/node-version\.mjs )/;
  expect(ours.filter((script) => !checking.test(script))).toEqual([]);
});

it('has a script for each command, which is that command', () => {
  const scripts: Record<string, string> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;
  const otherNames = new Map([
    ['serve', 'start'],
    ['slack', 'slack:app'],
    ['teams', 'teams:package'],
  ]);
  for (const name of Object.keys(commands))
    expect(scripts[otherNames.get(name) ?? name]).toMatch(new RegExp(`node adapters/security-contact\\.mjs ${name}$`));
});

it('says the command for an alert with the port and the folder of this bot', async () => {
  const STATE_DIR = folder();
  const { said, port } = await bot({ STATE_DIR });
  const hint = () => said.out.includes(`terminal: STATE_DIR=${STATE_DIR} PORT=${port} npm run alert -- `);
  await vi.waitFor(() => expect(hint()).toBe(true), patient);
});
