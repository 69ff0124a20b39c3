/** `npm run slack:rehearse`: plays Slack on this machine, so that the bot can be connected and used without a workspace. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { appManifest, createAppLink } from '../../adapters/slack/app-manifest/manifest.ts';
import { fakeSlack } from '../support/slack.ts';
import type { FakeFile } from '../support/slack-files.ts';
import { manifestOfLink } from '../support/slack-manifest.ts';
import { slackPerson } from '../support/slack-person.ts';
import { slackSocket } from '../support/slack-socket.ts';
import { machineDate, now } from '../support/time.ts';
import { help, slackClient } from './slack-client.ts';

const folder = 'out/rehearsal';
/** Which channels there are, and who is in them: the workspace stays when this program ends. */
const channelsFile = `${folder}/channels.json`;

/** Keeps a file that the bot sent, under its own name. Returns its path. */
function saves({ name, content }: FakeFile): string {
  const path = `${folder}/${basename(name)}`;
  writeFileSync(path, content ?? '', { mode: 0o600 });
  return path;
}

const usage = `Usage: npm run slack:rehearse -- [--port N]

Plays Slack on this machine, for the bot in a second terminal and for you in this one: docs/rehearse-slack.md.

  --port N    where Slack's Web API listens on 127.0.0.1; without it 4203
  --help, -h  prints this
`;

// Whoever reads the output may leave, as in `… | head`.
process.stdout.on('error', () => process.exit());
const port = portTyped();
if (port === null) process.stdout.write(usage);
else await play(port);

/** Returns null where somebody wants the help. Ends the process where the command line is wrong. */
function portTyped(): number | null {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string', default: '4203' }, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help) return null;
    if (/^\d{1,5}$/.test(values.port) && Number(values.port) < 65_536) return Number(values.port);
    throw new Error('--port takes a number from 0 to 65535.');
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    process.exit(2);
  }
}

async function play(port: number): Promise<void> {
  // A test that starts this has a day of its own.
  if (process.env.TEST_DATE_AHEAD === undefined) machineDate();

  /** The app is the one that the link of `npm run slack:app -- --socket` creates. */
  const { features, oauth_config } = manifestOfLink(createAppLink(appManifest(null)));
  const [{ command = '' } = {}] = features.slash_commands;

  // The bot takes an id that it has met for a repetition: each run goes on above the ids of those before it.
  const idsFrom = now();
  const app = { token: 'xoxb-rehearsal', team: 'T0REHEARSAL' };
  const slack = await fakeSlack({ ...app, port, idsFrom }).catch((error: Error) => {
    process.stderr.write(`Port ${port} cannot be used (${error.message}). Choose another one: --port N\n`);
    return process.exit(1);
  });
  const socket = await slackSocket(slack, { appToken: 'xapp-rehearsal' });
  slack.scopes.clear();
  for (const scope of oauth_config.scopes.bot) slack.scopes.add(scope);
  const person = (name: string, display_name: string) => {
    const id = `U0${name.toUpperCase()}`;
    const profile = { display_name, email: `${name}@rehearsal.example` };
    slack.addUser(id, { name, real_name: display_name, profile });
    return slackPerson(slack, { url: '', signingSecret: '', socket }, id, 'C0ALERTS');
  };
  const people = { ada: person('ada', 'Ada Admin'), bob: person('bob', 'Bob Member') };
  const members = Object.values(people).map(({ id }) => id);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const channels = existsSync(channelsFile)
    ? JSON.parse(readFileSync(channelsFile, 'utf8'))
    : [
        { id: 'C0ALERTS', name: 'security-alerts', members: [...members] },
        { id: 'C0GENERAL', name: 'general', members: [...members] },
      ];
  for (const channel of channels) slack.addChannel(channel.id, channel);

  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  /** Writes over the prompt of a terminal. */
  const write = (text: string) => void process.stdout.write(process.stdout.isTTY ? `\r\u001b[K${text}` : text);
  const client = slackClient({ slack, socket, people, command, write, saves });

  const settings = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_APP_TOKEN: socket.appToken,
    ADMINS: `slack:${slack.team}/${people.ada.id}`,
    ALERT_WEBHOOK_SECRET: `whsec_${Buffer.from('rehearsal of alerts').toString('base64')}`,
    STATE_DIR: `${folder}/state`,
    HOST: '127.0.0.1',
    PORT: '4044',
  };
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}=${value}\n`);
  writeFileSync(`${folder}/env`, exports.join(''), { mode: 0o600 });
  write(`This plays Slack, with the app that the manifest makes. In a second terminal, in this folder:

. ${folder}/env
npm start

${help}
You are Ada, in #security-alerts. Waiting for the bot.

`);

  let connected = false;
  let kept = '';
  const looking = setInterval(() => {
    const isNews = connected !== socket.connected() > 0;
    connected = socket.connected() > 0;
    if (isNews) write(`(The bot is ${connected ? '' : 'not '}connected.)\n\n`);
    for (const fault of socket.faults.splice(0)) write(`(Slack would not take this: ${fault}.)\n\n`);
    if ((client.look() || isNews) && process.stdout.isTTY) lines.prompt(true);
    keep();
  }, 200);

  function keep(): void {
    const all = JSON.stringify([...slack.channels.values()]);
    if (all !== kept) writeFileSync(channelsFile, all);
    kept = all;
  }

  lines.prompt();
  for await (const line of lines) {
    if (line.trim() === 'quit') break;
    await client.type(line);
    lines.prompt();
  }
  clearInterval(looking);
  keep();
  lines.close();
  await Promise.all([slack.stop(), socket.stop()]);
}
