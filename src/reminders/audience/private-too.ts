import type { Identity } from '../../domain/tenant/identity.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import type { PressHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';

/** An admin wants reminders in private too (`on`), or in the admin channel alone (`off`). Says what is to be and never toggles. */
export const pressBoth: PressHandler = async (request, value, world) => {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const { both: say, buttons } = request.words.reminders;
  const on = value === 'on';
  await keep(request.actor.id, on, world);
  const said = on ? say.isOn : say.isOff;
  const list = button('press', 'reminders.list', buttons.list, '');
  return { kind: 'card', instead: false, card: card(say.title, said, { tone: 'good', text: [said], buttons: [list] }) };
};

function keep(id: Identity, on: boolean, { store }: World): Promise<void> {
  return store.change(async (tx) => {
    const person = await tx.get('people', id);
    if (!person) return;
    const { both: _before, ...rest } = person;
    await tx.put('people', on ? { ...rest, both: true } : rest);
  });
}
