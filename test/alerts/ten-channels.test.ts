import { describe, expect, it } from 'vitest';
import { formOf } from '../support/a-bot.ts';
import { scene } from '../views/scene.ts';
import { blank, longest, people } from '../views/values.ts';

const addresses = longest.channels.teams.map(({ address }) => address);
const ids = longest.people.teams.map(({ id }) => id);

describe('ten channels and ten people, Slack and Teams together', () => {
  it('are the most that a contact has', async () => {
    const made = await scene('slack', 'en');
    await made.setUp();
    const there = people.teams.admin.id;
    const ten = { ...blank, channels: addresses, onCall: ids };
    await made.submit(formOf(await made.say('update', there)), ten, there);
    const refused = formOf(await made.record());
    expect(refused.problems).toMatchObject({
      channels: 'Please choose at most 10, Slack and Teams together.',
      onCall: 'Please choose at most 10, Slack and Teams together.',
    });
    const removed = { removeChannels: [`teams:${addresses[0]}`], removeOnCall: ids.slice(0, 1) };
    expect((await made.record(removed)).kind).toBe('card');
  });

  it('are the most fraud channels that a tenant has', async () => {
    const made = await scene('slack', 'en');
    const tenant = { name: 'Contoso', partnerType: 'directBill', anniversaryMonth: '0' };
    const there = people.teams.admin.id;
    const id = '11111111-1111-4111-8111-111111111111';
    const form = formOf(await made.press('contact.setup', 'new', there));
    await made.submit(form, { ...tenant, id, fraudChannels: addresses }, there);
    const again = formOf(await made.say('setup contoso'));
    const eleven = { ...tenant, id, fraudChannels: longest.channels.slack.slice(0, 1).map(({ address }) => address) };
    expect(formOf(await made.submit(again, eleven)).problems).toHaveProperty('fraudChannels');
  });
});
