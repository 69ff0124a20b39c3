import { mkdirSync } from 'node:fs';
import { beforeAll, it, vi } from 'vitest';
import { bot, folder, playgroundOf } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { openPage } from '../support/teams-playground.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

it.runIf(drives('chromium'))(
  'Megan raises an alert from a message in Agents Playground, by the extension',
  { timeout: 120_000 },
  async () => {
    const url = await playgroundOf(await bot({ PLAYGROUND: 'on', STATE_DIR: folder() }));
    const { page, button, sees, says, close } = await openPage(url);
    await sees('security contact');
    const words = 'Somebody mines coins in vm-7. Please look!';
    await says(words);
    await sees(words);
    // The page is drawn anew for the answer, and closes the menu then.
    await sees('Raise an alert');
    // The innermost part of the page that has the message and its menu.
    const menu = page.locator('button[aria-haspopup=menu]');
    await page.locator('div', { has: menu, hasText: words }).last().locator(menu).click();
    await page.getByRole('menuitem', { name: 'Action Command' }).click();
    await page.getByPlaceholder('Input command id or leave blanks').fill('raise');
    await button('Create').click();
    await sees('What happened?');
    await sees('From a message by Megan Bowen');
    await vi.waitUntil(async () => (await page.getByLabel('What happened?').last().inputValue()) !== '');
    await page.screenshot({ path: `${out}/27-raise-from-message.png` });
    await button('Raise').click();
    await sees('Alert 1 has been raised');
    await page.screenshot({ path: `${out}/28-raised-from-message.png` });
    await close();
  },
);
