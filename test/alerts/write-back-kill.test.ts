/** The process ends anywhere between what was found, what people answer and what is written back, and another one goes on. */
import { expect, it } from 'vitest';
import { writeBackSender } from '../../src/alerts/write-back/send-write-backs.ts';
import type { AlertStatuses } from '../../src/ports/sources.ts';
import type { World } from '../../src/ports/world.ts';
import { aBot } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { madeStatuses } from '../support/made-statuses.ts';
import { quickStore } from '../support/memory-store.ts';
import { mortal, newLife, oneStep } from '../support/mortal.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import { minute, second, today } from '../support/time.ts';

const source = `microsoft:${contoso}`;
const idOf = (id: string) => `${source} ${id}`;

/** What is left at the end, and how many steps it took. */
interface Ending {
  steps: number;
  deaths: number;
  here: string[];
  there: string[];
  waiting: number;
  cards: string[];
  deeds: string[];
}

/** The same work in every life: five alerts, answered here and there. A process that ends does what it was at once more. */
async function work(lastStep: number): Promise<Ending> {
  const counter = 1e9;
  let life = newLife(() => {});
  let own: World | null = null;
  const bot = await aBot({
    store: quickStore(),
    through: (world) => {
      own = mortal(world, life);
      return own;
    },
  });
  await bot.channelsAre(slackChannel);
  bot.world.settings.sources = [aSource('contoso', { source, tenants: [contoso], writesBack: true })];
  const made = madeStatuses(bot.world.timers);
  const statuses = (): AlertStatuses => {
    const mine = life;
    return {
      async look(alert) {
        await oneStep(mine);
        const said = await made.statuses.look(alert);
        await oneStep(mine);
        return said;
      },
      async tell(alert, now) {
        await oneStep(mine);
        await made.statuses.tell(alert, now);
        await oneStep(mine);
      },
    };
  };
  const worldNow = () => own ?? bot.world;
  let send = writeBackSender(source, statuses(), worldNow());
  let deaths = 0;
  const poll = () => {
    const events = made
      .all()
      .map(([id, said]) => ({ id, partnerTenantId: contoso, detectedDateTime: today, there: said }));
    return sourcesOf(worldNow()).find('contoso', events, { askedAt: bot.world.time.now() });
  };
  /** Does something until a life was long enough for it. */
  async function does(what: () => Promise<unknown>): Promise<void> {
    for (;;) {
      await Promise.race([what(), life.death]);
      if (!life.dead) return;
      deaths += 1;
      life = newLife(() => {});
      life.left = counter;
      await bot.crash();
      await bot.start();
      send = writeBackSender(source, statuses(), worldNow());
    }
  }
  const round = async (ms = 10 * second) => {
    await does(() => bot.world.time.advance(ms));
    await does(() => send());
  };

  life.left = lastStep;
  made.has('a', 'b', 'c', 'd', 'e');
  await does(poll);
  await round();
  await does(() => bot.press(sam, 'alerts.acknowledge', idOf('a'), slackChannel, 'one'));
  await does(() => bot.say(sam, 'resolve 2 ignore'));
  await round();
  made.set('c', 'resolved', 'fraud');
  await does(() => Promise.all([send(), poll()]));
  await does(() => bot.press(ada, 'alerts.reopen', idOf('b'), slackChannel, 'two'));
  await does(() => bot.press(sam, 'alerts.acknowledge', idOf('d'), slackChannel, 'three'));
  made.set('d', 'resolved', 'legitimate');
  await round();
  await does(() => bot.say(ada, 'resolve 1 legitimate'));
  made.faults.tell.push('lost');
  await round();
  made.drop('e');
  await does(() => bot.press(sam, 'alerts.acknowledge', idOf('e'), slackChannel, 'four'));
  await does(poll);
  for (let n = 0; n < 4; n++) await round(minute);
  await does(poll);
  await round(minute);

  const alerts = await bot.stored('alerts');
  const history = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
  return {
    ...{ steps: lastStep - life.left, deaths },
    here: alerts
      .map(({ id, status, there }) => (there?.status === 'gone' ? `${id} gone` : `${id} ${status}`))
      .toSorted(),
    there: [...made.all().map(([id, { status }]) => `${idOf(id)} ${status}`), `${idOf('e')} gone`].toSorted(),
    waiting: (await bot.stored('writeBacks')).length,
    cards: bot
      .channel()
      .flatMap(({ deliveryId }) => (deliveryId.startsWith('alert ') ? [deliveryId] : []))
      .toSorted(),
    deeds: history.map(({ deed, changes }) => `${deed} ${changes[0]?.after}`).toSorted(),
  };
}

it('loses nothing and doubles nothing at 200 places, and both sides say the same in the end', {
  timeout: 120_000,
}, async () => {
  const whole = await work(1e9);
  expect(whole).toMatchObject({ deaths: 0, waiting: 0, there: whole.here });
  expect(whole.steps).toBeGreaterThanOrEqual(100);
  expect(whole.here).toEqual(['a resolved', 'b active', 'c resolved', 'd resolved', 'e gone'].map(idOf));
  for (let n = 0; n < 200; n++) {
    const place = 1 + Math.floor((n * whole.steps) / 200);
    const { steps: _steps, ...ended } = await work(place);
    const { steps: _all, ...expected } = whole;
    expect({ place, ...ended }).toEqual({ place, ...expected, deaths: 1 });
  }
});
