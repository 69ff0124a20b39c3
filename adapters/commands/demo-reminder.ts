/**
 * `npm run demo:reminder` runs local mode on a made-up morning, with a contact that nobody has confirmed for long. Nothing
 * is kept.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const STATE_DIR = mkdtempSync(join(tmpdir(), 'security-contact-demo-'));
process.on('exit', () => rmSync(STATE_DIR, { recursive: true, force: true }));
// The browser shows the same zone, so that nine o'clock is nine o'clock to the person who looks.
const TIMEZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
// These take the place of the values that .env may have for a real bot.
const usual = { ADMINS: '', CONFIRM_EVERY: '90', HOLIDAYS: '' };
Object.assign(process.env, { DEMO: 'reminder', STATE_DIR, TIMEZONE, ...usual });
await import('../main.ts');
