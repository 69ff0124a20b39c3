import { beforeEach, describe, expect, it } from 'vitest';
import { redacted } from '../../src/faq/statistics/redact-question.ts';
import { cardOf } from '../support/a-bot.ts';
import { about, aFaqBot, type FaqBot, readOf } from '../support/a-faq-bot.ts';

describe('what is kept of a question', () => {
  it.each([
    ['may ada.lovelace+x@contoso.co.uk do it?', 'may [address] do it?'],
    ['call +33 1 42 68 53 00 or 0142685300 or (555) 123-4567', 'call [number] or [number] or [number]'],
    ['tenant 44444444-4444-4444-8444-444444444444!', 'tenant [id]!'],
    ['see https://x.example/a?token=abc&b=c or www.x.example/y', 'see [link] or [link]'],
    ['password: hunter2 and mot de passe est Soleil!', 'password: [secret] and mot de passe est [secret]'],
    ['key AKIA1234567890ABCD12 and eyJhbGciOi.eyJzdWIi.abc', 'key [secret] and [secret]'],
    ['from 10.1.2.3 and fe80:0:0:1::2', 'from [ip] and [ip]'],
    ['<@U0ADA> said\n two  things', '[mention] said two things'],
    ['appelez le 06.12.34.56.78.', 'appelez le [number].'],
    ['from 10.1.2.3. Or 10.1.2.3:443, 192.168.10.20', 'from [ip]. Or [ip], [ip]'],
    ['at 2001:db8::1 or ::1 or 2001:db8:0:1:1:1:1:1, not at a::z', 'at [ip] or [ip] or [ip], not at a::z'],
    ['my password is: Hunter2 today', 'my password is: [secret] today'],
    ['mot de passe est : Secret! ok', 'mot de passe est : [secret] ok'],
    ['PASSWORD is = hunter ok', 'PASSWORD is = [secret] ok'],
    ['le mot de passe c’est Azerty9! ok', 'le mot de passe c’est [secret] ok'],
    ['my password was hunter ok', 'my password was [secret] ok'],
    ['PIN 4821 and MFA code is 482913', 'PIN [secret] and MFA code is [secret]'],
    ['client secret value Q~abc1', 'client secret value [secret]'],
    ['which code is expected in the postal code field', 'which code is expected in the postal code field'],
    ['clé api = abc, my password hunter2', 'clé api = [secret] my password [secret]'],
    ['a password within 24 hours', 'a password within 24 hours'],
    ['ada at contoso dot com, ada (at) contoso point fr', '[address], [address]'],
    ['contoso.onmicrosoft.com or portal.fabrikam.co.uk', '[link] or [link]'],
    ['partner.microsoft.com and e.g. this', 'partner.microsoft.com and e.g. this'],
    ['IBAN FR76 3000 6000 0112 3456 7890 189 please', 'IBAN [number] please'],
    [
      '24/7 or 24x7, within 24 hours, since 2025, MFA for 80 %',
      '24/7 or 24x7, within 24 hours, since 2025, MFA for 80 %',
    ],
    ['le contact de sécurité est-il obligatoire ?', 'le contact de sécurité est-il obligatoire ?'],
  ])('of “%s” is “%s”', (typed, kept) => {
    expect(redacted(typed)).toBe(kept);
  });
});

describe('a text of any length', () => {
  it('is looked at only as far as two thousand characters, up to a whole word', () => {
    const words = 'why not ada@contoso.com '.repeat(2_000);
    const kept = redacted(words);
    expect(kept.length).toBeLessThan(2_000);
    expect(kept).not.toContain('contoso');
    expect(redacted(`${'why '.repeat(498)}ada.lovelace@contoso.com why`)).not.toContain('lovelace');
    expect(redacted('a-a-'.repeat(10_000))).toBe('');
  });
});

describe('names', () => {
  it.each([
    ['can Léa Martin see zebras', 'can [name] see zebras'],
    ['can lea martin see zebras', 'can [name] see zebras'],
    ['Tom, may Okafor-like zebras call AMÉLIE?', '[name], may [name]-like zebras call [name]?'],
    ['may zebras call Jeanne Dubois-Lévy about it', 'may zebras call [name] about it'],
    ['does the contoso soc see zebras; Security too', 'does the contoso soc see zebras; Security too'],
    ['tom likes zebras', 'tom likes zebras'],
  ])('that the register or the bot knows do not stay: “%s”', async (typed, kept) => {
    const bot = await aFaqBot();
    await bot.setUp();
    await bot.record({ kind: 'person', firstName: 'Jeanne', middleName: '', lastName: 'Dubois-Lévy' });
    bot.meets({ kind: 'unknown' });
    await bot.say(`faq ${typed}`);
    expect(await bot.misses()).toEqual([kept]);
  });

  it('nor in what somebody missed; and the card says just that', async () => {
    const bot = await aFaqBot();
    const opened = await bot.press('faq.unhelpful', about('what is it', 'en', 'what-is'));
    if (opened.kind !== 'form') throw new Error('no form');
    await bot.submit(opened.form, { reason: 'incomplete', note: 'Léa Martin knows' });
    const card = cardOf(await bot.say('faq misses'));
    expect(readOf(card)).toContain('[name] knows');
    expect(card.footer).toContain('I replace addresses, numbers and names that I know. Other names stay.');
  });
});

describe('questions without an answer', () => {
  let bot: FaqBot;
  beforeEach(async () => {
    bot = await aFaqBot();
    bot.meets({ kind: 'unknown' });
  });
  const say = async (...texts: string[]) => {
    for (const text of texts) await bot.say(`faq ${text}`, bot.outsider);
  };
  const titles = async () => cardOf(await bot.say('faq misses')).rows.map(({ title }) => title);

  it('are grouped, the most frequent first, without names', async () => {
    await say(
      'when is lunch',
      'what colour is the office cat',
      'Colour of the office cat?',
      'what colour is the office cat',
    );
    expect(await titles()).toEqual(['what colour is the office cat', 'when is lunch']);
    const read = readOf(await bot.say('faq misses'));
    expect(read).toContain('Asked 3 times');
    expect(read).toContain('Also: “Colour of the office cat?”');
    expect(read).not.toContain('Martin');
  });

  it('are for admins, in pages, in both languages’ words', async () => {
    await say(...'abcdefgh'.split('').map((letter) => letter.repeat(5)));
    const first = cardOf(await bot.say('faq misses'));
    expect(first.rows).toHaveLength(6);
    const more = first.buttons.find(({ id }) => id === 'faq.misses');
    const second = await bot.press('faq.misses', more?.value ?? '');
    expect(cardOf(second).rows).toHaveLength(2);
    expect(cardOf(second).buttons.map(({ id }) => id)).toEqual(['faq.proposals']);
    expect(readOf(await bot.say('faq misses', bot.member))).toContain('Only a Global Administrator');
    expect(readOf(await bot.press('faq.misses', '6', bot.member))).toContain('Only a Global Administrator');
    expect(readOf(await bot.say('faq lacunes', bot.member))).toContain('Seul un administrateur général');
  });

  it('are forgotten 90 days after they were asked last', async () => {
    await say('one old question', 'another old question');
    bot.world.time.set('2027-01-24T09:00:00.000Z');
    await say('one old question');
    bot.world.time.set('2027-02-23T09:00:00.000Z');
    await bot.tick();
    expect(await bot.misses()).toEqual(['one old question']);
  });

  it('are at most two thousand: a flood drops the oldest', async () => {
    await bot.world.store.change(async (tx) => {
      for (let n = 0; n < 2_000; n++) {
        const at = new Date(Date.parse('2026-11-01T00:00:00Z') + n).toISOString();
        await tx.put('faqMisses', {
          id: `m${n}`,
          text: `m${n}`,
          language: 'en',
          count: 1,
          first: at,
          last: at,
          unhelpful: null,
        });
      }
    });
    await say('one more question');
    const kept = await bot.misses();
    expect(kept).toHaveLength(2_000);
    expect(kept).toContain('one more question');
    expect(kept).not.toContain('m0');
  });

  it('are ten a day of one person, however they leave them: nobody drives out what others asked', async () => {
    await bot.say('faq what colour is the office cat', bot.member);
    const junk = Array.from({ length: 30 }, (_, n) => `junk ${'x'.repeat(n + 2)}`);
    await say(...junk.slice(0, 10));
    for (const text of junk.slice(10, 20)) await bot.press('faq.none', about(text, 'en'), bot.outsider);
    for (const text of junk.slice(20)) {
      const opened = await bot.press('faq.unhelpful', about(text, 'en', 'what-is'), bot.outsider);
      if (opened.kind === 'form') await bot.submit(opened.form, { reason: 'wrong', note: text }, bot.outsider);
    }
    expect(await bot.misses()).toHaveLength(11);
    await bot.say('faq when is lunch', bot.member);
    expect(await bot.misses()).toContain('when is lunch');
    await bot.world.time.advance(24 * 3_600_000);
    await say('one more question');
    expect(await bot.misses()).toContain('one more question');
    expect(readOf(await bot.say('faq misses'))).not.toContain('Martin');
  });

  it('teach nothing: the next one meets what the first one met', async () => {
    const fresh = await aFaqBot();
    const text = 'which MFA app should our customers use?';
    const before = readOf(await fresh.say(text));
    for (let n = 0; n < 5; n++) await fresh.press('faq.helpful', about(text, 'en', 'what-is'));
    expect(readOf(await fresh.say(text))).toBe(before);
  });
});
