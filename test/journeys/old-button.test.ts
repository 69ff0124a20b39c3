/** A press in Teams on a button that the bot no longer has leaves the card as it is, and is answered below it. */
import { expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { textIn } from '../support/teams-person.ts';
import { contosoStage } from './stage.ts';

it('an old button in the private chat does not overwrite its card', async () => {
  const on = await contosoStage();
  try {
    const ada = on.admin('teams', 'Ada');
    await ada.arrives();
    const own = on.teams.raw(ada);
    await own.says('show');
    const [card] = own.cards();
    const action = { type: 'Action.Execute', verb: 'old.thing', data: { action: 'old.thing', value: '' } };
    await own.invoke('adaptiveCard/action', { action, trigger: 'manual' }, { replyToId: card?.message.id });
    const [newest, ...before] = own.cards();
    expect(textIn(newest?.content)).toContain(messages('en').rights.cardTooOld);
    const same = before.find(({ message }) => message.id === card?.message.id);
    expect(same?.content).toEqual(card?.content);
    expect(same?.message).not.toHaveProperty('edited');
  } finally {
    await on.closes();
  }
});
