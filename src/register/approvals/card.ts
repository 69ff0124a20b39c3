/** The cards about a change that waits: what is asked, before and after, and how it ended. */
import type { MadeCard } from '../../delivery/kind.ts';
import type { DeliveryOf, Destination } from '../../domain/delivery/delivery.ts';
import { type Change, changeForHistory } from '../../domain/history.ts';
import { endsAt, type StoredApproval } from '../../domain/tenant/approval.ts';
import { sameChannel } from '../../domain/tenant/identity.ts';
import { shortName } from '../../domain/text/words.ts';
import { openPortal, remedyButton } from '../../findings/remedies.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import {
  askerLocale,
  namedFew,
  said,
  type ViewerLocale,
  viewerLocaleAt,
  viewerLocaleOf,
} from '../../request/viewer-locale.ts';
import {
  type Button,
  beforeValue,
  button,
  card,
  type Fact,
  type Inline,
  plainOf,
  type Row,
  type Text,
} from '../../view/view.ts';
import { portalKeys } from '../contact/portal-values.ts';
import { fieldLabels, namesInChanges, noticeFacts } from '../history/change-facts.ts';
import { changeRefOf } from '../notices/not-us.ts';

/** The most fields that a line names. */
const maxNamed = 3;

/** Who reads a card: admins read the values as they are, the channels of the contact only what differs. `isAsker`: whoever asked. */
type CardReading = { viewer: ViewerLocale; to: Destination; isAsker?: boolean };

const inPrivate = (row: StoredApproval): Destination => ({ kind: 'person', id: row.by });

/** Returns the card of a change for one destination of its cards; null when its row is gone. */
export async function approvalCard({ about, to }: DeliveryOf<'approval'>, world: World): Promise<MadeCard | null> {
  const row = await world.store.read((reader) => reader.get('approvals', about.id));
  if (!row) return null;
  const viewer = await viewerLocaleAt(to, await tenantById(about.tenantId, world), world);
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const admins = organisation?.adminChannel;
  const isAdmins = to.kind === 'channel' && admins != null && sameChannel(admins, to.channel);
  const reading = { viewer, to: isAdmins ? inPrivate(row) : to };
  const shown = await changeCard(row, reading, buttonsFor(row, viewer), world);
  const isCalling = row.how === 'pair' && !row.end;
  return {
    card: shown,
    revision: row.revision ?? (row.end ? 2 : 1),
    messages: viewer.messages,
    ...(isCalling ? { mentionsAdmins: true } : {}),
  };
}

/** Returns the buttons for those who may decide: **Approve** and **Refuse**, or **Not us** where nobody has to approve. */
export function buttonsFor(row: StoredApproval, { messages }: ViewerLocale): Button[] {
  const { buttons: say } = messages.approvals;
  if (row.end) return [];
  if (row.how === 'pair')
    return [
      button('press', 'contact.approve', say.approve, row.id, { style: 'primary' }),
      button('form', 'contact.refuse', say.refuse, row.id, { style: 'danger' }),
    ];
  const { button: label, question: confirm } = messages.notices.contactChanged;
  const value = changeRefOf({ number: row.entry, at: row.askedAt }, row.tenantId);
  return [button('press', 'contact.notUs', label, value, { style: 'danger', confirm })];
}

/** Returns the button with which whoever asked takes the change back; none once it ended. */
export function withdrawButton({ id, end }: StoredApproval, { messages }: ViewerLocale): Button[] {
  return end ? [] : [button('press', 'contact.withdraw', messages.approvals.buttons.withdraw, id)];
}

const asker = ({ by, byName }: StoredApproval): Inline => ({ kind: 'person', id: by, name: byName });

/** Makes the card of a change that waits, or says how it ended. */
export async function changeCard(row: StoredApproval, reading: CardReading, buttons: readonly Button[], world: World) {
  const { viewer } = reading;
  const { approvals: say, alerts, securityContact } = viewer.messages;
  const text = say.asked[row.what](asker(row), row.tenantName);
  const whose = (summary: string) => alerts.whose(shortName(row.tenantName, 24), summary);
  const show = button('press', 'contact.history', securityContact.buttons.history, row.tenantId);
  const more = {
    buttonsFirst: true as const,
    buttons: [...buttons, show],
    facts: await changedFacts(row, reading, world),
    footer: [say.askedAt, said(viewer, row.askedAt)],
  };
  if (row.end) {
    const { title } = say.ended[row.end.how];
    return card(title, whose(`${title}.`), { ...more, text: [text, ...endedText(row, viewer)] });
  }
  if (reading.isAsker) {
    const own = say.own[row.how](said(viewer, row.until));
    return card(say.own.title, whose(plainOf(own)), { ...more, tone: 'warning', text: [text, own] });
  }
  const { title, summary, ask, text: waits } = say[row.how];
  const isWhole = row.what === 'added' || row.what === 'retired';
  const short = isWhole ? `${say.whole[row.what](row.byName)} ${ask}` : summary(row.byName, changedFields(row, viewer));
  return card(title, whose(short), {
    ...more,
    tone: 'warning',
    text: [[...[text].flat(), ' ', ...[waits(said(viewer, endsAt(row)))].flat()]],
  });
}

/** Returns how the waiting ended, and why it was refused. */
function endedText({ end }: StoredApproval, viewer: ViewerLocale): Text[] {
  if (!end) return [];
  const { ended, reason } = viewer.messages.approvals;
  const who: Inline = end.by ? { kind: 'person', id: end.by, name: end.byName } : end.byName;
  return [
    ended[end.how].text(who, said(viewer, end.at)),
    ...(end.refusedFor === undefined ? [] : [reason(end.refusedFor)]),
  ];
}

/** Returns the fields of a change that people read; that a tenant is to be retired is in the text already. */
function shownChanges({ changes }: StoredApproval): readonly Change[] {
  return changes.filter(({ field }) => field !== 'retiredAt').map(changeForHistory);
}

/** Names the first of the fields, and counts the others; empty where the text says it all. */
export function changedFields(row: StoredApproval, viewer: ViewerLocale): string {
  if (row.what === 'added') return '';
  return namedFew(
    shownChanges(row).map(({ field }) => fieldLabels(viewer)(field)),
    viewer.messages,
    maxNamed,
  );
}

async function changedFacts(row: StoredApproval, { viewer, to }: CardReading, { store }: World): Promise<Fact[]> {
  const changes = shownChanges(row);
  const names = await store.read((reader) => namesInChanges(reader, changes));
  return noticeFacts(changes, to, viewer, names);
}

/** Returns the message that says how the waiting ended, to whoever asked for the change and to admins. */
export async function endedCard({ about, to }: DeliveryOf<'approvalEnded'>, world: World): Promise<MadeCard | null> {
  const row = await world.store.read((reader) => reader.get('approvals', about.id));
  if (!row?.end) return null;
  const viewer = await viewerLocaleOf(to, world);
  return {
    card: await changeCard(row, { viewer, to: inPrivate(row) }, await nextSteps(row, viewer, world), world),
    revision: 1,
  };
}

/** Returns the buttons of the last step, in Partner Center, where the change was made and is in its form too. */
export async function nextSteps(row: StoredApproval, { messages }: ViewerLocale, world: World): Promise<Button[]> {
  const isMade = row.end?.how === 'approved' || row.end?.how === 'made';
  const isInPortal = row.changes.some(({ field }) => portalKeys.some((key) => key === field));
  const tenant = row.what === 'contact' && isMade && isInPortal ? await tenantById(row.subject, world) : null;
  if (!tenant?.contact || tenant.contact.attestedAt !== null) return [];
  return [openPortal(messages, { style: 'primary' }), remedyButton('contact.attest', tenant, messages)];
}

/** Answers whoever asked for changes that wait. `saved` are those of the same form that were made at once. */
export async function askedReply(
  request: Request,
  rows: readonly StoredApproval[],
  saved: readonly Change[],
  world: World,
): Promise<Reply> {
  const viewer = askerLocale(request);
  const { own } = viewer.messages.approvals;
  const [first, ...others] = rows;
  if (!first) throw new Error('no change waits');
  const facts = await Promise.all(rows.map((row) => changedFacts(row, { viewer, to: inPrivate(row) }, world)));
  const text = own[first.how](said(viewer, endsAt(first)));
  const names = namedFew(
    saved.map(({ field }) => fieldLabels(viewer)(field)),
    viewer.messages,
  );
  const shown = card(own.title, plainOf(text), {
    tone: 'warning',
    text: [text, ...(names === '' ? [] : [own.saved(names)])],
    ...(others.length === 0 ? { facts: facts.flat() } : { rows: rows.map((row) => waitingRow(row, viewer)) }),
    buttons: [
      ...(others.length === 0 ? withdrawButton(first, viewer) : []),
      button('press', 'contact.show', viewer.messages.securityContact.buttons.show, first.tenantId),
    ],
  });
  return { kind: 'card', instead: true, card: shown };
}

/** Returns the button that shows a change that waits. */
export function showButton(row: StoredApproval, viewer: ViewerLocale): Button {
  return button('press', 'contact.waiting', viewer.messages.approvals.buttons.show, row.id);
}

/** Returns the row on the card of the contact about a change that waits. */
export function waitingRow(row: StoredApproval, viewer: ViewerLocale): Row {
  const { row: say } = viewer.messages.approvals;
  const fields = row.what === 'retired' ? '' : changedFields(row, viewer);
  const title = fields === '' ? say[row.how] : `${beforeValue(say[row.how], viewer.messages.history.colon)}${fields}`;
  const detail = say.detail(asker(row), said(viewer, endsAt(row)));
  return { title, detail, button: showButton(row, viewer) };
}
