/** The page docs/rehearse-slack.md, done as it says: what it tells people to type is typed, into the programs that it names. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bot, command, folder, patient, run, type Settings } from '../adapters/process/child.ts';

const page = readFileSync('docs/rehearse-slack.md', 'utf8');
const blocks = Array.from(page.matchAll(/^```\n([\s\S]*?)^```$/gm), ([, block = '']) => block.trim().split('\n'));
const [, [source = ''] = [], tenant = [], contact = [], third = []] = blocks;

it('leads from nothing to an acknowledged alert, and through an outage of Slack', { timeout: 120_000 }, async () => {
  const CWD = folder();
  const slack = rehearsal(CWD, '--port', '0');
  await slack.says('Waiting for the bot.');
  const settings: Settings = { ...settingsIn(CWD), CWD, PORT: '0' };
  const { port, said } = await started(settings);
  const asked = { ...settings, PORT: String(port) };
  const alert = async (title: string) =>
    (await command('alert', asked, '--severity', 'high', '--title', title).ended).code;

  expect(await slack.type(tenant)).toContain('Partner tenant saved');
  const button = /\[(\d+)\] Add the contact/.exec(slack.said.out)?.[1];
  expect(await slack.type([`press ${button}`])).toContain('firstName =');
  const [refused, saved] = [contact.slice(0, 6), contact.slice(6)];
  expect(await slack.type(refused)).toMatch(/email = security-desk\n[\s\S]*?⚠[\s\S]*phone = 0142\n[\s\S]*?⚠/);
  expect(await slack.type(saved)).toContain('Last step: Partner Center');

  expect(third.map((line) => line.slice(0, 14))).toEqual([source.slice(0, 14), 'npm run alert ', 'npm run doctor']);
  expect(await alert('Mining on a virtual machine')).toBe(0);
  await slack.says('Mining on a virtual machine');
  const doctor = await command('doctor', asked).ended;
  expect([doctor.code, doctor.out]).toEqual([0, expect.stringContaining('Nothing that was looked at is wrong.')]);
  expect(await slack.type(['/security-contact ack 1'])).toContain('Acknowledged');
  for (let n = 2; n <= 10; n++) expect(await alert(`Sign-in ${n}`)).toBe(0);
  await slack.type(['say report']);
  await slack.says('(chart: Alerts by severity: High 10');
  await slack.type([`press ${/\[(\d+)\] Send me the CSV/.exec(slack.said.out)?.[1]}`]);
  await slack.says(/\(file: \S+\.csv, \d+ bytes\)/);
  expect(await slack.type(['as bob', '/security-contact setup'])).toContain('Only a Global Administrator');
  expect(await slack.type(['raise Look at this'])).toContain('From a message by Bob Member');

  slack.child.stdin.end('quit\n');
  expect((await slack.ended).code).toBe(0);
  expect(await alert('Sent while Slack was away')).toBe(0);
  await vi.waitUntil(() => said.out.includes('Slack cannot be reached'), patient);
  const again = rehearsal(CWD, '--port', new URL(settings.SLACK_API_URL ?? '').port);
  await again.says('(The bot is connected.)', 70_000);
  await again.says('Sent while Slack was away', 70_000);
  expect(await again.type(['/security-contact ack 11'])).toContain('Acknowledged');
  again.child.kill('SIGKILL');
});

it('takes an invitation of the bot, once', async () => {
  const slack = rehearsal(folder(), '--port', '0');
  expect(await slack.type(['/invite @Security contact', '/invite @Security contact'])).toContain(
    'the bot is in #security-alerts already',
  );
});

it.each([
  [['--help'], 0, 'out', 'Usage: npm run slack:rehearse -- [--port N]'],
  [['--prot', '1'], 2, 'err', "Unknown option '--prot'"],
  [['--port', 'no'], 2, 'err', '--port takes a number'],
] as const)('answers the command line %j', async (args, code, where, text) => {
  const ended = await rehearsal(folder(), ...args).ended;
  expect(ended.code).toBe(code);
  expect(ended[where]).toContain(text);
});

it('says where its port is taken', async () => {
  const CWD = folder();
  await rehearsal(CWD, '--port', '0').says('Waiting for the bot.');
  const { port } = new URL(settingsIn(CWD).SLACK_API_URL ?? '');
  const { code, err } = await rehearsal(folder(), '--port', port).ended;
  expect([code, err]).toEqual([1, expect.stringContaining('Choose another one: --port N')]);
});

it('ends where nobody reads what it writes', async () => {
  const slack = rehearsal(folder(), '--port', '0');
  slack.child.stdout.destroy();
  slack.child.stdin.write('help\n');
  const { code, err } = await slack.ended;
  expect([code, err]).toEqual([0, '']);
});

/** The settings that the page's own line loads into a shell. */
function settingsIn(cwd: string): Settings {
  const { stdout } = spawnSync('sh', ['-c', `${source} && env`], { cwd, env: {}, encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
}

function rehearsal(CWD: string, ...args: string[]) {
  const slack = run('test/rehearsal/slack.ts', { CWD }, ...args);
  const says = (text: string | RegExp, timeout = patient.timeout) =>
    vi.waitFor(() => expect(slack.said.out).toMatch(text), { timeout });
  /** Types lines one after the other; resolves with what is written until the answer to the last one has come. */
  async function type(lines: readonly string[]): Promise<string> {
    await says('> ');
    const from = slack.said.out.length;
    const prompts = () => slack.said.out.slice(from).split('> ').length - 1;
    slack.child.stdin.write(lines.map((line) => `${line}\n`).join(''));
    await vi.waitUntil(() => prompts() >= lines.length, patient);
    return slack.said.out.slice(from);
  }
  return { ...slack, says, type };
}

async function started(settings: Settings) {
  const running = await bot(settings);
  await vi.waitFor(async () => expect((await fetch(`${running.url}/readyz`)).status).toBe(200), patient);
  onTestFinished(() => void running.child.kill('SIGTERM'));
  return running;
}
