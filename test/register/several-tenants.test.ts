import { beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { type Card, plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, eve, sam } from '../support/partner.ts';

let bot: TestBot;
const others = ['Adatum', 'Fabrikam'];
const id = (n: number) => `22222222-2222-4222-8222-00000000000${n}`;

async function alsoHas(names: readonly string[]): Promise<void> {
  await bot.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    for (const [n, name] of names.entries())
      if (tenant?.contact) {
        const contact = { ...tenant.contact, email: `${name.toLowerCase()}@example.com`, phone: `+3314268530${n}` };
        await tx.put('tenants', { ...tenant, id: id(n), name, contact });
      }
  });
}

beforeEach(async () => {
  bot = await aBot();
  await alsoHas(others);
});

const says = async (words: string, from: Identity = ada): Promise<Card> => cardOf(await bot.say(from, words));
const confirmedBy = async (tenantId: string) =>
  (await bot.world.store.read((reader) => reader.get('tenants', tenantId)))?.contact?.confirmedBy;

describe('without a name, for up to five tenants', () => {
  it.each(['show', 'check', 'confirm'])('%s answers for all in one card', async (verb) => {
    const { rows } = await says(verb);
    expect(rows.map(({ title }) => plainOf(title).split(':')[0])).toEqual(['Adatum', 'Contoso', 'Fabrikam']);
    expect(text(rows).includes('+33 1 42 68 53 00')).toBe(verb !== 'check');
  });

  it('show and check lead to each', async () => {
    for (const [verb, there] of [
      ['show', 'Security contact: Fabrikam'],
      ['check', 'Fabrikam'],
    ] as const) {
      const { button } = (await says(verb)).rows[2] ?? {};
      expect(text(await bot.press(ada, button?.id ?? '', button?.value ?? ''))).toContain(there);
    }
  });

  it('more than five are chosen from', async () => {
    await alsoHas(['A', 'B', 'C', 'D', 'E', 'F']);
    expect((await says('show')).title).toBe('Which partner tenant?');
  });
});

describe('“Still right for all three?”', () => {
  const asked = async (from: Identity = ada) => {
    const question = (await says('show', from)).buttons.find((one) => one.id === 'contact.confirm');
    return cardOf(await bot.press(from, question?.id ?? '', question?.value ?? ''));
  };

  it('shows each phone and address, and records all on one press', async () => {
    const card = await asked();
    expect(card.title).toBe('Still right for all three?');
    for (const part of ['adatum@example.com', 'fabrikam@example.com', '+33 1 42 68 53 01'])
      expect(text(card.rows)).toContain(part);
    const yes = card.buttons[0];
    expect(yes).toMatchObject({ style: 'primary', id: 'contact.confirmAll' });
    const done = cardOf(await bot.press(sam, 'contact.confirmAll', yes?.value ?? ''));
    expect(text(done)).toContain('you confirmed the contacts of Adatum, Contoso and Fabrikam.');
    for (const tenantId of [contoso, id(0), id(1)]) expect(await confirmedBy(tenantId)).toBe(sam);
  });

  it('records nothing of a contact that was changed since the question', async () => {
    const yes = (await asked()).buttons[0];
    await bot.world.store.change(async (tx) => {
      const tenant = await tx.get('tenants', id(1));
      if (tenant) await tx.put('tenants', { ...tenant, revision: { ...tenant.revision, number: 7 } });
    });
    const before = await confirmedBy(id(1));
    const done = cardOf(await bot.press(sam, 'contact.confirmAll', yes?.value ?? ''));
    expect(text(done.text)).toContain('you confirmed the contacts of Adatum and Contoso.');
    expect(text(done.text)).toContain('I recorded nothing: Fabrikam.');
    expect(await confirmedBy(id(1))).toBe(before);
    expect(done.rows.map(({ button }) => button?.value)).toEqual([id(1)]);
  });

  it('is for those who may confirm each of them, also where the press is made up', async () => {
    expect((await says('show', eve)).buttons).toEqual([]);
    expect(await says('confirm', eve)).toMatchObject({ tone: 'warning' });
    const before = await confirmedBy(contoso);
    const made = await bot.press(eve, 'contact.confirmAll', `${id(0)} 0,${contoso} 0`);
    expect(made).toMatchObject({ refused: true });
    expect(await confirmedBy(contoso)).toBe(before);
  });
});
