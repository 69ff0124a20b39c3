/** Slack user groups among the people on call. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { onCallAt } from '../../src/domain/tenant/on-call.ts';
import { ChatError, type Group } from '../../src/ports/chat.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import { aBot, cardOf, formOf, type TestBot, text, type Values } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel, teamsChannel, tina } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const soc: Identity = 'slack:T1/S0123SOC';
const noc: Identity = 'slack:T1/S0456NOC';
const now = '2026-11-24T10:00:00.000Z';

let bot: TestBot;

beforeEach(async () => {
  bot = await aBot({
    clock: now,
    admins: [ada, tina],
    chats: {
      people: { [ada]: 'Ada', [sam]: 'Sam', [eve]: 'Eve', [tina]: 'Tina' },
      channels: [
        { channel: slackChannel, facts: { name: 'soc' }, members: [ada, sam] },
        { channel: teamsChannel, facts: { name: 'soc' }, members: [tina] },
      ],
    },
    tenants: [aTenant({ contact: { onCall: [sam] } }, now)],
  });
  knows(soc, '@soc');
  knows(noc, '@noc');
  for (const who of [ada, sam, eve, tina]) await bot.say(who, 'help');
});

const knows = (id: Identity, name: string | null, hasMembers: Group['hasMembers'] = true) =>
  void bot.world.slack.groups.set(id, { id, name, hasMembers });
const contact = async () => (await bot.tenant())?.contact;

/** Sends the form of who is on call as it was opened, but for these entries. */
async function saves(entries: Values, who: Identity = ada) {
  const form = formOf(await bot.press(who, 'contact.onCallPeople', ''));
  const shown = form.fields.map((field): [string, string | readonly string[] | null] => {
    if (field.kind === 'channels') return [field.name, field.value.map(({ address }) => address)];
    if (field.kind === 'people') return [field.name, field.value.map(({ id }) => id)];
    return [field.name, field.value];
  });
  return bot.submit(who, form, { ...Object.fromEntries(shown), ...entries });
}

async function problem(entries: Values) {
  return formOf(await saves(entries)).problems;
}

async function opened(who: Identity = ada) {
  return new Map(formOf(await bot.press(who, 'contact.onCallPeople', '')).fields.map((field) => [field.name, field]));
}

describe('the form', () => {
  it.each([
    ['by name', '@soc, noc'],
    ['by id', 'S0123SOC S0456NOC'],
    ['by identity', `${soc}, ${noc}`],
    ['as mentions that were copied', '<!subteam^S0123SOC|@soc> <!subteam^S0456NOC>'],
  ])('takes groups %s, and shows them by name from then on', async (_how, onCallGroups) => {
    expect((await saves({ onCallGroups, onCall2Groups: '@noc' })).kind).toBe('card');
    expect(await contact()).toMatchObject({ onCall: [sam, soc, noc], onCall2: [noc] });
    const fields = await opened();
    expect(fields.get('onCall')).toMatchObject({ value: [{ id: sam }] });
    expect(fields.get('onCallGroups')).toMatchObject({ value: '@soc, @noc' });
    expect((await saves({})).kind).toBe('card');
    expect((await contact())?.onCall).toEqual([sam, soc, noc]);
    await saves({ onCallGroups: '@noc' });
    expect((await contact())?.onCall).toEqual([sam, noc]);
  });

  it('of Teams has no such field, keeps what Slack has, and removes it by a tick', async () => {
    await saves({ onCallGroups: '@soc' });
    const fields = await opened(tina);
    expect(fields.has('onCallGroups')).toBe(false);
    expect(fields.get('removeOnCall')).toMatchObject({
      choices: [
        { value: sam, label: 'Sam' },
        { value: soc, label: '@soc' },
      ],
    });
    await saves({ phone: '+33 1 42 68 53 01' }, tina);
    expect((await contact())?.onCall).toEqual([sam, soc]);
    await saves({ removeOnCall: [soc] }, tina);
    expect((await contact())?.onCall).toEqual([sam]);
  });

  it('says at the field which group there is not, which has no members, and which could not be looked up', async () => {
    knows(noc, '@noc', false);
    const { onCallGroups, ...others } = await problem({ onCallGroups: '@nobody, S0999GONE, @noc' });
    expect(onCallGroups).toMatch(/^I cannot find the user group @nobody, S0999GONE\. Please enter its ID/);
    expect(onCallGroups).toContain('Nobody is in the user group @noc.');
    expect(others).toEqual({});
    bot.world.slack.group = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    expect((await problem({ onCallGroups: '@soc' })).onCallGroups).toMatch(/^I could not check @soc just now\./);
    expect((await contact())?.onCall).toEqual([sam]);
  });

  it('keeps the groups that are recorded, in their order, whatever Slack says of them meanwhile', async () => {
    await bot.edit((one) => ({ ...one, contact: one.contact && { ...one.contact, onCall: [noc, sam, soc] } }));
    bot.world.slack.group = async () => {
      throw new ChatError('unreachable', 'timeout');
    };
    const whole = formOf(await bot.say(ada, 'update'));
    const entered = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: '+33 1 42 68 53 01' };
    const rest = { locale: 'en', timezone: 'Europe/Paris', onCall: ['USAM'] };
    expect((await bot.submit(ada, whole, { ...entered, ...rest })).kind).toBe('card');
    expect(await contact()).toMatchObject({ phone: '+33142685301', onCall: [noc, sam, soc] });
  });

  it('takes a group by its id where the bot may not look groups up', async () => {
    bot.world.slack.group = async (one) => (one.includes('/') ? { id: one, name: null, hasMembers: null } : null);
    expect((await problem({ onCallGroups: '@soc' })).onCallGroups).toContain('Please enter its ID');
    await saves({ onCallGroups: 'S0123SOC' });
    expect((await contact())?.onCall).toEqual([sam, soc]);
    expect((await opened()).get('onCallGroups')).toMatchObject({ value: 'S0123SOC' });
  });

  it('has room for ten people and groups together, and takes no group for a person', async () => {
    const groups = Array.from({ length: 10 }, (_, n) => `S0000000${n}`);
    for (const id of groups) knows(`slack:T1/${id}`, `@g${id}`);
    expect(await problem({ onCallGroups: groups.join(' ') })).toMatchObject({ onCall: expect.stringContaining('10') });
    expect((await problem({ onCall: ['S0123SOC'] })).onCall).toMatch(/^I cannot find /);
    expect((await problem({ calendarNames: `Rota = ${soc}` })).calendarNames).toContain('I know nobody');
  });
});

describe('a group on call', () => {
  beforeEach(async () => {
    await saves({ onCall: [], onCallGroups: '@soc', onCall2Groups: '@noc' });
    await bot.world.time.advance(minute);
  });

  const mentioned = () => bot.channel().flatMap(({ card }) => card.mentions.map(({ id }) => id));

  it('is mentioned by the card in Slack, then with the second level, and stays in the story', async () => {
    await bot.send({ id: 'a1', severity: 'high' });
    await bot.world.time.advance(minute);
    expect(mentioned()).toEqual([soc]);
    expect(bot.world.teams.messages.flatMap(({ card }) => card.mentions)).toEqual([]);
    for (const minutes of [5, 15]) {
      await bot.ticksAfter(minutes * minute);
      await bot.world.time.advance(minute);
    }
    expect(mentioned()).toEqual([soc, soc, soc, noc]);
    expect((await bot.alert('webhook:default a1'))?.onCall).toEqual([{ id: soc, name: '@soc' }]);
  });

  it('is shown by oncall, and asks nobody in private', async () => {
    expect(cardOf(await bot.say(eve, 'oncall')).summary).toBe('On call for Contoso now: @soc.');
    await bot.say(ada, 'oncall @sam until 18:00');
    await bot.world.time.advance(minute);
    expect((await bot.deliveries()).filter(({ queue }) => queue === soc)).toEqual([]);
    expect(onCallAt(await bot.tenant(), bot.world.time.now()).first).toEqual([sam]);
  });

  it('gives nobody a right: who may answer is who is in the channel, and a group is nobody', async () => {
    await bot.send({ id: 'a1', severity: 'high' });
    expect(text(await bot.say(eve, 'ack 1'))).toContain('You cannot do that');
    expect(text(await bot.say(eve, 'oncall me until 18:00'))).toContain('You cannot do that');
    await bot.say(sam, 'oncall me until 18:00');
    expect(onCallAt(await bot.tenant(), bot.world.time.now()).first).toEqual([soc, sam]);
    const form = formOf(await bot.press(sam, 'contact.onCall', contoso));
    const sent = await bot.submit(sam, form, { onCall: ['S0123SOC'], until: '19:00' });
    expect(formOf(sent).problems.onCall).toContain('I cannot find');
  });

  it.each([
    ['that was deleted', () => bot.world.slack.groups.delete(soc)],
    ['without members', () => knows(soc, '@soc', false)],
  ])('%s is a finding, as somebody who left', async (_what, happens) => {
    happens();
    await bot.world.time.advance(13 * hour);
    const shown = cardOf(await bot.say(ada, 'check'));
    expect(shown.rows.map(({ title }) => title)).toContain('A user group is empty');
    expect(text(shown)).toContain('@soc');
    expect(text(await bot.say(tina, 'vérifier'))).toContain('Vide ou supprimé dans Slack');
    knows(soc, '@soc');
    expect(text(await bot.say(ada, 'check'))).not.toContain('A user group is empty');
  });

  it('of which Slack tells nothing is no finding', async () => {
    knows(soc, null, null);
    expect(text(await bot.say(ada, 'check'))).not.toContain('A user group is empty');
  });

  it('is in the export, and in an import; a manager is no group', async () => {
    const file = await bot.world.store.read(exportRegister);
    expect(file.tenants).toMatchObject([{ contact: { onCall: [soc], onCall2: [noc] } }]);
    expect(readRegister(file).kind).toBe('register');
    const managed = { ...file, tenants: file.tenants.map((tenant) => ({ ...tenant, manager: soc })) };
    expect(readRegister(managed)).toMatchObject({ problems: [expect.stringContaining('manager: must be a person')] });
  });

  it('stands by name in the history', async () => {
    expect(text(await bot.say(ada, 'history'))).toContain('@soc');
  });
});
