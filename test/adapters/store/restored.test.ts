/** What the bot does after a restore: nothing twice without a word, and no number twice. */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { restore } from '../../../adapters/store/embedded/folder/restore.ts';
import type { OpenStore } from '../../../adapters/store/embedded/open-store.ts';
import { embeddedState } from '../../../adapters/store/embedded/state.ts';
import { checkedLine } from '../../../adapters/store/lines/checked-line.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import type { Card } from '../../../src/view/view.ts';
import { aBot, cardOf, newsOf, type TestBot, text } from '../../support/a-bot.ts';
import { ada, contoso, sam, slackChannel, teamsChannel } from '../../support/partner.ts';
import { hour, minute, now, second } from '../../support/time.ts';
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
  const inSlack = inChannel(after, 'slack:C1', 'waits');
  expect(inSlack.map(({ card }) => text(card).includes('may see this card twice'))).toEqual([false]);
  const inTeams = inChannel(after, `teams:${teamsChannel.address}`, 'waits');
  expect(inTeams.map(({ card }) => text(card).includes('may see this card twice'))).toEqual([false, true]);
  const rows = await after.on.deliveries();
  expect(rows.filter(({ about }) => about.kind === 'alert').map(({ state }) => state)).toEqual(['posted', 'posted']);
});

it('the state of a stopped bot that was moved is in no doubt, and its numbers and revisions go on', async () => {
  const dir = folder();
  const before = await living(join(dir, 'state'));
  const { on, store } = before;
  for (const chat of [on.world.slack, on.world.teams]) chat.fails('unreachable', 'network');
  await on.send({ id: 'waits', displayName: 'Waits' });
  await passes(before, 5 * second);
  const revisions = ({ store: of }: Life) =>
    of.read(async (reader) => (await reader.list('tenants')).map(({ revision }) => revision));
  const revisionsBefore = await revisions(before);
  await store.close();
  const file = join(dir, 'move.backup');
  await embeddedState(join(dir, 'state')).backup(file);
  for (const chat of [on.world.slack, on.world.teams]) chat.heals();
  await restore(file, join(dir, 'elsewhere'), { moved: true });
  const after = await living(join(dir, 'elsewhere'), before);
  expect(await revisions(after)).toEqual(revisionsBefore);
  await after.on.start();
  await passes(after, 2 * minute);
  for (const queue of ['slack:C1', `teams:${teamsChannel.address}`]) {
    const cards = inChannel(after, queue, 'waits').map(({ card }) => text(card));
    expect(cards.map((card) => card.includes('may see this card twice'))).toEqual([false]);
  }
  await after.on.send({ id: 'next' });
  expect((await after.on.alert('webhook:default next'))?.number).toBe(2);
  expect(await after.store.read((reader) => reader.list('restores'))).toEqual([]);
});

it('what was moved to other channels since the backup is looked for in Slack, and marked as a possible repeat in Teams', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  const { on, store } = before;
  await on.channelsAre();
  await on.send({ id: 'm', severity: 'medium' });
  await on.channelsAre(slackChannel, teamsChannel);
  await on.edit({ rerouting: on.world.time.now() });
  const file = join(dir, 'night.backup');
  await store.backup(file);
  await on.tick();
  await passes(before, 10 * second);
  await store.close();
  await restore(file, state);
  const after = await living(state, before);
  await after.on.start();
  await after.on.tick();
  await passes(after, 2 * minute);
  const marked = (queue: string) =>
    inChannel(after, queue, 'm').map(({ card }) => text(card).includes('may see this card twice'));
  expect(marked('slack:C1')).toEqual([false]);
  expect(marked(`teams:${teamsChannel.address}`)).toEqual([false, true]);
});

it('no number is given out twice, also when a backup is restored twice, and old cards answer no other alert', async () => {
  const dir = folder();
  const { state, file, after } = await restored(dir);
  const { on, store } = after;
  expect(text(cardOf(await on.say(ada, 'ack 100000')))).not.toContain('from before the restore');
  await on.send({ id: 'new', displayName: 'New' });
  expect((await on.alert('webhook:default new'))?.number).toBe(100_000);
  const answer = cardOf(await on.say(ada, 'resolve 2 ignore'));
  expect(text(answer)).toContain('from before the restore');
  expect((await on.alert('webhook:default new'))?.status).toBe('active');
  expect(text(cardOf(await on.say(ada, 'resolve 3000000 ignore')))).not.toContain('from before the restore');
  await passes(after, minute);
  await store.close();
  await restore(file, state);
  const third = await living(state, after);
  await third.on.send({ id: 'newer', displayName: 'Newer' });
  expect((await third.on.alert('webhook:default newer'))?.number).toBe(200_000);
  expect(text(cardOf(await third.on.say(ada, 'ack 100000')))).toContain('from before the restore');
});

it('a press on a card that was posted since the backup says that it is older than the restore', async () => {
  const { after } = await restored(folder());
  const answer = cardOf(await after.on.press(ada, 'alerts.acknowledge', 'webhook:default since', slackChannel));
  expect(text(answer)).toContain('from before the restore');
  const experts = { platform: 'slack', address: 'C9' } as const;
  await after.on.organisation({ expertsChannel: experts });
  after.on.hasChannel(experts, {}, [ada]);
  const unknown = '99999999-9999-4999-8999-999999999999';
  for (const [button, value] of [
    ['reminders.snooze', 'reminder-7'],
    ['reminders.weekly', `${unknown} on`],
    ['faq.answer', 'question-7'],
    ['alerts.report', unknown],
    ['contact.show', unknown],
  ] as const)
    expect(text(cardOf(await after.on.press(ada, button, value))), button).toContain('from before the restore');
  const later = async (days: number) => {
    after.on.world.time.set(new Date(now() + days * 24 * hour).toISOString());
    return text(cardOf(await after.on.press(ada, 'contact.show', unknown)));
  };
  const many = cardOf(await after.on.press(ada, 'alerts.acknowledgeAll', 'digest-1 2', slackChannel));
  expect(text(many)).toContain('from before the restore');
  expect(await later(399)).toContain('from before the restore');
  expect(await later(401)).not.toContain('from before the restore');
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
  expect(shown()).toEqual(['High-severity alert']);
});

it('the card for many shows what is known again too', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  before.on.world.settings.stormLimit = 2;
  await before.on.send(...['a', 'b', 'c', 'd'].map((id) => ({ id, severity: 'medium' })));
  await passes(before, 10 * second);
  const many = (life: Life) =>
    life.on.world.slack.messages.filter(({ to, deliveryId }) => to === 'slack:C1' && deliveryId.startsWith('digest '));
  const [shown] = many(before).map(({ card }) => card);
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  const all = shown?.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
  await before.on.press(ada, 'alerts.acknowledgeAll', all?.value ?? '', slackChannel);
  await passes(before, minute);
  expect(many(before)[0]?.card.buttons.map(({ id }) => id)).not.toContain('alerts.acknowledgeAll');
  await before.store.close();
  await restore(file, state);
  const after = await living(state, before);
  await after.on.start();
  await passes(after, 20 * second);
  expect(many(after).map(({ card }) => card.title)).toEqual([shown?.title]);
  expect(many(after)[0]?.card.buttons.map(({ id }) => id)).toContain('alerts.acknowledgeAll');
});

it('what was tried before the backup is looked for at once, from that try on: whatever came of it may have come later', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  const { slack } = before.on.world;
  const lost = new ChatError('unreachable', 'http_503', null, true, true);
  slack.fault = () => ({ error: lost, after: false });
  slack.find = async () => {
    throw lost;
  };
  slack.time = () => 'by their clock';
  // An hour before the machine's own clock, by which the backup says when it was made.
  before.on.world.time.set(new Date(now() - hour).toISOString());
  await before.on.send({ id: 'high' }, { id: 'low', severity: 'low' });
  await passes(before, 3 * minute);
  const rows = (await before.on.deliveries()).filter((one) => one.queue === 'slack:C1' && one.state === 'sending');
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row).toMatchObject({ answered: true, askedThereAt: 'by their clock' });
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  await before.store.close();
  await restore(file, state);
  const after = await living(state, before);
  const tried = (id: string) => rows.find((one) => one.id.includes(` ${id} `))?.askedAt;
  const looks: object[] = [];
  after.on.world.slack.find = async (_to, { deliveryId }, how) => {
    looks.push({ ...how, id: deliveryId.split(' ')[2] });
    return 'absent';
  };
  await after.on.start();
  await passes(after, 5 * second);
  const how = { there: null, answered: false };
  expect(looks).toEqual([
    { ...how, id: 'high', at: tried('high'), urgent: true },
    { ...how, id: 'low', at: tried('low'), urgent: false },
  ]);
});

const adminChannel = { platform: 'slack', address: 'C8' } as const;
/** The form of the contact, with this number. */
const values = (phone: string) => ({
  ...{ kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone, locale: 'en', timezone: 'UTC' },
  channels: ['C1'],
});

it('what was said of a change since the backup is not taken for one that has its number now', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  await before.on.organisation({ adminChannel });
  before.on.hasChannel(adminChannel);
  await before.on.save(ada, 'update', values('+33142685301'));
  await passes(before, 10 * second);
  const buttonsOf = (card?: Card) => new Map(card?.buttons.map(({ id, value }) => [id, value]));
  const [notice] = before.on.world.slack.messages.filter(({ to }) => to === 'slack:C8');
  const notUs = buttonsOf(notice?.card).get('contact.notUs') ?? '';
  expect(notUs).toContain(contoso);
  await before.on.save(ada, 'update', values('+33142685302'));
  const confirm = buttonsOf(cardOf(await before.on.say(ada, 'show'))).get('contact.confirm') ?? '';
  await before.store.close();
  await restore(file, state);
  const { on } = await living(state, before);
  await on.world.time.advance(minute);
  await on.save(ada, 'update', values('+33142685999'));
  expect(text(cardOf(await on.press(sam, 'contact.notUs', notUs)))).toContain('from before the restore');
  expect((await on.tenant())?.disowned).toBeUndefined();
  expect(text(cardOf(await on.press(ada, 'contact.confirm', confirm)))).toContain('nothing was recorded');
  const history = await on.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 10 }));
  expect(history.map(({ deed }) => deed)).toEqual(['contact.updated']);
});

it('no number is given out twice either when the state that it replaces is damaged', async () => {
  const { state, file, after } = await restored(folder());
  await after.on.send({ id: 'new' });
  await passes(after, 10 * second);
  await after.store.close();
  const journal = readdirSync(state).find((name) => name.startsWith('journal-')) ?? '';
  const lines = readFileSync(join(state, journal), 'utf8').split('\n');
  writeFileSync(join(state, journal), ['damaged', ...lines].join('\n'));
  await expect(opened(state)).rejects.toThrow();
  await restore(file, state);
  const third = await living(state, after);
  await third.on.send({ id: 'newer' });
  expect((await third.on.alert('webhook:default newer'))?.number).toBe(200_000);
});

it('nor when the state was restored before the backup was made, and is lost', async () => {
  const { state, after } = await restored(folder());
  const file = join(state, '..', 'second.backup');
  await after.store.backup(file);
  await after.on.send({ id: 'new' });
  expect((await after.on.alert('webhook:default new'))?.number).toBe(100_000);
  await passes(after, 10 * second);
  await after.store.close();
  rmSync(state, { recursive: true });
  await restore(file, state);
  const third = await living(state, after);
  await third.on.send({ id: 'newer' });
  expect((await third.on.alert('webhook:default newer'))?.number).toBe(200_000);
});

it('what may have been sent before the backup was made is looked for from that time on', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  before.on.world.time.set(new Date(now() - hour).toISOString());
  const fault = { error: new ChatError('unreachable', 'timeout', null, true), after: true };
  before.on.world.slack.fault = () => fault;
  before.on.world.slack.find = () => Promise.reject(new ChatError('unreachable', 'timeout'));
  await before.on.send({ id: 'x' });
  await passes(before, 2 * second);
  const sent = before.on.world.time.now();
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  await before.store.close();
  await restore(file, state);
  const after = await living(state, before);
  await after.on.start();
  const { find } = after.on.world.slack;
  const tries: string[] = [];
  after.on.world.slack.find = (to, how, tried) => {
    tries.push(tried.at);
    return find(to, how, tried);
  };
  await passes(after, 10 * second);
  expect(tries.length).toBeGreaterThan(0);
  expect(tries.filter((at) => at > sent)).toEqual([]);
});

it('what is no number stays: admins are still told of a store that is nearly full', async () => {
  const dir = folder();
  const state = join(dir, 'state');
  const before = await living(state);
  for (const id of ['store level', 'x'.repeat(200_000)])
    await before.store.change((tx) => tx.put('counters', { id, value: 0 }));
  const file = join(dir, 'night.backup');
  await before.store.backup(file);
  await before.store.close();
  await restore(file, state);
  const { bytes } = await before.store.read((reader) => reader.usage());
  const store = await opened(state, { limit: bytes / 0.9 });
  const after = { on: await aBot({ store, tenants: [] }), store };
  await after.on.tick();
  await passes(after, 10 * second);
  expect(after.on.inPrivate(ada, 'storeFull')).toHaveLength(1);
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
