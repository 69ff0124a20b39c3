/** What people type in their own words does what it says: by a verb, by a form, or after a question. */
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../src/request/interaction.ts';
import { aBot, formOf } from '../support/a-bot.ts';
import { ada, aTenant } from '../support/partner.ts';
import { text } from '../support/text.ts';

const fabrikam = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
const tenants = [aTenant({ customers: { [fabrikam]: 'Fabrikam' } })];

/** A bot with three open alerts: of cipp about Fabrikam, and of defender. */
async function withAlerts() {
  const bot = await aBot({ tenants });
  await bot.send({ id: 'a', source: 'cipp', customerTenantId: fabrikam, severity: 'high' });
  await bot.send(
    { id: 'b', source: 'defender', severity: 'medium' },
    { id: 'c', source: 'defender', severity: 'high' },
  );
  return bot;
}

const buttons = (reply: Reply) => (reply.kind === 'card' ? reply.card.buttons.map(({ id }) => id) : []);
const titleOf = (reply: Reply) => (reply.kind === 'card' ? reply.card.title : reply.kind);
const entered = (reply: Reply) =>
  Object.fromEntries(formOf(reply).fields.map((field) => [field.name, 'value' in field ? field.value : null]));

describe('what stands behind a verb is a tenant only if it is one', () => {
  it.each(['show Northwind', 'history of the phone', 'update Northwind', 'drill now', 'setup foo', 'report Northwind'])(
    'with one tenant nobody reads that there is no such tenant: %s',
    async (words) => {
      const bot = await aBot();
      expect(text(await bot.say(ada, words))).not.toContain('no partner tenant called');
    },
  );

  it.each([
    'update phone',
    'change the phone number',
    'chnage the phone',
    'modifier le téléphone',
    'our phone number is now +33 1 44 55 66 77',
    'notre numéro est désormais le +33 1 44 55 66 77',
    'changer le téléphone en 01 44 55 66 77',
  ])('%s opens the form of the phone', async (words) => {
    const bot = await withAlerts();
    expect(formOf(await bot.say(ada, words)).id).toBe('contact.phone');
  });

  it('show phone shows the contact with its phone', async () => {
    const bot = await aBot();
    const shown = await bot.say(ada, 'show phone');
    expect(titleOf(shown)).toBe(titleOf(await bot.say(ada, 'show')));
  });

  it('confirm everything asks, and records nothing until its button is pressed; confirm alone records', async () => {
    const bot = await aBot();
    const before = JSON.stringify(await bot.tenant());
    const asked = await bot.say(ada, 'confirm everything');
    expect(titleOf(asked)).toBe('Is the contact of Contoso still right?');
    expect(buttons(asked)).toContain('contact.confirm');
    expect(JSON.stringify(await bot.tenant())).toBe(before);
    await bot.world.time.advance(60_000);
    await bot.say(ada, 'confirm');
    expect(JSON.stringify(await bot.tenant())).not.toBe(before);
  });

  it('what somebody attests in a sentence is asked, and not recorded', async () => {
    const bot = await aBot();
    const before = JSON.stringify(await bot.tenant());
    const asked = await bot.say(ada, 'I have entered the new details in Partner Center');
    expect(formOf(asked)).toMatchObject({ id: 'contact.attest', fields: [{ value: ['attested'] }] });
    expect(JSON.stringify(await bot.tenant())).toBe(before);
  });

  it.each([
    ['raise an alert: phishing at Wingtip', 'phishing at Wingtip'],
    ['signaler un incident : hameçonnage chez Wingtip', 'hameçonnage chez Wingtip'],
    ['raise alert fatigue is a risk', 'alert fatigue is a risk'],
  ])('%s opens the form with its title', async (words, title) => {
    const bot = await aBot();
    expect(entered(await bot.say(ada, words)).displayName).toBe(title);
  });

  it.each([
    ['report october', 'October 2026'],
    ['report last month', 'October 2026'],
    ['report sept 2026', 'September 2026'],
    ['rapport octobre', 'octobre 2026'],
    ['the figures of last month please', 'October 2026'],
  ])('%s is the report of %s', async (words, month) => {
    const bot = await aBot();
    expect(titleOf(await bot.say(ada, words))).toContain(month);
  });
});

describe('a list shows what its filter says', () => {
  it.each([
    ['alerts open', 3],
    ['alerts today', 3],
    ['alerts high', 2],
    ['alerts critical', 2],
    ['alerts high today', 2],
    ['open alerts of cipp', 1],
    ['only the high ones', 2],
  ])('%s', async (words, count) => {
    const bot = await withAlerts();
    const { card } = await bot.say(ada, words).then((reply) => (reply.kind === 'card' ? reply : Promise.reject(reply)));
    expect(card.rows).toHaveLength(count);
  });

  it('alerts of yesterday are not of today', async () => {
    const bot = await withAlerts();
    await bot.world.time.advance(24 * 3_600_000);
    await bot.send({ id: 'd' });
    const reply = await bot.say(ada, 'alerts today');
    expect(reply.kind === 'card' && reply.card.rows.map(({ title }) => text(title))).toHaveLength(1);
    // The buttons that answer all of a list would answer those of yesterday too.
    expect(buttons(reply)).not.toContain('alerts.acknowledgeMany');
  });
});

describe('a sentence answers alerts', () => {
  it.each(['got 1', 'i am on it, 1', 'seen 1', "c'est pour moi la 1"])('%s acknowledges', async (words) => {
    const bot = await withAlerts();
    await bot.say(ada, words);
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('investigating');
  });

  it.each([
    ['close 1', null],
    ['dismiss 1', 'ignore'],
    ['ignore 1', 'ignore'],
    ['1 was a false positive', 'legitimate'],
    ['close 1 false positive', 'legitimate'],
    ['resolve 1 fruad', 'fraud'],
    ['clore 1', null],
  ])('%s opens the form with its reason chosen, and resolves nothing', async (words, reason) => {
    const bot = await withAlerts();
    const opened = await bot.say(ada, words);
    expect(formOf(opened).id).toBe('alerts.resolve');
    expect(entered(opened).reason).toBe(reason);
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('active');
  });

  it('pass 1 to Eve opens the form that hands it over', async () => {
    const bot = await withAlerts();
    expect(formOf(await bot.say(ada, 'pass 1 on to Eve')).id).toBe('alerts.giveTo');
  });

  it('a note has the words behind the number', async () => {
    const bot = await withAlerts();
    await bot.say(ada, 'could you add to 1 that the customer was told at 3h15?');
    expect(JSON.stringify(await bot.stored('notes'))).toContain('"the customer was told at 3h15"');
  });

  it('ack 1 2 adn 3 asks once for the three', async () => {
    const bot = await withAlerts();
    expect(buttons(await bot.say(ada, 'ack 1 2 adn 3'))).toContain('alerts.acknowledgeMany');
  });

  it('a test alert is asked about first', async () => {
    const bot = await aBot();
    const asked = await bot.say(ada, 'please send a test alert');
    expect(buttons(asked)).toContain('alerts.startDrill');
    expect(await bot.stored('alerts')).toEqual([]);
  });
});

describe('somebody tells of an incident', () => {
  it.each(['the customer phoned about a strange log-in', 'un client a été piraté'])(
    '%s: an alert can be raised with these words',
    async (words) => {
      const bot = await aBot();
      const reply = await bot.say(ada, words);
      const cards = reply.kind === 'cards' ? reply.cards : reply.kind === 'card' ? [reply.card] : [];
      const raise = cards.flatMap((card) => card.buttons).find(({ id }) => id === 'alerts.raise');
      expect(entered(await bot.press(ada, 'alerts.raise', raise?.value ?? '')).displayName).toBe(words);
    },
  );

  it('with several tenants the words stay in the form of the tenant that is chosen', async () => {
    const other = aTenant({ id: '6f1c1a52-7d0e-4a3b-8f0e-0a6f6a3f9c11', name: 'Northwind' });
    const bot = await aBot({ tenants: [aTenant(), other] });
    const reply = await bot.say(ada, 'a customer has been hacked');
    const cards = reply.kind === 'cards' ? reply.cards : reply.kind === 'card' ? [reply.card] : [];
    const raise = cards.flatMap((card) => card.buttons).find(({ id }) => id === 'alerts.raise');
    const choice = await bot.press(ada, 'alerts.raise', raise?.value ?? '');
    const [row] = choice.kind === 'card' ? choice.card.rows : [];
    expect(entered(await bot.press(ada, 'alerts.raise', row?.button?.value ?? '')).displayName).toBe(
      'a customer has been hacked',
    );
  });
});

describe('what people call things', () => {
  it.each([
    ['status', 'check'],
    ['health', 'check'],
    ['missing', 'check'],
    ['what needs fixing', 'check'],
    ['statut', 'vérifier'],
    ['état', 'vérifier'],
    ['contact', 'show'],
    ['test', 'drill'],
    ['test alert', 'drill'],
    ['garde', 'astreinte'],
    ['piquet', 'astreinte'],
    ['remove', 'setup'],
    ['sources', 'alerts sources'],
    ['which systems send alerts', 'alerts sources'],
  ])('%s does what %s does', async (words, command) => {
    const bot = await aBot();
    expect(titleOf(await bot.say(ada, words))).toBe(titleOf(await bot.say(ada, command)));
  });

  it.each(['edit', 'change', 'modify', 'modifier'])('%s opens the form of the contact', async (words) => {
    const bot = await aBot();
    expect(formOf(await bot.say(ada, words)).id).toBe('contact.update');
  });

  it('version says which one runs', async () => {
    const bot = await aBot();
    expect(text(await bot.say(ada, 'version'))).toContain(`This bot runs version ${bot.world.version}.`);
  });

  it('french please answers in French', async () => {
    const bot = await aBot();
    expect((await bot.say(ada, 'in french please')).locale).toBe('fr');
  });

  it.each(['who won the match?', 'the printer is jammed', 'is friday a public holiday'])(
    'what has nothing to do with the bot has no answer: %s',
    async (words) => {
      const bot = await aBot();
      expect(titleOf(await bot.say(ada, words))).toBe('I don’t know');
    },
  );
});

it('a verb to the letter loads no model', async () => {
  const bot = await aBot({
    through: (world) => ({
      ...world,
      faq: () => {
        throw new Error('the models are loaded');
      },
    }),
  });
  await bot.send({ id: 'a' });
  for (const words of [
    'show',
    'show Contoso',
    'check',
    'alerts',
    'alerts high',
    'ack 1',
    'oncall',
    'history',
    'status',
  ])
    expect(titleOf(await bot.say(ada, words))).not.toBe('');
});
