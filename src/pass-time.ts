import { acknowledgeLeft } from './alerts/acknowledge-in.ts';
import { archiveResolved, forgetDigests, forgetOld } from './alerts/archive.ts';
import { clockPutRight } from './alerts/clock-put-right.ts';
import { escalate } from './alerts/escalate.ts';
import { escalateDigests } from './alerts/escalate-digests.ts';
import { markOverdue } from './alerts/mark-overdue.ts';
import { scheduleDrills } from './alerts/scheduled-drills.ts';
import { reachNewAdmins } from './alerts/stranded.ts';
import { forgetFaq } from './faq/chat/forget.ts';
import { putAgain } from './faq/chat/put-again.ts';
import type { World } from './ports.ts';
import { prune } from './prune.ts';
import { forgetReminders } from './reminders/forget.ts';
import { lookAround } from './reminders/look-around.ts';
import { observe } from './reminders/observe.ts';
import { remind } from './reminders/remind.ts';
import { replaceOlder } from './reminders/replace-older.ts';
import { rerouteLeft } from './reroute.ts';
import { archiveHistory, forgetOldHistory } from './security-contact/archive-history.ts';
import { postAuditHead } from './security-contact/audit-head.ts';
import { welcomeAdmins } from './security-contact/welcome.ts';

/** What time brings, the urgent first. Each may run again: all are idempotent. */
export async function passTime(world: World, learnNames: () => Promise<void>): Promise<void> {
  await acknowledgeLeft(world);
  await rerouteLeft(world);
  await clockPutRight(world);
  await escalate(world);
  world.wake(await escalateDigests(world));
  world.wake(await markOverdue(world));
  world.wake(await putAgain(world));
  world.wake(await welcomeAdmins(world));
  world.wake(await reachNewAdmins(world));
  world.wake(await postAuditHead(world));
  await lookAround(world);
  world.wake(await observe(world));
  world.wake(await replaceOlder(world));
  world.wake(await remind(world));
  await scheduleDrills(world);
  await archiveResolved(world);
  await forgetDigests(world);
  await forgetOld(world);
  await archiveHistory(world);
  await forgetOldHistory(world);
  await forgetFaq(world);
  await forgetReminders(world);
  await prune(world);
  await learnNames();
}
