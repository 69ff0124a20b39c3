import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

/**
 * The rooms of `src/`, from the ground up, each with the rooms that it imports. A room is a folder directly in `src/`, or a
 * loose file there. The four features register, reminders, alerts and faq import none of the others.
 */
const rooms: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  view: ['domain'],
  messages: ['domain', 'view'],
  ports: ['domain', 'view'],
  store: ['domain', 'ports'],
  request: ['domain', 'view', 'messages', 'ports', 'store'],
  delivery: ['domain', 'view', 'messages', 'ports', 'store', 'request'],
  findings: ['domain', 'view', 'messages', 'ports', 'store', 'request'],
  outgoing: ['domain', 'view', 'ports', 'store', 'request', 'delivery'],
  register: ['domain', 'view', 'messages', 'ports', 'store', 'request', 'delivery', 'findings'],
  reminders: ['domain', 'view', 'messages', 'ports', 'store', 'request', 'delivery', 'findings'],
  alerts: ['domain', 'view', 'messages', 'ports', 'store', 'request', 'delivery'],
  faq: ['domain', 'view', 'messages', 'ports', 'store', 'request', 'delivery'],
  help: ['domain', 'view', 'messages', 'ports', 'request'],
  routes: ['delivery', 'messages', 'ports', 'request', 'register', 'reminders', 'alerts', 'faq', 'help'],
  deliveries: ['delivery', 'outgoing', 'register', 'reminders', 'alerts', 'faq'],
  tick: [
    'request',
    'domain',
    'ports',
    'store',
    'delivery',
    'findings',
    'outgoing',
    'register',
    'reminders',
    'alerts',
    'faq',
  ],
  bot: ['ports', 'request', 'delivery', 'findings', 'routes', 'deliveries', 'tick'],
};
const features = ['register', 'reminders', 'alerts', 'faq'];
const most = { loose: 5, rooms: 18, floors: 10 };

const ambient = /\bnew Date\(\)|\bDate\.now\(|\bdayjs\(\)|\bMath\.random\(|\bconsole\./;

/** What the core may import from outside. */
const pure = /^(zod|dayjs|libphonenumber-js|fastest-levenshtein|croner|@noble\/hashes)(\/|$)/;

/** The rooms of `adapters/`, with what each imports beside itself, `src/` and Node's own modules. The first that fits is a file's room. */
const adapterRooms: readonly { in: RegExp; may: RegExp }[] = [
  { in: /^adapters\/(main|compose|compose\/[a-z-]+|run-bot|run-replica|replica-events)\.ts$/, may: /./ },
  {
    in: /^adapters\/commands\//,
    may: /^adapters\/(?!slack\/(?!app-manifest)|teams\/(?!app-package))|^(zod|package\.json)$/,
  },
  {
    in: /^adapters\/doctor\//,
    may: /^adapters\/(http\/(message|read-up-to|refusals|challenge|limits|replica-connections)|process\/(log|timers)|settings\/|store\/(embedded\/folder\/lock|errors|state|state-for|verify-history|postgres\/(inspection|known-replicas))\.ts$|local\/claim-folder|webhook\/sources\/|receivers\/(receiver|receivers-file|reach|in-words)\.ts$|microsoft\/(inspection|file\/tenant|api\/graph-error)\.ts$|teams\/api\/(cloud|credentials)|slack\/api\/user)|^(zod|fflate|manifest\.json|package\.json)$/,
  },
  { in: /^adapters\/settings\//, may: /^adapters\/http\/refusals|^zod$/ },
  { in: /^adapters\/http\//, may: /^adapters\/(chat\/platform\.ts|process\/)/ },
  {
    in: /^adapters\/process\//,
    may: /^adapters\/(chat\/platform|store\/durable-file)\.ts$|^(pino|prom-client|package\.json)$/,
  },
  { in: /^adapters\/local\//, may: /^adapters\/(settings\/|store\/|process\/|http\/)|^zod$/ },
  {
    in: /^adapters\/webhook\//,
    may: /^adapters\/(http\/(message|read-up-to)\.ts$|process\/(log|timers)\.ts$|settings\/|webhook\/)|^(zod|jose)$/,
  },
  {
    in: /^adapters\/microsoft\//,
    may: /^adapters\/(http\/|process\/(log|timers)\.ts$|settings\/|store\/(durable-file|sealed-sign-ins)\.ts$|webhook\/(presets\/(graph|preset|read-body)|sources\/(source|source-event))\.ts$|microsoft\/)|^(zod|jose)$/,
  },
  { in: /^adapters\/calendar\//, may: /^adapters\/(calendar\/|http\/(read-up-to|network-address))|^(ical\.js|zod)$/ },
  {
    in: /^adapters\/receivers\//,
    may: /^adapters\/(receivers\/|http\/(message|network-address|outgoing|retry-after)\.ts$|process\/(log|timers)\.ts$|settings\/|webhook\/auth\/hmac\.ts$|microsoft\/api\/(token|graph-error)\.ts$)|^zod$/,
  },
  { in: /^adapters\/world\//, may: /^adapters\/process\/timers\.ts$/ },
  { in: /^adapters\/faq\//, may: /^zod$/ },
  {
    in: /^adapters\/store\/postgres\//,
    may: /^adapters\/(store\/|process\/timers\.ts$|settings\/database-url\.ts$)|^pg$/,
  },
  { in: /^adapters\/store\//, may: /^adapters\/(store\/|settings\/database-url\.ts$)|^(zod|lowdb(\/.*)?)$/ },
  { in: /^adapters\/slack\/app-manifest\//, may: /^manifest\.json$/ },
  { in: /^adapters\/slack\/render\//, may: /^(@slack\/.*|zod)$/ },
  {
    in: /^adapters\/slack\/api\//,
    may: /^adapters\/(slack\/render\/|chat\/|http\/|process\/(log|timers))|^(@slack\/.*|zod|manifest\.json)$/,
  },
  {
    in: /^adapters\/slack\//,
    may: /^adapters\/(slack\/|chat\/|http\/(message|outgoing)|process\/(log|timers)|settings\/config)|^(@slack\/.*|zod)$/,
  },
  {
    in: /^adapters\/teams\/app-package\//,
    may: /^adapters\/settings\/|^(zod|fflate|ajv-draft-04|ajv-formats)$/,
  },
  { in: /^adapters\/teams\/render\//, may: /^$/ },
  {
    in: /^adapters\/teams\/api\//,
    may: /^adapters\/(teams\/(render\/|options)|chat\/|http\/|process\/(log|timers)|settings\/config)|^(botbuilder|botframework-.*|zod)$/,
  },
  {
    in: /^adapters\/teams\//,
    may: /^adapters\/(teams\/(?!app-package)|chat\/|http\/|process\/(log|timers)|settings\/config)|^(botbuilder|botframework-.*|zod)$/,
  },
  { in: /^adapters\/chat\//, may: /^adapters\/(http\/(message|outgoing)|process\/(log|timers))\.ts$/ },
];

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

const roomOf = (file: string): string => file.split('/')[1]?.replace(/\.ts$/, '') ?? '';
const inCore = files.filter((file) => file.startsWith('src/'));
/** Who in one room imports what of another, by `room -> room`. */
const arrows = Map.groupBy(
  inCore.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.startsWith('src/') && roomOf(target) !== roomOf(file))
      .map((target) => ({ arrow: `${roomOf(file)} -> ${roomOf(target)}`, by: `${file} -> ${target}` })),
  ),
  ({ arrow }) => arrow,
);
/** One more than the highest floor of what it imports. Never ends where rooms import each other in a circle. */
const floorOf = (room: string): number => 1 + Math.max(0, ...(rooms[room] ?? []).map(floorOf));

it('finds the files and their imports', () => {
  expect(files.length).toBeGreaterThan(100);
  expect(importsOf('adapters/compose.ts')).toContain('src/bot.ts');
  expect(importsOf('adapters/compose/parts.ts')).toContain('adapters/slack/slack.ts');
});

it('each room imports what the table says, and nothing else', () => {
  const said = Object.entries(rooms).flatMap(([room, imports]) => imports.map((other) => `${room} -> ${other}`));
  const unsaid = [...arrows]
    .filter(([arrow]) => !said.includes(arrow))
    .flatMap(([, found]) => found.map(({ by }) => by));
  expect(unsaid).toEqual([]);
  expect(said.filter((arrow) => !arrows.has(arrow))).toEqual([]);
});

it('each room imports only what stands before it in the table', () => {
  const order = Object.keys(rooms);
  for (const [room, imports] of Object.entries(rooms))
    for (const other of imports) expect(order.indexOf(other), `${room} -> ${other}`).toBeLessThan(order.indexOf(room));
});

it('no feature imports another, and no room below them serves one alone', () => {
  for (const feature of features) expect(rooms[feature]?.filter((room) => features.includes(room))).toEqual([]);
  const below = Object.keys(rooms).slice(0, Object.keys(rooms).indexOf(features[0] ?? ''));
  const users = (room: string) => Object.keys(rooms).filter((other) => rooms[other]?.includes(room));
  expect(below.filter((room) => users(room).length < 2)).toEqual([]);
});

it('the house is small enough to be kept in mind', () => {
  const found = {
    loose: inCore.filter((file) => file.split('/').length === 2).length,
    rooms: new Set(inCore.map(roomOf)).size,
    floors: Math.max(...Object.keys(rooms).map(floorOf)),
    arrows: arrows.size,
  };
  console.log(`src: ${found.loose} loose files, ${found.rooms} rooms, ${found.floors} floors, ${found.arrows} arrows`);
  expect(found.loose).toBeLessThanOrEqual(most.loose);
  expect(found.rooms).toBeLessThanOrEqual(most.rooms);
  expect(found.floors).toBeLessThanOrEqual(most.floors);
});

it.each(inCore)('%s imports nothing from outside the core but pure functions', (file) => {
  expect(importsOf(file).filter((target) => !target.startsWith('src/') && !pure.test(target))).toEqual([]);
});

it.each(files.filter((file) => file.startsWith('adapters/')))('%s imports only what its room may', (file) => {
  const room = adapterRooms.find((one) => one.in.test(file));
  // A file of `adapters/` itself has no folder of its own.
  const own = file.split('/').length > 2 ? file.slice(0, file.lastIndexOf('/') + 1) : file;
  const allowed = (target: string) =>
    /^(src\/|node:)/.test(target) || target.startsWith(own) || (room?.may.test(target) ?? false);
  expect(importsOf(file).filter((target) => !allowed(target))).toEqual([]);
});

/** Import statements that load a module of it; those of types alone load nothing. */
const loadsMicrosoft = /(?:^|\n)\s*(?:import|export)\s(?!type\b)[^'"`;]*?['"][^'"]*\/microsoft\/[^'"]+['"]/g;

it('only `import()` loads what asks Microsoft, so that nobody pays for it without MICROSOFT', () => {
  const outside = files.filter((file) => !file.startsWith('adapters/microsoft/'));
  expect("import { readMicrosoft } from './microsoft/file/x.ts';").toMatch(loadsMicrosoft);
  expect("import type { OpenedMicrosoft } from './microsoft/x.ts';").not.toMatch(loadsMicrosoft);
  const loading = (file: string) => readFileSync(file, 'utf8').match(loadsMicrosoft) ?? [];
  expect(outside.flatMap((file) => loading(file).map((statement) => `${file}: ${statement.trim()}`))).toEqual([]);
  expect(importsOf('adapters/compose/settings-files.ts')).toContain('adapters/microsoft/open-microsoft.ts');
});

/** Import statements that load a module of it, or its driver; those of types alone load nothing. */
const loadsPostgres = /(?:^|\n)\s*(?:import|export)\s(?!type\b)[^'"`;(]*?['"](?:[^'"]*\/postgres\/[^'"]+|pg)['"]/g;

it('only `import()` loads what speaks to PostgreSQL, so that nobody pays for it without DATABASE_URL', () => {
  // These are loaded by `import()` themselves, with DATABASE_URL alone.
  const replica = ['adapters/run-replica.ts', 'adapters/replica-events.ts'];
  const outside = files.filter((file) => !file.startsWith('adapters/store/postgres/') && !replica.includes(file));
  expect("import pg from 'pg';").toMatch(loadsPostgres);
  expect("import { databaseAt } from './store/postgres/connection.ts';").toMatch(loadsPostgres);
  expect("import type { DatabaseFacts } from '../store/postgres/inspection.ts';").not.toMatch(loadsPostgres);
  const loading = (file: string) => readFileSync(file, 'utf8').match(loadsPostgres) ?? [];
  expect(outside.flatMap((file) => loading(file).map((statement) => `${file}: ${statement.trim()}`))).toEqual([]);
  const loadReplica = /^\s*import [^;]*\/(run-replica|replica-events)\.ts/m;
  expect(outside.filter((file) => loadReplica.test(readFileSync(file, 'utf8')))).toEqual([]);
  expect(importsOf('adapters/main.ts')).toContain('adapters/run-replica.ts');
});

it.each(inCore)('%s asks no clock, dice or console', (file) => {
  expect(readFileSync(file, 'utf8')).not.toMatch(ambient);
});

/** What follows the machine's language: a comparison or a format without a language of its own. */
const machinesLanguage =
  /\.localeCompare\((?!.*'en')|\.toLocale\w+\(\)|\bIntl\.\w+\((undefined|\)(?!\.resolvedOptions))/;

it.each(files)('%s sorts and writes alike on every machine', (file) => {
  expect(readFileSync(file, 'utf8').match(machinesLanguage)).toBeNull();
});

/** A platform's name, in code or comment. What differs between them stands in a table; the FAQ's texts and ours may say it, and names of metrics. */
const platformName = /slack|teams\b/i;
const mayNamePlatforms = /^src\/(messages|faq)\/|^src\/(domain\/tenant\/(identity|platforms)|ports\/meter)\.ts$/;

it.each(inCore.filter((file) => !mayNamePlatforms.test(file)))('%s names no platform', (file) => {
  expect(readFileSync(file, 'utf8').match(platformName)).toBeNull();
});

/** A language by its name or its key. Its words stand in a folder of `src/messages`, all else in a row of one table. */
const languageName = /french|english|'(en|fr)'|\b(en|fr):/i;
const mayNameLanguages = /^src\/(messages|faq)\/|^src\/domain\/tenant\/locales\.ts$/;

it.each(inCore.filter((file) => !mayNameLanguages.test(file)))('%s names no language', (file) => {
  expect(readFileSync(file, 'utf8').match(languageName)).toBeNull();
});

it('only one file puts, changes or removes deliveries, and only one forms their ids', () => {
  const saying = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(file, 'utf8')));
  expect(saying(/\.(put|remove)(<[^(]*>)?\(\s*'deliveries'/)).toEqual(['src/delivery/transitions.ts']);
  expect(saying(/ > \$\{/)).toEqual(['src/domain/delivery/delivery.ts']);
  // Where a variable names the collection, it never is `deliveries`; `recording.ts` and `due.ts` pass on what their callers put and remove.
  const unnamed = saying(/\btx\.(put|remove)(<[^(]*>)?\(\s*[^'\s]/).filter((file) => file.startsWith('src/'));
  expect(unnamed.toSorted()).toEqual([
    'src/alerts/delivery/enqueue-alert.ts',
    'src/delivery/clock-reset.ts',
    'src/outgoing/recording.ts',
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

it.each(files.filter((file) => !file.startsWith('src/messages/')))('%s says of each export what it is', (file) => {
  const lines = readFileSync(file, 'utf8').split('\n');
  const silent = lines.filter((line, at) => {
    const declares = /^export (?!\{|\*|type \{|default )/.test(line);
    return declares && !lines[at - 1]?.trimEnd().endsWith('*/');
  });
  expect(silent).toEqual([]);
});

it('no two types share a name', () => {
  const places = new Map<string, string[]>();
  for (const file of files)
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/^(?:export )?(?:interface|type|class) (\w+)/gm))
      places.set(name, [...(places.get(name) ?? []), file]);
  expect([...places].filter(([, all]) => all.length > 1)).toEqual([]);
});
