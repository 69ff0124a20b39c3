import type { Identity } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { remedyOf } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import { askerLocale } from '../../request/viewer-locale.ts';
import type { Text } from '../../view/view.ts';
import { observeNow } from '../observe/observe.ts';
import { anniversaryOf, loadReminder, olderReminderCard, reminderCard } from './reminder-card.ts';

/** Splits the value of a button into the value that its feature knows, and the id of the reminder that has the button; null for none. */
export function parsePressed(value: string): { value: string; reminderId: string | null } {
  const marked = /^(.*) ~((?:reminder|nag)-\d+)$/.exec(value);
  return marked ? { value: marked[1] ?? '', reminderId: marked[2] ?? null } : { value, reminderId: null };
}

type Pressed = Record<'reminderId' | 'button' | 'tenantId', string>;

/** Handles a button press on a reminder: runs the button's handler (`press`), then replaces the reminder by itself plus the outcome. */
export async function answerOnReminder(request: Request, pressed: Pressed, press: () => Promise<Reply>, world: World) {
  if (await isDone(pressed, world))
    return (
      (await asReminder(request, pressed.reminderId, await alreadyDone(request, pressed, world), world)) ?? press()
    );
  const reply = await press();
  if (reply.kind !== 'card' || !reply.instead) return reply;
  // The reminder stays where a person only looks at something, or is asked before anything is done.
  if (pressed.button === 'contact.show' || pressed.button === 'alerts.drill') return { ...reply, instead: false };
  await observeNow(world);
  return (await asReminder(request, pressed.reminderId, reply.card.text[0] ?? reply.card.summary, world)) ?? reply;
}

/** Returns true when all findings that this button clears were fixed since the reminder was sent. */
async function isDone({ reminderId, button, tenantId }: Pressed, world: World): Promise<boolean> {
  const shown = await world.store.read((reader) => loadReminder(reader, reminderId, world));
  const tenant = shown?.tenants.get(tenantId);
  if (!shown || !tenant) return false;
  const mine = shown.items.filter((item) => item.tenantId === tenantId && remedyOf(item, tenant) === button);
  return mine.length > 0 && mine.every(({ closedAt }) => closedAt !== null);
}

/** Returns the reminder as it is now, headed by the notice; null when it is forgotten. */
async function asReminder(request: Request, id: string, notice: Text, world: World): Promise<Reply | null> {
  const shown = await world.store.read((reader) => loadReminder(reader, id, world));
  if (!shown) return null;
  const viewer = askerLocale(request);
  const card = shown.isKept
    ? reminderCard(viewer, shown, await anniversaryOf(shown, world))
    : olderReminderCard(viewer);
  return { kind: 'card', instead: true, card: { ...card, text: [notice, ...card.text] }, brief: notice };
}

/** Returns the text that the press is not needed any more: the asker, or somebody else, did it already. */
async function alreadyDone({ actor, messages }: Request, { button, tenantId }: Pressed, world: World): Promise<string> {
  const tenant = await tenantById(tenantId, world);
  const by = (tenant && doers.get(button)?.(tenant)) ?? actor.id;
  return by === actor.id ? messages.reminders.already : messages.reminders.faster;
}

const contactForms = ['contact.update', 'contact.phone', 'contact.email', 'contact.channels', 'contact.onCallPeople'];

/** Returns who did last what a button does, by its id; nothing when the tenant's record does not say. */
const doers: ReadonlyMap<string, (tenant: StoredTenant) => Identity | null | undefined> = new Map([
  ['contact.confirm', ({ contact }: StoredTenant) => contact?.confirmedBy],
  ['contact.attest', ({ contact }) => contact?.attestedBy],
  ['contact.phone24x7', ({ contact }) => contact?.phone24x7By],
  ['contact.compliance', ({ complianceAttestedBy }) => complianceAttestedBy],
  ...contactForms.map((id) => [id, ({ revision }: StoredTenant) => revision.by] as const),
]);
