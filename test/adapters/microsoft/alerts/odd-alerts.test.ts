/** Alerts that Microsoft should never send: each is read safely, or is skipped alone. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { text } from '../../../support/a-bot.ts';
import type { PartnerAlert } from '../../../support/graph-partner.ts';
import { ada } from '../../../support/partner.ts';
import { hour } from '../../../support/time.ts';
import { type AlertsBot, anAlertsBot } from './an-alerts-bot.ts';

let bot: AlertsBot;
beforeEach(async () => {
  bot = await anAlertsBot();
});
afterEach(() => bot.stop());

const flat = (shown: unknown) => text(shown).replaceAll('\n', '');
const notices = () => bot.inPrivate(ada, 'sourceLeftOut');
/** The list has three alerts, of which that in the middle is odd. */
async function between(odd: Partial<PartnerAlert>): Promise<void> {
  bot.has('first');
  bot.has('odd', odd);
  bot.has('last');
  await bot.poll();
  expect(await bot.alert('first')).not.toBeNull();
  expect(await bot.alert('last')).not.toBeNull();
}

describe('an alert that cannot be read is skipped alone, and the admins are told once', () => {
  it.each([
    ['no status', { status: null }, /odd\/status.*Must be text/],
    ['a missing status', { status: undefined }, /odd\/status.*Required/],
    ['a status of another type', { status: 1 }, /odd\/status.*Must be text/],
    [
      'a status that nobody has heard of',
      { status: 'unknownFutureValue' },
      /odd\/status.*active, investigating, resolved/,
    ],
    ['an endless status', { status: 'x'.repeat(10_000) }, /odd\/status/],
    ['no title', { displayName: null }, /odd\/displayName/],
    ['a title of another type', { displayName: {} }, /odd\/displayName/],
    ['a description of another type', { description: ['x'] }, /odd\/description/],
    ['a severity of another type', { severity: 7 }, /odd\/severity/],
    ['a type of another type', { alertType: false }, /odd\/alertType/],
    ['a time that is none', { detectedDateTime: 'yesterday' }, /odd\/detectedDateTime/],
    ['the year 9999', { detectedDateTime: '9999-12-31T23:59:59Z' }, /odd\/detectedDateTime/],
    ['resources that are none', { affectedResources: 'vm' }, /odd\/affectedResources/],
    ['a resource that is none', { affectedResources: [null] }, /odd\/affectedResources\/0/],
  ])('%s', async (_name, odd, said) => {
    await between(odd);
    expect(await bot.alert('odd')).toBeNull();
    expect(notices().map(({ card }) => flat(card.text))).toEqual([expect.stringMatching(said)]);
    bot.has('odd', { ...odd, lastObservedDateTime: '2026-11-24T12:00:00Z' });
    for (let n = 0; n < 30; n++) await bot.poll();
    expect(notices().length).toBe(1);
    expect(bot.outcomes).toHaveLength(31);
    expect((await bot.row())?.unread).toBe(1);
    bot.has('odd');
    await bot.poll();
    expect(await bot.alert('odd')).toMatchObject({ status: 'active' });
  });

  it.each([
    ['nothing', null],
    ['a text', 'alert'],
    ['a list', [{ id: 'inner', displayName: 'x', status: 'active' }]],
    ['no id', { displayName: 'x', status: 'active' }],
    ['an id of another type', { id: 7, displayName: 'x', status: 'active' }],
    ['an empty id', { id: '', displayName: 'x', status: 'active' }],
  ])('an item that is %s', async (_name, item) => {
    bot.has('a');
    const [alert] = [...bot.partner.alerts.values()];
    bot.api.graph.faults.fail(() => true, { kind: 'answer', status: 200, body: { value: [item, alert] } }, 3);
    for (let n = 0; n < 3; n++) await bot.poll();
    expect((await bot.alerts()).length).toBe(1);
    await bot.passes(2 * hour);
    expect(notices().length).toBe(1);
  });

  it('a list that is none fails, and shows nothing of what is missing', async () => {
    bot.has('a');
    await bot.poll();
    for (const body of [{ value: null }, { value: {} }, {}, [], null]) {
      bot.api.graph.faults.fail(() => true, { kind: 'answer', status: 200, body });
      await bot.poll();
    }
    expect(bot.outcomes.slice(1)).toEqual(Array.from({ length: 5 }, () => 'contoso alerts unavailable'));
    expect(await bot.alert('a')).toMatchObject({ status: 'active', there: { status: 'active' } });
  });
});

describe('an odd alert is read safely', () => {
  it.each([
    ['a severity that nobody has heard of is medium', { severity: 'apocalyptic' }, { severity: 'medium' }],
    ['no severity is medium', { severity: null }, { severity: 'medium' }],
    ['a type that nobody has heard of', { alertType: 'somethingNew' }, { alertType: 'somethingNew' }],
    ['isTest as the text "false" is no test', { isTest: 'false' }, { isTest: false }],
    ['isTest that is none is no test', { isTest: 'maybe' }, { isTest: false }],
    ['isTest null is no test', { isTest: null }, { isTest: false }],
    ['a customer that is no id', { customerTenantId: 'fabrikam' }, { customerTenantId: null }],
    ['a time in the future', { detectedDateTime: '2027-01-01T00:00:00Z' }, {}],
    ['no resources', { affectedResources: null }, { affectedResources: [] }],
    ['details of any kind', { additionalDetails: [[[{ a: null }]]] }, {}],
  ])('%s', async (_name, odd, content) => {
    await between(odd);
    expect(await bot.alert('odd')).toMatchObject({ status: 'active', content });
    expect(notices()).toEqual([]);
  });

  it('without a time of detection it counts from the first look, and is not written again', async () => {
    await between({ detectedDateTime: null });
    const before = await bot.alert('odd');
    const heardAt = (await bot.row())?.heardAt;
    bot.newProcess();
    await bot.poll();
    expect([await bot.alert('odd'), (await bot.row())?.heardAt]).toEqual([before, heardAt]);
  });

  it('10,000 characters, markup and marks of direction are shortened, escaped and cleaned', async () => {
    const hostile = `<!channel> [x](https://evil.example) \u202egnp.exe ${'x'.repeat(10_000)}`;
    await between({ displayName: hostile, description: hostile, alertType: hostile });
    const alert = await bot.alert('odd');
    const said = JSON.stringify(alert);
    expect(said).not.toContain('\u202e');
    expect([alert?.content.displayName.length, alert?.content.description.length]).toEqual([300, 4_000]);
  });
});

describe('what it says of its status', () => {
  const resolved = async (more: Partial<PartnerAlert>) => {
    bot.has('a');
    await bot.poll();
    bot.changes('resolved', 'a');
    bot.has('a', { ...bot.partner.alerts.get('a'), ...more });
    await bot.poll();
    return (await bot.alert('a'))?.resolved;
  };
  const at = () => bot.world.clock.now();

  it.each([
    ['a reason that nobody has heard of', { resolvedReason: 'tired' }, { reason: null }],
    ['a reason of another type', { resolvedReason: 7 }, { reason: null }],
    ['nobody who resolved it', { resolvedBy: null, activityLogs: null }, { byName: '' }],
    ['somebody of another type', { resolvedBy: { upn: 'x' }, activityLogs: 'none' }, { byName: '' }],
    ['somebody in the log alone', { resolvedBy: null }, { byName: 'ana@contoso.example' }],
    ['logs that are none', { resolvedBy: null, activityLogs: [null, 7, { statusTo: 'resolved' }] }, { byName: '' }],
    ['markup', { resolvedBy: '<@U1>\n\u202eana\u0000 ' }, { byName: '<@U1> ana' }],
    ['10,000 characters', { resolvedBy: 'x'.repeat(10_000) }, { byName: 'x'.repeat(120) }],
  ])('%s', async (_name, more, said) => {
    expect(await resolved(more)).toMatchObject({ there: true, by: null, ...said });
  });

  it.each([
    ['the year 9999', '9999-12-31T00:00:00Z'],
    ['the future', '2027-11-24T00:00:00Z'],
    ['long before it was detected', '2001-01-01T00:00:00Z'],
    ['no time', 'soon'],
    ['null', null],
    ['another type', 7],
  ])('resolved in %s counts from our look', async (_name, resolvedOnDateTime) => {
    const looked = (await resolved({ resolvedOnDateTime }))?.at ?? '';
    expect(Date.parse(at()) - Date.parse(looked)).toBeLessThan(hour);
  });

  it('a status in capitals is the same status', async () => {
    bot.has('a', { status: 'Investigating' });
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ status: 'investigating' });
  });

  it('the last entry of the log counts, in whatever order they stand', async () => {
    const entry = (updatedBy: string, hours: number) => ({
      ...{ statusFrom: 'active', statusTo: 'investigating', updatedBy },
      updatedDateTime: `2026-11-24T0${hours}:00:00Z`,
    });
    bot.has('a', { status: 'investigating', activityLogs: [entry('last', 8), entry('first', 6)] });
    await bot.poll();
    expect(await bot.alert('a')).toMatchObject({ acknowledged: { byName: 'last' } });
  });
});
