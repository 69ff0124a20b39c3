import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  const command = (verb: string) => (platform === 'slack' ? `/security-contact ${verb}` : verb);

  it('who speaks French is answered in French, in everything, whatever the language of the verb', async () => {
    const zoe = on[platform].person('Zoé', 'member', 'fr');
    expect(await zoe.says('show')).toContain('Un champ obligatoire est vide');
    expect(await zoe.says('modifier')).toContain('Seul un administrateur général');
    on.admins.all.add(zoe.identity);
    expect(await zoe.says('aide')).toContain('afficher');
    await zoe.opens('modifier');
    await zoe.saves({ email: 'nope', phone: '12' }, 'forced');
    expect(zoe.problems()).toEqual({
      email: expect.stringContaining('Ce n’est pas une adresse'),
      phone: expect.stringContaining('numéro de téléphone'),
    });
    expect(await zoe.saves({ email: 'csirt@contoso.example', phone: '+33142685301' })).toContain('Espace partenaires');
    expect(await zoe.presses('Fait dans l’Espace partenaires')).toContain('Qu’avez-vous vérifié');
    expect(await zoe.saves()).toContain('que l’Espace partenaires affiche le même contact');
    expect(await zoe.says('confirmer')).toContain('que ce contact est toujours exact');
    expect(await zoe.says('show')).toContain('Prochaine étape');
    expect(await zoe.says('historique')).toContain('Zoé a confirmé');
    expect(await zoe.says('manger')).toContain('Je ne sais pas');
  });

  it.each([
    ['shwo', 'show'],
    ['udpate', 'update'],
    ['histroy', 'history'],
    ['confrim', 'confirm'],
  ])('“%s” is told what was probably meant, “%s”, and the whole list is one press away', async (typo, verb) => {
    const ada = on[platform].person('Ada');
    const read = await ada.says(typo);
    expect(read).toContain(`I did not understand “${typo}”`);
    expect(read).toContain(`Did you mean “${command(verb)}”?`);
    const verbs = ['show', 'update', 'confirm', 'history', 'setup', 'help'];
    for (const each of verbs.filter((one) => one !== verb)) expect(read).not.toContain(command(each));
    const all = await ada.presses('What this bot can do');
    // Ada is no administrator, so the list has only what she may do.
    for (const each of ['show', 'history', 'check']) expect(all).toContain(each);
    for (const each of ['update', 'setup']) expect(all).not.toContain(each);
  });

  it.each([
    ['Hello', 'ack 17'],
    ['hi!', 'ack 17'],
    ['Bonjour', 'acquitter 17'],
    ['help', 'history'],
  ])('“%s” gets to know what there is, like “%s”', async (greeting, verb) => {
    expect(await on[platform].person('Ada').says(greeting)).toContain(verb);
  });

  it('help says in small print which version runs', async () => {
    expect(await on[platform].person('Ada').says('help')).toContain(`Version ${packageJson.version}`);
    expect(await on[platform].person('Zoé', 'member', 'fr').says('aide')).toContain(`Version ${packageJson.version}`);
  });

  it('the nearest verb can be tried at once', async () => {
    const ada = on[platform].person('Ada');
    await ada.says('shwo');
    expect(await ada.presses('Try “show”')).toContain('desk@contoso.example');
  });

  it('with several tenants a verb without a name offers them, and the choice works', async () => {
    await on.knows({
      id: '55555555-5555-4555-8555-555555555555',
      name: 'Fabrikam',
      contact: { email: 'fab@fabrikam.example' },
    });
    await on.knows({
      id: '66666666-6666-4666-8666-666666666666',
      name: 'Fabrikam Nord',
      contact: { email: 'n@fabrikam.example' },
    });
    const ada = on.admin(platform, 'Ada');
    const chooser = await ada.says('show');
    for (const name of ['Contoso', 'Fabrikam', 'Fabrikam Nord']) expect(chooser).toContain(name);
    expect(await ada.presses('Show', 1)).toContain('fab@fabrikam.example');

    expect(await ada.says('show contoso')).toContain('desk@contoso.example');
    expect(await ada.says('show fabrikam')).toContain('fab@fabrikam.example');
    expect(await ada.says('show nord')).toContain('n@fabrikam.example');
    expect(await ada.says('show 66666666-6666-4666-8666-666666666666')).toContain('n@fabrikam.example');
    expect(await ada.says('show fabri')).toContain('Several partner tenants match “fabri”');
    expect(ada.reads()).not.toContain('Contoso');
    expect(await ada.says('show nobody')).toContain('I do not know a partner tenant called “nobody”');

    await ada.says('history');
    expect(await ada.presses('Choose', 2)).toContain('security contact of Fabrikam Nord');
    expect(await ada.says('confirm')).toContain('Still right for all three?');
    expect(await ada.presses('Yes, all correct')).toContain(
      'you confirmed the contacts of Contoso, Fabrikam and Fabrikam Nord.',
    );
    await ada.says('update');
    expect(await ada.presses('Choose', 2)).toContain('This form is for Fabrikam Nord.');
    expect(await ada.saves({ email: 'nord@fabrikam.example' })).toContain('E-mail: nord@fabrikam.example');
    await ada.says('setup');
    expect(await ada.presses('Edit', 1)).toContain('Enter the partner tenant as Microsoft knows it');
    expect(ada.entered('name')).toBe('Fabrikam');
  });

  it('one of very many tenants is chosen in a menu that is searched by typing', async () => {
    for (let n = 10; n < 30; n++)
      await on.knows({
        id: `66666666-6666-4666-8666-6666666666${n}`,
        name: `Fabrikam ${n}`,
        contact: { email: `desk${n}@fabrikam.example` },
      });
    const ada = on.admin(platform, 'Ada');
    expect(await ada.says('show')).toContain('Which partner tenant?');
    expect(await ada.presses('Choose')).toContain('Please choose a partner tenant.');
    expect(await ada.chooses('Fabrikam 27', 'Choose')).toContain('desk27@fabrikam.example');
    await ada.says('raise the keys were stolen');
    expect(await ada.chooses('Fabrikam 12', 'Choose')).toContain('for Fabrikam 12, ');
    expect(ada.entered('displayName')).toBe('the keys were stolen');
    await ada.says('setup');
    expect(await ada.chooses('Fabrikam 13', 'Edit')).toContain('Enter the partner tenant as Microsoft knows it');
    expect(ada.entered('name')).toBe('Fabrikam 13');
  });

  it('one of more topics than Teams has room for buttons is chosen in a menu there, and has its button in Slack', async () => {
    const ada = on.admin(platform, 'Ada');
    expect(await ada.says('faq')).toContain('Azure fraud');
    const fraud = 'Azure fraud';
    expect(platform === 'teams' ? await ada.chooses(fraud, 'Show') : await ada.presses('Show', 6)).toContain(
      'Who pays for fraudulent Azure use?',
    );
  });
});
