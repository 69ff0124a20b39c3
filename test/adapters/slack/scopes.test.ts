import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { alone, cardOf, channel, type Rig, rig } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig({ start: false });
});
afterEach(() => all.stop());

async function started(): Promise<void> {
  all.platform.start(all.bot);
  await vi.waitFor(() => expect(all.bot.connects).toContain('slack'));
}
const checks = async () => Object(await (await fetch(all.ready)).json()).checks;

it.each(['chat:write', 'users:read'])('without %s it is not ready, and says which scope is missing', async (scope) => {
  all.slack.scopes.delete(scope);
  await started();
  expect((await fetch(all.ready)).status).toBe(503);
  expect((await checks()).slack).toContain(`lacks the scopes ${scope}`);
  expect(all.log.lines).toContainEqual(
    expect.objectContaining({ level: 'warn', fields: { event: 'slack.scopes', missing: [scope] } }),
  );
  expect(all.platform.chat.hindrance()).toEqual({
    kind: 'permissions',
    missing: [scope],
    mute: scope === 'chat:write',
  });
});

it('without any other it stays in service and says what is missing', async () => {
  all.slack.scopes.delete('files:write');
  await started();
  expect((await fetch(all.ready)).status).toBe(200);
  expect((await checks()).slack).toMatch(/^ok, but the app lacks the scopes files:write/);
});

it('notices by itself that the app was installed anew with all of them', async () => {
  all.slack.scopes.delete('chat:write');
  await started();
  all.slack.scopes.add('chat:write');
  await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
  await vi.waitFor(() => expect(all.bot.connects).toEqual(['slack', 'slack']));
  expect((await checks()).slack).toBe('ok');
});

it('notices with the next answer that one was taken away', async () => {
  await started();
  all.slack.scopes.delete('chat:write');
  await expect(all.platform.chat.post(channel('C0GENERAL'), cardOf('Hello'), alone)).rejects.toMatchObject({
    reason: 'missing_scope',
  });
  expect(all.platform.notReady()).toContain('chat:write');
});

it('says nothing of scopes while Slack does not', async () => {
  all.slack.fail('auth.test', {
    kind: 'answer',
    body: { ok: true, team_id: 'T0HOME', bot_id: 'B0BOT', user_id: 'U0BOT' },
  });
  await started();
  expect((await checks()).slack).toBe('ok');
});

it('says why the token is refused', async () => {
  all.slack.revoke('account_inactive');
  all.platform.start(all.bot);
  await vi.waitFor(() =>
    expect(all.platform.chat.hindrance()).toEqual({ kind: 'credentials', reason: 'account_inactive' }),
  );
});
