import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { alert, post } from '../support/sender.ts';
import { type AlertStage, alertStage, both } from './alert-stage.ts';

let scene: AlertStage;
beforeEach(async () => {
  scene = await alertStage();
});
afterEach(() => scene.on.closes());

const titles = (seen: readonly { title: string }[]) => seen.map(({ title }) => title.replace(/^[^\w“]+/, ''));
const told = () => titles(scene.rooms.slack.told(scene.ada));
const reads = (...words: readonly string[]) =>
  scene.rooms.slack.told(scene.ada).some(({ text }) => words.every((word) => text.includes(word)));
interface End {
  /** Makes the channel refuse for good. */
  end(on: AlertStage['on'], channel: Channel): void;
  /** What the admins read of it. */
  why: string;
}
const left = 'Add me again, or choose another channel.';
/** Each way that the platform has. */
const ends = {
  'an archived Slack channel': {
    end({ wires }, { address }) {
      const channel = wires.slack.channels.get(address);
      if (channel) channel.is_archived = true;
    },
    why: 'This channel is archived: #soc. Restore it, or choose another channel.',
  },
  'a Slack channel that the bot was removed from': {
    end({ wires }, { address }) {
      const channel = wires.slack.channels.get(address);
      if (channel) channel.members = channel.members.filter((id) => id !== wires.slack.bot.user);
    },
    why: 'I am not a member of this channel: #soc. In the channel, type /invite and my name, or choose another channel.',
  },
  'a deleted Slack channel': {
    end: ({ wires }, { address }) => void wires.slack.channels.delete(address),
    // Slack's own reference, which is drawn here without a name.
    why: `I cannot find this channel: #C1SOC. ${left}`,
  },
  'a team that the Teams bot was removed from': {
    end({ wires }, { address }) {
      const conversation = wires.teams.conversations.get(address);
      if (conversation) conversation.botIsIn = false;
    },
    why: 'I am not in this channel: Operations › soc. Add me to its team again and mention me once in the channel, or choose another channel.',
  },
  'a deleted Teams channel': {
    end: ({ wires }, { address }) => void wires.teams.conversations.delete(address),
    why: `I cannot find this channel: Operations › soc. ${left}`,
  },
} satisfies Record<string, End>;

describe.each(Object.entries<End>(ends))('%s', (what, { end, why }) => {
  const name = what.includes('Slack') ? 'slack' : 'teams';
  const other = name === 'slack' ? 'teams' : 'slack';

  it('is told to the admins once, and the other channel has the alert', async () => {
    const { on, channels, cards, send, until } = scene;
    end(on, channels[name]);
    await send({ id: '1' }, { id: '2' });
    await until(() => cards(other).length === 2 && told().length > 0);
    expect(told()).toEqual(['A channel no longer accepts alerts']);
    const text = scene.rooms.slack.told(scene.ada)[0]?.text ?? '';
    expect(text).toContain(`\n${why}\n`);
    expect(text).toContain('the alerts go to the contact’s other channels.');
    expect(text).toContain('Update');
  });
});

it('when both channels refuse, the alert itself comes to the admins, who answer it there', async () => {
  const { on, channels, rooms, ada, send, until } = scene;
  ends['an archived Slack channel'].end(on, channels.slack);
  ends['a team that the Teams bot was removed from'].end(on, channels.teams);
  await send({ displayName: 'For nobody' });
  await until(() => reads('High severity', 'Only administrators got this alert'));
  const card = rooms.slack.told(ada).find(({ text }) => text.includes('For nobody'));
  expect(card?.text).toContain('No channel accepts messages');
  const said = await rooms.slack.presses(
    ada,
    { platform: 'slack', address: `D${ada.identity.split('/')[1]}` },
    'Acknowledge',
  );
  expect(said).toContain('You acknowledged this alert.');
  await until(() => reads('High severity', 'Acknowledged'));
});

it.each(['token_revoked', 'invalid_auth', 'account_inactive'])(
  'Slack without a token (%s): Teams has the alert, and its admins are told',
  async (error) => {
    const { on, cards, rooms, send, until } = scene;
    const boss = on.admin('teams', 'Boss');
    await boss.says('help');
    on.wires.slack.revoke(error);
    await send({});
    await until(() => cards('teams').length === 1);
    const lockOut = () =>
      rooms.teams.told(boss).filter(({ title }) => title.includes('I cannot post in Slack right now'));
    await until(() => lockOut().length > 0);
    const news = lockOut();
    expect(news).toHaveLength(1);
    // The channel's name was never looked up before Slack took the token away.
    expect(news[0]?.text).toContain(
      'I cannot post anywhere in Slack right now, so nothing reaches this channel: C1SOC. I will keep trying.',
    );
    expect(news[0]?.text).toContain('I am sending you the alerts that no other channel gets.');
    await on.tick();
    await until(() => rooms.teams.told(boss).some(({ title }) => title.includes('Slack is refusing my credentials')));
  },
);

it('Teams without a token: Slack has the alert, and Teams gets it once there is one', async () => {
  const { on, cards, send, until } = scene;
  on.wires.teams.fail(/./, { kind: 'answer', status: 500, code: 'ServiceError' }, 3);
  await send({});
  await until(() => cards('slack').length === 1);
  await until(() => cards('teams').length === 1);
});

it('a Teams app that was uninstalled: the other channel has the alert', async () => {
  const { on, sam, channels, cards, send, until } = scene;
  const inside = on.teams.raw(sam.teams, on.wires.teams.conversations.get(channels.teams.address));
  await inside.installs('remove');
  await send({});
  await until(() => cards('slack').length === 1 && told().length > 0);
  expect(told()).toEqual(['A channel no longer accepts alerts']);
  await inside.installs('add');
  await send({});
  await until(() => cards('teams').filter(({ text }) => text.includes('High severity')).length === 2);
});

it('a Slack channel that the bot is invited to again gets what is still open, and the admins’ card says so', async () => {
  const { on, channels, cards, rooms, ada, send, until } = scene;
  await on.knows({ contact: { channels: [channels.slack], onCall: [] } });
  ends['a Slack channel that the bot was removed from'].end(on, channels.slack);
  await send({ displayName: 'Missed', severity: 'medium' });
  await until(() => reads('Medium severity', 'Only administrators got this alert'));
  const { bot, channels: all } = on.wires.slack;
  all.get(channels.slack.address)?.members.push(bot.user);
  const event = { type: 'member_joined_channel', user: bot.user, channel: channels.slack.address };
  await on.slack.raw(ada).event(event);
  await until(() => cards('slack').some(({ text }) => text.includes('Missed')));
  await until(() => !rooms.slack.told(ada).some(({ text }) => text.includes('No channel accepts messages')));
});

it('a contact without channels: the alert comes to the admins with what to do', async () => {
  const { on, rooms, ada, send, until } = scene;
  await on.knows({ contact: { channels: [], onCall: [] } });
  await send({});
  await until(() => reads('High severity', 'Only administrators got this alert'));
  const text = rooms.slack
    .told(ada)
    .map((one) => one.text)
    .join('\n');
  for (const part of ['Only administrators got this alert', 'has no channel.']) expect(text).toContain(part);
});

it('a tenant that is set up later gets its open alerts then', async () => {
  const { on, channels, cards, rooms, ada, until } = scene;
  const id = '99999999-9999-4999-8999-999999999999';
  await post(on.url(), alert({ partnerTenantId: id, displayName: 'Early' }));
  await until(() =>
    rooms.slack.told(ada).some(({ text }) => text.includes('The alert’s partner tenant is not set up')),
  );
  await on.knows({ id, name: 'Later', contact: { channels: [channels.slack] } });
  await on.restarts();
  // As every start does.
  await on.tick();
  await until(() => cards('slack').some(({ text }) => text.includes('Early')));
  await until(() =>
    rooms.slack.told(ada).every(({ text }) => !text.includes('The alert’s partner tenant is not set up')),
  );
});

it('a French contact reads French, whoever presses', async () => {
  const { on, channels, cards, rooms, sam, send, until } = scene;
  await on.knows({ contact: { channels: [channels.slack, channels.teams], locale: 'fr' } });
  await send({ severity: 'medium' });
  await until(() => both.every((name) => cards(name).some(({ text }) => text.includes('Acquitter'))));
  expect(cards('teams').at(-1)?.text).toContain('Gravité moyenne · Contoso · Non acquittée');
  expect(cards('slack').at(-1)?.text).toContain('Échéance');
  expect(await rooms.teams.presses(sam.teams, channels.teams, 'Acquitter')).toContain('You acknowledged');
  await until(() => both.every((name) => cards(name).at(-1)?.text.includes('Acquittée') ?? false));
});

it('a full disk: nothing is accepted, nobody is told anything false, and all goes on when there is space', async () => {
  const { on, cards, rooms, sam, channels, send, bothShow } = scene;
  await send({ id: 'a' });
  await bothShow('Not acknowledged');
  // What is not written down as posted would be posted again, as a repeat, where Teams cannot be asked.
  await scene.sent();
  on.disk.full = true;
  expect((await send({ id: 'b' })).status).toBe(503);
  expect(await rooms.slack.presses(sam.slack, channels.slack, 'Acknowledge')).toMatch(
    /could not be saved|cannot save|save/i,
  );
  on.disk.full = false;
  expect((await send({ id: 'b' })).body).toEqual({ accepted: ['b'], duplicate: [] });
  await scene.until(() => both.every((name) => cards(name).length === 2));
  await rooms.slack.presses(sam.slack, channels.slack, 'Acknowledge');
  await bothShow('Acknowledged');
});

describe('the change notice', () => {
  it('goes to the old channels and to the new ones, and “Not us” alarms all admins', async () => {
    const { on, ada, sam, channels, rooms, until } = scene;
    const fresh = await on.slack.channel('elsewhere', 'closed', [ada]);
    await ada.opens('update');
    await ada.saves({ channels: on.slack.picked(fresh), removeChannels: [`teams:${channels.teams.address}`] });
    const noticed = (channel: Channel, name: 'slack' | 'teams') =>
      rooms[name].in(channel).some(({ text }) => text.includes('Ada changed the security contact'));
    await until(() => noticed(channels.slack, 'slack') && noticed(channels.teams, 'teams') && noticed(fresh, 'slack'));
    expect(await rooms.teams.presses(sam.teams, channels.teams, 'Not us')).toContain('Administrators have been warned');
    await until(() => told().includes('Somebody reported a change with “Not us”'));
    expect(rooms.slack.told(ada).at(-1)?.text).toContain('Tina');
    await scene.send({ displayName: 'Still here' }, { severity: 'medium', displayName: 'Only new' });
    await until(() => rooms.slack.in(fresh).some(({ text }) => text.includes('Only new')));
    await until(() => rooms.slack.in(channels.slack).some(({ text }) => text.includes('Still here')));
    expect(rooms.slack.in(channels.slack).some(({ text }) => text.includes('Only new'))).toBe(false);
  });
});

it('an alert that nobody can be told of shows in /readyz, which stays ready, and in /metrics', async () => {
  const { on } = scene;
  on.admins.all.clear();
  await post(on.url(), alert({ partnerTenantId: '99999999-9999-4999-8999-999999999999' }));
  await on.tick();
  const ready = await fetch(`${on.url()}/readyz`);
  expect([ready.status, await ready.json()]).toMatchObject([
    200,
    { ready: true, checks: { alerts: expect.stringMatching(/^1 reach nobody: name an admin in ADMINS/) } },
  ]);
  expect(await (await fetch(`${on.url()}/metrics`)).text()).toContain('security_contact_bot_alerts_stranded 1');
});
