/** The bot as `npm start` runs it, killed over and over while its platforms misbehave; then what each channel has is counted. */
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { bot, command, folder, patient, run } from '../adapters/process/child.ts';
import { alert, post, secret } from '../support/sender.ts';
import { fakeSlack } from '../support/slack.ts';
import { fakeTeams } from '../support/teams.ts';
import { tenantId } from '../support/teams-run.ts';
import { appId } from '../support/teams-tokens.ts';
import { elapsed } from '../support/time.ts';
import { type Dice, diceOf } from '../year/dice.ts';
import { slackFault, teamsFault } from './mischief.ts';
import { onTeams } from './on-teams.ts';
import { desk } from './stage.ts';

/** Each tenant has a channel of its own on both platforms, so that the pace of one does not slow down the campaign. */
const tenants = 6;
const lateMs = 11_000;

/** Of one platform, over all channels. */
export interface Tally {
  /** Calls that post, and how many of them had something go wrong. */
  calls: number;
  faults: number;
  /** Accepted, and not there in the end. */
  lost: number;
  /** Cards beyond the first of an alert in a channel: those that do not say that they may be a repeat, and those that do. */
  unmarked: number;
  marked: number;
  /** Cards that say so, and are the only one. */
  needless: number;
  /** Calls that came sooner than the platform allows. */
  tooFast: number;
}

export interface Table {
  seed: number;
  kills: number;
  accepted: number;
  slack: Tally;
  teams: Tally;
}

/** Kills the bot `kills` times, lets it finish, and counts. The same seed throws the same dice; the machine's own timing differs. */
export async function killCampaign({ kills, seed }: { kills: number; seed: number }): Promise<Table> {
  const dice = diceOf(seed);
  const scene = await setScene();
  const { slack, teams } = scene;
  const sender = createSender(dice);
  const counts = { slack: { calls: 0, faults: 0 }, teams: { calls: 0, faults: 0 } };
  let onCall = () => {};

  function note<F>(of: { calls: number; faults: number }, posts: boolean, fault: F | null): F | null {
    if (posts) {
      of.calls += 1;
      if (fault) of.faults += 1;
      onCall();
    }
    return fault;
  }
  slack.mischief.next = (method) => note(counts.slack, method === 'chat.postMessage', slackFault(method, dice));
  teams.mischief.next = (what) => note(counts.teams, what.startsWith('POST '), teamsFault(what, dice));

  for (let kill = 0; kill < kills; kill++) {
    const running = scene.starts();
    const dead = once(running.child, 'close');
    const end = () => void running.child.kill('SIGKILL');
    onCall = endsAfter(dice, end);
    const early = dice.chance(0.15) ? setTimeout(end, 300 + 700 * dice.roll()) : undefined;
    const url = await Promise.race([running.listens(), dead.then(() => null)]);
    const cap = setTimeout(end, dice.pick([1_000, 2_000, 2_000, 3_500, 11_000]) + 700 * dice.roll());
    if (url !== null) await Promise.race([sender.sends(url, 1 + Math.floor(dice.roll() * 4)), dead]);
    await dead;
    clearTimeout(cap);
    clearTimeout(early);
  }
  onCall = () => {};
  const lastKill = elapsed();
  [slack.mischief.next, teams.mischief.next] = [null, null];

  const url = (await scene.starts().listens()) ?? '';
  const finished = async () => {
    await sender.sends(url, 0);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const waiting = [...metrics.matchAll(/^security_contact_bot_deliveries_waiting\S* (\d+)$/gm)];
    return sender.open() === 0 && waiting.length > 0 && waiting.every(([, count]) => count === '0');
  };
  await vi.waitUntil(async () => elapsed() - lastKill > lateMs && (await finished()), {
    timeout: 120_000 + sender.accepted.size * 1_500,
    interval: 500,
  });
  const tally = (texts: readonly (readonly string[])[]) => tallyOf(texts, [...sender.accepted]);
  return {
    seed,
    kills,
    accepted: sender.accepted.size,
    slack: { ...counts.slack, ...tally(scene.onSlack()), tooFast: slack.pace.refused },
    teams: { ...counts.teams, ...tally(scene.onTeams()), tooFast: teams.pace.refused },
  };
}

/** Ends it at or soon after one of its first calls, half of the time. */
function endsAfter(dice: Dice, end: () => void): () => void {
  let left = dice.pick([1, 2, 3, 5, 8, 13, 1_000, 1_000]);
  return () => {
    left -= 1;
    if (left === 0) setTimeout(end, dice.pick([0, 0, 1, 3, 10, 30, 100]));
  };
}

/** A sender that repeats each alert until it is accepted, as senders do. */
function createSender(dice: Dice) {
  const waiting = new Map<number, Record<string, unknown>>();
  const accepted = new Set<number>();
  let count = 0;

  async function send(url: string, number: number, what: Record<string, unknown>): Promise<void> {
    const said = await post(url, what).catch(() => null);
    if (said?.status !== 202) return;
    accepted.add(number);
    waiting.delete(number);
  }

  return {
    accepted,
    open: () => waiting.size,
    async sends(url: string, more: number): Promise<void> {
      for (let n = 0; n < more; n++) {
        count += 1;
        const severity = dice.pick(['high', 'medium', 'low']);
        const partnerTenantId = tenantOf(count % tenants);
        waiting.set(count, alert({ id: String(count), displayName: `Number ${count}.`, severity, partnerTenantId }));
      }
      await Promise.all([...waiting].map(([number, what]) => send(url, number, what)));
    },
  };
}

/** `texts`: the cards of each tenant's channel, in order of the tenants. */
function tallyOf(texts: readonly (readonly string[])[], accepted: readonly number[]) {
  const sum = { lost: 0, unmarked: 0, marked: 0, needless: 0 };
  for (const number of accepted) {
    const cards = texts[number % tenants]?.filter((text) => text.includes(`Number ${number}.`)) ?? [];
    const marks = cards.filter((text) => text.includes('may be a repeat')).length;
    if (cards.length === 0) sum.lost += 1;
    const beyond = Math.max(0, cards.length - 1);
    sum.marked += Math.min(beyond, marks);
    sum.unmarked += Math.max(0, beyond - marks);
    if (cards.length === 1) sum.needless += marks;
  }
  return sum;
}

const tenantOf = (n: number) => `44444444-4444-4444-8444-${String(n).padStart(12, '0')}`;

/** The two platforms, and a state folder with the tenants in it. */
async function setScene() {
  const [slack, teams] = [await fakeSlack(), await fakeTeams()];
  onTestFinished(async () => void (await Promise.all([slack.stop(), teams.close()])));
  slack.pace.ms = 1_000;
  const place = { teams, url: '', tenantId, signed: true };
  const STATE_DIR = folder();
  const settings = {
    STATE_DIR,
    HOST: '127.0.0.1',
    PORT: '0',
    STORM_LIMIT: '100000',
    DRILL_SCHEDULE: 'off',
    ALERT_WEBHOOK_SECRET: secret,
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
    SLACK_API_URL: slack.apiUrl,
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    MicrosoftAppPassword: 'secret',
    ...teams.overrides,
  };
  const first = await bot(settings);
  place.url = `${first.url}/api/messages`;
  await vi.waitFor(async () => expect((await fetch(`${first.url}/readyz`)).status).toBe(200), patient);
  const side = onTeams(teams, place, async () => {});
  const rooms: { slack: string; teams: string }[] = [];
  for (let n = 0; n < tenants; n++) {
    slack.addChannel(`C${n}`, { is_private: true, members: [slack.bot.user] });
    rooms.push({ slack: `C${n}`, teams: (await side.channel(`soc ${n}`)).address });
  }
  first.child.kill('SIGTERM');
  await once(first.child, 'close');
  const file = join(STATE_DIR, 'register.json');
  const all = rooms.map((room, n) => ({
    id: tenantOf(n),
    name: `Contoso ${n}`,
    partnerType: 'directBill',
    contact: {
      ...desk,
      channels: [
        { platform: 'slack', address: room.slack },
        { platform: 'teams', address: room.teams },
      ],
    },
  }));
  writeFileSync(file, JSON.stringify({ version: 1, tenants: all }));
  expect(await command('import', settings, file).ended).toMatchObject({ code: 0 });
  teams.pace.ms = 1_000;

  return {
    slack,
    teams,
    starts() {
      const running = run('adapters/main.ts', settings);
      const port = () => /"port":(\d+)/.exec(running.said.out)?.[1];
      const listens = async () => `http://127.0.0.1:${await vi.waitUntil(port, { timeout: 60_000, interval: 10 })}`;
      return { child: running.child, listens: () => listens().catch(() => null) };
    },
    onSlack: () =>
      rooms.map((room) =>
        slack.messages.filter(({ channel }) => channel === room.slack).map(({ blocks }) => JSON.stringify(blocks)),
      ),
    onTeams: () =>
      rooms.map((room) => teams.messages(room.teams).map(({ attachments }) => JSON.stringify(attachments ?? []))),
  };
}
