import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { secretNames } from '../../adapters/settings/settings.ts';
import { folder } from '../adapters/process/child.ts';

const units = 'deploy/systemd';
const isThere = spawnSync('systemd-analyze', ['--version']).status === 0;
const analyze = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('systemd-analyze', args, { encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
};

/** The units as they stand, but for the folder of the program, which is this one. */
function installed(): { dir: string; services: string[] } {
  const dir = folder();
  cpSync(units, dir, { recursive: true });
  const services = readdirSync(dir).filter((name) => /\.(service|timer)$/.test(name));
  for (const name of services) {
    const text = readFileSync(join(dir, name), 'utf8');
    writeFileSync(join(dir, name), text.replaceAll('/opt/security-contact-bot', resolve('.')));
  }
  return { dir, services };
}

describe.skipIf(!isThere)('the units (skipped where there is no systemd-analyze)', () => {
  it('pass systemd’s own check, drop-ins too', () => {
    const { dir, services } = installed();
    const check = () => analyze('verify', ...services.map((name) => join(dir, name)));
    expect(check()).toEqual({ code: 0, said: '' });
    writeFileSync(join(dir, 'security-contact-.service.d/slack.conf'), '[Service]\nLoadCredentials=x\n');
    expect(check().said).toContain("Unknown key 'LoadCredentials'");
  });

  it('leave the service exposed to at most 1.5 of 10', () => {
    const { said } = analyze(
      'security',
      '--offline=yes',
      '--no-pager',
      '--threshold=15',
      join(units, 'security-contact-bot.service'),
    );
    expect(said).toMatch(/Overall exposure level for security-contact-bot.service: (0\.\d|1\.[0-5]) OK/);
  });
});

it('hand over secrets that there are, each from a file of its own name', () => {
  const folders = readdirSync(units).filter((name) => name.endsWith('.service.d'));
  const files = folders.flatMap((name) => readdirSync(join(units, name)).map((file) => join(units, name, file)));
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const names = new Set<string>();
  for (const text of texts) {
    const loaded = Array.from(text.matchAll(/^LoadCredential=(\w+):(.+)$/gm), ([, name = '', path]) => [name, path]);
    const set = Array.from(text.matchAll(/^Environment=(\w+)_FILE=%d\/(\w+)$/gm), ([, name = '', id]) => [name, id]);
    expect(loaded).toEqual(loaded.map(([name]) => [name, `/etc/security-contact-bot/${name}`]));
    expect(set).toEqual(loaded.map(([name]) => [name, name]));
    for (const [name = ''] of loaded) names.add(name);
  }
  expect([...names].sort()).toEqual([...secretNames].sort());
});

it('the nightly backup reaches a database where it has its secret, and no network otherwise', () => {
  const unit = readFileSync(join(units, 'backup-security-contact-bot.service'), 'utf8');
  const dropIn = readFileSync(join(units, 'backup-security-contact-bot.service.d/database.conf'), 'utf8');
  for (const [name, alone, there] of [
    ['PrivateNetwork', 'yes', 'no'],
    ['IPAddressDeny', 'any', ''],
    ['RestrictAddressFamilies', 'AF_UNIX', 'AF_INET AF_INET6'],
  ]) {
    expect(unit).toContain(`\n${name}=${alone}\n`);
    expect(dropIn).toContain(`\n${name}=${there}\n`);
  }
});

it('the nightly backup removes old ones of its own, and no other', () => {
  const dir = folder();
  const monthsAgo = new Date(Date.UTC(2020, 0));
  for (const name of ['2026-10-17.backup', 'before-upgrade-2026-10-17.backup', 'first.backup']) {
    writeFileSync(join(dir, name), '');
    utimesSync(join(dir, name), monthsAgo, monthsAgo);
  }
  writeFileSync(join(dir, '2026-11-24.backup'), '');
  const unit = readFileSync(join(units, 'backup-security-contact-bot.service'), 'utf8');
  const [, find = ''] = /^ExecStart=(\/usr\/bin\/find .+)$/m.exec(unit) ?? [];
  expect(spawnSync('sh', ['-c', find.replace('/var/backups/security-contact-bot', dir)]).status).toBe(0);
  expect(readdirSync(dir).sort()).toEqual(['2026-11-24.backup', 'before-upgrade-2026-10-17.backup', 'first.backup']);
});

it('the command security-contact starts units that get the secrets, as the bot is started, and passes each word on as it is', () => {
  const text = readFileSync(join(units, 'security-contact'), 'utf8');
  const unit = readFileSync(join(units, 'security-contact-bot.service'), 'utf8');
  // Without its state folder a command before the first start would find none, or make none that is the bot's.
  for (const name of ['User', 'Group', 'UMask', 'StateDirectory', 'StateDirectoryMode']) {
    const [line = 'none'] = new RegExp(`^${name}=.+$`, 'm').exec(unit) ?? [];
    expect(text).toContain(`--property=${line} `);
  }
  const [, start = 'none'] = /^ExecStart=(.+) serve$/m.exec(unit) ?? [];
  expect(text).toContain(`-- ${start} "$@"`);
  const bin = folder();
  writeFileSync(join(bin, 'systemd-run'), '#!/bin/sh\nprintf "%s\\n" "$@"\n', { mode: 0o755 });
  const { stdout } = spawnSync(join(units, 'security-contact'), ['alert', '--title', '$5 for  "ada"', ''], {
    ...{ encoding: 'utf8', env: { PATH: `${bin}:${process.env.PATH}` } },
  });
  const [options = '', words] = stdout.split('\n--\n');
  expect(options).toMatch(/^--unit=security-contact-/m);
  expect(words).toBe(`${start.replaceAll(' ', '\n')}\nalert\n--title\n$$5 for  "ada"\n\n`);
});
