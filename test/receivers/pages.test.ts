/** What the pages of receivers tell people to write is read by the bot, and gives what the product behind it takes. */
import '../support/time.ts';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { FileProblems } from '../../adapters/settings/json-file.ts';
import { entraTenant, fakeEntra } from '../support/entra.ts';
import { aReceiver, openedReceivers, outgoing } from '../support/receiver.ts';
import { today } from '../support/time.ts';

const pages = readdirSync('docs/receivers').filter((name) => name.endsWith('.md'));
const examplesOf = (page: string): unknown[] =>
  Array.from(readFileSync(`docs/receivers/${page}`, 'utf8').matchAll(/^( *)```json\n([\s\S]*?)^\1```$/gm), (match) =>
    JSON.parse(match[2] ?? ''),
  );
const ReceiversFile = z.object({ version: z.literal(1), receivers: z.array(z.looseObject({ name: z.string() })) });
const entriesOf = (page: string) =>
  examplesOf(page).flatMap((example) => ReceiversFile.safeParse(example).data?.receivers ?? []);
/** Every variable of the pages. */
const env = {
  ...{
    PD_KEY: 'k'.repeat(32),
    NTFY_URL: 'https://ntfy.example/soc-1',
    NTFY_TOKEN: 'token',
    FLOW_URL: 'https://f.example/',
  },
  ...{ SPLUNK_AUTH: 'Splunk 1', SENTINEL_SECRET: 'secret', CW_PRIVATE_KEY: 'private', CW_CLIENT_ID: 'client' },
  ...{ AT_CODE: 'code', AT_USER: 'bot@contoso.example', AT_SECRET: 'at-secret' },
};

it('each page but that of HaloPSA, which needs a flow in between, has an entry for the file', () => {
  expect(pages.filter((page) => entriesOf(page).length === 0)).toEqual(['halopsa.md']);
});

it.each(pages)('the bot reads what %s tells people to write', (page) => {
  const entries = entriesOf(page);
  // Nobody here has the files of the examples.
  const written = JSON.parse(JSON.stringify(entries).replaceAll(/file:\/run\/secrets\/\w+/g, 'env:NTFY_TOKEN'));
  try {
    openedReceivers(written, { env });
  } catch (error) {
    expect(error instanceof FileProblems ? error.message : error).toBe('nothing is wrong');
  }
});

describe('an event by the entry of', () => {
  /** Sends one event by a page's entry to a receiver of our own that answers so. */
  async function sent(page: string, answer: { status: number; body: object | null }, more: object = {}) {
    const there = await aReceiver();
    const { status, body } = answer;
    there.state.answer = (response) => void response.writeHead(status).end(body ? JSON.stringify(body) : undefined);
    const [entry] = entriesOf(page);
    const url = new URL(String(entry?.url).replace(/^env:.*/, 'https://receiver.example/'));
    url.host = `receiver.example:${there.port}`;
    const { receivers } = openedReceivers([{ ...entry, ...more, url: url.href, private: true }], { env });
    const result = await receivers.send(entry?.name ?? '', outgoing());
    return { result, call: there.calls[0] };
  }

  it('microsoft-sentinel.md is a list of one record, with a token for Azure Monitor', async () => {
    const entra = await fakeEntra();
    onTestFinished(entra.stop);
    const clientId = '11111111-1111-4111-8111-111111111111';
    entra.tokens.register({ tenantId: entraTenant, clientId, secrets: [{ value: env.SENTINEL_SECRET }] });
    const { auth } = z
      .object({ auth: z.object({ entra: z.looseObject({}) }) })
      .parse(entriesOf('microsoft-sentinel.md')[0]);
    const proven = { entra: { ...auth.entra, tenantId: entraTenant, login: entra.login } };
    const { result, call } = await sent('microsoft-sentinel.md', { status: 204, body: null }, { auth: proven });
    expect(result).toMatchObject({ kind: 'sent' });
    expect(call?.path).toMatch(/^\/dataCollectionRules\/dcr-0{32}\/streams\/Custom-SecurityContact_CL\?api-version=/);
    expect(call?.headers.authorization).toBe(`Bearer ${entra.tokens.issued.at(-1)}`);
    const [sample] = z.array(z.array(z.looseObject({}))).parse(examplesOf('microsoft-sentinel.md').slice(0, 1));
    const [record] = z.tuple([z.looseObject({})]).parse(call?.json);
    // The sample is what the portal makes the columns of.
    expect(Object.keys(record)).toEqual(Object.keys(sample?.[0] ?? {}));
    expect(record).toMatchObject({ TimeGenerated: today, EventType: 'alert.accepted', Data: { number: 17 } });
  });

  it('connectwise.md is a ticket, whose number comes back', async () => {
    const { result, call } = await sent('connectwise.md', { status: 201, body: { id: 4711, summary: 'x' } });
    expect(result).toMatchObject({ kind: 'sent', reference: '4711' });
    const basic = Buffer.from('contoso+PublicKey:private').toString('base64');
    expect(call?.headers).toMatchObject({ authorization: `Basic ${basic}`, clientid: 'client' });
    const { summary } = z.looseObject({ summary: z.string().max(100) }).parse(call?.json);
    expect(summary).toBe('Security alert 17 (high)');
  });

  it('autotask.md is a ticket, whose id comes back', async () => {
    const { result, call } = await sent('autotask.md', { status: 200, body: { itemId: 4711 } });
    expect(result).toMatchObject({ kind: 'sent', reference: '4711' });
    expect(call?.headers).toMatchObject({ apiintegrationcode: 'code', username: env.AT_USER, secret: env.AT_SECRET });
    expect(call?.json).toMatchObject({ title: 'Security alert 17 (high)', companyID: 0, queueID: 8 });
  });

  it('power-automate.md has what its sample has, and the ticket of the answer', async () => {
    const { result, call } = await sent('power-automate.md', { status: 200, body: { ticket: '4711' } });
    expect(result).toMatchObject({ kind: 'sent', reference: '4711' });
    const [sample] = examplesOf('power-automate.md');
    const names = Object.keys(z.looseObject({}).parse(sample));
    const known = Object.keys(z.looseObject({}).parse(call?.json));
    expect(known.filter((name) => !names.includes(name))).toEqual(['source', 'incident']);
  });
});
