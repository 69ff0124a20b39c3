import { beforeEach, describe, expect, it } from 'vitest';
import { approversFact, confirmationFact, contactFact, onCallFact } from '../../src/register/contact/record-facts.ts';
import type { RecordFact } from '../../src/request/record-fact.ts';
import { aBot, type TestBot } from '../support/a-bot.ts';
import { factSaid, requestOf } from '../support/a-request.ts';
import { ada, aTenant, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.world.store.change(async (tx) => {
    for (const [id, name] of [
      [ada, 'Ada'],
      [sam, 'Sam'],
    ] as const)
      await tx.put('people', { id, name, locale: null, timezone: null });
    for (const [channel, name] of [
      [slackChannel, 'soc'],
      [teamsChannel, 'SOC › Alerts'],
    ] as const) {
      const { platform, address } = channel;
      await tx.put('conversations', {
        id: `${platform}:${address}`,
        platform,
        address,
        name,
        kind: 'channel',
        reference: {},
      });
    }
  });
});

/** What Eve, who is nobody special, reads in English and in French. */
async function both(one: RecordFact): Promise<(string | null)[]> {
  return [await factSaid(one, eve, 'en', bot.world), await factSaid(one, eve, 'fr', bot.world)];
}
const contactIs = (contact: Partial<ReturnType<typeof aTenant>['contact']>) =>
  bot.edit({ contact: aTenant({ contact }).contact });

describe.each([
  ['contact', contactFact],
  ['on call', onCallFact],
  ['confirmation', confirmationFact],
] as const)('of %s', (_name, fact) => {
  it('says so where there is no contact, in one sentence', async () => {
    await bot.edit({ contact: null });
    expect(await both(fact)).toEqual([
      'Contoso has no security contact here yet.',
      'Contoso n’a pas encore de contact de sécurité ici.',
    ]);
  });
});

describe('who the contact is', () => {
  it('comes with the address and the number, both to tap', async () => {
    expect(await both(contactFact)).toEqual([
      'The security contact of Contoso is SOC (soc@contoso.com, +33 1 42 68 53 00). On call: Sam.',
      'Le contact de sécurité de Contoso est SOC : soc@contoso.com, +33 1 42 68 53 00. D’astreinte : Sam.',
    ]);
    const said = await contactFact.fact(await requestOf(eve, 'en', bot.world), aTenant(), bot.world);
    expect(said).toContainEqual({ kind: 'link', url: 'mailto:soc@contoso.com', label: 'soc@contoso.com' });
    expect(said).toContainEqual({ kind: 'link', url: 'tel:+33142685300', label: '+33 1 42 68 53 00' });
  });

  it('is a whole name where it is a person, and elides in French', async () => {
    await contactIs({ kind: 'person', firstName: 'Ann', middleName: '', lastName: 'Lee' });
    await bot.edit({ name: 'Adatum' });
    expect(await both(contactFact)).toEqual([
      'The security contact of Adatum is Ann Lee (soc@contoso.com, +33 1 42 68 53 00). On call: Sam.',
      'Le contact de sécurité d’Adatum est Ann Lee : soc@contoso.com, +33 1 42 68 53 00. D’astreinte : Sam.',
    ]);
  });
});

describe('who is on call', () => {
  it('is everybody by name, with the number', async () => {
    await contactIs({ onCall: [ada, sam] });
    expect(await both(onCallFact)).toEqual([
      'On call for Contoso: Ada, Sam. Phone: +33 1 42 68 53 00.',
      'D’astreinte pour Contoso : Ada, Sam. Téléphone : +33 1 42 68 53 00.',
    ]);
  });

  it('is nobody where nobody is entered', async () => {
    await contactIs({ onCall: [] });
    expect(await both(onCallFact)).toEqual([
      'Nobody is on call for Contoso. Phone of the contact: +33 1 42 68 53 00.',
      'Personne n’est d’astreinte pour Contoso. Téléphone du contact : +33 1 42 68 53 00.',
    ]);
  });
});

describe('who vouched for the contact', () => {
  const confirmedAt = '2026-11-12T10:00:00.000Z';
  const attestedAt = '2026-10-01T10:00:00.000Z';

  it('is two people with their days', async () => {
    await contactIs({ confirmedAt, confirmedBy: ada, attestedAt, attestedBy: sam });
    expect(await both(confirmationFact)).toEqual([
      'The contact of Contoso was last confirmed on 12 Nov 2026 by Ada. Partner Center was last compared with it on 1 Oct 2026 by Sam.',
      'Dernière confirmation du contact de Contoso : le 12 nov. 2026, par Ada. Dernière vérification que l’Espace partenaires affiche le même contact : le 1er oct. 2026, par Sam.',
    ]);
  });

  it('is not said where an import did not say it', async () => {
    await contactIs({ confirmedAt, confirmedBy: null, attestedAt, attestedBy: null });
    expect(await both(confirmationFact)).toEqual([
      'The contact of Contoso was last confirmed on 12 Nov 2026. Partner Center was last compared with it on 1 Oct 2026.',
      'Dernière confirmation du contact de Contoso : le 12 nov. 2026. Dernière vérification que l’Espace partenaires affiche le même contact : le 1er oct. 2026.',
    ]);
  });

  it('is nobody yet', async () => {
    await contactIs({ confirmedAt: null, confirmedBy: null, attestedAt: null, attestedBy: null });
    expect(await both(confirmationFact)).toEqual([
      'Nobody has confirmed the contact of Contoso yet. Since the last change, nobody has confirmed that Partner Center shows the same contact.',
      'Personne n’a encore confirmé le contact de Contoso. Depuis la dernière modification, personne n’a confirmé que l’Espace partenaires affiche le même contact.',
    ]);
  });
});

describe('who may change and confirm the contact', () => {
  it('is the administrators by name, and for the second the members of its channels', async () => {
    await bot.edit({ fraudChannels: [slackChannel] });
    expect(await both(approversFact)).toEqual([
      'Only Global Administrators (Ada) can change the contact of Contoso. Members of the contact’s channels (soc and SOC › Alerts) can also confirm that the contact is right.',
      'Seuls les administrateurs généraux (Ada) peuvent modifier le contact de Contoso. Les membres des canaux soc et SOC › Alerts peuvent, comme eux, confirmer que le contact est exact.',
    ]);
  });

  it('is the administrators alone where there is no channel, and none where none is known', async () => {
    bot.world.admins.clear();
    await contactIs({ channels: [] });
    expect(await both(approversFact)).toEqual([
      'Only Global Administrators can change the contact of Contoso, and I do not know any yet. Only they can confirm that the contact is right, because the contact has no channel.',
      'Seuls les administrateurs généraux peuvent modifier le contact de Contoso, et aucun n’est encore connu. Eux seuls peuvent confirmer que le contact est exact, car il n’a aucun canal.',
    ]);
  });

  it('is general words for administrators whom the bot never met', async () => {
    bot.world.admins.clear();
    bot.world.admins.add('teams:22222222-2222-4222-8222-222222222222/33333333-3333-4333-8333-333333333333');
    expect(await factSaid(approversFact, eve, 'en', bot.world)).toBe(
      'Only Global Administrators (ask the person who runs the bot for their names) can change the contact of Contoso. Members of the contact’s channels (soc and SOC › Alerts) can also confirm that the contact is right.',
    );
  });

  it('names five channels at most', async () => {
    await contactIs({ channels: Array.from({ length: 7 }, (_, n) => ({ platform: 'slack', address: `C${n}` })) });
    expect(await factSaid(approversFact, eve, 'en', bot.world)).toContain(
      'C0, soc, C2, C3, C4 and 2 others) can also confirm',
    );
  });

  it('is who may add the contact, where there is none', async () => {
    await bot.edit({ contact: null });
    expect(await both(approversFact)).toEqual([
      'Contoso has no security contact here yet. Only Global Administrators (Ada) can add it.',
      'Contoso n’a pas encore de contact de sécurité ici. Seuls les administrateurs généraux (Ada) peuvent l’ajouter.',
    ]);
    bot.world.admins.clear();
    expect(await both(approversFact)).toEqual([
      'Contoso has no security contact here yet. Only Global Administrators can add it, and I do not know any yet.',
      'Contoso n’a pas encore de contact de sécurité ici. Seuls les administrateurs généraux peuvent l’ajouter, et aucun n’est encore connu.',
    ]);
  });
});
