/**
 * Draws every view as a contact sheet of sixteen tiles into out/pictures: `npm run pictures`, or with names of sheets
 * for those alone, and `--rows` for each row as a picture too. With `--docs` it draws the two pictures of README.md into
 * docs/ instead. Ends with 1 when a card is not as it should be.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../support/programs.ts';
import { samples } from '../views/samples.ts';
import { drawSheet, drawTile } from './sheet.ts';
import { tilesOf } from './tiles.ts';

const folder = new URL('../../out/pictures/', import.meta.url).pathname;
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const rows = process.argv.includes('--rows');
const docs = process.argv.includes('--docs');
const sheets = Map.groupBy(samples, ({ name, sheet }) => sheet ?? name);

/** The pictures of README.md: the name of the file, the sample, and the platform on which it is shown. */
const pictures = [
  { name: 'contact', sample: 'show-complete', platform: 'slack' },
  { name: 'alert', sample: 'alert-high', platform: 'teams' },
] as const;

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
let troubles = 0;
try {
  for (const { name, sample, platform } of docs ? pictures : []) {
    const tiles = (await tilesOf(samples.filter((one) => one.name === sample))).flat();
    const tile = tiles.find((one) => one.platform === platform && one.theme === 'light' && one.locale === 'en');
    if (tile) await drawTile(browser, tile, new URL(`../../docs/${name}.png`, import.meta.url).pathname);
  }
  for (const [name, shown] of docs ? [] : sheets) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const trouble = await drawSheet(browser, await tilesOf(shown), { folder, name, rows });
    for (const line of trouble) console.error(`${name}: ${line}`);
    troubles += trouble.length;
    console.log(`${name}.png`);
  }
} finally {
  await browser.close();
}
process.exitCode = troubles > 0 ? 1 : 0;
