import type { End, StoredApproval } from '../../domain/tenant/approval.ts';
import type { Inline, Text } from '../../view/view.ts';

/** The words about a change, by what it is about. */
type ByWhat<T> = Record<StoredApproval['what'], T>;

const asked: ByWhat<(who: Inline, tenant: string) => Text> = {
  contact: (who, tenant) => [who, ` asked to change the security contact of ${tenant}.`],
  setup: (who, tenant) => [who, ` asked to change the set-up of ${tenant}.`],
  added: (who, tenant) => [who, ` asked to add the partner tenant ${tenant}.`],
  retired: (who, tenant) => [who, ` asked to retire the partner tenant ${tenant}.`],
  adminChannel: (who) => [who, ' asked to change the admin channel.'],
};

/** What the asker reads of it. */
const youAsked: ByWhat<(tenant: string) => string> = {
  contact: (tenant) => `You asked to change the security contact of ${tenant}.`,
  setup: (tenant) => `You asked to change the set-up of ${tenant}.`,
  added: (tenant) => `You asked to add the partner tenant ${tenant}.`,
  retired: (tenant) => `You asked to retire the partner tenant ${tenant}.`,
  adminChannel: () => 'You asked to change the admin channel.',
};

/** How a change ended, or why it lapsed. */
type HowShown = End['how'] | NonNullable<End['lapsedFor']>;

/** How the waiting of a change ended; `who` is empty when time ended it, and `fields` unless others changed them. */
const ended: Record<HowShown, { title: string; text(who: Inline, when: Inline, fields: string): Text }> = {
  approved: { title: 'The change was approved', text: (who, when) => [who, ' approved this change on ', when, '.'] },
  made: {
    title: 'The change was made',
    text: (_who, when) => ['Nobody objected, so this change was made on ', when, '.'],
  },
  refused: { title: 'The change was refused', text: (who, when) => [who, ' refused this change on ', when, '.'] },
  withdrawn: { title: 'The change was withdrawn', text: (who, when) => [who, ' withdrew this change on ', when, '.'] },
  lapsed: {
    title: 'The change lapsed',
    text: (_who, when) => [
      'Nobody approved this change within 24 hours, so it lapsed on ',
      when,
      '. Nothing was changed.',
    ],
  },
  restored: {
    title: 'The change lapsed',
    text: (_who, when) => [
      'A backup was restored while this change was waiting, so it lapsed on ',
      when,
      '. Nothing was changed.',
    ],
  },
  noAdmin: {
    title: 'The change lapsed',
    text: (_who, when) => [
      'The person who asked for this change is no longer an administrator, so it lapsed on ',
      when,
      '. Nothing was changed.',
    ],
  },
  moved: {
    title: 'The change was not made',
    text: (_who, when, fields) => [
      `Meanwhile, the record was changed in another way${fields === '' ? '' : ` (${fields})`}, so this change ended on `,
      when,
      '. If it is still wanted, somebody has to ask for it again.',
    ],
  },
  disowned: {
    title: 'The change was stopped',
    text: (who, when) => [who, ' pressed “Not us” on ', when, ', so this change was not made.'],
  },
};

/** A change of the contact, the channels or the tenants that waits for a second administrator, or for a day to pass. */
export const approvals = {
  buttons: {
    approve: 'Approve',
    refuse: 'Refuse',
    withdraw: 'Withdraw',
    show: 'Show the change',
  },
  asked,
  /** The notification about a whole tenant, which names no fields. */
  whole: {
    added: (who: string) => `${who} wants to add this partner tenant.`,
    retired: (who: string) => `${who} wants to retire this partner tenant.`,
  },
  /** What is asked for where that is no field. */
  what: { added: 'add the partner tenant', retired: 'retire the partner tenant' },
  /** The words of its fields in place of those of a change that was made. */
  facts: {
    was: (value: Text): Text => ['recorded: ', ...[value].flat()],
    now: (value: Text): Text => ['asked for: ', ...[value].flat()],
    added: (items: Text): Text => ['to add: ', ...[items].flat()],
    removed: (items: Text): Text => ['to remove: ', ...[items].flat()],
    keptBut: (part: Text): Text => [...[part].flat(), ' unchanged; the rest is to change (see the history)'],
  },
  /** What adding a tenant does to these senders, which name no tenant. */
  unnamed: (senders: string) =>
    `These senders name no partner tenant: ${senders}. Once this tenant is added, their alerts go to the administrators.`,
  pair: {
    title: (_when: string) => 'A change waits for approval',
    summary: (who: string, fields: string) => `${who} asked for a change (${fields}).`,
    ask: 'An administrator has to approve it.',
    text: (until: Inline): Text => [
      'Nothing changes until a second administrator approves it. Without an approval, the change lapses on ',
      until,
      '.',
    ],
  },
  /** In private, to who may approve it. */
  approver: {
    title: 'A change needs your approval',
    summary: (who: string, fields: string) => `${who} asks you to approve a change (${fields}).`,
    ask: 'Please approve or refuse this.',
  },
  delay: {
    title: (when: string) => `A change will be made on ${when}`,
    summary: (who: string, fields: string) =>
      `${who} wants to make a change (${fields}). If nobody in your organisation intended this, press “Not us”.`,
    ask: 'If nobody in your organisation intended this, press “Not us”.',
    text: (until: Inline): Text => [
      'There is no second administrator to approve this change. I will make it on ',
      until,
      '. If nobody in your organisation intended this, press “Not us”. That stops the change.',
    ],
  },
  ended,
  reason: (reason: string) => `Reason: ${reason}`,
  askedAt: 'Asked on ',
  /** The answer to the person who asked for the change. */
  own: {
    title: 'Your change is waiting',
    asked: youAsked,
    told: (where: Text): Text => ['I have told ', ...[where].flat(), '.'],
    canStop: 'Each of them can stop it.',
    why: 'You are receiving this because you asked for this change.',
    pair: (until: Inline): Text => [
      'Another administrator has to approve this change. Until then, nothing changes. Without an approval, the change lapses on ',
      until,
      '.',
    ],
    delay: (until: Inline): Text => [
      'I know of no second administrator who could approve this change, so I will make it on ',
      until,
      '.',
    ],
    saved: (fields: string) => `Saved at once: ${fields}.`,
  },
  /** The line on the card of the contact. */
  row: {
    pair: (who: Inline, until: Inline): Text => ['Asked by ', who, '. Lapses on ', until, '.'],
    delay: (who: Inline): Text => ['Asked by ', who, '.'],
  },
  /** Behind who asked for what: why another change of the same record is not saved. */
  blocks: (fields: string, until: Inline): Text => [
    `That change${fields === '' ? '' : ` (${fields})`} waits until `,
    until,
    '. Until it is decided, I cannot save another change that has to wait.',
  ],
  tooMany: (most: number) =>
    `You have asked for ${most} changes today. That is the maximum. Please try again tomorrow.`,
  refusals: {
    same: 'You asked for this change yourself, so another administrator has to approve it. You can withdraw it.',
    unsure: (who: Inline): Text => [
      'I cannot tell whether you and ',
      who,
      ' are two people, because I do not know an e-mail address or a Microsoft Entra account for both of you. Please ask a third administrator, or have the person who runs the bot link your accounts (see docs/approvals.md).',
    ],
    byTime: 'Nobody has to approve this change. It will be made when its time has come.',
    notYours: 'Only the person who asked for this change can withdraw it. An administrator can refuse it.',
    gone: 'This change is no longer here. The history says what became of it.',
  },
  form: {
    title: 'Refuse the change',
    reason: 'Reason',
    hint: 'The person who asked for the change reads it, and the history keeps it.',
    submit: 'Refuse',
    cancel: 'Cancel',
  },
  /** All that waits. */
  list: {
    title: 'Changes that wait',
    summary: (count: number) => `${count} changes are waiting.`,
    noneTitle: 'Nothing is waiting',
    none: 'No change is waiting for approval.',
  },
  stopped: 'The change is stopped, and nothing was changed.',
};
