/** The made-up partner: its people, its channels, and its tenants in order. */
import type { ChosenMessage } from '../../src/domain/alert/alert.ts';
import type { Channel, Identity } from '../../src/domain/tenant/identity.ts';
import type { Contact, StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { today } from './time.ts';

/** The id of the partner's tenant. */
export const contoso = '11111111-1111-4111-8111-111111111111';
/** A Global Administrator, somebody of the contact's channel, and somebody who is neither. */
export const ada: Identity = 'slack:T1/UADA';
export const sam: Identity = 'slack:T1/USAM';
export const eve: Identity = 'slack:T1/UEVE';
/** A Global Administrator who is on call too, in Teams. */
export const tina: Identity = 'teams:22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333';
/** The channels of the contact. */
export const slackChannel = { platform: 'slack', address: 'C1' } as const satisfies Channel;
export const teamsChannel = { platform: 'teams', address: '19:a@thread.tacv2' } as const satisfies Channel;

/** A message in the contact's Slack channel. */
export const aMessage: ChosenMessage = {
  id: 'slack:C1/1764000000.000100',
  text: 'A subscription mines coins. Its owner knows nothing of that.\nWho looks at it?',
  author: 'Bob Miller',
  link: 'https://contoso-partners.slack.com/archives/C1/p1764000000000100',
  thread: { channel: slackChannel, message: '1764000000.000100' },
};

/** A second Slack channel, which the contact of `aBusyPartner` has too. */
export const secondChannel = { platform: 'slack', address: 'C2' } as const satisfies Channel;

type Different = Partial<Omit<StoredTenant, 'contact'>> & { contact?: Partial<Contact> };

/** Returns a tenant about which nothing has to be mended, saved and vouched for at `at`; everything else that is given takes the place of what it has. */
export function aTenant({ contact, ...more }: Different = {}, at = today): StoredTenant & { contact: Contact } {
  return {
    id: contoso,
    name: 'Contoso',
    partnerType: 'directBill',
    anniversaryMonth: null,
    manager: null,
    fraudChannels: [],
    complianceAttestedAt: at,
    complianceAttestedBy: ada,
    revision: { number: 1, at, by: ada },
    ...more,
    contact: {
      kind: 'group',
      firstName: 'SOC',
      middleName: 'SOC',
      lastName: '',
      email: 'soc@contoso.com',
      phone: '+33142685300',
      locale: 'en',
      timezone: 'UTC',
      channels: [slackChannel, teamsChannel],
      onCall: [sam],
      phone24x7At: at,
      phone24x7By: ada,
      confirmedAt: at,
      confirmedBy: ada,
      attestedAt: at,
      attestedBy: ada,
      ...contact,
    },
  };
}

/** Returns a tenant that was declared at `at` and of which nothing else is known. */
export function bareTenant(more: Partial<StoredTenant> = {}, at: string | null = null): StoredTenant {
  const attested = { complianceAttestedAt: null, complianceAttestedBy: null };
  return { ...aTenant(), ...attested, contact: null, revision: { number: 0, at, by: null }, ...more };
}

/**
 * Returns a setting of `aBot` in which nothing is one of a kind: an admin and somebody on call on each platform, and two Slack
 * channels, so that one can refuse.
 */
export function aBusyPartner(contact: Partial<Contact> = {}) {
  return {
    admins: [ada, tina],
    chats: {
      people: { [ada]: 'Ada', [tina]: 'Tina', [sam]: 'Sam', [eve]: 'Eve' },
      channels: [
        { channel: slackChannel, facts: { name: 'soc' }, members: [sam] },
        { channel: secondChannel, facts: { name: 'noc' }, members: [sam] },
        { channel: teamsChannel, facts: { name: 'soc' }, members: [tina] },
      ],
    },
    tenants: [
      aTenant({ contact: { channels: [slackChannel, secondChannel, teamsChannel], onCall: [sam, tina], ...contact } }),
    ],
  };
}
