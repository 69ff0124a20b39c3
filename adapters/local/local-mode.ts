/** Runs local mode: an example tenant, Agents Playground as a child process, and instructions on the terminal. */
import { join, resolve } from 'node:path';
import type { Log } from '../process/log.ts';
import { type Config, localStateDir } from '../settings/config.ts';
import { clockOf, seedExample } from './example-tenant.ts';
import { playground, writePlaygroundConfig } from './playground-config.ts';
import { type Playground, startPlayground } from './playground-process.ts';
import { localSecrets as webhookSecrets } from './webhook-secret.ts';

/** Agents Playground listens on this port unless it is given another. */
const usualPort = 56150;

/** All that `main.ts` needs for local mode. */
export const localMode = { playground, seedExample, clockOf, startBeside, webhookSecrets };

/** Starts Agents Playground, and returns at once. It prints what to do when the page can be opened. */
function startBeside(config: Config, port: number, log: Log): { stop(): Promise<void> } {
  const { stateDir, settings } = config;
  const botUrl = `http://127.0.0.1:${port}/api/messages`;
  if (settings.PLAYGROUND === 'off') {
    printHelp(`Any Bot Framework client on this machine can talk to ${botUrl}`, config, port);
    return { stop: async () => {} };
  }
  // A bot that listens on any port, as in tests, gets any port for the Playground too.
  const starting = start(stateDir, botUrl, settings.PORT === 0 ? 0 : usualPort).catch((error: unknown) => {
    log.error({ event: 'playground.failed', err: error }, 'Agents Playground could not be started');
    return 'failed' as const;
  });
  let stopping = false;
  void starting.then(howToOpen).then((sentence) => {
    if (!stopping) printHelp(sentence, config, port);
  });
  return {
    async stop() {
      stopping = true;
      const playground = await starting;
      if (typeof playground === 'object') await playground?.stop();
    },
  };
}

async function start(stateDir: string, botUrl: string, port: number): Promise<Playground | null> {
  const configFile = await writePlaygroundConfig(stateDir);
  return startPlayground({ configFile, logFile: join(resolve(stateDir), 'playground.log'), botUrl, port });
}

/** Resolves with how to open the Playground, once its page can be opened, or with why it cannot. */
async function howToOpen(playground: Playground | 'failed' | null): Promise<string> {
  if (playground === 'failed')
    return 'Agents Playground could not be started: the log says why. Mend that and start again, or set PLAYGROUND=off.';
  if (!playground) return 'Agents Playground is not installed. Run `npm ci` without --omit=dev and start again.';
  if (await playground.ready)
    return `Open ${playground.url} in a browser and type: help
  For alerts in a channel, click “Security alerts” on its left, which lets the bot know it, and choose it in: update`;
  return 'Agents Playground ended. See playground.log in the state folder, or set PLAYGROUND=off.';
}

function printHelp(howToOpen: string, { stateDir, settings }: Config, port: number): void {
  process.stdout.write(`
  Security Contact Bot, local mode: for this machine only, with a made-up partner tenant.

  ${howToOpen}
  ${(settings.DEMO === 'reminder' ? demoWords : usualWords(stateDir, port)).join('\n  ')}

`);
}

/** Commands use this port unless they are given another. */
const standardPort = 3978;

const usualWords = (stateDir: string, port: number) => [
  'Try: show, update, confirm, check, reminders, history, alerts, drill. In French: aide.',
  `An alert, from another terminal: ${alertCommand(stateDir, port)}`,
  '',
  `What you change is kept in ${stateDir}. Ctrl-C ends it.`,
];

/** Returns the command that sends an alert to this bot, with the settings before it that differ from the standard. */
function alertCommand(stateDir: string, port: number): string {
  const folder = stateDir === localStateDir ? '' : `STATE_DIR=${stateDir} `;
  return `${folder}${port === standardPort ? '' : `PORT=${port} `}npm run alert -- --severity high --title "Mining"`;
}

const demoWords = [
  'For this bot it is almost nine o’clock on a working day, and nobody has confirmed the contact for four months.',
  'Wait for “2 things to fix”: within a minute that reminder comes by itself. Press Still right on it, and see the same message change.',
  '',
  'Ctrl-C ends it, and nothing is kept.',
];
