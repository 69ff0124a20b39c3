import { type Inline, joined, type Text } from '../../view/view.ts';

/** What a change is about. */
export type NoticeSubject =
  | 'contact'
  | 'first'
  | 'onCall'
  | 'channels'
  | 'tenant'
  | 'added'
  | 'retired'
  | 'restored'
  | 'archived';

/** The words of a notice by its subject. `until` is the time until which a tenant that is retired now can be restored. */
interface SubjectWords {
  title: string;
  text(who: Inline, tenant: string, until: Inline): Text;
  /** The notification, where it names no fields. */
  summary: ((who: string) => string) | null;
}

/** Who is reached by alerts from now on, and who set that up. */
interface Greeting {
  contact: string;
  onCall: Text | null;
  who: Inline | null;
}

/** Until when people are on call, null for no end, and instead of whom or together with whom. */
interface OnCallTurn {
  until: Inline | null;
  others: readonly Text[];
}

const of: Record<NoticeSubject, SubjectWords> = {
  contact: {
    title: 'The security contact was changed',
    text: (who, tenant) => [who, ` changed the security contact of ${tenant}.`],
    summary: null,
  },
  first: {
    title: 'A security contact was set up',
    text: (who, tenant) => [who, ` set up the security contact of ${tenant}.`],
    summary: (who) =>
      `${who} set up the security contact. If nobody in your organisation intended this, press “Not us”.`,
  },
  onCall: {
    title: 'The on-call people were changed',
    text: (who, tenant) => [who, ` changed who is on call for ${tenant}.`],
    summary: (who) => `${who} changed who is on call.`,
  },
  channels: {
    title: 'The alert channels were changed',
    text: (who, tenant) => [who, ` changed the channels in the set-up of ${tenant}.`],
    summary: null,
  },
  tenant: {
    title: 'The partner tenant’s set-up was changed',
    text: (who, tenant) => [who, ` changed the set-up of ${tenant}.`],
    summary: null,
  },
  added: {
    title: 'A partner tenant was added',
    text: (who, tenant) => [
      who,
      ` added the partner tenant ${tenant}. If there are several partner tenants, alerts that name no partner tenant go to the administrators.`,
    ],
    summary: (who) => `${who} added this partner tenant. If nobody in your organisation intended this, press “Not us”.`,
  },
  retired: {
    title: 'A partner tenant was retired',
    text: (who, tenant, until) => [
      who,
      ` retired the partner tenant ${tenant}. I will send no more reminders about this tenant, except about its open alerts. An administrator can restore the tenant until `,
      until,
      '. Until then, its new alerts go to the administrators and to its channels. Alerts that name no partner tenant go to the administrators.',
    ],
    summary: (who) =>
      `${who} retired this partner tenant. If nobody in your organisation intended this, press “Not us”.`,
  },
  restored: {
    title: 'A retired partner tenant was restored',
    text: (who, tenant) => [who, ` restored the partner tenant ${tenant}. Its alerts go to its channels again.`],
    summary: (who) =>
      `${who} restored this partner tenant. If nobody in your organisation intended this, press “Not us”.`,
  },
  archived: {
    title: 'Alerts were archived',
    text: (who) => [
      who,
      ' archived the unanswered alerts of a source, to free up space. High-severity alerts stay open.',
    ],
    summary: (who) =>
      `${who} archived alerts that nobody had answered. If nobody in your organisation intended this, press “Not us”.`,
  },
};

/** The words of the alarm about a change that somebody disowned: what it was, and what to do now. */
interface DisownedWords {
  about: string;
  text(tenant: string): string;
}

const disowned: Record<NoticeSubject | 'asked' | 'askedAndMade', DisownedWords> = {
  asked: {
    about: 'asked for a change',
    text: (tenant) =>
      `nobody in your organisation intended this change, which somebody asked for (${tenant}). Stopped: nothing was changed. Please look at the history now, and check who is an administrator.`,
  },
  askedAndMade: {
    about: 'asked for a change',
    text: (tenant) =>
      `nobody in your organisation intended this change, which somebody asked for (${tenant}). It had already been made. Please look at the history now, undo the change, and check who is an administrator.`,
  },
  contact: {
    about: 'changed the security contact',
    text: (tenant) =>
      `nobody in your organisation intended this change to the security contact of ${tenant}. Please look at the history now, and correct the contact here and in Partner Center.`,
  },
  first: {
    about: 'set up the security contact',
    text: (tenant) =>
      `nobody in your organisation intended to set up the security contact of ${tenant}. Please look at the history now, check who is an administrator, and correct the contact here and in Partner Center.`,
  },
  onCall: {
    about: 'changed who is on call',
    text: (tenant) =>
      `nobody in your organisation intended to change who is on call for ${tenant}. Please look at the history now, and correct who is on call in the contact, or with “oncall end”.`,
  },
  channels: {
    about: 'changed the alert channels',
    text: (tenant) =>
      `nobody in your organisation intended to change the channels in the set-up of ${tenant}. Please look at the history now, and correct the channels in the set-up.`,
  },
  tenant: {
    about: 'changed the set-up',
    text: (tenant) =>
      `nobody in your organisation intended to change the set-up of ${tenant}. Please look at the history now, and correct the set-up.`,
  },
  added: {
    about: 'added this partner tenant',
    text: (tenant) =>
      `nobody in your organisation intended to add the partner tenant ${tenant}. Please look at the history now, check who is an administrator, and retire the tenant.`,
  },
  retired: {
    about: 'retired this partner tenant',
    text: (tenant) =>
      `nobody in your organisation intended to retire the partner tenant ${tenant}. Please restore the tenant now, look at the history, and check who is an administrator.`,
  },
  restored: {
    about: 'restored this partner tenant',
    text: (tenant) =>
      `nobody in your organisation intended to restore the partner tenant ${tenant}. Please look at the history now, check who is an administrator, and retire the tenant again.`,
  },
  archived: {
    about: 'archived the unanswered alerts',
    text: () =>
      'nobody in your organisation intended to archive these unanswered alerts. Please look at the history now, check who is an administrator, and read these alerts in the product that sent them.',
  },
};

export const notices = {
  contactChanged: {
    button: 'Not us',
    of,
    summary: (who: string, what: string) =>
      `${who} made a change (${what}). If nobody in your organisation intended this, press “Not us”.`,
    was: (value: Text): Text => ['was ', ...[value].flat()],
    now: (value: Text): Text => ['now ', ...[value].flat()],
    added: (items: Text): Text => ['added ', ...[items].flat()],
    removed: (items: Text): Text => ['removed ', ...[items].flat()],
    /** The label of several small changes, of which only the names are shown. */
    smallerChanges: (count: number) => `${count} smaller changes`,
    kept: 'changed (see the history)',
    keptBut: (part: Text): Text => [...[part].flat(), ' unchanged; the rest changed (see the history)'],
    ask: 'If nobody in your organisation intended this, press “Not us”.',
    importer: 'An import from the command line',
    question: {
      title: 'Warn the administrators?',
      text: 'Do this only if nobody in your organisation intended this change. I will then warn all administrators at once.',
      yes: 'Warn the administrators',
      no: 'Cancel',
    },
    thanksTitle: 'Administrators have been warned',
    thanks: 'Please do not act on instructions that came with the change.',
    disowned: (who: Text, count: number, when: Inline): Text => [
      ...[who].flat(),
      count === 1
        ? ' said that nobody in your organisation intended this change. I warned the administrators on '
        : ' said that nobody in your organisation intended this change. I first warned the administrators on ',
      when,
      '.',
    ],
  },
  /** Not a change by people: the bot does it 30 days after a tenant was retired. */
  cleared: {
    title: 'A retired partner tenant’s contact was removed',
    summary: 'I removed the contact of this retired partner tenant.',
    text: (tenant: string): string =>
      `${tenant} was retired more than 30 days ago, so I removed its contact and its manager, and closed its open alerts. High-severity alerts that nobody acknowledged stay open with the administrators.`,
  },
  /** The first word in a channel of a contact that was just set up. `who` is null for an import. */
  greeting: {
    title: (tenant: string) => `Security alerts for ${tenant}`,
    summary: 'Security alerts are now posted in this channel.',
    text: (tenant: string, { contact, onCall, who }: Greeting): Text => [
      `This channel now gets the security alerts for ${tenant}. Contact: ${contact}. `,
      ...(onCall === null ? ['Nobody is on call yet'] : ['On call: ', ...[onCall].flat()]),
      ...(who === null ? ['. Set up by an import from the command line.'] : ['. Set up by ', who, '.']),
    ],
    test: 'Send a test alert',
  },
  /** The quiet line about a change of who is on call. */
  onCallChanged: {
    title: 'On call',
    summary: (people: string, count: number) => `${people} ${count === 1 ? 'is' : 'are'} on call now.`,
    now: (tenant: string, people: Text, { until, others }: OnCallTurn): Text => [
      `Now on call for ${tenant}: `,
      ...[people].flat(),
      ...(until === null ? [] : [', until ', until]),
      ...(others.length === 0 ? ['.'] : [' (', ...joined(others, ', '), ').']),
    ],
    instead: (people: Text): Text => ['instead of ', ...[people].flat()],
    together: (people: Text): Text => ['together with ', ...[people].flat()],
    by: (who: Inline): Text => ['Changed by ', who, '.'],
    text: (who: Inline, tenant: string, changes: readonly Text[]): Text => [
      who,
      ` changed who is on call for ${tenant}.`,
      ...changes.flatMap((change): Inline[] => [' ', ...[change].flat(), '.']),
    ],
  },
  calendarPeople: {
    title: 'A calendar names people that I do not know',
    summary: (tenant: string) => `The on-call calendar of ${tenant} names people that I do not know.`,
    text: (field: string, tenant: string, words: string) =>
      `The calendar in the field “${field}” of ${tenant} names people that I do not know: ${words}. I cannot mention these people. In the calendar, invite them under the e-mail address that they use here, or enter their names in the contact’s field “Names in the calendars”.`,
    words: (words: readonly string[], more: number) =>
      [...words.map((one) => `“${one}”`), ...(more > 0 ? [`and ${more} more`] : [])].join(', '),
  },
  notUs: {
    title: 'Somebody reported a change with “Not us”',
    summary: (who: string, about: string) => `Somebody ${about}. ${who} reported this with “Not us”.`,
    text: (who: Text, count: number, what: string): Text => [
      ...[who].flat(),
      ` ${count === 1 ? 'says' : 'say'} that ${what}`,
    ],
    of: disowned,
    more: (count: number) => ` and ${count} more`,
    earlier: (count: number) =>
      count === 1 ? 'One earlier report is not shown here.' : `${count} earlier reports are not shown here.`,
    gone: 'I found no change to this contact or its channels in the last 30 days, so I warned nobody. The history has every change. If something is wrong, contact an administrator.',
    tooMany: (most: number) =>
      `You have warned the administrators about ${most} changes today. That is the maximum. Please call an administrator.`,
  },
};
