import { beforeEach, describe, expect, it } from 'vitest';
import { ownRecord, ownRecordIds } from '../../src/domain/faq/entry.ts';
import { messages } from '../../src/messages/messages.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { routeOfVerb } from '../../src/request/route.ts';
import { routes } from '../../src/routes.ts';
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

async function another(name: string, digit: string): Promise<void> {
  await bot.world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (!tenant) throw new Error('no tenant');
    await tx.put('tenants', { ...tenant, id: contoso.replaceAll('1', digit), name });
  });
}

describe('a question about the own record', () => {
  it.each(ownRecordIds)('%s is answered by one sentence and the button of its verb', async (id) => {
    bot.meets({ kind: 'record', about: id });
    const { title, text, buttons, rows } = cardOf(await bot.say('what about ours?'));
    expect(title).toBe(messages('en').faq.ownRecord.questions[id]);
    expect(text).toHaveLength(1);
    expect(plainOf(text[0] ?? '').length).toBeGreaterThan(15);
    expect(rows).toEqual([]);
    expect(buttons.map((button) => button.id)).toEqual([routeOfVerb(routes, ownRecord[id].verb)?.id, 'faq.none']);
  });

  it('has a row for each of five tenants, and the card of the verb for six', async () => {
    bot.meets({ kind: 'record', about: 'our-contact' });
    for (const digit of ['2', '3', '4', '5']) await another(`Tenant ${digit}`, digit);
    const five = cardOf(await bot.say('who is it?'));
    expect([five.title, five.rows.length]).toEqual([messages('en').faq.ownRecord.questions['our-contact'], 5]);
    await another('Tenant 6', '6');
    expect(cardOf(await bot.say('who is it?')).title).not.toBe(five.title);
  });

  it('is answered from what stands there now', async () => {
    bot.meets({ kind: 'record', about: 'our-contact' });
    expect(readOf(await bot.say('who is it?'))).toContain('soc@contoso.com');
    await bot.record({ email: 'night@contoso.com' });
    expect(readOf(await bot.say('who is it?'))).toContain('night@contoso.com');
  });

  it('has a button that leads to the verb', async () => {
    bot.meets({ kind: 'record', about: 'our-history' });
    const [button] = cardOf(await bot.say('who changed it?')).buttons;
    expect(cardOf(await bot.press(button?.id ?? '', button?.value ?? '')).title).toBe(messages('en').history.title);
  });

  it('is counted as answered, and is no miss', async () => {
    bot.meets({ kind: 'record', about: 'our-alerts' });
    await bot.say('anything open?');
    expect(await bot.counts()).toEqual({ answered: 1 });
    expect(await bot.misses()).toEqual([]);
  });

  it('that was not what the asker meant leads to a person, and is kept as one without an answer', async () => {
    bot.meets({ kind: 'record', about: 'our-alerts' });
    const [, other] = cardOf(await bot.say('is the coffee machine open?')).buttons;
    expect(other?.label).toBe('I meant something else');
    expect(cardOf(await bot.press(other?.id ?? '', other?.value ?? '')).title).toBe('I do not know the answer');
    expect(await bot.misses()).toEqual(['is the coffee machine open?']);
    expect(await bot.counts()).toEqual({ answered: 1 });
  });

  it('is what a follow-up goes on from', async () => {
    bot.meets({ kind: 'record', about: 'our-contact' });
    await bot.say('who is it?');
    const real = bot.world.faq();
    let after: string | null = null;
    bot.world.faq = () => ({
      ...real,
      match: (text, context) => {
        after = context.after;
        return real.match(text, context);
      },
    });
    await bot.say('and if he is away?');
    expect(after).toBe('our-contact');
  });

  it('takes the right of its verb: figures are for managers, and a refusal counts as no answer', async () => {
    bot.meets({ kind: 'record', about: 'our-report' });
    expect(cardOf(await bot.say('how many were there?', bot.member)).title).toBe(messages('en').rights.title);
    expect(await bot.counts()).toEqual({});
    expect(cardOf(await bot.say('how many were there?', bot.admin)).title).toBe(
      messages('en').faq.ownRecord.questions['our-report'],
    );
  });

  it('is offered where the matcher is not sure, and answered by a press', async () => {
    bot.meets({ kind: 'unsure', entries: ['our-contact', 'who-can-view'] });
    const offers = cardOf(await bot.say('the contact?'));
    const { rows, buttons } = offers;
    expect(rows[0]?.title).toBe('1. Who is our security contact?');
    expect(readOf(offers)).toContain('soc@contoso.com');
    const [first] = buttons;
    expect(readOf(await bot.press(first?.id ?? '', first?.value ?? ''))).toContain('soc@contoso.com');
    expect(await bot.counts()).toEqual({ askedBack: 1, settled: 1, answered: 1 });
  });

  it('of a press is answered in the language of the list', async () => {
    expect(cardOf(await bot.press('faq.show', about('', 'fr', 'our-contact'))).title).toBe(
      messages('fr').faq.ownRecord.questions['our-contact'],
    );
  });
});

describe('with several tenants', () => {
  it('each has its row, with its own button', async () => {
    await another('Fabrikam', '2');
    bot.meets({ kind: 'record', about: 'our-contact' });
    const { rows } = cardOf(await bot.say('who is it?'));
    expect(rows.map(({ title }) => title)).toEqual(['Contoso', 'Fabrikam']);
    expect(rows.map(({ button }) => button?.value)).toEqual([contoso, contoso.replaceAll('1', '2')]);
  });

  it('a list of all is that of the one that the question names', async () => {
    await another('Fabrikam', '2');
    bot.meets({ kind: 'record', about: 'our-alerts' });
    expect(cardOf(await bot.say('anything open at Fabrikam?')).title).toBe(messages('en').alerts.list.noneTitle);
    expect(cardOf(await bot.say('anything open?')).title).toBe(messages('en').faq.ownRecord.questions['our-alerts']);
  });

  it('only the one is meant that the question names', async () => {
    await another('Fabrikam', '2');
    bot.meets({ kind: 'record', about: 'our-contact' });
    const { rows, text } = cardOf(await bot.say('who is it at Fabrikam?'));
    expect(rows).toEqual([]);
    expect(plainOf(text[0] ?? '')).toContain('Fabrikam');
  });

  it('beyond five the verb lets the asker choose', async () => {
    for (const digit of ['2', '3', '4', '5', '6']) await another(`Fabrikam ${digit}`, digit);
    bot.meets({ kind: 'record', about: 'our-contact' });
    const { title, rows, menu } = cardOf(await bot.say('who is it?'));
    expect(title).toBe(messages('en').tenants.title);
    expect(rows).toEqual([]);
    expect(menu?.choices.map(({ label }) => label)).toContainEqual(expect.stringContaining('Fabrikam 6: '));
  });
});

it('without a tenant the verb says what to do', async () => {
  const empty = await aFaqBot();
  empty.meets({ kind: 'record', about: 'our-contact' });
  expect(readOf(await empty.say('who is it?'))).toBe(readOf(await empty.say('show')));
});

it('an administrator whom the directory does not name does not keep the answer back', async () => {
  bot.meets({ kind: 'record', about: 'our-approvers' });
  bot.world.directory.adminsToTell = () => Promise.reject(new ChatError('unreachable', 'timeout'));
  expect(readOf(await bot.say('who may?', bot.member))).toContain('names not available right now');
});

it('a directory that does not answer within a second does not keep the answer back', async () => {
  bot.meets({ kind: 'record', about: 'our-approvers' });
  bot.world.directory.adminsToTell = () => new Promise(() => undefined);
  const said = bot.say('who may?', bot.member);
  await bot.world.time.advance(1_000);
  expect(readOf(await said)).toContain('names not available right now');
});
