import { beforeEach, expect, it } from 'vitest';
import { openAlertsFact } from '../../src/alerts/commands/open-alerts-fact.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { factSaid } from '../support/a-request.ts';
import { contoso, eve, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
});
const said = async () => [
  await factSaid(openAlertsFact, eve, 'en', bot.world),
  await factSaid(openAlertsFact, eve, 'fr', bot.world),
];
const hoursAgo = (hours: number) => new Date(Date.parse(bot.world.time.now()) - hours * 3_600_000).toISOString();
const acknowledge = (id: string) => bot.press(sam, 'alerts.acknowledge', `webhook:default ${id}`);

it('says that none is open', async () => {
  await bot.send({ id: 'a' });
  await bot.say(sam, 'resolve 1 fraud');
  expect(await said()).toEqual(['No alert is open.', 'Aucune alerte n’est ouverte.']);
});

it('says of one alert what it is, and until when it has to be answered', async () => {
  await bot.send({ id: 'a', detectedDateTime: hoursAgo(3), partnerTenantId: contoso });
  expect(await said()).toEqual([
    '1 alert is open, and nobody has acknowledged it. Please answer #1 “Mining”, by 25 Nov 2026, 06:00 UTC.',
    '1 alerte est ouverte, et personne ne l’a acquittée. Il faut répondre à la nº 1 « Mining », avant le 25 nov. 2026, 06:00 UTC.',
  ]);
  await acknowledge('a');
  expect(await said()).toEqual([
    '1 alert is open, and it is acknowledged.',
    '1 alerte est ouverte, et elle est acquittée.',
  ]);
});

it('says of several which one comes first: that at the head of the list', async () => {
  await bot.send(
    { id: 'low', severity: 'low', detectedDateTime: hoursAgo(20) },
    { id: 'a', detectedDateTime: hoursAgo(2) },
    { id: 'b', detectedDateTime: hoursAgo(1) },
  );
  expect(await said()).toEqual([
    '3 alerts are open, none of them acknowledged. Please answer this one first: #2 “Mining”, by 25 Nov 2026, 07:00 UTC.',
    '3 alertes sont ouvertes, et aucune n’est acquittée. Il faut d’abord répondre à la nº 2 « Mining », avant le 25 nov. 2026, 07:00 UTC.',
  ]);
  await acknowledge('a');
  expect(await said()).toEqual([
    '3 alerts are open, 2 of them not acknowledged. Please answer this one first: #3 “Mining”, by 25 Nov 2026, 08:00 UTC.',
    '3 alertes sont ouvertes, dont 2 non acquittées. Il faut d’abord répondre à la nº 3 « Mining », avant le 25 nov. 2026, 08:00 UTC.',
  ]);
  await acknowledge('b');
  expect(await said()).toEqual([
    '3 alerts are open, 1 of them not acknowledged. Please answer this one first: #1 “Mining”, by 24 Nov 2026, 13:00 UTC.',
    '3 alertes sont ouvertes, dont 1 non acquittée. Il faut d’abord répondre à la nº 1 « Mining », avant le 24 nov. 2026, 13:00 UTC.',
  ]);
  await acknowledge('low');
  expect(await said()).toEqual(['3 alerts are open, all acknowledged.', '3 alertes sont ouvertes, toutes acquittées.']);
});

it('says that the time is over', async () => {
  await bot.send({ detectedDateTime: hoursAgo(25) });
  expect(await said()).toEqual([
    '1 alert is open, and nobody has acknowledged it. Please answer #1 “Mining”, overdue since 24 Nov 2026, 08:00 UTC.',
    '1 alerte est ouverte, et personne ne l’a acquittée. Il faut répondre à la nº 1 « Mining », en retard depuis le 24 nov. 2026, 08:00 UTC.',
  ]);
});

it('leaves out drills and tests', async () => {
  await bot.drill(sam);
  await bot.send({ id: 'test', isTest: true });
  expect(await said()).toEqual(['No alert is open.', 'Aucune alerte n’est ouverte.']);
  await bot.send({ id: 'low', severity: 'low' });
  expect((await said())[0]).toMatch(/^1 alert is open, and nobody has acknowledged it. Please answer #3 “Mining”/);
});

it('counts a backlog apart: none of it is the first to answer', async () => {
  const old = Array.from({ length: 30 }, (_, n) => ({ id: `old${n}`, detectedDateTime: hoursAgo(72) }));
  await bot.send(...old);
  expect(await said()).toEqual([
    'No alert is open, except 30 older ones from before their source was connected.',
    'Aucune alerte n’est ouverte, sauf 30 plus anciennes, antérieures à l’ajout de leur source.',
  ]);
  await bot.send({ id: 'low', severity: 'low', detectedDateTime: hoursAgo(1) });
  expect((await said())[0]).toMatch(
    /^1 alert is open, and nobody has acknowledged it. Please answer #31 “Mining”, by .+\. Also open: 30 older ones from before their source was connected\.$/,
  );
  await acknowledge('low');
  for (let n = 1; n < 30; n++) await bot.say(sam, `resolve ${n} ignore`);
  expect(await said()).toEqual([
    '1 alert is open, and it is acknowledged. Also open: 1 older one from before its source was connected.',
    '1 alerte est ouverte, et elle est acquittée. 1 alerte plus ancienne, antérieure à l’ajout de sa source, reste ouverte.',
  ]);
});

it('shortens the name that a sender gives an alert', async () => {
  await bot.send({ displayName: `Mining\n${'very '.repeat(50)}long` });
  const [en] = await said();
  expect(en).toMatch(/#1 “Mining very .*…”, by 25 Nov 2026/);
  expect(en?.length).toBeLessThan(220);
});
