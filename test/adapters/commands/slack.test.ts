import { expect, it } from 'vitest';
import { manifestIn, manifestOfLink } from '../../support/slack-manifest.ts';
import { command, type Settings } from '../process/child.ts';

const slack = (args: readonly string[], settings: Settings = {}) => command('slack', settings, ...args).ended;

/** The app that the link creates which a person is told to open. */
function createdBy(text: string) {
  const [link = ''] = /^https:.*new_app.*$/m.exec(text) ?? [];
  return manifestOfLink(link);
}
/** The number of each step, with its first words, the link in its own line left out. */
const stepsIn = (text: string) =>
  Array.from(text.matchAll(/^(\d)\. ([\w ]+)/gm), ([, number, words]) => `${number} ${words}`);

it('begins with the link for Socket Mode, and goes on with the steps of README.md', async () => {
  const { code, out } = await slack(['--socket']);
  expect([code, createdBy(out).settings.socket_mode_enabled]).toEqual([0, true]);
  expect(out.split('\n')[2]).toMatch(/^https:/);
  expect(out).not.toContain('{');
  expect(stepsIn(out)).toEqual([
    '1 Open this link',
    '2 Install App',
    '3 Basic Information',
    '4 Write both into ',
    '5 npm start',
  ]);
  for (const step of [
    'Copy the Bot User OAuth Token',
    'connections:write',
    'SLACK_APP_TOKEN=xapp-',
    'ADMINS=slack:T.../U...',
  ])
    expect(out).toContain(step);
});

it('prints the link for a host, and the steps of docs/connect-slack.md', async () => {
  const { code, out } = await slack(['--host', 'bot.contoso.example']);
  expect(code).toBe(0);
  expect(createdBy(out).settings.interactivity.request_url).toBe('https://bot.contoso.example/slack/events');
  expect(stepsIn(out)).toEqual([
    '1 Slack must reach https',
    '2 Open this link',
    '3 Install App',
    '4 Basic Information',
    '5 npm start',
  ]);
  expect(out).toMatch(/--host bot.contoso.example --manifest[\s\S]+SLACK_SIGNING_SECRET=[\s\S]+Retry[\s\S]+ADMINS=/);
  expect(out).not.toContain('xapp');
});

it('takes the host of PUBLIC_URL where none is named, unless it is to be Socket Mode', async () => {
  const settings = { PUBLIC_URL: 'https://bot.contoso.example:8443/' };
  const urlIn = ({ out }: { out: string }) => Object(JSON.parse(out)).manifest.settings.interactivity.request_url;
  expect(urlIn(await slack(['--json'], settings))).toBe('https://bot.contoso.example:8443/slack/events');
  expect(urlIn(await slack(['--json', '--host', 'other.example'], settings))).toBe(
    'https://other.example/slack/events',
  );
  expect(urlIn(await slack(['--json', '--socket'], settings))).toBeUndefined();
});

it('prints both as JSON for a program, and the manifest alone', async () => {
  const { manifest, link } = JSON.parse((await slack(['--socket', '--json'])).out);
  expect(manifestOfLink(link)).toEqual(manifest);
  expect(manifestIn((await slack(['--socket', '--manifest'])).out)).toEqual(manifest);
});

it.each([
  [[], {}, 2, 'Say how Slack and the bot reach each other'],
  [['--socket', '--host', 'bot.example.com'], {}, 2, 'not both'],
  [['--host', 'https://bot.example.com/slack'], {}, 2, 'without https:// and without a path: bot.example.com'],
  [[], { PUBLIC_URL: 'http://127.0.0.1:3978' }, 1, 'PUBLIC_URL is no https:// address of a public host'],
  [[], { PUBLIC_URL: 'bot.example.com' }, 1, 'PUBLIC_URL is no https:// address of a public host'],
])('says what is wrong: %j, %j', async (args, settings, code, sentence) => {
  const ended = await slack(args, settings as Settings);
  expect([ended.code, ended.out]).toEqual([code, '']);
  expect(ended.err).toContain(sentence);
});
