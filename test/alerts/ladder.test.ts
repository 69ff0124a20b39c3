/** The ladder: whom an alert that nobody acknowledges calls, where and when. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { bea } from '../support/a-reminder-bot.ts';
import { aTenant, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

const start = Date.parse('2026-11-24T02:00:00.000Z');
let on: TestBot;

/** Contoso, whose contact is in one channel: Sam is on call there, Bea is the manager. */
const partner = (more: object = {}) => ({
  clock: '2026-11-24T02:00:00.000Z',
  tenants: [
    aTenant({ manager: bea, contact: { channels: [slackChannel], onCall: [sam], timezone: 'Europe/Paris', ...more } }),
  ],
});

beforeEach(async () => {
  on = await aBot(partner());
});

/** What was posted about alerts so far: when, where, and who is mentioned. */
let posted: string[] = [];
beforeEach(() => {
  posted = [];
});

function look() {
  const all = [...on.world.slack.messages, ...on.world.teams.messages].filter(({ deliveryId }) =>
    /^(alert|digest|escalation|reminders|overdue|unrouted) /.test(deliveryId),
  );
  for (const { to, card } of all.slice(posted.length)) {
    const calls = card.mentions.map(({ name }) => name).toSorted();
    posted.push(`${when()} ${to.replace('slack:T1/', '')} ${calls.join('+')}`.trim());
  }
}
/** The time since the beginning on the first day and a bit, then the wall time in UTC. */
function when(): string {
  const passed = Date.parse(on.world.time.now()) - start;
  return passed < 26 * hour ? `${Math.floor(passed / minute)}` : on.world.time.now().slice(5, 16);
}

async function passes(ms: number, every = 5 * minute) {
  for (let left = ms; left > 0; left -= every) {
    await on.tick();
    await on.world.time.advance(second);
    look();
    await on.world.time.advance(Math.min(left, every) - second);
  }
}

describe('a high alert that nobody answers', () => {
  it('calls the first level, then the second, the admins and the manager, and from the limit on each morning', async () => {
    await on.send({});
    await passes(5 * day);
    expect(posted).toEqual([]);
  });
});
