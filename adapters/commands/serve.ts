import { defineCommand } from './command.ts';

/** `security-contact serve`, or `npm start`: runs the bot until it gets a signal to stop. */
export const command = defineCommand({
  about: `Runs the bot until it gets SIGTERM or SIGINT (Ctrl-C); SIGHUP reloads the files that its settings name.
Without any platform's settings it runs in local mode: with made-up data, for this machine alone. It logs one line of JSON
for each event to standard output.`,
  options: {},
  examples: ['security-contact serve'],
  async run() {
    // The process begins when this is loaded, once.
    await import('../main.ts');
    return undefined;
  },
});
