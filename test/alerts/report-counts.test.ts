import { beforeEach, describe, expect, it } from 'vitest';
import { reportFact } from '../../src/alerts/report/report.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, type TestBot } from '../support/a-bot.ts';
import { bea } from '../support/a-reminder-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { sourcesOf } from '../support/a-source.ts';
import { ada, contoso, sam, tina } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const send = (severity: string, ...ids: string[]) =>
  bot.send(...ids.map((id) => ({ id, severity, partnerTenantId: contoso, displayName: `Alert ${id}` })));
const acknowledge = (id: string) => bot.press(sam, 'alerts.acknowledge', `webhook:default ${id}`);
async function pass(ms: number) {
  for (let left = ms; left > 0; left -= hour) {
    await bot.ticksAfter(Math.min(left, hour));
  }
}
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n + 1}`);
async function shown(words = 'report') {
  const card = cardOf(await bot.say(ada, words));
  return {
    ...card,
    told: card.text.map(plainOf).join(' '),
    facts: card.facts.map(({ label, value }) => `${label}: ${plainOf(value)}`),
  };
}
/** Six high alerts, of which two are acknowledged, and 56 low ones, all acknowledged at once. */
async function theNight() {
  await send('high', ...numbered('h', 6));
  await pass(2 * minute);
  for (const id of ['h1', 'h2']) await acknowledge(id);
  await send('low', ...numbered('l', 50));
  await send('low', ...numbered('m', 6));
  await pass(2 * minute);
  for (const id of [...numbered('l', 50), ...numbered('m', 6)]) await acknowledge(id);
  await pass(12 * hour);
}

describe('the report of the morning after', () => {
  it('says first the figure that Microsoft asks for, beside its limit, and hides what is open behind nothing', async () => {
    await theNight();
    const report = await shown();
    expect(report.tone).toBe('neutral');
    expect(report.summary).toBe(
      'Average 49\u00A0min so far — limit 24\u00A0h. 4 of 6 high-severity alerts are not acknowledged yet. Contoso in November 2026: 58 of 62 acknowledged, 4 not due yet.',
    );
    expect(report.text[0]).toEqual([
      { kind: 'strong', text: 'Average 49\u00A0min so far — limit 24\u00A0h' },
      '\n',
      'From detection to acknowledgement, all severities, last 30 days.',
    ]);
    expect(report.facts).toEqual([
      'High severity: 2 of 6 acknowledged, 4 not due yet · average wait so far: 8.1 hours',
      'Low severity: 56 of 56 acknowledged · average wait: 2 minutes',
    ]);
    expect(report.charts).toMatchObject([
      {
        categories: [{ label: 'High' }, { label: 'Low' }],
        series: [{ name: 'Alerts', values: [6, 56], tone: 'neutral' }],
      },
    ]);
  });

  it('says the same in French', async () => {
    await theNight();
    const report = await shown('rapport');
    expect(report.summary).toBe(
      'Délai moyen : 49 min à ce jour, pour une limite de 24\u00A0h. 4 alertes de gravité élevée sur 6 pas encore acquittées. Contoso, novembre 2026 : 58 alertes acquittées sur 62, les 4 autres encore dans les délais.',
    );
    expect(report.facts).toEqual([
      'Alertes de gravité élevée: 2 alertes acquittées sur 6, les 4 autres encore dans les délais · délai moyen d’acquittement à ce jour : 8,1 heures',
      'Alertes de gravité faible: 56 alertes, toutes acquittées · délai moyen d’acquittement : 2 minutes',
    ]);
  });

  it('tells those whose 24 hours are over from those that have time left', async () => {
    await send('high', 'old');
    await pass(20 * hour);
    await send('high', 'new', 'soon');
    await acknowledge('soon');
    await pass(5 * hour);
    expect((await shown()).charts).toEqual([]);
    await send('low', ...numbered('l', 7));
    const report = await shown();
    expect(report.tone).toBe('danger');
    expect(report.charts).toMatchObject([
      {
        categories: [{ label: 'High' }, { label: 'Low' }],
        series: [
          { name: 'Acknowledged', values: [1, 0], tone: 'neutral' },
          { name: 'Not acknowledged', values: [2, 7], tone: 'danger' },
        ],
      },
    ]);
    expect(report.told).toContain('2 of 3 high-severity alerts are not acknowledged, 1 overdue.');
    expect(report.facts[0]).toBe(
      'High severity: 1 of 3 acknowledged, 1 overdue, 1 not due yet · average wait so far: 10.0 hours',
    );
  });

  it('says of one alert what became of it', async () => {
    await send('medium', 'a');
    await pass(hour);
    expect((await shown()).told).toContain('The only medium-severity alert is not acknowledged yet.');
    expect((await shown()).facts[0]).toBe(
      'Medium severity: 0 of 1 acknowledged, 1 not due yet · average wait so far: 1.0 hours',
    );
    await pass(24 * hour);
    expect((await shown()).told).toContain('The only medium-severity alert is overdue and not acknowledged.');
    expect((await shown()).tone).toBe('warning');
    await acknowledge('a');
    expect((await shown()).facts[0]).toBe('Medium severity: 1 of 1 acknowledged (1 late) · average wait: 25.0 hours');
    expect((await shown()).told).toContain('Average 25.0\u00A0h — over the limit of 24\u00A0h\n');
  });

  it('says how many closed automatically, also where it is one', async () => {
    await send('low', 'a');
    for (let days = 0; days < 35; days++) {
      await bot.ticksAfter(24 * hour);
    }
    expect((await shown('report Contoso 2026-11')).facts).toContain('Closed automatically: 1');
  });

  it('says the average without a limit to indirect resellers, whom it does not bind', async () => {
    await bot.edit((tenant) => ({ ...tenant, partnerType: 'indirectReseller' }));
    await send('high', 'a');
    await acknowledge('a');
    expect((await shown()).told).toBe(
      'Average < 1\u00A0min\nFrom detection to acknowledgement, all severities, last 30 days. Contoso in November 2026: 1 of 1 acknowledged.',
    );
  });

  it('says that low alerts alone break the limit too', async () => {
    await send('low', 'a', 'b');
    await pass(30 * hour);
    const { tone, told } = await shown();
    expect(told).toBe(
      'Average 30.0\u00A0h — over the limit of 24\u00A0h\nFrom detection to acknowledgement, all severities, last 30 days. Contoso in November 2026: 0 of 2 acknowledged, 2 overdue.',
    );
    expect(tone).toBe('warning');
  });

  it('counts an alert that has been open for months in the average of 30 days, and so once it is answered', async () => {
    await send('high', 'old');
    await bot.world.time.advance(70 * 24 * hour);
    await send('high', 'new');
    await acknowledge('new');
    const report = await shown();
    expect(report.facts).toEqual(['High severity: 1 of 1 acknowledged · average wait: less than a minute']);
    expect(report.told).toContain('Average 840.0\u00A0h — over the limit of 24\u00A0h');
    await acknowledge('old');
    expect((await shown()).told).toContain('Average 840.0\u00A0h');
  });

  it('says it in the answer to a question too', async () => {
    await theNight();
    expect(await factSaid(reportFact, ada, 'en', bot.world)).toBe(
      'Alerts for Contoso in November 2026: high severity, 2 of 6 acknowledged, 4 not due yet · average wait so far: 8.1 hours; low severity, 56 of 56 acknowledged · average wait: 2 minutes.',
    );
  });
});

describe('the files of the report', () => {
  const file = async (type: 'csv' | 'json') => {
    await bot.press(ada, `alerts.${type}`, `${contoso} 2026-11`);
    return bot.world.slack.files.at(-1)?.content ?? '';
  };

  it('have the customer, the type, and who was reminded when', async () => {
    const customerTenantId = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
    const subscriptionId = '5f6e6521-7c0d-4a52-9d0e-3b8f2f1c6d10';
    const more = { alertType: 'CryptoMining', customerTenantId, subscriptionId };
    await bot.edit((tenant) => ({ ...tenant, customers: { [customerTenantId]: 'Fabrikam' } }));
    await bot.send({ id: 'x', severity: 'high', partnerTenantId: contoso, ...more });
    await pass(4 * hour + minute);
    const [{ reminded, ...alert }] = JSON.parse(await file('json')).alerts;
    expect(alert).toMatchObject({ type: 'CryptoMining', customer: customerTenantId, subscription: subscriptionId });
    const places = reminded.map(({ to }: { to: string[] }) => to.toSorted());
    expect(places).toEqual([
      ['#soc', 'Ada'],
      ['#soc', 'Ada'],
    ]);
    const [head, line] = (await file('csv')).split('\r\n');
    expect(head).toContain(',isTest,type,customer,customerName,subscription,detected,');
    expect(head?.endsWith(',note,onCall,backlog,reminded,notes,closedByAge,tenant,tenantId')).toBe(true);
    expect(line).toContain(`"CryptoMining","${customerTenantId}","Fabrikam","${subscriptionId}"`);
    expect(line).toMatch(
      /"2026-11-\d\dT[\d:.]+Z #soc, Ada \([^)]+\); 2026-11-\d\dT[\d:.]+Z #soc, Ada \([^)]+\)","","no"/,
    );
  });

  it('say when the first reminder of a step came, and where it came', async () => {
    const reminded = async () => JSON.parse(await file('json')).alerts[0].reminded;
    await send('high', 'x');
    await pass(59 * minute);
    bot.world.slack.fails('unreachable', 'http_503', 'slack:C1');
    await pass(2 * minute);
    const early = (await reminded()).at(-1);
    expect(early.to).toHaveLength(1);
    bot.world.slack.heals();
    await bot.world.time.advance(20 * minute);
    const late = (await reminded()).at(-1);
    expect([late.to.length, late.at]).toEqual([2, early.at]);
    const { doneAt } =
      (await bot.deliveries()).find(({ id, queue }) => id.startsWith('overdue') && queue === ada) ?? {};
    expect(late.at).toBe(doneAt);
  });

  it('say whom each message of a reminder mentioned', async () => {
    bot.knows(tina, 'Tina');
    await bot.edit((tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, onCall: [sam, tina] } }));
    await send('high', 'x');
    await pass(hour + minute);
    const [{ mentioned }] = JSON.parse(await file('json')).alerts[0].reminded;
    expect(mentioned.toSorted()).toEqual(['Sam', 'Tina']);
  });

  it('say what the admins were told once it was overdue as a reminder too, and name a customer whom only the source knows', async () => {
    const from = sourcesOf(bot.world);
    const customerTenantId = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
    await from.send('prom', [{ id: 'x', partnerTenantId: contoso }]);
    await from.send('prom', [{ id: 'x', notes: { customer: 'fabrikam.com' } }]);
    await from.send('prom', [{ id: 'y', severity: 'low', partnerTenantId: contoso }]);
    await from.send('prom', [{ id: 'y', severity: 'low', customerTenantId, notes: { customer: 'fabrikam.com' } }]);
    await pass(26 * hour);
    const [x, y] = JSON.parse(await file('json')).alerts;
    expect([x.customer, y.customer]).toEqual(['fabrikam.com', customerTenantId]);
    expect(x.reminded.map(({ to }: { to: string[] }) => to)).toEqual(Array(5).fill(['#soc', 'Ada']));
  });

  it('say whom a message for many reached, also when the bot keeps that message no longer', async () => {
    await send('high', ...numbered('h', 6));
    await pass(30 * hour);
    const before = JSON.parse(await file('json')).alerts[0].reminded;
    expect(before.length).toBeGreaterThan(3);
    expect(before.at(-1).to).toEqual(expect.arrayContaining([expect.stringMatching(/Ada|ada/)]));
    await pass(4 * 24 * hour);
    const after = JSON.parse(await file('json')).alerts[0].reminded;
    const mornings = Array(4).fill(['#soc', 'Ada']);
    expect(after.map(({ to }: { to: string[] }) => to)).toEqual([
      ...before.map(({ to }: { to: string[] }) => to),
      ...mornings,
    ]);
  });

  it('say of an alert with more reminders than it keeps where the last ones came', async () => {
    bot.knows(tina, 'Tina');
    const onCall = [sam, tina];
    await bot.edit(({ contact, ...rest }) => ({ ...rest, contact: contact && { ...contact, onCall }, manager: bea }));
    await send('high', ...numbered('h', 4));
    await pass(19 * 24 * hour + hour);
    const places = async () =>
      JSON.parse(await file('json')).alerts[0].reminded.map(({ to }: { to: string[] }) => to.length);
    // Five steps of three messages, and one to the manager, then eighteen mornings: the last 60 messages are kept.
    expect(await places()).toEqual([0, 0, 0, ...Array(20).fill(3)]);
    await bot.ticksAfter(3 * 24 * hour);
    const left = (await bot.deliveries()).filter(({ id }) => id.startsWith('escalations'));
    expect(left.map(({ queue }) => queue)).toEqual(['slack:C1', expect.stringMatching(/^teams/)]);
    // Another morning came meanwhile.
    expect(await places()).toEqual([0, 0, 0, 0, ...Array(20).fill(3)]);
  });

  it('say of each severity how its alerts were answered', async () => {
    await send('high', 'x');
    await pass(2 * hour);
    const report = JSON.parse(await file('json'));
    expect(Object.keys(report.severities)).toEqual(['high', 'medium', 'low', 'informational']);
    expect(report.severities.high).toMatchObject({ count: 1, waiting: 1, average: { of: 1, open: 1 } });
    expect(report.average30Days).toMatchObject({ all: { of: 1, open: 1 }, medium: null });
  });
});
