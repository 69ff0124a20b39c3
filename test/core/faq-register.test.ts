import { beforeEach, describe, expect, it } from 'vitest';
import { contoso } from '../fakes/world.ts';
import { complete } from '../views/samples/show.ts';
import { about, cardOf, type FaqDesk, faqDesk, readOf } from './faq-desk.ts';

let here: FaqDesk;
beforeEach(async () => {
  here = await faqDesk();
  await complete(here);
});

async function another(name: string, contact: boolean, id = contoso.replaceAll('1', '2')): Promise<void> {
  await here.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (!tenant?.contact) throw new Error('no tenant');
    const own = contact ? { ...tenant.contact, email: 'desk@fabrikam.com' } : null;
    await tx.put('tenants', { ...tenant, id, name, contact: own });
  });
}

describe('with several tenants', () => {
  it('the register’s card is that of the tenant that the question names', async () => {
    await another('Fabrikam', true);
    here.meets({ kind: 'answer', entry: 'who-can-view' });
    const reply = await here.say('who is the security contact of Fabrikam?');
    const [answer, record] = reply.kind === 'cards' ? reply.cards : [];
    expect(readOf(answer)).toContain('desk@fabrikam.com');
    expect(record?.title).toBe('Security contact');
    expect(readOf(record)).toContain('desk@fabrikam.com');
  });

  it('a name that is part of another one is not meant by the longer', async () => {
    await another('Contoso Nord', true);
    const longer = readOf(await here.press('faq.show', about('e-mail of Contoso Nord?', 'en', 'who-can-view')));
    expect(longer).toContain('desk@fabrikam.com');
    expect(longer).not.toContain('soc@contoso.com');
    const neither = readOf(
      await here.press('faq.show', about('is contosonord safe?', 'en', 'email-distribution-list')),
    );
    expect(neither).toContain('soc@contoso.com');
    expect(neither).toContain('desk@fabrikam.com');
  });

  it('one without a contact is named as such, and several are spoken of as several', async () => {
    await another('Fabrikam', false);
    for (const [locale, said] of [
      ['en', /Recorded here for your partner tenants: .*\(Contoso\), no contact yet \(Fabrikam\)/],
      [
        'fr',
        /Enregistré ici pour vos locataires partenaires\s: .*\(Contoso\), aucun contact pour l’instant \(Fabrikam\)/,
      ],
    ] as const) {
      const card = cardOf(await here.press('faq.show', about('', locale, 'who-can-view')));
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
    const [first] = cardOf(await here.press('faq.show', about('', 'en', entry))).text;
    expect(Array.isArray(first) && first.every((run: { kind?: string }) => run.kind === 'strong')).toBe(true);
  });
});

describe('a directory that does not answer', () => {
  beforeEach(() => {
    here.world.directory.globalAdmins = () => new Promise(() => {});
  });

  it('holds up no answer that names no administrators', async () => {
    const card = cardOf(await here.say('what is the security contact?'));
    expect(card.title).toBe('What is the CSP security contact?');
  });

  it.each([
    ['who may change the security contact?', 'your Global Administrators'],
    ['who is our security contact?', 'soc@contoso.com'],
  ])('“%s” is answered without it after a second', async (asked, part) => {
    const reply = here.say(asked);
    await here.world.time.advance(1_500);
    expect(readOf(await reply)).toContain(part);
  });
});
