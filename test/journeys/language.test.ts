import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { text } from '../support/text.ts';
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const patient = { timeout: 10_000, interval: 10 };
const inFrench = 'qui peut modifier le contact de sécurité ?';
const inEnglish = 'who may change the security contact?';

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('who spoke French gets the apology in French too, whatever the client speaks', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.opens('modifier');
    on.disk.full = true;
    const read = await ada.saves({ email: 'new@contoso.example' });
    expect(read).toContain('rien n’a été modifié');
    if (platform === 'teams') expect(read).toContain('Réessayer');
  });
});

describe('what Slack’s windows and messages say of their own', () => {
  it('is in the language of the question', async () => {
    const mona = on.slack.person('Mona');
    await mona.says(inFrench);
    await mona.presses('Non');
    const read = await mona.saves({ reason: 'incomplete' });
    expect(read).toContain('Contact de sécurité\n');
    expect(read).toContain('Fermer');
    const zoe = on.slack.person('Zoé', 'member', 'fr');
    await zoe.says(inEnglish);
    await zoe.presses('No, it did not');
    expect(await zoe.saves({ reason: 'incomplete' })).toContain('Close');
  });

  it('is in the language of the verb, where a message needs a press to open a form', async () => {
    const person = on.admin('slack', 'Ada');
    const ada = on.slack.raw(person);
    await ada.say('modifier');
    await vi.waitUntil(() => ada.message() !== null, patient);
    expect(text(ada.message())).toContain('Ouvrir le formulaire');
  });
});

describe('what Teams says beside the answer', () => {
  it('is in the language of the question, in a channel too', async () => {
    const [mona, zoe] = [on.teams.person('Mona'), on.teams.person('Zoé', 'member', 'fr')];
    const { address } = await on.teams.channel('general', 'closed', [mona, zoe]);
    // The line stands beside the answer where Teams takes no targeted messages.
    on.wires.teams.targeted.state.refuse = { status: 403, code: 'BotNotInConversationRoster' };
    const lines = () => on.wires.teams.messages(address).map(({ text }) => text);
    await on.teams.raw(mona, on.wires.teams.conversations.get(address)).says(inFrench);
    await vi.waitUntil(() => lines().includes('Je vous ai répondu dans notre conversation privée.'), patient);
    await on.teams.raw(zoe, on.wires.teams.conversations.get(address)).says(inEnglish, { locale: 'fr-FR' });
    await vi.waitUntil(() => lines().includes('I answered you in our private chat.'), patient);
  });

  it('is in the language of the card whose button was pressed', async () => {
    const mona = on.teams.person('Mona');
    await mona.says(inFrench);
    expect(await mona.presses('Afficher')).toContain('La réponse est ci-dessous.');
    const zoe = on.teams.person('Zoé', 'member', 'fr');
    await zoe.says(inEnglish);
    expect(await zoe.presses('Show')).toContain('The answer is below.');
  });

  it('is in French for who spoke it last, where there is no answer', async () => {
    const person = on.teams.person('Mona');
    const mona = on.teams.raw(person);
    await person.says(inFrench);
    await mona.send(mona.activity({ type: 'message', value: { nonsense: true } }));
    expect(mona.texts().at(-1)).toContain('Ce bouton ne fonctionne plus');
    const value = { type: 'fileUpload', action: 'decline', context: { offer: 'none' } };
    await mona.send(mona.activity({ type: 'invoke', name: 'fileConsent/invoke', value }));
    await vi.waitUntil(() => mona.texts().at(-1)?.includes('Cette proposition n’est plus valable'), patient);
  });
});
