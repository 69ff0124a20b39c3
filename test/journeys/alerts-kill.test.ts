import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { command, folder, patient, run } from '../adapters/process/child.ts';
import { alert, post, secret } from '../support/sender.ts';
import { fakeSlack } from '../support/slack.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { onTeams } from './on-teams.ts';
import { contosoId, desk } from './stage.ts';

const count = 1_000;
const kills = 4;

it('kill -9 with 1,000 alerts accepted and pending loses none, and posts none twice', {
  timeout: 300_000,
}, async () => {
  const [slack, teams] = [await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  slack.addChannel('C1', { is_private: true, members: [slack.bot.user] });
  const place = { teams, url: '', tenantId, signed: true };
  const STATE_DIR = folder();
  const settings = {
    STATE_DIR,
    HOST: '127.0.0.1',
    PORT: '0',
    STORM_LIMIT: '100000',
    ALERT_WEBHOOK_SECRET: secret,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
    SLACK_API_URL: slack.apiUrl,
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: 'secret',
    ...teams.overrides,
  };
  const starts = async () => {
    const running = run('test/journeys/hurried-bot.ts', settings);
    const port = await vi.waitUntil(() => /"port":(\d+)/.exec(running.said.out)?.[1], patient);
    place.url = `http://127.0.0.1:${port}/api/messages`;
    await vi.waitFor(async () => expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200), patient);
    return { ...running, url: `http://127.0.0.1:${port}` };
  };
  const ends = async ({ child }: Awaited<ReturnType<typeof starts>>) => {
    child.kill('SIGKILL');
    await once(child, 'close');
  };

  // The bot meets its Teams channel, and is given the contact.
  const first = await starts();
  const channel = await onTeams(teams, place, async () => {}).channel('soc');
  await ends(first);
  const channels = [{ platform: 'slack', address: 'C1' }, channel];
  const file = join(STATE_DIR, 'register.json');
  const tenant = { id: contosoId, name: 'Contoso', partnerType: 'directBill', contact: { ...desk, channels } };
  writeFileSync(file, JSON.stringify({ version: 1, tenants: [tenant] }));
  expect(await command('import', settings, file).ended).toMatchObject({ code: 0 });

  const all = Array.from({ length: count }, (_, n) =>
    alert({ id: String(n), displayName: `Number ${n}.`, severity: n % 2 ? 'high' : 'medium' }),
  );
  const numbers = (texts: readonly string[]) => texts.flatMap((text) => /Number (\d+)\./.exec(text)?.[1] ?? []);
  const onSlack = () => numbers(slack.messages.map(({ blocks }) => JSON.stringify(blocks)));
  const teamsTexts = () => teams.messages(channel.address).map(({ attachments }) => JSON.stringify(attachments ?? []));

  let running = await starts();
  for (let at = 0; at < count; at += 100) expect((await post(running.url, all.slice(at, at + 100))).status).toBe(202);
  for (let round = 1; round <= kills; round++) {
    // In the middle of what is going on.
    await vi.waitUntil(() => onSlack().length >= round * 120 + round * 7, { timeout: 60_000, interval: 1 });
    await ends(running);
    running = await starts();
  }
  await vi.waitUntil(() => new Set(onSlack()).size === count && new Set(numbers(teamsTexts())).size === count, {
    timeout: 180_000,
    interval: 20,
  });
  expect(onSlack()).toHaveLength(count);
  const repeats = numbers(teamsTexts()).length - count;
  expect(repeats).toBeLessThanOrEqual(kills);
  expect(teamsTexts().filter((text) => text.includes('may see this card twice')).length).toBeLessThanOrEqual(kills);

  for (let at = 0; at < count; at += 100)
    expect((await post(running.url, all.slice(at, at + 100))).body).toMatchObject({ accepted: [] });
  await post(running.url, alert({ displayName: 'Number 5000.' }));
  await vi.waitUntil(() => onSlack().includes('5000'), patient);
  expect(onSlack()).toHaveLength(count + 1);
});
