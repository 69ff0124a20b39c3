/** With APPROVALS=contact a change of what alerts and people rely on waits for a second administrator, or for a day. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, type Values, text as written } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel, teamsChannel, tina } from '../support/partner.ts';
import { day, hour } from '../support/time.ts';

const lea: Identity = 'slack:T1/ULEA';
const adaInTeams: Identity = 'teams:22222222-2222-4222-8222-222222222222/44444444-4444-4444-8444-444444444444';
const fabrikam = '22222222-2222-4222-8222-222222222222';
const adminChannel = { platform: 'slack', address: 'C8' } as const;
const evil = { platform: 'slack', address: 'C66' } as const;
const evilPhone = '+33199001234';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ admins: [ada, lea], tenants: [aTenant(), aTenant({ id: fabrikam, name: 'Fabrikam' })] });
  bot.world.settings.approvals = true;
  bot.knows(lea, 'Léa');
  bot.hasChannel(evil, { name: 'evil' }, []);
  bot.hasChannel(adminChannel, { name: 'admins' }, [ada, lea]);
});

/** What people read, without ids and addresses. */
const text = (what: unknown) => written(what).replace(/ <[^>]*>/g, '');

const contact = async (id = contoso) => (await bot.tenant(id))?.contact;
const waiting = async () => (await bot.stored('approvals')).filter(({ end }) => !end);
const only = async () => {
  const [row, ...others] = await waiting();
  if (!row || others.length > 0) throw new Error(`${others.length + (row ? 1 : 0)} wait`);
  return row;
};
/** What stands in the texts and choices of a form; the lists are left as they are. */
const textsIn = ({ fields }: Form): Values =>
  Object.fromEntries(
    fields.flatMap((field) => ('value' in field && typeof field.value === 'string' ? [[field.name, field.value]] : [])),
  );
/** Changes the contact by its whole form: what is given, and all else as it is shown. */
async function changes(who: Identity, values: Values, words = 'update Contoso') {
  const form = formOf(await bot.say(who, words));
  const filled = textsIn(form);
  return bot.submit(who, form, { ...filled, ...values });
}
const approve = async (who: Identity) => bot.press(who, 'contact.approve', (await only()).id);
const buttonsOf = (reply: Parameters<typeof cardOf>[0]) => cardOf(reply).buttons.map(({ id }) => id);
const cards = (who: Identity) => bot.inPrivate(who, 'approval ');
const entries = async (tenantId = contoso) => {
  const all = await bot.world.store.read((reader) => reader.history({ tenantId, before: null, limit: 30 }));
  return all.map(({ deed, byName }) => `${byName} ${deed}`);
};
const notices = () =>
  [...bot.world.slack.messages, ...bot.world.teams.messages].filter(({ deliveryId }) =>
    deliveryId.startsWith('contactChanged'),
  );
const send = () => bot.world.time.advance(10_000);

describe('a change of e-mail, phone or channels', () => {
  it('waits, is shown to the admin channel and to the other admins, and is made once one approves it', async () => {
    await bot.organisation({ adminChannel });
    const reply = await changes(ada, { phone: evilPhone, timezone: 'Europe/Paris' });
    expect(text(reply)).toMatch(/Another administrator has to approve.*lapses on.*Saved at once: Time zone/s);
    expect(buttonsOf(reply)).toEqual(['contact.withdraw', 'contact.show']);
    expect(await contact()).toMatchObject({ phone: '+33142685300', timezone: 'Europe/Paris' });
    await send();
    const admins = bot.world.slack.messages.filter(
      ({ to, deliveryId }) => to === 'slack:C8' && /^approval /.test(deliveryId),
    );
    expect([admins.length, cards(lea).length, cards(ada).length]).toEqual([1, 1, 0]);
    for (const shown of [admins[0]?.card, cards(lea)[0]?.card]) {
      expect(text(shown)).toMatch(
        /Ada asked to change the security contact of Contoso.*until.*\+33 1 42 68 53 00.*\+33 1 99 00 12 34/s,
      );
      expect(shown?.buttons.map(({ id }) => id)).toEqual(['contact.approve', 'contact.refuse', 'contact.history']);
    }
    expect(text(await bot.say(sam, 'show Contoso'))).toMatch(
      /A change waits for approval: 24x7 phone.*Asked by Ada\. Lapses on/s,
    );
    const done = await approve(lea);
    expect(text(done)).toContain('Léa approved this change on');
    expect(await contact()).toMatchObject({ phone: evilPhone, phone24x7At: null, attestedAt: null });
    await send();
    expect(text(cards(lea)[0]?.card)).toContain('Léa approved this change on');
    expect(cards(lea)[0]?.card.buttons.map(({ id }) => id)).toEqual(['contact.history']);
    const told = bot.inPrivate(ada, 'approvalEnded')[0]?.card;
    expect(text(told)).toContain('Léa approved this change on');
    expect(told?.buttons.map(({ id }) => id)).toEqual(['contact.portal', 'contact.attest', 'contact.history']);
    expect(notices().map(({ to }) => to)).toContain('slack:C1');
    expect(await entries()).toEqual(
      expect.arrayContaining([
        'Léa approval.approved',
        'Ada contact.updated',
        'Ada approval.asked',
        'Ada contact.updated',
      ]),
    );
    expect(text(await bot.say(sam, 'history Contoso'))).toMatch(/Léa approved a change.*Approved by: Léa/s);
    expect(text(await bot.say(sam, 'show Contoso'))).not.toContain('waits');
  });

  it('waits alone: another one of the same tenant is refused until it is decided', async () => {
    await changes(ada, { phone: evilPhone });
    const second = await changes(lea, { email: 'other@contoso.com', timezone: 'Europe/Paris' });
    expect(text(second)).toMatch(
      /Ada asked to change the security contact of Contoso\..*24x7 phone.*waits until 25 Nov 2026/,
    );
    expect(buttonsOf(second)).toEqual(['contact.waiting']);
    expect(await contact()).toMatchObject({ email: 'soc@contoso.com', timezone: 'UTC' });
    await changes(lea, { email: 'other@contoso.com' }, 'update Fabrikam');
    expect(await waiting()).toHaveLength(2);
  });

  it('of nothing else is saved at once, and so is who is on call', async () => {
    await changes(ada, { onCall: [lea], locale: 'fr' });
    expect(await contact()).toMatchObject({ onCall: [lea], locale: 'fr' });
    expect(await waiting()).toEqual([]);
  });

  it('that corrects an incomplete contact does not wait', async () => {
    await bot.channelsAre();
    await changes(ada, { channels: ['C1'] });
    expect((await contact())?.channels).toEqual([slackChannel]);
    await bot.edit({ contact: null });
    await changes(ada, {
      kind: 'group',
      firstName: 'SOC',
      email: 'soc@contoso.com',
      phone: evilPhone,
      channels: ['C1'],
    });
    expect(await contact()).toMatchObject({ phone: evilPhone });
    expect(await waiting()).toEqual([]);
  });

  it('does not wait without the setting', async () => {
    bot.world.settings.approvals = false;
    await changes(ada, { phone: evilPhone });
    expect(await contact()).toMatchObject({ phone: evilPhone });
  });

  it('is not made when the record moved meanwhile', async () => {
    await changes(ada, { phone: evilPhone });
    await bot.edit((tenant) => ({
      ...tenant,
      contact: tenant.contact && { ...tenant.contact, phone: '+33142685301' },
    }));
    expect(text(await approve(lea))).toMatch(/The change was not made.*changed in another way \(24x7 phone\)/s);
    expect(await contact()).toMatchObject({ phone: '+33142685301' });
    expect(await waiting()).toEqual([]);
    await send();
    expect(text(bot.inPrivate(ada, 'approvalEnded')[0]?.card)).toContain('The change was not made');
  });

  it('is refused with a reason, which whoever asked reads', async () => {
    await changes(ada, { phone: evilPhone });
    const form = formOf(await bot.press(lea, 'contact.refuse', (await only()).id));
    expect(Object.keys(formOf(await bot.submit(lea, form, { reason: '' })).problems)).toEqual(['reason']);
    expect(text(await bot.submit(lea, form, { reason: 'Nobody knows that number.' }))).toContain(
      'Léa refused this change',
    );
    await send();
    expect(text(bot.inPrivate(ada, 'approvalEnded')[0]?.card)).toMatch(/refused.*Reason: Nobody knows that number/s);
    expect(text(await bot.press(lea, 'contact.approve', (await bot.stored('approvals'))[0]?.id ?? ''))).toContain(
      'refused',
    );
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    expect(text(await bot.say(sam, 'history Contoso'))).toMatch(/Léa refused a change.*Nobody knows/s);
  });

  it('is withdrawn by whoever asked, and by nobody else', async () => {
    await changes(ada, { phone: evilPhone });
    const { id } = await only();
    for (const who of [lea, sam, eve])
      expect(text(await bot.press(who, 'contact.withdraw', id))).toContain('Only the person who asked');
    expect(buttonsOf(await bot.press(ada, 'contact.waiting', id))).toEqual(['contact.withdraw', 'contact.history']);
    expect(buttonsOf(await bot.press(lea, 'contact.waiting', id))).toEqual([
      'contact.approve',
      'contact.refuse',
      'contact.history',
    ]);
    expect(buttonsOf(await bot.press(sam, 'contact.waiting', id))).toEqual(['contact.history']);
    // They may have lost the right meanwhile.
    bot.world.admins.delete(ada);
    expect(text(await bot.press(ada, 'contact.withdraw', id))).toContain('Ada withdrew this change');
    expect(await entries()).toContain('Ada approval.withdrawn');
    await send();
    expect(text(cards(lea)[0]?.card)).toContain('Ada withdrew this change');
  });

  it('lapses after a day, which whoever asked hears and the admins see on their cards', async () => {
    await changes(ada, { phone: evilPhone });
    const { id } = await only();
    await bot.passes(23 * hour);
    expect(await waiting()).toHaveLength(1);
    await bot.passes(2 * hour);
    expect(await waiting()).toEqual([]);
    expect(text(bot.inPrivate(ada, 'approvalEnded')[0]?.card)).toContain('lapsed on');
    expect(text(cards(lea)[0]?.card)).toContain('Nobody approved this change within 24 hours, so it lapsed on');
    expect(bot.inPrivate(lea, 'approvalEnded')).toEqual([]);
    expect(await entries()).toContain(' approval.lapsed');
    expect(text(await bot.say(sam, 'history Contoso'))).toContain('The bot let a change lapse');
    expect(text(await bot.press(lea, 'contact.approve', id))).toContain('lapsed');
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
  });
});

describe('a rogue admin', () => {
  it('does not approve their own change, nor does somebody who is no admin at that moment', async () => {
    await changes(ada, { phone: evilPhone });
    expect(text(await approve(ada))).toContain('You asked for this change yourself');
    expect(text(await approve(sam))).toContain('Only a Global Administrator');
    // Nor does a button that no card of it has stop it.
    expect(text(await bot.press(sam, 'contact.notUs', `${contoso} ${(await only()).entry}`))).toContain(
      'I found no change',
    );
    // The right is asked for now: an answer of minutes ago does not count.
    await bot.say(lea, 'show Contoso');
    bot.world.roles.set(lea, 'none');
    expect(text(await approve(lea))).toContain('Only a Global Administrator');
    expect(await waiting()).toHaveLength(1);
  });

  it.each([
    [
      'one e-mail address',
      async () => {
        for (const id of [ada, adaInTeams]) bot.knows(id, { name: 'Ada', email: 'Ada@contoso.com' });
      },
    ],
    [
      'one account in Entra',
      async () => bot.world.accounts.set(ada, adaInTeams.slice('teams:'.length).replace('/', ' ')),
    ],
    [
      'one mailbox',
      async () => {
        bot.knows(ada, { name: 'Ada', email: 'ada+slack@contoso.com' });
        bot.knows(adaInTeams, { name: 'Ada', email: 'Ada@contoso.com' });
      },
    ],
    ['no mark that tells them apart', async () => undefined],
  ])('does not approve it from the other platform: %s', async (_what, know) => {
    bot.world.admins.add(adaInTeams);
    bot.knows(adaInTeams, 'Ada');
    await know();
    await changes(ada, { phone: evilPhone });
    expect(text(await approve(adaInTeams))).toMatch(/You asked for this change yourself|cannot tell whether/);
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    const back = await changes(adaInTeams, { email: 'x@contoso.com' }, 'update Fabrikam');
    expect(text(back)).toContain('Another administrator has to approve');
  });

  it('is told apart from somebody in the other platform by two addresses, or two accounts of one tenant', async () => {
    bot.world.admins.add(tina);
    bot.knows(tina, { name: 'Tina', email: 'tina@contoso.com' });
    bot.knows(ada, { name: 'Ada', email: 'ada@contoso.com' });
    await changes(ada, { phone: evilPhone });
    expect(text(await approve(tina))).toContain('Tina approved');
    bot.knows(ada, 'Ada');
    bot.world.accounts.set(ada, '22222222-2222-4222-8222-222222222222 55555555-5555-4555-8555-555555555555');
    await bot.world.time.advance(5 * 60_000);
    await changes(ada, { phone: '+33142685300' });
    expect(text(await approve(tina))).toContain('Tina approved');
  });

  it.each(['update phone Contoso', 'change the phone of Contoso', 'update Contoso +33 1 99 00 12 34'])(
    'finds no other way in: %s',
    async (words) => {
      const form = formOf(await bot.say(ada, words));
      const filled = textsIn(form);
      await bot.submit(ada, form, { ...filled, phone: evilPhone });
      expect((await contact())?.phone).toBe('+33142685300');
      expect(await waiting()).toHaveLength(1);
    },
  );

  it.each(['contact.phone', 'contact.email', 'contact.channels'])(
    'finds no other way in by a small form: %s',
    async (id) => {
      const form = formOf(await bot.press(ada, id, contoso));
      const before = await contact();
      await bot.submit(ada, form, { phone: evilPhone, email: 'evil@example.com', channels: ['C66'] });
      expect(await contact()).toEqual(before);
      expect((await only()).changes).toHaveLength(1);
    },
  );

  it('finds none by removing the channels, by a calendar, nor by what takes no form', async () => {
    await changes(ada, { channels: [], removeChannels: ['teams:19:a@thread.tacv2'] });
    expect((await contact())?.channels).toEqual([slackChannel, teamsChannel]);
    await bot.press(ada, 'contact.withdraw', (await only()).id);
    await changes(ada, { onCallCalendar: 'https://calendar.example/evil.ics' });
    expect((await contact())?.onCallCalendar ?? null).toBe(null);
    expect(JSON.stringify(await bot.world.store.read((reader) => reader.oldestHistory(100)))).not.toContain('evil.ics');
    for (const id of ['contact.attest', 'contact.confirm', 'contact.keepChannels', 'contact.phone24x7'])
      await bot.press(ada, id, `${contoso} 1`);
    expect(await contact()).toMatchObject({ email: 'soc@contoso.com', phone: '+33142685300' });
  });

  it('moves no fraud channel, manager or admin channel', async () => {
    await bot.organisation({ adminChannel });
    const sent = {
      id: contoso,
      name: 'Contoso 2',
      partnerType: 'directBill',
      manager: [ada],
      fraudChannels: ['C66'],
      adminChannel: ['C66'],
    };
    const reply = await bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', contoso)), sent);
    expect(text(reply)).toMatch(/has to approve.*Saved at once: .*name/is);
    expect(await bot.tenant()).toMatchObject({ name: 'Contoso 2', manager: null, fraudChannels: [] });
    expect(await bot.stored('organisation')).toMatchObject([{ adminChannel }]);
    expect((await waiting()).map(({ what }) => what)).toEqual(['setup', 'adminChannel']);
    for (const { id } of await waiting())
      expect(text(await bot.press(lea, 'contact.approve', id))).toContain('Léa approved');
    expect(await bot.tenant()).toMatchObject({ manager: ada, fraudChannels: [evil] });
    expect(await bot.stored('organisation')).toMatchObject([{ adminChannel: evil }]);
  });

  it('adds no tenant that takes the alerts which name none', async () => {
    bot = await aBot({ admins: [ada, lea] });
    bot.world.settings.approvals = true;
    bot.knows(lea, 'Léa');
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    await bot.submit(ada, form, { id: fabrikam, name: 'Fabrikam', partnerType: 'directBill' });
    expect(await bot.tenant(fabrikam)).toBe(null);
    await bot.send({ id: 'x', partnerTenantId: null });
    expect((await bot.alert('webhook:default x'))?.tenantId).toBe(contoso);
    expect(text(await approve(lea))).toContain('Léa approved');
    expect(await bot.tenant(fabrikam)).toMatchObject({ name: 'Fabrikam', contact: null });
    await send();
    expect(notices().map(({ to }) => to)).toContain('slack:C1');
  });

  it('retires no tenant, and what was retired may be restored at once', async () => {
    expect(text(await bot.press(ada, 'setup.retire', `${fabrikam} yes`))).toContain('has to approve');
    expect((await bot.tenant(fabrikam))?.retiredAt ?? null).toBe(null);
    expect(text(await approve(lea))).toContain('Léa approved');
    expect((await bot.tenant(fabrikam))?.retiredAt).toBe(bot.world.time.now());
    await bot.press(ada, 'setup.restore', fabrikam);
    expect((await bot.tenant(fabrikam))?.retiredAt).toBe(null);
  });

  it('gains nothing by a restart of the bot', async () => {
    await changes(ada, { phone: evilPhone });
    await bot.crash();
    await bot.start();
    expect(text(await approve(ada))).toContain('You asked for this change yourself');
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    expect(text(await approve(lea))).toContain('Léa approved');
  });

  it('finds no later change behind the card of an earlier one, also where a restore gave it the same number', async () => {
    await changes(ada, { phone: '+33142685301' });
    const { id } = await only();
    await bot.press(ada, 'contact.withdraw', id);
    await bot.world.store.change((tx) => tx.remove('approvals', id));
    await send();
    await changes(ada, { phone: evilPhone });
    const later = await only();
    await bot.world.store.change(async (tx) => {
      await tx.remove('approvals', later.id);
      await tx.put('approvals', { ...later, id: later.id.replace(` ${later.entry}`, ` ${id.split(' ')[1]}`) });
    });
    expect(text(await bot.press(lea, 'contact.approve', id))).toContain('no longer here');
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
  });

  it('does not flood the admins', async () => {
    for (let n = 0; n < 20; n++) {
      await changes(ada, { phone: evilPhone });
      await bot.press(ada, 'contact.withdraw', (await only()).id);
    }
    expect(text(await changes(ada, { phone: evilPhone }))).toContain('asked for 20 changes today');
    expect(await waiting()).toEqual([]);
  });
});

describe('where there is one admin', () => {
  beforeEach(async () => {
    bot.world.admins.delete(lea);
    await bot.edit({ manager: eve });
  });

  it('a change is made after a day, which the old and the new channels and the manager hear at once', async () => {
    const reply = await changes(ada, { channels: ['C66'] });
    expect(text(reply)).toContain('no second administrator');
    await send();
    for (const channel of ['slack:C1', 'slack:C66']) {
      const shown = bot.world.slack.messages.find(
        ({ to, deliveryId }) => to === channel && /^approval /.test(deliveryId),
      );
      expect(text(shown?.card)).toMatch(/no second administrator.*press “Not us”/s);
      expect(shown?.card.buttons.map(({ id }) => id)).toEqual(['contact.notUs', 'contact.history']);
    }
    expect(cards(eve)).toHaveLength(1);
    expect(text(await approve(ada))).toContain('Nobody has to approve');
    await bot.passes(23 * hour);
    expect((await contact())?.channels).toContainEqual(slackChannel);
    await bot.passes(2 * hour);
    expect((await contact())?.channels).toContainEqual(evil);
    expect(text(bot.inPrivate(ada, 'approvalEnded')[0]?.card)).toContain('Nobody objected');
    expect(notices().map(({ to }) => to)).toEqual(expect.arrayContaining(['slack:C1', 'slack:C66']));
    expect(text(await bot.say(sam, 'history Contoso'))).toMatch(/Ada changed the contact.*Asked on:/s);
  });

  it('“Not us” ends it, and alarms the admins', async () => {
    await changes(ada, { phone: evilPhone });
    await send();
    const shown = bot.channel('approval ')[0]?.card;
    expect(text(shown)).not.toContain('12 34');
    const { value = '' } = shown?.buttons[0] ?? {};
    expect(text(await bot.press(sam, 'contact.notUs', value))).toContain('The change is stopped');
    await send();
    expect(text(bot.inPrivate(ada, 'notUs')[0]?.card)).toContain('asked for a change');
    expect(text(bot.channel('approval ')[0]?.card)).toMatch(/Sam pressed “Not us” on/);
    await bot.passes(2 * day);
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
  });

  it('two identities that cannot be told apart, and a deactivated account, are no second one', async () => {
    bot.world.admins.add(adaInTeams).add(lea);
    bot.knows(adaInTeams, 'Ada');
    bot.knows(lea, { why: 'deactivated' });
    await changes(ada, { phone: evilPhone });
    expect(await only()).toMatchObject({ how: 'delay' });
    // Teams may not find who never wrote to the bot, but that is a second person.
    await bot.press(ada, 'contact.withdraw', (await only()).id);
    bot.world.admins.add(tina);
    await changes(ada, { phone: evilPhone });
    expect(await only()).toMatchObject({ how: 'pair' });
  });

  it('nothing waits while a platform does not say whether there is a second one', async () => {
    bot.world.admins.add(tina);
    bot.knows(ada, { name: 'Ada', email: 'ada@contoso.com' });
    bot.world.teams.person = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    expect(text(await changes(ada, { phone: evilPhone }))).toContain('could not check your role');
    expect(await waiting()).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['is no admin any more', () => bot.world.admins.delete(ada)],
    ['was deactivated', () => bot.knows(ada, { why: 'deactivated' })],
  ])('a change lapses where whoever asked %s', async (_why, leaves) => {
    await changes(ada, { phone: evilPhone });
    bot.world.admins.add(eve);
    leaves();
    await bot.passes(26 * hour);
    expect(await waiting()).toEqual([]);
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    expect(await entries()).toContain(' approval.lapsed');
  });

  it('a change goes on to wait while the directory does not say who is an admin', async () => {
    await changes(ada, { phone: evilPhone });
    const { adminsToTell } = bot.world.directory;
    bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    await bot.passes(26 * hour);
    expect(await waiting()).toHaveLength(1);
    bot.world.directory.adminsToTell = adminsToTell;
    await bot.passes(hour);
    expect(await contact()).toMatchObject({ phone: evilPhone });
  });

  it('“Not us” ends each one, however many there were today', async () => {
    for (let count = 0; count < 7; count += 1) {
      await changes(ada, { phone: evilPhone });
      await send();
      const { value = '' } = bot.channel('approval ').at(-1)?.card.buttons[0] ?? {};
      expect(text(await bot.press(sam, 'contact.notUs', value))).toContain('The change is stopped');
    }
    expect(await waiting()).toEqual([]);
  });

  it('the day does not pass while the bot is stopped, and a restore brings no change back', async () => {
    await bot.tick();
    await changes(ada, { phone: evilPhone });
    await bot.crash();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 30 * hour).toISOString());
    await bot.start();
    await bot.tick();
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    const at = bot.world.time.now();
    const list = [{ madeAt: at, at, numbers: {} }];
    await bot.world.store.change((tx) => tx.put('restores', { id: 'restores', list }));
    await bot.passes(2 * day);
    expect(await waiting()).toEqual([]);
    expect(await contact()).toMatchObject({ phone: '+33142685300' });
    expect(await entries()).toContain(' approval.lapsed');
  });

  it('a change put off by a stop of the bot is shown with the time at which it will be made, and made with the real time', async () => {
    await bot.tick();
    await changes(ada, { phone: evilPhone });
    await send();
    await bot.crash();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 30 * hour).toISOString());
    await bot.start();
    await bot.tick();
    await send();
    const shown = [await bot.say(sam, 'show Contoso'), bot.channel('approval ')[0]?.card].map(text);
    for (const one of shown) expect(one).toMatch(/26 Nov 2026, \d\d:\d\d/);
    const started = bot.world.time.now();
    await bot.passes(25 * hour);
    expect(await contact()).toMatchObject({ phone: evilPhone });
    const all = await bot.world.store.read((reader) => reader.oldestHistory(100));
    const made = all.findLast(({ deed }) => deed === 'contact.updated')?.at ?? '';
    expect(Date.parse(made)).toBeGreaterThan(Date.parse(started) + 23 * hour);
  });

  it('a further tenant waits too, and “Not us” ends that as well', async () => {
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    const id = '33333333-3333-4333-8333-333333333333';
    await bot.submit(ada, form, { id, name: 'Adatum', partnerType: 'directBill' });
    await send();
    const { value = '' } = bot.channel('approval ')[0]?.card.buttons[0] ?? {};
    expect(text(await bot.press(sam, 'contact.notUs', value))).toContain('The change is stopped');
    expect(await bot.tenant(id)).toBe(null);
  });
});

it('an import is the operator’s: it does not wait, and tells', async () => {
  const reading = readRegister({
    version: 1,
    tenants: [
      {
        id: contoso,
        name: 'Contoso',
        partnerType: 'directBill',
        contact: { kind: 'group', firstName: 'SOC', email: 'soc@contoso.com', phone: evilPhone },
      },
    ],
  });
  if (reading.kind !== 'register') throw new Error(text(reading));
  await importRegister(reading.file, { id: null, name: 'npm run import' }, bot.world);
  expect(await contact()).toMatchObject({ phone: evilPhone });
  await send();
  expect(notices().length).toBeGreaterThan(0);
});

it('the first tenant of all is set up at once', async () => {
  bot = await aBot({ admins: [ada, lea], tenants: [] });
  bot.world.settings.approvals = true;
  bot.hasChannel(adminChannel, { name: 'admins' }, [ada]);
  const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
  await bot.submit(ada, form, {
    id: contoso,
    name: 'Contoso',
    partnerType: 'directBill',
    adminChannel: ['C8'],
    manager: [sam],
  });
  expect(await bot.tenant()).toMatchObject({ name: 'Contoso', manager: sam });
  expect(await bot.stored('organisation')).toMatchObject([{ adminChannel }]);
});

it('nothing waits while the directory does not say who is an admin', async () => {
  bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
  expect(text(await changes(ada, { phone: evilPhone }))).toContain('could not check your role');
  expect(await waiting()).toEqual([]);
});
