import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folder } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { admitted } from './dockerfile.ts';

interface Service {
  image: string;
  ports?: { host_ip?: string }[];
  volumes?: { type: string; source: string; target: string }[];
  environment?: Record<string, string>;
}

/** Reads a file as `docker compose` does, with all its profiles unless others are given. */
function composed(dir: string, yaml: string, profiles = ['--profile', '*']) {
  writeFileSync(join(dir, 'bot.env'), '');
  writeFileSync(join(dir, 'compose.yaml'), yaml);
  const args = [...profiles, 'config', '--format', 'json'];
  const { stdout, stderr, error } = spawnSync('docker-compose', args, { cwd: dir, encoding: 'utf8' });
  if (error)
    throw new Error('This test needs docker-compose. Debian: apt-get install docker-compose', { cause: error });
  return { out: stdout, err: stderr };
}

const yaml = readFileSync('compose.yaml', 'utf8');
describe.runIf(drives('docker-compose'))('docker compose reads', () => {
  let dir = '';
  let services: Record<string, Service> = {};
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'compose-'));
    const { out, err } = composed(dir, yaml);
    expect(err).toBe('');
    services = JSON.parse(out).services;
    return () => rmSync(dir, { recursive: true });
  });

  it('compose.yaml is read as it stands, and a setting that there is not is refused', () => {
    expect(Object.keys(services).sort()).toEqual(['bot', 'bot-two', 'database', 'grafana', 'prometheus', 'proxy']);
    const wrong = composed(folder(), yaml.replace('read_only:', 'read_onyl:'));
    expect([wrong.out, wrong.err]).toEqual(['', expect.stringContaining('read_onyl')]);
  });

  describe('the services', () => {
    it('are ours by our version, and others by their digest', () => {
      const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
      const { bot, 'bot-two': second, ...others } = services;
      expect([bot?.image, second?.image]).toEqual(Array(2).fill(`security-contact-bot:${version}`));
      const pinned = /^docker\.io\/[\w./-]+:v?\d+\.\d+(\.\d+)?[\w-]*@sha256:[0-9a-f]{64}$/;
      expect(Object.values(others).filter(({ image }) => !pinned.test(image))).toEqual([]);
    });

    it('may do little, and the bot has more time to stop than it takes', () => {
      const small = { cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] };
      for (const service of Object.values(services)) expect(service).toMatchObject(small);
      for (const bot of [services.bot, services['bot-two']])
        expect(bot).toMatchObject({ read_only: true, mem_limit: '2147483648', stop_grace_period: '45s' });
    });

    it('are reached from this machine alone, but for the proxy', () => {
      const open = Object.entries(services).filter(
        ([, { ports = [] }]) => !ports.every((one) => one.host_ip === '127.0.0.1'),
      );
      expect(open.map(([name]) => name)).toEqual(['proxy']);
    });

    it('have a second replica of the bot that is like the first, and a database that listens on a socket alone', () => {
      const { bot, 'bot-two': second, database } = services;
      expect({ ...second, ports: [], volumes: [], profiles: [] }).toEqual({
        ...bot,
        ports: [],
        volumes: [],
        profiles: [],
      });
      const mounted = (one?: Service) =>
        one?.volumes?.flatMap(({ source, target }) => (/run.postgresql/.test(target) ? source : []));
      expect([bot, second, database].map(mounted)).toEqual(Array(3).fill(['database-socket']));
      expect(database).toMatchObject({ command: ['postgres', '-c', 'listen_addresses='] });
      expect(database?.ports).toBeUndefined();
    });

    it('mount only files of this repository, but for the secrets', () => {
      const files = Object.values(services)
        .flatMap(({ volumes }) => volumes ?? [])
        .filter(({ type }) => type === 'bind')
        .map(({ source }) => relative(dir, source));
      expect(new Set(files.filter((file) => !existsSync(file)))).toEqual(new Set(['secrets']));
    });
  });

  it('what the proxy needs stands in .env, for every later command; without it no certificate is asked for', () => {
    expect(services.proxy?.environment).toMatchObject({ PUBLIC_HOST: 'localhost' });
    const other = folder();
    writeFileSync(join(other, '.env'), 'COMPOSE_PROFILES=tls\nPUBLIC_HOST=bot.example.org\nSENDERS=203.0.113.0/24\n');
    const { proxy, grafana, database } = JSON.parse(composed(other, yaml, []).out).services;
    expect(proxy.environment).toMatchObject({ PUBLIC_HOST: 'bot.example.org', SENDERS: '203.0.113.0/24' });
    expect([grafana, database]).toEqual([undefined, undefined]);
  });
});

it('secrets get neither into the repository nor into the image', () => {
  const paths = ['bot.env', '.env', 'secrets/SLACK_BOT_TOKEN', 'state/db.json'];
  const isIgnored = (path: string) => spawnSync('git', ['check-ignore', '--quiet', '--no-index', path]).status === 0;
  expect(paths.filter((path) => !isIgnored(path))).toEqual([]);
  const inImage = admitted(readFileSync('.dockerignore', 'utf8'));
  expect(inImage.filter((path) => /env|secret|state|\.git$/.test(path))).toEqual([]);
});
