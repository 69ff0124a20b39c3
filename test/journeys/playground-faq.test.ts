import { mkdirSync } from 'node:fs';
import { beforeAll, it } from 'vitest';
import { bot, folder, playgroundOf } from '../adapters/process/child.ts';
import { drives } from '../support/programs.ts';
import { openPage } from '../support/teams-playground.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

/** A newcomer asks, is asked back why it did not help, sets the experts' channel, and is expert and asker in one. */
it.runIf(drives('chromium'))(
  'Megan asks questions in Agents Playground, puts one to the experts and answers it',
  {
    timeout: 120_000,
  },
  async () => {
    const url = await playgroundOf(await bot({ PLAYGROUND: 'on', STATE_DIR: folder() }));
    const { page, button, sees, says, goTo, posts, close } = await openPage(url);
    const picture = (name: string) => page.screenshot({ path: `${out}/${name}.png` });
    await sees('Your CSP security contact');

    await says('who may change the security contact?');
    await sees('Only a Global Administrator of the CSP partner tenant');
    await picture('30-answer');
    await button('No, it did not').click();
    await sees('did not help you');
    await page.getByText('Something is missing').last().click();
    await button('Send').click();
    await sees('The administrators see your answer without your name.');
    await says('qui est notre contact de sécurité ?');
    await sees('Le contact de sécurité de Contoso est');
    await picture('31-french');
    await says('et si cette personne est absente ?');
    await picture('31-follow-up');
    await says('Who can change the security contact? And how fast must we answer security alerts?');
    await sees('How quickly must we act');
    await picture('31-both');

    // The bot learns a channel when it is spoken to there.
    await goTo(/Security alerts/);
    await posts('which MFA app should our customers use?');
    await sees('I answered you in our private chat.');
    await goTo(/Personal Chat/);
    await sees('You can ask again in other words');
    await says('setup contoso');
    await page.getByLabel('Experts’ channel').last().click();
    await page.getByRole('option', { name: 'CSP Operations › Security alerts' }).last().click();
    await button('Save').click();
    await sees('Partner tenant saved');
    await says('which MFA app should our customers use?');
    // The first answer of this kind has that button too.
    await page.getByText('You can ask again in other words').nth(1).waitFor();
    await button('Ask a person').click();
    await sees('Your question is on its way');
    await goTo(/Security alerts/);
    await sees('Question 1 for the experts');
    await picture('32-question');
    await button('Answer').click();
    await goTo(/Personal Chat/);
    await page.getByLabel('Your answer').last().waitFor();
    await picture('33-form');
    await page.getByLabel('Your answer').last().click();
    await page.keyboard.type('Any app will do.');
    await picture('34-typed');
    await button('Send answer').click();
    await sees('Your answer is on its way to Megan Bowen.');
    await sees('An answer to your question');
    await picture('35-answered');
    await goTo(/Security alerts/);
    await sees('Question 1 is answered');
    await close();
  },
);
