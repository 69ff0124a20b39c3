import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hour } from '../support/time.ts';
import { type AlertStage, alertStage, both } from './alert-stage.ts';

let scene: AlertStage;
beforeEach(async () => {
  scene = await alertStage();
});
afterEach(() => scene.on.closes());

/** Hours pass; the process looks at the clock as it does. */
async function later(hours: number): Promise<void> {
  scene.time.jump(hours * hour);
  await scene.on.tick();
}

describe('an alert that nobody acknowledges', () => {
  it('is reminded of in the thread on both platforms, then told to the admins, and no more once it is answered', async () => {
    const { ada, cards, channels, rooms, sam, send, until, bothShow } = scene;
    await send({ id: '1', displayName: 'Answered' }, { id: '2', displayName: 'Forgotten' });
    await until(() => both.every((name) => cards(name).length === 2));
    const answered = cards('slack').find(({ text }) => text.includes('Answered'));
    expect(answered?.text).toContain('Sam');
    await rooms.slack.presses(sam.slack, channels.slack, 'Acknowledge');
    await bothShow('Acknowledged');
    const open = (name: 'slack' | 'teams') =>
      cards(name).find(({ text, thread }) => !thread && text.includes('Not acknowledged'));
    for (const [hours, words] of [
      [1, 'for 1 hour,'],
      [3, 'for 4 hours,'],
      [8, 'for 12 hours,'],
    ] as const) {
      await later(hours);
      await until(() => both.every((name) => cards(name).some(({ text }) => text.includes(words))));
      for (const name of both) {
        const reminder = cards(name).find(({ text }) => text.includes(words));
        expect(reminder?.thread).toBe(open(name)?.id);
        expect(cards(name).filter(({ text }) => text.includes(words))).toHaveLength(1);
      }
    }
    await later(13);
    await until(() => rooms.slack.told(ada).some(({ text }) => text.includes('Microsoft requires an answer')));
    const [last] = rooms.slack.told(ada).filter(({ text }) => text.includes('Microsoft requires an answer'));
    expect(last?.labels).toContain('Acknowledge');
    // A reminder that still waits when the next one is due is not sent.
    await until(() =>
      both.every((name) => cards(name).some(({ text }) => text.includes('Microsoft requires an answer'))),
    );
    await later(24);
    await send({ id: '3', severity: 'low', displayName: 'Lesser' });
    await until(() => both.every((name) => cards(name).some(({ text }) => text.includes('Lesser'))));
    const reminded = (title: string) =>
      both
        .flatMap((name) => cards(name))
        .filter(({ text }) => text.includes(title) && /nobody has acknowledged (this alert|it)\b/i.test(text));
    await until(() => reminded('Forgotten').length === 10);
    expect(reminded('Answered')).toEqual([]);
  });
});

describe('the wall clock', () => {
  it('may be set back by an hour, and alerts go on', async () => {
    const { cards, send, time, until } = scene;
    await send({ id: '1' });
    await until(() => both.every((name) => cards(name).length === 1));
    time.set(new Date(Date.parse(time.now()) - hour).toISOString());
    await send({ id: '2' }, { id: '3' });
    await until(() => both.every((name) => cards(name).length === 3));
  });

  it('may be set back while a platform fails: what was lost is found, and posted once', async () => {
    const { on, cards, send, time, until } = scene;
    on.wires.slack.fail('chat.postMessage', { kind: 'reset' });
    await send({ id: '1' });
    await until(() => cards('teams').length === 1);
    time.set(new Date(Date.parse(time.now()) - hour).toISOString());
    await until(() => cards('slack').length === 1);
    on.wires.slack.fail('chat.postMessage', { kind: 'lost answer' });
    on.wires.slack.fail('conversations.history', { kind: 'rate limited', seconds: 1 });
    on.wires.slack.fail('conversations.history', { kind: 'status', status: 503 });
    await send({ id: '2' });
    await until(() => cards('teams').length === 2);
    await until(() => cards('slack').length === 2);
  });
});

it('a channel that is told to wait holds up no other, and is never asked before its time', {
  timeout: 60_000,
}, async () => {
  const { on, cards, send, time, until } = scene;
  // By the hurried clock, a second is 25 ms.
  on.wires.slack.pace.ms = 24;
  on.wires.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 60 });
  await send({ id: '1' });
  await until(() => on.wires.slack.asked('chat.postMessage'));
  const refused = time.passed();
  await until(() => cards('teams').length === 1);
  expect(cards('slack')).toEqual([]);
  await until(() => cards('slack').length === 1);
  // Whoever looks sees both a little late.
  expect(time.passed() - refused).toBeGreaterThan(50_000);
  await send(...Array.from({ length: 15 }, (_, n) => ({ id: `n${n}` })));
  await until(() => cards('slack').length === 16);
  expect(on.wires.slack.pace.refused).toBe(0);
});
