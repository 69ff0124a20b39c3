/** `npm run bench`: every measure beside its floor in the same run, as Markdown. A name runs one part: `npm run bench -- platforms`. */
import { alertsTable } from './alerts.ts';
import { faqTable } from './faq.ts';
import { table } from './figures.ts';
import { freshnessTable } from './freshness.ts';
import { platformRows } from './platforms.ts';
import { storeTable } from './store.ts';
import { textsTable } from './texts.ts';

const parts: Readonly<Record<string, () => Promise<string>>> = {
  platforms: async () => table(await platformRows()),
  store: storeTable,
  alerts: alertsTable,
  faq: async () => faqTable(),
  freshness: freshnessTable,
  texts: textsTable,
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${await run()}\n`);
}
process.exit(0);
