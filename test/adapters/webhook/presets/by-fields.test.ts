import { expect, it, onTestFinished } from 'vitest';
import { entryOf, exampleOf } from '../../../support/sender-page.ts';
import { sourceDoor } from '../../../support/source-door.ts';
import { day } from '../../../support/time.ts';

const key = 'the-key-of-the-sender';

/** The alerts that the example of a page becomes, sent to the bot with the entry of the page. */
async function sent(page: string, body: unknown = exampleOf(page)) {
  const door = await sourceDoor({ sources: [entryOf(page)], env: { [`${page.toUpperCase()}_KEY`]: key } });
  onTestFinished(door.close);
  const headers = [['Authorization', `Bearer ${key}`]] as const;
  const { status } = await door.ask(`/webhooks/alerts/${page}`, { headers, body });
  return { status, alerts: await door.alerts() };
}

it('a mail of Microsoft becomes an alert that is called unverified', async () => {
  const { status, alerts } = await sent('mail');
  expect(status).toBe(202);
  expect(alerts).toMatchObject([
    {
      id: `webhook:mail ${exampleOf('mail').id}`,
      content: {
        displayName: 'Unverified mail: Action required: Azure fraud event detected',
        description: exampleOf('mail').bodyPreview,
        severity: 'high',
        detectedDateTime: '2026-11-29T20:11:05.000Z',
      },
    },
  ]);
  expect((await sent('mail', { ...exampleOf('mail'), subject: undefined })).status).toBe(422);
});

it('an alert without a time of its own has that before the leap while the clock is a day back for a moment', async () => {
  const auth = { bearer: ['env:KEY'] };
  const fields = { id: 'id', displayName: 'title', severity: 'level' };
  const source = {
    name: 'mine',
    preset: 'fields',
    auth,
    fields,
    tenant: { fixed: '11111111-1111-4111-8111-111111111111' },
  };
  const door = await sourceDoor({ sources: [source], env: { KEY: key } });
  onTestFinished(door.close);
  const right = door.time.now();
  await door.bot.tick();
  door.time.set(new Date(Date.parse(right) - day).toISOString());
  const headers = [['Authorization', `Bearer ${key}`]] as const;
  const body = { id: 'x', title: 'Mining', level: 'high' };
  expect((await door.ask('/webhooks/alerts/mine', { headers, body })).status).toBe(202);
  expect(await door.alerts()).toMatchObject([{ receivedAt: right, content: { detectedDateTime: right } }]);
});

it('an alert of Microsoft Defender is read by its page, and one that is resolved is over', async () => {
  const { status, alerts } = await sent('defender');
  expect(status).toBe(202);
  expect(alerts).toMatchObject([
    {
      content: {
        displayName: 'Suspicious execution of a hidden file',
        severity: 'medium',
        alertType: 'DefenseEvasion',
        detectedDateTime: '2026-11-24T08:46:33.050Z',
      },
    },
  ]);
  const [alert] = exampleOf('defender').value;
  expect((await sent('defender', { value: [] })).status).toBe(202);
  const resolved = await sent('defender', { value: [alert, { ...alert, id: 'other', status: 'resolved' }] });
  expect(resolved.status).toBe(202);
});
