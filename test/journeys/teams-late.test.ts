/** A question in a Teams channel whose answer Teams does not take at once, by somebody who has no private chat with the bot. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { textIn } from '../support/teams-person.ts';
import { type Stage, stage } from './stage.ts';

let on: Stage;
beforeEach(async () => {
  on = await stage();
  await on.ready();
});
afterEach(() => on.closes());

it('comes there later, after a restart too, to the asker alone and once', async () => {
  const [ada, bob] = [on.teams.person('Ada'), on.teams.person('Bob')];
  const { address } = await on.teams.channel('soc', 'closed', [ada, bob]);
  const { teams } = on.wires;
  teams.state.refuseChats = true;
  const inside = (person: typeof ada) => on.teams.raw(person, teams.conversations.get(address));
  const [asker, other] = [inside(ada), inside(bob)];
  const sees = ({ member }: typeof asker) => teams.seenBy(address, member).slice(before);
  const own = `a:${asker.member.aadObjectId}`;
  const before = teams.messages(address).length;
  teams.fail(/isTargeted/, { kind: 'answer', status: 503, code: 'ServiceUnavailable' }, 1_000);
  await asker.says('help');
  expect(sees(asker)).toEqual([]);
  await on.restarts();
  teams.heal();
  await vi.waitUntil(() => sees(asker).length > 0, { timeout: 15_000 });
  expect(sees(asker).map(({ attachments }) => textIn(attachments?.[0]?.content))).toEqual([
    expect.stringContaining(messages('en').apology.late),
  ]);
  expect([sees(other), teams.messages(own)]).toEqual([[], []]);
});
