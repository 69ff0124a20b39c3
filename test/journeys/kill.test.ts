import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { bot, command, folder, patient } from '../adapters/process/child.ts';
import { fakeSlack } from '../support/slack.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { onSlack } from './on-slack.ts';
import { onTeams } from './on-teams.ts';
import { contosoId, desk } from './stage.ts';

it.each(['slack', 'teams'] as const)(
  'in %s what was answered is there after kill -9 in the same instant, and is acted on once',
  { timeout: 60_000 },
  async (platform) => {
    const [slack, teams] = [await fakeSlack(), await fakeTeams()];
    onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
    const door = { url: '', signingSecret: 'a-signing-secret-of-a-test' };
    const place = { teams, url: '', tenantId, signed: true };
    const ada = { slack: onSlack(slack, door), teams: onTeams(teams, place, async () => {}) }[platform].person('Ada');
    const STATE_DIR = folder();
    const settings = {
      STATE_DIR,
      HOST: '127.0.0.1',
      ADMINS: ada.identity,
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: door.signingSecret,
      SLACK_API_URL: slack.apiUrl,
      MicrosoftAppId: appId,
      MicrosoftAppTenantId: tenantId,
      MicrosoftAppPassword: 'secret',
      ...teams.overrides,
    };
    const file = join(STATE_DIR, 'register.json');
    const tenant = { id: contosoId, name: 'Contoso', partnerType: 'directBill', contact: desk };
    writeFileSync(file, JSON.stringify({ version: 1, tenants: [tenant] }));
    expect(await command('import', settings, file).ended).toMatchObject({ code: 0 });

    async function starts() {
      const running = await bot(settings);
      [door.url, place.url] = [`${running.url}/slack/events`, `${running.url}/api/messages`];
      await vi.waitFor(async () => expect((await fetch(`${running.url}/readyz`)).status).toBe(200), patient);
      return running;
    }

    for (const [round, email] of ['one@contoso.example', 'two@contoso.example'].entries()) {
      const { child } = await starts();
      // The notice of the import comes into the same chat, and may come after the answer.
      if (round > 0)
        await vi.waitFor(async () => expect(await ada.says('show')).toContain('one@contoso.example'), patient);
      await ada.opens('update');
      await ada.saves({ email });
      child.kill('SIGKILL');
      await once(child, 'close');
    }
    const exported = await command('export', settings).ended;
    expect(JSON.parse(exported.out).tenants).toMatchObject([{ contact: { email: 'two@contoso.example' } }]);
    await starts();
    const history = await ada.says('history');
    for (const email of ['one', 'two']) expect(history.split(`→ ${email}@contoso.example`)).toHaveLength(2);
  },
);
