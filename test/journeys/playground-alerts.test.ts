import { mkdirSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { bot, command, folder, playgroundOf } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { openPage } from '../support/teams-playground.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

/** What a newcomer does with the README: sends an alert from a terminal, and works it in the browser. */
it.runIf(drives('chromium'))(
  'Megan gets an alert in Agents Playground, acknowledges and resolves it, and finds it in the report',
  {
    timeout: 120_000,
  },
  async () => {
    const STATE_DIR = folder();
    const running = await bot({ PLAYGROUND: 'on', STATE_DIR });
    const mine = { STATE_DIR, PORT: String(running.port) };
    const alert = (...args: string[]) => command('alert', mine, ...args).ended;
    // Before anybody opened the page, nobody can be told; it is not lost for that.
    expect((await alert('--severity', 'medium', '--title', 'Too early for a browser')).code).toBe(0);
    const url = await playgroundOf(running);
    const { page, button, sees, says, goTo, posts, close } = await openPage(url);
    const picture = (name: string) => page.screenshot({ path: `${out}/${name}.png` });
    await sees('Too early for a browser');

    expect((await alert('--severity', 'high', '--title', 'Mining in a subscription')).code).toBe(0);
    await sees('Mining in a subscription');
    await sees('Not acknowledged');
    await picture('20-alert');
    await button('Acknowledge').click();
    await sees('Acknowledged');
    await picture('21-acknowledged');
    await button('Steps').click();
    await sees('2. Contain');
    await button('Resolve').click();
    await sees('Reason');
    await picture('22-resolve');
    await button('Resolve').click();
    // The refused form stands in place of the first; what is chosen before that is lost with the first.
    await sees('Please choose one of the options.');
    await page.getByText('Fraud: somebody misused the subscription').last().click();
    await page.getByLabel('Note').last().fill('Keys were stolen.');
    await button('Resolve').click();
    await sees('Resolved');
    await picture('23-resolved');

    await says('alerts');
    await sees('1 alert is open.');
    await says('alerts 2');
    await sees('Fraud');
    await says('report');
    await sees('Alert report');
    await picture('24-report');
    await button('Send me the CSV').click();
    await sees('I cannot send files in this chat.');
    const csv = await command('report', { STATE_DIR }).ended;
    expect(csv.out).toContain('"Mining in a subscription","high","resolved"');
    expect(csv.out).toContain('"fraud","Keys were stolen."');

    // With a channel, alerts go there.
    await goTo(/Security alerts/);
    await posts('help');
    await goTo(/Personal Chat/);
    await says('update');
    await page.getByLabel('E-mail').last().waitFor();
    await page.getByText('CSP Operations › Security alerts').last().click();
    await button('Save').click();
    await sees('Done in Partner Center');
    await alert('--severity', 'high', '--title', 'Now in the channel');
    await goTo(/Security alerts/);
    await sees('Now in the channel');
    await sees('The security contact was changed');
    await picture('25-channel');
    // A click is lost when the list moves under it, as it does while posts arrive.
    const acknowledged = page.getByText('Acknowledged', { exact: true }).last();
    await expect
      .poll(
        async () => {
          await button('Acknowledge').click({ timeout: 3_000 });
          return acknowledged.waitFor({ timeout: 5_000 });
        },
        { timeout: 60_000 },
      )
      .toBeUndefined();
    await picture('26-channel-acknowledged');
    await close();
  },
);
