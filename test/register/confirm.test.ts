import { describe, expect, it } from 'vitest';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, aTenant, sam } from '../support/partner.ts';

const october = '2026-10-05T09:00:00.000Z';
const values =
  /SOC · \+33 1 42 68 53 00.* · soc@contoso.com.*Channels: C1 .* and 19:a@.*\nOn call: \w+ <slack:T1\/USAM>/s;

describe('the question whether the contact is still right', () => {
  it('shows what is confirmed, after a sentence, and says when it is next asked', async () => {
    const bot = await aBot();
    const asked = cardOf(await bot.say(sam, 'everything about the contact is right'));
    expect(asked.title).toBe('Is the contact of Contoso still right?');
    expect(text(asked.text)).toMatch(values);
    const [yes] = asked.buttons;
    expect(yes).toMatchObject({ id: 'contact.confirm', style: 'primary' });
    const done = cardOf(await bot.press(sam, yes?.id ?? '', yes?.value ?? ''));
    expect(plainOf(done.text[0] ?? '')).toBe(
      'Thank you. I recorded that you confirmed this contact. I will ask again on 22 Feb 2027.',
    );
    expect(text(done.text)).toMatch(values);
    expect(done.tone).toBe('good');
    expect(text(done)).not.toContain('Still right');
  });

  it('and so does what “confirm” records', async () => {
    const bot = await aBot({ tenants: [aTenant({}, october)] });
    const done = cardOf(await bot.say(ada, 'confirm'));
    expect(text(done.text)).toMatch(values);
    expect(done.tone).toBe('good');
    expect(text(done)).not.toContain('Still right');
  });

  it('names an earlier day where the anniversary month asks before', async () => {
    const bot = await aBot({ tenants: [{ ...aTenant({}, october), anniversaryMonth: 3 }] });
    expect(text(cardOf(await bot.say(ada, 'confirm')).text)).toContain('I will ask again on 31 Dec 2026');
  });

  it('is not offered to who may only read', async () => {
    const bot = await aBot();
    bot.knows('slack:T1/UBOB', 'Bob');
    const asked = cardOf(await bot.say('slack:T1/UBOB', 'everything about the contact is right'));
    expect(asked.buttons.map(({ id }) => id)).not.toContain('contact.confirm');
  });
});
