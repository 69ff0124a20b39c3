/** The record against what the history says last of each of its fields. */
import { beforeEach, expect, it } from 'vitest';
import { createBot } from '../../src/bot.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { type Difference, lastRecorded } from '../../src/domain/tenant/last-recorded.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import type { Bot, Reply } from '../../src/request/interaction.ts';
import { contoso, type FakeWorld, fakeWorld } from '../support/world.ts';

const ada: Identity = 'slack:T1/UADA';
let world: FakeWorld;
let bot: Bot;
let count = 0;

const doing = () => ({ from: ada, locale: null, place: null, key: `k${count++}` });
const say = (words: string) => bot.handle({ ...doing(), kind: 'command', words });
const press = (button: string, value: string) => bot.handle({ ...doing(), kind: 'press', button, value });
const opensAndSaves = async (opened: Reply, values: Record<string, string | string[]>) => {
  if (opened.kind !== 'form') throw new Error(JSON.stringify(opened));
  const { id: form, state } = opened.form;
  const saved = await bot.handle({ ...doing(), kind: 'submit', form, state, values });
  expect(saved.kind).toBe('card');
};

const setup = { id: contoso, name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '3' };
const soc = {
  kind: 'group',
  firstName: 'Contoso SOC',
  lastName: '',
  email: 'soc@contoso.com',
  phone: '+33 1 42 68 53 00',
  locale: 'fr',
  timezone: 'Europe/Paris',
  channels: ['C1'],
  onCall: ['UADA'],
};

beforeEach(() => {
  world = fakeWorld();
  bot = createBot(world);
  world.admins.add(ada);
  world.slack.people.set(ada, { kind: 'member', id: ada, name: 'Ada', email: null, locale: null, timezone: null });
  for (const id of ['C1', 'C2'])
    world.slack.channels.set(id, { facts: { kind: 'joined', name: id, open: false, external: false }, members: [ada] });
});

async function differences(from = 1): Promise<readonly Difference[]> {
  const all = { tenantId: null, before: null, limit: 10_000 };
  const [entries, tenants, organisation] = await world.store.read((reader) =>
    Promise.all([reader.history(all), reader.list('tenants'), reader.get('organisation', 'organisation')]),
  );
  const said = lastRecorded();
  for (const entry of entries.toReversed()) if (entry.number >= from) said.take(entry);
  return said.differences({ tenants, organisation }, from === 1);
}

/** Everything that changes the record, once. */
async function everything(): Promise<void> {
  await opensAndSaves(await say('setup'), { ...setup, fraudChannels: ['C2'], adminChannel: ['C2'] });
  await opensAndSaves(await say('update'), soc);
  await say('confirm');
  await press('contact.attest', contoso);
  await press('contact.phone24x7', contoso);
  await press('contact.compliance', contoso);
  await opensAndSaves(await say('update'), { ...soc, phone: '+33142685301', channels: ['C1', 'C2'] });
  await opensAndSaves(await press('contact.setup', contoso), { ...setup, name: 'Contoso Ltd', fraudChannels: [] });
  const read = readRegister({
    version: 1,
    organisation: { adminChannel: { platform: 'slack', address: 'C1' } },
    tenants: [
      {
        ...setup,
        anniversaryMonth: 4,
        contact: {
          ...soc,
          email: 'x@contoso.com',
          phone: '+33142685302',
          channels: [],
          onCall: [],
          confirmedAt: '2026-01-01T00:00:00Z',
        },
      },
      { id: '22222222-2222-4222-8222-222222222222', name: 'Fabrikam', partnerType: 'directBill' },
    ],
  });
  if (read.kind === 'problems') throw new Error(read.problems.join());
  await importRegister(read.file, { id: null, name: 'import' }, world);
}

it('is the same after everything that changes it', async () => {
  await everything();
  expect(await differences()).toEqual([]);
});

const behind: [string, (tenant: Record<string, unknown>) => Record<string, unknown>, string[]][] = [
  [
    'the address',
    (tenant) => ({ ...tenant, contact: { ...Object(tenant.contact), email: 'eve@evil.example' } }),
    ['email'],
  ],
  [
    'a channel that was never set',
    (tenant) => ({ ...tenant, fraudChannels: [{ platform: 'slack', address: 'C9' }] }),
    ['fraudChannels'],
  ],
  [
    'a confirmation that nobody gave',
    (tenant) => ({ ...tenant, contact: { ...Object(tenant.contact), confirmedAt: '2026-11-20T00:00:00.000Z' } }),
    ['confirmedAt'],
  ],
  [
    'the contact as a whole',
    (tenant) => ({ ...tenant, contact: null }),
    ['kind', 'firstName', 'email', 'phone', 'locale', 'timezone'],
  ],
];

it.each(behind)('%s changed past the bot is named', async (_, change, fields) => {
  await everything();
  await world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (tenant) await tx.put('tenants', Object(change({ ...tenant })));
  });
  expect(await differences()).toEqual([{ tenantId: contoso, fields: expect.arrayContaining(fields) }]);
});

it('a tenant and an admin channel of which the history knows nothing are named, unless its beginning is gone', async () => {
  await everything();
  const id = '33333333-3333-4333-8333-333333333333';
  await world.store.change(async (tx) => {
    const tenant = await tx.get('tenants', contoso);
    if (tenant) await tx.put('tenants', { ...tenant, id, name: 'Evil' });
    await tx.put('organisation', {
      id: 'organisation',
      adminChannel: { platform: 'slack', address: 'C9' },
      expertsChannel: null,
    });
  });
  expect(await differences()).toMatchObject([{ tenantId: null, fields: ['adminChannel'] }, { tenantId: id }]);
  expect(await differences(3)).toEqual([{ tenantId: null, fields: ['adminChannel'] }]);
});
