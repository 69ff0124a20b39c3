import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { inputsOf } from '../../support/slack-form.ts';
import { textIn } from '../../support/slack-person.ts';
import { asks, type Rig, rig, shows } from './rig.ts';

let all: Rig;
beforeEach(async () => {
  all = await rig();
});
afterEach(() => all.stop());

function never(): never {
  throw new Error('not there');
}

async function opened() {
  const ada = all.person('U1ADA');
  all.answers(asks());
  await ada.command('update');
  return ada;
}

describe('a form', () => {
  it('names every input as its field, and comes back as it was shown', async () => {
    const ada = await opened();
    const view = ada.window()?.view;
    if (!view) throw new Error('no window');
    const inputs = [...inputsOf(view)];
    expect(inputs.map(([name]) => name)).toEqual(asks().form.fields.map(({ name }) => name));
    expect(inputs.length).toBeGreaterThan(5);
    for (const [name, { element }] of inputs) expect(element.action_id).toBe(name);
    all.answers(shows('Saved', { instead: true }));
    await ada.save();
    expect(all.bot.done.at(-1)).toMatchObject({
      kind: 'submit',
      form: 'contact.update',
      state: '{"tenant":"t1","revision":3}',
      from: 'slack:T0HOME/U1ADA',
      values: {
        firstName: 'Ada',
        email: 'soc@contoso.example',
        locale: 'en',
        removeChannels: ['en'],
        channels: ['C0GENERAL'],
        onCall: ['U1ADA'],
        adminChannel: null,
      },
    });
  });

  it('searches what no menu holds while somebody types, and shows what was chosen before', async () => {
    const ada = await opened();
    const { element } = inputsOf(ada.window()?.view ?? never()).get('timezone') ?? never();
    expect(element).toMatchObject({ type: 'external_select', initial_option: { value: 'Europe/Paris' } });
    expect((await ada.seeks('timezone', 'brux')).json).toEqual({
      options: [{ text: { type: 'plain_text', text: 'timezone brux', emoji: false }, value: 'brux' }],
    });
    await ada.save({ timezone: 'Europe/Brussels' });
    expect(all.bot.done.at(-1)).toMatchObject({ values: { timezone: 'Europe/Brussels' } });
    all.bot.search = () => Promise.reject(new Error('a bug'));
    expect((await ada.seeks('timezone', 'brux')).json).toEqual({ options: [] });
  });

  it('gives back a field as it was typed, and of what no client lets anybody type as much as no field takes', async () => {
    const ada = await opened();
    await ada.save({ firstName: `a\u202e${'x'.repeat(3_999)}` }, { force: true });
    expect(all.bot.done.at(-1)).toMatchObject({ values: { firstName: `a${'x'.repeat(3_999)}` } });
    await ada.save({ firstName: `a\u202e${'x'.repeat(1_499)}${'y'.repeat(3_000)}` }, { force: true });
    expect(all.bot.done.at(-1)).toMatchObject({
      values: { firstName: `a${'x'.repeat(1_499)} … ${'y'.repeat(500)}` },
    });
  });

  it('sends lists as lists, emptied fields as nothing, and leaves out what was not shown', async () => {
    const ada = await opened();
    await ada.save(
      { firstName: null, channels: [], onCall: ['U1ADA', 'U2BOB'], adminChannel: 'C0GENERAL' },
      { force: true },
    );
    const sent = all.bot.done.at(-1);
    if (sent?.kind !== 'submit') throw new Error('not a submit');
    expect(sent.values).toMatchObject({
      firstName: null,
      channels: [],
      onCall: ['U1ADA', 'U2BOB'],
      adminChannel: 'C0GENERAL',
    });
    expect('middleName' in sent.values).toBe(false);
  });

  it('shows its problems at their fields and keeps what was typed', async () => {
    const ada = await opened();
    const problems = { firstName: 'Too short.', email: 'No such host.' };
    all.answers(asks({ problems, notice: 'Some fields need attention.' }));
    const answer = await ada.save({ firstName: 'A' });
    expect(answer.json).toEqual({ response_action: 'errors', errors: problems });
    all.answers(shows('Saved', { instead: true }));
    await ada.save();
    expect(all.bot.done.at(-1)).toMatchObject({ values: { firstName: 'A' } });
  });

  it('that needs another field is shown anew, with each problem below its field and what was typed', async () => {
    const ada = await opened();
    const { form } = asks({ problems: { firstName: 'Too short.', elsewhere: 'No.' }, notice: 'Bob saved first. No.' });
    const allow = {
      kind: 'ticks',
      name: 'allowPublic',
      label: 'Post there anyway',
      hint: null,
      required: false,
      value: [],
      choices: [{ value: 'yes', label: 'Yes' }],
    } as const;
    all.answers({ kind: 'form', form: { ...form, fields: [...form.fields, allow] } });
    expect((await ada.save({ firstName: 'A' })).json).toMatchObject({ response_action: 'update' });
    const shown = textIn(ada.window()?.view);
    expect(shown).toMatch(/Bob saved first\.[\s\S]*No\.[\s\S]*firstName\n⚠️ Error: Too short\.\nemail/);
    // The same form once more: what stands in the window must go, so an error at the field alone would not do.
    const still = {
      ...form,
      fields: [...form.fields, allow],
      notice: null,
      problems: { firstName: 'Still too short.' },
    };
    all.answers({ kind: 'form', form: still });
    expect((await ada.save({ allowPublic: ['yes'] })).json).toMatchObject({ response_action: 'update' });
    expect(textIn(ada.window()?.view)).not.toContain('Bob saved first.');
    expect(all.bot.done.at(-1)).toMatchObject({ values: { firstName: 'A', allowPublic: ['yes'] } });
  });

  it('is shown anew when somebody saved first: the notice and the new state must reach the window', async () => {
    const ada = await opened();
    all.answers(
      asks({
        notice: ['Saved by ', { kind: 'person', id: 'slack:T0HOME/U2BOB', name: 'Bob' }],
        state: '{"revision":4}',
      }),
    );
    expect((await ada.save()).json).toMatchObject({ response_action: 'update' });
    expect(textIn(ada.window()?.view)).toContain('⚠️ Saved by <@U2BOB>');
    await ada.save();
    expect(all.bot.done.at(-1)).toMatchObject({ state: '{"revision":4}' });
    // The window says no problem, so that the next ones stand at their fields as Slack shows them.
    const problems = { email: 'No such host.' };
    all.answers(asks({ problems, notice: '1 to correct: email', state: '{"revision":4}' }));
    expect((await ada.save()).json).toEqual({ response_action: 'errors', errors: problems });
  });

  it('makes room for what came of it, with buttons that work', async () => {
    const ada = await opened();
    all.answers(shows('Saved', { instead: true }));
    expect((await ada.save()).json).toMatchObject({ response_action: 'update', view: { clear_on_close: true } });
    expect((await ada.press('contact.confirm')).status).toBe(200);
    expect(all.bot.done.at(-1)).toMatchObject({ kind: 'press', button: 'contact.confirm', value: 'tenant 7' });
  });

  it('stays below a refusal or an apology, so that nothing typed is lost', async () => {
    const ada = await opened();
    all.answers(() => Promise.reject(new Error('a bug')));
    expect((await ada.save({ firstName: 'Grace' })).json).toMatchObject({ response_action: 'push' });
    expect(textIn(ada.window()?.view)).toContain('REF-1');
    ada.close();
    expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.update' });
  });

  it('in the third window makes room for a refusal: Slack takes no fourth', async () => {
    const ada = await opened();
    all.answers(shows('Somebody saved first'));
    expect((await ada.save()).json).toMatchObject({ response_action: 'push' });
    all.answers(asks({ id: 'contact.second' }));
    await ada.press('contact.update');
    await vi.waitFor(() => expect(ada.window()?.view).toMatchObject({ callback_id: 'contact.second' }));
    all.answers(shows('Somebody saved first again'));
    expect((await ada.save()).json).toMatchObject({ response_action: 'update' });
    expect(textIn(ada.window()?.view)).toContain('Somebody saved first again');
  });

  it('asks again while the bot is not connected, with what was typed', async () => {
    const ada = await opened();
    all.slack.revoke('account_inactive');
    const { deliverEvent } = await import('../../support/slack-wire.ts');
    await deliverEvent(all.door, { type: 'app_uninstalled' }, { id: 'Ev1', team: 'T0HOME' });
    const answer = await ada.save({ firstName: 'Grace' });
    expect(answer.json).toMatchObject({
      response_action: 'errors',
      // By the event, or by what Slack says when it is asked again.
      errors: {
        firstName: expect.stringMatching(/Slack is refusing my connection \((app_uninstalled|account_inactive)\)/),
      },
    });
  });

  it('with more than ten things to tick is a menu, and long names go on below', async () => {
    const { form } = asks();
    const choices = Array.from({ length: 20 }, (_, n) => ({
      value: `teams:19:${n}@thread.tacv2`,
      label: `${n} ${'x'.repeat(100)}`,
    }));
    const field = {
      kind: 'ticks',
      name: 'remove',
      label: 'Remove',
      hint: null,
      required: false,
      value: [],
      choices,
    } as const;
    all.answers({ kind: 'form', form: { ...form, fields: [field] } });
    const ada = all.person('U1ADA');
    await ada.command('update');
    await ada.save({ remove: ['teams:19:7@thread.tacv2'] });
    expect(all.bot.done.at(-1)).toMatchObject({ values: { remove: ['teams:19:7@thread.tacv2'] } });
  });
});
