import { beforeEach, describe, expect, it } from 'vitest';
import { isCritical } from '../../src/domain/finding/finding.ts';
import type { StoredPortal } from '../../src/domain/finding/portal.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, type ReminderBot, rows, valueOn } from '../support/a-reminder-bot.ts';
import { daysAfter, found, has, names, start, tenant } from '../support/finding-evidence.ts';
import { ada, contoso } from '../support/partner.ts';
import { scoreDoor } from '../support/score-door.ts';
import { hour } from '../support/time.ts';

/** Microsoft has said no since the start, and said so last at that time. */
const no = (last: string, more: Partial<StoredPortal> = {}): StoredPortal => ({
  id: tenant.id,
  askedAt: last,
  waitMs: 6 * hour,
  onFile: 'no',
  known: { onFile: 'no', at: last },
  noSince: start,
  averageHours: null,
  averageAt: null,
  score: null,
  ...more,
});
const attested = (at: string | null) => ({ contact: { attestedAt: at } });

describe('the rule', () => {
  it('finds a no of 24 hours, and none that is a millisecond younger', () => {
    const none = attested(null);
    expect(has('notOnFile', { ...none, portal: no(daysAfter(1, -1)) })).toBe(false);
    expect(has('notOnFile', { ...none, portal: no(daysAfter(1)) })).toBe(true);
    expect(found({ ...none, portal: no(daysAfter(2)) })).toMatchObject([{ code: 'notOnFile', since: start }]);
  });

  it('finds it 7 days after somebody attested, and not a millisecond earlier', () => {
    expect(has('notOnFile', { portal: no(daysAfter(7, -1)) })).toBe(false);
    expect(has('notOnFile', { portal: no(daysAfter(7)) })).toBe(true);
    expect(has('notOnFile', { ...attested(daysAfter(3)), portal: no(daysAfter(10, -1)) })).toBe(false);
    expect(has('notOnFile', { ...attested(daysAfter(3)), portal: no(daysAfter(10)) })).toBe(true);
  });

  it('takes no age of a no for a no: what was not said again is not found, however long ago it was', () => {
    const unsure = no(start, { onFile: 'unknown' });
    expect(has('notOnFile', { ...attested(null), portal: unsure, now: daysAfter(20) })).toBe(false);
    expect(has('notOnFile', { portal: no(daysAfter(6), { onFile: 'unknown' }), now: daysAfter(20) })).toBe(false);
  });

  it('stays while the answer is not known, and is over with a yes', () => {
    expect(has('notOnFile', { portal: no(daysAfter(8), { onFile: 'unknown' }) })).toBe(true);
    const yes = { onFile: 'yes', known: { onFile: 'yes', at: daysAfter(8) }, noSince: null } as const;
    expect(has('notOnFile', { portal: no(daysAfter(8), yes) })).toBe(false);
  });

  it('is not found where Microsoft is not asked, or was never heard, or where there is no contact to attest', () => {
    expect(names({ portal: null })).toEqual([]);
    const unheard = { onFile: 'unknown', known: null, noSince: null } as const;
    expect(names({ portal: no(daysAfter(8), unheard) })).toEqual([]);
    expect(names({ contact: null, portal: no(daysAfter(8)) })).toEqual(['contactMissing']);
  });

  it('is not critical, and the first among those', () => {
    expect(isCritical('notOnFile')).toBe(false);
    const email = { email: 'jane.doe@contoso.com' };
    const contact = { ...email, channels: [], attestedAt: null };
    const worst = names({ contact, check: email, portal: no(daysAfter(8)), now: daysAfter(8) });
    expect(worst).toEqual(['fieldMissing channels', 'notOnFile', 'unattested', 'personalEmail']);
  });
});

describe('the bot', () => {
  const title = 'Next: enter the contact in Partner Center';
  let bot: ReminderBot;
  let door: ReturnType<typeof scoreDoor>;
  beforeEach(async () => {
    bot = await aReminderBot({ admins: [ada, bea] });
    door = scoreDoor(bot.world);
  });

  /** Lets days pass, while Microsoft says this every six hours. */
  async function days(count: number, status: unknown): Promise<void> {
    for (let left = count * 4; left > 0; left -= 1) {
      await bot.pass(6 * hour);
      await door.says(status);
    }
    await bot.pass(0);
  }
  const shown = async () => cardOf(await bot.say(ada, 'show'));

  it('finds it 7 days after the attestation, reminds admins of it once, and forgets it when Microsoft says yes', async () => {
    await days(6, 'noncomplaint');
    expect(rows(await shown())).toEqual([]);
    await days(2, 'noncomplaint');
    expect(rows(await shown())).toEqual([title]);
    const [reminder, ...others] = bot.reminders(ada);
    expect(others).toEqual([]);
    expect(text(reminder?.card)).toContain('Enter the contact in Partner Center, then confirm here that you did.');
    await days(1, 'compliant');
    expect(rows(await shown())).toEqual([]);
    expect(bot.reminders(ada).at(-1)?.card.tone).toBe('good');
  });

  it('is cleared by an attestation, and comes back after 7 more days of no', async () => {
    await days(8, 'noncomplaint');
    await bot.press(ada, 'contact.attest', valueOn(await shown(), 'contact.attest'));
    expect(rows(await shown())).toEqual([]);
    await days(6, 'noncomplaint');
    expect(rows(await shown())).toEqual([]);
    await days(2, 'noncomplaint');
    expect(rows(await shown())).toEqual([title]);
  });

  it('asks once for what one button clears, while nobody has attested', async () => {
    await days(1, 'noncomplaint');
    const at = bot.world.time.now();
    const unattested = (one: StoredTenant) => one.contact && { ...one.contact, attestedAt: null };
    await bot.edit((one) => ({ ...one, contact: unattested(one), revision: { ...one.revision, at } }));
    await days(0.5, 'noncomplaint');
    expect(rows(await shown())).toEqual([title]);
  });

  it('counts in the metric of findings', async () => {
    await days(8, 'noncomplaint');
    expect(await bot.world.store.read((reader) => reader.count('findings.code', 'notOnFile'))).toBe(1);
    expect(await bot.world.store.read((reader) => reader.scan('findings.open', { key: contoso, after: null }))).toEqual(
      [expect.objectContaining({ code: 'notOnFile', subject: '' })],
    );
  });
});
