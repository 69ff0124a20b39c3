/** The record against what the history says last of each of its fields. */
import { beforeEach, expect, it } from 'vitest';
import { type Difference, lastRecorded } from '../../src/domain/tenant/last-recorded.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { readRegister } from '../../src/register/file/register-file.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { aBot, formOf, type TestBot, type Values } from '../support/a-bot.ts';
import { ada, contoso } from '../support/partner.ts';
import type { FakeWorld } from '../support/world.ts';

let bot: TestBot;
let world: FakeWorld;

const opensAndSaves = async (opened: Reply, values: Values) =>
  expect((await bot.submit(ada, formOf(opened), values)).kind).toBe('card');

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

beforeEach(async () => {
  const channels = ['C1', 'C2'].map((address) => ({
    channel: { platform: 'slack', address } as const,
    members: [ada],
  }));
  bot = await aBot({ chats: { people: { [ada]: 'Ada' }, channels }, tenants: [] });
  world = bot.world;
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
  await opensAndSaves(await bot.say(ada, 'setup'), { ...setup, fraudChannels: ['C2'], adminChannel: ['C2'] });
  await opensAndSaves(await bot.say(ada, 'update'), soc);
  await bot.say(ada, 'confirm');
  await bot.press(ada, 'contact.attest', contoso);
  await bot.press(ada, 'contact.phone24x7', contoso);
  await bot.press(ada, 'contact.compliance', contoso);
  await opensAndSaves(await bot.say(ada, 'update'), {
    ...{ ...soc, phone: '+33142685301', channels: ['C1', 'C2'], onCall2: ['UADA'] },
    ...{ onCallCalendar: 'webcal://calendar.example.com/secret.ics', calendarNames: `Ada L. = ${ada}` },
    onCall2Calendar: 'https://calendar.example.com/second.ics',
  });
  await opensAndSaves(await bot.press(ada, 'contact.setup', contoso), {
    ...setup,
    name: 'Contoso Ltd',
    fraudChannels: [],
  });
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
  ['that somebody retired it', (tenant) => ({ ...tenant, retiredAt: '2026-11-20T00:00:00.000Z' }), ['retiredAt']],
  ['its manager', (tenant) => ({ ...tenant, manager: 'slack:T1/UEVE' }), ['manager']],
  ['its partner type', (tenant) => ({ ...tenant, partnerType: 'indirectProvider' }), ['partnerType']],
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
