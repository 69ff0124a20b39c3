import { beforeEach, describe, expect, it } from 'vitest';
import { StoreFull, StoreUnwritable } from '../../../src/ports/store.ts';
import { aBot, type TestBot } from '../../support/a-bot.ts';
import { aFailure, requirements, scoreDoor, scoreTenant } from '../../support/score-door.ts';
import { hour, minute } from '../../support/time.ts';

let bot: TestBot;
let door: ReturnType<typeof scoreDoor>;
beforeEach(async () => {
  bot = await aBot({ outbox: false });
  door = scoreDoor(bot.world);
});

/** Lets time pass as the timer does: a call each `step`. */
async function passes(ms: number, { step = 10 * minute, each = () => {} } = {}): Promise<void> {
  for (let left = ms; left > 0; left -= step) {
    await bot.world.time.advance(step);
    each();
    await door.run();
  }
}

describe('how often Microsoft is asked', () => {
  it('is twice in six hours, and 56 times in a quiet week, however often the bot restarts', async () => {
    await door.run();
    expect(door.requests.map(({ path, as }) => `${as} ${path}`)).toEqual([
      'app /beta/security/partner/securityScore/requirements',
      'app /beta/security/partner/securityScore',
    ]);
    let calls = 0;
    const each = () => {
      calls += 1;
      if (calls % 7 === 0) door.restart();
    };
    await passes(7 * 24 * hour - 10 * minute, { each });
    expect(door.requests.length).toBe(56);
  });

  it('is 56 times a week at most while Microsoft throttles everything, or the second request alone', async () => {
    const { score } = door;
    for (const half of [false, true]) {
      const before = door.requests.length;
      door.requirements = half ? requirements('compliant') : aFailure('throttled', 1_000);
      door.score = half ? aFailure('throttled', 1_000) : score;
      await passes(7 * 24 * hour);
      expect(door.requests.length - before).toBeLessThanOrEqual(56);
      expect(door.requests.length - before).toBeGreaterThan(20);
    }
  });

  it('is once where two calls come at once, or where the process ended before the answer', async () => {
    door.requirements = new Promise(() => {});
    for (let n = 0; n < 3; n += 1) void door.run();
    await bot.world.time.advance(1_000);
    door.restart();
    await Promise.all([door.run(), door.run()]);
    expect(door.requests.length).toBe(1);
    expect(await door.row()).toMatchObject({ onFile: 'unknown', known: null });
  });

  it('is never for a tenant that is off, retired or not in the register; a new one is asked within a minute', async () => {
    const other = { ...scoreTenant, id: '22222222-2222-4222-8222-222222222222' };
    door = scoreDoor(bot.world, [{ ...scoreTenant, score: false }, other]);
    await door.run();
    expect(door.requests).toEqual([]);
    door = scoreDoor(bot.world);
    await bot.edit({ retiredAt: bot.world.time.now() });
    await door.run();
    expect(door.requests).toEqual([]);
    await bot.edit((tenant) => ({ ...tenant, retiredAt: null }));
    await door.run();
    expect(door.requests.length).toBe(2);
  });

  it('goes by the token of a person where the file says that alerts do', async () => {
    door = scoreDoor(bot.world, [{ ...scoreTenant, alerts: { by: 'user', everyMs: 300_000, writeBack: false } }]);
    await door.run();
    expect(door.requests.map(({ as }) => as)).toEqual(['user', 'user']);
  });

  it('waits for no time that lies far ahead, after the clock was set back', async () => {
    await door.run();
    bot.world.time.set('2026-11-20T09:00:00.000Z');
    await door.run();
    expect(door.requests.length).toBe(4);
  });
});

describe('a failure', () => {
  it.each(['signIn', 'permission', 'mfa', 'notFound', 'unavailable', 'refused'] as const)(
    '%s leaves the last known with its age, is told to operators, and what they can mend is asked again in an hour',
    async (kind) => {
      await door.says('compliant');
      const before = await door.row();
      door.requirements = aFailure(kind);
      await passes(6 * hour);
      const isMended = kind !== 'unavailable';
      const again = isMended ? { waitMs: hour, refused: true } : {};
      expect(await door.row()).toEqual({ ...before, askedAt: bot.world.time.now(), onFile: 'unknown', ...again });
      expect(door.logged).toEqual([
        {
          event: 'score.failed',
          tenant: 'contoso',
          kind,
          code: kind,
          path: '/beta/security/partner/securityScore/requirements',
          step: `Mend ${kind}.`,
          message: 'score not read',
        },
      ]);
      expect(door.requests.length).toBe(3);
      if (!isMended) await passes(5 * hour);
      expect(door.requests.length).toBe(3);
      door.requirements = requirements('noncomplaint');
      await passes(hour);
      expect(await door.row()).toMatchObject({ onFile: 'no', waitMs: 6 * hour });
      expect(door.requests.length).toBe(5);
    },
  );

  it.each([
    ['five minutes', 5 * minute, 5 * minute],
    ['a year, of which an hour counts', 365 * 24 * hour, hour],
    ['nothing, which is an hour', null, hour],
    ['a second, which is the next minute', 1_000, minute],
  ])('429 with Retry-After of %s is asked once again then', async (_name, retryAfterMs, ms) => {
    door.requirements = aFailure('throttled', retryAfterMs);
    await door.run();
    door.requirements = requirements('noncomplaint');
    if (ms > minute) await passes(ms - minute, { step: minute });
    expect(door.requests.length).toBe(1);
    await passes(minute, { step: minute });
    expect(door.requests.length).toBe(3);
    expect(await door.row()).toMatchObject({ onFile: 'no', known: { onFile: 'no' } });
    await passes(12 * hour - 10 * minute);
    expect(door.requests.length).toBe(3);
    await passes(10 * minute);
    expect(door.requests.length).toBe(5);
  });

  it('of the score alone loses nothing of the contact', async () => {
    door.score = aFailure('unavailable');
    await door.says('noncomplaint', 4);
    expect(await door.row()).toMatchObject({ onFile: 'no', averageHours: 4, score: null });
  });

  it('that is a bug is thrown, and others are asked all the same', async () => {
    door.requirements = new TypeError('no such thing');
    await expect(door.run()).rejects.toThrow('no such thing');
    expect(await door.row()).toMatchObject({ onFile: 'unknown' });
  });

  it.each([new StoreUnwritable('disk full'), new StoreFull({ bytes: 2, limit: 1 })])(
    'of the store asks Microsoft nothing: %s',
    async (error) => {
      const { change } = bot.world.store;
      bot.world.store.change = () => Promise.reject(error);
      await door.run();
      expect(door.requests).toEqual([]);
      bot.world.store.change = change;
      await door.run();
      expect(door.requests.length).toBe(2);
    },
  );
});

describe('what is stored', () => {
  it('keeps the first no through answers that are not known, and forgets it with a yes', async () => {
    await door.says('noncomplaint');
    const first = bot.world.time.now();
    for (const status of ['partly', null, 'noncomplaint']) {
      door.requirements = requirements(status);
      await passes(6 * hour);
      expect(await door.row()).toMatchObject({ noSince: first, known: { onFile: 'no' } });
    }
    expect((await door.row())?.known?.at).toBe(bot.world.time.now());
    door.requirements = requirements('compliant');
    await passes(6 * hour);
    expect(await door.row()).toMatchObject({ noSince: null, onFile: 'yes' });
  });

  it('keeps the last average and score that were said, with their times', async () => {
    await door.says('compliant', 2);
    const at = bot.world.time.now();
    door.requirements = requirements('compliant', 'soon');
    door.score = {};
    await passes(6 * hour);
    expect(await door.row()).toMatchObject({ averageHours: 2, averageAt: at, score: { current: 60.5, max: 100, at } });
  });
});
