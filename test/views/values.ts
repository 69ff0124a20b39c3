/** What samples are filled with: ordinary values, the longest that are allowed, and hostile ones. */
import type { contactFields } from '../../src/domain/tenant/contact-fields.ts';
import { Identity, type Platform } from '../../src/domain/tenant/identity.ts';
import { limits } from '../../src/domain/tenant/partner-tenant.ts';

const entra = '22222222-2222-4222-8222-222222222222';
const guid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const slackId = (user: string): Identity => Identity.parse(`slack:T0CONTOSO/${user}`);
const teamsId = (n: number): Identity => Identity.parse(`teams:${entra}/${guid(n)}`);

export const people = {
  slack: {
    admin: { id: slackId('U0AMELIE'), name: 'Amélie Roussel' },
    second: { id: slackId('U0KARIM'), name: 'Karim Benali' },
    member: { id: slackId('U0TOM'), name: 'Tom Okafor' },
    outsider: { id: slackId('U0LEA'), name: 'Léa Martin' },
  },
  teams: {
    admin: { id: teamsId(1), name: 'Amélie Roussel' },
    second: { id: teamsId(2), name: 'Karim Benali' },
    member: { id: teamsId(3), name: 'Tom Okafor' },
    outsider: { id: teamsId(4), name: 'Léa Martin' },
  },
} as const;

export const channels = {
  slack: { soc: 'C0SECURITY', open: 'C0GENERAL' },
  teams: { soc: '19:security@thread.tacv2', open: '19:general@thread.tacv2' },
} as const satisfies Record<Platform, { soc: string; open: string }>;

/** The contact's fields that people type or choose in the form. */
type TypedField = Extract<
  (typeof contactFields)[number],
  { type: 'choice' | 'name' | 'email' | 'phone' | 'timezone' }
>['key'];

/** A group as an admin types it. */
export const blank = {
  kind: 'group',
  firstName: 'Contoso SOC',
  middleName: '',
  lastName: '',
  email: 'soc@contoso.com',
  phone: '+33 1 42 68 53 00',
  locale: 'en',
  timezone: 'Europe/Paris',
} as const satisfies Record<TypedField, string>;

/** `text` again and again, at exactly that length. */
export function long(text: string, length: number): string {
  return text
    .repeat(Math.ceil(length / text.length))
    .slice(0, length)
    .replace(/\s$/, 'e');
}

const ten = Array.from({ length: 10 }, (_, index) => index);
/** Slack's limit is 80 for a channel and a person; Teams' is 50 after the name of its team, of 256, and 256 for a person. */
const channelName = (n: number, length: number) => long(`security-alerts-and-incidents-of-region-${n}-`, length);
const personName = (n: number, length: number) =>
  long(`Maximiliane-Alexandrine ${n} von Hohenzollern-Sigmaringen `, length);

export const longest = {
  tenantName: long('Contoso Worldwide Managed Cloud and Security Services ', limits.tenantName),
  typed: {
    kind: 'person',
    firstName: long('Wilhelmina-Wolfgangina ', limits.name),
    middleName: long('Maximiliane-Alexandrine ', limits.name),
    lastName: long('Wolfeschlegelsteinhausenbergerdorff', limits.name),
    email: `${long('wilhelmina.wolfeschlegelstein.', 63)}x@${long('security-operations-centre', 62)}.${long('managed-services', 62)}.${long('worldwide', 60)}.ch`,
    phone: '+33 1 42 68 53 00',
    locale: 'fr',
    timezone: 'America/Argentina/ComodRivadavia',
  } satisfies Record<TypedField, string>,
  people: {
    slack: ten.map((n) => ({ id: slackId(`U0LONGNAME${n}`), name: personName(n, 80) })),
    teams: ten.map((n) => ({ id: teamsId(100 + n), name: personName(n, 256) })),
  },
  channels: {
    slack: ten.map((n) => ({ address: `C0LONGNAME${n}`, name: channelName(n, 80) })),
    teams: ten.map((n) => ({
      address: `19:${long('f', 40)}${n}@thread.tacv2`,
      name: `${long(`Security Operations ${n} `, 256)} › ${channelName(n, 50)}`,
    })),
  },
};

export const hostile = {
  firstName: '<!channel> *SOC* [win](https://evil.example) <at>all</at>',
  tenantName: '<https://evil.example|Contoso> & **bold** {{DATE(2026-01-01T00:00:00Z)}}',
};

export const unusual = {
  firstName: 'مركز عمليات الأمن 🛡️ SOC',
  tenantName: 'شركة كونتوسو 🚀 Contoso',
};
