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

/** How the waiting of a change ended; `who` is empty when time ended it. */
const ended: Record<End['how'], { title: string; text(who: Inline, when: Inline): Text }> = {
  approved: { title: 'The change was approved', text: (who, when) => [who, ' approved this change on ', when, '.'] },
  made: {
    title: 'The change was made',
    text: (_who, when) => ['Nobody objected, so this change was made on ', when, '.'],
  },
  refused: { title: 'The change was refused', text: (who, when) => [who, ' refused this change on ', when, '.'] },
  withdrawn: { title: 'The change was withdrawn', text: (who, when) => [who, ' withdrew this change on ', when, '.'] },
  lapsed: {
    title: 'The change lapsed',
    text: (_who, when) => ['This change could not be made in time, so it lapsed on ', when, '. Nothing was changed.'],
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
  pair: {
    title: 'A change needs your approval',
    summary: (who: string, fields: string) => `${who} asks you to approve a change (${fields}).`,
    ask: 'Please approve or refuse this.',
    text: (until: Inline): Text => [
      'Nothing changes until another administrator approves it. Without an approval, the change lapses on ',
      until,
      '.',
    ],
  },
  delay: {
    title: 'A change will be made in 24 hours',
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
  /** The answer to whoever asked for the change. */
  own: {
    title: 'Your change is waiting',
    pair: (until: Inline): Text => [
      'Another administrator has to approve this change. I have told the other administrators. Until then, nothing changes. Without an approval, the change lapses on ',
      until,
      '.',
    ],
    delay: (until: Inline): Text => [
      'I know no second administrator who could approve this change, so I will make it on ',
      until,
      '. I have told the old and the new channels and the manager. Each of them can stop it.',
    ],
    saved: (fields: string) => `Saved at once: ${fields}.`,
  },
  /** The line on the card of the contact. */
  row: {
    pair: 'A change waits for approval',
    delay: 'A change will be made soon',
    detail: (who: Inline, until: Inline): Text => ['Asked by ', who, '. Until ', until, '.'],
  },
  already: (tenant: string) =>
    `Nothing was saved, because another change of ${tenant} is waiting. Somebody has to approve, refuse or withdraw it first.`,
  alreadyForAll:
    'Nothing was saved, because another change of the admin channel is waiting. Somebody has to approve, refuse or withdraw it first.',
  tooMany: (most: number) =>
    `You have asked for ${most} changes today. That is the maximum. Please try again tomorrow.`,
  refusals: {
    same: 'You asked for this change yourself, so another administrator has to approve it. You can withdraw it.',
    unsure: (who: Inline): Text => [
      'I cannot tell whether you and ',
      who,
      ' are two people, because I know neither an e-mail address nor a Microsoft Entra account of both of you. Please ask a third administrator, or have the person who runs the bot link your accounts (see docs/approvals.md).',
    ],
    byTime: 'Nobody has to approve this change. It will be made when its time has come.',
    notYours: 'Only the person who asked for this change can withdraw it. An administrator can refuse it.',
    moved: (fields: string) =>
      `Nothing was changed, because the record is no longer what it was when this change was asked for${fields === '' ? '' : ` (${fields})`}. Please refuse this change, and have it asked for again.`,
    gone: 'This change is no longer here. The history has what became of it.',
  },
  form: {
    title: 'Refuse the change',
    reason: 'Reason',
    hint: 'The person who asked for the change reads it, and the history keeps it.',
    submit: 'Refuse',
    cancel: 'Cancel',
  },
  stopped: 'The change is stopped, and nothing was changed.',
};
