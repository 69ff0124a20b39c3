/** One person in several workspaces of an Enterprise Grid. */
import { afterEach, expect, it, vi } from 'vitest';
import { memoryStore } from '../../support/memory-store.ts';
import { deliver } from '../../support/slack-wire.ts';
import { type Rig, rig } from './rig.ts';

let all: Rig;
afterEach(() => all.stop());

const ofGrid = { team_id: 'T2', enterprise_user: { enterprise_id: 'E1' } };

async function inGrid(store = memoryStore()) {
  all = await rig({ start: false, store });
  all.slack.grid.enterprise = 'E1';
  all.slack.addUser('U1ADA', ofGrid);
  all.platform.start(all.bot);
  await vi.waitFor(() => expect(all.platform.notReady()).toBeNull());
  return all.platform.chat;
}

it('is the one under which the bot met them first, from whichever workspace they act', async () => {
  const chat = await inGrid();
  for (const team of ['T2', 'T3', 'T0HOME'])
    expect(await chat.person(`slack:${team}/U1ADA`, true)).toMatchObject({ kind: 'member', id: 'slack:T2/U1ADA' });
  expect(chat.firstMet('slack:T9/U1ADA')).toBe('slack:T2/U1ADA');
  expect(chat.firstMet('slack:T9/U2BOB')).toBe('slack:T9/U2BOB');
});

it('is asked for once in five minutes, whatever workspace is named', async () => {
  const chat = await inGrid();
  await chat.person('slack:T2/U1ADA', false);
  await chat.person('slack:T3/U1ADA', false);
  await chat.person('slack:T3/U1ADA', false);
  expect(all.slack.called('users.info')).toHaveLength(1);
});

it('is the same after a restart', async () => {
  const store = memoryStore();
  await store.change((tx) => tx.put('people', { id: 'slack:T3/U1ADA', name: 'Ada' }));
  const chat = await inGrid(store);
  expect(await chat.person('slack:T2/U1ADA', true)).toMatchObject({ id: 'slack:T3/U1ADA' });
});

it('is nobody from outside of the Grid', async () => {
  const chat = await inGrid();
  all.slack.addUser('U7', { team_id: 'T9', enterprise_user: { enterprise_id: 'E9' } });
  expect(await chat.person('slack:T2/U7', true)).toMatchObject({ kind: 'stranger', why: 'other organisation' });
});

it('outside of a Grid the workspace tells people apart', async () => {
  all = await rig();
  await all.platform.chat.person('slack:T0HOME/U1ADA', false);
  expect(all.platform.chat.firstMet('slack:T9/U1ADA')).toBe('slack:T9/U1ADA');
  expect(await all.platform.chat.person('slack:T9/U1ADA', false)).toMatchObject({ why: 'other organisation' });
});

it.each([
  ['of the organisation, by its id alone', 'E1', true],
  ['of another organisation', 'E9', false],
])('an uninstall %s is noticed only where it is the bot’s own', async (_what, enterprise_id, isNoticed) => {
  await inGrid();
  all.slack.revoke();
  const event = { type: 'app_uninstalled' };
  const body = { type: 'event_callback', team_id: 'T9', enterprise_id, event_id: 'Ev1', event };
  await deliver(all.door, JSON.stringify(body), { contentType: 'application/json' });
  expect(all.platform.notReady() === null).toBe(!isNoticed);
});
