import { beforeEach, describe, expect, it } from 'vitest';
import { acceptSigned } from '../../src/alerts/sources/accept-from-source.ts';
import { AlertIn } from '../../src/domain/alert/alert.ts';
import { signedShare } from '../../src/domain/alert/source.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource } from '../support/a-source.ts';
import { ada, aTenant, contoso, eve, sam } from '../support/partner.ts';
import { day, hour, minute, today } from '../support/time.ts';

const fabrikam = '22222222-2222-4222-8222-222222222222';
const lea: Identity = 'slack:T1/ULEA';
const adminChannel = { platform: 'slack', address: 'C8' } as const;
const other = { platform: 'slack', address: 'C2' } as const;
const fraud = { platform: 'slack', address: 'C3' } as const;
const theirs = { contact: { channels: [other], onCall: [sam] } };

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ tenants: [aTenant(), aTenant({ id: fabrikam, name: 'Fabrikam', ...theirs })] });
  bot.world.admins.add(lea);
  bot.knows(lea, 'Léa');
  bot.hasChannel(other, { name: 'fabrikam-soc' }, [sam]);
  bot.hasChannel(adminChannel, { name: 'admins' });
});

const retire = (id = fabrikam, who = ada) => bot.press(who, 'setup.retire', `${id} yes`);
const takeBack = (id = fabrikam, who = ada) => bot.press(who, 'setup.restore', id);
const pass = (ms: number) => bot.world.time.advance(ms);
const posts = (kind: string) => bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith(kind));
const at = (kind: string) =>
  posts(kind)
    .map(({ to }) => to)
    .toSorted();
const retiredAt = async (id = fabrikam) => (await bot.tenant(id))?.retiredAt ?? null;
const exported = () => bot.world.store.read(exportRegister);
const imported = async (json: unknown) => {
  const reading = readRegister(json);
  if (reading.kind !== 'register') throw new Error(text(reading));
  return importRegister(reading.file, { id: null, name: 'npm run import' }, bot.world);
};
const historyOf = async (tenantId: string) => ({
  entries: await bot.world.store.read((reader) => reader.history({ tenantId, before: null, limit: 10 })),
});
const stored = (id: string) => bot.alert(`webhook:default ${id}`);
/** Lets days pass without the ticks between. */
async function days(count: number): Promise<void> {
  bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + count * day).toISOString());
  await bot.tick();
}

describe('an admin retires a partner tenant', () => {
  it('after a question that says what becomes of its alerts, and nobody else may', async () => {
    const card = cardOf(await bot.say(ada, 'setup'));
    const [start] = card.buttons.filter(({ id }) => id === 'setup.retire');
    const choice = cardOf(await bot.press(ada, 'setup.retire', start?.value ?? '?'));
    expect(choice.rows.map(({ title }) => title)).toEqual(['Contoso: nothing to fix', 'Fabrikam: only one channel']);
    const question = cardOf(await bot.press(ada, 'setup.retire', choice.rows[1]?.button?.value ?? ''));
    expect(text(question)).toMatch(/Retire Fabrikam\?.*except about its open alerts.*Its channels.*C2/s);
    expect(await retiredAt()).toBe(null);
    const [yes] = question.buttons;
    for (const who of [sam, eve]) {
      expect(text(await bot.press(who, 'setup.retire', yes?.value ?? ''))).toContain('Only a Global Administrator');
      expect(text(await bot.press(who, 'setup.restore', fabrikam))).toContain('Only a Global Administrator');
    }
    expect(await retiredAt()).toBe(null);
    expect(text(await bot.press(ada, yes?.id ?? '', yes?.value ?? ''))).toContain('Fabrikam has been retired since');
    expect(await retiredAt()).toBe(bot.world.time.now());
  });

  it('after it warned who is an administrator by the directory of that tenant', async () => {
    const ask = async () => text(cardOf(await bot.press(ada, 'setup.retire', fabrikam)));
    expect(await ask()).not.toContain('ADMINS');
    bot.world.entraTenant = contoso;
    expect(await ask()).not.toContain('ADMINS');
    bot.world.entraTenant = fabrikam;
    expect(await ask()).toContain('Only ADMINS and your other partner tenants will count');
  });

  it('after it named the sources whose file sends alerts there', async () => {
    const to = (...tenants: string[]) => ({ tenants });
    bot.world.settings.sources = [
      ...[aSource('prom', to(fabrikam)), aSource('cipp', to(contoso, fabrikam))],
      ...[aSource('siem', to(contoso)), aSource('any')],
    ];
    const { facts } = cardOf(await bot.press(ada, 'setup.retire', fabrikam));
    expect(facts.at(-1)).toMatchObject({ label: 'Sources that use this tenant', value: 'prom, cipp' });
    const named = async (...names: string[]) => {
      bot.world.settings.sources = names.map((name) => aSource(name, to(fabrikam)));
      return cardOf(await bot.press(ada, 'setup.retire', fabrikam)).facts.at(-1)?.value;
    };
    expect(await named('a', 'b', 'c', 'd', 'e')).toBe('a, b, c, d, e');
    expect(await named('a', 'b', 'c', 'd', 'e', 'f')).toBe('a, b, c, d, e and 1 more');
  });

  it('but not the last one, also when two admins press at once, and a second press changes nothing', async () => {
    await Promise.all([retire(contoso, ada), retire(fabrikam, lea)]);
    const [one, two] = [await retiredAt(contoso), await retiredAt(fabrikam)];
    expect([one, two].filter((retired) => retired === null)).toHaveLength(1);
    const left = one === null ? contoso : fabrikam;
    expect(text(await retire(left))).toContain('is the last partner tenant');
    expect(text(await bot.press(ada, 'setup.retire', left))).toContain('is the last partner tenant');
    expect(cardOf(await bot.say(ada, 'setup')).buttons.map(({ id }) => id)).not.toContain('setup.retire');
    const before = await bot.tenant(left === contoso ? fabrikam : contoso);
    await retire(before?.id);
    expect(await bot.tenant(before?.id)).toEqual(before);
  });

  it('and a manager who hears of it because nobody else does is offered nothing that only admins may do', async () => {
    bot = await aBot({
      tenants: [aTenant(), aTenant({ id: fabrikam, name: 'Fabrikam', manager: sam, contact: { channels: [] } })],
    });
    await retire();
    await pass(minute);
    const [notice] = posts('contactChanged').filter(({ to }) => to === sam);
    expect(notice?.card.buttons.map(({ id }) => id)).toEqual(['contact.notUs', 'contact.history']);
  });

  it('and its channels, the admin channel and every other admin are told, with Not us', async () => {
    await bot.organisation({ adminChannel });
    await bot.edit({ fraudChannels: [fraud] }, fabrikam);
    bot.hasChannel(fraud, { name: 'fabrikam-fraud' });
    await retire();
    await pass(minute);
    expect(at('contactChanged')).toEqual(['slack:C2', 'slack:C3', 'slack:C8', lea].toSorted());
    const [notice] = posts('contactChanged').filter(({ to }) => to === lea);
    expect(notice?.card.title).toBe('A partner tenant was retired');
    expect(notice?.card.summary).toMatch(/^Fabrikam: Ada retired this partner tenant\./);
    const [notUs] = notice?.card.buttons.filter(({ id }) => id === 'contact.notUs') ?? [];
    await bot.press(sam, 'contact.notUs', notUs?.value ?? '');
    await pass(minute);
    expect(at('notUs')).toContain(ada);
    const [restore] = notice?.card.buttons.filter(({ id }) => id === 'setup.restore') ?? [];
    expect(text(await bot.press(lea, 'setup.restore', restore?.value ?? ''))).toContain('Fabrikam has been restored');
    await pass(minute);
    expect(
      posts('contactChanged')
        .filter(({ to }) => to === 'slack:C2')
        .map(({ card }) => card.title),
    ).toEqual(['A partner tenant was retired', 'A retired partner tenant was restored']);
    expect(text(await bot.say(ada, 'history Fabrikam'))).toMatch(
      /restored the partner tenant.*reported a change with “Not us”.*retired the partner tenant/s,
    );
  });
});

describe('“Not us” about a retirement', () => {
  async function alarm() {
    await retire();
    await pass(minute);
    const notice = posts('contactChanged').find(({ to }) => to === lea);
    await bot.press(sam, 'contact.notUs', notice?.card.buttons.find(({ id }) => id === 'contact.notUs')?.value ?? '');
    await pass(minute);
    return posts('notUs').find(({ to }) => to === ada)?.card;
  }

  it('says that the tenant was retired and by whom, and takes it back', async () => {
    const card = await alarm();
    expect(card?.summary).toBe('Fabrikam: Somebody retired this partner tenant. Sam reported this with “Not us”.');
    expect(text(card?.text)).toContain('nobody in your organisation intended to retire the partner tenant Fabrikam');
    expect(text(card)).not.toContain('security contact');
    expect(text(card?.facts)).toContain('Ada');
    expect(card?.buttons.map(({ id }) => id)).toEqual(['setup.restore', 'contact.history']);
    expect(text(await bot.press(ada, 'setup.restore', card?.buttons[0]?.value ?? ''))).toContain('has been restored');
    expect(await retiredAt()).toBe(null);
  });

  it('offers nothing to take back once the tenant is back', async () => {
    const card = await alarm();
    await takeBack();
    const notice = posts('contactChanged').find(({ card: { title } }) => title === 'A partner tenant was retired');
    await bot.press(eve, 'contact.notUs', notice?.card.buttons.find(({ id }) => id === 'contact.notUs')?.value ?? '');
    await pass(2 * minute);
    const now = posts('notUs').find(({ to }) => to === ada)?.card;
    expect(card?.buttons).toHaveLength(2);
    expect(now?.buttons.map(({ id }) => id)).toEqual(['contact.history']);
    expect(now?.buttons[0]?.style).toBe('primary');
    const atLea = posts('contactChanged').find(
      ({ to, card: { title } }) => to === lea && title === 'A partner tenant was retired',
    );
    expect(atLea?.card.buttons.map(({ id }) => id)).toEqual(['contact.notUs', 'contact.history']);
  });

  it.each([
    ['a change of the channels', { fraudChannels: [other] }, 'changed the alert channels'],
    ['a new name', { name: 'Fabrikam Ltd' }, 'changed the set-up'],
  ])('about %s says what it is about too', async (_what, change, about) => {
    const { tenants } = await exported();
    const file = { version: 1, tenants: tenants.map((one) => (one.id === fabrikam ? { ...one, ...change } : one)) };
    await imported(file);
    await bot.tick();
    await pass(minute);
    const notice = posts('contactChanged').find(({ to }) => to === lea);
    await bot.press(sam, 'contact.notUs', notice?.card.buttons.find(({ id }) => id === 'contact.notUs')?.value ?? '');
    await pass(minute);
    const card = posts('notUs').find(({ to }) => to === ada)?.card;
    expect(card?.summary).toContain(about);
    expect(text(card?.text)).not.toContain('security contact');
  });
});

describe('alerts, once a partner tenant is retired', () => {
  it('that name it go to the admins, and for 30 days to its former channels', async () => {
    await retire();
    await pass(minute);
    await bot.send({ id: 'a', partnerTenantId: fabrikam, severity: 'low' });
    await pass(minute);
    expect(await stored('a')).toMatchObject({ tenantId: fabrikam, routed: 'admins', timeline: [{ why: 'retired' }] });
    expect(at('alert')).toEqual(['slack:C2']);
    expect(at('unrouted')).toEqual([ada, lea].toSorted());
    expect(text(posts('unrouted')[0]?.card)).toContain('because the partner tenant is retired');
    expect(posts('unrouted')[0]?.card.summary).toContain(
      'Sent to administrators, because the partner tenant is retired',
    );
    expect(
      posts('unrouted')[0]
        ?.card.buttons.filter(({ kind }) => kind === 'form')
        .map(({ id }) => id),
    ).toEqual(['alerts.resolve', 'alerts.note']);
    await days(30);
    await bot.send({ id: 'b', partnerTenantId: fabrikam });
    await pass(minute);
    expect(await stored('b')).toMatchObject({ tenantId: fabrikam, routed: 'admins' });
    expect(posts('alert').filter(({ deliveryId }) => deliveryId.includes('default b'))).toEqual([]);
  });

  it('that name none go to the admins with what to add; to the one that is left after 30 days', async () => {
    await bot.send({ id: 'before' });
    expect(await stored('before')).toMatchObject({
      tenantId: null,
      routed: 'admins',
      timeline: [{ why: 'noneNamed' }],
    });
    await pass(minute);
    expect(text(posts('unrouted')[0]?.card)).toContain(
      'Please change the source “webhook” so that it sends a “partnerTenantId”',
    );
    expect(text(cardOf(await bot.say(ada, 'alerts')).rows)).toContain('unknown partner tenant');
    expect(posts('unrouted')[0]?.card.buttons.map(({ id }) => id)).not.toContain('contact.setup');
    await retire();
    await bot.send({ id: 'soon' });
    expect(await stored('soon')).toMatchObject({ tenantId: null, routed: 'admins' });
    await days(29);
    await bot.send({ id: 'a' });
    expect(await stored('a')).toMatchObject({ tenantId: null });
    await days(2);
    await bot.send({ id: 'b' });
    expect(await stored('b')).toMatchObject({ tenantId: contoso, routed: 'contact' });
  });

  it('that were open still escalate, and still have their cards', async () => {
    await bot.send({ id: 'a', partnerTenantId: fabrikam });
    await pass(minute);
    await retire();
    await pass(2 * hour);
    await bot.tick();
    await pass(minute);
    expect(posts('').filter(({ to, deliveryId }) => to === 'slack:C2' && /escal|remind/.test(deliveryId))).toHaveLength(
      1,
    );
    await bot.press(sam, 'alerts.acknowledge', 'webhook:default a', other);
    expect(await stored('a')).toMatchObject({ status: 'investigating' });
  });

  it('that wait for its channel still come there', async () => {
    bot.world.slack.fails('unreachable', 'http_503');
    await bot.send({ id: 'a', partnerTenantId: fabrikam });
    await retire();
    expect(at('alert')).toEqual([]);
    bot.world.slack.heals();
    await pass(minute);
    expect(at('alert webhook:default a')).toEqual(['slack:C2']);
  });

  it('go to its channels again once it is taken back, those of the time between too', async () => {
    await bot.edit({ formerChannels: [] }, fabrikam);
    await retire();
    await bot.send({ id: 'a', partnerTenantId: fabrikam });
    await days(29);
    await takeBack();
    await pass(minute);
    expect(await stored('a')).toMatchObject({ tenantId: fabrikam, routed: 'contact' });
    await bot.send({ id: 'b', partnerTenantId: fabrikam });
    await pass(minute);
    expect(await stored('b')).toMatchObject({ routed: 'contact' });
    expect(text(await bot.say(ada, 'setup Fabrikam'))).toMatch(/^kind: form$/m);
  });
});

describe('a retired partner tenant', () => {
  it('stands among no choices, and only its history and its report are reached by its name', async () => {
    await retire();
    for (const words of ['show', 'check', 'update', 'drill', 'confirm', 'raise'])
      expect(text(await bot.say(ada, words)), words).not.toContain('Fabrikam');
    expect(text(await bot.opens(ada))).not.toContain('Fabrikam');
    for (const words of ['show', 'check', 'update', 'drill', 'confirm', 'raise', 'setup', 'reminders'])
      expect(text(await bot.say(ada, `${words} Fabrikam`)), words).toContain('Fabrikam has been retired since');
    for (const button of ['contact.show', 'contact.update', 'alerts.drill', 'alerts.raise', 'reminders.check'])
      expect(text(await bot.press(ada, button, fabrikam)), button).toContain('Fabrikam has been retired since');
    expect(text(await bot.say(ada, 'history Fabrikam'))).toContain('retired the partner tenant');
    expect(text(await bot.say(ada, 'report Fabrikam'))).toContain('Fabrikam had');
    expect(formOf(await bot.say(ada, 'raise Fabrikam phoned about a bill')).title).toBe('Raise an alert');
    expect(cardOf(await bot.say(ada, 'report')).summary).toContain('Contoso had');
  });

  it('is offered for taking back to admins alone', async () => {
    await retire();
    const offers = async (who: Identity) =>
      cardOf(await bot.say(who, 'show Fabrikam')).buttons.filter(({ id }) => id === 'setup.restore').length;
    expect([await offers(ada), await offers(lea), await offers(sam), await offers(eve)]).toEqual([1, 1, 0, 0]);
  });

  it('cannot be changed by a form that was open before, nor started a drill of', async () => {
    const [contactForm, setupForm] = [await bot.say(ada, 'update Fabrikam'), await bot.say(ada, 'setup Fabrikam')];
    const drill = cardOf(await bot.say(ada, 'drill Fabrikam')).buttons[0];
    const raiseForm = await bot.say(ada, 'raise Fabrikam');
    await retire();
    const before = await bot.tenant(fabrikam);
    const email = { kind: 'group', firstName: 'SOC', email: 'x@example.com', phone: '+33142685300' };
    await bot.submit(ada, formOf(contactForm), { ...email, locale: 'en', timezone: 'UTC', channels: ['C2'] });
    const again = await bot.submit(ada, formOf(setupForm), { id: fabrikam, name: 'New', partnerType: 'directBill' });
    expect(text(again)).toContain('The partner tenant with this ID was retired');
    await bot.press(ada, 'alerts.startDrill', drill?.value ?? '');
    const raised = await bot.submit(ada, formOf(raiseForm), { displayName: 'Odd', severity: 'high', description: '' });
    expect(text(raised)).toContain('Fabrikam has been retired since');
    expect(await bot.tenant(fabrikam)).toEqual(before);
    expect(await bot.stored('alerts')).toEqual([]);
  });

  it('is retired, says the answer to whatever was pressed or sent about it, also while it was being checked', async () => {
    const form = formOf(await bot.say(ada, 'update Fabrikam'));
    const email = { kind: 'group', firstName: 'SOC', email: 'x@example.com', phone: '+33142685300' };
    const values = { ...email, locale: 'en', timezone: 'UTC', channels: ['C2'] };
    bot.world.mail.takesMail = async () => {
      await retire();
      return 'yes';
    };
    expect(text(await bot.submit(ada, form, values))).toContain('Fabrikam has been retired since');
    expect(text(await bot.submit(ada, form, { ...values, phone: '12' }))).toContain('Fabrikam has been retired since');
    const before = await bot.tenant(fabrikam);
    for (const button of ['contact.confirm', 'contact.attest', 'contact.phone24x7', 'contact.compliance'])
      expect(text(await bot.press(ada, button, fabrikam)), button).toContain('Fabrikam has been retired since');
    expect(text(await bot.press(ada, 'reminders.weekly', `${fabrikam} on`))).toContain(
      'Fabrikam has been retired since',
    );
    expect(await bot.tenant(fabrikam)).toEqual(before);
  });

  it('has no findings and no reminders, a waiting one included, and has them again once taken back', async () => {
    const open = () => bot.world.store.read((reader) => reader.scan('findings.open', { key: fabrikam, after: null }));
    await bot.edit({ complianceAttestedAt: null }, fabrikam);
    await bot.tick();
    expect((await open()).map(({ code }) => code)).toContain('complianceUnconfirmed');
    await retire();
    await bot.tick();
    expect(await open()).toEqual([]);
    await days(1);
    await pass(hour);
    expect(posts('reminder').filter(({ card }) => text(card).includes('Fabrikam'))).toEqual([]);
    await takeBack();
    await bot.tick();
    expect((await open()).map(({ code }) => code)).toContain('complianceUnconfirmed');
  });

  it('gives its name to another one, and is then not taken back under it', async () => {
    await retire();
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    const id = '33333333-3333-4333-8333-333333333333';
    await bot.submit(ada, form, { id, name: 'Fabrikam', partnerType: 'directBill' });
    expect((await bot.tenant(id))?.name).toBe('Fabrikam');
    expect(text(await takeBack())).toContain('Another partner tenant is now called Fabrikam');
    expect(await retiredAt()).not.toBe(null);
  });

  it('is not taken back either while the name of another one looks the same', async () => {
    await retire();
    const form = formOf(await bot.say(ada, 'setup Contoso'));
    await bot.submit(ada, form, { id: contoso, name: 'FABRIKAM', partnerType: 'directBill' });
    expect(text(await takeBack())).toContain('Another partner tenant is now called Fabrikam');
    expect(await retiredAt()).not.toBe(null);
  });

  it('is taken back for 30 days, and not after them', async () => {
    await retire();
    expect(text(await bot.say(ada, 'setup'))).toContain('setup.restore');
    await days(30);
    expect(text(await bot.say(ada, 'setup'))).not.toContain('setup.restore');
    expect(text(await bot.say(ada, 'show Fabrikam'))).not.toContain('setup.restore');
    expect(text(await takeBack())).toContain('retired more than 30 days ago');
    expect(await retiredAt()).not.toBe(null);
    expect(text(await bot.say(ada, 'history Fabrikam'))).toContain('retired the partner tenant');
  });
});

describe('the card of “setup”', () => {
  it('lists a retired partner tenant once, to be taken back, and so does one for a name that nobody has', async () => {
    await retire();
    for (const words of ['setup', 'setup Nowhere'])
      expect(
        cardOf(await bot.say(ada, words)).rows.map(({ title, button }) => [title, button?.id]),
        words,
      ).toEqual([
        ['Contoso: nothing to fix', 'contact.setup'],
        ['Fabrikam', 'setup.restore'],
      ]);
    expect(cardOf(await bot.say(ada, 'show Nowhere')).title).toBe('Security contact: Contoso');
  });

  it('lists five of those that were retired lately', async () => {
    const ids = [4, 5, 6, 7, 8, 9].map((n) => String(n).repeat(8) + fabrikam.slice(8));
    await bot.world.store.change(async (tx) => {
      for (const id of ids) await tx.put('tenants', { ...aTenant({ id, name: `Tenant ${id[0]}` }), retiredAt: today });
    });
    const rows = cardOf(await bot.say(ada, 'setup')).rows.filter(({ button }) => button?.id === 'setup.restore');
    expect(rows.map(({ title }) => title)).toEqual([4, 5, 6, 7, 8].map((n) => `Tenant ${n}`));
  });

  it('lists of two that a name means the one that is not retired, and both in what retired ones have too', async () => {
    await bot.edit({ name: 'Contoso Nord' }, fabrikam);
    await retire();
    expect(text(await bot.say(ada, 'setup Nord'))).toContain('Contoso Nord has been retired since');
    const choices = async (words: string) => cardOf(await bot.say(ada, words)).rows.map(({ title }) => title);
    expect(cardOf(await bot.say(ada, 'history Nowhere')).summary).toContain('Contoso');
    const third = '33333333-3333-4333-8333-333333333333';
    await bot.world.store.change((tx) => tx.put('tenants', aTenant({ id: third, name: 'Contoso Nord Est' })));
    await retire(third);
    expect(await choices('history Nord')).toEqual(['Contoso Nord: nothing to fix', 'Contoso Nord Est: nothing to fix']);
    expect(await choices('show Nord')).toEqual(['Contoso: nothing to fix']);
  });
});

describe('the question before a partner tenant is retired', () => {
  it('names a channel once that it has for two things', async () => {
    await bot.edit({ fraudChannels: [other, fraud] }, fabrikam);
    const { facts } = cardOf(await bot.press(ada, 'setup.retire', fabrikam));
    const [channels] = facts;
    expect(channels?.value).toHaveLength(3);
    expect(text(channels)).toMatch(/C2.*C3|C3.*C2/);
  });
});

it('a partner tenant that two admins take back has that once in its history', async () => {
  await retire();
  await Promise.all([takeBack(fabrikam, ada), takeBack(fabrikam, lea)]);
  expect(text(await takeBack())).toContain('Fabrikam has been restored');
  const { entries } = await historyOf(fabrikam);
  expect(entries.map(({ deed, changes }) => [deed, changes])).toEqual([
    ['tenant.restored', [{ field: 'retiredAt', before: today, after: null }]],
    ['tenant.retired', [{ field: 'retiredAt', before: null, after: today }]],
  ]);
});

describe('the register’s file', () => {
  it('has retiredAt for a retired tenant alone, and importing it changes nothing', async () => {
    await retire();
    const file = await exported();
    expect(file.tenants.map(({ retiredAt }) => retiredAt)).toEqual([undefined, today]);
    expect(await imported(JSON.parse(JSON.stringify(file)))).toEqual({ added: 0, changed: 0, same: 2 });
    const bare = { version: 1, tenants: file.tenants.map(({ retiredAt: _, ...rest }) => rest) };
    expect(await imported(bare)).toEqual({ added: 0, changed: 0, same: 2 });
    expect(await retiredAt()).toBe(today);
  });

  it('retires a tenant and takes it back, also after 30 days, and people are told', async () => {
    const { tenants } = await exported();
    const [, second] = tenants;
    await imported({ version: 1, tenants: [{ ...second, retiredAt: '2026-11-24T10:00:00+01:00' }] });
    expect(await retiredAt()).toBe('2026-11-24T09:00:00.000Z');
    await bot.tick();
    await pass(minute);
    expect(at('contactChanged')).toEqual(['slack:C2', ada, lea].toSorted());
    await days(60);
    await imported({ version: 1, tenants: [{ ...second, retiredAt: null }] });
    expect(await retiredAt()).toBe(null);
  });

  it('takes none back whose name another one has, and has both while one is retired', async () => {
    await retire();
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    const id = '33333333-3333-4333-8333-333333333333';
    await bot.submit(ada, form, { id, name: 'Fabrikam', partnerType: 'directBill' });
    const file = JSON.parse(JSON.stringify(await exported()));
    const back = file.tenants.flatMap((one: { id: string }) =>
      one.id === fabrikam ? [{ ...one, retiredAt: null }] : [],
    );
    await expect(imported({ version: 1, tenants: back })).rejects.toThrow('tells them apart');
    expect(await retiredAt()).not.toBe(null);
    bot = await aBot({ tenants: [] });
    expect(await imported(file)).toEqual({ added: 3, changed: 0, same: 0 });
  });

  it('does not retire the last one', async () => {
    const { tenants } = await exported();
    const all = { version: 1, tenants: tenants.map((one) => ({ ...one, retiredAt: today })) };
    await expect(imported(all)).rejects.toThrow();
    expect([await retiredAt(contoso), await retiredAt(fabrikam)]).toEqual([null, null]);
  });
});

describe('30 days after it was retired', () => {
  async function passes(count: number) {
    for (let passed = 0; passed < count; passed++) await bot.ticksAfter(day);
    await pass(minute);
  }
  const numberOf = async (id: string) => (await stored(id))?.number;

  beforeEach(async () => {
    await bot.organisation({ adminChannel });
    await bot.edit({ manager: lea }, fabrikam);
    await retire();
    await passes(10);
    for (const [id, severity] of Object.entries({ low: 'low', high: 'high', taken: 'high' }))
      await bot.send({ id, severity, partnerTenantId: fabrikam });
    await pass(minute);
    await bot.press(ada, 'alerts.acknowledge', 'webhook:default taken');
    await passes(19);
  });

  it('a tenant loses its contact and manager, and people are told, with the values before', async () => {
    expect((await bot.tenant(fabrikam))?.contact).not.toBe(null);
    await passes(2);
    const cleared = await bot.tenant(fabrikam);
    expect(cleared).toMatchObject({ contact: null, manager: null, name: 'Fabrikam' });
    expect(JSON.stringify(cleared)).not.toContain(sam);
    const [entry] = (await historyOf(fabrikam)).entries.filter(({ deed }) => deed === 'tenant.cleared');
    expect(entry?.changes).toContainEqual({ field: 'manager', before: lea, after: null });
    const [notice] = posts('contactChanged').filter(({ to, card }) => to === lea && card.title.includes('removed'));
    expect(text(notice?.card)).toContain(aTenant().contact?.email);
    expect(notice?.card.buttons.map(({ id }) => id)).toEqual(['contact.history']);
    expect(text(await bot.say(ada, 'history Fabrikam'))).toContain('The bot removed the contact');
    expect((await bot.tenant(contoso))?.contact).not.toBe(null);
  });

  it('its open alerts are closed and told by number, but for a high one that nobody acknowledged', async () => {
    const numbers = [await numberOf('low'), await numberOf('taken')].map(String);
    await passes(2);
    const [notice] = posts('contactChanged').filter(
      ({ to, card }) => to === 'slack:C8' && card.title.includes('removed'),
    );
    const told = notice?.card.facts.find(({ label }) => label === 'Alerts')?.value;
    expect(plainOf(told ?? '')).toBe(numbers.join(', '));
    expect(await stored('high')).toMatchObject({ status: 'active', routed: 'admins' });
    expect(text(cardOf(await bot.say(ada, `alerts ${numbers[1]}`)))).toContain(
      '30 days after its partner tenant was retired',
    );
    await passes(2);
    expect([await stored('low'), await stored('taken')]).toEqual([null, null]);
    expect(await stored('high')).toMatchObject({ status: 'active' });
  });

  it('nothing is removed twice, and a tenant that was taken back by an import keeps what it has', async () => {
    await passes(2);
    const before = await bot.tenant(fabrikam);
    await passes(2);
    expect(await bot.tenant(fabrikam)).toEqual(before);
    const { contact } = aTenant();
    await imported({ version: 1, tenants: [{ ...(await exported()).tenants[1], contact, retiredAt: null }] });
    await passes(3);
    expect((await bot.tenant(fabrikam))?.contact).not.toBe(null);
  });
});

describe('a second partner tenant', () => {
  const id = '33333333-3333-4333-8333-333333333333';
  const values = { id, name: 'Adatum', partnerType: 'directBill' };
  beforeEach(async () => {
    await bot.world.store.change((tx) => tx.remove('tenants', fabrikam));
    bot.world.settings = { ...bot.world.settings, sources: [aSource('prom', { namesTenant: false }), aSource('cipp')] };
  });

  it('is saved once somebody allowed that senders without a tenant go to the admins', async () => {
    const form = formOf(await bot.press(ada, 'contact.setup', 'new'));
    const asked = formOf(await bot.submit(ada, form, values));
    expect(asked.problems).toEqual({ allowUnnamed: expect.stringContaining('name no partner tenant: prom.') });
    expect(await bot.tenant(id)).toBe(null);
    const saved = await bot.submit(ada, asked, { ...values, allowUnnamed: ['yes'] });
    expect(cardOf(saved).title).toBe('Partner tenant saved');
    expect(text(saved)).toContain('prom');
  });

  const opens = async () => formOf(await bot.press(ada, 'contact.setup', 'new'));
  const noSources = () => {
    bot.world.settings = { ...bot.world.settings, sources: [] };
  };

  it('keeps what was allowed while something else is wrong', async () => {
    const asked = formOf(await bot.submit(ada, await opens(), values));
    const wrong = formOf(await bot.submit(ada, asked, { ...values, name: '', allowUnnamed: ['yes'] }));
    expect(Object.keys(wrong.problems)).toEqual(['name']);
    expect(wrong.fields.find(({ name }) => name === 'allowUnnamed')).toMatchObject({ value: ['yes'] });
    expect((await opens()).fields.map(({ name }) => name)).not.toContain('allowUnnamed');
  });

  it('is asked about beside a retired one too, and a third one is not', async () => {
    await bot.world.store.change((tx) =>
      tx.put('tenants', { ...aTenant({ id: fabrikam, name: 'Fabrikam' }), retiredAt: '2026-01-01T00:00:00.000Z' }),
    );
    const asked = formOf(await bot.submit(ada, await opens(), values));
    expect(Object.keys(asked.problems)).toEqual(['allowUnnamed']);
    await bot.submit(ada, asked, { ...values, allowUnnamed: ['yes'] });
    const third = { ...values, id: '44444444-4444-4444-8444-444444444444', name: 'Tailspin' };
    expect(cardOf(await bot.submit(ada, await opens(), third)).title).toBe('Partner tenant saved');
    const again = formOf(await bot.press(ada, 'contact.setup', id));
    const changed = cardOf(await bot.submit(ada, again, { ...values, anniversaryMonth: '3' }));
    expect(changed.title).toBe('Partner tenant saved');
    expect(text(changed)).not.toContain('prom');
  });

  it.each([
    [29, true],
    [30, false],
  ])('is asked about %i days after an alert of the signed route that named none: %s', async (count, isAsked) => {
    noSources();
    const content = AlertIn.parse({ id: 'a', displayName: 'A', severity: 'low', detectedDateTime: today });
    const origin = {
      kind: 'sent',
      source: 'webhook:default',
      share: signedShare,
      by: null,
      byName: 'default',
    } as const;
    await acceptSigned([{ content, origin }], bot.world);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + count * day).toISOString());
    const reply = await bot.submit(ada, await opens(), values);
    expect(reply.kind).toBe(isAsked ? 'form' : 'card');
  });

  it('says that its name mixes alphabets', async () => {
    noSources();
    const card = cardOf(await bot.submit(ada, await opens(), { ...values, name: 'Аdatum' }));
    expect(text(card.text)).toContain('alphabets');
    const plain = formOf(await bot.press(ada, 'contact.setup', id));
    expect(text(cardOf(await bot.submit(ada, plain, { ...values, name: 'Адатум Adatum' })).text)).not.toContain(
      'alphabets',
    );
  });

  it('is told to the channels that had these alerts until then, and to other admins', async () => {
    bot.world.settings = { ...bot.world.settings, sources: [] };
    await bot.submit(ada, formOf(await bot.press(ada, 'contact.setup', 'new')), values);
    await pass(minute);
    expect(at('contactChanged')).toEqual(['slack:C1', lea].toSorted());
    expect(posts('contactChanged')[0]?.card.title).toBe('A partner tenant was added');
  });
});

describe('the first partner tenant', () => {
  it('with a fraud channel is told there and to the other admins', async () => {
    bot = await aBot({ tenants: [] });
    bot.world.admins.add(lea);
    bot.knows(lea, 'Léa');
    bot.hasChannel(fraud, { name: 'fraud' });
    const values = { id: contoso, name: 'Contoso', partnerType: 'directBill', fraudChannels: [fraud.address] };
    await bot.submit(ada, formOf(await bot.say(ada, 'setup')), values);
    await pass(minute);
    expect(at('contactChanged')).toEqual(['slack:C3', lea].toSorted());
  });

  it('is saved without a word about senders that name none', async () => {
    bot = await aBot({ tenants: [] });
    bot.world.settings = { ...bot.world.settings, sources: [aSource('prom', { namesTenant: false })] };
    const form = formOf(await bot.say(ada, 'setup'));
    const saved = cardOf(await bot.submit(ada, form, { id: contoso, name: 'Contoso', partnerType: 'directBill' }));
    expect(saved.title).toBe('Partner tenant saved');
    expect(text(saved)).not.toContain('prom');
  });
});

it('partner tenants whose names were alike already can be changed', async () => {
  await bot.edit({ name: 'CONTOSO' }, fabrikam);
  const form = formOf(await bot.press(ada, 'contact.setup', fabrikam));
  const values = { id: fabrikam, name: 'CONTOSO', partnerType: 'directBill', anniversaryMonth: '3' };
  expect((await bot.submit(ada, form, values)).kind).toBe('card');
  expect(await bot.tenant(fabrikam)).toMatchObject({ anniversaryMonth: 3 });
});
