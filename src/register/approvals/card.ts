/** The cards about a change that waits: what is asked, before and after, and how it ended. */
import type { MadeCard } from '../../delivery/kind.ts';
import type { DeliveryOf, Destination } from '../../domain/delivery/delivery.ts';
import { type Change, changeForHistory } from '../../domain/history.ts';
import { endsAt, isMade, type StoredApproval } from '../../domain/tenant/approval.ts';
import { sameChannel } from '../../domain/tenant/identity.ts';
import { shortName } from '../../domain/text/words.ts';
import { openPortal, remedyButton } from '../../findings/remedies.ts';
import { listedFew } from '../../findings/text.ts';
import type { World } from '../../ports/world.ts';
import { tenantById, tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply, Request } from '../../request/interaction.ts';
import {
  askerLocale,
  namedFew,
  namesOf,
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
  joined,
  plainOf,
  type Row,
  type Text,
  truncate,
} from '../../view/view.ts';
import { portalKeys } from '../contact/portal-values.ts';
import { fieldLabels, namesInChanges, noticeFacts } from '../history/change-facts.ts';
import { changeRefOf } from '../notices/not-us.ts';
import { whyTold } from '../notices/why-told.ts';
import { ofRetiring, unnamedSenders } from '../setup/consequences.ts';

/** The most fields that a line names. */
const maxNamed = 3;

/**
 * Who reads a card: admins read the values as they are, the channels of the contact only what differs. `part` is who they are: the person
 * who asked for the change, a person who may approve it, or another reader, such as a channel.
 */
export type CardReading = { viewer: ViewerLocale; to: Destination; part: 'asker' | 'approver' | 'other' };

const inPrivate = (row: StoredApproval): Destination => ({ kind: 'person', id: row.by });

/** Returns the card of a change for one destination of its cards; null when its row is gone. */
export async function approvalCard({ about, to }: DeliveryOf<'approval'>, world: World): Promise<MadeCard | null> {
  const row = await world.store.read((reader) => reader.get('approvals', about.id));
  if (!row) return null;
  const tenant = await tenantById(about.tenantId, world);
  const viewer = await viewerLocaleAt(to, tenant, world);
  const organisation = await world.store.read((reader) => reader.get('organisation', 'organisation'));
  const admins = organisation?.adminChannel;
  const isAdmins = to.kind === 'channel' && admins != null && sameChannel(admins, to.channel);
  const part = to.kind === 'person' ? 'approver' : 'other';
  const reading = { viewer, to: isAdmins ? inPrivate(row) : to, part } as const;
  const shown = await changeCard(row, reading, buttonsFor(row, viewer), world);
  const isCalling = row.how === 'pair' && !row.end;
  return {
    card: shown,
    revision: row.revision ?? (row.end ? 2 : 1),
    messages: viewer.messages,
    ...(await whyTold({ to, tenant, changes: row.changes }, viewer.messages, world)),
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

/** Returns the button that takes a change back, for the person who asked for it; none once it ended. */
export function withdrawButton({ id, end }: StoredApproval, { messages }: ViewerLocale): Button[] {
  return end ? [] : [button('press', 'contact.withdraw', messages.approvals.buttons.withdraw, id)];
}

const asker = ({ by, byName }: StoredApproval): Inline => ({ kind: 'person', id: by, name: byName });

/** Makes the card of a change that waits, or says how it ended. */
export async function changeCard(row: StoredApproval, reading: CardReading, buttons: readonly Button[], world: World) {
  const { viewer, part } = reading;
  const { approvals: say, alerts, securityContact } = viewer.messages;
  const whose = (summary: string) => alerts.whose(shortName(row.tenantName, 24), summary);
  const show = button('press', 'contact.history', securityContact.buttons.history, row.tenantId);
  const more = {
    // An administrator reads the values before approving.
    ...(row.how === 'pair' && !row.end ? {} : { buttonsFirst: true as const }),
    buttons: [...buttons, show],
    facts: await changedFacts(row, reading, world),
    footer: [say.askedAt, said(viewer, row.askedAt)],
  };
  const asked =
    part === 'asker' ? say.own.asked[row.what](row.tenantName) : say.asked[row.what](asker(row), row.tenantName);
  if (row.end) {
    const { title } = say.ended[endingOf(row)];
    const reason =
      row.end.refusedFor === undefined ? '' : ` ${say.reason(truncate(row.end.refusedFor, maxReasonShown))}`;
    return card(title, whose(`${title}.${reason}`), { ...more, text: [asked, ...endedText(row, viewer)] });
  }
  if (part === 'asker') {
    const text = say.own[row.how](said(viewer, endsAt(row)));
    return card(say.own.title, whose(plainOf(text)), { ...more, tone: 'warning', text: [joinedText(asked, text)] });
  }
  const { title: titled, text: waits, ...common } = say[row.how];
  const isApprover = part === 'approver' && row.how === 'pair';
  const { summary, ask } = isApprover ? say.approver : common;
  const title = isApprover ? say.approver.title : titled(plainOf([said(viewer, endsAt(row))]));
  const isWhole = row.what === 'added' || row.what === 'retired';
  const short = isWhole ? `${say.whole[row.what](row.byName)} ${ask}` : summary(row.byName, changedFields(row, viewer));
  const effect = await effectOf(row, viewer, world);
  return card(title, whose(short), {
    ...more,
    tone: 'warning',
    text: [joinedText(asked, waits(said(viewer, endsAt(row)))), ...effect.text],
    facts: [...more.facts, ...effect.facts],
  });
}

/** The most characters of a reason in a notification. */
const maxReasonShown = 150;

const joinedText = (...texts: readonly Text[]): Text => joined(texts, ' ');

/** Returns the consequences of adding or retiring a tenant, which the person who asked has read already. */
async function effectOf(
  row: StoredApproval,
  viewer: ViewerLocale,
  world: World,
): Promise<{ text: Text[]; facts: Fact[] }> {
  const active = await tenantsByName(world);
  if (row.what === 'retired') {
    const tenant = active.find(({ id }) => id === row.subject);
    const { text, facts } = tenant ? await ofRetiring(tenant, viewer, world) : { text: '', facts: [] };
    return { text: text === '' ? [] : [text], facts };
  }
  const senders = row.what === 'added' && active.length === 1 ? await unnamedSenders(viewer.messages, world) : '';
  return { text: senders === '' ? [] : [viewer.messages.approvals.unnamed(senders)], facts: [] };
}

/** Returns how the waiting ended, by the words for it. */
const endingOf = ({ end }: StoredApproval) => end?.lapsedFor ?? end?.how ?? 'lapsed';

/** Returns how the waiting ended, and why it was refused. */
function endedText(row: StoredApproval, viewer: ViewerLocale): Text[] {
  const { end } = row;
  if (!end) return [];
  const { ended, reason } = viewer.messages.approvals;
  const who: Inline = end.by ? { kind: 'person', id: end.by, name: end.byName } : end.byName;
  const fields = namedFew((end.fields ?? []).map(fieldLabels(viewer)), viewer.messages);
  return [
    ended[endingOf(row)].text(who, said(viewer, end.at), fields),
    ...(end.refusedFor === undefined ? [] : [reason(end.refusedFor)]),
  ];
}

/** Returns the fields of a change that people read; that a tenant is to be retired is in the text already. */
function shownChanges({ changes }: StoredApproval): readonly Change[] {
  return changes.filter(({ field }) => field !== 'retiredAt').map(changeForHistory);
}

/** Names the first of the fields, and counts the others; empty where the text says it all. */
function changedFields(row: StoredApproval, viewer: ViewerLocale): string {
  if (row.what === 'added') return '';
  return namedFew(
    shownChanges(row).map(({ field }) => fieldLabels(viewer)(field)),
    viewer.messages,
    maxNamed,
  );
}

async function changedFacts(
  row: StoredApproval,
  { viewer, to }: Pick<CardReading, 'viewer' | 'to'>,
  { store }: World,
): Promise<Fact[]> {
  const changes = shownChanges(row);
  const names = await store.read((reader) => namesInChanges(reader, changes));
  return noticeFacts(changes, to, viewer, names, isMade(row) ? undefined : viewer.messages.approvals.facts);
}

/** Returns the message that says how the waiting ended, for the person who asked for the change. */
export async function endedCard({ about, to }: DeliveryOf<'approvalEnded'>, world: World): Promise<MadeCard | null> {
  const row = await world.store.read((reader) => reader.get('approvals', about.id));
  if (!row?.end) return null;
  const viewer = await viewerLocaleOf(to, world);
  const isAsker = to.kind === 'person' && to.id === row.by;
  const reading = { viewer, to: inPrivate(row), part: isAsker ? 'asker' : 'other' } as const;
  return {
    card: await changeCard(row, reading, await nextSteps(row, viewer, world), world),
    revision: 1,
    ...(isAsker ? { why: viewer.messages.approvals.own.why } : {}),
  };
}

/** Returns the buttons of the last step, in Partner Center, where the change was made and is in its form too. */
export async function nextSteps(row: StoredApproval, { messages }: ViewerLocale, world: World): Promise<Button[]> {
  const isInPortal = row.changes.some(({ field }) => portalKeys.some((key) => key === field));
  const tenant = row.what === 'contact' && isMade(row) && isInPortal ? await tenantById(row.subject, world) : null;
  if (!tenant?.contact || tenant.contact.attestedAt !== null) return [];
  return [openPortal(messages, { style: 'primary' }), remedyButton('contact.attest', tenant, messages)];
}

/** Answers the person who asked for changes that wait. `saved` are those of the same form that were made at once. */
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
  const told = await toldText(rows, viewer, world);
  const asked = rows.map(({ what, tenantName }) => own.asked[what](tenantName));
  const names = namedFew(
    saved.map(({ field }) => fieldLabels(viewer)(field)),
    viewer.messages,
  );
  const [only] = others.length === 0 ? asked : [];
  const shown = card(own.title, plainOf(text), {
    tone: 'warning',
    text: [joinedText(...(only ? [only] : []), text, ...told), ...(names === '' ? [] : [own.saved(names)])],
    ...(only ? { facts: facts.flat() } : { rows: rows.map((row) => waitingRow(row, viewer)) }),
    buttons: [
      ...(only ? withdrawButton(first, viewer) : []),
      // Of a tenant that is still to be added there is no contact.
      ...(first.what === 'added'
        ? []
        : [button('press', 'contact.show', viewer.messages.securityContact.buttons.show, first.tenantId)]),
    ],
  });
  return { kind: 'card', instead: true, card: shown };
}

/** The most names of people who were notified. */
const maxTold = 5;

/** Names the people and channels that were notified of these changes, and says that they can stop those which nobody has to approve. */
async function toldText(rows: readonly StoredApproval[], viewer: ViewerLocale, { store }: World): Promise<Text[]> {
  const { own } = viewer.messages.approvals;
  return store.read(async (reader) => {
    const cards = await Promise.all(rows.map(({ id }) => reader.scan('deliveries.approval', { key: id, after: null })));
    const places = [...new Map(cards.flat().map(({ to, queue }) => [queue, to])).values()];
    if (places.length === 0) return [];
    const channels = places.flatMap((to) => (to.kind === 'channel' ? [to.channel] : []));
    const people = places.flatMap((to) => (to.kind === 'person' ? [to.id] : []));
    const names = await namesOf(reader, people, channels);
    // Somebody who is in both platforms is named once.
    const persons = new Map(people.map(names.person).map((one) => [one.name, one]));
    const all = [...channels.map(names.channel), ...persons.values()];
    const told = own.told(listedFew(all, viewer.messages, maxTold));
    return rows.some(({ how }) => how === 'delay') ? [told, own.canStop] : [told];
  });
}

/** Returns the button that shows a change that waits. */
export function showButton(row: StoredApproval, viewer: ViewerLocale): Button {
  return button('press', 'contact.waiting', viewer.messages.approvals.buttons.show, row.id);
}

/** Says whose change waits and until when, so that another one of the same record is not saved. */
export function blockedText(row: StoredApproval, viewer: ViewerLocale): Text {
  const { asked, blocks } = viewer.messages.approvals;
  const what = asked[row.what](asker(row), row.tenantName);
  return joinedText(what, blocks(changedFields(row, viewer), said(viewer, endsAt(row))));
}

/** Returns the row on the card of the contact about a change that waits. */
export function waitingRow(row: StoredApproval, viewer: ViewerLocale): Row {
  const { row: say, what, pair, delay } = viewer.messages.approvals;
  const until = said(viewer, endsAt(row));
  const title = row.how === 'pair' ? pair.title('') : delay.title(plainOf([until]));
  const isWhole = row.what === 'added' || row.what === 'retired';
  const changed = isWhole ? `${what[row.what]} ${shortName(row.tenantName)}` : changedFields(row, viewer);
  return {
    title: `${beforeValue(title, viewer.messages.history.colon)}${changed}`,
    detail: row.how === 'pair' ? say.pair(asker(row), until) : say.delay(asker(row)),
    button: showButton(row, viewer),
  };
}
