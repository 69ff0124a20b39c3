/** What admins hear when Microsoft refuses, or does not answer, what the bot asks. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Signal } from '../../../adapters/microsoft/api/graph.ts';
import { GraphError, type GraphFailure } from '../../../adapters/microsoft/api/graph-error.ts';
import type { MicrosoftTenant } from '../../../adapters/microsoft/file/tenant.ts';
import { createTroubles, type Troubles } from '../../../adapters/microsoft/trouble.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { aBot, type TestBot, text } from '../../support/a-bot.ts';
import { ada, contoso, eve } from '../../support/partner.ts';
import { day, hour, minute } from '../../support/time.ts';
import { bySecret, tenantWith } from './api/microsoft-api.ts';

const other = '44444444-0000-4000-8000-000000000004';
const off = { roles: false, score: false, alerts: null, mail: null };
const alerts = { by: 'app', everyMs: 5 * minute, writeBack: true } as const;
const mail = { mailbox: 'security@contoso.example', senders: [], high: [] };

function fileTenant(more: Partial<MicrosoftTenant> = {}): MicrosoftTenant {
  return { ...tenantWith(bySecret('x')), ...off, id: contoso, roles: true, score: true, alerts, mail, ...more };
}

let bot: TestBot;
let troubles: Troubles;
let tenants: MicrosoftTenant[];
/** How the requests of each signal end: a failure, or null for an answer. A signal that is absent asks nothing. */
let ends: Map<Signal, GraphError | null>;

beforeEach(async () => {
  tenants = [fileTenant()];
  ends = new Map();
  await begin();
});

async function begin({ admins = [ada] as readonly Identity[], locale = 'en' as Locale } = {}) {
  bot = await aBot({ admins });
  bot.world.defaults.locale = locale;
  restart();
}

/** A new process, which knows what is stored alone. */
function restart(): void {
  bot.restart();
  troubles = createTroubles(tenants, bot.world);
}

function failure(kind: GraphFailure['kind'], more: Partial<GraphFailure> = {}): GraphError {
  const status = { permission: 403, mfa: 403, signIn: 401, refused: 400, notFound: 404, throttled: 429 };
  return new GraphError({
    kind,
    status: kind === 'unavailable' ? 503 : status[kind],
    code: `code-${kind}`,
    step: 'x',
    ...more,
  });
}

const [down, refused] = [failure('unavailable'), failure('permission', { code: 'Authorization_RequestDenied' })];
const all = ['roles', 'score', 'alerts', 'writeBack', 'mail'] as const;
const allEnd = (end: GraphError | null) => {
  for (const signal of all) ends.set(signal, end);
};

/** Lets time pass: each signal asks every `every`, and what was heard is told every `step`. */
async function passes(ms: number, { every = 5 * minute, step = minute, each = () => {} } = {}): Promise<void> {
  for (let passed = 0; passed < ms; passed += step) {
    if (passed % every === 0) ask();
    each();
    await troubles.flush(bot.world);
    await bot.tick(step);
  }
}

/** Each signal of the first tenant asks once. */
function ask(): void {
  for (const tenant of tenants.slice(0, 1))
    for (const [signal, end] of ends)
      if (end) troubles.failed(tenant, signal, end);
      else troubles.answered(tenant, signal);
}

const news = (who = ada) => bot.inPrivate(who, 'microsoftNews');
const titles = (who = ada) => news(who).map(({ card }) => card.title);
/** The signals that the first message names. */
const named = () =>
  Array.from(
    text(news()[0]?.card).matchAll(/^ +(Alerts|E-mail|Security score|Roles|Write-back): /gm),
    ([, name]) => name,
  );
const rows = () => bot.stored('troubles');

/** Counts the changes of the store while work runs. */
async function writesOf(work: () => Promise<void>): Promise<number> {
  let writes = 0;
  const { change } = bot.world.store;
  bot.world.store.change = (...args) => {
    writes += 1;
    return change(...args);
  };
  await work();
  bot.world.store.change = change;
  return writes;
}

const slow = { every: hour, step: 10 * minute };

describe('a refusal', () => {
  const signedOut = 'Sign in: npm run microsoft -- sign-in contoso';
  const cases: readonly [string, Signal, GraphError, RegExp, RegExp][] = [
    ['permission', 'score', refused, /PartnerSecurity\.Read\.All/, /Authorization_RequestDenied/],
    ['permission', 'roles', refused, /User\.Read\.All/, /only people in the ADMINS setting/],
    ['permission', 'writeBack', refused, /PartnerSecurity\.ReadWrite\.All/, /are not reaching Microsoft right now/],
    ['permission', 'mail', refused, /Application Mail\.Read/, /mailbox/],
    ['mfa', 'alerts', failure('mfa'), /"by": "user"/, /sign-in contoso/],
    ['secret', 'alerts', failure('signIn', { code: 'AADSTS7000222' }), /secret or certificate/, /AADSTS7000222/],
    [
      'consent',
      'alerts',
      failure('signIn', { code: 'AADSTS65001' }),
      /to grant it PartnerSecurity\.Read/,
      /AADSTS65001/,
    ],
    ['sign-in', 'alerts', failure('signIn', { step: signedOut }), /“npm run microsoft -- sign-in contoso”/, /MFA/],
    ['clock', 'alerts', failure('signIn', { code: 'clock' }), /5 minutes/, /NTP/],
    ['notFound', 'mail', failure('notFound'), /mailbox for contoso/, /Exchange/],
    [
      'refused',
      'alerts',
      failure('refused', { code: 'BadRequest' }),
      /is refusing my requests about contoso/,
      /BadRequest/,
    ],
  ];
  it.each(cases)(
    '(%s) of %s is told at once, weekly, and says when it is over',
    async (_kind, signal, error, ...says) => {
      ends.set(signal, error);
      await passes(2 * minute);
      expect(news()).toHaveLength(1);
      for (const one of says) expect(text(news()[0]?.card)).toMatch(one);
      await passes(7 * day - hour, slow);
      expect(news()).toHaveLength(1);
      await passes(2 * hour, slow);
      expect(news()).toHaveLength(2);
      ends.set(signal, null);
      await passes(2 * hour, slow);
      expect(titles()).toEqual(['Microsoft is answering again', 'Microsoft is answering again']);
      expect(text(news()[0]?.card)).toMatch(/Microsoft has been answering my requests about contoso/);
      expect(await rows()).toEqual([]);
      await passes(8 * day, slow);
      expect(news()).toHaveLength(2);
    },
  );

  it('is told in French to who reads French', async () => {
    await begin({ locale: 'fr' });
    ends.set('score', refused);
    await passes(2 * minute);
    expect(text(news()[0]?.card)).toMatch(/^title: Il me manque une autorisation chez Microsoft/);
    expect(text(news()[0]?.card)).toMatch(/de lui accorder PartnerSecurity\.Read\.All/);
    allEnd(down);
    await passes(hour);
    expect(titles()[1]).toBe('Microsoft ne répond pas');
    allEnd(null);
    await passes(hour);
    expect(titles()).toEqual(['Microsoft répond de nouveau', 'Microsoft ne répond pas', 'Microsoft répond de nouveau']);
  });

  it('writes nothing while it stays the same', async () => {
    ends.set('alerts', refused);
    await passes(minute);
    const before = await rows();
    const again = async () => {
      for (let n = 0; n < 10; n += 1) {
        ask();
        await troubles.flush(bot.world);
        await bot.world.time.advance(5 * minute);
      }
    };
    expect(await writesOf(again)).toBe(0);
    expect(await rows()).toEqual(before);
  });

  it('of a single alert or person (404, an account that cannot be read) is none', async () => {
    ends.set('alerts', failure('notFound'));
    ends.set('roles', failure('unavailable', { status: null, code: 'noAccountEnabled' }));
    await passes(day, slow);
    expect(news()).toEqual([]);
  });

  it('for one cause of one tenant is one message, which names each signal of it', async () => {
    const ended = failure('signIn', { code: 'AADSTS7000222' });
    ends.set('alerts', ended);
    await passes(5 * minute);
    expect(named()).toEqual(['Alerts']);
    ends.set('mail', ended);
    await passes(5 * minute);
    expect(named()).toEqual(['Alerts', 'E-mail']);
    ends.set('alerts', null);
    await passes(25 * minute);
    expect(named()).toEqual(['E-mail']);
    ends.set('mail', null);
    await passes(25 * minute);
    expect(text(news()[0]?.card)).toContain('Microsoft is answering again');
    expect(news()).toHaveLength(1);
  });

  it('that two signals report at once is told once, also where the store is slow', async () => {
    const { change } = bot.world.store;
    bot.world.store.change = async (...how) => {
      await bot.world.time.advance(10);
      return change(...how);
    };
    ends.set('score', refused).set('alerts', refused);
    ask();
    const first = troubles.flush(bot.world);
    await bot.world.time.advance(5);
    await Promise.all([first, troubles.flush(bot.world)]);
    bot.world.store.change = change;
    await passes(2 * minute);
    expect(news().length).toBe(1);
  });

  it('of another tenant is a message of its own', async () => {
    tenants = [fileTenant(), fileTenant({ id: other, name: 'fabrikam' })];
    restart();
    for (const tenant of tenants) troubles.failed(tenant, 'score', refused);
    await passes(minute);
    expect(
      news()
        .map(({ card }) => card.summary)
        .toSorted(),
    ).toEqual([
      'Microsoft is refusing my requests about contoso, because my app lacks a permission.',
      'Microsoft is refusing my requests about fabrikam, because my app lacks a permission.',
    ]);
  });

  it('that comes and goes is told once, and is over when it has not come for 15 minutes', async () => {
    let isRefused = true;
    const each = () => {
      isRefused = !isRefused;
      ends.set('alerts', isRefused ? refused : null);
    };
    await passes(3 * hour, { every: minute, each });
    expect(titles()).toEqual(['My app in Microsoft Entra lacks a permission']);
    ends.set('alerts', null);
    await passes(20 * minute);
    expect(titles()).toEqual(['Microsoft is answering again']);
  });

  it('for another cause is told once that one has lasted 15 minutes', async () => {
    ends.set('alerts', refused);
    await passes(10 * minute);
    ends.set('alerts', failure('mfa'));
    await passes(15 * minute);
    expect(titles()).toEqual(['My app in Microsoft Entra lacks a permission']);
    await passes(10 * minute);
    expect(titles()).toEqual(['A problem with Microsoft has ended', 'Microsoft requires a sign-in with MFA']);
  });

  it('is not over while Microsoft is not answering', async () => {
    ends.set('alerts', refused);
    await passes(minute);
    ends.set('alerts', down);
    await passes(10 * minute);
    expect(titles()).toEqual(['My app in Microsoft Entra lacks a permission']);
    expect(await rows()).toMatchObject([{ kind: 'permission' }]);
  });

  it('waits while no admin can be told, and is told to the first one who can', async () => {
    await begin({ admins: [] });
    ends.set('alerts', refused);
    await passes(hour);
    expect(await rows()).toMatchObject([{ notifiedRunMs: null }]);
    ends.clear();
    restart();
    bot.world.admins.add(ada);
    await passes(minute);
    expect(titles()).toEqual(['My app in Microsoft Entra lacks a permission']);
  });

  it('is told once, however often the bot restarts', async () => {
    ends.set('alerts', refused);
    for (let n = 0; n < 10; n += 1) {
      await passes(10 * minute);
      restart();
    }
    expect(news()).toHaveLength(1);
    ends.set('alerts', null);
    await passes(minute);
    expect(titles()).toEqual(['Microsoft is answering again']);
  });

  it.each([
    ['ahead', '2027-11-24T09:00:00.000Z'],
    ['back', '2025-11-24T09:00:00.000Z'],
  ])('is not told again by a clock that is set %s, nor held up by it', async (_name, to) => {
    ends.set('alerts', refused);
    await passes(hour);
    const before = bot.world.time.now();
    bot.world.time.set(to);
    await passes(5 * hour, slow);
    bot.world.time.set(before);
    await passes(6 * day, slow);
    expect(news()).toHaveLength(1);
    await passes(day, slow);
    expect(news()).toHaveLength(2);
  });

  it('of a tenant that is retired, or of a signal that the file no longer has, is over without an answer', async () => {
    ends.set('alerts', refused);
    await passes(minute);
    tenants = [fileTenant({ alerts: null })];
    ends.clear();
    restart();
    await passes(minute);
    expect(titles()).toEqual(['A problem with Microsoft has ended']);
    ends.set('score', refused);
    await passes(minute);
    await bot.edit({ retiredAt: bot.world.time.now() });
    await passes(hour);
    expect(titles()).toEqual(['A problem with Microsoft has ended', 'A problem with Microsoft has ended']);
    expect(await rows()).toEqual([]);
  });
});

describe('Microsoft that does not answer at all', () => {
  it('for a day is three messages: after 15 minutes, after 12 hours, and at the end', async () => {
    allEnd(down);
    await passes(10 * minute);
    expect(news()).toEqual([]);
    await passes(10 * minute);
    expect(titles()).toEqual(['Microsoft is not answering']);
    const said = text(news()[0]?.card);
    for (const one of [
      /only people in the ADMINS setting/,
      /other products/,
      /are not reaching Microsoft right now/,
      /since/,
    ])
      expect(said).toMatch(one);
    await passes(11 * hour + 30 * minute);
    expect(news()).toHaveLength(1);
    await passes(20 * minute);
    expect(titles()).toEqual(['Microsoft is not answering', 'Microsoft is still not answering']);
    await passes(12 * hour + 30 * minute);
    allEnd(null);
    await passes(10 * minute);
    expect(titles()).toEqual([
      'Microsoft is not answering',
      'Microsoft is still not answering',
      'Microsoft is answering again',
    ]);
    expect(text(news()[2]?.card)).toMatch(/after 24 hours|after 25 hours/);
    await passes(2 * day, slow);
    expect(news()).toHaveLength(3);
  });

  it('writes three times in a day', async () => {
    allEnd(down);
    const changed = new Set<string>();
    for (let n = 0; n < 24 * 12; n += 1) {
      ask();
      await troubles.flush(bot.world);
      changed.add(JSON.stringify(await rows()));
      await bot.tick(5 * minute);
    }
    expect(changed.size).toBe(3);
  });

  it('is told in the admin channel alone, where there is one', async () => {
    bot.hasChannel({ platform: 'slack', address: 'CADMIN' });
    await bot.organisation({ adminChannel: { platform: 'slack', address: 'CADMIN' } });
    allEnd(down);
    await passes(hour);
    const told = bot.world.slack.messages.filter(({ deliveryId }) => deliveryId.startsWith('microsoftNews'));
    expect(told.map(({ to }) => to)).toEqual(['slack:CADMIN']);
  });

  it('is told once, however often the bot restarts', async () => {
    allEnd(down);
    for (let n = 0; n < 25; n += 1) {
      await passes(hour);
      restart();
    }
    allEnd(null);
    await passes(5 * minute);
    expect(titles()).toEqual([
      'Microsoft is not answering',
      'Microsoft is still not answering',
      'Microsoft is answering again',
    ]);
  });

  it('is not told for the time in which the bot was stopped', async () => {
    allEnd(down);
    await passes(20 * minute);
    await bot.world.time.advance(day);
    restart();
    await passes(hour);
    expect(titles()).toEqual(['Microsoft is not answering']);
    allEnd(null);
    await passes(5 * minute);
    expect(titles().at(-1)).toBe('Microsoft is answering again');
  });

  it.each(['score', 'roles'] as const)(
    'is told after two failures in a row of %s, where nothing else is asked',
    async (signal) => {
      ends.set(signal, down);
      await passes(6 * hour, { every: 6 * hour });
      expect(news()).toEqual([]);
      await passes(minute);
      expect(titles()).toEqual(['Microsoft is not answering']);
    },
  );

  it('is not told while one signal of any tenant is answered or refused', async () => {
    allEnd(down);
    ends.set('mail', null);
    await passes(2 * hour);
    expect(news()).toEqual([]);
    ends.set('mail', refused);
    await passes(2 * hour);
    expect(titles()).toEqual(['My app in Microsoft Entra lacks a permission']);
  });

  it('counts a break that Microsoft asks for (429) from an hour on', async () => {
    allEnd(failure('throttled'));
    await passes(55 * minute);
    expect(news()).toEqual([]);
    await passes(10 * minute);
    expect(titles()).toEqual(['Microsoft is not answering']);
  });

  it('waits while no admin can be told, and nothing is said about its end where nobody heard of it', async () => {
    await begin({ admins: [] });
    allEnd(down);
    await passes(hour);
    expect(await rows()).toEqual([]);
    bot.world.admins.add(ada);
    await passes(5 * minute);
    expect(titles()).toEqual(['Microsoft is not answering']);
    bot.world.admins.delete(ada);
    allEnd(null);
    await passes(10 * minute);
    bot.world.admins.add(eve);
    await passes(5 * minute);
    expect(titles(eve)).toEqual(['Microsoft is answering again']);
  });

  it('is not told by a clock that is set ahead, and ends when it is set back', async () => {
    allEnd(down);
    await passes(20 * minute);
    bot.world.time.set('2026-11-25T20:00:00.000Z');
    await passes(2 * hour);
    bot.world.time.set('2026-11-24T11:00:00.000Z');
    await passes(2 * hour);
    expect(titles()).toEqual(['Microsoft is not answering']);
    allEnd(null);
    await passes(10 * minute);
    expect(titles().at(-1)).toBe('Microsoft is answering again');
  });

  it('and answers for a moment every 25 minutes is told once', async () => {
    const every = 5 * minute;
    let asked = 0;
    const each = () => {
      asked += 1;
      allEnd(asked % 25 === 0 ? null : down);
    };
    await passes(10 * hour, { every, each });
    expect(titles()).toEqual(['Microsoft is not answering', 'Microsoft is answering again']);
  });
});

describe('one signal that is not answered while others are', () => {
  const silent = 'Microsoft is not answering some requests';
  it('is told after 12 hours, weekly, and when it works again', async () => {
    ends.set('score', down);
    ends.set('mail', null);
    await passes(11 * hour + 50 * minute);
    expect(news()).toEqual([]);
    await passes(30 * minute);
    expect(titles()).toEqual([silent]);
    expect(named()).toEqual(['Security score']);
    await passes(7 * day + 2 * hour, slow);
    expect(news()).toHaveLength(2);
    ends.set('score', null);
    await passes(5 * minute);
    expect(titles()).toEqual(['Microsoft is answering again', 'Microsoft is answering again']);
    expect(await rows()).toEqual([]);
  });

  it('is told after 12 hours also where the bot restarts meanwhile, and not after fewer hours of running', async () => {
    ends.set('score', down);
    ends.set('mail', null);
    for (let n = 0; n < 11; n += 1) {
      await passes(hour);
      await bot.world.time.advance(n === 9 ? day : 0);
      restart();
    }
    await passes(30 * minute);
    expect(news()).toEqual([]);
    // A restart loses ten minutes of the running time at most.
    await passes(4 * hour);
    expect(titles()).toEqual([silent]);
  });

  it('is not told for the day in which Microsoft answered nothing', async () => {
    allEnd(down);
    await passes(day, { every: 10 * minute, step: 10 * minute });
    ends.set('mail', null);
    await passes(11 * hour, { every: 10 * minute, step: 10 * minute });
    expect(titles()).not.toContain(silent);
    await passes(2 * hour, { every: 10 * minute, step: 10 * minute });
    expect(titles().at(-1)).toBe(silent);
  });
});
