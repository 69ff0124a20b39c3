import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isLoopback, isTeams } from '../../../adapters/teams/api/cloud.ts';
import { mayUploadTo } from '../../../adapters/teams/api/files.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';
import { cardReply, stubBot } from '../../support/stub-bot.ts';
import type { TeamsPerson } from '../../support/teams-person.ts';
import { member, type Running, runTeams, tenantId } from '../../support/teams-run.ts';

const ada = member(1, 'Ada');
const idOf = (who: { aadObjectId: string }): Identity => `teams:${tenantId}/${who.aadObjectId}`;
const file = { name: 'alerts-2026-11.csv', type: 'text/csv', content: 'number\r\n1\r\n' };
let run: Running;
let person: TeamsPerson;

beforeEach(async () => {
  run = await runTeams(stubBot(() => cardReply('Hello')));
  person = run.person(ada);
  await person.says('hello');
});
afterEach(() => run.close());

const offer = () => run.platform.chat.upload(idOf(ada), file, 'The alerts of November.');
const last = () => run.teams.messages(person.here.id).at(-1);
const says = (text: string | RegExp) => vi.waitFor(() => expect(last()?.text).toMatch(text));

describe('a file', () => {
  it('is offered first, put into the OneDrive once it is accepted, and shown in the chat', async () => {
    expect(await offer()).toBe('offered');
    expect(last()?.attachments).toMatchObject([
      { name: file.name, content: { sizeInBytes: 11, description: 'The alerts of November.' } },
    ]);
    expect(run.teams.files.uploads).toEqual([]);
    expect(await person.answersOffer('accept')).toMatchObject({ status: 200 });
    await vi.waitFor(() => expect(last()?.attachments?.[0]?.contentType).toContain('file.info'));
    expect(run.teams.files.uploads).toEqual([{ name: file.name, content: file.content }]);
    expect(last()?.attachments?.[0]).toMatchObject({
      name: file.name,
      contentUrl: expect.stringContaining('https://contoso-my.sharepoint.com/'),
      content: { uniqueId: 'unique-1', fileType: 'csv' },
    });
  });

  it('is not put anywhere when it is declined', async () => {
    await offer();
    await person.answersOffer('decline');
    await says(/I keep no copy/);
    await person.answersOffer('accept');
    await says(/This offer has expired/);
    expect(run.teams.files.uploads).toEqual([]);
  });

  it('is put once, whatever is pressed again', async () => {
    await offer();
    await person.answersOffer('accept');
    await vi.waitFor(() => expect(run.teams.files.uploads).toHaveLength(1));
    await person.answersOffer('accept');
    await says(/This offer has expired/);
    expect(run.teams.files.uploads).toHaveLength(1);
  });

  /** Accepts the newest offer from elsewhere: nothing is uploaded, and the answer says why. */
  async function acceptedBy(there: ReturnType<typeof run.person>, why: string): Promise<void> {
    const [consent] = run.teams.messages(person.here.id).at(-1)?.attachments ?? [];
    const uploadInfo = run.teams.files.accept(file.name);
    const value = { type: 'fileUpload', action: 'accept', context: consent?.content.acceptContext, uploadInfo };
    await there.send(there.activity({ type: 'invoke', name: 'fileConsent/invoke', value }));
    await vi.waitFor(() => expect(there.texts()).toEqual([expect.stringContaining(why)]));
    expect(run.teams.files.uploads).toEqual([]);
  }

  it('is nobody else’s to accept', async () => {
    await offer();
    await acceptedBy(run.person(member(2, 'Bob')), 'This offer has expired');
  });

  it('is put nowhere from a channel, since Teams offers files in private chats alone', async () => {
    await offer();
    await acceptedBy(run.inside(ada, run.channel([ada])), 'give your administrator this reference');
  });

  it.each([{}, { context: null }, { action: 'perhaps' }, { context: { offer: 7 } }])(
    'that was never offered gets a sentence: %o',
    async (more) => {
      await offer();
      await person.answersOffer(
        'accept',
        more.context === undefined && !more.action ? { context: { offer: 'x' } } : more,
      );
      await says(/This offer has expired/);
    },
  );

  it('goes nowhere but to OneDrive', async () => {
    await offer();
    await person.answersOffer('accept', {
      uploadInfo: { ...run.teams.files.accept(file.name), uploadUrl: 'https://evil.example/sharepoint.com' },
    });
    await says(/give your administrator this reference: \w+/);
    expect(run.teams.files.uploads).toEqual([]);
  });

  it('that OneDrive refuses, or that gets lost on the way, is said to be so', async () => {
    run.teams.files.state.full = true;
    await offer();
    await person.answersOffer('accept');
    await says(/give your administrator this reference: \w+/);
    run.teams.files.state.full = false;
    run.teams.fail(/sharepoint/, { kind: 'reset' });
    await offer();
    await person.answersOffer('accept');
    await says(/give your administrator this reference: \w+/);
  });

  it('that is larger than any report is refused before it is offered', async () => {
    const large = { ...file, content: 'x'.repeat((20 << 20) + 1) };
    await expect(run.platform.chat.upload(idOf(ada), large, '')).rejects.toMatchObject({ reason: 'file_too_large' });
  });
});

it('in local mode there is no OneDrive, and nothing is offered', async () => {
  const local = await runTeams(
    stubBot(() => cardReply('Hello')),
    { local: true },
  );
  expect(await local.platform.chat.upload(idOf(ada), file, '')).toBe('impossible');
  await local.close();
});

it.each([
  ['https://contoso-my.sharepoint.com/upload?tempauth=x', true],
  ['http://contoso-my.sharepoint.com/upload', false],
  ['https://contoso-my.sharepoint.com:8443/upload', false],
  ['https://sharepoint.com.evil.example/', false],
  ['https://evilsharepoint.com/', false],
  ['https://user:pass@contoso.sharepoint.com/', false],
  ['http://127.0.0.1:1234/upload', false],
  ['file:///etc/passwd', false],
  ['nonsense', false],
])('a file may be put at %s: %s', (url, may) => {
  expect(mayUploadTo(url, isTeams)).toBe(may);
});

it('a file may be put on this machine in a rehearsal', () => {
  expect(mayUploadTo('http://127.0.0.1:1234/upload?x=1', isLoopback)).toBe(true);
});
