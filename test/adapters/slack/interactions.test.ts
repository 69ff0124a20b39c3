import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../../src/messages/messages.ts';
import { button, card, chosenSlot } from '../../../src/view/view.ts';
import { textIn } from '../../support/slack-person.ts';
import { elapsed } from '../../support/time.ts';
import { alone, asks, cardOf, channel, later, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig();
});
afterEach(() => all.stop());

describe('a slash command', () => {
  it('reaches the bot with who, where and what, and the card comes back for the asker alone', async () => {
    const answer = await all.person('U1ADA').command(' show  R&amp;D ');
    expect(all.bot.done[0]).toMatchObject({
      kind: 'command',
      words: 'show  R&D',
      from: 'slack:T0HOME/U1ADA',
      fromChannel: { platform: 'slack', address: 'C0GENERAL' },
    });
    expect(answer.json).toMatchObject({ response_type: 'ephemeral', text: 'Hello, in a sentence.' });
  });

  it('that is long is read by its first 1,500 and last 500 characters, without what nobody sees, and says so', async () => {
    const ada = all.person('U1ADA');
    const long = `sh\u200bow ${'a'.repeat(1_495)}${'b'.repeat(40_000)}${'c'.repeat(500)}`;
    expect(textIn((await ada.command(long)).json)).toContain(messages('en').apology.cut);
    expect(all.bot.done.at(-1)).toMatchObject({ words: `show ${'a'.repeat(1_495)} … ${'c'.repeat(500)}` });
    const all2000 = `show ${'d'.repeat(1_995)}`;
    expect(textIn((await ada.command(all2000)).json)).not.toContain(messages('en').apology.cut);
    expect(all.bot.done.at(-1)).toMatchObject({ words: all2000 });
  });

  it('that is long says so where its form needs another press, which opens it', async () => {
    all.answers(asks());
    all.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' });
    const bob = all.person('U2BOB');
    expect(textIn((await bob.command(`update ${'a'.repeat(3_000)}`)).json)).toContain(messages('en').apology.cut);
    await bob.press('slack.again');
    await vi.waitFor(() => expect(bob.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
    expect(all.bot.done.at(-1)).toMatchObject({ words: `update ${'a'.repeat(1_993)}` });
  });

  it('in a direct message has no place', async () => {
    await all.person('U1ADA').command('', { channel_id: 'D123' });
    expect(all.bot.done[0]).toMatchObject({ words: '', fromChannel: null });
  });

  it('opens a form, filled in, and says nothing else', async () => {
    all.answers(asks());
    const ada = all.person('U1ADA');
    const answer = await ada.command('update');
    expect([answer.status, answer.text]).toEqual([200, '']);
    expect(ada.window()?.view).toMatchObject({
      callback_id: 'contact.update',
      submit: { text: 'Save' },
      close: { text: 'Cancel' },
    });
  });

  it.each([
    [
      'the trigger has expired',
      (r: Rig) => r.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' }),
    ],
    ['Slack is busy', (r: Rig) => r.slack.fail('views.open', { kind: 'rate limited', seconds: 30 })],
  ])('gets a sentence and a button when %s, and the button opens the form', async (_why, breaks) => {
    all.answers(asks());
    breaks(all);
    const ada = all.person('U1ADA');
    const answer = await ada.command('update Contoso');
    expect(textIn(answer.json)).toContain('could not be opened');
    await ada.press('slack.again');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'command', words: 'update Contoso' });
  });
});

describe('what takes longer than people wait without a word', () => {
  const say = messages('en').slack;

  it('is said to be on its way in the answer to the command, and comes after it', async () => {
    const reply = later<ReturnType<typeof shows>>();
    all.answers(() => reply.promise);
    const ada = all.person('U1ADA');
    expect((await ada.command('show')).json).toMatchObject({ response_type: 'ephemeral', text: say.loading });
    reply.keep(shows('Hello'));
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Hello, in a sentence.', only: 'U1ADA' }));
  });

  it.each([
    ['form', asks, 'Who answers alerts?'],
    ['refusal', () => shows('Hello'), 'Hello'],
  ] as const)(
    'has its window at once where a command opens a form, and the %s comes into it',
    async (_what, made, text) => {
      const reply = later<ReturnType<typeof made>>();
      all.answers(() => reply.promise);
      const ada = all.person('U1ADA');
      expect((await ada.command('update')).text).toBe('');
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain(say.loading));
      reply.keep(made());
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain(text));
      await all.platform.stop();
      expect([all.slack.views.size, ada.message()]).toEqual([1, null]);
    },
  );

  it('is said in the channel where its window did not open, with the button that opens the form', async () => {
    const reply = later<ReturnType<typeof asks>>();
    all.answers(() => reply.promise);
    all.slack.fail('views.open', { kind: 'refused', error: 'expired_trigger_id' }, { always: true });
    const ada = all.person('U1ADA');
    expect((await ada.command('update Contoso')).text).toBe('');
    reply.keep(asks());
    await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain(say.formFailed));
    all.slack.heal();
    all.answers(asks());
    await ada.press('slack.again');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
  });

  it('is said to be on its way to who pressed a button in a channel, for their eyes only', async () => {
    const ada = all.person('U1ADA');
    await all.platform.chat.post(channel('C0GENERAL'), cardOf('Alert'), alone);
    const reply = later<ReturnType<typeof shows>>();
    all.answers(() => reply.promise);
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: say.loading, only: 'U1ADA', replaces: false }));
    reply.keep(shows('Confirmed'));
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.', only: 'U1ADA' }));
  });

  it('has its window at once on the Home tab and in a window, also without a form', async () => {
    const ada = all.person('U1ADA');
    await ada.openHome();
    await vi.waitFor(() => expect(ada.home()).not.toBeNull());
    for (const [on, depth] of [
      ['home', 1],
      ['window', 2],
    ] as const) {
      const reply = later<ReturnType<typeof shows>>();
      all.answers((done) => (done.kind === 'home' ? shows('Home') : reply.promise));
      await ada.press('contact.confirm', { on });
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain(say.loading));
      reply.keep(shows('Confirmed', { instead: on === 'window' }));
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain('Confirmed'));
      expect(all.slack.stackOf('U1ADA')).toHaveLength(depth);
    }
    ada.close();
    expect(ada.window()).toBeNull();
  });
});

describe('a form', () => {
  it.each([
    ['is busy for a second', { kind: 'rate limited', seconds: 1 }],
    ['breaks the connection', { kind: 'reset' }],
    ['fails', { kind: 'status', status: 503 }],
    ['opens it and loses its answer', { kind: 'cut answer' }],
    ['takes two seconds', { kind: 'slow', ms: 2_000 }],
  ] as const)('opens although Slack %s, and nothing is said beside it', async (_what, fault) => {
    all.answers(asks());
    const ada = all.person('U1ADA');
    all.slack.fail('views.open', fault);
    const answer = await ada.command('update Contoso');
    expect(answer.text).toBe('');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
    await all.platform.stop();
    expect(ada.message()).toBeNull();
  });

  it('of which Slack does not say whether it opened is offered again: the command has its answer within 3 s', async () => {
    all.answers(asks());
    const ada = all.person('U1ADA');
    all.slack.fail('views.open', { kind: 'hang' });
    const began = elapsed();
    expect((await ada.command('update Contoso')).text).toBe('');
    expect(elapsed() - began).toBeLessThan(3_000);
    await all.platform.stop();
    expect(textIn(ada.message()?.blocks)).toContain(messages('en').slack.formUnsure);
    await ada.press('slack.again');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }));
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'command', words: 'update Contoso' });
  });
});

describe('a pressed button', () => {
  it('reaches the bot as the card had it, and is answered at once', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    expect((await ada.press('contact.confirm')).text).toBe('');
    await vi.waitFor(() =>
      expect(all.bot.done.at(-1)).toMatchObject({ kind: 'press', button: 'contact.confirm', value: 'tenant 7' }),
    );
  });

  it('has in its value what was chosen in the menu next to it, and a choice alone does nothing', async () => {
    const ada = all.person('U1ADA');
    const choices = ['A', 'B'].map((label) => ({ value: `$& ${label}`, label }));
    const press = button('press', 'contact.show', 'Show', `${chosenSlot} {tenant}`);
    const menu = { name: 'tenant', label: 'Tenant', hint: '', choices, isSearched: false, button: press };
    all.answers({ kind: 'card', instead: false, card: card('', 'A.', { menu }) });
    await ada.command('show');
    await ada.picks('tenant', '$& B');
    await ada.press('contact.show', { chosen: '$& B' });
    await vi.waitFor(() => expect(all.bot.done).toHaveLength(2));
    await ada.press('contact.show');
    await vi.waitFor(() => expect(all.bot.done).toHaveLength(3));
    expect(all.bot.done.slice(1)).toMatchObject([{ value: '$& B {tenant}' }, { value: ' {tenant}' }]);
  });

  it('replaces the private card where the reply takes its place, and otherwise adds one', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    all.answers(shows('Confirmed', { instead: true }));
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.', replaces: true }));
    // Only the person sees it, so it is no message of the outbox.
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'press' });
    expect(all.bot.done.at(-1)).not.toHaveProperty('card');
    all.answers(shows('No', { instead: false }));
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'No, in a sentence.', replaces: false }));
  });

  it.each([
    ['took', true],
    ['may still take', false],
  ])('in a message that the outbox edits too tells the bot that Slack %s the edit', async (_how, certain) => {
    const ada = all.person('U1ADA');
    const followed = { id: 'a delivery', want: 2 };
    await all.platform.chat.post({ kind: 'person', id: 'slack:T0HOME/U1ADA' }, cardOf('Alert'), alone);
    if (!certain) all.slack.fail('response_url', { kind: 'status', status: 500 });
    all.answers({ ...shows('Acknowledged', { instead: true }), followed });
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(all.bot.shown).toEqual([{ message: followed, certain }]));
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'press', card: all.slack.messages[0]?.ts, fromChannel: null });
  });

  it('never replaces a card that a whole channel sees', async () => {
    const ada = all.person('U1ADA');
    await all.platform.chat.post(channel('C0GENERAL'), cardOf('Reminder'), alone);
    all.answers({ ...shows('Confirmed', { instead: true }), followed: { id: 'a delivery', want: 2 } });
    await ada.press('contact.confirm');
    await vi.waitFor(() =>
      expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.', replaces: false, only: 'U1ADA' }),
    );
    await all.platform.stop();
    expect(all.bot.shown).toEqual([]);
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'press', card: all.slack.messages[0]?.ts });
  });

  it('is answered in a sentence where the card changes for everybody anyway, and whole in private', async () => {
    const ada = all.person('U1ADA');
    const brief = ['Taken by ', { kind: 'person', id: 'slack:T0HOME/U2BOB', name: 'Bob' }] as const;
    all.answers({ ...shows('Alert', { instead: true }), brief });
    await all.platform.chat.post(channel('C0GENERAL'), cardOf('Alert'), alone);
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Taken by Bob', only: 'U1ADA' }));
    expect(ada.message()?.blocks).toHaveLength(1);
    await ada.command('show');
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Alert, in a sentence.', replaces: true }));
  });

  it.each(['status', 'hang', 'reset'] as const)(
    'is answered in another way when its response_url fails: %s',
    async (kind) => {
      const ada = all.person('U1ADA');
      await ada.command('show');
      all.slack.fail('response_url', kind === 'status' ? { kind, status: 500 } : { kind });
      all.answers(shows('Confirmed'));
      await ada.press('contact.confirm');
      await vi.waitFor(() => expect(all.slack.called('chat.postEphemeral')).toHaveLength(1), { timeout: 5_000 });
      expect(ada.message()).toMatchObject({ text: 'Confirmed, in a sentence.', only: 'U1ADA' });
    },
  );

  it('is answered at its response_url in a rehearsal too, by whatever name this machine is called there', async () => {
    const ada = all.person('U1ADA');
    all.answers({ ...shows('Looking'), followUp: async () => cardOf('Found') });
    const url = all.slack.responseUrl('U1ADA', 'C0GENERAL').replace('127.0.0.1', 'localhost');
    await ada.command('check', { response_url: url });
    await vi.waitFor(() => expect(ada.message()).toMatchObject({ text: 'Found, in a sentence.' }));
    expect(all.slack.called('chat.postEphemeral')).toEqual([]);
  });

  it('on a link says nothing to the bot', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    expect((await ada.press('contact.portal')).status).toBe(200);
    await ada.command('show');
    expect(all.bot.done.map(({ kind }) => kind)).toEqual(['command', 'command']);
  });

  it('opens a form, with a window that says «one moment» while the bot thinks', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    all.answers(async () => {
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain('One moment'), { timeout: 2_000 });
      return asks();
    });
    await ada.press('contact.update');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' }), {
      timeout: 3_000,
    });
    expect(all.slack.views.size).toBe(1);
  });

  it('gives a button to try again when the form does not get into that window', async () => {
    const ada = all.person('U1ADA');
    await ada.command('show');
    all.slack.fail('views.update', { kind: 'refused', error: 'not_found' });
    all.answers(async () => {
      await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain('One moment'), { timeout: 2_000 });
      return asks();
    });
    await ada.press('contact.update');
    await vi.waitFor(() => expect(textIn(ada.message()?.blocks)).toContain(messages('en').slack.formFailed), {
      timeout: 3_000,
    });
  });

  it('in a window changes that window, or puts one on top', async () => {
    const ada = all.person('U1ADA');
    all.answers(asks());
    await ada.command('update');
    all.answers(shows('Saved', { instead: true }));
    await ada.save();
    all.answers(shows('Attested', { instead: true }));
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(textIn(ada.window()?.view)).toContain('Attested'));
    all.answers(asks());
    await ada.press('contact.update');
    await vi.waitFor(() => expect(all.slack.stackOf('U1ADA')).toHaveLength(2));
  });

  it('in a window is answered there before anything follows', async () => {
    const ada = all.person('U1ADA');
    all.answers(asks());
    await ada.command('update');
    all.answers(shows('Saved', { instead: true }));
    await ada.save();
    const seen: string[] = [];
    const followUp = async () => {
      seen.push(textIn(ada.window()?.view));
      return cardOf('Found');
    };
    all.answers({ ...shows('Attested', { instead: true }), followUp });
    await ada.press('contact.confirm');
    await vi.waitFor(() => expect(seen).toEqual([expect.stringContaining('Attested')]));
  });
});

describe('the Home tab', () => {
  it('shows the cards, and again after something was done there', async () => {
    const bob = all.person('U2BOB');
    all.answers({ kind: 'cards', cards: [cardOf('Welcome'), cardOf('Contoso')] });
    await bob.openHome();
    await vi.waitFor(() => expect(textIn(bob.home())).toMatch(/Welcome[\s\S]*Contoso/));
    expect(all.bot.done[0]).toMatchObject({ kind: 'home', from: 'slack:T0HOME/U2BOB', fromChannel: null });

    all.answers((done) =>
      done.kind === 'home'
        ? { kind: 'cards', cards: [cardOf('Contoso, confirmed')] }
        : shows('Thanks', { instead: true }),
    );
    await bob.press('contact.confirm', { on: 'home' });
    await vi.waitFor(() => expect(textIn(bob.home())).toContain('Contoso, confirmed'));
    expect(textIn(bob.window()?.view)).toContain('Thanks');
  });

  it('is drawn again after a form that was opened there was saved, and after a button in what came of it', async () => {
    const ada = all.person('U1ADA');
    let saved = 0;
    all.answers((done) => {
      if (done.kind === 'home') return { kind: 'cards', cards: [cardOf(`Home ${saved}`)] };
      if (done.kind === 'press' && done.button === 'contact.update') return asks();
      saved += 1;
      return shows('Saved', { instead: true });
    });
    await ada.openHome();
    await ada.press('contact.update', { on: 'home' });
    await vi.waitFor(() => expect(ada.window()).not.toBeNull());
    await ada.save();
    await vi.waitFor(() => expect(textIn(ada.home())).toContain('Home 1'));
    await ada.press('contact.confirm', { on: 'window' });
    await vi.waitFor(() => expect(textIn(ada.home())).toContain('Home 2'));
  });

  it('is left alone when the messages tab is opened', async () => {
    const { deliverEvent } = await import('../../support/slack-wire.ts');
    await deliverEvent(
      all.door,
      { type: 'app_home_opened', user: 'U1ADA', tab: 'messages' },
      { id: 'Ev9', team: 'T0HOME' },
    );
    expect(all.bot.done).toEqual([]);
  });
});
