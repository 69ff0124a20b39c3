import type { Inline, Text } from '../../view/view.ts';

const range = (from: string, to: string) => (from === to ? from : `${from} to ${to}`);

/** People read these words in what the bot sends about findings, and when they answer it. */
export const reminders = {
  title: (count: number) => (count === 1 ? '1 thing to fix' : `${count} things to fix`),
  urgentTitle: (count: number, urgent: number) =>
    count === 1
      ? '1 thing to fix now'
      : count === urgent
        ? `${count} things to fix now`
        : `${count} things to fix, ${urgent} of them now`,
  doneTitle: 'Nothing left to fix',
  /** A reminder has this title when only other things are still open for its reader. */
  nothingLeftTitle: 'Nothing left of this reminder',
  done: 'All of this is fixed.',
  othersOpen: 'All of this is fixed. Other things are still open.',
  putOffTitle: 'Put off',
  /** A reminder says this when nothing is open and something is put off. */
  allPutOff: (some: boolean): string => (some ? 'The rest of this is put off.' : 'All of this is put off.'),
  /** The summary says the first thing that is wrong, and how many more there are. */
  summary: (first: string, rest: number) =>
    rest === 0 ? `${first}. Please see to it.` : `${first}, and ${rest} more to fix.`,
  several: (count: number) => `${count} partner tenants`,
  /** Shown below the title. */
  about: (names: string) => `This is about the security contact of ${names}.`,
  /** The manager reads this when nobody else has done anything. */
  escalated: 'The administrators were reminded three times without an answer. Please ask them to deal with it.',
  /** The manager or the contact's channels read this when no admin is left. */
  adminless: 'No Global Administrator that I know of is active any more, so I am telling you.',
  inChannel: 'Anybody who works in this channel can do this.',
  newer: 'A newer reminder took the place of this one.',
  newerTitle: 'Earlier reminder',
  moreDetail: 'They come up as these are fixed.',
  fixed: (title: string) => `✓ Fixed: ${title}`,
  fixedOn: (when: Inline): Text => ['On ', when],
  putOff: (who: Inline, until: Inline, reason: string): Text => [
    'Put off by ',
    who,
    ' until ',
    until,
    reason && `: “${reason}”`,
  ],
  /** The bot says this of the made-up tenant of local mode. */
  putOffExample: (until: Inline): Text => ['No reminder until ', until, ', since this tenant is made up.'],
  /** A row that cannot wait has this title among others that can. */
  urgent: (title: string) => `Now: ${title}`,
  at: (tenant: string, title: string) => `${title} · ${tenant}`,
  already: 'This is already done.',
  faster: 'Somebody was faster: this is already done.',
  /** These sentences stand below a reminder: they say why it is there, and how often one comes. */
  why: 'You get this because you are a Global Administrator.',
  whyAdminChannel: 'Posted here because this is the admin channel.',
  whyManager: 'You get this as the manager of the partner tenant.',
  whyChannel: 'Posted here because the security contact works in this channel.',
  /** Shown below notices of changes, of channels and of the bot itself. */
  always: 'Notices like this cannot be turned off.',
  seldom: 'Once a day at most, on working days.',
  atAnyHour: 'What is critical comes at once, at any hour.',
  buttons: {
    snooze: 'Snooze',
    unsnooze: 'End the snooze',
    check: 'Check now',
    list: 'Show the reminders',
    drill: 'Start a drill',
  },
  form: {
    title: 'Snooze a reminder',
    intro: 'Reminders of it stop until then, for everybody. It stays on the contact’s card.',
    what: 'What',
    /** The choice of all has this label; there are two or more. */
    all: (count: number): string => (count === 2 ? 'Both' : 'All of them'),
    duration: 'For how long',
    days: (days: number) => (days === 7 ? '1 week' : days === 1 ? '1 day' : `${days} days`),
    reason: 'Why',
    reasonHint: 'For example: the new phone contract starts on Monday. It goes into the history.',
    submit: 'Snooze',
    cancel: 'Cancel',
    tooLong: 'At least one of these is critical and can be put off for a week at most. Choose 1 day or 1 week.',
    nothing: 'There is nothing left to put off.',
    done: (until: Inline): Text => ['Snoozed until ', until, '. The history says who did it and why.'],
    doneTitle: 'Snoozed',
    doneSummary: 'No reminder of this comes until then.',
  },
  unsnooze: {
    title: 'Snooze ended',
    done: 'This is open again, for everybody. Reminders of it come again.',
    nothing: 'None of this is put off any more.',
  },
  check: {
    title: 'Check',
    all: (open: number, of: number) =>
      open === 0
        ? `Nothing to fix for any of the ${of} partner tenants.`
        : `${open} of ${of} partner tenants ${open === 1 ? 'has' : 'have'} something to fix.`,
    summary: (tenant: string, count: number) =>
      count === 0
        ? `Nothing about the security contact of ${tenant} looks outdated.`
        : count === 1
          ? `One thing about the security contact of ${tenant} needs a look.`
          : `${count} things about the security contact of ${tenant} need a look.`,
    off: (count: number) => (count === 1 ? '1 more is put off.' : `${count} more are put off.`),
    looking:
      'This is what I know. I am looking again at people, channels and the mail system; the answer follows here.',
    justLooked: 'I looked less than a minute ago. I am looking again; the answer follows here.',
    looked: 'I have just looked at people, channels and the mail system.',
    unsure: (silent: readonly ('people' | 'channels' | 'mail')[], first: boolean) => {
      const names = { people: 'people', channels: 'channels', mail: 'the mail system' };
      const what = silent.map((one) => names[one]).join(', ');
      return `I looked, but could not ask about everything just now: ${what}. ${first ? 'I have never seen that yet. Please check again in a minute.' : 'That is shown as I found it the last time.'}`;
    },
  },
  list: {
    title: 'Reminders',
    summary: (count: number, open: number) =>
      count === 0
        ? open === 0
          ? 'No reminder is planned: nothing looks outdated.'
          : 'No reminder is planned until what is put off comes back.'
        : count === 1
          ? 'One reminder is planned.'
          : `${count} reminders are planned.`,
    to: (who: Text): Text => ['To ', ...[who].flat()],
    atOnce: 'At once',
    /** This says what a planned reminder is about; `but` is true when some of that is put off. */
    all: (but: boolean): string => (but ? 'Everything below that is not put off.' : 'Everything below.'),
    admins:
      'The admin channel gets every reminder; where there is none, each admin does. The contact’s channels get those that they can act on. Managers get a weekly list of what is still open after three reminders.',
    nobody:
      'No Global Administrator is known and there is no admin channel, so most reminders reach nobody. Whoever runs the bot names an administrator in the setting ADMINS.',
    told: (times: number) =>
      times === 0 ? 'Not sent yet.' : times === 1 ? 'Sent once.' : times === 2 ? 'Sent twice.' : `Sent ${times} times.`,
    more: (count: number) => (count === 1 ? '1 more is not shown.' : `${count} more are not shown.`),
  },
  /** An admin chooses with these words where to be told, when there is an admin channel. */
  both: {
    title: 'Where I tell you',
    on: 'Tell me in private too',
    off: 'Tell me in the channel only',
    isOn: 'From now on I tell you in private too what I tell the admin channel.',
    isOff:
      'From now on I tell you in the admin channel only. In private you still get changes of contacts and channels, and what is critical when that channel is on the other platform.',
  },
  history: {
    told: 'To',
    findings: 'About',
    until: 'Until',
    reason: 'Why',
  },
  /** A reminder of the anniversary month shows the alerts of twelve whole months. */
  year: {
    label: (from: string, to: string) => `Alerts, ${range(from, to)}`,
    chart: (from: string, to: string) => `Alerts by month, ${range(from, to)}`,
  },
  weekly: {
    title: (tenant: string) => `The week of ${tenant}`,
    summary: (tenant: string, opened: number, closed: number, first: boolean) =>
      `${tenant}: ${opened} new to fix and ${closed} fixed ${first ? 'in the last seven days' : 'since the last digest'}.`,
    facts: {
      opened: 'New findings',
      closed: 'Fixed',
      open: 'Still open',
      confirmed: 'Last confirmed',
      drills: 'Drills acknowledged',
      weeks: 'Alerts in four weeks',
    },
    /** The chart shows the days on which the weeks begin. */
    chart: 'Alerts by week (first day shown)',
    footer: 'You asked for this every week.',
    subscribe: 'Get the weekly digest',
    unsubscribe: 'Stop the weekly digest',
    /** One button stops one subscription among several, the other one stops all of them. */
    stop: 'Stop',
    stopAll: 'Stop all',
    subscribed: (tenant: string) => `You get the digest of ${tenant} on the first working day of each week, at nine.`,
    unsubscribed: (tenants: string) => `You get no digest of ${tenants} any more.`,
    changedTitle: 'Weekly digest',
  },
};
