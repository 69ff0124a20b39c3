/** Agents Playground in headless Chromium: a counterpart that nobody here wrote. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { writePlaygroundConfig } from '../../adapters/local/playground-config.ts';
import { startPlayground } from '../../adapters/local/playground-process.ts';
import { openBrowser } from './teams-browser.ts';

export type PlaygroundPage = Awaited<ReturnType<typeof openPlayground>>;

/** Starts a Playground for the bot at `botUrl`, and opens the personal chat. */
export async function openPlayground(botUrl: string) {
  const dir = mkdtempSync(join(tmpdir(), 'playground-'));
  const options = {
    port: 0,
    configFile: await writePlaygroundConfig(dir),
    logFile: join(dir, 'playground.log'),
    botUrl,
  };
  const playground = await startPlayground(options);
  if (!playground || !(await playground.ready)) throw new Error('Agents Playground did not start');
  const opened = await openPage(playground.url);
  return {
    ...opened,
    url: playground.url,
    close: async () => {
      await opened.close();
      await playground.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Opens a Playground that runs, at the personal chat. Pictures are 1200 pixels wide. */
export async function openPage(url: string) {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 1500, height: 1250 }, deviceScaleFactor: 0.8 });
  page.setDefaultTimeout(45_000);
  // It asks a Microsoft host for fonts.
  await page.route('**/*', (route) =>
    ['localhost', '127.0.0.1'].includes(new URL(route.request().url()).hostname) ? route.continue() : route.abort(),
  );
  await page.goto(url);
  return {
    page,
    button: (name: string) => page.getByRole('button', { name, exact: true }).last(),
    sees: (text: string) => page.getByText(text).last().waitFor(),
    says: (text: string) => type(page, text),
    goTo: (name: RegExp) => page.getByRole('treeitem', { name }).first().click(),
    /** A new post of a channel that mentions the bot: a mention counts only when it is picked in the list. */
    posts: async (text: string) => {
      await page.getByRole('textbox').first().click();
      await page.keyboard.type('@', { delay: 50 });
      await page.locator('[aria-label="Typeahead menu"]').getByText('Security Contact').last().click();
      await page.keyboard.type(` ${text}`, { delay: 20 });
      await page.getByRole('button', { name: 'Post', exact: true }).click();
    },
    close: () => browser.close(),
  };
}

async function type(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').last().click();
  await page.keyboard.type(text);
  await page.getByRole('button', { name: 'Send Message', exact: true }).last().click();
}
