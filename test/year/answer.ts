import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ada, alain, lou } from './cast.ts';
import type { Dice } from './dice.ts';
import type { Office } from './office.ts';

/** What every deed has: who, and a key of its own. */
export type Doing = (from: Identity) => { from: Identity; locale: null; fromChannel: null; key: string };

/** Somebody answers the newest reminder of theirs, and sometimes a colleague presses the same a moment later. */
export async function answer(office: Office, dice: Dice, doing: Doing): Promise<void> {
  const from = dice.pick([ada, alain, lou]).id;
  const reminder = office.posts().findLast((post) => post.to === from && post.deliveryId.startsWith('reminder'));
  const offered = [
    ...(reminder?.card.buttons ?? []),
    ...(reminder?.card.rows ?? []).flatMap(({ button }) => button ?? []),
  ];
  const buttons = offered.filter(({ id }) => id !== 'contact.update' && id !== 'contact.show');
  if (buttons.length === 0) return;
  const right = buttons.find(({ id }) => id === 'contact.confirm');
  const pressed = right && dice.chance(0.4) ? right : dice.pick(buttons);
  const press = { kind: 'press', button: pressed.id, value: pressed.value } as const;
  const reply = await office.handle({ ...doing(from), ...press });
  if (reply?.kind === 'form') {
    const values = { what: 'all', duration: dice.pick(['1', '7', '30']), reason: 'Absent' };
    await office.handle({ ...doing(from), kind: 'submit', form: reply.form.id, state: reply.form.state, values });
  } else if (dice.chance(0.3)) await office.handle({ ...doing(dice.pick([ada, alain]).id), ...press });
}
