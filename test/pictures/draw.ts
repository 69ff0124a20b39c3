/**
 * Draws every view as a contact sheet of sixteen tiles into out/pictures: `npm run pictures`, or with names of sheets
 * for those alone, and `--rows` for each row as a picture too. Ends with 1 when a card is not as it should be.
 */
import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { samples } from '../views/samples.ts';
import { drawSheet } from './sheet.ts';
import { tilesOf } from './tiles.ts';

const folder = new URL('../../out/pictures/', import.meta.url).pathname;
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const rows = process.argv.includes('--rows');
const sheets = Map.groupBy(samples, ({ name, sheet }) => sheet ?? name);

mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
});
let troubles = 0;
try {
  for (const [name, shown] of sheets) {
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
