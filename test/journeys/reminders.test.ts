import { afterEach, describe, expect, it } from 'vitest';
import { chatOf } from './alert-rooms.ts';
import { both, type ReminderStage, reminderStage } from './reminder-stage.ts';

let scene: ReminderStage;
afterEach(() => scene.on.closes());

describe.each(both)('in %s', (name) => {
  it('a reminder comes in the morning, Still right clears it, the cards are edited, and the history shows it', async () => {
    scene = await reminderStage();
    const { on, rooms, channels, ada, bob, sam, reminder, presses, until } = scene;
    expect(reminder(name, ada[name])).toBeUndefined();
    await scene.morning();
    const before = rooms[name].told(ada[name]).length;
    expect(reminder(name, ada[name])?.title).toContain('1 thing to fix');
    expect(reminder(name, ada[name])?.text).toContain('Nobody has confirmed this contact yet.');
    expect(reminder(name, ada[name])?.labels).toEqual(['Still right', 'Update', 'Snooze', 'Show the contact']);
    await until(() => rooms[name].in(channels[name]).some(({ title }) => title.includes('1 thing to fix')));

    expect(await presses(name, ada[name], 'Still right')).toContain('you confirmed this contact');
    const cleared = (side: 'slack' | 'teams') =>
      [ada, bob].every((people) => reminder(side, people[side])?.title.includes('Nothing left to fix'));
    await until(() => both.every(cleared));
    await until(() =>
      both.every((side) => rooms[side].in(channels[side]).some(({ title }) => title.includes('Nothing left to fix'))),
    );
    expect(reminder(name, bob[name])?.text).toContain('✓ Fixed: “Contact not confirmed”');
    expect(reminder(name, bob[name])?.labels).toEqual([]);
    expect(rooms[name].told(ada[name])).toHaveLength(before);

    const history = await sam[name].says('history');
    expect(history).toContain('Ada confirmed that the contact is still right');
    expect(history).toContain('The bot sent a reminder');
    expect(history).toContain('About: Contact not confirmed');
    await scene.on.tick();
    expect(rooms[name].told(ada[name]).filter(({ title }) => title.includes('to fix'))).toHaveLength(1);
    expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('the form opens from the reminder, and saving it edits the reminder', async () => {
    scene = await reminderStage({ contact: { kind: 'person', firstName: 'Desk', lastName: '' } });
    const { rooms, ada, bob, reminder, presses, until } = scene;
    await scene.morning();
    expect(reminder(name, ada[name])?.text).toContain('Fill in “Last name”.');
    expect(await presses(name, ada[name], 'Update')).toContain('for Contoso.');
    expect(await rooms[name].saves(ada[name], { email: 'no address' })).toContain('This is not an e-mail address');
    await rooms[name].saves(ada[name], { email: 'desk@contoso.example', lastName: 'Of Contoso' });
    await until(() =>
      both.every((side) =>
        [ada, bob].every((all) =>
          reminder(side, all[side])?.text.includes('✓ Fixed: “A required field is empty (Last name)”'),
        ),
      ),
    );
    expect(reminder(name, bob[name])?.title).not.toContain('urgent');
  });

  it('Done in Partner Center attests, for everybody who has the reminder', async () => {
    scene = await reminderStage({ contact: { attestedAt: null } });
    const { on, time, ada, bob, reminder, presses, until } = scene;
    time.jump(24 * 3_600_000);
    await scene.morning();
    expect(reminder(name, ada[name])?.title).toContain('2 things to fix');
    expect(await presses(name, ada[name], 'Done in Partner Center')).toContain(
      'I recorded that Partner Center shows the same contact',
    );
    await until(() =>
      both.every((side) => reminder(side, bob[side])?.text.includes('✓ Fixed: “Not compared with Partner Center”')),
    );
    const [tenant] = (await on.record()).register.tenants;
    expect(tenant?.contact).toMatchObject({ attestedBy: ada[name].identity, confirmedAt: null });
  });

  it('Snooze asks for a reason, and everybody reads who put it off, until when and why', async () => {
    scene = await reminderStage();
    const { time, rooms, ada, bob, sam, reminder, presses, until } = scene;
    await scene.morning();
    expect(await presses(name, ada[name], 'Snooze')).toContain('For how long');
    expect(await rooms[name].saves(ada[name], { duration: '7', reason: '' })).toContain('Please fill in this field.');
    const done = await rooms[name].saves(ada[name], { duration: '7', reason: 'We move on <Monday>.' });
    expect(done).toContain('Snoozed until');
    await until(() => both.every((side) => reminder(side, bob[side])?.text.includes('We move on <Monday>.')));
    expect(reminder(name, bob[name])?.title).toContain('Snoozed');
    expect(reminder(name, bob[name])?.labels).toEqual(['End the snooze', 'Show the contact']);
    expect(reminder(name, bob[name])?.text).toContain('Snoozed by Ada until');
    expect(await sam[name].says('reminders')).toContain('No reminder is planned, because everything open is snoozed.');
    const history = await sam[name].says('history');
    for (const words of ['Ada snoozed a reminder', 'Reason: We move on <Monday>.', 'About: Contact not confirmed'])
      expect(history).toContain(words);
    const told = rooms[name].told(bob[name]).length;
    time.jump(8 * 24 * 3_600_000);
    await scene.on.tick();
    await until(() => rooms[name].told(bob[name]).length > told);
    expect(reminder(name, bob[name])?.title).toContain('to fix');
  });

  it('whoever may not gets a sentence, and nothing happens', async () => {
    scene = await reminderStage();
    const { on, rooms, channels, bob, sam, reminder, until } = scene;
    await scene.morning();
    await until(() => rooms[name].in(channels[name]).some(({ title }) => title.includes('1 thing to fix')));
    const guest = on[name].person('Eve', 'guest');
    if (name === 'teams')
      on.wires.teams.conversations.get(channels.teams.address)?.members.push(on.teams.raw(guest).member);
    expect(await rooms[name].presses(guest, channels[name], 'Still right')).toMatch(/guest/i);
    expect(rooms[name].in(channels[name]).flatMap(({ labels }) => labels)).not.toContain('Snooze');
    on.admins.all.delete(bob[name].identity);
    expect(await scene.presses(name, bob[name], 'Snooze')).toContain('Only a Global Administrator can do that.');
    expect(reminder(name, bob[name])?.title).toContain('1 thing to fix');
    expect((await on.record()).register.tenants[0]?.contact).toMatchObject({ confirmedAt: null });
    // Who works in the channel may say that it is still right, once they saw in private what.
    expect(await rooms[name].presses(sam[name], channels[name], 'Still right')).toContain('Nothing is recorded until');
    await sam[name].says('confirm');
    await until(() => reminder(name, bob[name])?.title.includes('Nothing left to fix') === true);
  });

  it('the second who presses learns that it is done', async () => {
    scene = await reminderStage();
    const { on, ada, bob, presses, reminder } = scene;
    await scene.morning();
    // Nobody's card changes yet.
    on.wires.slack.fail('chat.update', { kind: 'rate limited', seconds: 600 }, { channel: chatOf(bob.slack).address });
    on.wires.teams.fail(/PUT /, { kind: 'answer', status: 429, code: 'TooMany', retryAfter: '600' }, 50);
    await presses(name, ada[name], 'Still right');
    expect(reminder(name, bob[name])?.title).toContain('1 thing to fix');
    const said = await presses(name, bob[name], 'Still right');
    expect(said).toContain('Somebody else has already done this.');
    expect(said).toContain('Nothing left to fix');
    const { history } = await on.record();
    expect(history.filter(({ deed }) => deed === 'contact.confirmed')).toHaveLength(1);
  });

  it('check answers in one message what it has found', async () => {
    // Look-ups have a second, of which a hurried clock would leave 25 ms.
    scene = await reminderStage({ speed: 1 });
    const { sam, time, rooms } = scene;
    time.jump(3_600_000);
    const first = await sam[name].says('check');
    expect(first).toContain('1 thing to fix');
    expect(first).toMatch(/I have just checked the people(,| and) the channels/);
    expect(rooms[name].in(scene.channels[name]).filter(({ text }) => text.includes('I have just checked'))).toEqual([]);
  });

  it('everything is French to whoever speaks French', async () => {
    scene = await reminderStage({ locale: 'fr' });
    const { rooms, channels, ada, sam, reminder, presses, until } = scene;
    await scene.morning();
    expect(reminder(name, ada[name])?.text).toContain('Personne n’a encore confirmé ce contact.');
    expect(reminder(name, ada[name])?.labels).toEqual([
      'Toujours exact',
      'Modifier',
      'Reporter',
      'Afficher le contact',
    ]);
    await until(() => rooms[name].in(channels[name]).some(({ title }) => title.includes('1 point à régler')));
    expect(await sam[name].says('rappels')).toContain('rappels sont prévus');
    await sam[name].says('vérifier');
    await until(() => /Je viens de vérifier|Je n’ai pas pu vérifier/.test(sam[name].reads()));
    expect(await presses(name, ada[name], 'Reporter')).toContain('Durée');
    expect(await rooms[name].saves(ada[name], { duration: '30', reason: 'Congés' })).toContain('reporté jusqu’au');
    await until(() => reminder(name, ada[name])?.text.includes('« Congés »') === true);
    expect(reminder(name, ada[name])?.title).toContain('Reporté');
    expect(reminder(name, ada[name])?.labels).toEqual(['Annuler le report', 'Afficher le contact']);
  });
});
