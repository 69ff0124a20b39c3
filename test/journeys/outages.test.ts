import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { Person } from './person.ts';
import { contosoStage, type Stage, stage } from './stage.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

/** The reference that a person was given; the log must have it, with what went wrong. */
function reference(read: string): string {
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(read)?.[0] ?? 'none';
}
const logged = (id: string) => on.log.lines.filter(({ fields }) => 'reference' in fields && fields.reference === id);

/** The look-up of administrators takes until the test rejects it: a stop waits for what is under way. */
function takesTooLong() {
  const held = Promise.withResolvers<never>();
  on.admins.trouble = () => held.promise;
  return held;
}

describe.each(['slack', 'teams'] as const)('in %s', (platform) => {
  let ada: Person;
  beforeEach(() => {
    ada = on.admin(platform, 'Ada');
  });

  it.each(['hangs', 'fails'] as const)(
    'when the platform %s to say who somebody is, a sentence says so and nothing is done',
    async (how) => {
      on[platform].losesSight(how);
      const before = await on.record();
      expect(await ada.says('confirm')).toContain('I could not check who you are');
      on[platform].recovers();
      await ada.opens('update');
      on[platform].losesSight(how);
      expect(await ada.saves({ email: 'new@contoso.example' })).toContain('I could not check who you are');
      expect(await on.record()).toEqual(before);
      on[platform].recovers();
      expect(await ada.says('confirm')).toContain('you confirmed this contact');
    },
  );

  it('a bug in a verb becomes a sentence with a reference, and the log has what went wrong under it', async () => {
    on.disk.bug = new Error('a bug');
    const read = await ada.says('show');
    expect(read).toContain('Something went wrong on my side');
    expect(logged(reference(read))).toMatchObject([{ level: 'error', fields: { err: { message: 'a bug' } } }]);
    expect(read).not.toContain('a bug');
    on.disk.bug = null;
    expect(await ada.says('show')).toContain('desk@contoso.example');
  });

  it('what takes too long and only reads is not said to have been saved', async () => {
    const held = takesTooLong();
    const read = await ada.says('show');
    expect(read).toContain('please ask again');
    expect(read).not.toContain('saved');
    expect(logged(reference(read))).toMatchObject([{ fields: { failure: 'slowRead' } }]);
    expect(await ada.says('what is the security contact?')).toContain('What is the CSP security contact?');
    expect(await ada.says('who may change the security contact?')).toContain('your Global Administrators');
    held.reject(new Error('too late'));
  });

  it('what takes too long becomes a sentence with a reference, while the person still waits', async () => {
    await ada.opens('update');
    const before = await on.record();
    const held = takesTooLong();
    const read = await ada.saves({ email: 'new@contoso.example' });
    expect(read).toContain('This is taking longer than usual');
    expect(logged(reference(read))).toMatchObject([{ fields: { failure: 'slow' } }]);
    expect(await on.record()).toEqual(before);
    held.reject(new Error('too late'));
  });

  it('a form that is refused after that comes to the private chat as it was filled in, and is saved from there', async () => {
    await ada.opens('update');
    const held = Promise.withResolvers<void>();
    const { roleOf } = on.admins;
    on.admins.roleOf = () => held.promise.then(() => 'admin' as const);
    expect(await ada.saves({ email: 'nobody', firstName: 'Night desk' })).toContain('This is taking longer than usual');
    held.resolve();
    on.admins.roleOf = roleOf;
    ada.closes();
    await vi.waitFor(() => expect(ada.reads()).toContain('The form still has what you typed'), { timeout: 10_000 });
    await ada.presses('Open the form');
    expect([ada.entered('email'), ada.entered('firstName')]).toEqual(['nobody', 'Night desk']);
    expect(ada.problems()).toEqual({ email: expect.stringContaining('is not an e-mail address') });
    await ada.saves({ email: 'night@contoso.example' });
    expect((await on.record()).register.tenants[0]?.contact).toMatchObject({
      email: 'night@contoso.example',
      firstName: 'Night desk',
    });
  });

  it('when the role cannot be told, nothing is changed', async () => {
    await ada.opens('update');
    const before = await on.record();
    const { roleOf } = on.admins;
    on.admins.roleOf = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    expect(await ada.saves({ email: 'new@contoso.example' })).toContain('I could not check your role');
    expect(await ada.says('confirm')).toContain('I could not check your role');
    expect(await on.record()).toEqual(before);
    on.admins.roleOf = roleOf;
  });

  it('a bug in the directory becomes a sentence with a reference, the log has it, and nothing is changed', async () => {
    await ada.opens('update');
    const before = await on.record();
    const { roleOf } = on.admins;
    on.admins.roleOf = () => Promise.reject(new TypeError('made up'));
    const read = await ada.saves({ email: 'new@contoso.example' });
    expect(read).toContain('Something went wrong on my side');
    expect(logged(reference(read))).toMatchObject([{ level: 'error', fields: { err: { message: 'made up' } } }]);
    expect(await on.record()).toEqual(before);
    on.admins.roleOf = roleOf;
  });

  it('a bug in the list of administrators is in the log, and ends no tick', async () => {
    on.admins.trouble = () => Promise.reject(new TypeError('made up'));
    await on.tick();
    const logged = on.log.lines.filter(({ fields }) => 'event' in fields && fields.event === 'directory.failed');
    expect(logged[0]).toMatchObject({ level: 'error', fields: { err: { message: 'made up' } } });
    on.admins.trouble = null;
  });

  it('a full disk is said at the save, changes nothing, keeps what was typed, and is forgotten when there is room', async () => {
    await ada.opens('update');
    const before = await on.record();
    on.disk.full = true;
    const read = await ada.saves({ email: 'new@contoso.example' });
    expect(read).toContain('the bot cannot write to its storage');
    expect(logged(reference(read))).toMatchObject([{ fields: { failure: 'unwritable' } }]);
    expect(await on.record()).toEqual(before);
    on.disk.full = false;
    expect(await ada.triesAgain()).toContain('E-mail: new@contoso.example');
  });

  it('a full disk keeps nobody from reading, also whom the bot never met', async () => {
    on.disk.full = true;
    const bob = on[platform].person('Bob');
    expect(await bob.says('show')).toContain('desk@contoso.example');
    expect(await bob.says('history')).toContain('imported the register');
    expect(await bob.arrives()).toContain('+33 1 42 68 53 00');
    expect(await ada.says('confirm')).toContain('the bot cannot write to its storage');
  });
});

it('with Slack down at boot the bot starts, says so, answers in words, and recovers without a restart', async () => {
  const down = await stage((slack) => slack.fail('auth.test', { kind: 'status', status: 503 }, { always: true }));
  await down.knows();
  const readyz = async () => (await fetch(`${down.url()}/readyz`)).json();
  const ada = down.slack.person('Ada');
  expect(await ada.says('show')).toContain('not connected to Slack yet');
  expect(await readyz()).toMatchObject({
    ready: false,
    checks: { slack: expect.stringContaining('cannot be reached') },
  });
  expect(await down.teams.person('Bob').says('show')).toContain('desk@contoso.example');
  down.wires.slack.heal();
  await vi.waitFor(async () => expect(await readyz()).toMatchObject({ ready: true }), { timeout: 10_000 });
  expect(await ada.says('show')).toContain('desk@contoso.example');
  await down.closes();
});
