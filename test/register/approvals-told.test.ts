/** What people read about changes that wait for a second administrator, and how they find them again. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { aBot, cardOf, formOf, type TestBot, text as written } from '../support/a-bot.ts';
import { ada, aTenant, contoso, eve, sam } from '../support/partner.ts';
import { hour } from '../support/time.ts';

const lea: Identity = 'slack:T1/ULEA';
const fabrikam = '22222222-2222-4222-8222-222222222222';
const adminChannel = { platform: 'slack', address: 'C8' } as const;
const other = { platform: 'slack', address: 'C66' } as const;
const phone = '+33199001234';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ admins: [ada, lea], tenants: [aTenant(), aTenant({ id: fabrikam, name: 'Fabrikam' })] });
  bot.world.settings.approvals = true;
  bot.knows(lea, 'Léa');
  bot.knows(eve, 'Eve');
  bot.hasChannel(other, { name: 'other' }, []);
  bot.hasChannel(adminChannel, { name: 'admins' }, [ada, lea]);
  await bot.organisation({ adminChannel });
});

/** What people read, without ids and addresses. */
const text = (what: unknown) => written(what).replace(/ <[^>]*>/g, '');
const send = () => bot.world.time.advance(10_000);
const waiting = async () => (await bot.stored('approvals')).filter(({ end }) => !end);
const first = async () => (await waiting())[0] ?? Promise.reject(new Error('nothing waits'));
const buttonsOf = (reply: Parameters<typeof cardOf>[0]) => cardOf(reply).buttons.map(({ id }) => id);

/** Asks for another phone, by the small form. */
async function asks(who = ada, values: Record<string, string | string[]> = { phone }, form = 'contact.phone') {
  return bot.submit(who, formOf(await bot.press(who, form, contoso)), values);
}
const asksForEmail = () => asks(ada, { email: 'noc@contoso.com' }, 'contact.email');
const approve = async (who: Identity) => bot.press(who, 'contact.approve', (await first()).id);
/** Moves the admin channel. */
async function moves() {
  const sent = { id: contoso, name: 'Contoso', partnerType: 'directBill', adminChannel: ['C66'] };
  return bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', contoso)), sent);
}
async function adds() {
  const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
  const id = '33333333-3333-4333-8333-333333333333';
  return bot.submit(ada, form, { id, name: 'Adatum', partnerType: 'directBill' });
}
const inChannel = (address: string, begin: string) =>
  bot.world.slack.messages.filter(({ to, deliveryId }) => to === `slack:${address}` && deliveryId.startsWith(begin));
const only = <T>(all: readonly T[]): T => {
  const [one, ...others] = all;
  if (one === undefined || others.length > 0) throw new Error(`there are ${all.length}`);
  return one;
};
const card = (who: Identity, begin = 'approval ') => only(bot.inPrivate(who, begin)).card;
const history = async () => text(await bot.say(sam, 'history Contoso'));
const isAlone = () => bot.world.admins.delete(lea);

describe('the small print says why people read it', () => {
  it('to a manager, to the channels of the admins, and to whoever asked', async () => {
    isAlone();
    await bot.edit({ manager: eve });
    await moves();
    await send();
    expect(text(card(eve))).toMatch(/because you are the manager of the partner tenant/);
    expect(text(only(inChannel('C66', 'approval ')).card)).toContain('because the change is about this channel');
    expect(text(only(inChannel('C8', 'approval ')).card)).toContain('because this is the admin channel');
    expect(text(only(inChannel('C1', 'approval ')).card)).toContain('a channel of the security contact');
    await bot.passes(25 * hour);
    expect(text(card(ada, 'approvalEnded'))).toContain('because you asked for this change');
    // The admin channel that was replaced.
    expect(text(only(inChannel('C8', 'contactChanged')).card)).toContain('because the change is about this channel');
  });

  it('to the manager before and after a change of the manager', async () => {
    await bot.edit({ manager: sam });
    const sent = { id: contoso, name: 'Contoso', partnerType: 'directBill', adminChannel: ['C8'], manager: [eve] };
    await bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', contoso)), sent);
    await approve(lea);
    await send();
    await send();
    expect(text(card(sam, 'contactChanged'))).toContain('because the change is about you');
  });
});

it('whoever asks reads of what, and who was told', async () => {
  const reply = text(await asks());
  expect(reply).toContain('You asked to change the security contact of Contoso.');
  expect(reply).toMatch(/I have told #?C8.* and (?:Léa|@?ULEA)/);
  await bot.press(ada, 'contact.withdraw', (await first()).id);
  isAlone();
  const alone = text(await asks());
  expect(alone).toMatch(/I have told C8.* Each of them can stop it\./);
  expect(alone).not.toContain('manager');
});

describe('what was not made', () => {
  it.each(['refused', 'withdrawn', 'lapsed', 'stopped'])('reads “recorded” and “asked for”: %s', async (how) => {
    if (how === 'stopped') isAlone();
    await asks();
    await send();
    const { id, entry } = await first();
    if (how === 'refused')
      await bot.submit(lea, formOf(await bot.press(lea, 'contact.refuse', id)), { reason: 'Nobody knows it.' });
    if (how === 'withdrawn') await bot.press(ada, 'contact.withdraw', id);
    if (how === 'lapsed') await bot.passes(25 * hour);
    if (how === 'stopped') await bot.press(sam, 'contact.notUs', `${contoso} ${entry}`);
    await send();
    const shown = text(only(inChannel('C8', 'approval ')).card);
    expect(shown).toMatch(/recorded: \+33 1 42 68 53 00\s+asked for: \+33 1 99 00 12 34/);
    expect(shown).not.toMatch(/was \+33|now \+33/);
    if (how === 'refused') expect(card(ada, 'approvalEnded').summary).toContain('Reason: Nobody knows it.');
  });

  it('because nobody approved it in time', async () => {
    await asks();
    await send();
    await bot.passes(25 * hour);
    expect(text(card(ada, 'approvalEnded'))).toContain('Nobody approved this change within 24 hours');
    expect(text(card(lea))).toContain('Nobody approved this change within 24 hours');
    expect(inChannel('C8', 'approval')).toHaveLength(1);
  });
});

describe('“Not us”', () => {
  beforeEach(isAlone);

  it('stops: the warning and the history say by whom it was asked for, and that nothing was changed', async () => {
    await asks();
    await send();
    const shown = await bot.press(ada, 'contact.waiting', (await first()).id);
    expect(buttonsOf(shown)).toEqual(['contact.withdraw', 'contact.history']);
    await bot.press(sam, 'contact.notUs', `${contoso} ${(await first()).entry}`);
    await send();
    const warning = text(card(ada, 'notUs'));
    expect(warning).toMatch(/Stopped: nothing was changed.*Asked by: Ada.*Asked on: 24 Nov/s);
    expect(warning).not.toContain('Changed by');
    expect(bot.inPrivate(ada, 'approvalEnded')).toEqual([]);
    expect(await history()).toMatch(
      /Sam reported a change with “Not us”.*Asked on: .*Asked by: Ada.*Stopped: 24x7 phone/s,
    );
  });

  it('after the change was made says so', async () => {
    await asks();
    const { entry } = await first();
    await bot.passes(25 * hour);
    await bot.press(sam, 'contact.notUs', `${contoso} ${entry}`);
    await send();
    expect(text(card(ada, 'notUs'))).toContain('It had already been made.');
  });
});

describe('a change is found again', () => {
  it.each([
    ...['approve', 'approve my change', 'withdraw', 'what is waiting?', 'show the waiting change', 'pending approvals'],
    ...['approuver', 'retirer ma demande', 'qu’est-ce qui est en attente ?', 'annuler ma demande'],
  ])('by words: %s', async (words) => {
    expect(text(await bot.say(lea, words))).toMatch(/Nothing is waiting|Rien n’est en attente/);
    await asks();
    const shown = await bot.say(lea, words);
    expect(buttonsOf(shown)).toEqual(['contact.approve', 'contact.refuse', 'contact.history']);
    await bot.submit(ada, formOf(await bot.press(ada, 'contact.email', fabrikam)), { email: 'noc@fabrikam.com' });
    expect(cardOf(await bot.say(lea, words)).rows.map(({ button }) => button?.id)).toEqual([
      'contact.waiting',
      'contact.waiting',
    ]);
  });

  it('and without the setting these words mean what they meant', async () => {
    bot.world.settings.approvals = false;
    expect(text(await bot.say(lea, 'approve'))).not.toContain('waiting');
  });

  it('on the home page and in the set-up, an addition and a retirement too', async () => {
    expect(buttonsOf(await adds())).toEqual(['contact.withdraw']);
    await bot.press(ada, 'setup.retire', `${fabrikam} yes`);
    for (const shown of [await bot.say(lea, 'setup'), await bot.opens(lea)]) {
      expect(text(shown)).toContain('A change waits for approval: add the partner tenant Adatum');
      expect(text(shown)).toContain('A change waits for approval: retire the partner tenant Fabrikam');
    }
    expect(text(await bot.say(lea, 'show Contoso'))).toContain('add the partner tenant Adatum');
    expect(text(await bot.say(lea, 'show Fabrikam'))).toContain('retire the partner tenant Fabrikam');
  });
});

describe('titles by the reader', () => {
  it('of a change that somebody approves', async () => {
    const own = cardOf(await asks());
    await send();
    expect(own.title).toBe('Your change is waiting');
    const { id } = await first();
    expect(cardOf(await bot.press(ada, 'contact.waiting', id)).title).toBe('Your change is waiting');
    expect(cardOf(await bot.press(lea, 'contact.waiting', id)).title).toBe('A change needs your approval');
    expect(cardOf(await bot.press(sam, 'contact.waiting', id)).title).toBe('A change waits for approval');
    expect([card(lea).title, only(inChannel('C8', 'approval ')).card.title]).toEqual([
      'A change needs your approval',
      'A change waits for approval',
    ]);
  });

  it('of a change that is made after a day: when', async () => {
    isAlone();
    await asks();
    await send();
    expect(only(inChannel('C1', 'approval ')).card.title).toBe('A change will be made on 25 Nov 2026, 09:00 UTC');
    expect(text(await bot.say(sam, 'show Contoso'))).toMatch(
      /A change will be made on 25 Nov 2026, 09:00 UTC: 24x7 phone\s+detail: Asked by Ada\./,
    );
  });
});

describe('another change meanwhile', () => {
  it('is told of when a form opens, and why it is not saved', async () => {
    await asks();
    const why = /Ada asked to change the security contact of Contoso\. That change \(24x7 phone\) waits until 25 Nov/;
    for (const id of ['contact.phone', 'contact.email', 'contact.channels', 'contact.update', 'contact.setup'])
      expect(text(formOf(await bot.press(lea, id, contoso)).notice)).toMatch(why);
    expect(text(await bot.press(lea, 'setup.retire', contoso))).toMatch(why);
    expect(text(await asks(lea, { phone: '+33199001235' }))).toMatch(why);
    expect(formOf(await bot.press(lea, 'contact.phone', fabrikam)).notice).toBe(null);
  });

  it('that the record lost its ground is ended, told, and blocks no other', async () => {
    await asks();
    await bot.edit((tenant) => ({
      ...tenant,
      contact: tenant.contact && { ...tenant.contact, phone: '+33142685301' },
    }));
    await bot.tick();
    await send();
    expect(text(card(ada, 'approvalEnded'))).toMatch(/The change was not made.*\(24x7 phone\)/s);
    expect(await history()).toMatch(/The bot let a change lapse.*Change: 24x7 phone.*Changed meanwhile: 24x7 phone/s);
    await asksForEmail();
    expect((await first()).changes.map(({ field }) => field)).toEqual(['email']);
  });
});

describe('a whole tenant', () => {
  it('to be retired is approved with the consequences in sight', async () => {
    await bot.press(ada, 'setup.retire', `${contoso} yes`);
    await send();
    expect(text(card(lea))).toMatch(/I will stop sending reminders about Contoso.*Its channels: /s);
    expect(await history()).not.toContain('Retired on');
    expect(await history()).toContain('Change: retire the partner tenant');
    await approve(lea);
    expect(text(await bot.press(sam, 'contact.history', contoso))).toMatch(
      /Ada retired the partner tenant.*Approved by: Léa/s,
    );
  });

  it('to be added names the senders whose alerts go elsewhere then', async () => {
    bot = await aBot({ admins: [ada, lea] });
    bot.world.settings.approvals = true;
    bot.knows(lea, 'Léa');
    bot.world.settings.sources = [{ name: 'cipp', source: 'webhook', namesTenant: false }] as never;
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    const id = '33333333-3333-4333-8333-333333333333';
    await bot.submit(ada, form, { id, name: 'Adatum', partnerType: 'directBill', allowUnnamed: ['yes'] });
    await send();
    expect(text(card(lea))).toMatch(/name no partner tenant: cipp\. Once this tenant is added/);
  });
});

describe('who approves', () => {
  it('gets no notice of it, and neither does the channel that shows it', async () => {
    await asks();
    await send();
    await approve(lea);
    await send();
    await send();
    expect(bot.inPrivate(lea, 'contactChanged')).toEqual([]);
    expect(inChannel('C8', 'contactChanged')).toEqual([]);
    expect(inChannel('C1', 'contactChanged')).toHaveLength(1);
    expect(text(only(inChannel('C8', 'approval ')).card)).toContain('Léa approved this change');
    expect(await history()).toMatch(/Léa approved a change.*Change: 24x7 phone/s);
  });

  it('and refuses, who asked, takes it back', async () => {
    await asks();
    expect(text(await bot.press(ada, 'contact.refuse', (await first()).id))).toContain('Ada withdrew this change');
    expect(await waiting()).toEqual([]);
  });
});

it('the history says until when, and names the change', async () => {
  await asks();
  expect(await history()).toMatch(/Ada asked for a change.*Lapses on: 25 Nov 2026/s);
});
