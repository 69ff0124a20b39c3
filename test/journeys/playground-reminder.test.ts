import { mkdirSync, readdirSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { folder, playgroundOf, run } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { openPage } from '../support/teams-playground.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

/** A newcomer types one command and opens the page that it names. */
it.runIf(drives('chromium'))(
  'npm run demo:reminder: a reminder comes in Agents Playground, Still right is pressed, and the same message changes',
  {
    timeout: 120_000,
  },
  async () => {
    const running = run('adapters/commands/demo-reminder.ts', { PORT: '0' });
    const { child, said, ended } = running;
    const url = await playgroundOf(running);
    expect(said.out).toContain('Press Still right');
    const { page, button, sees, says, close } = await openPage(url);
    page.setDefaultTimeout(60_000);
    await sees('No alert channel, 3 more things to fix');
    await sees('2 things to fix');
    await sees('Nobody has confirmed for 120 days that the contact is still right.');
    await page.screenshot({ path: `${out}/30-reminder.png` });
    await button('Still right').click();
    await sees('✓ Fixed: “Contact not confirmed”');
    expect(await page.getByText('2 things to fix').count()).toBe(0);
    await page.screenshot({ path: `${out}/31-reminder-answered.png` });
    await says('history');
    await sees('Megan Bowen confirmed that the contact is still right');
    await sees('The bot sent a reminder');
    await page.screenshot({ path: `${out}/32-reminder-history.png` });
    await close();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  },
);

it.runIf(drives('chromium'))(
  'npm run demo:reminder: who presses Still right before nine has a reminder all the same',
  {
    timeout: 120_000,
  },
  async () => {
    const running = run('adapters/commands/demo-reminder.ts', { PORT: '0', TZ: 'Asia/Tokyo' });
    const { child, ended } = running;
    const url = await playgroundOf(running);
    const { page, says, sees, close } = await openPage(url);
    page.setDefaultTimeout(60_000);
    await says('confirm');
    await sees('1 thing to fix');
    await sees('24x7 phone not confirmed');
    await close();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  },
);

it('npm run demo:reminder works in local mode only, and leaves nothing behind', async () => {
  const TMPDIR = folder();
  const settings = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret', TMPDIR };
  const { code, err } = await run('adapters/commands/demo-reminder.ts', settings).ended;
  expect(code).toBe(1);
  expect(err).toContain('DEMO works in local mode only');
  expect(readdirSync(TMPDIR)).toEqual([]);
});
