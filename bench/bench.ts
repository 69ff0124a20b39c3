/** `npm run bench`: every measure beside its floor in the same run, as Markdown. A name runs one part: `npm run bench -- platforms`. */
import { table } from './figures.ts';

/** Each part is loaded when it runs: the last one takes its partners from the tests, whose clock stands on another day. */
const parts: Readonly<Record<string, () => Promise<string>>> = {
  platforms: async () => table(await (await import('./platforms.ts')).platformRows()),
  store: async () => (await import('./store.ts')).storeTable(),
  alerts: async () => (await import('./alerts.ts')).alertsTable(),
  senders: async () => (await import('./senders.ts')).sendersTable(),
  faq: async () => (await import('./faq.ts')).faqTable(),
  texts: async () => (await import('./texts.ts')).textsTable(),
  freshness: async () => (await import('./freshness.ts')).freshnessTable(),
  postgres: async () => (await import('./postgres.ts')).postgresTable(),
  microsoft: async () => (await import('./microsoft.ts')).microsoftTable(),
  outgoing: async () => table(await (await import('./outgoing.ts')).outgoingRows()),
};

const wanted = process.argv.slice(2);
for (const [name, run] of Object.entries(parts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  process.stdout.write(`\n## ${name}\n\n${await run()}\n`);
}
process.exit(0);
