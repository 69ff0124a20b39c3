import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { deliverEvent } from '../support/slack-wire.ts';
import type { Person } from './person.ts';
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const actions = async () => (await on.record()).history.map(({ deed, byName }) => `${byName} ${deed}`);

/** Goes through what is to be fixed until this button is there. */
async function finds(person: Person, label: string): Promise<void> {
  await person.says('check');
  for (let page = 0; page < 3 && !person.reads().includes(label); page += 1) await person.presses('Show');
}

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it.each(['Done in Partner Center', 'Still right'])(
    '“%s” on a card that somebody overtook records nothing, and shows the record as it is now',
    async (button) => {
      const [ada, bob] = [on.admin(platform, 'Ada'), on.admin(platform, 'Bob')];
      await finds(ada, button);
      await bob.opens('update');
      await bob.saves({ email: 'bob@contoso.example' });
      const told = await ada.presses(button);
      expect(told).toContain('Somebody changed the contact after you opened the previous card');
      expect(told).toContain('bob@contoso.example');
      expect(await actions()).toEqual(['Bob contact.updated', 'Import register.imported']);
    },
  );

  it('a change takes back what was attested of the old values, and only that', async () => {
    const ada = on.admin(platform, 'Ada');
    for (const fact of ['Confirm 24x7 phone', 'Done in Partner Center', 'Still right']) {
      await finds(ada, fact);
      await ada.presses(fact);
      // On this card the button asks, with all that is confirmed.
      if (fact === 'Still right') await ada.presses(fact);
      if (fact === 'Done in Partner Center') await ada.saves({ attested: ['attested', 'complianceAttested'] });
    }
    await ada.opens('update');
    expect(await ada.saves({ timezone: 'Europe/Rome' })).toMatch(/othing to do in Partner Center/);
    await ada.opens('update');
    await ada.saves({ phone: '+33142685399' });
    expect((await on.record()).register.tenants).toMatchObject([
      {
        complianceAttestedBy: ada.identity,
        contact: { attestedAt: null, phone24x7At: null, confirmedBy: ada.identity, timezone: 'Europe/Rome' },
      },
    ]);
  });
});

it('a Slack message that asks for a form gets a button, since a message cannot open a window', async () => {
  const ada = on.admin('slack', 'Ada');
  await on.slack.raw(ada).say('update');
  await vi.waitFor(() => expect(ada.reads()).toContain('This needs a form.'));
  await ada.presses('Open the form');
  await ada.saves({ email: 'new@contoso.example' });
  expect(await actions()).toEqual(['Ada contact.updated', 'Import register.imported']);
});

it('Teams’ message extension opens the same form, for several tenants after a choice', async () => {
  const ada = on.admin('teams', 'Ada');
  await on.teams.raw(ada).extension('contact.update');
  expect(ada.reads()).toContain('This form is for Contoso.');
  await ada.saves({ email: 'new@contoso.example' });
  await on.knows({ id: '55555555-5555-4555-8555-555555555555', name: 'Fabrikam' });
  ada.closes();
  await on.teams.raw(ada).extension('contact.update');
  expect(await ada.presses('Choose', 1)).toContain('This form is for Fabrikam.');
  await ada.saves({ email: 'fab@fabrikam.example' });
  expect((await actions()).slice(0, 1)).toEqual(['Ada contact.updated']);
});

it('what was typed survives an outage of Slack at the save', async () => {
  const ada = on.admin('slack', 'Ada');
  await ada.opens('update');
  on.wires.slack.revoke();
  const where = { id: 'Ev9', team: on.wires.slack.team };

  await deliverEvent(on.wires.door, { type: 'tokens_revoked', tokens: { bot: ['U0BOT'] } }, where);
  expect(await ada.saves({ email: 'new@contoso.example' })).toContain('Slack is refusing my connection');
  expect(ada.entered('email')).toBe('new@contoso.example');
  on.wires.slack.grant();
  await on.ready();
  await ada.saves();
  expect(await actions()).toEqual(['Ada contact.updated', 'Import register.imported']);
});
