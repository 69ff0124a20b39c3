import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { describe, expect, it, vi } from 'vitest';
import { appSettings, appVersion, localisation, manifest } from '../../../adapters/teams/app-package/manifest.ts';
import { packageFiles, problemsOf, zipped } from '../../../adapters/teams/app-package/package.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { Locale } from '../../../src/domain/tenant/locales.ts';
import { parseCommand } from '../../../src/request/parse-command.ts';
import { packageSettings } from '../../support/teams-app.ts';
import { command, folder } from '../process/child.ts';

const settings = packageSettings;
const slash = { ...settings, slash: true };
const both = [settings, slash].map((one) => ({ name: one.slash ? 'with slash commands' : 'as a rule', one }));

it.each(both)('holds what Teams asks for, and Microsoft’s schema has nothing against it: $name', async ({ one }) => {
  const files = unzipSync(zipped(await packageFiles(one)));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'en.json', 'fr.json', 'manifest.json', 'outline.png']);
  const written = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());
  expect(written).toMatchObject({
    manifestVersion: one.slash ? '1.30' : '1.25',
    id: settings.appId,
    version: '1.2.3',
    bots: [{ botId: settings.appId }],
    developer: {
      name: 'Contoso',
      websiteUrl: 'https://contoso.example',
      privacyUrl: 'https://contoso.example/privacy',
      termsOfUseUrl: 'https://contoso.example/terms',
    },
  });
});

it('offers the commands and forms in the menu of “/” where that is wanted, and nowhere else', () => {
  const { bots, composeExtensions } = Object(manifest(slash));
  expect(bots).toMatchObject([{ supportsTargetedMessages: true, commandLists: [{ triggers: ['mention', 'slash'] }] }]);
  expect(bots[0].commandLists[0].commands).toHaveLength(12);
  expect(composeExtensions[0].commands).toMatchObject([{ triggers: ['slash'] }, { triggers: ['slash'] }]);
  expect(JSON.stringify(manifest(settings))).not.toMatch(/triggers|supportsTargetedMessages/);
});

describe('the name of the organisation', () => {
  const names = (organisation: string | null) =>
    Locale.options.flatMap((locale) => {
      const said = Object(localisation({ ...settings, organisation }, locale));
      return [said['name.short'], said['name.full']];
    });

  it('stands in front of the app’s, in each language', () => {
    expect(names('Contoso')).toEqual([
      'Contoso Security Contact',
      'Contoso Security contact for CSP partners',
      'Contoso – Contact de sécurité',
      'Contoso – Contact de sécurité des partenaires CSP',
    ]);
    expect(manifest(settings)).toMatchObject({ name: { short: 'Contoso Security Contact' } });
  });

  it('is left out where it does not fit, or there is none', async () => {
    const long = 'Contoso Deutschland Holding GmbH';
    expect(names(long)).toEqual([
      'Security Contact',
      `${long} Security contact for CSP partners`,
      'Contact de sécurité',
      `${long} – Contact de sécurité des partenaires CSP`,
    ]);
    for (const organisation of [long, null])
      for (const one of [settings, slash])
        expect(await packageFiles({ ...one, organisation })).toHaveProperty(['manifest.json']);
    expect(names(null)[0]).toBe('Security Contact');
    expect(manifest({ ...settings, organisation: null })).toMatchObject({ developer: { name: 'Security team' } });
  });
});

it('takes its settings from the environment: pages that are not named are the site', () => {
  const how = { version: '1.2.3', slash: false };
  const site = 'https://contoso.example';
  const MicrosoftAppId = settings.appId;
  expect(appSettings({ MicrosoftAppId, TEAMS_APP_SITE: site }, how)).toEqual({
    ...how,
    ...{ appId: MicrosoftAppId, site, privacy: site, terms: site, organisation: null },
  });
  expect(appSettings({ MicrosoftAppId, TEAMS_APP_TERMS: `${site}/terms` }, how)).toMatchObject({
    site: expect.stringContaining('https://learn.microsoft.com/'),
    privacy: expect.stringContaining('https://learn.microsoft.com/'),
    terms: `${site}/terms`,
  });
  const named = (TEAMS_APP_ORGANISATION: string) => appSettings({ MicrosoftAppId, TEAMS_APP_ORGANISATION }, how);
  expect(named(' Con\u202etoso\n').organisation).toBe('Contoso');
  expect(named('\u202e').organisation).toBeNull();
  const wrong = { TEAMS_APP_PRIVACY: 'http://contoso.example', TEAMS_APP_ORGANISATION: 'x'.repeat(33) };
  for (const one of ['MicrosoftAppId must be', 'TEAMS_APP_PRIVACY must', 'TEAMS_APP_ORGANISATION must'])
    expect(() => appSettings(wrong, how)).toThrow(one);
});

it('is written by one command, with the product’s version or another one', async () => {
  const out = join(folder(), 'deep', 'app.zip');
  const teams = (...args: string[]) => command('teams', { MicrosoftAppId: settings.appId }, ...args).ended;
  const written = () => JSON.parse(Buffer.from(unzipSync(readFileSync(out))['manifest.json'] ?? []).toString());
  expect(await teams('--out', out)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`version ${appVersion(packageJson.version)}`),
  });
  expect(written()).toMatchObject({ version: appVersion(packageJson.version), manifestVersion: '1.25' });
  const { code, out: said } = await teams('--slash', '--version', '3.2.1', '--out', out, '--json');
  expect([code, JSON.parse(said)]).toMatchObject([0, { file: out, version: '3.2.1', checkedAgainstSchema: true }]);
  expect(written()).toMatchObject({ version: '3.2.1', manifestVersion: '1.30' });
  for (const wrong of ['next', '01.2.3', '1.2', '1.2.3-rc.1'])
    expect(await teams('--version', wrong)).toMatchObject({ code: 2, err: expect.stringContaining('three numbers') });
});

it('of a bot that is a pre-release has the version without that', () => {
  expect(appVersion('0.3.0-rc.1')).toBe('0.3.0');
  expect(appVersion('0.3.0+build.7')).toBe('0.3.0');
  expect(appVersion('0.3.0')).toBe('0.3.0');
});

it('says when the short name has no room for the organisation', async () => {
  const out = join(folder(), 'app.zip');
  const made = (organisation: string) =>
    command('teams', { MicrosoftAppId: settings.appId, TEAMS_APP_ORGANISATION: organisation }, '--out', out).ended;
  expect((await made('Contoso Europe')).err).toContain('too long for the short name of the app in en, fr');
  expect((await made('Contoso EU')).err).toContain('too long for the short name of the app in fr');
  expect((await made('Contoso')).err).not.toContain('too long');
});

it('speaks of alerts', () => {
  for (const locale of Locale.options) {
    const said = Object(localisation(settings, locale));
    expect(said['description.short']).toMatch(/alert/);
    expect(said['description.full']).toMatch(/alert/);
  }
});

it('has a command for messages that raises an alert, named in each language', () => {
  const { composeExtensions } = Object(manifest(settings));
  const { commands } = composeExtensions[0];
  expect(commands.map(({ id, context }: Record<string, unknown>) => [id, context])).toEqual([
    ['contact.update', ['compose', 'commandBox']],
    ['raise', ['message', 'compose', 'commandBox']],
  ]);
  const titles = Locale.options.map(
    (locale) => Object(localisation(settings, locale))['composeExtensions[0].commands[1].title'],
  );
  expect(titles).toEqual(['Raise as alert', 'Signaler une alerte']);
});

it('is the same bytes for the same settings, wherever it is made', async () => {
  const made = async (zone: string) => {
    vi.stubEnv('TZ', zone);
    return Buffer.from(zipped(await packageFiles(settings))).toString('base64');
  };
  const zones = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'];
  const all = new Set<string>();
  for (const zone of zones) all.add(await made(zone));
  vi.unstubAllEnvs();
  expect(all.size).toBe(1);
});

it('is not written when the schema refuses it', async () => {
  await expect(packageFiles({ ...settings, version: 'x'.repeat(300), organisation: 'x'.repeat(40) })).rejects.toThrow(
    /schema refuses.*developer\/name/s,
  );
  expect(
    await problemsOf(settings, 'MicrosoftTeams.schema.json', { ...manifest(settings), icons: undefined }),
  ).not.toEqual([]);
});

it('lists commands that the bot understands, in each language', () => {
  for (const locale of Locale.options) {
    const titles = Object.entries(localisation(settings, locale)).filter(([key]) => /commandLists.*title$/.test(key));
    const verbs = titles.map(([, title]) => parseCommand(String(title)));
    const all = [
      'show',
      'update',
      'confirm',
      'history',
      'check',
      'reminders',
      'alerts',
      'raise',
      'drill',
      'report',
      'faq',
      'help',
    ];
    expect(verbs.map(({ verb }) => verb)).toEqual(all);
    // `faq` is the same in all.
    expect(new Set(verbs.flatMap((said) => said.locale ?? []))).toEqual(new Set([locale]));
  }
});

it.each([
  ['color.png', 192],
  ['outline.png', 32],
])('%s is a square of %i', async (name, size) => {
  const image = (await packageFiles(settings))[name] ?? Buffer.alloc(0);
  expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([size, size]);
});

it('has an outline of white on nothing', async () => {
  const image = (await packageFiles(settings))['outline.png'] ?? Buffer.alloc(0);
  const start = image.indexOf('IDAT') + 4;
  const raw = inflateSync(image.subarray(start, start + image.readUInt32BE(start - 8)));
  const pixels = Array.from({ length: 32 * 32 }, (_, index) => {
    const at = Math.floor(index / 32) * (32 * 4 + 1) + 1 + (index % 32) * 4;
    return [...raw.subarray(at, at + 4)];
  });
  expect(pixels.every(([red, green, blue]) => red === 255 && green === 255 && blue === 255)).toBe(true);
  expect(new Set(pixels.map(([, , , alpha]) => alpha))).toContain(0);
  expect(new Set(pixels.map(([, , , alpha]) => alpha))).toContain(255);
});
