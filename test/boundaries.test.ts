import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const feature = /^src\/(?<feature>security-contact|register|alerts|reminders|faq|outbox)\//;
const pure = /^(zod|dayjs|libphonenumber-js|fastest-levenshtein|croner)(\/|$)/;
const lowest = /^src\/(domain\/|messages\/|view\.ts$)/;
const shared = /^src\/(?!bot\.|routes\.|help\.|pass-time\.|deliveries\.)[a-z-]+\.ts$/;
/** How a feature has something delivered. */
const deliveries = /^src\/outbox\//;
const request = /^src\/request\//;
const composing = /^adapters\/(main|compose|local-mode|example-tenant|commands\/[a-z-]+)\.ts$/;

/** Who may import what. The first rule whose `from` fits a file is its rule. */
const rules: { from: RegExp; may: RegExp[] }[] = [
  { from: lowest, may: [lowest, pure] },
  { from: /^src\/collections\.ts$/, may: [lowest] },
  {
    from: /^src\/(ports|card)\.ts$/,
    may: [lowest, /^src\/(collections|ports|card)\.ts$/],
  },
  { from: feature, may: [lowest, shared, request, pure, deliveries, /^src\/$<feature>\//] },
  { from: /^src\/help\.ts$/, may: [lowest, shared, request, pure, deliveries] },
  { from: /^src\/(bot|routes|pass-time|deliveries)\.ts$/, may: [/^src\//, pure] },
  // What features share: below them, above the ports.
  { from: shared, may: [lowest, shared, request, pure, deliveries] },
  // Who asks, for what, and with which right: no feature.
  { from: request, may: [lowest, shared, request, pure] },
  { from: composing, may: [/./] },
  {
    from: /^adapters\/slack\//,
    may: [
      /^src\//,
      /^adapters\/(slack\/|(?!main\.|compose\.|local-mode\.)[a-z-]+\.ts$)/,
      /^@slack\//,
      /^manifest\.json$/,
      /^node:/,
      /^zod$/,
    ],
  },
  {
    from: /^adapters\/teams\//,
    may: [
      /^src\//,
      /^adapters\/(teams\/|(?!main\.|compose\.|local-mode\.)[a-z-]+\.ts$)/,
      /^botbuilder|^botframework-/,
      /^node:/,
      /^(zod|fflate|ajv-draft-04|ajv-formats|package\.json)$/,
    ],
  },
  {
    from: /^adapters\/store\//,
    may: [/^src\//, /^adapters\/(store\/|make-folder\.ts$)/, /^lowdb(\/|$)/, /^node:/, /^zod$/],
  },
  {
    from: /^adapters\/ingest\//,
    may: [/^src\//, /^adapters\/(ingest\/|(?!main\.|local-mode\.)[a-z-]+\.ts$)/, /^node:/, /^(zod|standardwebhooks)$/],
  },
  { from: /^adapters\/faq\//, may: [/^src\//, /^adapters\/faq\//, /^node:/, /^zod$/] },
  { from: /^adapters\/directory\//, may: [/^src\//, /^adapters\/directory\//, /^node:/] },
  {
    from: /^adapters\/[a-z-]+\.ts$/,
    may: [
      /^src\//,
      /^adapters\/(?!main\.|compose\.|local-mode\.)[a-z-]+\.ts$/,
      /^node:/,
      /^(zod|pino|prom-client|package\.json)$/,
    ],
  },
];
const ambient = /\bnew Date\(\)|\bDate\.now\(|\bdayjs\(\)|\bMath\.random\(|\bconsole\./;

const filesIn = (root: string) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => `${root}/${file.replaceAll('\\', '/')}`);
const files = ['src', 'adapters'].flatMap(filesIn);

const machineClock = /\bnew Date\(\)|\bDate\.now\b|\bperformance\.now\b|\bdayjs\(\)/;

/** Import statements, exports from, and `import()`. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const named = [...text.matchAll(/(?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/g)];
  const bare = [...text.matchAll(/(?:^|\n)import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g)];
  return [...named, ...bare]
    .map((match) => match[1] ?? match[2] ?? '')
    .map((spec) => (spec.startsWith('.') ? join(dirname(file), spec).replaceAll('\\', '/') : spec));
}

it('finds the files and their imports', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(importsOf('adapters/compose.ts')).toEqual(expect.arrayContaining(['src/bot.ts', 'adapters/slack/slack.ts']));
});

it.each(files)('%s imports only what its floor allows', (file) => {
  const rule = rules.find(({ from }) => from.test(file));
  const name = rule?.from.exec(file)?.groups?.feature ?? '';
  const may = (rule?.may ?? []).map(({ source }) => new RegExp(source.replace('$<feature>', name)));
  expect(importsOf(file).filter((target) => !may.some((allowed) => allowed.test(target)))).toEqual([]);
});

it.each(files.filter((file) => file.startsWith('src/')))('%s asks no clock, dice or console', (file) => {
  expect(readFileSync(file, 'utf8')).not.toMatch(ambient);
});

/** A platform's name, in code or comment. What differs between them stands in a table; the FAQ's texts and ours may say it. */
const platformName = /slack|teams\b/i;
const mayNamePlatforms = /^src\/(messages|faq)\/|^src\/domain\/(identity|platforms)\.ts$/;

it.each(files.filter((file) => file.startsWith('src/') && !mayNamePlatforms.test(file)))(
  '%s names no platform',
  (file) => {
    expect(readFileSync(file, 'utf8').match(platformName)).toBeNull();
  },
);

/** A language by its name or its key. Its words stand in a folder of `src/messages`, all else in a row of one table. */
const languageName = /french|english|'(en|fr)'|\b(en|fr):/i;
const mayNameLanguages = /^src\/(messages|faq)\/|^src\/domain\/locales\.ts$/;

it.each(files.filter((file) => file.startsWith('src/') && !mayNameLanguages.test(file)))(
  '%s names no language',
  (file) => {
    expect(readFileSync(file, 'utf8').match(languageName)).toBeNull();
  },
);

it('only one file puts, changes or removes deliveries, and only one forms their ids', () => {
  const saying = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(file, 'utf8')));
  expect(saying(/\.(put|remove)(<[^(]*>)?\(\s*'deliveries'/)).toEqual(['src/delivery/transitions.ts']);
  // The other one is the state of an older version, and stays as that was.
  const forming = [
    'src/domain/delivery/delivery-id.ts',
    'adapters/store/embedded/migrations/v2-reminders-count-on-arrival.ts',
  ];
  expect(saying(/ > \$\{/)).toEqual(forming);
  // Where a variable names the collection, it never is `deliveries`; `due.ts` passes on what its callers put and remove.
  const unnamed = saying(/\btx\.(put|remove)(<[^(]*>)?\(\s*[^'\s]/).filter((file) => file.startsWith('src/'));
  expect(unnamed.toSorted()).toEqual([
    'src/alerts/delivery/stranded.ts',
    'src/delivery/clock-reset.ts',
    'src/store/due.ts',
  ]);
});

it('nothing under test/ asks the machine what time it is, but for the one place that tells it', () => {
  const asking = filesIn('test').filter((file) => machineClock.test(readFileSync(file, 'utf8')));
  expect(asking).toEqual(['test/support/time.ts']);
});

it('has no import circle', () => {
  const done = new Set<string>();
  const visit = (file: string, path: string[]): void => {
    if (path.includes(file)) throw new Error([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file)) return;
    for (const next of importsOf(file).filter((target) => files.includes(target))) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
});
