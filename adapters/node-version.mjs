// Loaded before anything else (`node --import`), and plain JavaScript: an older Node cannot read the TypeScript that follows.
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `This bot needs Node.js 22.18 or newer, and this is ${process.version} (${process.execPath}).\n` +
      'Run `npm ci` without --omit=optional, which brings a fitting Node along, or install Node.js 24.\n',
  );
  process.exit(1);
}

// Keeps what V8 made of every module, and the JavaScript that was left of our TypeScript: a later start takes a third less
// time. Beside the modules and not in /tmp, where others could put theirs; where that is read-only, Node goes without.
module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/node-compile-cache', import.meta.url)));
