import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, contoso, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
const id = (name: string) => `webhook:default ${name}`;
const newestFile = () => bot.world.slack.files.at(-1);

beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});

describe('“Send me the details”', () => {
  beforeEach(async () => {
    await bot.send({
      id: 's',
      displayName: 'Mining *now* <!here> | https://evil.example',
      description: '# Not a title\n- nor a list',
    });
    await bot.world.time.advance(60_000);
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    await bot.world.time.advance(60_000);
    await bot.say(ada, 'resolve 1 fraud keys rotated');
    await bot.world.time.advance(60_000);
  });

  it('sends what happened in order, with the hashes of the entries of the audit trail', async () => {
    const button = cardOf(await bot.say(sam, 'alerts 1')).buttons.find(({ id }) => id === 'alerts.storyFile');
    expect(button?.label).toBe('Send me the details');
    await bot.press(sam, 'alerts.storyFile', button?.value ?? '');
    expect(newestFile()).toMatchObject({ to: sam, name: 'alert-1-contoso.md' });
    const lines = (newestFile()?.content ?? '').split('\n');
    const happened = lines.filter((line) => /^\| 2026/.test(line)).map((line) => line.split(' | '));
    expect(happened.map(([at, what]) => `${at?.slice(13, 21)} ${what}`)).toEqual([
      '09:00:00 detected',
      '09:00:00 accepted',
      '09:00:01 C1',
      '09:01:00 acknowledged',
      '09:02:00 resolved',
      '09:02:01 C1',
    ]);
    expect(happened[2]?.[2]).toContain('delivered after 1 attempt <https://contoso-partners.slack.com/archives/C1/p');
    expect(happened[4]?.[2]).toContain('Ada · Fraud: keys rotated');
    expect(happened.map(([, , detail]) => detail?.split(' · ')[0])).toEqual([
      ' |',
      'webhook',
      'card',
      'Sam |',
      'Ada',
      'line in the thread (resolved)',
    ]);
    expect(lines).toContain('- **Source**: webhook');
    expect(lines).toContain('- **First answer**: 1 minute after detection, within 24 hours');
    expect(lines).toContain('- **The team’s time zone**: UTC');
    const trail = await bot.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 9 }));
    for (const { number, hash } of trail)
      expect(lines.join('\n')).toMatch(new RegExp(`^\\| ${number} \\| .* \\| ${hash} \\|$`, 'm'));
    const [newer, older] = trail.map(({ hash }) => lines.findIndex((line) => line.includes(hash)));
    expect(older).toBeLessThan(newer ?? 0);
    expect(trail).toHaveLength(2);
  });

  it('says who handed it over to whom, and what each line in the thread told', async () => {
    await bot.press(ada, 'alerts.reopen', id('s'));
    await bot.say(sam, 'ack 1');
    await bot.say(ada, 'note 1 #2 at 02:40: mailto:eve@evil.example in #soc');
    await bot.world.store.change((tx) => tx.put('people', { id: ada, name: 'Ada' }));
    await bot.say(sam, 'give 1 @Ada');
    await bot.say(ada, 'take 1');
    await bot.world.time.advance(60_000);
    await bot.press(sam, 'alerts.storyFile', id('s'));
    const content = newestFile()?.content ?? '';
    expect(content).toContain('| handed over | Sam · handed the alert over to Ada |');
    expect(content).toContain('| taken over | Ada · took the alert over from Sam |');
    expect(content).toContain('| Ada | handover message · ');
    for (const step of ['reopened', 'note added', 'handed over', 'taken over'])
      expect(content).toContain(`| C1 | line in the thread (${step}) · `);
    expect(content).toContain('Ada · \\#2 at 02:40: mailto\\:eve\\@evil.example in #soc');
  });

  it('says that the first answer came too late', async () => {
    await bot.send({ id: 'late' });
    await bot.world.time.advance(25 * 3_600_000);
    await bot.say(sam, 'ack 2');
    await bot.press(sam, 'alerts.storyFile', id('late'));
    expect(newestFile()?.content).toContain('- **First answer**: 25 hours after detection, not within 24 hours');
  });

  it('takes nothing that a sender wrote for Markdown', async () => {
    await bot.press(sam, 'alerts.storyFile', id('s'));
    const content = newestFile()?.content ?? '';
    expect(content).toContain('# Alert 1: Mining \\*now\\* \\<\\!here\\> \\| https\\://evil.example');
    expect(content).toContain('> \\# Not a title\n> \\- nor a list');
  });

  it('is answered by that alone: the story stays as it is', async () => {
    const reply = await bot.press(sam, 'alerts.storyFile', id('s'));
    expect(reply).toMatchObject({ instead: false, card: { facts: [], rows: [] } });
    expect(text(cardOf(reply).text)).toBe('The file alert-1-contoso.md is in our private chat.');
    bot.world.slack.upload = async () => Promise.reject(new ChatError('refused', 'file_uploads_disabled'));
    expect(text(cardOf(await bot.press(sam, 'alerts.storyFile', id('s'))).text)).toContain('(file_uploads_disabled)');
    bot.world.slack.upload = async () => 'impossible';
    expect(text(cardOf(await bot.press(sam, 'alerts.storyFile', id('s'))).text)).toContain(
      'I cannot send files in this chat.',
    );
  });

  it('has what was done to many at once, and what is in the archive', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
    await bot.world.time.advance(30_000);
    const all = bot
      .channel()
      .flatMap(({ card }) => card.buttons)
      .find((one) => one.id === 'alerts.acknowledgeAll');
    await bot.press(sam, 'alerts.acknowledgeAll', all?.value ?? '');
    await bot.press(sam, 'alerts.storyFile', id('m0'));
    expect(newestFile()?.content).toContain('Sam acknowledged alert 2');
    await bot.ticksAfter(25 * 3_600_000);
    expect(await bot.alert(id('s'))).toBeNull();
    await bot.press(sam, 'alerts.storyFile', id('s'));
    expect(newestFile()?.content).toContain('keys rotated');
  });
});

describe('the story', () => {
  it('says where an alert went as it was then, whatever is changed later, and in the order of time', async () => {
    const { contact } = aTenant({}, bot.world.time.now());
    await bot.edit({ contact: { ...contact, channels: [] } });
    await bot.send({ id: 'n' });
    await bot.say(ada, 'help');
    await bot.world.time.advance(3_000);
    const before = cardOf(await bot.say(sam, 'alerts 1')).rows.map(text);
    expect(before[0]).toContain('routed to the administrators, because the security contact had no channel');
    await bot.say(ada, 'resolve 1 ignore');
    await bot.edit({ contact });
    await bot.world.time.advance(3_000);
    const after = cardOf(await bot.say(sam, 'alerts 1'));
    expect(after.rows.map(text).slice(0, 2)).toEqual(before.slice(0, 2));
    expect(text(after.facts)).not.toContain('No channel of the security contact could take it');
    const times = after.rows.map(({ title }) => /<(\d[^>]+)>/.exec(text(title))?.[1]);
    expect(times).not.toContain(undefined);
    expect(times).toEqual(times.toSorted());
    expect(text(after.rows.at(-1)?.title)).toContain('resolved');
  });

  it('says when it went elsewhere, and why', async () => {
    bot.world.slack.channels.delete(slackChannel.address);
    await bot.send({ id: 'n' });
    await bot.world.time.advance(10_000);
    expect((await bot.alert(id('n')))?.timeline.map(({ what, why }) => [what, why])).toEqual([
      ['received', 'contact'],
      ['routed', 'admins'],
    ]);
    expect(text(cardOf(await bot.say(ada, 'alerts 1')).rows)).toContain(
      'no channel of the security contact accepted the alert',
    );
  });
});

describe('the files of the report', () => {
  it('are told apart by tenant, and the answer says alone that the file was sent', async () => {
    const reply = await bot.press(ada, 'alerts.csv', `${contoso} 2026-11`);
    expect(newestFile()?.name).toBe('alerts-contoso-11111111-2026-11.csv');
    expect(reply).toMatchObject({ instead: false, card: { facts: [], rows: [] } });
    expect(text(cardOf(reply).text)).toContain('The file alerts-contoso-11111111-2026-11.csv is in our private chat.');
  });

  it('have an id of ours for what somebody raised, and for the same once only', async () => {
    const form = formOf(await bot.say(sam, 'raise'));
    const values = { displayName: 'Phoned in', severity: 'low', description: '' };
    for (let n = 0; n < 2; n++)
      await bot.submit(sam, form, values, 'v0=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd');
    await bot.press(ada, 'alerts.csv', `${contoso} 2026-11`);
    const [, line, none] = newestFile()?.content.split('\r\n') ?? [];
    expect(line).toMatch(/^1,"person","raised-[a-z0-9]{5,12}","Phoned in"/);
    expect(none).toBe('');
    expect(newestFile()?.content).not.toContain('5257a869');
  });
});
