/** The people, places and partner tenants of the simulated year. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { Contact, StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { aTenant, contoso } from '../support/partner.ts';
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

const fabrikam = '22222222-2222-4222-8222-222222222222';
const northwind = '33333333-3333-4333-8333-333333333333';

/** The contact as everybody has it, but for what is said. */
const soc: Partial<Contact> = { middleName: '', locale: 'fr', timezone: 'Europe/Paris', channels: [], onCall: [] };

function tenants(at: string): StoredTenant[] {
  const unattested = { anniversaryMonth: 3, complianceAttestedAt: null, complianceAttestedBy: null };
  const [american, indian] = ['America/New_York', 'Asia/Kolkata'];
  return [
    aTenant(
      {
        ...unattested,
        manager: mona.id,
        contact: { ...soc, channels: [channel.c1, channel.t1], onCall: [sam.id, tia.id] },
      },
      at,
    ),
    aTenant(
      {
        ...{ ...unattested, id: fabrikam, name: 'Fabrikam', manager: ada.id, anniversaryMonth: 8 },
        complianceAttestedAt: at,
        contact: {
          ...{ ...soc, email: 'security@fabrikam.com', locale: 'en', timezone: american },
          ...{ channels: [channel.c2], onCall: [sam.id] },
        },
      },
      at,
    ),
    aTenant(
      {
        ...{ ...unattested, id: northwind, name: 'Northwind', manager: max.id, anniversaryMonth: null },
        fraudChannels: [channel.c3],
        contact: {
          ...{ ...soc, email: 'soc@northwind.com', locale: 'en', timezone: indian },
          channels: [channel.t2, channel.c1],
        },
      },
      at,
    ),
  ];
}

/** Returns everybody, every channel and every tenant, as a bot begins with them at `at`. */
export function cast(at: string) {
  const members = [sam.id, tia.id];
  return {
    chats: {
      people: Object.fromEntries(people.map((one) => [one.id, one])),
      channels: [...Object.values(channel), adminChannel].map((one) => ({ channel: one, members })),
    },
    admins: admins.map(({ id }) => id),
    tenants: tenants(at),
  };
}

/** What the bot knows already: the admin channel, who wants both places, and who gets the weekly digest. */
export async function remember(world: Office['world']): Promise<void> {
  for (const domain of ['contoso.com', 'fabrikam.com', 'northwind.com', 'new.example'])
    world.domains.set(domain, 'yes');
  await world.store.change(async (tx) => {
    await tx.put('organisation', { id: 'organisation', adminChannel, expertsChannel: null });
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
