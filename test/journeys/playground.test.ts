import { mkdirSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { bot, command, folder, patient, playgroundOf } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { openPage } from '../support/teams-playground.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

/** What a newcomer does a minute after cloning: `npm start`, a browser, and the whole round. */
it.runIf(drives('chromium'))(
  'Megan goes the whole round in Agents Playground, as npm start brings it up',
  { timeout: 120_000 },
  async () => {
    const STATE_DIR = folder();
    const running = await bot({ PLAYGROUND: 'on', STATE_DIR });
    const { child, ended } = running;
    const url = await playgroundOf(running);
    const { page, button, sees, says, goTo, posts, close } = await openPage(url);
    const picture = (name: string) => page.screenshot({ path: `${out}/${name}.png` });

    await sees('Your CSP security contact');
    await sees('No alert channel, 6 more things to fix');
    await picture('01-welcome');
    await says('help');
    await sees('What this bot can do');
    await picture('02-help');
    await says('show');
    await sees('Security contact: Contoso');
    await picture('03-show');

    await goTo(/Security alerts/);
    await posts('show');
    await sees('I answered you in our private chat.');
    await picture('04-channel');
    expect(await page.getByText('security-desk@contoso.example').count()).toBe(0);
    await goTo(/Personal Chat/);
    await sees('Security contact: Contoso');

    await says('update');
    await page.getByLabel('E-mail').last().waitFor();
    await picture('05-form');
    await page.getByLabel('E-mail').last().fill('nobody');
    await page.getByLabel('24x7 phone').last().fill('12');
    await page.getByLabel('Name of the group').last().fill('');
    await button('Save').click();
    await sees('This is not an e-mail address.');
    await sees('Please enter a phone number with its country code');
    await sees('Please fill in this field.');
    await picture('06-refused');
    expect(await page.getByLabel('E-mail').last().inputValue()).toBe('nobody');
    expect(await page.getByLabel('24x7 phone').last().inputValue()).toBe('12');

    await page.getByLabel('Name of the group').last().fill('SOC');
    await page.getByLabel('E-mail').last().fill('soc@contoso.example');
    await page.getByText('CSP Operations › Security alerts').last().click();
    await page.getByText('Megan Bowen').last().click();
    await page.getByLabel('24x7 phone').last().fill('+33 1 42 68 53 00');
    await button('Save').click();
    await sees('Saved here. Last step: Partner Center');
    expect(await page.getByLabel('E-mail').count()).toBe(0);
    await picture('07-saved');
    await button('Done in Partner Center').click();
    await picture('08-asked');
    await page.getByText('Somebody answers the phone day and night').last().click();
    await page.getByText('At least one user has the Compliance admin role').last().click();
    await button('Confirm').click();
    await sees('I recorded that Partner Center shows the same contact, that somebody answers');
    await picture('09-attested');
    await button('Still right').click();
    await sees('I recorded that you confirmed');
    await says('history');
    await sees('Megan Bowen changed the contact');
    await picture('10-history');

    await page.getByTitle('Hide log panel').click();
    await says('show');
    await expect.poll(() => page.getByText('2 more things to fix').count(), patient).toBe(2);
    await picture('11-readme');

    await close();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    const exported = await command('export', { STATE_DIR }).ended;
    expect(JSON.parse(exported.out).tenants).toMatchObject([
      { contact: { email: 'soc@contoso.example', attestedBy: expect.any(String), confirmedBy: expect.any(String) } },
    ]);
  },
);
