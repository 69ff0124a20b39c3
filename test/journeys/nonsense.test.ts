import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliver, interactionBody } from '../support/slack-wire.ts';
import type { Person } from './person.ts';
import { contosoId, contosoStage, type Stage } from './stage.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const buttons = ['', 'nonsense', 'constructor', '__proto__', 'toString', 'hasOwnProperty', 'contact.', '<!channel>'];
const values = [
  'nonsense',
  '__proto__',
  '../../etc/passwd',
  `${contosoId} x`,
  `${contosoId} -1`,
  'x'.repeat(500),
  '🔥',
];
const known = [
  'contact.show',
  'contact.update',
  'contact.confirm',
  'contact.attest',
  'contact.history',
  'contact.setup',
];
const states = [
  '',
  '{',
  'null',
  '[]',
  '{"tenant":1}',
  '{"tenant":"x","revision":0,"since":0}',
  '{"tenant":"__proto__","revision":0}',
];
const pressed = [
  ...buttons.map((button) => ({ button, value: contosoId })),
  ...known.flatMap((button) => values.map((value) => ({ button, value }))),
];
const sent = [...buttons, 'contact.update', 'contact.setup'].flatMap((form) =>
  states.map((state) => ({ form, state })),
);

/** What nobody but a stranger to the bot's own cards would send: there is always an answer, and never a change or a bug. */
describe.each(['slack', 'teams'] as const)('made-up requests in %s', (platform) => {
  let ada: Person;
  beforeEach(() => {
    ada = on.admin(platform, 'Ada');
  });
  const bugs = () => on.log.lines.filter(({ level }) => level === 'error');

  it('buttons that no card has', { timeout: 60_000 }, async () => {
    await answered(pressed, ({ button, value }) => press(button, value));
  });

  it('forms that no card opened', { timeout: 60_000 }, async () => {
    await answered(sent, ({ form, state }) => save(form, state));
  });

  async function answered<T>(all: readonly T[], act: (one: T) => Promise<{ status: number }>): Promise<void> {
    const before = await on.record();
    for (const one of all) expect((await act(one)).status).toBeLessThan(500);
    await on.platform(platform).stop();
    expect(bugs()).toEqual([]);
    expect(await on.record()).toEqual(before);
  }

  function press(button: string, value: string) {
    const raw = on.teams;
    if (platform === 'slack')
      return slackly({ type: 'block_actions', actions: [{ action_id: button, block_id: 'b', value, type: 'button' }] });
    const action = { type: 'Action.Execute', verb: button, data: { action: button, value } };
    return raw.raw(ada).invoke('adaptiveCard/action', { action });
  }

  function save(form: string, state: string) {
    const values = { email: { email: { type: 'plain_text_input', value: 'evil@contoso.example' } } };
    const view = { type: 'modal', callback_id: form, private_metadata: state, id: 'V1', hash: 'h', state: { values } };
    if (platform === 'slack') return slackly({ type: 'view_submission', view });
    return on.teams.raw(ada).invoke('task/submit', { data: { action: form, state, email: 'evil@contoso.example' } });
  }

  function slackly(payload: object) {
    const { slack, door } = on.wires;
    const user = { id: ada.identity.replace(/^.*\//, ''), team_id: slack.team };
    const rest = {
      team: { id: slack.team },
      trigger_id: slack.trigger(user.id),
      response_url: slack.responseUrl(user.id, 'C0GENERAL'),
    };
    const channel = { id: 'C0GENERAL' };
    return deliver(door, interactionBody({ user, ...rest, channel, container: { type: 'message' }, ...payload }));
  }
});
