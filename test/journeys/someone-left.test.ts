import { expect, it } from 'vitest';
import { deliverEvent } from '../support/slack-wire.ts';
import { today } from '../support/time.ts';
import { reminderStage } from './reminder-stage.ts';

it('somebody on call is deactivated in Slack, which says so: the next tick tells the admins', async () => {
  const scene = await reminderStage({ contact: { confirmedAt: today } });
  const { on, sam, time } = scene;
  time.jump(3_600_000);
  await on.tick();
  const id = sam.slack.identity.replace(/^.*\//, '');
  const { slack, door } = on.wires;
  const user = slack.users.get(id);
  if (!user) throw new Error('nobody');
  user.deleted = true;
  await deliverEvent(door, { type: 'user_change', user: { id } }, { id: 'EvLeft', team: slack.team });
  await on.tick();
  const codes = await on.store.read(async (reader) => (await reader.list('findings')).map(({ code }) => code));
  expect(codes).toContain('someoneLeft');
  await on.closes();
}, 60_000);
