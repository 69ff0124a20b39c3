// Loaded before anything else, and plain JavaScript: an older Node cannot read the TypeScript that follows.
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { nodeIsOld } from './node-is-old.mjs';

if (nodeIsOld) {
  process.stderr.write(
    `This bot needs Node.js 22.18 or newer (of 23: 23.6), and this is ${process.version} (${process.execPath}).\n` +
      'Run `npm ci` without --omit=optional, which brings a fitting Node along, or install Node.js 24.\n',
  );
  process.exit(1);
}

// Keeps what V8 made of every module, and the JavaScript that was left of our TypeScript: a later start takes a third less
// time. Next to the modules and not in /tmp, where others could put theirs; where that is read-only, Node goes without.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node-compile-cache', import.meta.url)));
