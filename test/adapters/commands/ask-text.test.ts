import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { machine } from '../process/child.ts';

const project = join(import.meta.dirname, '../../..');

/** As it is typed, npm in between. */
async function npmRun(...args: string[]): Promise<string> {
  const env = machine();
  const child = spawn('npm', ['run', '--silent', 'ask', ...args], { cwd: project, env });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
  });
  child.stdin.end('who may change the security contact?\n');
  await new Promise((done) => child.on('close', done));
  return out;
}

it.each([['--text'], ['--', '--text']])('npm run ask %s %s is what a person would read', async (...args) => {
  expect(await npmRun(...args)).toMatch(/^Who may add or change the security contact\?\n/);
});

it('without it, what a program reads', async () => {
  expect(await npmRun()).toMatch(/^\{"answer":"who-can-update"/);
});
