import { expect, it } from 'vitest';
import { platformOf } from '../../src/domain/tenant/identity.ts';
import { aBot, newsOf } from '../support/a-bot.ts';
import { ada } from '../support/partner.ts';
import { second } from '../support/time.ts';

const x = 'webhook:default x';

it('the answer to a press on an alert’s card in private says that the outbox edits the card; of another message it does not', async () => {
  const on = await aBot();
  await on.edit({ contact: null });
  await on.send({ id: 'x' });
  await on.world.time.advance(3 * second);
  const [card] = on.inPrivate(ada).filter(({ deliveryId }) => deliveryId.startsWith('unrouted'));
  const press = (message: string, button: string) =>
    on.handle({
      ...{ kind: 'press', from: ada, locale: null, place: null, key: null },
      ...{ button, value: x, card: message },
    });
  const done = await press(card?.message ?? '', 'alerts.acknowledge');
  expect(done).toMatchObject({ kind: 'card', instead: true, followed: true });
  await on.world.time.advance(2 * second);
  expect(card && newsOf(card.card)).toBe('Acknowledged');
  expect(on.world[platformOf(ada)].messages.find(({ message }) => message === card?.message)?.edits).toBe(1);
  await on.reopen(ada, x);
  expect(await press('another', 'alerts.acknowledge')).not.toHaveProperty('followed');
});
