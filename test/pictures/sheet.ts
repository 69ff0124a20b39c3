import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { Tile } from './tiles.ts';

const here = import.meta.dirname;
const library = (name: string, file: string) =>
  join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), file);
const css = readFileSync(join(here, 'sheet.css'), 'utf8');

/** Draws one sheet, and returns what is wrong with its cards. */
export async function drawSheet(
  browser: Browser,
  rows: readonly (readonly Tile[])[],
  where: { folder: string; name: string; rows: boolean },
): Promise<string[]> {
  return onPage(browser, rows, 1, async (page, trouble) => {
    await page.screenshot({ path: join(where.folder, `${where.name}.png`), fullPage: true });
    if (where.rows)
      for (const [index, row] of (await page.locator('.row').all()).entries())
        await row.screenshot({ path: join(where.folder, `${where.name}-${index + 1}.png`) });
    return trouble;
  });
}

/** Draws one tile, without its label and its round corners, into the file: three pixels of the picture are two of the tile. */
export async function drawTile(browser: Browser, tile: Tile, file: string): Promise<void> {
  await onPage(browser, [[tile]], 1.5, async (page) => {
    await page.addStyleTag({ content: '.tile { border-radius: 0; }' });
    await page.locator('.inside').screenshot({ path: file });
  });
}

/** Lays the tiles out on a page that asks nothing of any network, and hands over the page and what is wrong with its cards. */
async function onPage<T>(
  browser: Browser,
  rows: readonly (readonly Tile[])[],
  scale: number,
  work: (page: Page, trouble: string[]) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({ viewport: { width: 1_948, height: 600 }, deviceScaleFactor: scale });
  try {
    await page.route('**/*', (route) => route.abort());
    await page.setContent(`<style>${css}</style>${rows.map(rowHtml).join('')}`);
    await page.addScriptTag({ path: library('adaptivecards', 'dist/adaptivecards.min.js') });
    await page.addScriptTag({ path: library('markdown-it', 'dist/markdown-it.min.js') });
    await page.addScriptTag({ path: join(here, 'adaptive-page.js') });
    return await work(page, await drawCards(page, rows.flat()));
  } finally {
    await page.close();
  }
}

function rowHtml(tiles: readonly Tile[]): string {
  return `<div class="row">${tiles.map(tileHtml).join('')}</div>`;
}

function tileHtml({ platform, theme, locale, width, content }: Tile): string {
  const label = `${platform === 'slack' ? 'Slack (look-alike)' : 'Adaptive Card'} · ${locale} · ${theme} · ${width} px`;
  const classes = ['tile', platform, theme, width < 400 ? 'narrow' : ''].join(' ');
  return `<div class="${classes}" style="width:${width}px"><div class="label">${label}</div><div class="inside">${content.html}</div></div>`;
}

async function drawCards(page: Page, tiles: readonly Tile[]): Promise<string[]> {
  const all = tiles.map(({ content, theme, locale }) => ({ cards: content.cards, theme, locale }));
  const found = await page.evaluate(`(${drawAll})(${JSON.stringify(all)})`);
  const trouble = Array.isArray(found) ? found.map(String) : ['nothing was drawn'];
  return trouble.map((line) => {
    const [index = '', ...said] = line.split(' ');
    const { locale, width, platform } = tiles[Number(index)] ?? {};
    return `${platform} ${locale} ${width} px: ${said.join(' ')}`;
  });
}

/** In the page: each tile's cards below its HTML; what is wrong, after the number of the tile. */
const drawAll = `(tiles) => [...document.querySelectorAll('.inside')].flatMap((inside, index) => {
  const wrong = tiles[index].cards.flatMap((json) => {
    const place = inside.appendChild(document.createElement('div'));
    place.className = 'card';
    return drawCard(place, json, tiles[index].theme, tiles[index].locale);
  });
  for (const one of inside.querySelectorAll('.button'))
    if (one.scrollWidth > one.clientWidth) wrong.push('the button “' + one.textContent + '” is cut');
  if (inside.scrollWidth > inside.clientWidth) wrong.push('wider than its tile');
  return wrong.map((line) => index + ' ' + line);
})`;
