/** The bot as `npm start` runs it, by Socket Mode, whose connections break while people work, and which is killed; then what became of it is counted. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { openStore } from '../../adapters/store/embedded/open-store.ts';
import type { HistoryEntry } from '../../src/domain/history.ts';
import { messages } from '../../src/messages/messages.ts';
import { bot, command, folder, patient } from '../adapters/process/child.ts';
import { alert, post, secret } from '../support/sender.ts';
import { type FakeSlack, fakeSlack } from '../support/slack.ts';
import type { Typed } from '../support/slack-form.ts';
import { type SlackPerson, slackPerson, textIn } from '../support/slack-person.ts';
import { type SlackSocket, slackSocket } from '../support/slack-socket.ts';
import { type Dice, diceOf } from '../year/dice.ts';
import { contosoId, desk } from './stage.ts';

const people = 5;
/** Envelopes that one alert takes at least: see `works`; repetitions come on top. */
const perAlert = 7;
/** The bot lets one person raise so many alerts in ten minutes. */
const mostRaised = 5;

export interface SocketTable {
  seed: number;
  /** What people did, and how often Slack delivered it, over how many connections. */
  envelopes: number;
  delivered: number;
  acknowledged: number;
  connections: number;
  reconnects: number;
  kills: number;
  /** Delivered once more, long after it was acted on. */
  late: number;
  /** Acknowledged, and not in the state or without an answer. In the state more than once, or answered anew. */
  lost: number;
  twice: number;
  /** What the bot sent that Slack does not take. */
  faults: number;
}

/** What the bot says on a starved machine, as when it cannot ask Slack who somebody is. Whoever reads it does it anew. */
const mayNotBeDone = [messages('en').apology.slowTitle, messages('en').rights.unsureTitle];

/** What each alert is put through, and so what the audit trail says of each in the end. */
const actions = { 'alert.acknowledged': 2, 'alert.resolved': 2, 'alert.reopened': 1 } as const;

/** Five people work on as many alerts as take so many envelopes. Meanwhile connections end `reconnects` times, and the process `kills` times. */
export async function socketCampaign(plan: { envelopes: number; reconnects: number; kills: number; seed: number }) {
  const dice = diceOf(plan.seed);
  const scene = await setScene();
  const { slack, socket } = scene;
  const alerts = Math.ceil(plan.envelopes / perAlert);
  await scene.starts();
  await scene.has(alerts);

  const numbers = Array.from({ length: alerts }, (_, n) => n + 1);
  const late = { count: 0 };
  const raised: Raised[] = [];
  /** People wait for the troubles, which take longer than they do, and are in the middle of something when one comes. */
  const pace = { until: 0 };
  const mayGoOn = async () => {
    await vi.waitUntil(() => socket.happened.length < pace.until, { timeout: 120_000, interval: 5 });
    await isConnected(socket);
  };
  const working = Array.from({ length: people }, async (_, n) => {
    const person = slackPerson(slack, scene.door, `U${n}WORKER`);
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift())
      await works(person, number, { socket, dice, late, raised, mayGoOn });
  });
  const done = Promise.all(working);
  const troubles = [
    ...Array.from({ length: plan.reconnects }, () => () => reconnects(socket, dice)),
    ...Array.from({ length: plan.kills }, () => scene.kills),
  ];
  const all = troubles.length;
  const happening = async () => {
    while (troubles.length > 0) {
      // Spread over the work, in any order.
      const due = ((all - troubles.length + 1) / (all + 1)) * alerts * perAlert;
      pace.until = due + people;
      await vi.waitUntil(() => socket.happened.length >= due, {
        timeout: 120_000,
        interval: 5,
      });
      const [trouble] = troubles.splice(Math.floor(dice.roll() * troubles.length), 1);
      const { opened } = socket.counts;
      await trouble?.();
      await vi.waitUntil(() => socket.counts.opened > opened, { timeout: 120_000, interval: 5 });
    }
    pace.until = Number.POSITIVE_INFINITY;
  };
  await Promise.all([done, happening()]);
  await scene.ends();

  const { trail, titles } = await scene.state();
  const sums = [tally(trail, alerts), tallyOfRaised(raised, titles), tallyOfAnswers(scene)];
  const [lost, twice] = [sums.reduce((sum, one) => sum + one.lost, 0), sums.reduce((sum, one) => sum + one.twice, 0)];
  return {
    seed: plan.seed,
    envelopes: socket.happened.length,
    ...{ delivered: socket.counts.delivered, acknowledged: socket.counts.acknowledged },
    ...{ connections: socket.counts.opened, reconnects: plan.reconnects, kills: plan.kills },
    ...{ late: late.count, lost, twice, faults: socket.faults.length },
  } satisfies SocketTable;
}

/** An alert that somebody raised under a title of its own; whether Slack got an answer. */
interface Raised {
  by: string;
  title: string;
  isAnswered: boolean;
}

interface Workplace {
  socket: SlackSocket;
  dice: Dice;
  late: { count: number };
  raised: Raised[];
  /** Resolves when there is a connection, and the next thing may happen. */
  mayGoOn(): Promise<unknown>;
}

const isConnected = (socket: SlackSocket) =>
  vi.waitUntil(() => socket.connected() > 0, { timeout: 120_000, interval: 5 });

/** One way in which Slack, or the network, ends a connection. */
function reconnects(socket: SlackSocket, dice: Dice): void {
  socket.how.twice = dice.chance(0.3);
  dice.pick([
    () => socket.cut(),
    () => socket.announces('warning'),
    () => socket.announces('refresh_requested'),
    () => socket.disconnects('warning'),
    () => {
      socket.announces('refresh_requested');
      socket.how.cut = 1;
    },
    () => {
      socket.how.disconnected = 1;
      socket.cut();
    },
  ])();
}

/**
 * Acknowledges an alert, resolves it by the form, reopens it, acknowledges it by a button, and resolves it in words; then
 * some raise another one.
 */
async function works(
  person: SlackPerson,
  number: number,
  { socket, dice, late, raised, mayGoOn }: Workplace,
): Promise<void> {
  /** How often the person reads that it may not be done. */
  const excuses = () =>
    [...person.messages(), person.window()?.view].filter((one) =>
      mayNotBeDone.some((text) => textIn(one).includes(text)),
    ).length;
  /** Does it once; resolves with whether the person takes it for done. */
  const isDone = async (act: () => Promise<unknown>): Promise<boolean> => {
    await mayGoOn();
    const before = excuses();
    try {
      await act();
    } catch (error) {
      if (!String(error).includes('operation_timeout')) throw error;
      return false;
    }
    return excuses() === before;
  };
  const until = async (act: () => Promise<unknown>): Promise<void> => {
    while (!(await isDone(act)));
  };
  /** Saves the open form once; resolves with whether the person takes it for done. */
  const saves = async (values: Typed) =>
    (await isDone(() => person.save(values))) && Object.keys(person.errors()).length === 0;
  const says = (text: string) => until(() => person.command(text));
  /** A window of before may open meanwhile. */
  const opens = async (form: string, text: string) => {
    do {
      while (person.window()) person.close();
      await says(text);
    } while (!`${JSON.stringify(person.window()?.view)}`.includes(`"callback_id":"${form}"`));
  };
  /** Slack delivers that once more. By now it would do something, did the bot not know it. */
  const again = async (index: number) => {
    const old = socket.happened[index];
    if (!old) return;
    late.count += 1;
    await mayGoOn();
    await socket.happens(old.type, old.payload);
  };
  const last = (fits: string) =>
    socket.happened.findLastIndex(({ payload }) => {
      const text = JSON.stringify(payload);
      return text.includes(person.id) && text.includes(fits);
    });

  await (dice.chance(0.5) ? says(`ack ${number}`) : until(() => person.say(`ack ${number}`)));
  const acknowledged = last(`ack ${number}`);
  await opens('alerts.resolve', `resolve ${number}`);
  const isSaved = await saves({ reason: 'legitimate', note: `number ${number}` });
  const saved = last('view_submission');
  if (!isSaved) await says(`resolve ${number} legitimate number ${number}`);
  await says(`reopen ${number}`);
  const reopened = last(`reopen ${number}`);
  if (dice.chance(0.3)) await again(dice.pick([acknowledged, saved]));
  await says(`alerts ${number}`);
  const message = person.messages().findLast(({ blocks }) => JSON.stringify(blocks).includes('alerts.acknowledge"'));
  // Without the button the alert is not open: it was resolved twice, or its reopening is lost. The trail says which.
  if (message) await until(() => person.press('alerts.acknowledge', { message }));
  await says(`resolve ${number} ignore ${number}`);
  if (dice.chance(0.3)) await again(reopened);

  if (!dice.chance(0.4)) return;
  // Whoever reads that it failed types it anew, and may so raise a second one: each has a title of its own.
  for (let isAnswered = false; !isAnswered; ) {
    const own = raised.filter(({ by }) => by === person.id).length;
    if (own === mostRaised) return;
    const one: Raised = { by: person.id, title: `R${own + 1} of ${person.id}`, isAnswered };
    await opens('alerts.raise', `raise ${one.title}`);
    raised.push(one);
    isAnswered = await saves({ severity: 'low' });
    one.isAnswered = isAnswered;
  }
  if (dice.chance(0.3)) await again(last('"callback_id":"alerts.raise"'));
}

/** A repetition would make a row of its own. */
function tallyOfRaised(raised: readonly Raised[], titles: readonly string[]) {
  const sum = { lost: 0, twice: 0 };
  for (const { title, isAnswered } of raised) {
    const found = titles.filter((one) => one === title).length;
    if (isAnswered && found === 0) sum.lost += 1;
    sum.twice += Math.max(0, found - 1);
  }
  return sum;
}

/**
 * Whatever Slack delivers again has the answer that it had, and what was pressed is answered once: in one life of the
 * bot. The next one knows no answers, and may say how things are by then.
 */
function tallyOfAnswers({ slack, socket }: { slack: FakeSlack; socket: SlackSocket }) {
  const sum = { lost: 0, twice: 0 };
  for (const same of Map.groupBy(socket.happened, ({ payload }) => payload).values()) {
    const answers = same.flatMap((one) => one.answers);
    for (const inOneLife of Map.groupBy(answers, ({ life }) => life).values())
      sum.twice += Math.max(0, new Set(inOneLife.map(({ text }) => text).filter((text) => text !== '{}')).size - 1);
    const { type, response_url: pressed } = same[0]?.payload ?? {};
    if (type !== 'block_actions') continue;
    const lives = new Set(same.flatMap((one) => [...one.lives])).size;
    const found = slack.responses.filter(
      ({ url, text }) => url === pressed && text !== messages('en').slack.loading,
    ).length;
    if (answers.length > 0 && found === 0) sum.lost += 1;
    sum.twice += Math.max(0, found - lives);
  }
  return sum;
}

/** What the audit trail has of each alert, beside what it has to have. */
function tally(trail: readonly HistoryEntry[], alerts: number) {
  const sum = { lost: 0, twice: 0 };
  for (let number = 1; number <= alerts; number++)
    for (const [deed, times] of Object.entries(actions)) {
      const found = trail.filter(
        (one) => one.deed === deed && one.changes.some(({ field, after }) => field === 'alert' && after === number),
      ).length;
      sum.lost += Math.max(0, times - found);
      sum.twice += Math.max(0, found - times);
    }
  return sum;
}

async function setScene() {
  const slack = await fakeSlack();
  const socket = await slackSocket(slack);
  socket.how.again = true;
  onTestFinished(async () => void (await Promise.all([slack.stop(), socket.stop()])));
  const ids = Array.from({ length: people }, (_, n) => `U${n}WORKER`);
  slack.addChannel('C0GENERAL', { members: [slack.bot.user, ...ids] });
  for (const id of ids) slack.addUser(id);
  const STATE_DIR = folder();
  const settings = {
    STATE_DIR,
    HOST: '127.0.0.1',
    PORT: '0',
    DRILL_SCHEDULE: 'off',
    ADMINS: ids.map((id) => `slack:${slack.team}/${id}`).join(),
    ALERT_WEBHOOK_SECRET: secret,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_APP_TOKEN: socket.appToken,
    SLACK_API_URL: slack.apiUrl,
  };
  const file = join(STATE_DIR, 'register.json');
  const tenant = { id: contosoId, name: 'Contoso', partnerType: 'directBill', contact: desk };
  writeFileSync(file, JSON.stringify({ version: 1, tenants: [tenant] }));
  expect(await command('import', settings, file).ended).toMatchObject({ code: 0 });
  let running: Awaited<ReturnType<typeof bot>>;

  const starts = async () => {
    running = await bot(settings);
    await vi.waitFor(async () => expect((await fetch(`${running.url}/readyz`)).status).toBe(200), patient);
  };
  const ends = async (signal: 'SIGTERM' | 'SIGKILL') => {
    // A bug that ended it would be taken for a kill.
    expect([running.child.exitCode, running.said.err]).toEqual([null, '']);
    running.child.kill(signal);
    await once(running.child, 'close');
  };
  return {
    slack,
    socket,
    door: { url: '', signingSecret: '', socket },
    starts,
    kills: async () => {
      await ends('SIGKILL');
      socket.how.life += 1;
      await starts();
    },
    ends: () => ends('SIGTERM'),
    /** So many alerts are open. Their numbers begin at 1. */
    async has(count: number): Promise<void> {
      for (let sent = 0; sent < count; sent += 50) {
        const some = Array.from({ length: Math.min(50, count - sent) }, (_, n) =>
          alert({ id: `a${sent + n}`, severity: 'low' }),
        );
        expect((await post(running.url, some)).status).toBe(202);
      }
    },
    /** The audit trail, and the titles of all alerts. */
    async state() {
      const store = await openStore({ dir: STATE_DIR, onFatal: (error) => Promise.reject(error) });
      const trail = await store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100_000 }));
      const alerts = await store.read((reader) => reader.list('alerts'));
      await store.close();
      return { trail, titles: alerts.map(({ content }) => content.displayName) };
    },
  };
}
