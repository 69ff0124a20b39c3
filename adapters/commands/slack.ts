import { resolve } from 'node:path';
import { environment } from '../settings/config.ts';
import { given } from '../settings/settings.ts';
import { addressOfHost, appManifest, createAppLink } from '../slack/app-manifest/manifest.ts';
import { CommandError, defineCommand, jsonOption, UsageError } from './command.ts';

/** `security-contact slack` prints the link that creates the Slack app, or the app's manifest. */
export const command = defineCommand({
  about: `Prints the link that creates the Slack app with its manifest, and says what to do next. With --socket Slack needs no way
to the bot; with --host it sends its requests to https://HOST/slack/events. Without both, the setting PUBLIC_URL says
where. Each step, click by click: docs/connect-slack.md.`,
  options: {
    socket: { type: 'boolean', help: 'for Socket Mode: the bot calls Slack, and needs no public address' },
    host: { type: 'string', value: 'HOST', help: 'for HTTP: the host at which Slack reaches the bot' },
    manifest: { type: 'boolean', help: 'prints the manifest in place of the link' },
    json: jsonOption,
  },
  examples: ['security-contact slack --socket', 'security-contact slack --host bot.example.com'],
  async run({ values: { socket, host, manifest: alone } }) {
    if (socket && host !== undefined) throw new UsageError('Name --socket or --host, not both.');
    const address = socket ? null : addressFrom(host);
    const manifest = appManifest(address);
    const link = createAppLink(manifest);
    const way = socket ? '--socket ' : host === undefined ? '' : `--host ${host} `;
    const text = alone ? `${JSON.stringify(manifest, null, 2)}\n` : instructions(link, address, way);
    return { text, json: { manifest, link } };
  },
});

function addressFrom(host: string | undefined): string {
  if (host !== undefined) {
    const address = addressOfHost(host);
    if (address) return address;
    throw new UsageError(
      '--host takes the name of a public host, without https:// and without a path: bot.example.com.',
    );
  }
  const { PUBLIC_URL } = given(environment());
  if (PUBLIC_URL === undefined)
    throw new UsageError(
      'Say how Slack and the bot reach each other: --socket, or --host bot.example.com. With npm: npm run slack:app -- --socket',
    );
  const { protocol, host: named, pathname } = URL.parse(PUBLIC_URL) ?? { protocol: '', host: '', pathname: '' };
  const address = protocol === 'https:' ? addressOfHost(named) : null;
  if (address) return `${address}${pathname.replace(/\/$/, '')}`;
  throw new CommandError('PUBLIC_URL is no https:// address of a public host, so Slack cannot reach the bot there.');
}

/**
 * Returns what a person has to do with the link, in the words and with the numbers of README.md for Socket Mode, and of
 * docs/connect-slack.md for HTTP. `way` are the options that name the address.
 */
function instructions(link: string, address: string | null, way: string): string {
  const file = resolve('.env');
  const open = `Open this link, one long line, choose your workspace, press Next, and then Create:

${link}

   Where it does not open: https://api.slack.com/apps, Create New App, From a manifest, your workspace, JSON, and paste
   what this prints: npm run --silent slack:app -- ${way}--manifest
`;
  const install = `Install App, Install to Workspace, Allow. Copy the Bot User OAuth Token, xoxb-...`;
  const write = (setting: string) => `Write both into ${file}, and close it to others with chmod 600 .env

   SLACK_BOT_TOKEN=xoxb-...
   ${setting}
`;
  const setUp = `type /security-contact setup in Slack. The bot names your identity, slack:T.../U...: write
   ADMINS=slack:T.../U... into .env, start it again, and the form opens.
`;
  if (address === null)
    return `1. ${open}
2. ${install}
3. Basic Information, App-Level Tokens, Generate Token and Scopes, any name, scope connections:write, Generate. Copy the
   token, xapp-...
4. ${write('SLACK_APP_TOKEN=xapp-...')}
5. npm start, and ${setUp}`;
  return `1. Slack must reach ${address}/slack/events: docs/deploy.md.
2. ${open}
3. ${install}
4. Basic Information, App Credentials: copy the Signing Secret. ${write('SLACK_SIGNING_SECRET=...')}
5. npm start; then, in Slack's pages, Event Subscriptions, Retry beside the request URL, Verified, Save Changes; and
   ${setUp}`;
}
