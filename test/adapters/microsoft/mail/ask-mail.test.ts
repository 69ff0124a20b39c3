/** The mail to the security contact, from a made-up Graph to the alerts that come of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GraphError } from '../../../../adapters/microsoft/api/graph-error.ts';
import { StoreFull, StoreUnwritable } from '../../../../src/ports/store.ts';
import { aMail, fromAddress, sender } from '../../../support/graph-mail.ts';
import { forgedHeaders, from, headersOf, hops, results } from '../../../support/mail-headers.ts';
import { graphFaults, type MicrosoftFault } from '../../../support/microsoft-faults.ts';
import { text } from '../../../support/text.ts';
import { day, hour, minute } from '../../../support/time.ts';
import { clientId, tenantId } from '../api/microsoft-api.ts';
import { aMailbox, highSender, mailbox, mailTenant } from './a-mailbox.ts';

let made: Awaited<ReturnType<typeof aMailbox>>;
beforeEach(async () => {
  made = await aMailbox();
});
afterEach(() => made.stop());

const forged = (id: string, more: Parameters<typeof aMail>[1] = {}) =>
  aMail(id, { internetMessageHeaders: forgedHeaders(), ...more });
/** Which mails became alerts, and which of these are verified. */
async function taken(): Promise<Record<string, 'verified' | 'unverified'>> {
  const found = Object.entries(await made.byMail());
  const byId = found.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(byId.map(([id, { notes }]) => [id, notes?.unverified ? 'unverified' : 'verified']));
}

describe('what is asked for', () => {
  it('is the Inbox since a day before the first look, and the mails that claim a sender; nothing else', async () => {
    const { box, look, api, lists } = made;
    box.mails.push(
      aMail('old', { receivedDateTime: '2026-11-23T07:00:00Z' }),
      aMail('real'),
      aMail('other', { from: fromAddress('eve@example.net') }),
      aMail('nobody', { from: null }),
      aMail('loud', { from: fromAddress('No-Reply@Microsoft.COM') }),
    );
    await look();
    expect(Object.keys(await taken())).toEqual(['loud', 'real']);
    const base = `GET /v1.0/users/${mailbox}`;
    const since = 'receivedDateTime ge 2026-11-23T09:00:00.000Z';
    expect(api.graph.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `${base}/mailFolders/inbox/messages/delta?changeType=created&$select=from,receivedDateTime,subject&$filter=${since}`,
      `${base}/messages/real?$select=internetMessageHeaders,body`,
      `${base}/messages/loud?$select=internetMessageHeaders,body`,
    ]);
    await made.nextLook();
    expect(lists()).toHaveLength(2);
    expect(lists()[1]?.path).toContain('$deltatoken=');
  });

  it('is nothing for a retired tenant, nor for one without mail; what a tenant that is not set up gets goes to the admins', async () => {
    const { box, look, api, bot } = made;
    box.mails.push(aMail('real'));
    await made.edit({ retiredAt: bot.world.time.now() });
    await look();
    await look([{ ...mailTenant(), mail: null }]);
    expect(api.graph.requests).toEqual([]);
    await bot.world.store.change((tx) => tx.remove('tenants', tenantId));
    await look();
    expect((await made.alerts()).map(({ tenantId: id, routed }) => [id, routed])).toEqual([[null, 'admins']]);
  });

  it('counts from the first look, also where that one failed for days', async () => {
    const { box, look, bot } = made;
    box.readers.clear();
    await look();
    box.mails.push(aMail('waited'));
    await bot.world.time.advance(3 * day);
    box.readers.add(clientId);
    await look();
    expect(await taken()).toEqual({ waited: 'verified' });
  });
});

describe('a mail', () => {
  it('that is verified is a medium alert of its tenant, with its text, its time and the address', async () => {
    made.box.mails.push(aMail('real', { subject: '  Spam\r\nfrom a customer ' }));
    await made.look();
    const { real } = await made.byMail();
    expect(real).toMatchObject({
      source: `mail:${tenantId}`,
      tenantId,
      origin: 'sent',
      notes: { mailFrom: sender },
      content: {
        ...{ displayName: 'Spam from a customer', description: 'Words of real.', severity: 'medium', isTest: false },
        ...{ alertType: null, customerTenantId: null, subscriptionId: null, affectedResources: [] },
        ...{ partnerTenantId: tenantId, detectedDateTime: '2026-11-24T07:59:00.000Z' },
      },
    });
    expect(real?.escalateAt).not.toBeNull();
    await made.bot.world.time.advance(minute);
    const [card] = made.bot.channel();
    expect(text(card?.card ?? null)).toContain('no-reply@microsoft.com. Microsoft’s servers confirmed the domain');
    expect(JSON.stringify(card)).not.toContain('UNVERIFIED');
  });

  it('is high only where it is verified and comes from an address that the file names for that', async () => {
    const below = [from(`<${highSender}>`)];
    made.box.mails.push(
      aMail('high', { from: fromAddress(highSender), internetMessageHeaders: headersOf({ below }) }),
      forged('forged', { from: fromAddress(highSender), internetMessageHeaders: forgedHeaders(below) }),
      aMail('medium'),
    );
    await made.look();
    const severities = Object.entries(await made.byMail()).map(([id, { content }]) => [id, content.severity]);
    expect(Object.fromEntries(severities)).toEqual({ high: 'high', forged: 'medium', medium: 'medium' });
  });

  it('that is forged stands beside the real one, which it cannot swallow', async () => {
    const same = '<the-same@microsoft.com>';
    made.box.mails.push(forged('first', { internetMessageId: same }));
    await made.look();
    made.box.mails.push(aMail('real', { internetMessageId: same }));
    await made.nextLook();
    expect(await taken()).toEqual({ first: 'unverified', real: 'verified' });
  });

  it.each([
    ['two From', headersOf({ below: [from(), from('<eve@example.net>')] })],
    ['a forged result below Microsoft’s own', forgedHeaders([results(), from()])],
    ['a forged result where Microsoft wrote none', headersOf({ mine: [], below: [results(), from()] })],
    [
      'forged lines of Microsoft’s servers',
      [hops.mailbox, hops.outside(), hops.front, results(), hops.outside(), from()],
    ],
    ['no headers', null],
    ['headers of another type', 'Authentication-Results: dmarc=pass'],
  ])('with %s is unverified', async (_name, internetMessageHeaders) => {
    made.box.mails.push(aMail('bad', { internetMessageHeaders }), aMail('real'));
    await made.look();
    expect(await taken()).toEqual({ bad: 'unverified', real: 'verified' });
  });

  it('has the ids of our customers and of subscriptions of our alerts, where it is verified', async () => {
    const [customer, subscription] = ['33333333-3333-4333-8333-333333333333', '5F6E6521-6E5F-4B0B-80AA-BD44FAD7A398'];
    const { bot, box, look } = made;
    await made.edit({ customers: { [customer]: 'Fabrikam' } });
    await bot.send({ id: 'x', partnerTenantId: tenantId, subscriptionId: subscription });
    const words = `Tenant ${tenantId}, customer ${customer.toUpperCase()}, other ${tenantId.replace('1', '9')}, ${subscription}.`;
    box.mails.push(aMail('real', { text: words }), forged('forged', { text: words }));
    await look();
    const { real, forged: bad } = await made.byMail();
    expect(real?.content).toMatchObject({ customerTenantId: customer, subscriptionId: subscription.toLowerCase() });
    expect(bad?.content).toMatchObject({ customerTenantId: null, subscriptionId: null });
  });

  it('of 20 MB, or with 10,000 headers, is an alert that says that its text is missing, or is shortened', async () => {
    const many = Array.from({ length: 10_000 }, (_, n) => ({ name: `X-${n}`, value: 'x'.repeat(1_000) }));
    made.box.mails.push(
      aMail('huge', { text: 'x'.repeat(20 << 20) }),
      aMail('long', { text: 'word '.repeat(1 << 20) }),
      aMail('headers', { internetMessageHeaders: headersOf({ below: [...many.slice(0, 2_000), from()] }) }),
      aMail('both', { internetMessageHeaders: headersOf({ below: [...many, from()] }) }),
      aMail('real'),
    );
    await made.look();
    expect(await taken()).toEqual({
      ...{ huge: 'verified', long: 'verified', headers: 'verified', both: 'unverified', real: 'verified' },
    });
    const { huge, long, both } = await made.byMail();
    expect([huge?.content.description, huge?.notes?.noText, both?.notes?.noText]).toEqual(['', true, true]);
    expect(long?.content.description).toHaveLength(4_000);
    expect(long?.notes?.cut).toBe(5 * (1 << 20) - 1 - 3_997);
    await made.bot.world.time.advance(minute);
    expect(
      made.bot
        .channel()
        .map(({ card }) => text(card))
        .join('\n'),
    ).toContain('the text of the e-mail, because it is too long');
  });

  it.each([
    ['null', null],
    ['missing', undefined],
    ['a number', 7],
    ['a list', []],
    ['an object', {}],
  ])('with a subject, a time and a text that are %s is an alert all the same', async (_name, wrong) => {
    const nothing = { subject: wrong, receivedDateTime: wrong, text: wrong };
    made.box.mails.push(Object.assign(aMail('odd'), nothing));
    await made.look();
    expect((await made.byMail()).odd?.content).toMatchObject({
      ...{ displayName: sender, description: '', severity: 'medium' },
      detectedDateTime: made.bot.world.time.now(),
    });
  });

  it.each(['9999-12-31T23:59:59Z', '2027-01-01T00:00:00Z', '2026-13-45T00:00:00Z', 'today'])(
    'received on %s counts from now on, and moves the place in the mailbox nowhere',
    async (receivedDateTime) => {
      made.box.mails.push(aMail('odd', { receivedDateTime }));
      await made.look();
      expect((await made.byMail()).odd?.content.detectedDateTime).toBe(made.bot.world.time.now());
      expect(JSON.parse((await made.cursor())?.value ?? '').newest).toBe('2026-11-23T09:00:00.000Z');
    },
  );

  it('with markup, marks of direction, mentions and links is text, on the card too', async () => {
    const words =
      '<!channel> <https://evil.example|Partner Center> **x** [y](https://evil.example) \u202egnp.exe @here';
    made.box.mails.push(aMail('odd', { subject: words, text: words }));
    await made.look();
    const { odd } = await made.byMail();
    const clean = words.replace('\u202e', '');
    expect([odd?.content.displayName, odd?.content.description]).toEqual([clean, clean]);
  });

  it('with 10,000 characters of subject, and an id of 300, is taken once', async () => {
    const id = 'A'.repeat(300);
    made.box.mails.push(aMail(id, { subject: 'x'.repeat(10_000) }));
    await made.look();
    made.box.epoch += 1;
    await made.nextLook();
    const [alert, ...others] = await made.alerts();
    expect(others).toEqual([]);
    expect(alert?.id).toMatch(/^mail:\S+ [0-9a-f]{64}$/);
    expect(alert?.content.displayName).toHaveLength(300);
  });

  it('without an id is told to the admins, and the others are taken', async () => {
    made.box.mails.push(Object.assign(aMail('odd'), { id: '' }), aMail('real'));
    await made.look();
    expect(await taken()).toEqual({ real: 'verified' });
    const row = await made.bot.world.store.read((reader) => reader.get('sources', 'contoso-mail'));
    expect(row).toMatchObject({ unread: 1, accepted: 1 });
  });

  it('that is not there yet is asked for again; one that is gone is an alert without its text', async () => {
    const { box, api } = made;
    const [run = async () => {}] = made.looks();
    box.mails.push(aMail('gone'), aMail('slow'));
    api.graph.faults.fail((what) => what.includes('/messages/gone'), graphFaults.notFound, 2);
    api.graph.faults.fail((what) => what.includes('/messages/slow'), graphFaults.notFound);
    await run();
    expect(await taken()).toEqual({});
    await run();
    expect(await taken()).toEqual({ gone: 'unverified', slow: 'verified' });
    expect((await made.byMail()).gone).toMatchObject({
      notes: { mailFrom: sender, unverified: true, noText: true },
      content: { displayName: 'Action required', description: '' },
    });
  });
});

describe('the place in the mailbox', () => {
  const isList = (what: string) => what.includes('/messages/delta');
  const isMessage = (what: string) => /\/messages\/(?!delta)/.test(what);
  const mailFaults = Object.entries(graphFaults).filter(([name]) => name !== 'notFound');
  const lists = mailFaults.filter(([name]) => !name.startsWith('throttled'));
  const kindOf = (fault: MicrosoftFault | (() => MicrosoftFault)) => (typeof fault === 'function' ? fault() : fault);

  it.each(lists)('stays where it was after %s of the list, is told, and nothing is lost', async (name, fault) => {
    const { box, api, heard } = made;
    box.mails.push(aMail('first'));
    await made.look();
    const before = await made.cursor();
    box.mails.push(...Array.from({ length: 3 }, (_, n) => aMail(`n${n}`)));
    api.graph.faults.mischief.next = (what) => (isList(what) ? kindOf(fault) : null);
    const failing = made.nextLook();
    if (name === 'silence') await ended(failing);
    await failing;
    expect(await made.cursor()).toEqual(before);
    expect(heard.at(-1)).toBeInstanceOf(GraphError);
    expect(made.logged()).toHaveLength(1);
    expect(JSON.stringify(made.logged())).not.toContain(mailbox);
    expect(api.graph.stranger.asked).toBe(0);
    api.graph.faults.mischief.next = null;
    await made.nextLook();
    expect(heard.at(-1)).toBe('answered');
    expect(Object.keys(await taken())).toEqual(['first', 'n0', 'n1', 'n2']);
  });

  it.each(lists.filter(([, fault]) => kindOf(fault).kind !== 'next' && !['huge', 'bomb'].includes(kindOf(fault).kind)))(
    'stays where it was after %s of a mail, and no mail is lost',
    async (name, fault) => {
      const { box, api } = made;
      await made.look();
      const before = await made.cursor();
      box.mails.push(...Array.from({ length: 12 }, (_, n) => aMail(`n${n}`)));
      api.graph.faults.mischief.next = (what) => (isMessage(what) && what.includes('/n7') ? kindOf(fault) : null);
      const failing = made.nextLook();
      if (name === 'silence') await ended(failing);
      await failing;
      expect(await made.cursor()).toEqual(before);
      api.graph.faults.mischief.next = null;
      await made.nextLook();
      expect(Object.keys(await taken())).toHaveLength(12);
    },
  );

  it('is not held up by a mail that Graph never gives: the others are taken at once, and that one without its text in the end', async () => {
    const { box, api } = made;
    const [run = async () => {}] = made.looks();
    await run();
    box.mails.push(aMail('poison'), aMail('body'), ...Array.from({ length: 150 }, (_, n) => aMail(`n${n}`)));
    api.graph.faults.mischief.next = (what) =>
      what.includes('/poison') || (what.includes('/body') && what.includes(',body')) ? graphFaults.broken : null;
    const before = await made.cursor();
    await run();
    expect(Object.keys(await taken())).toHaveLength(150);
    expect(made.heard.at(-1)).toMatchObject({ kind: 'unavailable' });
    box.mails.push(aMail('later'));
    for (let n = 0; n < 8; n++) await run();
    expect(Object.keys(await taken())).toHaveLength(151);
    expect(await made.cursor()).toEqual(before);
    await run();
    expect(await taken()).toMatchObject({ poison: 'unverified', body: 'verified', later: 'verified' });
    const { poison, body } = await made.byMail();
    expect([poison?.notes?.noText, body?.notes?.noText]).toEqual([true, true]);
    expect(made.heard.at(-1)).toBe('answered');
    expect(await made.cursor()).not.toEqual(before);
  });

  it('keeps what was read before Microsoft throttles for longer than an hour', async () => {
    const { box, api } = made;
    box.mails.push(...Array.from({ length: 20 }, (_, n) => aMail(`n${n}`)));
    api.graph.faults.mischief.next = (what) => (what.includes('/n15') ? graphFaults.throttledYear : null);
    await made.look();
    expect(made.heard).toMatchObject([{ kind: 'throttled' }]);
    expect(Object.keys(await taken()).length).toBeGreaterThanOrEqual(15);
  });

  it('ends the look where many mails fail, which is no fault of theirs', async () => {
    const { box, api } = made;
    box.mails.push(...Array.from({ length: 90 }, (_, n) => aMail(`n${n}`)));
    api.graph.faults.mischief.next = (what) => (isMessage(what) ? graphFaults.broken : null);
    await made.look();
    expect(made.messages().length).toBeLessThanOrEqual(12);
    expect(await taken()).toEqual({});
  });

  it.each([400, 404])('begins at the last mail where Graph refuses the stored link with %i', async (status) => {
    const { box, api } = made;
    box.mails.push(aMail('a'));
    await made.look();
    box.mails.push(aMail('b'));
    const body = { error: { code: 'ErrorInvalidRequest', message: 'Badly formed token.' } };
    api.graph.faults.mischief.next = (what) => (what.includes('deltatoken') ? { kind: 'answer', status, body } : null);
    await made.nextLook();
    expect(Object.keys(await taken())).toEqual(['a', 'b']);
  });

  it.each([
    ['without a time', graphFaults.throttled, minute],
    ['of 17 seconds', graphFaults.throttledSeconds, 17_000],
    ['with a date', graphFaults.throttledDate, 90_000],
    ['of a year, of which an hour counts', graphFaults.throttledYear, hour],
  ])('waits after a 429 %s, and goes on there', async (_name, fault, ms) => {
    const { box, api, part } = made;
    part.pageSize = 2;
    box.mails.push(...Array.from({ length: 5 }, (_, n) => aMail(`n${n}`)));
    api.graph.faults.fail(isList, kindOf(fault));
    api.graph.faults.fail((what) => what.includes('/n3'), kindOf(fault));
    await made.look();
    expect(api.waits).toHaveLength(2);
    for (const waited of api.waits) expect(Math.abs(waited - ms)).toBeLessThan(10_000);
    expect(Object.keys(await taken())).toHaveLength(5);
    expect(made.heard).toEqual(['answered']);
  });

  it.each([
    ['403, since the app may not read the mailbox', 'permission', () => made.box.readers.clear()],
    ['404, since there is no such mailbox', 'notFound', () => made.part.mailboxes.clear()],
  ])('waits for the operator after a %s', async (_name, kind, make) => {
    make();
    await made.look();
    expect(made.heard).toMatchObject([{ kind }]);
    expect(made.logged()).toMatchObject([{ event: 'mail.failed', tenant: 'contoso', kind }]);
  });

  it.each([
    ['a secret that Entra refuses', 'AADSTS7000215', () => made.api.app.secrets.splice(0)],
    [
      'a clock that is 10 minutes off',
      'clock',
      () => {
        made.api.state.aheadMs = 10 * minute;
        made.api.graph.faults.fail(isList, graphFaults.unauthorized, 2);
      },
    ],
  ])('waits for the operator with %s, and goes on once that is mended', async (_name, code, make) => {
    const { box, api } = made;
    const secrets = [...api.app.secrets];
    box.mails.push(aMail('real'));
    make();
    await made.look();
    expect(made.heard).toMatchObject([{ kind: 'signIn', code }]);
    api.app.secrets = secrets;
    api.state.aheadMs = 0;
    await made.nextLook();
    expect(await taken()).toEqual({ real: 'verified' });
  });

  it('is kept while MICROSOFT is not set: mails of these days are taken later', async () => {
    const { box, bot } = made;
    box.mails.push(aMail('before'));
    await made.look();
    await bot.world.time.advance(3 * day);
    box.mails.push(aMail('meanwhile', { receivedDateTime: '2026-11-25T10:00:00Z' }));
    await made.look();
    expect(await taken()).toEqual({ before: 'verified', meanwhile: 'verified' });
    expect(made.messages()).toHaveLength(2);
  });

  it('costs one request a minute while nothing comes, and a row of the store every ten', async () => {
    await made.look();
    const { store } = made.bot.world;
    const { change } = store;
    let changes = 0;
    store.change = (work, how) => {
      changes += 1;
      return change(work, how);
    };
    for (let n = 0; n < 60; n++) await made.nextLook();
    store.change = change;
    expect([made.lists().length, made.messages().length]).toEqual([61, 0]);
    expect(changes).toBeLessThanOrEqual(7);
  });

  it('takes each page before the next one is asked for, and nothing twice', async () => {
    const { box, api } = made;
    box.mails.push(...Array.from({ length: 250 }, (_, n) => aMail(`n${n}`)));
    let asked = 0;
    api.graph.faults.mischief.next = (what) => (isList(what) && ++asked === 3 ? graphFaults.broken : null);
    await made.look();
    expect(Object.keys(await taken())).toHaveLength(200);
    const before = made.messages().length;
    await made.look();
    expect(Object.keys(await taken())).toHaveLength(250);
    expect(made.messages().length - before).toBe(50);
  });

  it('of a link that Microsoft calls expired is the last mail: nothing doubles, nothing is lost', async () => {
    const { box, lists: listed } = made;
    box.mails.push(aMail('a', { receivedDateTime: '2026-11-24T07:00:00Z' }), aMail('b'));
    await made.look();
    box.mails.push(aMail('c', { receivedDateTime: '2026-11-24T07:59:30Z' }));
    box.epoch += 1;
    await made.nextLook();
    expect(listed().at(-1)?.path).toContain('receivedDateTime ge 2026-11-24T07:59:00.000Z');
    expect(Object.keys(await taken())).toEqual(['a', 'b', 'c']);
    expect(made.messages()).toHaveLength(3);
    expect(made.heard).toEqual(['answered', 'answered']);
  });

  it('is that of one mailbox: another one in the file is read from a day before on', async () => {
    const { box, part, look } = made;
    box.mails.push(aMail('here'));
    await look();
    part.mailboxes.set('other@contoso.example', { ...box, mails: [aMail('there')] });
    await look([mailTenant({ mailbox: 'other@contoso.example' })]);
    expect(Object.keys(await taken())).toEqual(['here', 'there']);
  });

  it.each([
    ['another person', `/v1.0/users/eve%40contoso.example/mailFolders('inbox')/messages/delta?$deltatoken=x`],
    ['another resource', `/v1.0/users/${mailbox}/messages?$top=5`],
    ['something of ours', `/beta/security/partner/securityAlerts`],
    ['another host', `https://evil.example/v1.0/users/${mailbox}/mailFolders/inbox/messages/delta`],
    ['nothing', ''],
  ])('is not followed where the stored link leads to %s', async (_name, link) => {
    const { box, bot, api } = made;
    box.mails.push(aMail('real'));
    const value = JSON.stringify({ mailbox, link, newest: '2026-11-24T00:00:00.000Z' });
    await bot.world.store.change((tx) => tx.put('cursors', { id: `mail:${tenantId}`, value }));
    await made.look();
    expect(api.graph.requests[0]?.path).toContain('$filter=receivedDateTime ge 2026-11-24T00:00:00.000Z');
    expect(await taken()).toEqual({ real: 'verified' });
  });

  it.each([
    ['ahead', '2027-11-24T09:00:00.000Z', `/v1.0/users/${mailbox}/mailFolders('inbox')/messages/delta?$deltatoken=x`],
    ['ahead, and nothing was answered yet', '2027-11-24T09:00:00.000Z', null],
    ['far behind', '1969-12-31T00:00:00.000Z', null],
  ])('is brought back where the clock of the first look was %s', async (_name, newest, link) => {
    const { box, bot } = made;
    box.mails.push(aMail('ages ago', { receivedDateTime: '2024-01-01T08:00:00Z' }), aMail('real'));
    const value = JSON.stringify({ mailbox, link, newest });
    await bot.world.store.change((tx) => tx.put('cursors', { id: `mail:${tenantId}`, value }));
    await made.look();
    expect(await taken()).toEqual({ real: 'verified' });
    expect(JSON.parse((await made.cursor())?.value ?? '').newest).toBe('2026-11-24T07:59:00.000Z');
  });

  it.each(['', '{', '7', '{"mailbox":7}'])('begins a day before where the stored row is %j', async (value) => {
    const { box, bot } = made;
    box.mails.push(aMail('real'));
    await bot.world.store.change((tx) => tx.put('cursors', { id: `mail:${tenantId}`, value }));
    await made.look();
    expect(await taken()).toEqual({ real: 'verified' });
  });

  it.each([new StoreUnwritable('disk full'), new StoreFull({ bytes: 2, limit: 1 })])(
    'is stored in the change that takes the last mails, or not at all: %s',
    async (error) => {
      const { box, bot } = made;
      await made.look();
      const before = await made.cursor();
      box.mails.push(aMail('real'));
      const { change } = bot.world.store;
      let changes = 0;
      bot.world.store.change = () => {
        changes += 1;
        return Promise.reject(error);
      };
      await made.look();
      bot.world.store.change = change;
      expect([changes > 0, await taken(), await made.cursor()]).toEqual([true, {}, before]);
      const isFull = error instanceof StoreFull;
      expect(made.api.lines.some((line) => line.includes('mail.noRoom'))).toBe(isFull);
      await made.nextLook();
      expect(await taken()).toEqual({ real: 'verified' });
      expect(await made.cursor()).not.toEqual(before);
    },
  );

  it('lets a high mail in that stands behind a page for which a nearly full store has no room', async () => {
    const { box, bot } = made;
    await made.look();
    const before = await made.cursor();
    const below = [from(`<${highSender}>`)];
    box.mails.push(
      ...Array.from({ length: 120 }, (_, n) => aMail(`n${n}`)),
      aMail('high', { from: fromAddress(highSender), internetMessageHeaders: headersOf({ below }) }),
    );
    const { change } = bot.world.store;
    bot.world.store.change = (work, how) =>
      change((tx) => work({ ...tx, usage: async () => ({ bytes: 85, limit: 100 }), accountBytes: async () => 0 }), how);
    await made.look();
    bot.world.store.change = change;
    expect(await taken()).toHaveProperty('high', 'verified');
    expect(await taken()).not.toHaveProperty('n0');
    expect(await made.cursor()).toEqual(before);
    expect(made.api.lines.some((line) => line.includes('mail.noRoom'))).toBe(true);
    await made.nextLook();
    expect(Object.keys(await taken())).toHaveLength(121);
  });

  it('is written where mails came alone', async () => {
    await made.look();
    const before = await made.cursor();
    await made.nextLook();
    expect(await made.cursor()).toEqual(before);
    made.box.mails.push(aMail('other', { from: fromAddress('eve@example.net') }));
    await made.nextLook();
    expect(await made.cursor()).not.toEqual(before);
  });

  /** Lets the limit of a request pass once it is under way. */
  async function ended(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    void work.finally(() => {
      isOver = true;
    });
    while (!isOver) {
      await new Promise((resolve) => setImmediate(resolve));
      made.api.expire();
    }
  }
});

it('reads 1,000 waiting mails, 50 forged and 50 real, with four requests at once: 100 right', async () => {
  const { box, api } = made;
  const all = Array.from({ length: 1_000 }, (_, n) => {
    if (n % 20 === 3) return forged(`forged-${n}`);
    return n % 20 === 11 ? aMail(`real-${n}`) : aMail(`other-${n}`, { from: fromAddress(`p${n}@example.net`) });
  });
  box.mails.push(...all);
  await made.look();
  const found = Object.entries(await taken());
  expect(found).toHaveLength(100);
  expect(found.filter(([id, what]) => id.startsWith('real') === (what === 'verified'))).toHaveLength(100);
  expect(made.messages()).toHaveLength(100);
  expect(api.graph.state.mostAtOnce).toBe(4);
  expect(api.waits).toEqual([]);
});
