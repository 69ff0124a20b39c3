import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderForm } from '../../../adapters/teams/render/form.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Form } from '../../../src/view/view.ts';
import { aBot, formOf } from '../../support/a-bot.ts';
import { ada, aTenant, contoso } from '../../support/partner.ts';
import { drives } from '../../support/programs.ts';
import { openBrowser, tabThrough } from '../../support/teams-browser.ts';

const world = { picks: { channels: [], people: [] }, search: true, words: messages('en').teams };
const dialog = (form: Form) => renderForm(form, world, false);

describe.runIf(drives('chromium'))('in a dialog, Tab alone reaches', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it('the field of a small form, then Save', async () => {
    const bot = await aBot();
    const form = formOf(await bot.press(ada, 'contact.phone', contoso));
    expect(await tabThrough(browser, dialog(form))).toEqual(['24x7 phone *', 'Save']);
    const refused = formOf(await bot.submit(ada, form, { phone: '0142' }));
    const [field, save] = await tabThrough(browser, dialog(refused));
    expect(field).toMatch(/^24x7 phone – ⚠ Error: Please enter a phone number/);
    expect(save).toBe('Save');
  });

  it('each field of the whole form from the top down, then Save', async () => {
    const bot = await aBot();
    const form = formOf(await bot.press(ada, 'contact.update', contoso));
    const reached = await tabThrough(browser, dialog(form));
    const texts = form.fields.flatMap(({ kind, label }) => (kind === 'text' ? [label] : []));
    expect(reached.filter((label) => texts.some((text) => label.startsWith(text)))).toHaveLength(texts.length);
    expect(reached.at(-1)).toBe('Save');
  });

  it('the values to compare, each tick of the question after Done in Partner Center, then Confirm', async () => {
    const fresh = { attestedAt: null, phone24x7At: null };
    const bot = await aBot({ tenants: [aTenant({ contact: fresh })] });
    const form = formOf(await bot.press(ada, 'contact.attest', `${contoso} 1 ask`));
    expect(await tabThrough(browser, dialog(form))).toEqual([
      'soc@contoso.com',
      '+33\u00a01\u00a042\u00a068\u00a053\u00a000',
      'Partner Center shows the same contact',
      'Somebody answers the phone day and night',
      'Confirm',
    ]);
  });
});
