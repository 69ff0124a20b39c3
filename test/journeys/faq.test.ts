import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faqLoader } from '../../adapters/faq/faq.ts';
import { isOwnRecord } from '../../src/domain/faq/entry.ts';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { parseCommand } from '../../src/request/parse-command.ts';
import { questions } from '../support/questions.ts';
import { text } from '../support/text.ts';
import { slackRooms, teamsRooms } from './alert-rooms.ts';
import type { Person } from './person.ts';
import { contosoStage, type Stage } from './stage.ts';
import { by, ways } from './ways.ts';

let on: Stage;
beforeEach(async () => {
  on = await contosoStage();
});
afterEach(() => on.closes());

const patient = { timeout: 10_000, interval: 10 };
const faq = faqLoader().faq();
/** A question for which the FAQ offers entries alone: which one, changes with what it learnt. */
const hazy =
  questions('strangers-tuned').find(({ text, lang, topic }) => {
    if (topic === null || lang !== 'en' || parseCommand(text).verb || text.length > 200) return false;
    const { outcome } = faq.match(text, { otherwise: 'en', after: null });
    return outcome.kind === 'unsure' && !outcome.entries.some(isOwnRecord);
  })?.text ?? 'there is none';
const beyond = 'which MFA app should our customers use, says zebra?';

describe.each(ways)('in %s', (way) => {
  const platform = by(way);
  const rooms = () => (platform === 'slack' ? slackRooms(on) : teamsRooms(on));

  /** An admin sets the experts' channel, with somebody in it. */
  async function experts(): Promise<{ channel: Channel; eve: Person }> {
    const side = on[platform];
    const [ada, eve] = [side.person('Ada'), side.person('Eve')];
    on.admins.all.add(ada.identity);
    const channel = await side.channel('experts', 'closed', [ada, eve]);
    await ada.opens('setup contoso');
    await ada.saves({ expertsChannel: side.picked(channel) });
    expect((await on.record()).register.organisation).toMatchObject({ expertsChannel: channel });
    return { channel, eve };
  }

  it('a manager asks, and follows a related question', async () => {
    const mona = on[platform].person('Mona');
    const answer = await mona.says('who may change the security contact?');
    expect(answer).toContain('Who may add or change the security contact?');
    expect(answer).toContain('Only a Global Administrator');
    expect(answer).toContain('learn.microsoft.com/partner-center/security/security-contact');
    expect(await mona.presses('Show')).toContain('How do I add or change the security contact in Partner Center?');
    expect(await mona.says('faq where do I see who is registered as security contact?')).toContain(
      'desk@contoso.example',
    );
  });

  it('what we recorded is answered in a sentence, with the way to the rest', async () => {
    const mona = on[platform].person('Mona');
    const contact = await mona.says('who is our security contact?');
    expect(contact).toContain('The security contact of Contoso is');
    expect(contact).toContain('desk@contoso.example');
    expect(await mona.presses('Show the contact')).toContain('desk@contoso.example');
    expect(await mona.says('qui a modifié notre contact en dernier, et quand ?')).toContain('Contoso');
    expect(await mona.presses('Historique')).toContain('Historique');
    expect(await mona.says('how many alerts did we get this month?')).toContain('Only the manager');
  });

  it('a conversation goes on: a follow-up is offered what it may mean', async () => {
    const mona = on[platform].person('Mona');
    expect(await mona.says('and if he is away?')).toContain('I do not know the answer');
    await mona.says('who may change the security contact?');
    expect(await mona.says('and if he is away?')).toMatch(/Is (?:this your question|your question one of these)\?/);
    expect(await mona.presses('None of these')).toContain('I do not know the answer');
  });

  it('two questions of one message are both answered', async () => {
    const mona = on[platform].person('Mona');
    const both = await mona.says('Who can change the security contact? And how fast must we answer security alerts?');
    expect(both).toContain('Who may add or change the security contact?');
    expect(both).toContain('How quickly must we act on incidents and security alerts?');
  });

  it('the question at the end of a long story is heard', async () => {
    const mona = on[platform].person('Mona');
    const timeline = 'We moved offices in spring and the lift broke on the first day, which was a circus. '.repeat(30);
    expect(await mona.says(`${timeline}So, who may change the security contact in Partner Center?`)).toContain(
      'Only a Global Administrator',
    );
  });

  it('“is it one of these?” leads to an answer, and none of them to a person', async () => {
    const mona = on[platform].person('Mona');
    expect(await mona.says(`faq ${hazy}`)).toMatch(/Is (?:this your question|your question one of these)\?/);
    expect(await mona.presses('Show 1')).toContain('Did this help?');
    await mona.says(`faq ${hazy}`);
    expect(await mona.presses('None of these')).toContain('I do not know the answer');
    expect(mona.reads()).toContain('There is no experts’ channel yet.');
    expect(await mona.presses('All topics')).toContain('Questions that I can answer');
  });

  it('a person is asked, an expert answers, and the asker gets it', async () => {
    const { channel, eve } = await experts();
    const mona = on[platform].person('Mona');
    expect(await mona.says(beyond)).toContain('I do not know the answer');
    expect(await mona.presses('Ask a person')).toContain('Your question is on its way');
    await vi.waitUntil(
      () =>
        rooms()
          .in(channel)
          .some(({ text }) => text.includes(beyond)),
      patient,
    );
    const [card] = rooms().in(channel);
    expect(card?.text).toContain('Mona');
    expect(card?.labels).toEqual(['Answer']);

    expect(await rooms().presses(mona, channel, 'Answer')).toContain('Only members of');
    const here = rooms();
    expect(await here.presses(eve, channel, 'Answer')).toContain('Mona asks (in English)');
    expect(await here.saves(eve, { answer: 'Any; we like Authenticator.' })).toContain(
      'Your answer is on its way to Mona',
    );
    await vi.waitUntil(() => here.told(mona).some(({ text }) => text.includes('we like Authenticator')), patient);
    await vi.waitUntil(() => here.in(channel)[0]?.title.endsWith('answered'), patient);
    expect(here.in(channel)).toHaveLength(1);
    expect(here.in(channel)[0]?.text).toContain('Eve has answered:');
    expect(here.in(channel)[0]?.labels).toEqual([]);
    expect(here.told(mona).filter(({ text }) => text.includes('we like Authenticator'))).toHaveLength(1);
    expect(JSON.stringify(on.log.lines)).not.toMatch(/zebra|we like/);
  });

  it('“did this help?” takes a yes, or a no with its reason, which admins find', async () => {
    const mona = on[platform].person('Mona');
    await mona.says('who may change the security contact?');
    expect(await mona.presses('Yes, it helped')).toContain('I am glad that the answer helped');
    await mona.says('who may change the security contact?');
    expect(await mona.presses('No, it did not')).toContain('did not help you');
    expect(await mona.saves({ reason: 'incomplete', note: 'And on holidays? zebra@contoso.example' })).toContain(
      'Thank you',
    );
    const ada = on.admin(platform, 'Ada');
    const misses = await ada.says('faq misses');
    expect(misses).toContain('Something is missing');
    expect(misses).toContain('And on holidays? [address]');
    expect(await mona.says('faq misses')).toContain('Only a Global Administrator');
    expect(JSON.stringify(on.log.lines)).not.toContain('zebra');
  });

  it('who writes French is answered in French, whatever the client speaks', async () => {
    const mona = on[platform].person('Mona');
    expect(await mona.says('qui peut modifier le contact de securite')).toContain('Seul un administrateur général');
    expect(await mona.presses('Non')).toContain('ne vous a pas été utile');
    const zoe = on[platform].person('Zoé', 'member', 'fr');
    expect(await zoe.says('faq')).toContain('Les questions auxquelles je réponds');
    expect(await zoe.says('Bonjour')).toContain('Posez la vôtre');
  });

  it.each(['guest', 'outsider'] as const)('a %s is refused, and nothing is counted', async (who) => {
    const gus = on[platform].person('Gus', who);
    expect(await gus.says('faq who may change the security contact?')).not.toContain('Only a Global Administrator');
    expect(await on.store.read((reader) => reader.list('faqCounts'))).toEqual([]);
  });
});

it('on Slack a direct message and a mention are questions, the latter answered for the asker’s eyes only', async () => {
  const mona = on.slack.raw(on.slack.person('Mona'));
  const seen = () => JSON.stringify(mona.messages());
  await mona.say('who may change the security contact?');
  await vi.waitUntil(() => seen().includes('Only a Global Administrator'), patient);
  const before = mona.messages().length;
  await mona.mention('how quickly must we act on security alerts?');
  await vi.waitUntil(() => mona.messages().length > before, patient);
  expect(mona.messages().at(-1)).toMatchObject({ only: mona.id });
  expect(text(mona.messages().at(-1))).toContain('How quickly must we act');
});

it.each([
  ['Slack’s own buttons', []],
  ['ordinary ones, in a workspace without them,', ['context_actions']],
])('on Slack a direct message asks with %s whether it helped', async (_which, lacks) => {
  for (const type of lacks) on.wires.slack.lacks.add(type);
  const mona = on.slack.person('Mona');
  const raw = on.slack.raw(mona);
  const asks = async () => {
    const before = raw.messages().length;
    await raw.say('who may change the security contact?');
    await vi.waitUntil(() => raw.messages().length > before, patient);
  };
  await asks();
  expect(JSON.stringify(raw.messages().at(-1)).includes('feedback_buttons')).toBe(lacks.length === 0);
  expect(await mona.presses('Yes, it helped')).toContain('I am glad that the answer helped');
  await asks();
  expect(await mona.presses('No, it did not')).toContain('did not help you');
  await mona.saves({ reason: 'incomplete', note: '' });
  const [counts] = await on.store.read((reader) => reader.list('faqCounts'));
  expect(counts).toMatchObject({ answered: 2, helpful: 1, unhelpful: 1 });
});

it('on Teams a mention in a channel is answered there, for the asker’s eyes only', async () => {
  const person = on.teams.person('Mona');
  const channel = await on.teams.channel('general', 'closed', [person]);
  await person.says('help');
  const { teams } = on.wires;
  const mona = on.teams.raw(person, teams.conversations.get(channel.address));
  await mona.says('who may change the security contact?');
  const seen = () => JSON.stringify(teams.seenBy(channel.address, mona.member));
  await vi.waitUntil(() => seen().includes('Only a Global Administrator'), patient);
  expect(text(teams.messages(channel.address))).not.toContain('Global Administrator');
});
