/** The people, places and partner tenants of the simulated year. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { Office } from './office.ts';

export interface Role {
  id: Identity;
  name: string;
  locale: Locale | null;
  timezone: string | null;
}

const entra = '0d4e8a4a-3c1f-4f5a-9a57-0a0f2d3c9b11';
const person = (n: number): Identity => `teams:${entra}/00000000-0000-4000-8000-00000000000${n}`;

export const ada: Role = { id: 'slack:T1/UADA', name: 'Ada', locale: null, timezone: 'America/New_York' };
export const alain: Role = { id: person(1), name: 'Alain', locale: 'fr', timezone: 'Europe/Paris' };
/** Of whom the platform knows neither language nor zone. */
export const aki: Role = { id: 'slack:T1/UAKI', name: 'Aki', locale: null, timezone: null };
export const lou: Role = { id: person(2), name: 'Lou', locale: 'en', timezone: 'Australia/Lord_Howe' };
export const mona: Role = { id: person(3), name: 'Mona', locale: 'fr', timezone: 'Europe/Paris' };
export const max: Role = { id: 'slack:T1/UMAX', name: 'Max', locale: 'en', timezone: 'Asia/Kolkata' };
export const sam: Role = { id: 'slack:T1/USAM', name: 'Sam', locale: 'en', timezone: 'Europe/Paris' };
export const tia: Role = { id: person(4), name: 'Tia', locale: 'en', timezone: 'America/New_York' };
/** Whom the admin channel cannot mention, and who does not want both places. */
export const yuki: Role = { id: person(5), name: 'Yuki', locale: 'en', timezone: 'Asia/Tokyo' };

export const people = [ada, alain, aki, lou, mona, max, sam, tia, yuki];
export const admins = [ada, alain, aki, lou, yuki];
/** Told in private too, although there is an admin channel. */
export const both = [alain, lou];

export const adminChannel = { platform: 'slack', address: 'CADMIN' } as const;
const channel = {
  c1: { platform: 'slack', address: 'C1' },
  c2: { platform: 'slack', address: 'C2' },
  c3: { platform: 'slack', address: 'C3' },
  t1: { platform: 'teams', address: '19:a@thread.tacv2' },
  t2: { platform: 'teams', address: '19:b@thread.tacv2' },
} as const;

export const contoso = '11111111-1111-4111-8111-111111111111';
const fabrikam = '22222222-2222-4222-8222-222222222222';
const northwind = '33333333-3333-4333-8333-333333333333';

function tenant(more: Partial<StoredTenant>, contact: Partial<NonNullable<StoredTenant['contact']>>, at: string) {
  const whole: StoredTenant = {
    id: contoso,
    name: 'Contoso',
    partnerType: 'directBill',
    anniversaryMonth: 3,
    manager: null,
    fraudChannels: [],
    complianceAttestedAt: null,
    complianceAttestedBy: null,
    revision: { number: 1, at, by: ada.id },
    contact: {
      kind: 'group',
      firstName: 'SOC',
      middleName: '',
      lastName: '',
      email: 'soc@contoso.com',
      phone: '+33142685300',
      locale: 'fr',
      timezone: 'Europe/Paris',
      channels: [],
      onCall: [],
      phone24x7At: at,
      phone24x7By: ada.id,
      confirmedAt: at,
      confirmedBy: ada.id,
      attestedAt: at,
      attestedBy: ada.id,
      ...contact,
    },
    ...more,
  };
  return whole;
}

export function tenants(at: string): StoredTenant[] {
  return [
    tenant({ manager: mona.id }, { channels: [channel.c1, channel.t1], onCall: [sam.id, tia.id] }, at),
    tenant(
      { id: fabrikam, name: 'Fabrikam', manager: ada.id, anniversaryMonth: 8, complianceAttestedAt: at },
      {
        email: 'security@fabrikam.com',
        locale: 'en',
        timezone: 'America/New_York',
        channels: [channel.c2],
        onCall: [sam.id],
      },
      at,
    ),
    tenant(
      { id: northwind, name: 'Northwind', manager: max.id, anniversaryMonth: null, fraudChannels: [channel.c3] },
      { email: 'soc@northwind.com', locale: 'en', timezone: 'Asia/Kolkata', channels: [channel.t2, channel.c1] },
      at,
    ),
  ];
}

/** Puts everybody and every channel where the bot can find them. */
export async function populate(world: Office['world'], at: string): Promise<void> {
  for (const one of people) (one.id.startsWith('slack:') ? world.slack : world.teams).people.set(one.id, member(one));
  for (const one of [...Object.values(channel), adminChannel])
    world[one.platform].channels.set(one.address, {
      facts: { kind: 'joined', name: one.address, open: false, external: false },
      members: [sam.id, tia.id],
    });
  for (const { id } of admins) world.admins.add(id);
  for (const domain of ['contoso.com', 'fabrikam.com', 'northwind.com', 'new.example'])
    world.domains.set(domain, 'yes');
  await world.store.change(async (tx) => {
    await tx.put('organisation', { id: 'organisation', adminChannel, expertsChannel: null });
    for (const one of tenants(at)) await tx.put('tenants', one);
    for (const { id, name, locale, timezone } of both)
      await tx.put('people', { id, name, locale, timezone, both: true });
    await tx.put('subscriptions', { id: `${contoso} ${mona.id}`, tenantId: contoso, who: mona.id, week: '' });
    for (const id of [fabrikam, contoso])
      await tx.put('subscriptions', { id: `${id} ${ada.id}`, tenantId: id, who: ada.id, week: '' });
  });
}

export function member({ id, name, locale, timezone }: Role) {
  return { kind: 'member', id, name, email: null, locale, timezone } as const;
}
