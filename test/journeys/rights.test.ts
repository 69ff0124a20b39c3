import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { card } from '../../src/view/view.ts';
import { text } from '../support/text.ts';
import { slackRooms } from './alert-rooms.ts';
import type { Who } from './person.ts';
import { contosoId, contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('every member may read; who is no admin is told which role it takes and who can help', async () => {
    await on.admin(platform, 'Ada').says('help');
    const bob = on[platform].person('Bob');
    const before = await on.record();
    expect(await bob.says('show')).toContain('desk@contoso.example');
    expect(await bob.says('history')).toContain('imported the register');
    for (const words of ['update', 'setup']) {
      const refused = await bob.says(words);
      expect(refused).toContain('Only a Global Administrator');
      expect(refused).toContain('Who can help: Ada.');
    }
    // What would be refused is not offered; who can help stands in its place.
    const shown = await bob.says('show');
    expect(shown).not.toContain('Done in Partner Center');
    expect(shown).toContain('Only Global Administrators (Ada) can change the contact.');
    expect(await bob.says('confirm')).toContain('Only members of the contact’s channels');
    expect(await on.record()).toEqual(before);
  });

  it('without any admin, the refusal says how to name one, with the asker’s own identity', async () => {
    const bob = on[platform].person('Bob');
    expect(await bob.says('update')).toContain(bob.identity);
    expect(bob.reads()).toContain('ADMINS');
  });

  it('who works in one of the contact’s channels may confirm', async () => {
    const [ada, bob] = [on.admin(platform, 'Ada'), on[platform].person('Bob')];
    const alerts = await on[platform].channel('alerts', 'closed', [ada, bob]);
    await ada.opens('update');
    await ada.saves({ channels: on[platform].picked(alerts) });
    expect(await bob.says('confirm')).toContain('you confirmed this contact');
    expect((await on.record()).register.tenants[0]?.contact?.confirmedBy).toBe(bob.identity);
  });

  it('rights that are taken away while the form is open are gone at the save', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.opens('update');
    const before = await on.record();
    on.admins.all.clear();
    expect(await ada.saves({ email: 'new@contoso.example' })).toContain('Only a Global Administrator');
    expect(await on.record()).toEqual(before);
  });

  it.each<[Who, string]>([
    ['guest', 'Guests cannot use this bot'],
    ['bot', platform === 'slack' ? 'Other bots cannot use this bot' : 'Guests cannot use this bot'],
    ['deactivated', platform === 'slack' ? 'deactivated' : 'I cannot find your account'],
    ['outsider', 'only for people in the organisation that runs it'],
  ])('a %s is refused with a sentence that says why, whatever they ask, even if named as admin', async (who, why) => {
    const eve = on[platform].person('Eve', who);
    on.admins.all.add(eve.identity);
    const before = await on.record();
    for (const words of ['show', 'update', 'confirm', 'history', 'setup', 'help', 'nonsense'])
      expect(await eve.says(words)).toContain(why);
    expect(await eve.arrives()).toContain(why);
    expect(eve.reads()).not.toContain('desk@contoso.example');
    expect(await on.record()).toEqual(before);
  });

  it('somebody who became a guest while the form was open is refused at the save', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.opens('update');
    const before = await on.record();
    const [user, member] = [on.wires.slack.users.get(ada.identity.replace(/^.*\//, '')), platform === 'teams'];
    if (user) user.is_restricted = true;
    if (member) on.teams.raw(ada).member.userRole = 'guest';
    expect(await ada.saves({ email: 'new@contoso.example' })).toContain('Guests cannot use this bot');
    expect(await on.record()).toEqual(before);
  });
});

describe('from outside', () => {
  it('a person of another organisation in a shared Slack channel presses a button there: refused', async () => {
    const eve = on.slack.person('Eve', 'outsider');
    on.admins.all.add(eve.identity);
    const shared = await on.slack.channel('shared', 'external', [eve]);
    const buttons = [
      {
        kind: 'press' as const,
        id: 'contact.confirm',
        label: 'Still right',
        value: contosoId,
        style: 'plain' as const,
        confirm: null,
      },
    ];
    const to = { kind: 'channel', channel: shared } as const;
    await on
      .platform('slack')
      .chat.post(to, card('Alert', 'An alert.', { buttons }), { deliveryId: 'd1', thread: null });
    const before = await on.record();
    const said = await slackRooms(on).presses(eve, shared, 'Still right');
    expect(said).toContain('only for people in the organisation that runs it');
    expect(await on.record()).toEqual(before);
  });

  it('a person of another tenant in our shared Teams channel mentions the bot: refused, and nothing is told there', async () => {
    const eve = on.teams.person('Eve', 'outsider');
    on.admins.all.add(eve.identity);
    const { address } = await on.teams.channel('shared', 'external', [eve]);
    const there = on.teams.raw(eve, on.wires.teams.conversations.get(address));
    const before = await on.record();
    await there.says('confirm');
    const seen = () => JSON.stringify(on.wires.teams.seenBy(address, there.member));
    await vi.waitFor(() => expect(seen()).toContain('only for people in the organisation that runs it'));
    const posted = on.wires.teams.messages(address);
    expect(text(posted).toLowerCase()).not.toContain('contoso');
    expect(await on.record()).toEqual(before);
  });

  it('a person of another tenant presses a card in our shared Teams channel: refused at once, though no chat with them can be had', async () => {
    const eve = on.teams.person('Eve', 'outsider');
    const { address } = await on.teams.channel('shared', 'external', [eve]);
    on.wires.teams.conversations.delete(`a:${on.teams.raw(eve).member.aadObjectId}`);
    on.wires.teams.state.refuseChats = true;
    const data = { action: 'contact.confirm', value: contosoId };
    const there = on.teams.raw(eve, on.wires.teams.conversations.get(address));
    const action = { type: 'Action.Execute', verb: data.action, data };
    const posted = on.wires.teams.messages(address).length;
    const { body } = await there.invoke('adaptiveCard/action', { action, trigger: 'manual' }, { replyToId: 'm1' });
    expect(Object(body).value).toContain('only for people in the organisation that runs it');
    expect(on.wires.teams.messages(address)).toHaveLength(posted);
  });

  it('a conversation of another tenant gets one sentence, and nothing else', async () => {
    const eve = on.admin('teams', 'Eve');
    const before = await on.record();
    const foreign = on.teams.raw(eve).activity({ type: 'message', text: 'confirm', textFormat: 'plain' });
    const tenant = { id: '99999999-9999-4999-8999-999999999999' };
    const conversation = { ...Object(foreign.conversation), tenantId: tenant.id };
    expect((await on.teams.raw(eve).send({ ...foreign, conversation, channelData: { tenant } })).status).toBe(200);
    await vi.waitFor(() => expect(eve.reads()).toContain('I work for another organisation'));
    expect(await on.record()).toEqual(before);
  });
});
