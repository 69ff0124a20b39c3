/** The documents are read by people who cannot ask back: their links lead somewhere, and their lists are those of the code. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { usageOf } from '../adapters/commands/command-line.ts';
import { commands as commandTable } from '../adapters/commands/table.ts';
import { examinationsOf } from '../adapters/doctor/doctor.ts';
import { subjectOf } from '../adapters/doctor/subject.ts';
import { createMetrics } from '../adapters/process/metrics.ts';
import { botbuilderOverrides, Settings } from '../adapters/settings/settings.ts';
import { findingCodes } from '../src/domain/finding/finding.ts';
import { Locale } from '../src/domain/tenant/locales.ts';
import { messages } from '../src/messages/messages.ts';
import { readRegister } from '../src/register/file/register-file.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
/** Folders that a clone does not have. */
const strangers = /^(node_modules|out|\.git|state.*)$/;

function documents(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return strangers.test(entry.name) ? [] : documents(path);
    return entry.name.endsWith('.md') ? [relative(root, path)] : [];
  });
}

/** Without blocks of code, where `#` begins no heading. */
const prose = (file: string) => read(file).replace(/^( *)```[\s\S]*?^\1```$/gm, '');

/** The anchors that GitHub makes of a document's headings. */
function anchorsOf(file: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = prose(file).matchAll(/^#{1,6} (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading = '']) => {
      const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
      const slug = text.replace(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(' ', '-');
      const times = seen.get(slug) ?? 0;
      seen.set(slug, times + 1);
      return times === 0 ? slug : `${slug}-${times}`;
    }),
  );
}

/** Links and pictures that lead nowhere, but for those to other sites. */
function broken(file: string): string[] {
  const found = prose(file).matchAll(/\]\(([^)\s]+)\)|\bsrc="([^"]+)"/g);
  return Array.from(found, ([, link, source]) => link ?? source ?? '')
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? file : relative(root, join(root, dirname(file), path));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(target).has(anchor);
    });
}

it.each(documents())('every link of %s leads somewhere', (file) => {
  expect(broken(file)).toEqual([]);
});

it('README.md can be read at one sitting', () => {
  expect([...read('README.md')].length).toBeLessThanOrEqual(9_000);
});

it.each(['ARCHITECTURE.md', ...documents().filter((file) => file.startsWith('docs/design/'))])(
  '%s names only files that are there',
  (file) => {
    const named = [...read(file).matchAll(/`((?:src|adapters|test|data|docs)\/[\w./-]+\.\w+)`/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.filter((name) => !existsSync(join(root, name)))).toEqual([]);
  },
);

it('docs/design/constants.md names constants that are where it says', () => {
  const table = read('docs/design/constants.md');
  const named = (cell = '') => Array.from(cell.matchAll(/`([^`]+)`/g), ([, name = '']) => name);
  const constants = Array.from(table.matchAll(/^\|[^|]+\|([^|]+)\|([^|]+)\|$/gm), ([, files, names]) => {
    const texts = named(files)
      .filter((file) => existsSync(join(root, file)))
      .map(read)
      .join('\n');
    return named(names).map((name) => ({ name, isThere: new RegExp(`^(export )?const ${name}\\b`, 'm').test(texts) }));
  }).flat();
  expect(constants.length).toBeGreaterThan(30);
  expect(constants.filter(({ isThere }) => !isThere)).toEqual([]);
});

const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));

it.each(pages)('docs/%s says first for whom it is, and stands in the list of pages', (page) => {
  expect(read(`docs/${page}`)).toMatch(/^# .+\n\nThis page is for /);
  if (page !== 'README.md') expect(read('docs/README.md')).toContain(`](${page})`);
});

/** What stands between backticks in the first column of the tables. */
const rows = (text: string) => Array.from(text.matchAll(/^\| `([^`]+)`/gm), ([, name = '']) => name);

describe('the lists in the documents are those of the code', () => {
  it('settings', () => {
    const text = read('docs/settings.md');
    expect(rows(text).sort()).toEqual(['ADMINS_FILE', ...Settings.keyof().options, 'NODE_ENV'].sort());
    expect(botbuilderOverrides.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it('defaults of settings', () => {
    const usual: Record<string, unknown> = Settings.parse({});
    const told = new Map(
      Array.from(read('docs/settings.md').matchAll(/^\| `(\w+)` .*\| `([^`]+)` \|$/gm), ([, name = '', value]) => [
        name,
        value,
      ]),
    );
    const set = Object.entries(usual).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(told)).toEqual(Object.fromEntries(set.map(([name, value]) => [name, String(value)])));
  });

  it('metrics', async () => {
    const { text } = await createMetrics().scrape();
    const ours = text.matchAll(/^# TYPE (security_contact_bot_\w+)/gm);
    const [, section = ''] = read('docs/operate.md').split('\n## Metrics\n');
    const [told = ''] = section.split('\n## ');
    expect(
      rows(told)
        .map((name) => name.replace(/\{.*/, ''))
        .sort(),
    ).toEqual(Array.from(ours, ([, name]) => name).sort());
  });

  it('checks of doctor', () => {
    const [, section = ''] = read('docs/operate.md').split('\n## Doctor\n');
    const [told = ''] = section.split('\n## ');
    const named = Array.from(
      told.matchAll(/^\| ((?:`[^`]+`(?:, )?)+) \|/gm),
      ([, cell = '']) => cell.match(/[^`, ]+/g) ?? [],
    );
    const connected = {
      ...{ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', PUBLIC_URL: 'https://bot.example.com' },
      ...{
        MicrosoftAppId: '00000000-aaaa-4aaa-8aaa-000000000000',
        MicrosoftAppTenantId: '72f988bf-86f1-41af-91ab-2d7cd011db47',
        MicrosoftAppPassword: 'p',
      },
    };
    for (const environment of [{}, connected]) {
      const made = examinationsOf(subjectOf(environment, () => 0)).flatMap(({ names }) => names);
      const ofTenants = ['sign-in', 'permissions', 'roles', 'score', 'alerts', 'mail', 'people'].map(
        (one) => `microsoft:<name>:${one}`,
      );
      const all = [...made, 'settings:<NAME>', 'receiver:<name>', 'source:<name>', ...ofTenants];
      expect(all.toSorted()).toEqual(named.flat().toSorted());
    }
  });

  it('findings, the worst first', () => {
    const [, section = ''] = read('docs/reminders.md').split('\n## What is found\n');
    const [table = ''] = section.split('\n## ');
    expect(rows(table)).toEqual(findingCodes);
  });

  it('commands', () => {
    const text = read('docs/use.md');
    const missing = Locale.options
      .flatMap((locale) => Object.values(messages(locale).typed.verbs))
      .filter((word) => !new RegExp(`\`${word}\\b`, 'u').test(text));
    expect(missing).toEqual([]);
  });

  it('commands on the machine, each with how it is used and its examples', async () => {
    const [intro = '', ...sections] = read('docs/commands.md').split(/^## /m);
    const names = Object.keys(commandTable);
    expect(sections.map((section) => section.split('\n')[0])).toEqual(names);
    expect(Array.from(intro.matchAll(/^\| \[`(\w+)`\]/gm), ([, name]) => name)).toEqual(names);
    for (const [at, name] of names.entries()) {
      const { command } = (await commandTable[name]?.load()) ?? {};
      if (!command) throw new Error(`${name} has no command`);
      const [, code = ''] = sections[at]?.split('```\n') ?? [];
      const lines = [usageOf(name, command).replace('Usage: ', ''), ...command.examples];
      expect(code.trimEnd().split('\n')).toEqual([...new Set(lines)]);
    }
  });

  it('the register, whose examples can be imported', () => {
    const examples = Array.from(
      read('docs/register.md').matchAll(/^```json\n([\s\S]*?)^```$/gm),
      ([, json = '']) => json,
    );
    expect(examples.map((json) => readRegister(JSON.parse(json)).kind)).toEqual(['register', 'register']);
  });
});
