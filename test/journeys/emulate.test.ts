import { expect, it, onTestFinished, vi } from 'vitest';
import { bot, folder, patient } from '../adapters/process/child.ts';
import { startEmulate } from '../adapters/slack/emulate.ts';
import { View } from '../support/block-kit-validator.ts';
import { bodyOf, listening } from '../support/loopback.ts';
import { stateOf, type Typed } from '../support/slack-form.ts';
import { buttonsOf, textIn } from '../support/slack-person.ts';
import { commandBody, type Door, deliver, deliverEvent, interactionBody } from '../support/slack-wire.ts';

interface Window {
  id: string;
  hash: string;
  view: View;
}

/** The real bot, the real wire, and a Slack that nobody here wrote. It has no clients, so this is one. */
it('emulate 0.12.2 agrees to the whole round', { timeout: 90_000 }, async () => {
  const emulate = await startEmulate(folder());
  onTestFinished(() => emulate.stop());
  await vi.waitFor(async () => expect((await emulate.call('auth.test', {})).ok).toBe(true), patient);
  const [ada, bob] = [await whoIs('ada'), await whoIs('bob')];
  const from = { user: { id: ada.id, team_id: ada.team_id }, team: { id: ada.team_id } };
  const soc = await idOf('conversations.list', 'channels', 'soc');
  const replies = await responseUrl();
  const door: Door = { url: '', signingSecret: 'a-signing-secret-of-a-test' };
  const { url } = await bot({
    STATE_DIR: folder(),
    HOST: '127.0.0.1',
    ADMINS: `slack:${ada.team_id}/${ada.id}`,
    SLACK_BOT_TOKEN: emulate.token,
    SLACK_SIGNING_SECRET: door.signingSecret,
    SLACK_API_URL: emulate.apiUrl,
  });
  door.url = `${url}/slack/events`;
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), patient);

  expect(await says(ada, '')).toContain('No partner tenant is set up yet');
  expect(await says(bob, 'setup')).toContain('Only a Global Administrator');
  await says(ada, 'setup');
  const id = '44444444-4444-4444-8444-444444444444';
  expect(await saves(opened(), { id: 'x', name: 'Contoso', partnerType: 'directBill' })).toMatchObject({
    errors: { id: expect.stringContaining('not a tenant ID') },
  });
  expect(await saves(opened(), { id, name: 'Contoso', partnerType: 'directBill' })).toMatchObject({
    response_action: 'update',
  });

  await says(ada, 'update');
  const form = opened();
  const typed = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.example', phone: '12', channels: [soc] };
  expect(await saves(form, { ...typed, channels: [] })).toMatchObject({ errors: { phone: expect.any(String) } });
  // The channel is public, so the form comes back with one more question.
  const asked = windowIn(await saves(form, { ...typed, phone: '+33 1 42 68 53 00' }), form);
  const saved = windowIn(await saves(asked, { ...typed, phone: '+33142685300', allowPublic: ['yes'] }), asked);
  expect(textIn(saved.view)).toContain('Last step: Partner Center');
  expect(emulate.last('conversations.join')?.answer).toMatchObject({ ok: true });

  await presses('contact.attest', saved);
  // emulate opens no window on top of another, so the bot updates the one that is there.
  const asking = () =>
    [emulate.last('views.update'), emulate.last('views.push')].find((call) =>
      String(call?.args.view).includes('"callback_id":"contact.attest"'),
    );
  await vi.waitFor(() => expect(asking()?.answer).toMatchObject({ ok: true }), patient);
  const view: unknown = JSON.parse(asking()?.args.view ?? '');
  const question = windowIn({ response_action: 'update', view }, saved);
  expect(textIn(await saves(question, { attested: ['attested'] }))).toContain('Partner Center shows the same contact');
  expect(await says(ada, 'show')).toContain('+33\u00A01\u00A042\u00A068\u00A053\u00A000');
  await pressesOnMessage('contact.confirm', `${id} 1`);
  await vi.waitFor(() => expect(replies.at(-1)).toContain('you confirmed'), patient);
  expect(await says(ada, 'history')).toContain('confirmed that Partner Center shows the same contact');

  const where = { id: 'Ev1', team: ada.team_id };
  await deliverEvent(door, { type: 'app_home_opened', user: ada.id, tab: 'home' }, where);
  await vi.waitFor(() => expect(emulate.last('views.publish')?.answer).toMatchObject({ ok: true }), patient);
  expect(emulate.last('views.publish')?.args.view).toContain('SOC');
  const refused = emulate.recorded.filter(({ answer }) => answer.ok !== true).map(({ method }) => method);
  expect(refused.filter((method) => method !== 'views.push')).toEqual([]);

  async function idOf(method: string, list: string, name: string): Promise<string> {
    const found = Object(await emulate.call(method, {}))[list].find((one: { name: string }) => one.name === name);
    return String(found.id);
  }

  async function whoIs(name: string) {
    const { user } = Object(await emulate.call('users.info', { user: await idOf('users.list', 'members', name) }));
    return { id: String(user.id), team_id: String(user.team_id) };
  }

  /** emulate's own method: Slack sends triggers along with what people do. */
  async function trigger(who: { id: string }): Promise<string> {
    return String((await emulate.call('views.generateTriggerId', { user_id: who.id })).trigger_id);
  }

  async function says(who: { id: string; team_id: string }, text: string): Promise<string> {
    const ids = { team_id: who.team_id, user_id: who.id, channel_id: soc, trigger_id: await trigger(who) };
    return textIn((await deliver(door, commandBody({ text, ...ids }))).json);
  }

  function opened(): Window {
    const call = emulate.last('views.open');
    expect(call?.answer).toMatchObject({ ok: true });
    return { ...Object(call?.answer.view), view: View.parse(JSON.parse(call?.args.view ?? '')) };
  }

  function windowIn(answer: unknown, before: Window): Window {
    expect(answer).toMatchObject({ response_action: 'update' });
    return { ...before, view: View.parse(Object(answer).view) };
  }

  async function saves({ id, hash, view }: Window, entries: Typed): Promise<unknown> {
    const sent = { ...view, id, hash, state: { values: stateOf(view, entries, true) } };
    return (await deliver(door, interactionBody({ type: 'view_submission', ...from, view: sent }))).json;
  }

  async function presses(button: string, { id, hash, view }: Window): Promise<void> {
    const actions = view.blocks.flatMap((block) =>
      buttonsOf(block).map(({ action_id, value, type }) => ({ action_id, value, type, block_id: block.block_id })),
    );
    const action = actions.filter(({ action_id }) => action_id === button);
    const payload = { type: 'block_actions', ...from, trigger_id: await trigger(ada), view: { ...view, id, hash } };
    await deliver(door, interactionBody({ ...payload, container: { type: 'view', view_id: id }, actions: action }));
  }

  async function pressesOnMessage(action_id: string, value: string): Promise<void> {
    const where = { channel: { id: soc }, message: { ts: '1.1' }, container: { type: 'message', is_ephemeral: true } };
    const actions = [{ type: 'button', action_id, block_id: 'b', value }];
    const response_url = replies.url;
    const payload = { type: 'block_actions', ...from, trigger_id: await trigger(ada), ...where, response_url, actions };
    await deliver(door, interactionBody(payload));
  }
});

/** Where Slack would take answers to a press: emulate has no such place. */
async function responseUrl(): Promise<string[] & { url: string }> {
  const got: string[] = [];
  const { origin, stop } = await listening(async (request, response) => {
    got.push(await bodyOf(request));
    response.end('ok');
  });
  onTestFinished(stop);
  return Object.assign(got, { url: `${origin}/response` });
}
