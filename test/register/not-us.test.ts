import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, eve, sam, slackChannel } from '../support/partner.ts';

const lea: Identity = 'slack:T1/ULEA';
const max: Identity = 'slack:T1/UMAX';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  for (const [id, name] of [
    [lea, 'Léa'],
    [max, 'Max'],
  ] as const)
    bot.world.slack.people.set(id, { kind: 'member', email: null, locale: null, timezone: null, id, name });
  bot.world.admins.add(lea);
});

/** Ada changes the contact; the number of the entry. */
async function changes(email: string): Promise<number> {
  const form = formOf(await bot.say(ada, 'update'));
  const same = { kind: 'group', firstName: 'SOC', phone: '+33142685300', locale: 'en', timezone: 'UTC' };
  await bot.submit(ada, form, { ...same, email, channels: [slackChannel.address] });
  await bot.world.time.advance(5_000);
  return (await history())[0]?.number ?? 0;
}
const history = () =>
  bot.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 1_000 }));
const disowned = async () => (await history()).filter(({ deed }) => deed === 'contact.disowned');
const alarms = (who: Identity) => bot.inPrivate(who, 'notUs');
const notice = () => bot.channel('contactChanged')[0];
const press = async (who: Identity, value: string) => {
  const reply = await bot.press(who, 'contact.notUs', value);
  await bot.world.time.advance(5_000);
  return cardOf(reply);
};

describe('“Not us”', () => {
  it('of several members is one alarm at each admin that counts up, and each is in the history', async () => {
    const entry = await changes('desk@example.com');
    for (const who of [sam, eve, max, sam]) await press(who, `${contoso} ${entry}`);
    expect((await disowned()).map(({ byName }) => byName)).toEqual(['Max', 'Eve', 'Sam']);
    for (const who of [ada, lea]) {
      const [alarm, ...more] = alarms(who);
      expect([more, alarm?.edits]).toEqual([[], 2]);
      expect(text(alarm?.card.text)).toMatch(
        /Sam.*Eve.*Max.* say that nobody in your organisation intended this change/,
      );
      expect(alarm?.card.rows).toHaveLength(3);
    }
  });

  it('stands on the notice itself from then on: who, and when', async () => {
    const entry = await changes('desk@example.com');
    await bot.world.time.advance(3 * 24 * 3_600_000);
    for (let tick = 0; tick < 3; tick++) await bot.tick();
    const at = bot.world.time.now();
    await press(sam, `${contoso} ${entry}`);
    expect(text(notice()?.card.text)).toMatch(
      /Sam.* said that nobody in your organisation intended this change\. I warned/,
    );
    expect(text(notice()?.card.text)).toContain(at);
    await press(eve, `${contoso} ${entry}`);
    expect(text(notice()?.card.text)).toMatch(
      /Sam.*Eve.* said that nobody in your organisation intended this change\. .*first/,
    );
    const told = bot.inPrivate(lea, 'contactChanged')[0];
    expect(text(told?.card.text)).toContain('Eve');
  });

  it.each(['1', '01', '1.0', '1 ', '1  x'])('written “%s” is the same change', async (number) => {
    expect(await changes('desk@example.com')).toBe(1);
    await press(sam, `${contoso} ${number}`);
    await press(sam, `${contoso} 1`);
    expect(await disowned()).toHaveLength(1);
  });

  it.each(['0', '2', '99', '-1', '1e0', '1.5', 'x', '', '9'.repeat(30)])(
    'about no change (“%s”) alarms nobody and says so',
    async (number) => {
      await changes('desk@example.com');
      expect(text((await press(sam, `${contoso} ${number}`)).text)).toContain('so I warned nobody');
      expect([await disowned(), alarms(ada)]).toEqual([[], []]);
    },
  );

  it('is about a change of the contact or channels, of that tenant, of the last 30 days', async () => {
    const entry = await changes('desk@example.com');
    await bot.press(sam, 'contact.confirm', contoso);
    const confirmed = (await history())[0]?.number ?? 0;
    const other = '22222222-2222-4222-8222-222222222222';
    await bot.edit({ id: other, name: 'Fabrikam' });
    for (const value of [`${contoso} ${confirmed}`, `${other} ${entry}`, `nowhere ${entry}`])
      expect(text((await press(sam, value)).text)).toContain('so I warned nobody');
    await bot.world.time.advance(31 * 24 * 3_600_000);
    expect(text((await press(sam, `${contoso} ${entry}`)).text)).toContain('so I warned nobody');
    expect(alarms(ada)).toEqual([]);
  });

  it('five hundred times with made-up numbers leaves nothing behind, and holds up no high alert', async () => {
    await bot.edit({ contact: null });
    const before = (await history()).length;
    const rows = () =>
      bot.world.store.read(
        async (reader) => (await reader.list('deliveries')).length + (await reader.list('seen')).length,
      );
    await bot.world.time.advance(10_000);
    const kept = await rows();
    await Promise.all(Array.from({ length: 500 }, (_, n) => bot.press(sam, 'contact.notUs', `${contoso} ${n + 1}`)));
    expect([(await history()).length, await rows()]).toEqual([before, kept]);
    await bot.send({ id: 'real' });
    await bot.world.time.advance(3_000);
    expect(bot.inPrivate(ada).at(-1)?.card.summary).toContain('High-severity alert');
  });

  it('stays at five a day, however much else somebody does in between', async () => {
    const entries: number[] = [];
    for (let n = 0; n < 6; n++) entries.push(await changes(`desk${n}@example.com`));
    for (const entry of entries.slice(0, 5)) await press(sam, `${contoso} ${entry}`);
    for (let n = 0; n < 101; n++) await bot.press(sam, 'contact.confirm', contoso, null, `k${n}`);
    expect(text((await press(sam, `${contoso} ${entries[5]}`)).text)).toContain('5');
    expect(await disowned()).toHaveLength(5);
  });

  it('is for five changes a day, counted also when they are pressed at once; the alarm goes before a high alert', async () => {
    const entries: number[] = [];
    for (let n = 0; n < 7; n++) entries.push(await changes(`desk${n}@example.com`));
    await bot.edit({ contact: null });
    await bot.world.time.advance(60_000);
    bot.world.slack.fails('unreachable', 'http_503');
    const replies = await Promise.all(entries.map((entry) => bot.press(sam, 'contact.notUs', `${contoso} ${entry}`)));
    await bot.send({ id: 'real' });
    bot.world.slack.heals();
    await bot.world.time.advance(60_000);
    expect(replies.filter((reply) => text(reply).includes('changes today. That is the maximum.'))).toHaveLength(2);
    expect(await disowned()).toHaveLength(5);
    expect(alarms(lea)).toHaveLength(1);
    const order = bot
      .inPrivate(lea)
      .slice(-2)
      .map(({ deliveryId }) => deliveryId.split(' ')[0]);
    expect(order).toEqual(['notUs', 'unrouted']);
  });

  it('of a change that was made after the alarm, or a day later, is another alarm: an edit far up would be news to nobody', async () => {
    const first = await changes('one@example.com');
    await press(sam, `${contoso} ${first}`);
    await bot.world.time.advance(60_000);
    const second = await changes('two@example.com');
    await press(eve, `${contoso} ${second}`);
    expect(alarms(ada)).toHaveLength(2);
    await press(max, `${contoso} ${first}`);
    expect(alarms(ada)).toHaveLength(2);
    await bot.world.time.advance(25 * 3_600_000);
    await press(eve, `${contoso} ${first}`);
    expect(alarms(ada)).toHaveLength(3);
  });
});
