import { inflateSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { localisation, manifest } from '../../../adapters/teams/app-package/manifest.ts';
import { packageFiles, problemsOf, zipped } from '../../../adapters/teams/app-package/package.ts';
import { Locale } from '../../../src/domain/tenant/locales.ts';
import { parseCommand } from '../../../src/request/parse-command.ts';
import { run } from '../process/child.ts';

const settings = {
  appId: 'aaaaaaaa-0000-4000-8000-000000000001',
  version: '1.2.3',
  site: 'https://contoso.example',
  organisation: 'Contoso',
};

it('holds what Teams asks for, and Microsoft’s schema has nothing against it', async () => {
  const files = unzipSync(zipped(await packageFiles(settings)));
  expect(Object.keys(files).sort()).toEqual(['color.png', 'en.json', 'fr.json', 'manifest.json', 'outline.png']);
  const written = JSON.parse(Buffer.from(files['manifest.json'] ?? []).toString());
  expect(written).toMatchObject({ id: settings.appId, version: '1.2.3', bots: [{ botId: settings.appId }] });
});

it('has a command for messages that raises an alert, named in each language', () => {
  const { composeExtensions } = Object(manifest(settings));
  const { commands } = composeExtensions[0];
  expect(commands.map(({ id, context }: Record<string, unknown>) => [id, context])).toEqual([
    ['contact.update', ['compose', 'commandBox']],
    ['raise', ['message', 'compose', 'commandBox']],
  ]);
  const titles = Locale.options.map((locale) => Object(localisation(locale))['composeExtensions[0].commands[1].title']);
  expect(titles).toEqual(['Raise as alert', 'Signaler une alerte']);
});

it('is the same bytes for the same settings', async () => {
  expect(Buffer.from(zipped(await packageFiles(settings))).equals(zipped(await packageFiles(settings)))).toBe(true);
});

it('is not written when the schema refuses it', async () => {
  await expect(packageFiles({ ...settings, version: 'x'.repeat(300), organisation: 'x'.repeat(40) })).rejects.toThrow(
    /schema refuses.*developer\/name/s,
  );
  expect(await problemsOf('MicrosoftTeams.schema.json', { ...manifest(settings), icons: undefined })).not.toEqual([]);
});

it('lists commands that the bot understands, in each language', () => {
  for (const locale of Locale.options) {
    const titles = Object.entries(localisation(locale)).filter(([key]) => /commandLists.*title$/.test(key));
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

it('says in one sentence that only a part of what it needs is installed', async () => {
  const hook = `import { registerHooks } from 'node:module';
    registerHooks({ resolve: (name, context, next) => next(name === 'fflate' ? 'not-installed' : name, context) });`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(hook)}`;
  const { code, err } = await run('adapters/teams/app-package/package.ts', { NODE_OPTIONS }).ended;
  expect([code, err]).toEqual([1, expect.stringMatching(/^This needs all parts: run npm ci, without --omit=dev.*\n$/)]);
});
