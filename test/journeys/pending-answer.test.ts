import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

/** The platform takes no message for half a minute, as it says; the next one that is tried it takes all the same. */
const busy = {
  slack: () => on.wires.slack.fail('chat.postMessage', { kind: 'rate limited', seconds: 30 }),
  teams: () =>
    on.wires.teams.fail(/^POST .*activities/, { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '30' }),
};

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  it('an answer that cannot be given is owed and comes, and what was done was done once', async () => {
    const ada = on.admin(platform, 'Ada');
    await ada.arrives();
    const before = (await on.record()).history.length;
    busy[platform]();
    if (platform === 'slack') await on.slack.raw(ada).say('confirm');
    else await on.teams.raw(ada).says('confirm');
    await vi.waitFor(() => expect(ada.reads()).toContain(messages('en').apology.late), { timeout: 10_000 });
    expect(ada.reads()).toContain('confirmed this contact');
    expect((await on.record()).history).toHaveLength(before + 1);
  });
});
