import { describe, expect, it, vi } from 'vitest';
import { csvOf } from '../../src/alerts/report/report-file.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';
import { reportOf } from '../../src/domain/alert/report.ts';
import { messages } from '../../src/messages/messages.ts';
import { ada, aTenant, contoso } from '../support/partner.ts';

const now = '2026-12-20T00:00:00.000Z';
let number = 0;
/** An alert detected at that time, and answered so many hours later; null for never. */
function alertAt(
  detectedDateTime: string,
  hours: number | null,
  more: Partial<Alert> = {},
  content: object = {},
): Alert {
  number += 1;
  const answered = hours === null ? null : new Date(Date.parse(detectedDateTime) + hours * 3_600_000).toISOString();
  return {
    id: `webhook:default ${number}`,
    number,
    source: 'webhook:default',
    tenantId: 't',
    content: {
      partnerTenantId: null,
      displayName: 'Mining',
      description: '',
      severity: 'high',
      alertType: null,
      confidenceLevel: null,
      customerTenantId: null,
      subscriptionId: null,
      detectedDateTime,
      affectedResources: [],
      isTest: false,
      ...content,
    },
    origin: 'sent',
    receivedAt: detectedDateTime,
    status: answered ? 'investigating' : 'active',
    acknowledged: null,
    resolved: null,
    firstAnsweredAt: answered,
    escalateFrom: detectedDateTime,
    escalated: 0,
    escalateAt: null,
    revision: 1,
    timeline: [],
    routed: 'contact',
    ...more,
  };
}

describe('the report', () => {
  it('counts a month from its first to its last instant, in UTC', () => {
    const edges = [
      '2026-10-31T23:59:59.999Z',
      '2026-11-01T00:00:00.000Z',
      '2026-11-30T23:59:59.999Z',
      '2026-12-01T00:00:00.000Z',
    ];
    expect(
      reportOf(
        '2026-11',
        edges.map((at) => alertAt(at, 1)),
        now,
      ),
    ).toMatchObject({ count: 2, answered: 2 });
  });

  it('averages what was answered in the 30 days before the month’s end, and what was open then with its age', () => {
    const answeredAt = (at: string, hours: number) =>
      alertAt(new Date(Date.parse(at) - hours * 3_600_000).toISOString(), hours);
    const all = [
      answeredAt('2026-10-31T23:59:59.000Z', 1_000),
      answeredAt('2026-11-01T00:00:00.000Z', 2),
      answeredAt('2026-12-01T00:00:00.000Z', 4),
    ];
    expect(reportOf('2026-11', all, now).average30Days.all).toEqual({ hours: 3, of: 2, open: 0 });
    const open = [...all, answeredAt('2026-12-01T06:00:00.000Z', 15), alertAt('2026-12-01T00:00:00.001Z', null)];
    expect(reportOf('2026-11', open, now).average30Days.all).toEqual({ hours: 5, of: 3, open: 1 });
  });

  it.each(['America/Los_Angeles', 'Pacific/Auckland', 'UTC'])('has the same months on a machine in %s', (zone) => {
    vi.stubEnv('TZ', zone);
    const answered = (firstAnsweredAt: string, hours: number) =>
      alertAt(new Date(Date.parse(firstAnsweredAt) - hours * 3_600_000).toISOString(), hours);
    const all = [answered('2026-03-31T23:59:59.000Z', 3), answered('2026-03-02T00:00:00.000Z', 5)];
    expect(reportOf('2026-03', [...all, answered('2026-03-01T23:00:00.000Z', 90)], now).average30DaysHours).toBe(4);
    vi.unstubAllEnvs();
  });

  it('averages the 30 days before now while the month goes on', () => {
    const all = [alertAt('2026-11-19T12:00:00.000Z', 1), alertAt('2026-11-21T00:00:00.000Z', 5)];
    expect(reportOf('2026-12', all, now).average30DaysHours).toBe(5);
  });

  it('leaves out tests and drills, and counts drills of their own', () => {
    const at = '2026-11-10T00:00:00.000Z';
    const all = [
      alertAt(at, 2),
      alertAt(at, 100, {}, { isTest: true }),
      alertAt(at, 100, { origin: 'drill' }, { isTest: true }),
      alertAt(at, null, { origin: 'drill' }),
    ];
    expect(reportOf('2026-11', all, now)).toMatchObject({
      count: 1,
      medianHours: 2,
      average30DaysHours: 2,
      shareWithin24Hours: 1,
      drills: 2,
      drillsAnswered: 1,
    });
  });

  it('has a share without those that were closed automatically before anybody answered', () => {
    const at = '2026-11-10T00:00:00.000Z';
    const resolved = { at: '2026-12-11T00:00:00.000Z', by: null, byName: '', reason: null, note: '' };
    const closed = alertAt(at, null, { status: 'resolved', resolved });
    const answered = alertAt(at, 30, { status: 'resolved', resolved });
    expect(reportOf('2026-11', [alertAt(at, 2), closed], now)).toMatchObject({ shareWithin24Hours: 1, closedByAge: 1 });
    expect(reportOf('2026-11', [alertAt(at, 2), closed, answered], now)).toMatchObject({ shareWithin24Hours: 0.5 });
    expect(reportOf('2026-11', [alertAt(at, 2), alertAt(at, null)], now)).toMatchObject({ shareWithin24Hours: 0.5 });
  });

  it('counts each alert of a severity once, by what became of it', () => {
    const resolved = { at: '2026-12-11T00:00:00.000Z', by: null, byName: '', reason: null, note: '' };
    const all = [
      alertAt('2026-12-18T00:00:00.000Z', 24),
      alertAt('2026-12-18T00:00:00.000Z', 24.5),
      alertAt('2026-12-18T00:00:00.000Z', null),
      alertAt('2026-12-19T00:00:00.000Z', null),
      alertAt('2026-12-09T00:00:00.000Z', null, { status: 'resolved', resolved }),
      alertAt('2026-12-18T00:00:00.000Z', 1, {}, { severity: 'low' }),
    ];
    const { high, low, medium } = reportOf('2026-12', all, now).severities;
    expect(high).toEqual({
      ...{ count: 5, inTime: 1, late: 1, overdue: 1, waiting: 1, closedByAge: 1, archived: 0 },
      average: { hours: (24 + 24.5 + 48 + 24 + 48) / 5, of: 5, open: 2 },
    });
    expect([low.inTime, low.average?.hours, medium.count, medium.average]).toEqual([1, 1, 0, null]);
  });

  it('counts from the detection what came long after it', () => {
    const detected = '2026-11-30T23:00:00.000Z';
    const alert = alertAt(detected, null, { receivedAt: '2026-12-02T00:00:00.000Z' });
    expect(reportOf('2026-11', [alert], '2026-12-20T00:00:00.000Z').average30Days.all).toEqual({
      ...{ hours: 1, of: 1, open: 1 },
    });
    const high = reportOf('2026-11', [alert], '2026-12-02T01:00:00.000Z').severities.high;
    expect(high).toMatchObject({ overdue: 1, waiting: 0 });
  });

  it('counts what an admin archived unanswered as not answered in time, whatever time it still had', () => {
    const resolved = { at: '2026-12-18T01:00:00.000Z', by: ada, byName: 'Ada', reason: null, note: '' };
    const archived = alertAt('2026-12-18T00:00:00.000Z', null, { status: 'resolved', resolved });
    const all = [archived, archived, alertAt('2026-12-18T00:00:00.000Z', 2)];
    const { severities, shareWithin24Hours } = reportOf('2026-12', all, now);
    expect(severities.high).toMatchObject({ inTime: 1, overdue: 0, waiting: 0, archived: 2 });
    expect(shareWithin24Hours).toBeCloseTo(1 / 3);
    const { answered } = messages('en').report;
    expect(answered(severities.high)).toBe('1 of 3 acknowledged, 2 archived · average wait: 2.0 hours');
    expect(answered(reportOf('2026-12', [archived], now).severities.high)).toBe('0 of 1 acknowledged, 1 archived');
    expect(messages('fr').report.answered(severities.high)).toContain(
      '1 alerte acquittée sur 3, les 2 autres archivées',
    );
  });

  it('does not count a drill that still has time', () => {
    const drill = alertAt('2026-12-19T00:00:00.000Z', null, { origin: 'drill' });
    expect(reportOf('2026-12', [drill], now)).toMatchObject({ drills: 0 });
    expect(reportOf('2026-12', [drill], '2026-12-20T00:00:00.001Z')).toMatchObject({ drills: 1, drillsAnswered: 0 });
  });
});

describe('the CSV', () => {
  const csv = (alerts: readonly Alert[], name = 'Contoso') =>
    csvOf({ month: '2026-11', alerts, tenant: { ...aTenant({}, ''), name }, reminders: new Map(), notes: new Map() });
  const named = (displayName: string) => csv([alertAt('2026-11-10T00:00:00.000Z', null, {}, { displayName })]);

  it.each([
    ['=1+1', `"'=1+1"`],
    ['\n=1+1', `"\n'=1+1"`],
    ['\t+1', `"\t'+1"`],
    [' @sum', `" '@sum"`],
    ['\u0000-1', `"'-1"`],
    ['＝1+1', `"'＝1+1"`],
    ['x;=1+1', `"x;'=1+1"`],
    ['x; "=1+1"', `"x; ""'=1+1"""`],
    ['x\r\n-1', `"x\n'-1"`],
    ['x \n\t\n -1', `"x \n\t\n '-1"`],
    ['\u202e\u200b=1', `"'=1"`],
    ['a=b, c-d', '"a=b, c-d"'],
  ])('makes no formula of %j', (name, cell) => {
    expect(named(name)).toContain(`,${cell},`);
  });

  it('is known as UTF-8 and says which alerts were tests', () => {
    const written = csv([alertAt('2026-11-10T00:00:00.000Z', null, {}, { isTest: true })]);
    expect(written.startsWith('\uFEFFnumber,')).toBe(true);
    expect(written.split('\r\n')[0]).toContain(',drill,isTest,');
    expect(written.split('\r\n')[1]).toContain(',"no","yes",');
  });

  it('names the tenant in each line', () => {
    const written = csv([alertAt('2026-11-10T00:00:00.000Z', null)], '=Contoso');
    const [head, line] = written.split('\r\n');
    expect(head?.endsWith(',tenant,tenantId')).toBe(true);
    expect(line?.endsWith(`,"'=Contoso","${contoso}"`)).toBe(true);
  });
});
