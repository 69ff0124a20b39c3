/** SIGHUP with several replicas: each is signalled itself, and one that follows takes over with what it read last. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { folder, patient } from '../adapters/process/child.ts';
import { contoso } from '../support/partner.ts';
import { drives } from '../support/programs.ts';
import { machineDate } from '../support/time.ts';
import { type RunningReplica, replicaStage, sends } from './replica-stage.ts';

// The database goes by the machine's clock, and so do all replicas.
beforeEach(() => machineDate());

const token = 'the-token-of-one-source-1234567890';

function settingsFiles() {
  const dir = folder();
  const write = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const file = write('token', token);
  const source = (name: string) => ({
    ...{ name, preset: 'fields', auth: { bearer: [`file:${file}`] }, tenant: { fixed: contoso } },
    fields: { id: 'id', displayName: 'title', severity: 'level' },
  });
  return {
    sources: (...names: readonly string[]) =>
      write('sources.json', JSON.stringify({ version: 1, sources: names.map(source) })),
    admins: (...users: readonly string[]) => write('admins', users.map((user) => `slack:T0HOME/${user}`).join('\n')),
  };
}

async function sendAs(name: string, { url }: RunningReplica): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const body = JSON.stringify({ id: crypto.randomUUID(), title: 'Mining', level: 'low' });
  return (await fetch(`${url}/webhooks/alerts/${name}`, { method: 'POST', headers, body })).status;
}

async function reloads({ child, said }: RunningReplica, outcome: 'reloaded' | 'not reloaded'): Promise<void> {
  const count = () => said.out.split(`"settings ${outcome}`).length;
  const before = count();
  child.kill('SIGHUP');
  await vi.waitUntil(() => count() > before, patient);
}

it.runIf(drives('postgresql'))('all replicas go by what they reloaded, one that follows when it acts', async () => {
  const files = settingsFiles();
  const { two, slack } = await replicaStage();
  slack.addUser('USAM');
  const more = { SOURCES: files.sources('one'), ADMINS: '', ADMINS_FILE: files.admins('UONCALL') };
  const { first, second } = await two(more, more);
  expect(await sendAs('one', second)).toBe(202);

  files.sources('one', 'one');
  for (const replica of [first, second]) {
    await reloads(replica, 'not reloaded');
    expect(await replica.ready()).toMatchObject({ status: 200, reload: expect.stringContaining('1 mistake.') });
  }
  files.sources('two');
  files.admins('UONCALL', 'USAM');
  for (const replica of [first, second]) await reloads(replica, 'reloaded');
  expect(await first.ready()).not.toHaveProperty('reload');
  expect(await second.ready()).not.toHaveProperty('reload');
  expect([await sendAs('one', second), await sendAs('two', second)]).toEqual([401, 202]);
  const toSam = () => slack.messages.filter((message) => JSON.stringify(message).includes('1 added, 0 removed'));
  await vi.waitUntil(() => toSam().length >= 2, patient);

  // Only the one that follows hears of this before it acts.
  files.sources('three');
  await reloads(second, 'reloaded');
  first.child.kill('SIGKILL');
  await sends(1, [second]);
  expect([await sendAs('two', second), await sendAs('three', second)]).toEqual([401, 202]);
  expect(toSam()).toHaveLength(2);
});
