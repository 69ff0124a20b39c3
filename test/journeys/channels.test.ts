import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../support/text.ts';
import type { Person, Room } from './person.ts';
import { contosoStage, type Stage } from './stage.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const contact = async () => (await on.record()).register.tenants[0]?.contact;

it.each<['slack' | 'teams', Room, string]>([
  ['slack', 'not joined', 'type /invite and my name'],
  ['slack', 'archived', 'is archived'],
  ['slack', 'unknown', 'type /invite and my name'],
  ['teams', 'not joined', 'mention me once in that channel'],
  ['teams', 'unknown', 'mention me once in that channel'],
])('in %s a channel that is %s is refused with what to do', async (platform, room, why) => {
  const ada = on.admin(platform, 'Ada');
  await on[platform].channel('somewhere');
  const channel = await on[platform].channel('bad', room);
  await ada.opens('update');
  await ada.saves({ channels: on[platform].picked(channel) });
  expect(ada.problems()).toEqual({ channels: expect.stringContaining(why) });
  expect(ada.entered('channels')).toEqual(on[platform].picked(channel));
  expect((await contact())?.channels).toEqual([]);
});

it('a channel whose platform does not answer is not saved, and not called wrong', async () => {
  const ada = on.admin('slack', 'Ada');
  const channel = await on.slack.channel('alerts');
  on.wires.slack.fail('conversations.info', { kind: 'hang' });
  await ada.opens('update');
  await ada.saves({ channels: on.slack.picked(channel) });
  expect(ada.problems()).toEqual({ channels: expect.stringContaining('I could not check') });
  await ada.saves();
  expect((await contact())?.channels).toEqual([channel]);
});

it.each<['slack' | 'teams', Room, string]>([
  ['slack', 'open', 'Open to everybody in the organisation: #wide'],
  ['slack', 'external', 'Open to guests or people from other organisations: #wide'],
  ['teams', 'external', 'Open to guests or people from other organisations: '],
])('in %s a channel that is %s needs an explicit yes, once', async (platform, room, why) => {
  const ada = on.admin(platform, 'Ada');
  const wide = await on[platform].channel('wide', room);
  await ada.opens('update');
  await ada.saves({ channels: on[platform].picked(wide) });
  expect(ada.problems().channels).toContain(why);
  expect((await contact())?.channels).toEqual([]);
  await ada.saves({ allowPublic: ['yes'] });
  expect((await contact())?.channels).toEqual([wide]);

  await ada.opens('update');
  await ada.saves({ email: 'later@contoso.example' });
  expect(await contact()).toMatchObject({ email: 'later@contoso.example', channels: [wide] });
});

it('in Teams a channel with a guest in it needs an explicit yes when it is added, and none later', async () => {
  const ada = on.admin('teams', 'Ada');
  const soc = await on.teams.channel('soc');
  const mallory = on.teams.raw(on.teams.person('Mallory', 'guest')).member;
  on.wires.teams.conversations.get(soc.address)?.members.push(mallory);
  await ada.opens('update');
  await ada.saves({ channels: on.teams.picked(soc) });
  expect(ada.problems().channels).toContain('Open to guests or people from other organisations: Operations › soc');
  expect((await contact())?.channels).toEqual([]);
  await ada.saves({ allowPublic: ['yes'] });
  expect((await contact())?.channels).toEqual([soc]);
  await ada.opens('update');
  await ada.saves({ email: 'later@contoso.example' });
  expect((await contact())?.email).toBe('later@contoso.example');
});

it('the bot joins a public Slack channel by itself', async () => {
  const ada = on.admin('slack', 'Ada');
  const wide = await on.slack.channel('wide', 'open');
  const members = on.wires.slack.channels.get(wide.address)?.members ?? [];
  members.splice(members.indexOf(on.wires.slack.bot.user), 1);
  await ada.opens('update');
  await ada.saves({ channels: on.slack.picked(wide) });
  await ada.saves({ allowPublic: ['yes'] });
  expect(members).toContain(on.wires.slack.bot.user);
  expect((await contact())?.channels).toEqual([wide]);
});

it('where alerts go already, Slack asks before other channels are chosen, in words that say what the answer does', async () => {
  const [ada, bob] = [on.admin('slack', 'Ada'), on.admin('teams', 'Bob')];
  const [near, far] = [await on.slack.channel('near'), await on.teams.channel('far')];
  const asked = (field: string) => {
    const block = on.slack
      .raw(ada)
      .window()
      ?.view.blocks.find(({ block_id }) => block_id === field);
    return block?.type === 'input' ? block.element : null;
  };
  await ada.opens('update');
  expect(asked('channels')).not.toHaveProperty('confirm');
  await ada.saves({ channels: on.slack.picked(near) });
  await bob.opens('update');
  await bob.saves({ channels: on.teams.picked(far) });
  await ada.opens('update');
  const question = {
    title: { text: 'Change where alerts go?' },
    confirm: { text: 'Change channels' },
    deny: { text: 'Keep channels' },
  };
  expect(asked('channels')).toMatchObject({ confirm: question });
  expect(asked('removeChannels')).toMatchObject({ confirm: question });
});

/** The contact with what its card folds away: Teams sends that along, Slack at the press. */
async function details(reader: Person, platform: 'slack' | 'teams'): Promise<string> {
  const read = await reader.says('show');
  return platform === 'teams' ? read : [read, await reader.presses('Details')].join('\n');
}

/** The form of who is on call, which has the second level too. */
async function opensTheList(admin: Person): Promise<string> {
  await admin.says('oncall');
  return admin.presses('Change the list');
}

describe.each([
  ['slack', 'teams'],
  ['teams', 'slack'],
] as const)('channels and people of %s, on %s', (from, to) => {
  it('are listed by name, stay when nothing is said of them, and can be removed', async () => {
    const [ada, bob] = [on.admin(from, 'Ada'), on.admin(to, 'Bob')];
    const [far, near] = [await on[from].channel('far'), await on[to].channel('near')];
    await ada.opens('update');
    await ada.saves({ channels: on[from].picked(far) });
    await opensTheList(ada);
    await ada.saves({ onCall: on[from].picked(ada), onCall2: on[from].picked(ada) });

    expect(await details(bob, to)).toMatch(/On call: Ada[\s\S]*far[\s\S]*second level\s+Ada/);
    const form = await bob.opens('update');
    expect(form).toContain('far');
    expect(form).toContain('Ada');
    await bob.saves({ channels: on[to].picked(near) });
    expect(await opensTheList(bob)).toContain('Ada');
    await bob.saves({ onCall: on[to].picked(bob), onCall2: on[to].picked(bob) });
    const both = [bob.identity, ada.identity];
    expect(await contact()).toMatchObject({ channels: [near, far], onCall: both, onCall2: both });

    await bob.opens('update');
    const gone = await bob.saves({ removeChannels: [`${far.platform}:${far.address}`] });
    expect(gone).toMatch(/far/);
    await opensTheList(bob);
    await bob.saves({ removeOnCall: [ada.identity], removeOnCall2: [ada.identity] });
    expect(await contact()).toMatchObject({ channels: [near], onCall: [bob.identity], onCall2: [bob.identity] });
    expect(await details(ada, from)).toMatch(/On call: Bob[\s\S]*near[\s\S]*second level\s+Bob/);
  });
});

describe.each(['slack', 'teams'] as const)('on call in %s', (platform) => {
  it.each(['guest', 'outsider', 'bot'] as const)('cannot be a %s', async (who) => {
    const ada = on.admin(platform, 'Ada');
    const eve = on[platform].person('Eve', who);
    await eve.says('help');
    await on[platform].channel('alerts', 'closed', [ada, eve]);
    await opensTheList(ada);
    await ada.saves({ onCall: on[platform].picked(eve), onCall2: on[platform].picked(eve) });
    const refused = expect.stringContaining('is not a member of the organisation');
    expect(ada.problems()).toEqual({ onCall: refused, onCall2: refused });
    expect(text(ada.problems())).not.toContain(eve.identity);
    expect((await contact())?.onCall).toEqual([]);
  });
});
