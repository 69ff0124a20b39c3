import { queueOf } from '../../domain/delivery/delivery.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { remedyOf } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { refusalUnlessAdmin, refusalUnlessResponder } from '../../request/authorize.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request } from '../../request/request.ts';
import type { Text } from '../../view/view.ts';
import { observeNow } from '../observe/observe.ts';
import { loadReminder } from './load-reminder.ts';
import { olderReminderCard, reminderCard } from './reminder-card.ts';

/** The value of a button as its feature knows it, and the reminder from which it was pressed; null for none. */
export function pressedIn(value: string): { value: string; nagId: string | null } {
  const marked = /^(.*) ~(nag-\d+)$/.exec(value);
  return marked ? { value: marked[1] ?? '', nagId: marked[2] ?? null } : { value, nagId: null };
}

interface Pressed {
  nagId: string;
  button: string;
  tenantId: string;
}

/** A button of a reminder: what it does is done by its feature, and the reminder shows what came of it, in its place. */
export async function inPlace(
  request: Request,
  pressed: Pressed,
  act: () => Promise<Reply>,
  world: World,
): Promise<Reply> {
  const refused = await refusalOf(request, pressed, world);
  if (refused) return refused;
  if (await isDone(pressed, world))
    return asReminder(request, pressed.nagId, await whoDid(request, pressed, world), world, act);
  const reply = await act();
  if (reply.kind !== 'card' || !reply.instead) return reply;
  // To look at something, or to be asked first, must not cost the reminder.
  if (pressed.button === 'contact.show' || pressed.button === 'alerts.drill') return { ...reply, instead: false };
  await observeNow(world);
  return asReminder(request, pressed.nagId, reply.card.text[0] ?? reply.card.summary, world, async () => reply);
}

/** Before what became of it: that is nobody's business who may not press. */
async function refusalOf(request: Request, { button, tenantId }: Pressed, world: World): Promise<Reply | null> {
  if (button === 'contact.show') return null;
  if (request.rightOf(button) !== 'responder') return refusalUnlessAdmin(request, world);
  return refusalUnlessResponder(request, await tenantById(tenantId, world), world);
}

/** Whether all that this button can mend was mended since the reminder was sent. */
async function isDone({ nagId, button, tenantId }: Pressed, world: World): Promise<boolean> {
  return world.store.read(async (reader) => {
    const nag = await reader.get('nags', nagId);
    if (!nag) return false;
    const { items, tenants } = await loadReminder(reader, nag, null, world);
    const tenant = tenants.get(tenantId);
    const mine = items.filter((item) => item.tenantId === tenantId && tenant && remedyOf(item, tenant) === button);
    return mine.length > 0 && mine.every(({ closedAt }) => closedAt !== null);
  });
}

async function asReminder(
  request: Request,
  nagId: string,
  notice: Text,
  world: World,
  otherwise: () => Promise<Reply>,
): Promise<Reply> {
  const shown = await world.store.read(async (reader) => {
    const nag = await reader.get('nags', nagId);
    const round = nag && (await reader.get('rounds', queueOf(nag.to)));
    const isOld = round?.nag !== nagId && !round?.older.includes(nagId);
    return nag && { isOld, ...(await loadReminder(reader, nag, notice, world)) };
  });
  if (!shown) return otherwise();
  const voice = askerLocale(request);
  const older = olderReminderCard(voice);
  const card = shown.isOld ? { ...older, text: [notice, ...older.text] } : reminderCard(voice, shown);
  return { kind: 'card', instead: true, card, brief: notice };
}

/** To whoever presses twice, nobody was faster. */
export async function whoDid(
  { actor, words }: Request,
  { button, tenantId }: { button: string; tenantId: string },
  world: World,
): Promise<string> {
  const tenant = await tenantById(tenantId, world);
  const by = tenant ? doerOf(button, tenant) : null;
  return by === null || by === actor.id ? words.reminders.already : words.reminders.faster;
}

/** Null where the record does not say. */
function doerOf(button: string, { contact, complianceAttestedBy, revision }: StoredTenant): Identity | null {
  switch (button) {
    case 'contact.confirm':
      return contact?.confirmedBy ?? null;
    case 'contact.attest':
      return contact?.attestedBy ?? null;
    case 'contact.phone24x7':
      return contact?.phone24x7By ?? null;
    case 'contact.compliance':
      return complianceAttestedBy;
    case 'contact.update':
      return revision.by;
    default:
      return null;
  }
}
