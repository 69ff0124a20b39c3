import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AlertStage, alertStage, both } from './alert-stage.ts';
import { contosoId } from './stage.ts';
import { by, ways } from './ways.ts';

const mining = 'Crypto mining in a customer’s subscription';
let scene: AlertStage;
beforeEach(async () => {
  scene = await alertStage();
});
afterEach(() => scene.on.closes());

describe.each(ways)('in %s', (way) => {
  const name = by(way);
  const other = name === 'slack' ? 'teams' : 'slack';

  it('an alert arrives on both platforms, and is worked from the card', async () => {
    const { on, rooms, channels, sam, send, cards, until, bothShow } = scene;
    await send({
      id: '42',
      description: 'A <!channel> & <at>all</at> came.',
      affectedResources: [{ resourceId: 'vm-7' }],
    });
    await bothShow('Not acknowledged');
    const [card] = cards(name);
    // Teams has them in the card, folded; Slack answers in private.
    const details = name === 'teams' ? card?.text : await rooms.slack.presses(sam.slack, channels.slack, 'Details');
    for (const words of [
      mining,
      'A <!channel> & <at>all</at> came.',
      'vm-7',
      'Contoso',
      'a product that sends me alerts',
    ])
      expect(details).toContain(words);
    // The story says once until when, the facts of the card by which rule too.
    expect(details).toContain(
      name === 'teams' ? '(Microsoft’s limit; Microsoft recommends an answer within one hour)' : 'Answer by',
    );
    expect(card?.labels.slice(0, 3)).toEqual(['Acknowledge', 'Resolve', 'Steps']);

    expect(await rooms[name].presses(sam[name], channels[name], 'Acknowledge')).toContain(
      'You acknowledged this alert.',
    );
    await bothShow('Acknowledged');
    for (const side of both) {
      expect(cards(side)[0]?.text).toContain(sam[name].name);
      expect(cards(side)[0]?.labels).not.toContain('Acknowledge');
      expect(cards(side)[0]?.text).not.toContain('You acknowledged');
    }

    expect(await rooms[other].presses(sam[other], channels[other], 'Resolve')).toContain('Reason');
    expect(await rooms[other].saves(sam[other], { note: 'We looked.' })).toContain('Please choose');
    const done = await rooms[other].saves(sam[other], { reason: 'fraud', note: 'We looked. <b>Bad</b>' });
    expect(done).toContain('You resolved this alert.');
    await bothShow('Resolved');
    await until(() => both.every((side) => cards(side).length === 2));
    for (const side of both) {
      const [first, followUp] = cards(side);
      expect(followUp?.thread).toBe(first?.id);
      expect(followUp?.text).toContain('resolved alert 1 as fraud. Note: We looked. <b>Bad</b>');
    }

    expect(await rooms[name].presses(sam[name], channels[name], 'Reopen')).toContain('You reopened this alert.');
    await bothShow('Not acknowledged');
    expect(on.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  it('the second who presses learns who was first', async () => {
    const { rooms, channels, sam, send, bothShow } = scene;
    await send({});
    await bothShow('Not acknowledged');
    const [first, second] = await Promise.all([
      rooms[name].presses(sam[name], channels[name], 'Acknowledge'),
      rooms[other].presses(sam[other], channels[other], 'Acknowledge'),
    ]);
    const isFirst = (one: string) => Number(one.includes('You acknowledged'));
    const said = [first, second].sort((one, other) => isFirst(one) - isFirst(other));
    expect(said[0]).toMatch(new RegExp(`Already acknowledged by (${sam[name].name}|${sam[other].name})`));
    expect(said[1]).toContain('You acknowledged this alert.');
  });

  it.each(['guest', 'outsider'] as const)('a %s may press, and nothing happens', async (who) => {
    const { on, rooms, channels, send, bothShow } = scene;
    await send({});
    await bothShow('Not acknowledged');
    const stranger = on[name].person('Eve', who);
    if (name === 'teams')
      on.wires.teams.conversations.get(channels.teams.address)?.members.push(on.teams.raw(stranger).member);
    for (const label of ['Acknowledge', 'Steps', 'Resolve']) {
      const said = await rooms[name].presses(stranger, channels[name], label);
      expect(said).toMatch(who === 'guest' ? /guest/i : /organisation/);
    }
    expect(await on.store.read((reader) => reader.list('alerts'))).toMatchObject([{ status: 'active', revision: 1 }]);
  });

  it('the steps are for one pair of eyes', async () => {
    const { rooms, channels, sam, send, cards, bothShow } = scene;
    await send({});
    await bothShow('Not acknowledged');
    const before = cards(name).length;
    expect(await rooms[name].presses(sam[name], channels[name], 'Steps')).toContain('2. Contain');
    expect(cards(name)).toHaveLength(before);
  });

  it('what a sender writes calls nobody, and hides nothing', async () => {
    const { on, channels, cards, bothShow, send } = scene;
    await send({ id: 'high', displayName: '<!channel> pay\u202e\u200bload', description: '<at>all</at>\u2066 *x*' });
    await bothShow('Not acknowledged');
    expect(cards(name)[0]?.text).toContain('<!channel> payload');
    const { slack, teams } = on.wires;
    const raw = {
      slack: JSON.stringify(slack.messages.filter(({ channel }) => channel === channels.slack.address)),
      teams: JSON.stringify(teams.messages(channels.teams.address)),
    }[name];
    expect(raw).not.toMatch(/[\u202a-\u202e\u2060-\u2069]/);
    if (name === 'teams') return expect(raw).not.toContain('<at>all');
    const marked = [...raw.matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(([, text]) => text);
    expect(raw).toContain('"type":"plain_text","text":"⛔ <!channel> payload"');
    expect(marked.join()).not.toContain('<!channel>');
    expect(slack.messages.map(({ text }) => text).join()).toContain('&lt;!channel&gt; payload');
  });

  it('what is open is listed page by page, filtered, and each has its story', async () => {
    const { sam, send, cards, until } = scene;
    await send(
      ...Array.from({ length: 12 }, (_, n) => ({
        id: `n${n}`,
        displayName: `Alert ${n}`,
        severity: n ? 'low' : 'high',
      })),
    );
    await until(() => cards('slack').length === 12 && cards('teams').length === 12);
    const listed = await sam[name].says('alerts');
    expect(listed).toContain('12 alerts are open.');
    expect(listed).toContain('1 to 6 of 12');
    expect(await sam[name].presses('Next')).toContain('7 to 12 of 12');
    const high = await sam[name].says('alerts high');
    expect(high).toContain('1 open alert.');
    expect(await sam[name].says('alerts nowhere')).toContain('No open alert matches “nowhere”.');
    const timeline = await sam[name].says('alerts 1');
    expect(timeline).toContain('received');
    expect(timeline).toContain('delivered after 1 attempt');
  });

  it('somebody raises an alert that came by phone', async () => {
    const { on, sam, cards, bothShow } = scene;
    expect(await sam[name].opens('raise')).toContain('What happened?');
    const done = await sam[name].saves({
      displayName: 'A call from Microsoft',
      severity: 'high',
      description: 'Line 1\nLine 2',
    });
    expect(done).toContain('Alert 1 has been raised');
    await bothShow('Not acknowledged');
    expect(cards(other)[0]?.text).toContain(`raised by ${sam[name].name}`);
    expect(await on[name].person('Eve').says('raise')).toContain('Only members');
  });

  it('a drill goes the same way, and the report counts it', async () => {
    const { on, rooms, channels, sam, send, until, bothShow } = scene;
    expect(await sam[name].says('drill')).toContain('Start a drill?');
    expect(await sam[name].presses('Start the drill')).toContain('on its way');
    await bothShow('Not acknowledged');
    await rooms[name].presses(sam[name], channels[name], 'Acknowledge');
    await bothShow('Acknowledged');
    await send({ id: '7', displayName: '=cmd|calc' });
    const boss = on[name].person('Boss');
    expect(await boss.says('report')).toContain('Only the managers');
    on.admins.all.add(boss.identity);
    const report = await boss.says('report');
    expect(report).toMatch(/Drills acknowledged in time\s+1 of 1/);
    await boss.presses('Send me the CSV');
    if (name === 'teams') await on.teams.raw(boss).answersOffer('accept');
    await until(() => rooms[name].files(boss).length > 0);
    const [file] = rooms[name].files(boss);
    expect(file?.name).toMatch(/^alerts-contoso-[0-9a-f]{8}-\d{4}-\d\d\.csv$/);
    expect(file?.content).toContain(`"'=cmd|calc"`);
    expect((await on.record()).register.tenants[0]?.id).toBe(contosoId);
  });
});
