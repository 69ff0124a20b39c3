/** Sends the admin who set a tenant up, in private, the list of what is still to do: once, an hour after the last step. */
import type { MadeCard } from '../../delivery/kind.ts';
import { enqueue } from '../../delivery/transitions.ts';
import { type DeliveryOf, reminderRank } from '../../domain/delivery/delivery.ts';
import { Identity } from '../../domain/tenant/identity.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { findingsToShow } from '../../findings/current.ts';
import { openPortal, remedyButton } from '../../findings/remedies.ts';
import { keyedRows } from '../../findings/rows.ts';
import { namesInFindings } from '../../findings/text.ts';
import type { Tx } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { type ViewerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { dueId, dueNow, noteNext } from '../../store/due.ts';
import { card, type Row } from '../../view/view.ts';

/** How long (ms) after the last step of a set-up the admin gets the list. */
const waitMs = 3_600_000;
/** The most set-ups that one change looks at. */
const batchSize = 200;

/**
 * Notes a step of a tenant's set-up, in the change that saves it: a new tenant, its first contact, and each save until the message went
 * out.
 */
export async function noteSetupStep(
  tx: Tx,
  { before, after }: { before: StoredTenant | null; after: StoredTenant },
  { at: from, by }: { at: string; by: Identity },
): Promise<void> {
  const known = await tx.get('due', dueId('toDo', after.id));
  const begins = before === null || (before.contact === null && after.contact !== null);
  if (known ? known.at === null : !begins) return;
  await noteNext(tx, 'toDo', after.id, { at: afterWait(from), from, by });
}

/** Enqueues the list for each tenant whose last step of the set-up is an hour old. */
export async function tellToDo({ store, clock }: World): Promise<void> {
  const now = clock.now();
  const due = await store.read((reader) => dueNow(reader, 'toDo', now, batchSize));
  if (due.length > 0) await store.change((tx) => enqueueToDo(tx, due, now));
}

async function enqueueToDo(tx: Tx, tenantIds: readonly string[], now: string): Promise<void> {
  for (const tenantId of tenantIds) {
    const row = await tx.get('due', dueId('toDo', tenantId));
    const person = Identity.safeParse(row?.by).data;
    const isDue = row?.at != null && row.at <= now;
    // The clock was set back: what is due later waits an hour again at most.
    const later = row?.at == null || isDue ? null : afterWait(now);
    await noteNext(tx, 'toDo', tenantId, { at: later, from: now, ...(later && person ? { by: person } : {}) });
    const tenant = await tx.get('tenants', tenantId);
    if (!isDue || !person || !tenant || isRetired(tenant)) continue;
    const about = { kind: 'welcome', tenantId } as const;
    await enqueue(tx, { about, to: { kind: 'person', id: person }, rank: reminderRank }, now);
  }
}

function afterWait(from: string): string {
  return new Date(Date.parse(from) + waitMs).toISOString();
}

/** Makes the message as things stand when it is sent; null where nothing is left to do. */
export async function toDoCard({ to }: DeliveryOf<'welcome'>, id: string, world: World): Promise<MadeCard | null> {
  const viewer = await viewerLocaleOf(to, world);
  const now = world.clock.now();
  const { tenant, organisation, ...found } = await world.store.read(async (reader) => {
    const tenant = await reader.get('tenants', id);
    const findings = tenant ? await findingsToShow(reader, tenant, world) : [];
    const organisation = await reader.get('organisation', 'organisation');
    return { tenant, findings, names: await namesInFindings(reader, findings), organisation };
  });
  if (!tenant || isRetired(tenant)) return null;
  const rows = [
    ...keyedRows(viewer, { tenant, ...found, now }, () => true).flatMap(({ key, row }) =>
      steps.includes(key) ? withPortal(viewer, row) : [],
    ),
    ...(organisation?.adminChannel ? [] : [adminChannelRow(viewer, tenant)]),
  ];
  if (rows.length === 0) return null;
  const { alerts, setup } = viewer.messages;
  const { title, left, text, why } = setup.toDo;
  const summary = alerts.whose(shortName(tenant.name, 24), left(rows.length));
  const shown = card(title(tenant.name), summary, { text: [text(rows.length)], rows, footer: why });
  return { card: shown, revision: 1 };
}

/** The keys of what a set-up has to end with. */
const steps: readonly string[] = [
  ...['contactMissing', 'fieldMissing.channels', 'channelUnreachable', 'attestation', 'unattested', 'notOnFile'],
  ...['onCall', 'nobodyOnCall'],
];

/** Returns the row; before “Done in Partner Center” it has the button that opens Partner Center. */
function withPortal({ messages }: ViewerLocale, row: Row): Row {
  const { button } = row;
  if (button?.id !== 'contact.attest') return row;
  const { style } = button;
  return { ...row, button: openPortal(messages, { style }), second: { ...button, style: 'plain' } };
}

function adminChannelRow({ messages }: ViewerLocale, tenant: StoredTenant): Row {
  const { choose: label, ...row } = messages.setup.toDo.adminChannel;
  return { ...row, button: { ...remedyButton('contact.setup', tenant, messages), label } };
}
