/** The mail to the security contact, from the mailbox to the cards in both chats: a forged one and a real one side by side. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { aMail } from '../support/graph-mail.ts';
import { forgedHeaders } from '../support/mail-headers.ts';
import { clientId } from '../support/microsoft-file.ts';
import { both } from './alert-stage.ts';
import { type MicrosoftStage, microsoftStage } from './microsoft-stage.ts';

const mailbox = 'security@contoso.example';
let stage: MicrosoftStage;
beforeEach(async () => {
  stage = await microsoftStage({ mail: { mailbox, senders: ['no-reply@microsoft.com'] } }, []);
});
afterEach(() => stage.closes());

it('shows the real one as an alert, and the forged one as UNVERIFIED; each is answered in a chat of its own', async () => {
  const { mail, cards, until, sam, on } = stage;
  const forged = { internetMessageHeaders: forgedHeaders(), text: 'Open https://evil.example/now at once.' };
  const mails = [aMail('forged', { subject: 'Your tenant is closed', ...forged }), aMail('real', { subject: 'Spam' })];
  mail.mailboxes.set(mailbox, { mails, readers: new Set([clientId]), epoch: 0 });
  const titles = (name: (typeof both)[number]) => cards(name).map(({ title }) => title.replace(/^\W+/, ''));
  await until(() => both.every((name) => titles(name).length === 2));
  for (const name of both) {
    expect(titles(name)).toEqual(['UNVERIFIED: Your tenant is closed', 'Spam']);
    const [bad, good] = cards(name);
    expect(bad?.text).toContain('look for the alert in Partner Center, under Action Center');
    expect(good?.text).not.toContain('UNVERIFIED');
  }
  const alerts = () => on.store.read((reader) => reader.list('alerts'));
  const [bad, good] = await alerts();
  expect([bad?.escalateAt, good?.escalateAt !== null]).toEqual([null, true]);
  await sam.slack.says('ack 2');
  await sam.teams.says('resolve 1 ignore');
  await until(() => both.every((name) => cards(name).some(({ text }) => text.includes('(ignored)'))));
  expect((await alerts()).map(({ status }) => status)).toEqual(['resolved', 'investigating']);
  expect(mails.map(({ id }) => id)).toEqual(['forged', 'real']);
  expect(new Set(stage.graph.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
});
