import { beforeEach, describe, expect, it } from 'vitest';
import { onCallAt } from '../../src/domain/tenant/on-call.ts';
import { ChatError } from '../../src/ports/chat.ts';
import type { Field } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text, type Values } from '../support/a-bot.ts';
import { calendarOf, eventOf } from '../support/calendar.ts';
import { ada, aTenant, contoso, sam, slackChannel, teamsChannel } from '../support/partner.ts';

const address = 'https://calendar.example/secret-4711/rota.ics';

const bea = 'slack:T1/UBEA';
const zoe = 'slack:T1/UZOE';

let bot: TestBot;

beforeEach(async () => {
  bot = await aBot({
    clock: '2026-11-24T10:00:00.000Z',
    chats: {
      people: {
        [ada]: { name: 'Ada', email: 'ada@contoso.com' },
        [sam]: { name: 'Sam', email: 'sam@contoso.com' },
        [bea]: { name: 'Bea', email: 'bea@contoso.com' },
      },
      channels: [
        { channel: slackChannel, facts: { name: 'soc' }, members: [sam] },
        { channel: teamsChannel, facts: { name: 'soc' } },
      ],
    },
    tenants: [aTenant({ contact: { onCall: [sam], onCallCalendar: address } }, '2026-11-24T10:00:00.000Z')],
  });
});

const tenant = () => bot.tenant();
const firstAt = async (at: string) => onCallAt(await tenant(), at).first;

/** Sends the contact's form as it was opened, but for these entries. */
async function saves(entries: Values) {
  const form = formOf(await bot.say(ada, 'update'));
  return bot.submit(ada, form, { ...Object.fromEntries(form.fields.flatMap(entryOf)), ...entries });
}

function entryOf(field: Field): [string, string | readonly string[] | null][] {
  if (field.kind === 'channels') return [[field.name, field.value.map(({ address }) => address)]];
  if (field.kind === 'people') return [[field.name, field.value.map(({ id }) => id)]];
  return [[field.name, field.value]];
}

async function published(text: string) {
  bot.world.calendarTexts.set(address, text);
  await bot.ticksAfter(20 * 60_000);
}

const invited = (who: string, how = 'ACCEPTED') => `ATTENDEE;PARTSTAT=${how}:mailto:${who}@contoso.com`;

describe('a calendar', () => {
  it('says who is on call: whoever was invited and did not decline, never the organiser', async () => {
    await published(
      calendarOf(
        eventOf(
          'Rota',
          '20261124T080000Z',
          '20261125T080000Z',
          'ORGANIZER:mailto:sam@contoso.com',
          invited('sam'),
          invited('ada'),
          invited('bea', 'DECLINED'),
        ),
        eventOf('Rota', '20261126T080000Z', '20261127T080000Z', invited('bea', 'NEEDS-ACTION')),
      ),
    );
    expect(await firstAt('2026-11-24T12:00:00.000Z')).toEqual([ada]);
    expect(await firstAt('2026-11-26T08:00:00.000Z')).toEqual([bea]);
  });

  it('leaves the list in force while nobody is in it, and as long as it cannot be read', async () => {
    await published(calendarOf(eventOf('Rota', '20261126T080000Z', '20261127T080000Z', invited('bea'))));
    expect(await firstAt('2026-11-26T07:59:59.999Z')).toEqual([sam]);
    expect(await firstAt('2026-11-27T08:00:00.000Z')).toEqual([sam]);
  });

  it('puts two people on call at once', async () => {
    await published(
      calendarOf(
        eventOf('Rota', '20261124T080000Z', '20261125T080000Z', invited('ada')),
        eventOf('Rota', '20261124T120000Z', '20261125T120000Z', invited('bea')),
      ),
    );
    expect(await firstAt('2026-11-24T11:00:00.000Z')).toEqual([ada]);
    expect(await firstAt('2026-11-24T13:00:00.000Z')).toEqual([ada, bea]);
    expect(await firstAt('2026-11-25T09:00:00.000Z')).toEqual([bea]);
  });

  it('names people in its summaries, by the names that an admin gave them', async () => {
    const form = formOf(await bot.press(ada, 'contact.onCallPeople', ''));
    await saves({ calendarNames: 'Bea B. = bea@contoso.com\nContoso = Ada' });
    expect(form.fields.map(({ name }) => name)).toContain('calendarNames');
    expect((await tenant())?.contact?.calendarNames).toEqual({ 'Bea B.': bea, Contoso: ada });
    await published(
      calendarOf(
        eventOf('On call: bea b', '20261124T080000Z', '20261125T080000Z'),
        eventOf('Contoso', '20261125T080000Z', '20261126T080000Z'),
        eventOf('Beatrice', '20261126T080000Z', '20261127T080000Z'),
      ),
    );
    expect(await firstAt('2026-11-24T12:00:00.000Z')).toEqual([bea]);
    expect(await firstAt('2026-11-25T12:00:00.000Z')).toEqual([ada]);
    expect(await firstAt('2026-11-26T12:00:00.000Z')).toEqual([sam]);
  });

  it.each([
    'BEA@Contoso.com',
    'Security: [L1] bea@contoso.com',
    'On call - "bea@contoso.com".',
    'Bea (bea@contoso.com)',
    'primary|bea@contoso.com',
  ])('names somebody by the e-mail address in a title: %s', async (title) => {
    await published(calendarOf(eventOf(title, '20261124T080000Z', '20261125T080000Z')));
    expect(await firstAt('2026-11-24T12:00:00.000Z')).toEqual([bea]);
  });

  it('knows people by names and platforms that change, at once, also where the calendar itself does not', async () => {
    await published(calendarOf(eventOf('On call: Bea B', '20261124T080000Z', '20261130T080000Z')));
    await saves({ calendarNames: 'Bea B = bea@contoso.com' });
    await bot.tick();
    expect(await firstAt(bot.world.time.now())).toEqual([bea]);
    await saves({ calendarNames: 'Bea B = ada@contoso.com' });
    await bot.tick();
    expect(await firstAt(bot.world.time.now())).toEqual([ada]);
    const read = bot.world.calendarReads;
    await bot.tick();
    expect(bot.world.calendarReads).toBe(read);
  });

  it('has somebody else next only where the first level changes', async () => {
    const second = 'https://calendar.example/second.ics';
    await bot.edit((one) => ({ ...one, contact: one.contact && { ...one.contact, onCall2Calendar: second } }));
    bot.world.calendarTexts.set(
      second,
      calendarOf(
        eventOf('Rota', '20261124T080000Z', '20261124T120000Z', invited('sam')),
        eventOf('Rota', '20261124T120000Z', '20261130T120000Z', invited('ada')),
      ),
    );
    await published(
      calendarOf(
        eventOf('Rota', '20261124T080000Z', '20261126T080000Z', invited('bea')),
        eventOf('Rota', '20261126T080000Z', '20261130T080000Z', invited('sam')),
      ),
    );
    const { facts } = cardOf(await bot.say(ada, 'oncall'));
    expect(text(facts.filter(({ label }) => label === 'Next'))).toMatch(/Sam <.*2026-11-26T08:00:00/);
  });

  it.each([
    ['Bea Alias = bea@contoso.com', 'Bea Alias'],
    ['bea.alias@contoso.com = bea@contoso.com', 'Bea Alias'],
    ['bea.alias@contoso.com = bea@contoso.com', ''],
  ])('knows somebody who is invited by an alias, by %s', async (calendarNames, name) => {
    await saves({ calendarNames });
    const attendee = `ATTENDEE${name && `;CN=${name}`}:mailto:bea.alias@contoso.com`;
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261130T080000Z', attendee)));
    expect(await firstAt(bot.world.time.now())).toEqual([bea]);
  });

  it('keeps names of an import that no form has room for, and refuses more than fit', async () => {
    const calendarNames = Object.fromEntries(
      Array.from({ length: 50 }, (_, n) => [`${'N'.repeat(70)} ${n}`, sam] as const),
    );
    await bot.say(sam, 'help');
    await bot.edit((one) => ({ ...one, contact: one.contact && { ...one.contact, calendarNames } }));
    expect(formOf(await bot.press(ada, 'contact.onCallPeople', '')).fields.map(({ name }) => name)).not.toContain(
      'calendarNames',
    );
    await saves({ timezone: 'Europe/Paris' });
    expect((await tenant())?.contact).toMatchObject({ timezone: 'Europe/Paris', calendarNames });
    const { problems, fields } = formOf(await saves({ calendarNames: `${'N'.repeat(2_000)} = Sam` }));
    expect(problems).toEqual({ calendarNames: expect.stringContaining('2') });
    expect(fields.map(({ name }) => name)).toContain('calendarNames');
  });

  it('means the longer of two names, and both where both stand there', async () => {
    await saves({ calendarNames: 'Bea = bea@contoso.com\nBea Marie = ada@contoso.com' });
    await published(
      calendarOf(
        eventOf('Bea Marie', '20261124T080000Z', '20261125T080000Z'),
        eventOf('Bea Marie, Bea', '20261125T080000Z', '20261126T080000Z'),
        eventOf('Bea', '20261126T080000Z', '20261127T080000Z'),
      ),
    );
    expect(await firstAt('2026-11-24T12:00:00.000Z')).toEqual([ada]);
    expect(await firstAt('2026-11-25T12:00:00.000Z')).toEqual([ada, bea]);
    expect(await firstAt('2026-11-26T12:00:00.000Z')).toEqual([bea]);
  });

  it('tells admins once of people whom the bot does not know', async () => {
    const text = calendarOf(eventOf('Zoe Z.', '20261124T080000Z', '20261125T080000Z'));
    await published(text);
    await published(`${text}\r\n`);
    await published(`${text}\r\n\r\n`);
    const said = bot.world.slack.messages.filter(({ card }) => JSON.stringify(card).includes('“Zoe Z.”'));
    expect(said).toHaveLength(1);
  });

  it('counts on for a week from its last good copy, and is a finding after a day', async () => {
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea'))));
    bot.world.calendarTexts.set(address, { kind: 'failed', why: 'status 503' });
    await bot.world.time.advance(23 * 3_600_000);
    expect(text(cardOf(await bot.say(ada, 'check')))).not.toContain('cannot be read');
    await bot.world.time.advance(6 * 24 * 3_600_000);
    expect(text(cardOf(await bot.say(ada, 'check')))).toContain('An on-call calendar cannot be read');
    expect(await firstAt(bot.world.time.now())).toEqual([bea]);
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261214T080000Z', invited('ada'))));
    expect(text(cardOf(await bot.say(ada, 'check')))).not.toContain('cannot be read');
    expect(await firstAt(bot.world.time.now())).toEqual([ada]);
  });

  it.each([
    ['status 404', 'answers with status 404'],
    ['unreachable', 'cannot be reached'],
    ['notCalendar', 'a sign-in page'],
    ['internal', 'an internal network'],
    ['redirect', 'another host'],
    ['tooLarge', 'larger than 5 MB'],
    ['tooMuch', 'more events than I can read'],
    ['timeout', 'longer than ten seconds'],
  ] as const)('that was never read is a finding at once, with the reason: %s', async (why, said) => {
    bot.world.calendarTexts.set(address, { kind: 'failed', why });
    await bot.tick();
    await bot.tick();
    for (const words of ['show', 'check', 'oncall']) {
      const shown = text(await bot.say(ada, words));
      expect(shown).toContain(
        words === 'show' ? 'Next: correct the on-call calendar' : 'An on-call calendar cannot be read',
      );
      expect(shown).toContain('I am using the list of on-call people');
      expect(shown).toContain(said);
      expect(shown).not.toContain('last copy');
    }
    const stored = await bot.stored('findings');
    expect(stored.map(({ code }) => code)).toContain('calendarStale');
  });

  it('keeps its last copy while a platform does not say who people are, and is read again in a quarter of an hour', async () => {
    const rota = (who: string) => calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited(who)));
    await published(rota('bea'));
    bot.world.slack.failing = new ChatError('unreachable', 'starting');
    await published(rota('ada'));
    expect(await firstAt(bot.world.time.now())).toEqual([bea]);
    await bot.world.time.advance(24 * 3_600_000);
    bot.world.slack.failing = null;
    expect(text(await bot.say(ada, 'show'))).toContain('Slack or Teams did not tell me who is in the calendar');
    await published(rota('ada'));
    expect(await firstAt(bot.world.time.now())).toEqual([ada]);
    expect(
      bot.world.slack.messages.filter(({ card }) => text(card).includes('names people that I do not know')),
    ).toEqual([]);
  });

  it('keeps its last copy when reading it fails by a bug of the bot, which is reported and said, in both languages', async () => {
    const rota = calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea')));
    await published(rota);
    const bug = new TypeError('made up');
    bot.world.calendars.read = () => Promise.reject(bug);
    await bot.ticksAfter(25 * 3_600_000);
    await bot.ticksAfter(0);
    expect(new Set(bot.bugs)).toEqual(new Set([bug]));
    expect(await firstAt(bot.world.time.now())).toEqual([bea]);
    expect(text(cardOf(await bot.say(ada, 'show')))).toContain('I could not read the calendar, and logged the error.');
    expect(text(cardOf(await bot.say(ada, 'afficher')))).toContain('Je n’ai pas réussi à le lire');
  });

  it('is read although the readings of others before it fail', async () => {
    const [broken, later] = ['https://calendar.example/broken.ics', 'https://calendar.example/later.ics'];
    const { read } = bot.world.calendars;
    bot.world.calendars.read = (query) =>
      query.address === broken ? Promise.reject(new TypeError('made up')) : read(query);
    await bot.world.store.change(async (tx) => {
      for (const n of [1, 2, 3, 4, 5]) {
        const contact = { onCall: [sam], onCallCalendar: n === 5 ? later : broken };
        await tx.put('tenants', { ...aTenant({ contact }), id: `0${n}${contoso.slice(2)}`, name: `Contoso ${n}` });
      }
    });
    bot.world.calendarTexts.set(
      later,
      calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea'))),
    );
    await bot.tick();
    const last = await bot.world.store.read((reader) => reader.get('tenants', `05${contoso.slice(2)}`));
    expect(onCallAt(last, bot.world.time.now()).first).toEqual([bea]);
  });

  it('knows somebody a quarter of an hour after they came to Slack', async () => {
    const rota = calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('zoe')));
    await published(rota);
    expect(await firstAt(bot.world.time.now())).toEqual([sam]);
    bot.knows(zoe, { name: 'Zoe', email: 'zoe@contoso.com' });
    await published(rota);
    expect(await firstAt(bot.world.time.now())).toEqual([zoe]);
  });

  it('is a finding while nobody is in it for the next day and in no list, and where it names a zone that nobody knows', async () => {
    await bot.edit((one) => ({ ...one, contact: one.contact && { ...one.contact, onCall: [] } }));
    await published(
      calendarOf(eventOf('Rota', '20261124T080000Z', '20261126T080000Z', invited('ada')), [
        'UID:m',
        'DTSTART;TZID=Mars/Phobos:20261124T080000',
        'DTEND;TZID=Mars/Phobos:20261125T080000',
        'SUMMARY:Bea',
      ]),
    );
    const shown = async () => text(cardOf(await bot.say(ada, 'check')));
    expect(await shown()).toContain('A calendar has an unknown time zone');
    expect(await shown()).not.toContain('Nobody is on call');
    await bot.world.time.advance(3 * 24 * 3_600_000);
    expect(await shown()).toContain('Nobody is on call');
  });

  it('is forgotten with its address', async () => {
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea'))));
    await saves({ onCallCalendar: '' });
    expect(await firstAt(bot.world.time.now())).toEqual([sam]);
    await saves({ onCallCalendar: 'webcal://calendar.example/other.ics' });
    expect((await tenant())?.contact?.onCallCalendar).toBe('https://calendar.example/other.ics');
    expect(await firstAt(bot.world.time.now())).toEqual([sam]);
  });
});

describe('the address of a calendar', () => {
  it('is a secret: people read its host, and only the form adds a part of a hash', async () => {
    await saves({ onCall2Calendar: 'https://calendar.example/secret-0815/two.ics' });
    await bot.world.time.advance(60_000);
    const read = [
      formOf(await bot.press(ada, 'contact.onCallPeople', '')),
      cardOf(await bot.say(ada, 'show')),
      cardOf(await bot.say(ada, 'history')),
      ...bot.world.slack.messages.map(({ card }) => card),
      await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 })),
    ].map((one) => JSON.stringify(one));
    expect(read.filter((one) => /secret-/.test(one))).toEqual([]);
    const hashed = read.map((one) => /\([0-9a-f]{8}\)/.test(one));
    expect(hashed.slice(0, -1)).toEqual([true, ...read.slice(1, -1).map(() => false)]);
    expect(read.slice(0, 3).every((one) => one.includes('calendar.example'))).toBe(true);
    expect(read.slice(3, -1).some((one) => one.includes('calendar.example'))).toBe(true);
  });

  it('stays when the form is sent as it was opened, and is refused when it is none', async () => {
    await saves({ timezone: 'Europe/Paris' });
    expect((await tenant())?.contact).toMatchObject({ onCallCalendar: address, timezone: 'Europe/Paris' });
    for (const wrong of [
      'http://calendar.example/a.ics',
      'https://localhost/a.ics',
      'https://u:p@calendar.example/a',
      'ftp://x.example',
    ]) {
      const refused = formOf(await saves({ onCallCalendar: wrong }));
      expect(refused.problems).toEqual({ onCallCalendar: expect.stringContaining('not a calendar address') });
    }
  });
});
