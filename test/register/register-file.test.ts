import { beforeEach, describe, expect, it } from 'vitest';
import { deliveryKinds } from '../../src/deliveries.ts';
import { finishedCard } from '../../src/delivery/send.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { importRegister } from '../../src/register/file/import.ts';
import { exportRegister, readRegister } from '../../src/register/file/register-file.ts';
import { tellAdminsOfChanges } from '../../src/register/notices/enqueue-notice.ts';
import { type MemoryStore, memoryStore } from '../support/memory-store.ts';
import { fakeWorld } from '../support/world.ts';

const contoso = '11111111-2222-4333-8444-555555555555';
const fabrikam = '99999999-2222-4333-8444-555555555555';
const clock = { now: () => '2026-11-24T10:00:00.000Z' };
const by = { id: null, name: 'import' };
const admin: Identity = 'slack:T1/U1';
const contact = { kind: 'person', firstName: 'Ana', email: 'soc@contoso.example', phone: '+33142685300' };
const tenant = { id: contoso, name: 'Contoso', partnerType: 'directBill', contact };
const full = {
  version: 1,
  organisation: {
    adminChannel: { platform: 'slack', address: 'C0ADMIN' },
    expertsChannel: { platform: 'teams', address: '19:experts@thread.tacv2' },
  },
  tenants: [
    {
      id: contoso,
      name: 'Contoso',
      partnerType: 'indirectProvider',
      anniversaryMonth: 3,
      manager: admin,
      fraudChannels: [{ platform: 'slack', address: 'C0FRAUD' }],
      complianceAttestedAt: '2026-01-02T03:04:05+01:00',
      complianceAttestedBy: admin,
      contact: {
        kind: 'person',
        firstName: 'Ana',
        middleName: 'María',
        lastName: 'Souza',
        email: 'soc@contoso.example',
        phone: '+33142685300',
        locale: 'fr',
        timezone: 'Europe/Paris',
        channels: [{ platform: 'slack', address: 'C0ALERTS' }],
        onCall: [admin],
        onCall2: [admin],
        phone24x7At: '2026-01-02T03:04:05Z',
        phone24x7By: admin,
        confirmedAt: '2026-01-02T03:04:05Z',
        confirmedBy: admin,
        attestedAt: null,
        attestedBy: null,
      },
    },
  ],
};

let store: MemoryStore;
beforeEach(() => {
  store = memoryStore();
});

async function imports(json: unknown) {
  const reading = readRegister(json);
  if (reading.kind === 'problems') throw new Error(reading.problems.join('\n'));
  return importRegister(reading.file, by, { store, clock });
}
const history = () => store.read((reader) => reader.history({ tenantId: null, before: null, limit: 100 }));
const stored = (id: string) => store.read((reader) => reader.get('tenants', id));
function problems(json: unknown) {
  const reading = readRegister(json);
  return reading.kind === 'problems' ? reading.problems : [];
}

describe('importing a register', () => {
  it('names nobody by the number of a person who was erased, but where the record does', async () => {
    const marked = (mark: string) => ({ ...full.tenants[0]?.contact, confirmedBy: mark, attestedBy: mark });
    const file = (mark: string) => ({
      ...full,
      tenants: [{ ...full.tenants[0], complianceAttestedBy: mark, contact: marked(mark) }],
    });
    await imports(file('former:7'));
    const marks = async () => {
      const { complianceAttestedBy, contact } = (await stored(contoso)) ?? {};
      return [complianceAttestedBy, contact?.confirmedBy, contact?.attestedBy, contact?.phone24x7By];
    };
    expect(await marks()).toEqual([null, null, null, admin]);
    // An erasure leaves it so.
    await store.change(async (tx) => {
      const tenant = await tx.get('tenants', contoso);
      if (tenant) await tx.put('tenants', { ...tenant, complianceAttestedBy: 'former:7' });
    });
    await imports(await exportRegister(await store.read(async (reader) => reader)));
    expect(await marks()).toEqual(['former:7', null, null, admin]);
    for (const field of ['manager', 'onCall', 'onCall2']) {
      const value = field === 'manager' ? 'former:7' : ['former:7'];
      const one =
        field === 'manager' ? { ...tenant, manager: value } : { ...tenant, contact: { ...contact, [field]: value } };
      expect(problems({ version: 1, tenants: [one] })).toEqual([
        expect.stringContaining('must be a person like slack:'),
      ]);
    }
  });

  it('takes the required fields alone, and fills in the rest', async () => {
    await imports({
      version: 1,
      tenants: [tenant, { id: fabrikam, name: 'Fabrikam', partnerType: 'indirectReseller' }],
    });
    const { tenants, organisation } = await store.read(exportRegister);
    expect(organisation).toEqual({ adminChannel: null, expertsChannel: null });
    expect(tenants).toMatchObject([
      { id: contoso, manager: null, fraudChannels: [], contact: { locale: 'en', timezone: 'UTC', channels: [] } },
      { id: fabrikam, contact: null },
    ]);
  });

  const named = (id: string, name: string) => ({ id, name, partnerType: 'directBill' });

  it.each([
    'Contoso',
    'contoso',
    'Cоntoso',
    'CΟNTOSO',
    'Con\u200btoso',
    'Ｃontoso',
    'C0ntoso',
    'Contóso',
    'Contoso\u00a0',
  ])('refuses “%s” beside Contoso, in one file and against what is stored, and changes nothing', async (name) => {
    const both = { version: 1, tenants: [named(contoso, 'Contoso'), named(fabrikam, name)] };
    await expect(imports(both)).rejects.toMatchObject({
      problems: [expect.stringMatching(/^tenants\[1\]\.name: looks the same as the name of tenants\[0\]/)],
    });
    expect(await store.read((reader) => reader.list('tenants'))).toEqual([]);
    await imports({ version: 1, tenants: [named(contoso, 'Contoso')] });
    await expect(imports({ version: 1, tenants: [named(fabrikam, name)] })).rejects.toMatchObject({
      problems: [expect.stringMatching(/^tenants\[0\]\.name: looks the same as the name of the partner tenant 1111/)],
    });
    expect(await stored(fabrikam)).toBeNull();
  });

  it('takes a file of the organisation alone into a register without partner tenants', async () => {
    const adminChannel = { platform: 'slack', address: 'C8' };
    expect(await imports({ version: 1, organisation: { adminChannel }, tenants: [] })).toMatchObject({ added: 0 });
    const row = await store.read((reader) => reader.get('organisation', 'organisation'));
    expect(row).toMatchObject({ adminChannel });
  });

  it('takes names that differ, names that change places, and twins that were there before', async () => {
    await imports({ version: 1, tenants: [named(contoso, 'Contoso'), named(fabrikam, 'Contoso 2')] });
    await imports({ version: 1, tenants: [named(contoso, 'Contoso 2'), named(fabrikam, 'Contoso')] });
    const before = await stored(fabrikam);
    if (before) await store.change((tx) => tx.put('tenants', { ...before, name: 'Contosо 2' }));
    expect(await imports({ version: 1, tenants: [named(contoso, 'Contoso 2')] })).toMatchObject({ same: 1 });
  });

  it('names of two new twins the later one, of a new one and a stored one the new one, wherever they stand', async () => {
    const problems = (file: object) =>
      imports(file).then(
        () => [],
        (error: { problems: string[] }) => error.problems.map((one) => one.split(':')[0]),
      );
    await imports({ version: 1, tenants: [named(contoso, 'Contoso')] });
    const twins = [named(fabrikam, 'CONTOSO'), named(contoso, 'Contoso')];
    expect(await problems({ version: 1, tenants: twins })).toEqual(['tenants[0].name']);
    const third = '33333333-2222-4333-8444-555555555555';
    const three = [named(fabrikam, 'Fabrikam'), named(third, 'FABRIKAM')];
    expect(await problems({ version: 1, tenants: three })).toEqual(['tenants[1].name']);
    expect(await problems({ version: 1, tenants: [named(contoso, 'CONTOSO')] })).toEqual([]);
  });

  it('says after each tenant how many are done', async () => {
    const said: number[][] = [];
    const reading = readRegister({ version: 1, tenants: [named(contoso, 'Contoso'), named(fabrikam, 'Fabrikam')] });
    if (reading.kind !== 'register') throw new Error('no register');
    const onTenant = (done: number, of: number) => void said.push([done, of]);
    await importRegister(reading.file, by, { store, clock, onTenant });
    expect(said).toEqual([
      [1, 2],
      [2, 2],
    ]);
  });

  it('tells the channels that have had what names no tenant of the first further tenant, and of no other one', async () => {
    await imports({
      version: 1,
      tenants: [{ ...tenant, contact: { ...contact, channels: [{ platform: 'slack', address: 'C1' }] } }],
    });
    const third = '33333333-2222-4333-8444-555555555555';
    await imports({ version: 1, tenants: [named(fabrikam, 'Fabrikam'), named(third, 'Tailspin')] });
    const told = (await store.read((reader) => reader.list('deliveries'))).filter(({ queue }) => queue === 'slack:C1');
    expect(told.map(({ about }) => 'tenantId' in about && about.tenantId)).toEqual([contoso, fabrikam]);
  });

  it('leaves other tenants, and what the file does not say, as they were', async () => {
    await imports(full);
    const { lastName, channels } = full.tenants[0]?.contact ?? {};
    await imports({ version: 1, tenants: [{ ...tenant, contact: { ...contact, firstName: 'Zoé' } }] });
    await imports({ version: 1, tenants: [{ id: fabrikam, name: 'Fabrikam', partnerType: 'directBill' }] });
    expect(await stored(contoso)).toMatchObject({
      partnerType: 'directBill',
      anniversaryMonth: 3,
      contact: { firstName: 'Zoé', lastName, channels, confirmedBy: admin },
    });
    expect((await store.read(exportRegister)).organisation).toEqual(full.organisation);
  });

  it('removes a contact only when the file says null', async () => {
    await imports(full);
    const { contact: _, ...withoutContact } = tenant;
    await imports({ version: 1, tenants: [withoutContact] });
    expect((await stored(contoso))?.contact?.firstName).toBe('Ana');
    await imports({ version: 1, tenants: [{ ...tenant, contact: null }] });
    expect(await stored(contoso)).toMatchObject({ contact: null, revision: { number: 2 } });
  });

  it('knows a tenant by its id in capitals too', async () => {
    await imports({ version: 1, tenants: [{ ...tenant, id: fabrikam }] });
    await imports({ version: 1, tenants: [{ ...tenant, id: fabrikam.toUpperCase(), name: 'Fabrikam' }] });
    expect((await store.read(exportRegister)).tenants.map(({ name }) => name)).toEqual(['Fabrikam']);
  });

  it('is in the history with before and after, one line a tenant', async () => {
    await imports(full);
    await imports({
      version: 1,
      tenants: [
        {
          ...full.tenants[0],
          name: 'Contoso AG',
          contact: { ...full.tenants[0]?.contact, email: 'new@contoso.example' },
        },
      ],
    });
    const [newest, ...older] = await history();
    expect(newest).toMatchObject({
      deed: 'register.imported',
      tenantId: contoso,
      by: null,
      byName: 'import',
      at: clock.now(),
    });
    expect(newest?.changes).toEqual([
      { field: 'name', before: 'Contoso', after: 'Contoso AG' },
      { field: 'email', before: 'soc@contoso.example', after: 'new@contoso.example' },
    ]);
    expect(older.map(({ tenantId }) => tenantId)).toEqual([contoso, null]);
  });

  it('counts a revision when what people type has changed, and only then', async () => {
    await imports(full);
    expect((await stored(contoso))?.revision).toEqual({ number: 1, at: clock.now(), by: null });
    await imports({
      version: 1,
      tenants: [{ ...tenant, contact: { ...contact, attestedAt: '2026-11-01T00:00:00Z' } }],
    });
    expect((await stored(contoso))?.revision.number).toBe(1);
    await imports({ version: 1, tenants: [{ ...tenant, contact: { ...contact, phone: '+33142685301' } }] });
    expect((await stored(contoso))?.revision.number).toBe(2);
  });

  it('tells an admin channel that is taken away, and the new one, as set-up does', async () => {
    await imports(full);
    const owed = () => store.read((reader) => reader.list('deliveries'));
    const told = async () => (await owed()).map(({ id }) => id).filter((id) => id.includes('CADMIN'));
    const moved = { adminChannel: { platform: 'slack', address: 'CADMIN1' } };
    await imports({ version: 1, organisation: moved });
    const first = (await history())[0]?.number;
    await imports({ version: 1, organisation: { adminChannel: { platform: 'slack', address: 'CADMIN2' } } });
    const second = (await history())[0]?.number;
    expect(await told()).toEqual([
      `contactChanged ${first} ${contoso} > slack:CADMIN1`,
      `contactChanged ${second} ${contoso} > slack:CADMIN1`,
      `contactChanged ${second} ${contoso} > slack:CADMIN2`,
    ]);
    const [, , notice] = (await owed()).filter(({ id }) => id.includes('CADMIN'));
    const shown =
      notice && (await finishedCard(notice, { repeat: false, brief: false }, deliveryKinds, fakeWorld(store)));
    expect(shown?.card.title).toBe('The alert channels were changed');
    await imports({ version: 1, organisation: { adminChannel: { platform: 'slack', address: 'CADMIN2' } } });
    expect(await told()).toHaveLength(3);
  });

  it('tells the channels before and after, marks the admins as still to be told, and keeps high alerts for a day', async () => {
    const channels = (...addresses: string[]) => addresses.map((address) => ({ platform: 'slack', address }));
    const told = async (entry: number | undefined) =>
      (await store.read((reader) => reader.list('deliveries')))
        .flatMap(({ about, queue }) => (about.kind === 'contactChanged' && about.entry === entry ? [queue] : []))
        .toSorted();
    const adminChannel = { platform: 'slack', address: 'CADMIN' };
    const organisation = { adminChannel };
    await imports({
      version: 1,
      organisation,
      tenants: [{ ...tenant, contact: { ...contact, channels: channels('COLD') } }],
    });
    await imports({ version: 1, tenants: [{ ...tenant, contact: { ...contact, channels: channels('CNEW') } }] });
    const moved = (await history())[0]?.number;
    expect(await told(moved)).toEqual(['slack:CADMIN', 'slack:CNEW', 'slack:COLD']);
    expect((await stored(contoso))?.formerChannels).toMatchObject([{ channel: { address: 'COLD' }, fraud: false }]);
    const fraudChannels = channels('CFRAUD');
    const same = { ...contact, channels: channels('CNEW') };
    await imports({ version: 1, tenants: [{ ...tenant, fraudChannels, contact: same }] });
    expect(await told((await history())[0]?.number)).toEqual(['slack:CADMIN', 'slack:CFRAUD', 'slack:CNEW']);
    await imports({ version: 1, tenants: [{ ...tenant, fraudChannels: channels('CFAKE'), contact: same }] });
    const fraud = (await history())[0]?.number;
    expect(await told(fraud)).toEqual(['slack:CADMIN', 'slack:CFAKE', 'slack:CFRAUD', 'slack:CNEW']);
    const world = fakeWorld(store);
    world.admins.add('slack:T1/UADA');
    await tellAdminsOfChanges(world);
    expect(await told(moved)).toEqual(['slack:CADMIN', 'slack:CNEW', 'slack:COLD', 'slack:T1/UADA']);
    expect(await told(fraud)).toContain('slack:T1/UADA');
    expect(await store.read((reader) => reader.list('unsentNotices'))).toEqual([]);
  });

  it.each([
    ['email', 'other@contoso.example', 'kept'],
    ['phone', '+33142685301', 'gone'],
  ] as const)(
    'of another %s drops what was attested of the old one, unless the file says it itself',
    async (field, value, phone24x7) => {
      const at = '2026-11-01T00:00:00Z';
      const by = 'slack:T1/UADA';
      const attested = { ...contact, phone24x7At: at, phone24x7By: by, attestedAt: at, attestedBy: by };
      const { attestedAt: _at, attestedBy: _by, phone24x7At: _phoneAt, phone24x7By: _phoneBy, ...bare } = attested;
      await imports({ version: 1, tenants: [{ ...tenant, contact: attested }] });
      await imports({ version: 1, tenants: [{ ...tenant, contact: bare }] });
      expect((await stored(contoso))?.contact).toMatchObject({ attestedAt: at, phone24x7At: at });
      await imports({ version: 1, tenants: [{ ...tenant, contact: { ...bare, [field]: value } }] });
      expect((await stored(contoso))?.contact).toMatchObject({ [field]: value, attestedAt: null, attestedBy: null });
      expect((await stored(contoso))?.contact?.phone24x7At).toBe(phone24x7 === 'gone' ? null : at);
      await imports({ version: 1, tenants: [{ ...tenant, contact: attested }] });
      expect((await stored(contoso))?.contact).toMatchObject({ attestedAt: at, attestedBy: by, phone24x7At: at });
    },
  );

  it('changes nothing when the disk refuses', async () => {
    store.diskFull(true);
    await expect(imports(full)).rejects.toThrow('no space');
    store.diskFull(false);
    expect((await store.read(exportRegister)).tenants).toEqual([]);
  });
});

describe('what a file brings from outside', () => {
  it.each([
    ['slack', 'C0A><!here>'],
    ['slack', 'c0alerts'],
    ['slack', 'U0ADA'],
    ['slack', '19:x@thread.tacv2'],
    ['teams', 'C0ALERTS'],
    ['teams', '19:x<at>all</at>@thread.tacv2'],
    ['teams', '19:x\u202e@thread.tacv2'],
  ])('is no channel of %s: %j', (platform, address) => {
    const shape = 'must be a Slack channel like C0123 or a Teams channel like 19:...@thread.tacv2';
    const channels = [{ platform, address }];
    expect(problems({ version: 1, tenants: [{ ...tenant, contact: { ...contact, channels } }] })).toEqual([
      `tenants[0].contact.channels[0].address: ${shape}`,
    ]);
    expect(problems({ version: 1, organisation: { adminChannel: channels[0] } })).toHaveLength(1);
  });

  it('loses what nobody sees in names, and a name of nothing else is none', async () => {
    const seen = { firstName: ' A\u200bna\u202e ', lastName: 'Souza\u0007' };
    await imports({ version: 1, tenants: [{ ...tenant, name: 'Con\u2066toso', contact: { ...contact, ...seen } }] });
    expect(await stored(contoso)).toMatchObject({ name: 'Contoso', contact: { firstName: 'Ana', lastName: 'Souza' } });
    expect(problems({ version: 1, tenants: [{ ...tenant, name: '\u200b\u3164' }] })).toEqual([
      'tenants[0].name: must not be empty',
    ]);
  });
});

describe('exporting', () => {
  it('gives what was imported, every field of it', async () => {
    await imports(full);
    expect(await store.read(exportRegister)).toEqual(full);
  });

  it('then importing changes nothing and adds no history', async () => {
    await imports(full);
    const before = { tenant: await stored(contoso), history: await history() };
    expect(await imports(await store.read(exportRegister))).toEqual({ added: 0, changed: 0, same: 1 });
    expect({ tenant: await stored(contoso), history: await history() }).toEqual(before);
  });
});

describe('a register with mistakes', () => {
  it('names all of them by their path', () => {
    const bad = {
      version: 1,
      colour: 'red',
      tenants: [
        { ...tenant, contact: { ...contact, email: 'soc at contoso', phone: '+331', timezone: 'Mars/Base' } },
        { ...tenant, id: contoso.toUpperCase(), partnerType: 'reseller', anniversaryMonth: 13 },
        { id: fabrikam, name: '', contact: { kind: 'team' } },
      ],
    };
    expect(
      problems(bad)
        .map((line) => line.slice(0, line.indexOf(':')))
        .sort(),
    ).toEqual([
      'tenants[0].contact.email',
      'tenants[0].contact.phone',
      'tenants[0].contact.timezone',
      'tenants[1].anniversaryMonth',
      'tenants[1].id',
      'tenants[1].partnerType',
      'tenants[2].contact.email',
      'tenants[2].contact.firstName',
      'tenants[2].contact.kind',
      'tenants[2].contact.phone',
      'tenants[2].name',
      'tenants[2].partnerType',
      'the file',
    ]);
  });

  it('says in plain words what must stand there', () => {
    const bad = {
      version: 2,
      organisation: { adminChannel: { platform: 'irc', address: '' } },
      tenants: [
        {
          ...tenant,
          id: 'x',
          name: '',
          partnerType: 'reseller',
          anniversaryMonth: 13,
          manager: 'bob',
          fraudChannels: {},
          complianceAttestedAt: 'yesterday',
          colour: 'red',
          contact: {
            ...contact,
            kind: 'team',
            lastName: 'y'.repeat(65),
            middleName: 3,
            email: 'x',
            phone: '0142685300',
            timezone: 'Mars',
            channels: [3],
            onCall: Array.from({ length: 11 }, () => admin),
            onCall2: ['bob'],
          },
        },
        { id: fabrikam, contact: { ...contact, firstName: 'http://evil.example', phone: '+33100000000000' } },
        7,
      ],
    };
    const said = problems(bad);
    for (const line of [
      'version: must be 1, the only version of this file that there is',
      'organisation.adminChannel.platform: must be one of slack, teams',
      'organisation.adminChannel.address: must be a Slack channel like C0123 or a Teams channel like 19:...@thread.tacv2',
      'tenants[0].id: must be an Entra tenant id, for example 72f988bf-86f1-41af-91ab-2d7cd011db47',
      'tenants[0].name: must not be empty',
      'tenants[0].partnerType: must be one of directBill, indirectProvider, indirectReseller',
      'tenants[0].anniversaryMonth: must be a month from 1 to 12, or null',
      'tenants[0].manager: must be a person like slack:T0123/U0456 or teams:<tenant id>/<user id>',
      'tenants[0].fraudChannels: must be a list, in square brackets',
      'tenants[0].complianceAttestedAt: must be a date with time and zone, for example 2026-11-24T10:00:00Z, or null',
      'tenants[0]: has what I do not know: colour. Please correct the spelling, or remove it',
      'tenants[0].contact.kind: must be one of person, group',
      'tenants[0].contact.lastName: may have at most 64 characters',
      'tenants[0].contact.middleName: must be text, in quotation marks',
      'tenants[0].contact.email: must be an e-mail address of at most 254 characters',
      'tenants[0].contact.phone: must be a telephone number with + and its country code, without spaces, for example +33142685300',
      'tenants[0].contact.timezone: must be an IANA time zone, for example Europe/Paris',
      'tenants[0].contact.channels[0]: must be a channel like {"platform":"slack","address":"C0123"}',
      'tenants[0].contact.onCall: may have at most 10 entries',
      'tenants[0].contact.onCall2[0]: must be a person like slack:T0123/U0456 or teams:<tenant id>/<user id>',
      'tenants[1].name: is missing',
      'tenants[1].partnerType: is missing',
      'tenants[1].contact.firstName: must be a name, without addresses and without < or >',
      'tenants[1].contact.phone: there is no such telephone number',
      'tenants[2]: must be an object, in braces',
    ])
      expect(said).toContain(line);
    expect(said).toHaveLength(new Set(said).size);
    expect(said.filter((line) => /Invalid|expected|pattern/.test(line))).toEqual([]);
  });

  it.each([
    'null',
    '[]',
    '"text"',
    '{}',
    '{"version":2}',
    '{"version":1,"tenants":{}}',
    '{"version":1,"tenants":[null]}',
  ])('refuses %s', (text) => {
    expect(problems(JSON.parse(text))).not.toEqual([]);
  });
});
