import { afterEach, beforeEach, expect, it } from 'vitest';
import { chatOf } from './alert-rooms.ts';
import { type AlertStage, alertStage, both } from './alert-stage.ts';
import type { Person } from './person.ts';

let scene: AlertStage;
beforeEach(async () => {
  scene = await alertStage();
});
afterEach(() => scene.on.closes());

const words = 'Somebody mines coins. Please look <now>!';

/** Chooses "Raise as alert" in the menu of one message in the contact's channel of that platform. */
async function chooses(name: (typeof both)[number], person: Person): Promise<void> {
  const { on, channels } = scene;
  const { address } = channels[name];
  if (name === 'slack') {
    const message = {
      ts: '1764000000.000100',
      user: 'U7',
      username: 'bob',
      text: words.replace('<now>', '&lt;now&gt;'),
    };
    await on.slack.raw(person).chooses(message, { channel: { id: address, name: 'soc' } });
  } else {
    const linkToMessage = `https://teams.microsoft.com/l/message/${address}/1764000000000`;
    const body = { contentType: 'html', content: `<p>${words.replace('<now>', '&lt;now&gt;')}</p>` };
    const from = { user: { displayName: 'bob' } };
    const conversation = {
      id: `${address};messageid=1764000000000`,
      conversationType: 'channel',
      tenantId: on.wires.place.tenantId,
    };
    await on.teams.raw(person).chooses({ id: '1764000000000', linkToMessage, body, from }, { conversation });
  }
  await scene.until(() => person.reads() !== '');
}

it.each(both)('somebody in %s raises an alert from a message, and everybody sees where it went', async (name) => {
  const { sam, rooms, channels, bothShow, until, cards, on } = scene;
  const me = sam[name];
  await chooses(name, me);
  await until(() => me.reads().includes('What happened?'));
  expect(me.reads()).toContain('From a message by bob');
  expect([me.entered('displayName'), me.entered('description'), me.entered('severity')]).toEqual([words, '', 'high']);
  expect(await me.saves({ displayName: 'Coins are mined' })).toContain('Alert 1 has been raised');
  me.closes();
  await bothShow('Coins are mined');
  await until(() => rooms[name].in(chatOf(me)).some(({ text }) => text.includes('Alert 1 has been raised')));
  await until(() => cards(name).length === 2);
  const line = cards(name).find(({ text }) => text.startsWith('Raised as alert 1'));
  expect(line).toMatchObject({ thread: name === 'slack' ? '1764000000.000100' : '1764000000000', labels: [] });
  expect(line?.text).not.toContain('Coins are mined');
  const timeline = await me.says('alerts 1');
  expect(timeline).toContain('From a message by bob');
  expect(JSON.stringify(await on.store.read((reader) => reader.list('alerts')))).toMatch(/"link":"https:\/\//);
  await chooses(name, me);
  await until(() => me.reads().includes('This message was already raised as alert 1'));
  expect(rooms[name].in(channels[name]).filter(({ text }) => text.startsWith('Raised as'))).toHaveLength(1);
});

it.each([
  ['slack', 'guest'],
  ['slack', 'outsider'],
  ['slack', 'member'],
  ['teams', 'guest'],
  ['teams', 'outsider'],
] as const)('nobody raises one in %s who is a %s and no more', async (name, who) => {
  const { on } = scene;
  const eve = on[name].person('Eve', who);
  if (name === 'slack') {
    await on.slack.raw(eve).chooses({ ts: '1764000000.000100', user: 'U7', text: words });
    await scene.until(() => /only|cannot|another/i.test(eve.reads()));
  } else await on.teams.raw(eve).chooses({ id: '1', body: { contentType: 'html', content: words } });
  expect(eve.reads()).not.toContain('What happened?');
  expect(await on.store.read((reader) => reader.list('alerts'))).toEqual([]);
});

it('somebody in Slack raises one among all shortcuts', async () => {
  const { on, sam, bothShow } = scene;
  await on.slack.raw(sam.slack).shortcut();
  await scene.until(() => sam.slack.reads().includes('What happened?'));
  expect(await sam.slack.saves({ displayName: 'A call', severity: 'high' })).toContain('Alert 1 has been raised');
  await bothShow('A call');
});
