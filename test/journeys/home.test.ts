import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { text } from '../support/text.ts';
import { type Stage, stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await stage();
  await on.ready();
});
afterEach(() => on.closes());

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('a newcomer is told what the bot is for and what comes first, and starts from there', async () => {
    const ada = on.admin(platform, 'Ada');
    const read = await ada.arrives();
    for (const line of [
      'Every CSP partner must name a security contact',
      '1. Set up your partner tenant',
      '3. Enter the same contact in Partner Center',
    ])
      expect(read).toContain(line);
    expect(await ada.presses('Set up')).toContain('Enter the partner tenant as Microsoft knows it');
  });

  it('shows the register, and its buttons work', async () => {
    await on.knows();
    const ada = on.admin(platform, 'Ada');
    const read = await ada.arrives();
    for (const line of ['Contoso', 'No alert channel', 'desk@contoso.example', '+33 1 42 68 53 00'])
      expect(read).toContain(line);
    expect(await ada.presses('What this bot can do')).toContain('history');
    ada.closes();
    await ada.arrives();
    expect(await ada.presses('Raise an alert')).toContain('Raise an alert');
    ada.closes();
    await ada.arrives();
    expect(await ada.presses('Fix')).toContain('Alert channels');
    ada.closes();
    await ada.arrives();
    expect(await ada.presses('Show')).toContain('Next: choose an alert channel');
  });

  it('leads to the questions: from the page, from help, and before there is any tenant', async () => {
    const mona = on[platform].person('Mona');
    await mona.arrives();
    expect(await mona.presses('Ask a question')).toContain('Questions that I can answer');
    mona.closes();
    await on.knows();
    await mona.arrives();
    expect(await mona.presses('Ask a question')).toContain('Questions that I can answer');
    // What the page behind shows anew may be seen first.
    await (platform === 'teams' ? mona.chooses('Whom to choose', 'Show') : mona.presses('Show', 1));
    await vi.waitFor(() => expect(mona.reads()).toContain('All topics'));
    await mona.presses('Show');
    await vi.waitFor(() => expect(mona.reads()).toContain('Did this help?'));
    mona.closes();
    await mona.says('help');
    expect(await mona.presses('Ask a question')).toContain('Questions that I can answer');
  });

  it('with many tenants is one card too, and leads to each', async () => {
    for (const name of ['Adatum', 'Contoso', 'Fabrikam', 'Litware'])
      await on.knows({
        name,
        id: `77777777-7777-4777-8777-${name.length}${name.charCodeAt(0)}`.padEnd(36, '7'),
        contact: { firstName: `${name} SOC` },
      });
    const ada = on[platform].person('Ada');
    const read = await ada.arrives();
    expect(read).toContain('No alert channel, 5 more things to fix');
    await ada.presses('Show', 1);
    await vi.waitFor(() => expect(ada.reads()).toContain('Security contact: Contoso'));
  });
});

it('a change from the Home tab of Slack is on the tab at once', async () => {
  await on.knows();
  const ada = on.admin('slack', 'Ada');
  await ada.arrives();
  await ada.presses('Update');
  await ada.saves({ phone: '+33 1 42 68 53 01' });
  await vi.waitFor(() =>
    expect(text(on.slack.raw(ada).home())).toContain('+33\u00A01\u00A042\u00A068\u00A053\u00A001'),
  );
});

it('a mention in a channel is answered there, for the asker’s eyes only', async () => {
  await on.knows();
  const [ada, bob] = [on.slack.person('Ada'), on.teams.person('Bob')];
  await on.slack.raw(ada).mention('show');
  await vi.waitFor(() => expect(ada.reads()).toContain('desk@contoso.example'));
  expect(on.wires.slack.messages.filter(({ only }) => only === null)).toEqual([]);

  const { address } = await on.teams.channel('general', 'closed', [bob]);
  const there = on.teams.raw(bob, on.wires.teams.conversations.get(address));
  await there.says('show');
  const seen = () => JSON.stringify(on.wires.teams.seenBy(address, there.member));
  await vi.waitFor(() => expect(seen()).toContain('desk@contoso.example'));
  expect(text(on.wires.teams.messages(address))).not.toContain('desk@contoso.example');
});
