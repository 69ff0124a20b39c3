import { beforeEach, describe, expect, it } from 'vitest';
import { onCallAt } from '../../src/domain/tenant/on-call.ts';
import type { Field } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, type Values } from '../support/a-bot.ts';
import { calendarOf, eventOf } from '../support/calendar.ts';
import { ada, aTenant, contoso, sam, slackChannel, teamsChannel } from '../support/partner.ts';

const address = 'https://calendar.example/secret-4711/rota.ics';
const label = /calendar\.example \([0-9a-f]{8}\)/;
const bea = 'slack:T1/UBEA';

let on: TestBot;

beforeEach(async () => {
  on = await aBot({
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

const tenant = () => on.world.store.read((reader) => reader.get('tenants', contoso));
const firstAt = async (at: string) => onCallAt(await tenant(), at).first;

/** Sends the contact's form as it was opened, but for these entries. */
async function saves(entries: Values) {
  const form = formOf(await on.say(ada, 'update'));
  return on.submit(ada, form, { ...Object.fromEntries(form.fields.flatMap(entryOf)), ...entries });
}

function entryOf(field: Field): [string, string | readonly string[] | null][] {
  if (field.kind === 'channels') return [[field.name, field.value.map(({ address }) => address)]];
  if (field.kind === 'people') return [[field.name, field.value.map(({ id }) => id)]];
  return [[field.name, field.value]];
}

async function published(text: string) {
  on.world.calendarTexts.set(address, text);
  await on.world.time.advance(20 * 60_000);
  await on.tick();
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
    const form = formOf(await on.say(ada, 'update'));
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

  it('tells admins once of people whom the bot does not know', async () => {
    const text = calendarOf(eventOf('Zoe Z.', '20261124T080000Z', '20261125T080000Z'));
    await published(text);
    await published(`${text}\r\n`);
    await published(`${text}\r\n\r\n`);
    const said = on.world.slack.messages.filter(({ card }) => JSON.stringify(card).includes('“Zoe Z.”'));
    expect(said).toHaveLength(1);
  });

  it('counts on for a week from its last good copy, and is a finding after a day', async () => {
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea'))));
    on.world.calendarTexts.set(address, { kind: 'failed', why: 'status 503' });
    await on.world.time.advance(23 * 3_600_000);
    expect(JSON.stringify(cardOf(await on.say(ada, 'show')))).not.toContain('cannot be read');
    await on.world.time.advance(6 * 24 * 3_600_000);
    expect(JSON.stringify(cardOf(await on.say(ada, 'show')))).toContain('An on-call calendar cannot be read');
    expect(await firstAt(on.world.time.now())).toEqual([bea]);
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261214T080000Z', invited('ada'))));
    expect(JSON.stringify(cardOf(await on.say(ada, 'show')))).not.toContain('cannot be read');
    expect(await firstAt(on.world.time.now())).toEqual([ada]);
  });

  it('is a finding while nobody is in it for the next day and in no list, and where it names a zone that nobody knows', async () => {
    await on.edit((one) => ({ ...one, contact: one.contact && { ...one.contact, onCall: [] } }));
    await published(
      calendarOf(eventOf('Rota', '20261124T080000Z', '20261126T080000Z', invited('ada')), [
        'UID:m',
        'DTSTART;TZID=Mars/Phobos:20261124T080000',
        'DTEND;TZID=Mars/Phobos:20261125T080000',
        'SUMMARY:Bea',
      ]),
    );
    const shown = async () => JSON.stringify(cardOf(await on.say(ada, 'show')));
    expect(await shown()).toContain('A calendar has an unknown time zone');
    expect(await shown()).not.toContain('Nobody is on call');
    await on.world.time.advance(3 * 24 * 3_600_000);
    expect(await shown()).toContain('Nobody is on call');
  });

  it('is forgotten with its address', async () => {
    await published(calendarOf(eventOf('Rota', '20261124T080000Z', '20261204T080000Z', invited('bea'))));
    await saves({ onCallCalendar: '' });
    expect(await firstAt(on.world.time.now())).toEqual([sam]);
    await saves({ onCallCalendar: 'webcal://calendar.example/other.ics' });
    expect((await tenant())?.contact?.onCallCalendar).toBe('https://calendar.example/other.ics');
    expect(await firstAt(on.world.time.now())).toEqual([sam]);
  });
});

describe('the address of a calendar', () => {
  it('is a secret: forms, cards, notices and the history show its host and a part of a hash', async () => {
    await saves({ onCall2Calendar: 'https://calendar.example/secret-0815/two.ics' });
    await on.world.time.advance(60_000);
    const read = [
      cardOf(await on.say(ada, 'show')),
      formOf(await on.say(ada, 'update')),
      cardOf(await on.say(ada, 'history')),
      ...on.world.slack.messages.map(({ card }) => card),
      await on.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 })),
    ].map((one) => JSON.stringify(one));
    expect(read.filter((one) => /secret-/.test(one))).toEqual([]);
    expect(read.slice(0, 3).every((one) => label.test(one))).toBe(true);
    expect(read.slice(3, -1).some((one) => label.test(one))).toBe(true);
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
      expect(refused.problems).toEqual({ onCallCalendar: expect.stringContaining('not the address of a calendar') });
    }
  });
});
