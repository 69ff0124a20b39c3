import { beforeEach, describe, expect, it } from 'vitest';
import { answerAsText } from '../../src/faq/ask/answer-as-text.ts';
import { plainOf } from '../../src/view/view.ts';
import { cardOf } from '../support/a-bot.ts';
import { about, aFaqBot, type FaqBot, readOf } from '../support/a-faq-bot.ts';
import { contoso } from '../support/partner.ts';
import { complete } from '../views/samples/show.ts';

let bot: FaqBot;
beforeEach(async () => {
  bot = await aFaqBot();
  await complete(bot);
});

async function another(name: string, contact: boolean, id = contoso.replaceAll('1', '2')): Promise<void> {
  await bot.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (!tenant?.contact) throw new Error('no tenant');
    const own = contact ? { ...tenant.contact, email: 'desk@fabrikam.com' } : null;
    await tx.put('tenants', { ...tenant, id, name, contact: own });
  });
}

describe('with several tenants', () => {
  it('the register’s card is that of the tenant that the question names', async () => {
    await another('Fabrikam', true);
    bot.meets({ kind: 'answer', entry: 'who-can-view' });
    const reply = await bot.say('who is the security contact of Fabrikam?');
    const [answer, record] = reply.kind === 'cards' ? reply.cards : [];
    expect(readOf(answer)).toContain('desk@fabrikam.com');
    expect(record?.title).toBe('Security contact: Fabrikam');
    expect(readOf(record)).toContain('desk@fabrikam.com');
  });

  it.each([
    'who is the security contact of Fabrikam?',
    'who is Fabrikam’s security contact',
    'qui est le contact de sécurité de Fabrikam ?',
  ])('a tenant of ours is no customer: “%s” is answered', async (question) => {
    await another('Fabrikam', true);
    expect(readOf(await bot.say(question))).toContain('desk@fabrikam.com');
    expect(readOf(await bot.say(question.replace('Fabrikam', 'Northwind')))).not.toContain('desk@fabrikam.com');
  });

  it('a name that is part of another one is not meant by the longer', async () => {
    await another('Contoso Nord', true);
    const longer = readOf(await bot.press('faq.show', about('e-mail of Contoso Nord?', 'en', 'who-can-view')));
    expect(longer).toContain('desk@fabrikam.com');
    expect(longer).not.toContain('soc@contoso.com');
    const neither = readOf(await bot.press('faq.show', about('is contosonord safe?', 'en', 'email-distribution-list')));
    expect(neither).toContain('soc@contoso.com');
    expect(neither).toContain('desk@fabrikam.com');
  });

  it('one without a contact is named as such, and several are spoken of as several', async () => {
    await another('Fabrikam', false);
    for (const [locale, said] of [
      ['en', /Recorded here for your partner tenants: .*\(Contoso\), no contact yet \(Fabrikam\)/],
      [
        'fr',
        /Contact enregistré ici pour vos locataires partenaires\s: .*\(Contoso\), aucun contact pour l’instant \(Fabrikam\)/,
      ],
    ] as const) {
      const card = cardOf(await bot.press('faq.show', about('', locale, 'who-can-view')));
      expect(textOf(card.text[0])).toMatch(said);
    }
  });
});

/** As it is read, without markup. */
function textOf(text: unknown): string {
  return JSON.stringify(text)
    .replace(/\{"kind":"strong","text":"([^"]*)"\}/g, '"$1"')
    .replace(/","|[[\]"]/g, '');
}

describe('the first sentence', () => {
  it.each(['who-can-view', 'who-can-update', 'respond-how-fast'])('of “%s” stands out', async (entry) => {
    const [first] = cardOf(await bot.press('faq.show', about('', 'en', entry))).text;
    // In one piece, without blanks at its ends: Slack shows nothing else in bold.
    expect(first).toEqual([{ kind: 'strong', text: expect.stringMatching(/^\S.*\S$/) }]);
  });
});

describe('a directory that does not answer', () => {
  beforeEach(() => {
    bot.world.directory.adminsToTell = () => new Promise(() => {});
  });

  it('holds up no answer that names no administrators', async () => {
    const card = cardOf(await bot.say('what is the security contact?'));
    expect(card.title).toBe('What is the CSP security contact?');
  });

  it.each([
    ['who may change the security contact?', 'your Global Administrators'],
    ['who is our security contact?', 'soc@contoso.com'],
  ])('“%s” is answered without it after a second', async (asked, part) => {
    const reply = bot.say(asked);
    await bot.world.time.advance(1_500);
    expect(readOf(await reply)).toContain(part);
  });
});

describe('what the answer rests on', () => {
  it.each([
    ['en', 'azure-fraud', 2, /^Sources:\n/, 'Written by people, not by AI or Microsoft', 'En français'],
    ['fr', 'respond-how-fast', 3, /^Sources\s:\n/, 'sans IA. Il ne vient pas de Microsoft', 'In English'],
    ['en', 'what-is', 1, /^Source: /, 'Written by people, not by AI or Microsoft', 'En français'],
  ] as const)('is listed in %s for “%s”, each page with its date', async (locale, entry, count, start, what, other) => {
    const card = cardOf(await bot.press('faq.show', about('', locale, entry)));
    const footer = plainOf(card.footer ?? '');
    expect(footer.match(/https:\/\/learn\.microsoft\.com\S+/g)).toHaveLength(count);
    expect(footer).toMatch(/\n(Checked on|Vérifié le) 24\s(Nov|nov\.)\s2026(\.| ·) [^\n]*$/);
    expect(footer).toMatch(start);
    expect(footer).toContain(what);
    expect(card.buttons.at(-1)).toMatchObject({ id: 'faq.show', label: other });
  });

  it('is no page of Microsoft’s where the answer is about the bot', async () => {
    const footer = plainOf(cardOf(await bot.say('comment reporter un rappel ?')).footer ?? '');
    expect(footer).toMatch(/^Source\s: la documentation livrée avec ce bot\.\n/);
  });

  it('is said by the command as well', () => {
    const said = answerAsText(
      bot.world.faq(),
      { question: 'does the security contact get the azure fraud notification e-mails?', after: null },
      null,
    );
    expect(said.match(/https:\/\/learn\S+/g)).toHaveLength(2);
    expect(said).toContain('\nChecked on 24\u00A0Nov\u00A02026. Written by people');
  });

  it('and the answer itself can be read in the other language', async () => {
    const card = cardOf(await bot.say('who may change the security contact?'));
    const french = cardOf(await bot.press('faq.show', card.buttons.at(-1)?.value ?? ''));
    expect(french.title).toMatch(/^Qui peut/);
    expect(cardOf(await bot.press('faq.show', french.buttons.at(-1)?.value ?? '')).title).toBe(card.title);
  });

  it('its summary is one sentence, with one mark at its end', async () => {
    for (const locale of ['en', 'fr'] as const)
      expect(cardOf(await bot.press('faq.show', about('', locale, 'what-is'))).summary).not.toMatch(/\?\s?[.”]?\./);
  });
});
