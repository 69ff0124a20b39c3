import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { playground } from '../../../adapters/local/playground-config.ts';
import { drives } from '../../support/programs.ts';
import { contactBot } from '../../support/stub-bot.ts';
import { openPlayground, type PlaygroundPage } from '../../support/teams-playground.ts';
import { type Running, runTeams } from '../../support/teams-run.ts';

const bot = contactBot();
let run: Running;
let megan: PlaygroundPage;

beforeAll(async () => {
  run = await runTeams(bot, { local: true, options: { tenants: [playground.tenantId] } });
  megan = await openPlayground(run.url);
});
afterAll(async () => {
  await megan.close();
  await run.close();
});

it.runIf(drives('chromium'))(
  'Megan is greeted, asks, confirms, is refused with what she typed, and saves',
  async () => {
    await megan.sees('Welcome');
    await megan.says('show');
    await megan.sees('security@contoso.example');

    await megan.button('Confirm').click();
    await megan.sees('Confirmed just now.');

    await megan.button('Update').click();
    const mail = () => megan.page.getByRole('textbox', { name: /^E-mail/ });
    await megan.page.getByLabel('First name').fill('SOC');
    await mail().fill('nobody');
    await megan.button('Save').click();
    await megan.sees('Write a whole address');
    expect(await mail().inputValue()).toBe('nobody');

    await mail().fill('soc@contoso.example');
    await megan.button('Save').click();
    await megan.sees('soc@contoso.example');
    expect(await mail().count()).toBe(0);
    expect(bot.done.map(({ kind }) => kind)).toEqual(['home', 'command', 'press', 'press', 'submit', 'submit']);
  },
);

it.runIf(drives('chromium'))('asks in a channel, and only her own chat has the answer', async () => {
  await megan.goTo(/Security alerts/);
  await megan.sees('Only the person who asks sees my answer');
  await megan.posts('show');
  await megan.sees('I answered you in our private chat.');
  expect(bot.done.at(-1)).toMatchObject({ words: 'show', fromChannel: { address: '19:security-alerts@thread.tacv2' } });
  expect(await megan.page.getByText('soc@contoso.example').count()).toBe(0);
});

it.runIf(drives('chromium'))('knows Megan as a member, her channel’s members, and posts there', async () => {
  const { chat } = run.platform;
  expect(await chat.person(playground.currentUser, true)).toMatchObject({ kind: 'member', name: 'Megan Bowen' });
  expect(await chat.hasMember('19:security-alerts@thread.tacv2', playground.currentUser)).toBe(true);
  await vi.waitFor(async () =>
    expect((await chat.knownChannels()).map(({ name }) => name)).toContain('CSP Operations › Security alerts'),
  );
  const everybody = { kind: 'joined', name: 'CSP Operations › Security alerts', open: false, external: false };
  expect(await chat.channel('19:security-alerts@thread.tacv2')).toEqual(everybody);
  const reply = await bot.handle({
    kind: 'command',
    words: '',
    from: playground.currentUser,
    locale: null,
    fromChannel: null,
    key: null,
  });
  if (reply.kind !== 'card') throw new Error('no card');
  const to = { kind: 'channel', channel: { platform: 'teams', address: '19:security-alerts@thread.tacv2' } } as const;
  const posted = await chat.post(to, reply.card, { deliveryId: 'd1', thread: null });
  await megan.sees('soc@contoso.example');
  await chat.update(posted, { ...reply.card, title: 'Acknowledged' });
  await megan.sees('Acknowledged');
  await chat.post(to, { ...reply.card, title: 'A reminder' }, { deliveryId: 'd2', thread: posted.message });
  await megan.sees('A reminder');
});
