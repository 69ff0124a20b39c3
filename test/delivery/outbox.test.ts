import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, newsOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const busy = (retryAfterMs: number | null) => new ChatError('unreachable', 'rate_limited', retryAfterMs);
const lost = new ChatError('unreachable', 'timeout', null, true);

describe('a post whose answer was lost', () => {
  it('is looked for until the platform says, and never posted blindly meanwhile', async () => {
    bot.world.slack.fault = () => ({ error: lost, after: true });
    await bot.send({});
    await bot.world.time.advance(1_100);
    bot.world.slack.heals();
    let looks = 0;
    const { find } = bot.world.slack;
    bot.world.slack.find = async (...what) => {
      looks += 1;
      if (looks <= 3) throw busy(500);
      return find(...what);
    };
    await bot.world.time.advance(20_000);
    expect(looks).toBe(4);
    expect(bot.channel()).toHaveLength(1);
  });

  it('holds up no other alert while it may still arrive, and is posted as a marked repeat when it did not', async () => {
    bot.world.slack.fault = () => ({ error: lost, after: false });
    await bot.send({ displayName: 'Doubtful' });
    await bot.world.time.advance(1_100);
    bot.world.slack.heals();
    const { find } = bot.world.slack;
    const may = Date.parse(bot.world.time.now()) + 15_000;
    let looks = 0;
    bot.world.slack.find = async (...what) => {
      looks += 1;
      const left = may - Date.parse(bot.world.time.now());
      if (left > 0) throw new ChatError('unreachable', 'too_soon', left, true);
      return find(...what);
    };
    await bot.send({}, {}, {});
    await bot.world.time.advance(8_000);
    expect(bot.channel()).toHaveLength(3);
    await bot.world.time.advance(12_000);
    expect(bot.channel()).toHaveLength(4);
    expect(text(bot.channel()[3]?.card)).toContain('Doubtful');
    expect(bot.channel().map(({ card }) => /may see this card twice/.test(text(card.text)))).toEqual([
      false,
      false,
      false,
      true,
    ]);
    expect(looks).toBe(2);
  });

  it('is tried with the time by the platform’s own clock, which the look is given', async () => {
    const there = '2026-11-24T11:11:11.000Z';
    bot.world.slack.time = () => there;
    bot.world.slack.fault = () => ({ error: lost, after: true });
    await bot.send({});
    const asked: unknown[] = [];
    const { find } = bot.world.slack;
    bot.world.slack.find = async (...what) => {
      asked.push(what[2]);
      return find(...what);
    };
    await bot.world.time.advance(1_100);
    await bot.crash();
    await bot.start();
    await bot.world.time.advance(20_000);
    expect(asked[0]).toMatchObject({ there, at: expect.stringContaining('2026-11-24T09:00:01') });
    expect(bot.channel()).toHaveLength(1);
  });

  it('is posted as a marked repeat where the bot may not look', async () => {
    bot.world.slack.fault = () => ({ error: lost, after: false });
    await bot.send({});
    await bot.world.time.advance(1_100);
    bot.world.slack.heals();
    bot.world.slack.find = async () => {
      throw new ChatError('refused', 'missing_scope');
    };
    await bot.world.time.advance(20_000);
    expect(text(bot.channel()[0]?.card.text)).toMatch(/may see this card twice/);
  });
});

describe('a channel that the bot is back in', () => {
  const away = () => bot.hasChannel(slackChannel, { kind: 'not joined', name: 'soc' });
  const back = async () => {
    bot.hasChannel(slackChannel, { name: 'soc' }, [sam]);
    await bot.arrived(slackChannel);
    await bot.world.time.advance(300_000);
  };
  const missed = async (...alerts: object[]) => {
    away();
    await bot.send(...alerts.map((alert) => ({ ...alert })));
    await bot.world.time.advance(alerts.length * 1_100);
    expect(bot.channel()).toHaveLength(0);
  };

  it('gets what it missed, and not what is resolved by now', async () => {
    await missed({ id: 'open' }, { id: 'done' });
    await bot.resolve(ada, 'webhook:default done');
    await back();
    expect(bot.channel().map(({ deliveryId }) => deliveryId)).toEqual(['alert webhook:default open > slack:C1']);
    await back();
    expect(bot.channel()).toHaveLength(1);
  });

  it('is not flooded: one digest stands for what is medium and below', async () => {
    await missed({ severity: 'high' });
    for (let round = 0; round < 3; round++) await missed(...Array.from({ length: 15 }, () => ({ severity: 'low' })));
    await back();
    expect(bot.channel().map(({ deliveryId }) => deliveryId.split(' ')[0])).toEqual(['alert', 'digest']);
    expect(text(bot.channel()[1]?.card)).toContain('45');
  });

  it('gets nothing when the contact has left it meanwhile', async () => {
    await missed({});
    await bot.channelsAre(teamsChannel);
    await back();
    expect(bot.channel()).toHaveLength(0);
  });

  it('takes the alert from the admins, whose card then says so', async () => {
    bot.world.teams.channels.clear();
    await missed({ id: 'x' });
    await bot.world.time.advance(5_000);
    expect(text(bot.inPrivate(ada))).toContain('Only administrators got this alert. No channel accepts messages.');
    await back();
    expect(await bot.alert('webhook:default x')).toMatchObject({ routed: 'contact' });
    expect(text(bot.inPrivate(ada, 'unrouted'))).not.toContain(
      'Only administrators got this alert. No channel accepts messages.',
    );
  });
});

describe('when the wall clock is set back by an hour', () => {
  it('a channel goes on at its pace', async () => {
    await bot.send({});
    await bot.world.time.advance(2_000);
    bot.world.time.set('2026-11-24T08:00:00.000Z');
    await bot.send({}, {}, {});
    await bot.world.time.advance(5_000);
    expect(bot.channel()).toHaveLength(4);
  });

  it('a channel that backs off, or was told to wait, waits no longer than was meant', async () => {
    bot.world.slack.fault = () => ({ error: busy(2_000), after: false });
    await bot.send({});
    await bot.world.time.advance(1_100);
    bot.world.time.set('2026-11-24T08:00:00.000Z');
    bot.world.slack.fault = () => ({ error: lost, after: false });
    await bot.world.time.advance(3_000);
    bot.world.time.set('2026-11-24T07:00:00.000Z');
    bot.world.slack.heals();
    await bot.world.time.advance(8_000);
    expect(bot.channel()).toHaveLength(1);
  });
});

describe('a platform that fails', () => {
  it('gets the alert within 5 s after it recovers', async () => {
    bot.world.slack.fault = () => ({ error: lost, after: false });
    await bot.send({});
    await bot.world.time.advance(120_000);
    bot.world.slack.heals();
    await bot.world.time.advance(5_000);
    expect(bot.channel()).toHaveLength(1);
    expect(bot.bugs).toEqual([]);
  });

  it('is asked once a minute after a while', async () => {
    let calls = 0;
    bot.world.slack.fault = (queue) => {
      // The admins are told meanwhile, and have a queue of their own.
      if (queue === 'slack:C1') calls += 1;
      return { error: lost, after: false };
    };
    await bot.send({});
    await bot.world.time.advance(10 * 60_000);
    const before = calls;
    await bot.world.time.advance(10 * 60_000);
    expect(calls - before).toBeLessThanOrEqual(20);
  });
});

describe('an admin whom the bot could not reach', () => {
  it('gets what reached nobody else as soon as they speak, but for what is over', async () => {
    await bot.edit({ contact: null });
    bot.world.slack.fails('refused', 'person_not_found', ada);
    await bot.send({ id: 'open' }, { id: 'over' });
    await bot.world.time.advance(5_000);
    expect(bot.inPrivate(ada)).toEqual([]);
    bot.world.slack.heals();
    await bot.world.store.change(async (tx) => {
      const over = await tx.get('alerts', 'webhook:default over');
      if (over) await tx.put('alerts', { ...over, status: 'resolved' });
    });
    await bot.say(ada, 'help');
    await bot.world.time.advance(5_000);
    expect(bot.inPrivate(ada).map(({ card }) => newsOf(card))).toEqual(['High-severity alert']);
  });
});

describe('time', () => {
  it('takes away what is over: marks, notes, alerts, digests', async () => {
    await bot.send(...Array.from({ length: 30 }, () => ({ severity: 'low' })));
    await bot.world.time.advance(5_000);
    const all = bot.channel()[0]?.card.buttons.find(({ id }) => id === 'alerts.acknowledgeAll');
    expect(text(cardOf(await bot.press(sam, 'alerts.acknowledgeAll', all?.value ?? '')).text)).toContain('30 alerts');
    const changes = [{ field: 'email', before: 'a@contoso.com', after: 'b@contoso.com' }];
    const who = { at: bot.world.time.now(), by: ada, byName: 'Ada' };
    const entry = await bot.world.store.change((tx) =>
      tx.appendHistory({ ...who, deed: 'contact.updated', tenantId: contoso, changes }),
    );
    await bot.press(eve, 'contact.notUs', `${contoso} ${entry}`);
    await bot.world.time.advance(5_000);
    expect(bot.inPrivate(ada).map(({ card }) => card.title)).toContain('Somebody reported a change with “Not us”');
    await bot.world.store.change(async (tx) => {
      for (const alert of await tx.list('alerts')) {
        const resolved = { at: bot.world.time.now(), by: sam, byName: 'Sam', reason: 'ignore', note: '' } as const;
        await tx.put('alerts', { ...alert, status: 'resolved', resolved });
      }
    });
    await bot.world.time.advance(72 * 3_600_000);
    for (let tick = 0; tick < 3; tick++) await bot.tick();
    const left = await bot.world.store.read(async (reader) => ({
      alerts: (await reader.list('alerts')).length,
      deliveries: (await reader.list('deliveries')).map(({ about }) => about.kind),
      digests: (await reader.list('digests')).length,
    }));
    // A welcome is for once and for all.
    expect(left).toEqual({ alerts: 0, deliveries: ['welcome'], digests: 0 });
  });
});
