import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GraphError } from '../../../../adapters/microsoft/api/graph-error.ts';
import { pathOfLink } from '../../../../adapters/microsoft/api/pages.ts';
import { activeAlert } from '../../../support/graph-partner.ts';
import { graphFaults, type MicrosoftFault } from '../../../support/microsoft-faults.ts';
import { hour, isoNow, minute, second } from '../../../support/time.ts';
import { clientId, failureOf, microsoftApi, tenantId } from './microsoft-api.ts';

let api: Awaited<ReturnType<typeof microsoftApi>>;
beforeEach(async () => {
  api = await microsoftApi();
  api.app.roles.push('PartnerSecurity.Read.All');
});
afterEach(() => api.stop());

const list = '/beta/security/partner/securityAlerts';
const anything = () => true;
const ids = (from: number, count: number) => Array.from({ length: count }, (_, index) => `alert-${from + index}`);

function given(count: number, pageSize = 10) {
  const { partner } = api.graph.tenant(tenantId);
  for (const id of ids(0, count)) partner.alerts.set(id, { ...activeAlert, id });
  partner.pageSize = pageSize;
}

/** Reads the list, and returns the ids that came, page by page. */
async function read(path = list, pages: string[][] = []) {
  const { deltaLink } = await api.client().pages('alerts', path, {}, async (items) => {
    pages.push(items.map((item) => Object(item).id));
  });
  return { pages, deltaLink };
}

/** Breaks the list from its page `page` on, the first being 0. */
function failAt(page: number, fault: MicrosoftFault, times = 1) {
  let asked = -1;
  let left = times;
  api.graph.faults.mischief.next = () => {
    asked += 1;
    if (asked < page || left === 0) return null;
    left -= 1;
    return fault;
  };
}

it('hands over all items once, page by page', async () => {
  given(35);
  const { pages, deltaLink } = await read();
  expect(pages.map(({ length }) => length)).toEqual([10, 10, 10, 5]);
  expect(pages.flat()).toEqual(ids(0, 35));
  expect(deltaLink).toBeNull();
});

it('an empty list is one page, and a page without items is none of its end', async () => {
  expect((await read()).pages).toEqual([[]]);
  given(10, 5);
  api.graph.faults.fail(anything, {
    ...{ kind: 'answer', status: 200 },
    body: { value: [], '@odata.nextLink': `${api.graph.api}${list}` },
  });
  // The link leads to the list itself, which was asked for: a circle.
  expect(await failureOf(read())).toMatchObject({ kind: 'refused', code: 'circle' });
});

it('the filter goes on from page to page', async () => {
  given(30);
  const { alerts } = api.graph.tenant(tenantId).partner;
  for (const id of ids(0, 15)) alerts.set(id, { ...activeAlert, id, status: 'resolved' });
  const open = `${list}?$filter=${encodeURIComponent("status ne 'resolved'")}`;
  expect((await read(open)).pages.flat()).toEqual(ids(15, 15));
  api.graph.tenant(tenantId).partner.refusesFilter = true;
  expect(await failureOf(read(open))).toMatchObject({ kind: 'refused', status: 400 });
});

describe('while Microsoft throttles, it waits and goes on at the same page', () => {
  it.each([
    ['without a time', graphFaults.throttled, minute],
    ['for seconds', graphFaults.throttledSeconds, 17 * second],
    ['for a year, of which an hour is waited', graphFaults.throttledYear, hour],
  ])('%s', async (_what, fault, waited) => {
    given(35);
    failAt(2, fault);
    expect((await read()).pages.flat()).toEqual(ids(0, 35));
    expect(api.waits).toEqual([waited]);
    expect(api.graph.requests.map(({ status }) => status)).toEqual([200, 200, 429, 200, 200]);
  });

  it('until a date', async () => {
    given(15);
    failAt(1, graphFaults.throttledDate());
    expect((await read()).pages.flat()).toEqual(ids(0, 15));
    expect(api.waits.map((ms) => ms > minute && ms <= 90 * second)).toEqual([true]);
  });

  it('three times in 100 pages', async () => {
    given(1_000);
    let asked = 0;
    api.graph.faults.mischief.next = () => {
      asked += 1;
      return [7, 50, 51].includes(asked) ? graphFaults.throttledSeconds : null;
    };
    expect((await read()).pages.flat()).toEqual(ids(0, 1_000));
    expect(api.graph.requests.length).toBe(103);
  });

  it('for 17 seconds and then a year: an hour in all', async () => {
    given(15);
    const faults = [graphFaults.throttledSeconds, graphFaults.throttledYear];
    api.graph.faults.mischief.next = () => faults.shift() ?? null;
    expect((await read()).pages.flat()).toEqual(ids(0, 15));
    expect(api.waits).toEqual([17 * second, hour - 17 * second]);
  });

  it('an hour in all, then it ends', async () => {
    given(15);
    failAt(1, graphFaults.throttled, 1_000);
    expect(await failureOf(read())).toMatchObject({ kind: 'throttled' });
    expect(api.waits).toEqual(Array.from({ length: 60 }, () => minute));
  });

  it('unless the bot stops', async () => {
    failAt(0, graphFaults.throttled, 9);
    const { wait } = api.world.timers;
    api.world.timers.wait = async (ms) => (ms > 10 * second ? false : wait(ms));
    expect(await failureOf(read())).toMatchObject({ kind: 'throttled' });
    expect(api.graph.requests.length).toBe(1);
  });
});

describe('a page that fails after 40 good ones ends the list, and the 40 were taken', () => {
  it.each([
    ['forbidden', 'permission'],
    ['missingMfa', 'mfa'],
    ['fraudEvents', 'mfa'],
    ['notFound', 'notFound'],
    ['broken', 'unavailable'],
    ['badGateway', 'unavailable'],
    ['unavailable', 'unavailable'],
    ['reset', 'unavailable'],
    ['half', 'unavailable'],
    ['html', 'unavailable'],
    ['huge', 'unavailable'],
    ['bomb', 'unavailable'],
    ['redirect', 'unavailable'],
  ] as const)('%s', async (name, kind) => {
    given(50, 1);
    failAt(40, graphFaults[name]);
    const pages: string[][] = [];
    expect(await failureOf(read(list, pages))).toMatchObject({ kind });
    expect(pages.flat()).toEqual(ids(0, 40));
    expect(api.waits).toEqual([]);
  });

  it('401: it goes on with a new token', async () => {
    given(50, 1);
    failAt(40, graphFaults.unauthorized);
    expect((await read()).pages.flat()).toEqual(ids(0, 50));
    expect(api.entra.tokens.asked.length).toBe(2);
  });

  it('silence', async () => {
    given(50, 1);
    failAt(40, graphFaults.silence);
    const pages: string[][] = [];
    const asked = failureOf(read(list, pages));
    await expect.poll(() => api.graph.requests.length).toBe(41);
    api.expire();
    expect(await asked).toMatchObject({ kind: 'unavailable', code: 'timeout' });
    expect(pages.flat()).toEqual(ids(0, 40));
  });

  it('what takes the page fails: that error, and no further page', async () => {
    given(50, 1);
    const full = new Error('the disk is full');
    const asked = api.client().pages('alerts', list, {}, async () => {
      throw full;
    });
    await expect(asked).rejects.toBe(full);
    expect(api.graph.requests.length).toBe(1);
  });
});

describe('a link that leads elsewhere ends the list', () => {
  it.each([
    ['otherHost', 'foreignLink', 1],
    ['otherScheme', 'foreignLink', 1],
    ['otherResource', 'foreignLink', 1],
    ['circle', 'circle', 2],
  ] as const)('%s', async (name, code, requests) => {
    given(5);
    failAt(0, graphFaults[name], 1_000_000);
    const error: GraphError = await failureOf(read());
    expect(error).toMatchObject({ kind: 'refused', code });
    expect([api.graph.requests.length, api.graph.stranger.asked]).toEqual([requests, 0]);
  });

  it('a list of 1,001 pages: 1,000 are read', async () => {
    given(1);
    failAt(0, graphFaults.endless, 1_000_000);
    const pages: string[][] = [];
    expect(await failureOf(read(list, pages))).toMatchObject({ kind: 'refused', code: 'tooManyPages' });
    expect([pages.length, api.graph.requests.length]).toEqual([1_000, 1_000]);
  });

  it('only https at Microsoft, and only what was asked for', () => {
    const path = (link: string) => pathOfLink(link, 'https://graph.microsoft.com', `${list}?$filter=x`);
    expect(path(`https://graph.microsoft.com${list}?$skiptoken=a%20b`)).toBe(`${list}?$skiptoken=a%20b`);
    expect(path(`https://graph.microsoft.com/beta/Security/partner/securityAlerts('x')`)).toContain('/beta/Security');
    for (const link of [
      `http://graph.microsoft.com${list}`,
      `https://graph.microsoft.com.evil.example${list}`,
      `https://graph.microsoft.com:8443${list}`,
      `https://user:pass@graph.microsoft.com${list}`,
      `https://graph.microsoft.com/v1.0/security/partner/securityAlerts`,
      `https://graph.microsoft.com/beta/security/../users/x`,
      `https://graph.microsoft.com/beta/securityother/partner`,
      `https://graph.microsoft.com${list}?$skiptoken=${'x'.repeat(17_000)}`,
      ...[list, '', 'javascript:alert(1)', 'https://', '//graph.microsoft.com/beta/security/x'],
    ])
      expect(() => path(link), link).toThrow('foreignLink');
    const users = (link: string) => pathOfLink(link, 'https://graph.microsoft.com', '/v1.0/users/a/messages');
    expect(users("https://graph.microsoft.com/v1.0/users('a')/mailFolders('inbox')/x")).toContain("users('a')");
  });
});

it.each([
  ...[null, 7, 'x', [], {}, { value: null }, { value: {} }, { value: 'x' }, { value: [], '@odata.nextLink': 7 }],
])('a page with the body %j is no page', async (body) => {
  api.graph.faults.fail(anything, { kind: 'answer', status: 200, body });
  expect(await failureOf(read())).toMatchObject({ kind: 'unavailable' });
});

describe('the mail’s delta', () => {
  const address = 'security@contoso.example';
  const start = `/v1.0/users/${address}/mailFolders/inbox/messages/delta?changeType=created&$select=subject,from`;
  const mail = (id: string) => ({
    ...{ id, receivedDateTime: isoNow(), subject: id, from: null, text: 'a text', internetMessageId: `<${id}>` },
    internetMessageHeaders: [{ name: 'From', value: 'x' }],
  });
  function mailbox(...names: string[]) {
    const box = { mails: names.map(mail), readers: new Set([clientId]), epoch: 0 };
    api.graph.tenant(tenantId).mail.mailboxes.set(address, box);
    return box;
  }

  it('ends with a link, which is the path of the next look', async () => {
    const box = mailbox(...ids(0, 25));
    const first = await read(start);
    expect(first.pages.map(({ length }) => length)).toEqual([10, 10, 5]);
    expect((await read(first.deltaLink ?? '')).pages).toEqual([[]]);
    box.mails.push(mail('later'));
    expect((await read(first.deltaLink ?? '')).pages.flat()).toEqual(['folder-inbox-later']);
  });

  it('immutable ids, text and headers come where they are asked for', async () => {
    mailbox('one');
    const headers = { prefer: 'outlook.body-content-type="text", IdType="ImmutableId"' };
    const items: unknown[] = [];
    const options = { headers };
    await api.client().pages('mail', start, options, async (page) => void items.push(...page));
    expect(items).toMatchObject([{ id: 'one', subject: 'one' }]);
    const path = `/v1.0/users/${address}/messages/one?$select=body,internetMessageHeaders`;
    expect(await api.client().request('mail', 'GET', path, options)).toEqual({
      ...{ id: 'one', '@odata.etag': 'W/"CQ"', body: { contentType: 'text', content: 'a text' } },
      internetMessageHeaders: [{ name: 'From', value: 'x' }],
    });
  });

  it('an expired link is 410, and a mailbox that is not there or may not be read is told apart', async () => {
    const box = mailbox('one');
    const { deltaLink } = await read(start);
    box.epoch += 1;
    expect(await failureOf(read(deltaLink ?? ''))).toMatchObject({
      kind: 'refused',
      status: 410,
      code: 'SyncStateNotFound',
    });
    box.readers.clear();
    expect(await failureOf(read(start))).toMatchObject({ kind: 'permission', code: 'ErrorAccessDenied' });
    api.graph.tenant(tenantId).mail.mailboxes.clear();
    expect(await failureOf(read(start))).toMatchObject({ kind: 'notFound', code: 'ErrorInvalidUser' });
  });
});
