/** The five steps of README.md, one after the other, as somebody does them who knows nothing else. */
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { command, folder, machine, patient } from '../adapters/process/child.ts';
import { fakeSlack } from '../support/slack.ts';
import { manifestOfLink } from '../support/slack-manifest.ts';
import { slackPerson, textIn } from '../support/slack-person.ts';
import { slackSocket } from '../support/slack-socket.ts';
import { elapsed } from '../support/time.ts';

const [, section = ''] = readFileSync('README.md', 'utf8').split('\n## Connect Slack in five steps\n');
const [text = ''] = section.split('\n## ');
const steps = Array.from(text.matchAll(/^\d\. ([\s\S]*?)(?=^\d\. |\n\n\S)/gm), ([, step = '']) => step);

/** The line of docs/connect-slack.md that makes the secret for the first alert. */
const [, secretLine = ''] = /^ +(echo .*)$/m.exec(readFileSync('docs/connect-slack.md', 'utf8')) ?? [];

it('lead from nothing to an answer in Slack, and one line more to the first alert', { timeout: 60_000 }, async () => {
  expect(steps).toHaveLength(5);
  const [create = '', install = '', connect = '', settings = '', start = ''] = steps;
  const began = elapsed();
  const slack = await fakeSlack({ token: 'xoxb-1-bot' });
  const socket = await slackSocket(slack, { appToken: 'xapp-1-app' });
  onTestFinished(async () => void (await Promise.all([slack.stop(), socket.stop()])));
  // Nothing is there before the steps.
  slack.scopes.clear();
  [socket.how.isOn, socket.how.scopes] = [false, new Set()];
  slack.addUser('U1ADA');
  slack.addChannel('C0GENERAL', { members: ['U1ADA'] });
  const ada = slackPerson(slack, { url: '', signingSecret: '', socket }, 'U1ADA');

  expect(create).toContain('`npm ci && npm run slack:app -- --socket`');
  const printed = spawnSync('npm', ['run', 'slack:app', '--', '--socket'], { encoding: 'utf8', env: machine() });
  const app = manifestOfLink(/^https:.*$/m.exec(printed.stdout)?.[0] ?? '');
  socket.how.isOn = app.settings.socket_mode_enabled;

  expect(install).toContain('**Install to Workspace**');
  for (const scope of app.oauth_config.scopes.bot) slack.scopes.add(scope);

  socket.how.scopes.add(/scope `([^`]+)`/.exec(connect)?.[1] ?? '');

  const CWD = folder();
  const [, lines = ''] = /```\n([\s\S]*?)```/.exec(settings) ?? [];
  const own = lines.replace('xoxb-...', slack.token).replace('xapp-...', socket.appToken);
  writeFileSync(join(CWD, '.env'), own.replace(/^ +/gm, ''), { mode: 0o600 });

  expect(start).toMatch(/`npm start`.*`\/security-contact setup`.*`ADMINS=slack:T…\/U…`/);
  const first = await started(CWD);
  const { json: refusal } = await ada.command('setup');
  const answered = elapsed();
  const [identity = ''] = /slack:\w+\/\w+/.exec(textIn(refusal)) ?? [];
  first.child.kill('SIGTERM');
  expect((await first.ended).code).toBe(0);
  appendFileSync(join(CWD, '.env'), `ADMINS=${identity}\n`);
  expect(spawnSync('sh', ['-c', secretLine], { cwd: CWD, env: machine() }).status).toBe(0);
  const { said } = await started(CWD);
  await ada.command('setup');
  expect(ada.window()?.view).toMatchObject({ title: { text: 'Partner tenant' } });
  const [, PORT = ''] = /"port":(\d+)/.exec(said.out) ?? [];
  const here = { CWD, PORT, SLACK_API_URL: slack.apiUrl, HOST: '127.0.0.1' };
  const doctor = await command('doctor', here, '--json').ended;
  expect(JSON.parse(doctor.out)).toMatchObject({ ok: true });
  await ada.save({ id: randomUUID(), name: 'Contoso', partnerType: 'directBill' });
  const alert = await command('alert', here, '--severity', 'high', '--title', 'Mining').ended;
  expect([alert.code, alert.out]).toEqual([0, expect.stringMatching(/^202 /)]);
  expect(socket.faults).toEqual([]);
  const seconds = (to: number) => ((to - began) / 1_000).toFixed(1);
  console.log(
    `from nothing to an answer in Slack | ${steps.length} steps | the machine's part: ${seconds(answered)} s`,
  );
  console.log(
    `from nothing to the form of setup | ${steps.length} steps | the machine's part: ${seconds(elapsed())} s`,
  );

  async function started(cwd: string) {
    const running = command('serve', { CWD: cwd, SLACK_API_URL: slack.apiUrl, HOST: '127.0.0.1', PORT: '0' });
    const isThere = () => socket.connected() > 0 && running.said.out.includes('"listening"');
    await Promise.race([
      vi.waitUntil(isThere, patient),
      running.ended.then(({ err }) => Promise.reject(new Error(err))),
    ]);
    return running;
  }
});
