import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { calmStorm } from '../../../src/alerts/delivery/source-storm.ts';
import { deliveryKinds } from '../../../src/deliveries.ts';
import { enqueue } from '../../../src/delivery/transitions.ts';
import { Outbox } from '../../../src/delivery/worker.ts';
import { talkRank } from '../../../src/domain/delivery/delivery.ts';
import { ChatError } from '../../../src/ports/chat.ts';
import { button, type Card, type Chart, card } from '../../../src/view/view.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { buttonsOf, textIn } from '../../support/slack-person.ts';
import { text } from '../../support/text.ts';
import { fakeWorld } from '../../support/world.ts';
import { channel, type Rig, rig } from './rig.ts';

let all: Rig;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-11-24T09:00:00Z');
  all = await rig({ now: () => now, timers });
});
afterEach(() => all.stop());

/** Who waits has waited at once. */
const timers = {
  wait: async (ms: number) => {
    now += ms;
    return true;
  },
};
const chart: Chart = {
  kind: 'bars',
  title: 'Alerts by severity',
  categories: [{ label: 'High' }, { label: 'Low' }],
  series: [{ name: 'Alerts', values: [3, 1], tone: 'neutral' }],
};
const charted = card('Report', 'Contoso had 4 alerts.', { charts: [chart] });
const asking = card('Answer', 'An answer.', {
  feedback: {
    question: 'Did this help?',
    detail: 'It helps us.',
    yes: button('press', 'faq.helpful', 'Yes', 'q 1'),
    no: button('form', 'faq.unhelpful', 'No', 'q 1'),
  },
  buttons: [button('press', 'faq.show', 'In French', 'q 2')],
});
const ada = 'slack:T0HOME/U1ADA';
const to = channel('C0GENERAL');
const post = (one: Card, deliveryId = 'd1') => all.platform.chat.post(to, one, { deliveryId, thread: null });
const update = (one: Card) =>
  all.platform.chat.update({ to, message: all.slack.messages[0]?.ts ?? null }, one).then(() => null);
/** As the outbox, which tries again when the platform says so. */
async function tries<T>(call: () => Promise<T>): Promise<T | ChatError> {
  for (;;) {
    const said = await call().catch((error: unknown) => error as ChatError);
    if (!(said instanceof ChatError) || said.retryAfterMs === null) return said;
    now += said.retryAfterMs;
  }
}
const posts = (one: Card, deliveryId = 'd1') => tries(() => post(one, deliveryId));
const kinds = () => all.slack.messages.map(({ blocks }) => blocks.map(({ type }) => type).join(' '));
const calls = (method = 'chat.postMessage') => all.slack.called(method).length;

describe('a posted message', () => {
  it('has its chart', async () => {
    await posts(charted);
    expect(all.slack.messages[0]?.blocks[1]).toMatchObject({
      type: 'data_visualization',
      title: 'Alerts by severity',
      chart: {
        type: 'bar',
        series: [
          {
            name: 'Alerts',
            data: [
              { label: 'High', value: 3 },
              { label: 'Low', value: 1 },
            ],
          },
        ],
        axis_config: { categories: ['High', 'Low'] },
      },
    });
    expect(all.slack.messages[0]?.text).toBe('Contoso had 4 alerts.');
  });

  it('keeps its chart when it is edited', async () => {
    const posted = await all.platform.chat.post(to, charted, { deliveryId: 'd1', thread: null });
    const more = {
      ...chart,
      series: [{ ...chart.series[0], name: 'Alerts', tone: 'neutral', values: [4, 1] }],
    } as const;
    await all.platform.chat.update(posted, { ...charted, charts: [more] });
    expect(JSON.stringify(all.slack.messages[0]?.blocks)).toContain('"value":4');
    expect(kinds()).toEqual(['header data_visualization']);
  });

  it('goes with bars a second later where the workspace takes no charts, and comes once', async () => {
    all.slack.lacks.add('data_visualization');
    all.slack.pace.ms = 1_000;
    const refused = { kind: 'unreachable', reason: 'invalid_blocks', retryAfterMs: 1_020, maybeDone: false };
    await expect(post(charted)).rejects.toMatchObject(refused);
    expect(calls()).toBe(1);
    now += 1_020;
    await post(charted);
    expect(kinds()).toEqual(['header section']);
    expect(textIn(all.slack.messages[0]?.blocks)).toContain(`3 · High ${'█'.repeat(8)}`);
    expect([calls(), all.slack.pace.refused]).toEqual([2, 0]);
    expect(all.slack.messages[0]?.metadata).toMatchObject({ event_payload: { delivery_id: 'd1' } });
  });

  it('goes to a person by one call a try too, so that a try keeps its time', async () => {
    all.slack.lacks.add('data_visualization');
    const toAda = () =>
      all.platform.chat.post({ kind: 'person', id: ada }, charted, { deliveryId: 'd1', thread: null });
    await expect(toAda()).rejects.toMatchObject({ retryAfterMs: 1_020, maybeDone: false });
    expect(calls()).toBe(1);
    await toAda();
    expect(kinds()).toEqual(['header section']);
  });

  it('keeps its bars when the call without a chart is refused for another reason', async () => {
    all.slack.lacks.add('data_visualization');
    await post(charted).catch(() => null);
    all.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 3 });
    all.slack.fail('chat.postMessage', { kind: 'status', status: 503 });
    expect(await posts(charted)).toMatchObject({ reason: 'http_503' });
    await post(charted);
    // Once with its chart, and once when Slack took it.
    expect(calls()).toBe(2);
  });

  it('is not tried with a chart for an hour after that, whatever it is, and then it is', async () => {
    all.slack.lacks.add('data_visualization');
    await posts(charted);
    await post(charted, 'd2');
    await update(charted);
    expect([calls(), calls('chat.update')]).toEqual([3, 1]);
    now += 3_600_000;
    all.slack.lacks.clear();
    await post(charted, 'd3');
    expect(calls()).toBe(4);
    expect(kinds()).toEqual(['header section', 'header section', 'header data_visualization']);
  });

  it('loses its chart alone: other cards keep their feedback buttons', async () => {
    all.slack.lacks.add('data_visualization');
    await posts(charted);
    await post(asking, 'd2');
    expect(kinds()[1]).toContain('context_actions');
  });

  it('is edited with bars where the workspace takes no charts any more', async () => {
    await post(charted);
    all.slack.lacks.add('data_visualization');
    await tries(() => update(charted));
    expect(kinds()).toEqual(['header section']);
  });

  it('with something else that Slack does not take is refused as ever, and charts are tried again', async () => {
    all.slack.fail('chat.postMessage', { kind: 'refused', error: 'invalid_blocks' }, { times: 2 });
    expect(await posts(charted)).toMatchObject({ kind: 'card', reason: 'invalid_blocks' });
    expect(kinds()).toEqual([]);
    await posts(charted, 'd2');
    expect(kinds()).toEqual(['header data_visualization']);
  });

  it('without charts is sent once, whatever Slack says', async () => {
    all.slack.fail('chat.postMessage', { kind: 'refused', error: 'invalid_blocks' });
    expect(await posts(card('A', 'A.'))).toMatchObject({ kind: 'card', reason: 'invalid_blocks' });
    expect(all.slack.asked('chat.postMessage')).toBe(true);
    expect(kinds()).toEqual([]);
  });

  it('comes once through the outbox, within Slack’s pace, although the answer to the call without a chart is lost', async () => {
    all.slack.lacks.add('data_visualization');
    all.slack.pace.ms = 1_000;
    all.slack.mischief.next = (what) =>
      what.startsWith('chat.postMessage') && calls() === 1 ? { kind: 'cut answer' } : null;
    const bugs: unknown[] = [];
    const world = fakeWorld(memoryStore());
    const clock = { now: () => new Date(now).toISOString() };
    const outbox = new Outbox(
      {
        ...world,
        chats: { slack: all.platform.chat },
        clock,
        timers,
        uptimeMs: () => now,
        onBug: (bug) => bugs.push(bug),
      },
      deliveryKinds,
      calmStorm,
    );
    await world.store.change(async (tx) => {
      const about = { kind: 'answer', number: 1, card: charted } as const;
      await enqueue(tx, { about, to, rank: talkRank }, clock.now());
    });
    await outbox.start();
    const delivery = () => world.store.read(async (reader) => (await reader.list('deliveries'))[0]);
    await vi.waitUntil(async () => (await delivery())?.state === 'posted');
    await outbox.stop();
    expect(kinds()).toEqual(['header section']);
    expect((await delivery())?.message).toBe(all.slack.messages[0]?.ts);
    expect(all.slack.pace.refused).toBe(0);
    expect(calls('conversations.history')).toBeGreaterThan(0);
    expect(bugs).toEqual([]);
  });

  it('has no more than two charts: with more, all are bars', async () => {
    await posts({ ...charted, charts: [chart, chart, chart] });
    expect(kinds()).toEqual(['header section section section']);
    expect(calls()).toBe(1);
  });

  it('has bars where it would be too long with its chart', async () => {
    const labels = Array.from({ length: 20 }, (_, n) => ({ label: `${n} ${'x'.repeat(17)}` }));
    const values = labels.map(() => 100_000_000);
    const series = (['a', 'b'] as const).map((name) => ({ name, values, tone: 'neutral' as const }));
    const text = Array.from({ length: 4 }, () => 'x'.repeat(2_500));
    await posts({ ...charted, text, charts: [{ ...chart, categories: labels, series }] });
    expect(kinds()).toEqual(['header section section section section section']);
  });
});

describe('an answer', () => {
  const shown = () => all.slack.messages.at(-1);

  it('in a direct message is posted: it has its chart, with bars where the workspace takes none', async () => {
    all.answers({ kind: 'card', instead: false, card: charted });
    const person = all.person('U1ADA');
    await person.say('report');
    await vi.waitUntil(() => all.slack.messages.length === 1);
    all.slack.lacks.add('data_visualization');
    all.slack.pace.ms = 1_000;
    now += 1_000;
    await person.say('report');
    await vi.waitUntil(() => all.slack.messages.length === 2);
    expect(kinds()).toEqual(['header data_visualization', 'header section']);
    expect(all.slack.pace.refused).toBe(0);
  });

  it('to a command, a press or a mention, in a window and on the Home tab has bars and ordinary buttons', async () => {
    const both = { ...charted, feedback: asking.feedback, buttons: asking.buttons };
    all.answers({ kind: 'card', instead: false, card: both });
    const person = all.person('U1ADA');
    const answer = await person.command('report');
    await person.press('faq.helpful');
    await vi.waitUntil(() => all.slack.responses.length === 2);
    await person.mention('report');
    await vi.waitUntil(() => all.slack.messages.length === 1);
    await person.openHome();
    await vi.waitUntil(() => person.home() !== null);
    await person.press('faq.show', { on: 'home' });
    await vi.waitUntil(() => person.window() !== null);
    for (const one of [answer.json, all.slack.responses.at(-1), shown(), person.home(), person.window()?.view]) {
      expect(text(one)).toContain('█');
      expect(JSON.stringify(one)).toContain('"action_id":"faq.unhelpful"');
      expect(text(one)).not.toMatch(/data_visualization|context_actions/);
    }
    expect(shown()?.only).toBe('U1ADA');
    expect(calls('chat.postEphemeral')).toBe(1);
  });

  it('in a direct message asks whether it helped with Slack’s own buttons, whose presses are ours', async () => {
    all.answers({ kind: 'card', instead: false, card: asking });
    const person = all.person('U1ADA');
    await person.say('who?');
    await vi.waitUntil(() => all.slack.messages.length === 1);
    expect(kinds()).toEqual(['header section context_actions actions']);
    const halves = shown()?.blocks.flatMap(buttonsOf) ?? [];
    expect(halves.map(({ text, accessibility_label }) => [text.text, accessibility_label])).toEqual([
      ['Yes', 'Did this help? Yes'],
      ['No', 'Did this help? No'],
      ['In French', undefined],
    ]);
    for (const nth of [0, 1]) await person.press('feedback', { message: all.slack.messages[0], nth });
    await vi.waitUntil(() => all.bot.done.length === 3);
    expect(all.bot.done.slice(1)).toMatchObject([
      { kind: 'press', button: 'faq.helpful', value: 'q 1', from: ada },
      { kind: 'press', button: 'faq.unhelpful', value: 'q 1', from: ada },
    ]);
  });

  it('opens its form at once where nobody can answer within a second', async () => {
    all.answers({ kind: 'card', instead: false, card: asking });
    const person = all.person('U1ADA');
    await person.say('who?');
    await vi.waitUntil(() => all.slack.messages.length === 1);
    let release = () => {};
    const waits = new Promise<void>((resolve) => {
      release = resolve;
    });
    all.answers(async () => {
      await waits;
      return { kind: 'card', instead: false, card: asking };
    });
    await person.press('feedback', { message: all.slack.messages[0], nth: 1 });
    await vi.waitUntil(() => person.window() !== null);
    release();
  });

  it('asks with ordinary buttons where the workspace does not have Slack’s own', async () => {
    all.slack.lacks.add('context_actions');
    all.answers({ kind: 'card', instead: false, card: asking });
    await all.person('U1ADA').say('who?');
    await vi.waitUntil(() => all.slack.messages.length === 1);
    expect(
      shown()
        ?.blocks.flatMap(buttonsOf)
        .map(({ action_id }) => action_id),
    ).toEqual(['faq.helpful', 'faq.unhelpful', 'faq.show']);
  });
});

it('a press of feedback that is none of ours is answered as a press of nothing', async () => {
  all.slack.addChannel('DU1ADA', { is_im: true, members: ['U1ADA', all.slack.bot.user] });
  await posts(asking);
  const [first] = all.slack.messages;
  const block = first?.blocks.find(({ type }) => type === 'context_actions');
  if (block?.type !== 'context_actions' || !first) throw new Error('no feedback buttons');
  const [element] = block.elements;
  if (element) element.positive_button.value = 'nonsense';
  await all.person('U1ADA').press('feedback', { message: first });
  await vi.waitUntil(() => all.bot.done.length === 1);
  expect(all.bot.done[0]).toMatchObject({ kind: 'press', button: 'nonsense', value: '' });
});
