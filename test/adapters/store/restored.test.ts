/** What the bot does after a restore: nothing twice without a word, and no number twice. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import { checkedLine } from '../../../adapters/store/embedded/journal/line.ts';
import type { OpenStore } from '../../../adapters/store/embedded/open-store.ts';
import { aBot, cardOf, newsOf, type TestBot, text } from '../../support/a-bot.ts';
import { ada, slackChannel, teamsChannel } from '../../support/partner.ts';
import { minute, second } from '../../support/time.ts';
import { folder, opened } from './folder.ts';

interface Life {
  on: TestBot<OpenStore>;
  store: OpenStore;
}

/** Time passes, and the disk keeps up with it. */
async function passes({ on, store }: Life, ms: number) {
  for (let passed = 0; passed < ms; passed += 500) {
    await on.world.time.advance(500);
    await store.writable();
  }
}

/** A bot on a state folder; `before` is the one whose chats it goes on with. */
async function living(dir: string, before: Life | null = null): Promise<Life> {
  const store: OpenStore = await opened(dir);
  const on = await aBot({ store, ...(before ? { tenants: [], clock: before.on.world.time.now() } : {}) });
  for (const name of ['slack', 'teams'] as const)
    on.world[name].messages.push(...(before?.on.world[name].messages ?? []));
  if (!before) await on.channelsAre(slackChannel, teamsChannel);
  return { on, store };
}

/** An alert waits when the backup is made, and goes out after it. Then the state is damaged, and the backup is restored. */
async function restored(dir: string, change: (file: string) => void = () => {}) {
  const state = join(dir, 'state');
  const before = await living(state);
  const { on, store } = before;
  for (const chat of [on.world.slack, on.world.teams]) chat.fails('unreachable', 'network');
  await on.send({ id: 'waits', displayName: 'Waits' });
  await passes(before, 5 * second);
  const file = join(dir, 'night.backup');
  await store.backup(file);
  change(file);
  for (const chat of [on.world.slack, on.world.teams]) chat.heals();
  await passes(before, 10 * second);
  await on.send({ id: 'since', displayName: 'Since' });
  await passes(before, 10 * second);
  await store.close();
  await restore(file, state);
  const after = await living(state, before);
  await after.on.start();
  return { state, file, before, after };
}

const inChannel = ({ on }: Life, queue: string, id: string) =>
  [...on.world.slack.messages, ...on.world.teams.messages].filter(
    ({ to, deliveryId }) => to === queue && deliveryId.startsWith(`alert webhook:default ${id} `),
  );

it.each<[string, (file: string) => void]>([
  ['a backup', () => {}],
  ['a backup of a version that does not say when it was made', withoutTime],
])('what waited in %s is looked for in Slack, and marked as a possible repeat in Teams', async (_which, change) => {
  const { after } = await restored(folder(), change);
  await passes(after, 2 * minute);
  expect(inChannel(after, 'slack:C1', 'waits')).toHaveLength(1);
  const inTeams = inChannel(after, `teams:${teamsChannel.address}`, 'waits');
  expect(inTeams.map(({ card }) => text(card).includes('may be a repeat'))).toEqual([false, true]);
  const rows = await after.on.deliveries();
  expect(rows.filter(({ about }) => about.kind === 'alert').map(({ state }) => state)).toEqual(['posted', 'posted']);
});

it('no number is given out twice, also when a backup is restored twice, and old cards answer no other alert', async () => {
  const dir = folder();
  const { state, file, after } = await restored(dir);
  const { on, store } = after;
  await on.send({ id: 'new', displayName: 'New' });
  expect((await on.alert('webhook:default new'))?.number).toBe(100_000);
  const answer = cardOf(await on.say(ada, 'resolve 2 ignore'));
  expect(text(answer)).toContain('older than the restore');
  expect((await on.alert('webhook:default new'))?.status).toBe('active');
  expect(text(cardOf(await on.say(ada, 'resolve 3000000 ignore')))).not.toContain('older than the restore');
  await passes(after, minute);
  await store.close();
  await restore(file, state);
  const third = await living(state, after);
  await third.on.send({ id: 'newer', displayName: 'Newer' });
  expect((await third.on.alert('webhook:default newer'))?.number).toBe(200_000);
  expect(text(cardOf(await third.on.say(ada, 'ack 100000')))).toContain('older than the restore');
});

it('a press on a card that was posted since the backup says that it is older than the restore', async () => {
  const { after } = await restored(folder());
  const answer = cardOf(await after.on.press(ada, 'alerts.acknowledge', 'webhook:default since', slackChannel));
  expect(text(answer)).toContain('older than the restore');
  const many = cardOf(await after.on.press(ada, 'alerts.acknowledgeAll', 'digest-1 2', slackChannel));
  expect(text(many)).toContain('older than the restore');
});

it('the cards of alerts show what is known again, although they were edited since the backup', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  await before.on.send({ id: 'x' });
  await passes(before, 10 * second);
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  await before.on.press(ada, 'alerts.acknowledge', 'webhook:default x');
  await passes(before, 10 * second);
  await before.store.close();
  await restore(file, state);
  const after = await living(state, before);
  await after.on.start();
  const shown = () => inChannel(after, 'slack:C1', 'x').map(({ card }) => newsOf(card));
  expect(shown()).toEqual(['Acknowledged']);
  await passes(after, 20 * second);
  expect(shown()).toEqual(['High alert']);
});

/** As an older version writes it: its rows are the same. */
function withoutTime(file: string): void {
  const [head = '', made = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  expect(made).toContain('"made"');
  writeFileSync(file, asWritten([head, ...rest.slice(0, -2)]));
}

function asWritten(lines: readonly string[]): string {
  const body = `${lines.join('\n')}\n`;
  const end = JSON.stringify({ end: { lines: lines.length, sum: crc32(body) } });
  return `${body}${checkedLine(end)}`;
}
