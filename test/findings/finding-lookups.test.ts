import { describe, expect, it } from 'vitest';
import { isCritical } from '../../src/domain/finding/finding.ts';
import type { Contact } from '../../src/domain/tenant/partner-tenant.ts';
import { daysAfter, deputy, found, has, names, soc, start } from '../support/finding-evidence.ts';
import { ada, sam } from '../support/partner.ts';

describe('e-mail looks personal', () => {
  it('goes by the address', () => {
    expect(names({ contact: { email: 'jane.doe@contoso.com' }, check: null })).toEqual(['personalEmail']);
    expect(has('personalEmail', { contact: { email: 'security@contoso.com' } })).toBe(false);
  });
  it.each(['jean-pierre.dupont', 'marie.anne.durand', 'j.dupont2', 'jane.doe'])('takes %s for a person', (local) => {
    expect(has('personalEmail', { contact: { email: `${local}@contoso.com` } })).toBe(true);
  });
  it.each([
    'cloud-operations',
    'on-call',
    'help-desk',
    'managed-services',
    'cloud-services',
    'first-responders',
    'soc',
    'equipe.securite',
  ])('takes %s for several people', (local) => {
    expect(has('personalEmail', { contact: { email: `${local}@contoso.com` } })).toBe(false);
  });
  it.each([
    ['noreply@free.fr', true],
    ['noreply@yahoo.co.uk', true],
    ['noreply@orange.com.br', true],
    ['noreply@free.contoso.com', false],
    ['noreply@live.contoso.fr', false],
  ])('knows free mail by its whole domain: %s', (email, personal) => {
    expect(has('personalEmail', { contact: { email } })).toBe(personal);
  });
  it('or by being one member’s own address, for as long as it is the address that was looked up', () => {
    expect(has('personalEmail', { check: { sameAddress: [sam] } })).toBe(true);
    expect(has('personalEmail', { check: { sameAddress: [sam], email: 'old@contoso.com' } })).toBe(false);
  });
});

describe('e-mail domain takes no mail', () => {
  it('is critical, and found when it is certain twice', () => {
    const noSince = daysAfter(-1);
    expect(found({ check: { mail: { noSince, dead: true } } })).toMatchObject([
      { code: 'mailDead', subject: 'contoso.com', since: noSince },
    ]);
    expect(isCritical('mailDead')).toBe(true);
    expect(has('mailDead', { check: { mail: { noSince, dead: false } } })).toBe(false);
  });
  it('says nothing of another address than the one that was looked up', () => {
    const dead = { mail: { noSince: daysAfter(-1), dead: true }, email: 'soc@old.example' };
    expect(has('mailDead', { check: dead })).toBe(false);
  });
});

describe('someone left', () => {
  it('is critical: an on-call person, the contact person, the last admin', () => {
    expect(isCritical('someoneLeft')).toBe(true);
    const seen = daysAfter(2);
    expect(found({ check: { gone: [sam], at: seen } })).toMatchObject([
      { code: 'someoneLeft', subject: sam, since: seen },
    ]);
    const person: Partial<Contact> = {
      kind: 'person',
      firstName: 'Jane',
      lastName: 'Doe',
      onCall: [ada, 'slack:T1/UZOE'],
    };
    expect(names({ contact: person, check: { gone: [sam], sameAddress: [sam] } })).toEqual([
      `someoneLeft ${sam}`,
      'personalEmail',
    ]);
    expect(names({ check: { adminsGone: true } })).toEqual(['someoneLeft admins']);
    expect(names({ contact: null, check: { adminsGone: true } })).toEqual(['contactMissing', 'someoneLeft admins']);
  });
  it('ends when the record names them no longer', () => {
    expect(has('someoneLeft', { contact: { onCall: [ada] }, check: { gone: [sam] } })).toBe(false);
    expect(has('someoneLeft', { contact: { onCall: [ada], onCall2: [sam] }, check: { gone: [sam] } })).toBe(true);
  });
});

describe('channel unreachable', () => {
  const key = 'slack:C1';
  it('is critical: archived, removed, or the last delivery refused for good', () => {
    expect(isCritical('channelUnreachable')).toBe(true);
    const seen = daysAfter(2);
    expect(found({ check: { closed: [soc], at: seen } })).toMatchObject([
      { code: 'channelUnreachable', subject: key, since: seen },
    ]);
    expect(found({ refusing: new Map([[key, { at: daysAfter(1), reason: 'is_archived' }]]) })).toMatchObject([
      { code: 'channelUnreachable', subject: key, since: daysAfter(1) },
    ]);
  });
  it('is one finding for both reasons, and none for channels of others', () => {
    expect(
      names({ check: { closed: [soc] }, refusing: new Map([[key, { at: start, reason: 'is_archived' }]]) }),
    ).toEqual([`channelUnreachable ${key}`]);
    expect(names({ contact: { channels: [deputy, { ...soc, address: 'C9' }] }, check: { closed: [soc] } })).toEqual([]);
  });
  it('looks at the channels for fraud too, each once', () => {
    expect(
      names({
        tenant: { fraudChannels: [{ ...soc, address: 'C7' }] },
        refusing: new Map([['slack:C7', { at: start, reason: 'is_archived' }]]),
      }),
    ).toEqual(['channelUnreachable slack:C7']);
    expect(names({ tenant: { fraudChannels: [soc] }, check: { closed: [soc] } })).toEqual([
      `channelUnreachable ${key}`,
    ]);
  });
});
