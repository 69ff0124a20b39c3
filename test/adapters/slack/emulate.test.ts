import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { HttpResponse } from '../../../adapters/http/message.ts';
import { createSlack } from '../../../adapters/slack/slack.ts';
import { createBot } from '../../../src/bot.ts';
import { PartnerTenant } from '../../../src/domain/tenant/partner-tenant.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { View } from '../../support/block-kit-validator.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { contoso } from '../../support/partner.ts';
import { stateOf, type Typed } from '../../support/slack-form.ts';
import { buttonsOf, textIn } from '../../support/slack-person.ts';
import { commandBody, headersFor, interactionBody } from '../../support/slack-wire.ts';
import { text } from '../../support/text.ts';
import { isoNow, second } from '../../support/time.ts';
import { fakeWorld } from '../../support/world.ts';
import { startEmulate } from './emulate.ts';

const signingSecret = 'a-signing-secret-of-a-test';
const folder = mkdtempSync(join(tmpdir(), 'emulate-'));
let emulate: Awaited<ReturnType<typeof startEmulate>>;
let slack: ReturnType<typeof createSlack>;
let bot: Bot;
let ada: { id: string; team: string };
let soc: string;

beforeAll(async () => {
  emulate = await startEmulate(folder);
  const up = async () => expect((await emulate.call('auth.test', {})).ok).toBe(true);
  await vi.waitFor(up, { timeout: 20_000, interval: 100 });
  const world = fakeWorld(memoryStore());
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const { store, ids } = world;
  slack = createSlack({
    token: emulate.token,
    entrance: { kind: 'http', signingSecret },
    apiUrl: emulate.apiUrl,
    store,
    ids,
    log,
    locale: 'en',
  });
  bot = createBot({ ...world, chats: { slack: slack.chat } });
  slack.start(bot);
  await vi.waitFor(() => expect(slack.notReady()).toBeNull(), { timeout: 5_000 });
  ada = await whoIs('ada');
  soc = await channelNamed('soc');
  world.admins.add(`slack:${ada.team}/${ada.id}`);
  const tenant = PartnerTenant.parse({ id: contoso, name: 'Contoso', partnerType: 'directBill' });
  await store.change((tx) => tx.put('tenants', { ...tenant, revision: { number: 0, at: null, by: null } }));
}, 40_000);

afterAll(async () => {
  await slack.stop();
  await emulate.stop();
  rmSync(folder, { recursive: true });
});

it('emulate agrees: command, form, error at its field, saved, confirmed', async () => {
  await deliver(commandBody({ text: 'update', ...who(), channel_id: soc, trigger_id: await trigger() }));
  const opened = emulate.last('views.open');
  expect(opened?.answer).toMatchObject({ ok: true });
  const view = View.parse(JSON.parse(opened?.args.view ?? ''));
  const id = String(Object(opened?.answer.view).id);

  const typed = { kind: 'group', firstName: 'SOC', email: 'soc@contoso.example', phone: '12', channels: [soc] };
  expect(await save(id, view, { ...typed, channels: [] })).toMatchObject({
    response_action: 'errors',
    errors: { phone: expect.any(String) },
  });

  // The channel is public, so the form comes back with one more question.
  const again = Object(await save(id, view, { ...typed, phone: '+33 1 42 68 53 00' }));
  expect(again.response_action).toBe('update');
  const asked = View.parse(again.view);
  const saved = Object(await save(id, asked, { ...typed, phone: '+33 1 42 68 53 00', allowPublic: ['yes'] }));
  expect(saved.response_action).toBe('update');
  expect(textIn(saved.view)).toContain('Partner Center');
  expect(emulate.last('conversations.join')?.answer).toMatchObject({ ok: true });

  const shown = await deliver(commandBody({ text: 'show', ...who(), channel_id: soc, trigger_id: 'unused' }));
  expect(String(shown.body)).toContain('+33\u00A01\u00A042\u00A068\u00A053\u00A000');
  expect(text(View.parse(saved.view).blocks.flatMap(buttonsOf))).toContain('contact.attest');
});

it('emulate agrees: a posted card, edited in place, and the Home tab', async () => {
  const card = await bot.handle({
    kind: 'command',
    words: 'help',
    from: `slack:${ada.team}/${ada.id}`,
    locale: 'en',
    fromChannel: null,
    key: null,
  });
  if (card.kind !== 'card') throw new Error('help is a card');
  expect(await slack.chat.channel(soc)).toMatchObject({ kind: 'joined', open: true });
  const to = { kind: 'channel', channel: { platform: 'slack', address: soc } } as const;
  const how = { deliveryId: 'd1', thread: null };
  const posted = await slack.chat.post(to, card.card, how);
  // A message is looked for once no late one can come any more: twelve seconds after the try.
  const there = new Date(Date.parse(slack.chat.time() ?? isoNow()) - 13 * second).toISOString();
  expect(await slack.chat.find(to, how, { at: isoNow(), there, answered: false })).toEqual(posted);
  await slack.chat.update(posted, { ...card.card, summary: 'Edited.' });
  const history = Object(await emulate.call('conversations.history', { channel: soc }));
  expect(history.messages).toContainEqual(expect.objectContaining({ ts: posted.message, text: 'Edited.' }));
  await event({ type: 'app_home_opened', user: ada.id, tab: 'home' });
  await vi.waitFor(() => expect(emulate.last('views.publish')?.answer).toMatchObject({ ok: true }));
});

const who = () => ({ team_id: ada.team, user_id: ada.id });

async function save(id: string, view: View, typed: Typed): Promise<unknown> {
  const state = { values: stateOf(view, typed, true) };
  const user = { id: ada.id, team_id: ada.team };
  const payload = { type: 'view_submission', user, team: { id: ada.team }, view: { ...view, id, state } };
  return (await deliver(interactionBody(payload))).body;
}

async function deliver(body: string, contentType = 'application/x-www-form-urlencoded'): Promise<HttpResponse> {
  const headers = headersFor({ url: '', signingSecret }, body, { contentType });
  if (!slack.http) throw new Error('Slack comes by HTTP here');
  return slack.http.receive(bot, {
    method: 'POST',
    path: '/slack/events',
    headers,
    body: Buffer.from(body),
    query: '',
    requestId: 'r',
  });
}

const event = (what: object) =>
  deliver(
    JSON.stringify({ type: 'event_callback', event_id: 'Ev1', team_id: ada.team, event: what }),
    'application/json',
  );

/** emulate's own method: Slack sends triggers along with what people do. */
async function trigger(): Promise<string> {
  return String((await emulate.call('views.generateTriggerId', { user_id: ada.id })).trigger_id);
}

async function whoIs(name: string) {
  const { members } = Object(await emulate.call('users.list', {}));
  const found = members.find((member: { name: string }) => member.name === name);
  return { id: String(found.id), team: String(found.team_id) };
}

async function channelNamed(name: string): Promise<string> {
  const { channels } = Object(await emulate.call('conversations.list', {}));
  return String(channels.find((channel: { name: string }) => channel.name === name).id);
}
