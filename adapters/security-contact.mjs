#!/usr/bin/env node
// The command `security-contact`. Plain JavaScript: the machine's own Node may be too old to read the TypeScript that follows.
// Then the Node that `npm ci` brought along runs this file again.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { constants } from 'node:os';
import { isatty } from 'node:tty';
import { fileURLToPath } from 'node:url';
import { nodeIsOld } from './node-is-old.mjs';

const self = fileURLToPath(import.meta.url);

if (/[\\/]node_modules[\\/]/.test(self)) {
  process.stderr.write(
    `This bot does not run from a folder below node_modules, since Node.js reads no TypeScript there: ${self}\n` +
      'Clone its repository, run `npm ci` in the clone, and start it from there; `npm link` in the clone makes the command known everywhere.\n',
  );
  process.exit(1);
}

const system = process.platform === 'win32' ? 'win' : process.platform;
const program = process.platform === 'win32' ? 'node.exe' : 'node';
const bundled = fileURLToPath(
  new URL(`../node_modules/node-${system}-${process.arch}/bin/${program}`, import.meta.url),
);

// A service that is told to reload while it starts goes on: this signal would end it.
if (process.argv[2] === 'serve' && !isatty(0)) process.on('SIGHUP', () => {});

if (process.channel) {
  // An older Node started this one. When that one is gone, even killed, this one stops as by its signal.
  process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}

if (nodeIsOld && existsSync(bundled) && realpathSync(bundled) !== realpathSync(process.execPath)) passOn(bundled);
else
  import('./node-version.mjs')
    .then(() => import('./commands/command-line.ts'))
    .then(({ runCommandLine }) => runCommandLine(process.argv.slice(2)))
    .catch((error) => {
      if (!/^Cannot find package/.test(error.message)) throw error;
      process.stderr.write(`Run \`npm ci\` in the bot's folder first. ${error.message}\n`);
      process.exitCode = 1;
    });

/** Runs this file with another Node, which gets the signals of this process; ends as that one does. */
function passOn(node) {
  const child = spawn(node, [self, ...process.argv.slice(2)], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`${node} cannot be run: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}
