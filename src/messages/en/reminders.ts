import type { ProbeSource } from '../../domain/finding/finding.ts';
import type { Inline, Text } from '../../view/view.ts';

const sources: Record<ProbeSource, string> = {
  people: 'the people',
  channels: 'the channels',
  mail: 'the e-mail domain',
};
const listed = (what: readonly ProbeSource[]) =>
  what.map((one, n) => `${n === 0 ? '' : n === what.length - 1 ? ' and ' : ', '}${sources[one]}`).join('');
const issues = (count: number, kind: string) => `${count} ${kind}${count === 1 ? 'issue' : 'issues'}`;
/** Follows “and”. */
const andMore = (count: number) =>
  count === 1 ? 'there is 1 more thing to fix' : `there are ${count} more things to fix`;
const range = (from: string, to: string) => (from === to ? from : `${from} to ${to}`);

/** People read these words in what the bot sends about findings, and when they answer it. */
export const reminders = {
  title: (count: number) => (count === 1 ? '1 thing to fix' : `${count} things to fix`),
  urgentTitle: (count: number, urgent: number) =>
    count === 1
      ? '1 urgent thing to fix'
      : count === urgent
        ? `${count} urgent things to fix`
        : `${count} things to fix, ${urgent} of them urgent`,
  doneTitle: 'Nothing left to fix',
  /** A reminder has this title when only other things are still open for its reader. */
  nothingLeftTitle: 'This reminder is no longer needed',
  done: 'Everything in this reminder is fixed.',
  othersOpen: 'Everything in this reminder is fixed. Other things are still open.',
  putOffTitle: 'Snoozed',
  /** A reminder says this when nothing is open and something is snoozed. */
  allPutOff: (some: boolean): string => (some ? 'The rest is snoozed.' : 'All these reminders are snoozed.'),
  /** The summary says the first thing that is wrong, and how many more there are. */
  summary: (first: string, rest: number) =>
    rest === 0 ? `${first}. Please fix this.` : `${first}, and ${andMore(rest)}.`,
  several: (count: number) => `${count} partner tenants`,
  /** Shown below the title. */
  about: (names: string) => `This is about the security contact of ${names}.`,
  /** The manager reads this when nobody else has done anything. */
  escalated: 'I have reminded the administrators three times, but nobody has fixed this. Please ask them to fix it.',
  /** The manager or the contact's channels read this when no admin is left. */
  adminless: 'None of the Global Administrators that I know is active any more, so I am telling you.',
  inChannel: 'All members of this channel can do this.',
  newer: 'A newer reminder replaces this one.',
  newerTitle: 'Earlier reminder',
  /** One row for what is not urgent, while something is. */
  notUrgent: (count: number) =>
    count === 1 ? '1 more thing, which is not urgent' : `${count} more things, which are not urgent`,
  fixed: (title: string) => `✓ Fixed: “${title}”`,
  fixedOn: (when: Inline): Text => ['Fixed on ', when],
  putOff: (who: Inline, until: Inline, reason: string): Text => [
    'Snoozed by ',
    who,
    ' until ',
    until,
    reason && `: “${reason}”`,
  ],
  /** The bot says this of the made-up tenant of local mode. */
  putOffExample: (until: Inline): Text => ['No reminder until ', until, ', because this tenant is made up.'],
  /** A row that cannot wait has this title among others that can. */
  urgent: (title: string) => `Urgent: ${title}`,
  at: (tenant: string, title: string) => `${title} · ${tenant}`,
  already: 'This is already done.',
  faster: 'Somebody else has already done this.',
  /** These sentences stand below a reminder: they say why it is there, and how often one comes. */
  why: 'You are receiving this because you are a Global Administrator.',
  whyAdminChannel: 'Posted here because this is the admin channel.',
  whyManager: 'You are receiving this because you are the manager of the partner tenant.',
  /** Shown behind it below a reminder. */
  managerMay: 'An administrator can snooze these reminders or name another manager.',
  whyChannel: 'Posted here because this is a channel of the security contact.',
  /** To a channel, and to a person, whom a change names: the admin channel before it, the manager after it. */
  whyNamedChannel: 'Posted here because the change is about this channel.',
  whyNamed: 'You are receiving this because the change is about you.',
  /** Shown below notices of changes, of channels and of the bot itself. */
  always: 'Notices like this cannot be turned off.',
  seldom: 'I send this at most once a day, on working days.',
  atAnyHour: 'I send urgent reminders at once, at any hour.',
  buttons: {
    snooze: 'Snooze',
    unsnooze: 'End the snooze',
    check: 'Check now',
    list: 'Show the reminders',
    drill: 'Start a drill',
  },
  form: {
    title: 'Snooze a reminder',
    intro: 'Nobody gets reminders about snoozed items. The contact’s card still shows these items.',
    what: 'What do you want to snooze?',
    /** The choice of all has this label; there are two or more. */
    all: (count: number): string => (count === 2 ? 'Both' : 'All of them'),
    duration: 'For how long?',
    days: (days: number) => (days === 7 ? '1 week' : days === 1 ? '1 day' : `${days} days`),
    reason: 'Reason',
    reasonHint: 'For example: “The new phone contract starts on Monday”. The history shows this reason.',
    submit: 'Snooze',
    cancel: 'Cancel',
    tooLong:
      'At least one of these items is urgent, so you can snooze them for a week at most. Choose 1 day or 1 week.',
    nothing: 'There is nothing left to snooze.',
    done: (until: Inline): Text => ['Snoozed until ', until, '. The history shows who snoozed this and why.'],
    doneTitle: 'Snoozed',
    doneSummary: 'Nobody will get reminders about this until the snooze ends.',
  },
  unsnooze: {
    title: 'Snooze ended',
    done: 'The snooze has ended. I will send reminders about these items again.',
    nothing: 'These reminders are no longer snoozed.',
  },
  check: {
    /** Nothing is out of date: advice is left, or nothing at all. */
    safe: (advice: number) =>
      advice === 0
        ? 'Nothing to fix'
        : `Nothing is out of date; ${advice === 1 ? '1 thing' : `${advice} things`} would make the contact safer`,
    all: (open: number, of: number) =>
      open === 0
        ? `Nothing to fix in any of the ${of} partner tenants`
        : `${open} of ${of} partner tenants ${open === 1 ? 'has' : 'have'} something to fix`,
    confirmed: (when: Inline): Text => [' It was last confirmed on ', when, '.'],
    /** The page after the next step. */
    rest: (tenant: string, count: number) =>
      `${tenant}: ${count === 1 ? '1 more thing' : `${count} more things`} to fix.`,
    off: (count: number) => (count === 1 ? '1 more is snoozed.' : `${count} more are snoozed.`),
    looking:
      'This is what I know so far. I am checking the people, the channels and the e-mail domain again, and will post the result here.',
    justLooked: 'I checked less than a minute ago, but I am checking again and will post the result here.',
    looked: (what: readonly ProbeSource[]) => `I have just checked ${listed(what)}.`,
    /** `since` is null where nothing was ever found out. */
    unsure: (what: readonly ProbeSource[], since: Inline | null): Text =>
      since === null
        ? [`I could not check ${listed(what)}. Please try again in a minute.`]
        : [
            `I could not check ${listed(what)} just now. What I show about ${what.length === 1 && what[0] === 'mail' ? 'it' : 'them'} is from `,
            since,
            '.',
          ],
  },
  list: {
    rowName: 'To fix',
    title: 'Reminders',
    summary: (count: number, open: number) =>
      count === 0
        ? open === 0
          ? 'No reminder is planned, because everything is up to date.'
          : 'No reminder is planned, because everything open is snoozed.'
        : count === 1
          ? 'One reminder is planned.'
          : `${count} reminders are planned.`,
    to: (who: Text): Text => ['This reminder goes to ', ...[who].flat()],
    atOnce: 'At once',
    /** This says what a planned reminder is about; `but` is true when some of that is snoozed. */
    all: (but: boolean): string =>
      but ? 'This reminder covers everything below that is not snoozed.' : 'This reminder covers everything below.',
    admins:
      'The admin channel gets every reminder. If there is no admin channel, each administrator gets them in private. The contact’s channels get reminders that people there can act on. Managers get a weekly list of what is still open after three reminders.',
    nobody:
      'I do not know any Global Administrator, and there is no admin channel, so most reminders reach nobody. Ask the person who runs the bot to add an administrator to the ADMINS setting.',
    told: (times: number) =>
      times === 0
        ? 'I have sent no reminder yet.'
        : times === 1
          ? 'I have sent one reminder.'
          : `I have sent ${times} reminders.`,
    more: (count: number) => (count === 1 ? '1 more is not shown.' : `${count} more are not shown.`),
  },
  /** An admin chooses with these words where to be told, when there is an admin channel. */
  both: {
    title: 'Where I send messages to you',
    on: 'Send to me in private too',
    off: 'Send only in the channel',
    isOn: 'From now on, I will also send you a private copy of what I post in the admin channel.',
    isOff:
      'From now on, I will send messages for administrators only to the admin channel, with two exceptions. You still get direct messages about changes to the contact and its channels. If the admin channel is on Slack and you use Teams, or the other way round, you also get urgent messages.',
  },
  history: {
    told: 'To',
    findings: 'About',
    until: 'Until',
    reason: 'Reason',
  },
  titlesInHistory: (titles: readonly string[]) => titles.join(', '),
  /** A reminder of the anniversary month shows the alerts of twelve whole months. */
  year: {
    label: (from: string, to: string) => `Alerts, ${range(from, to)}`,
    chart: (from: string, to: string) => `Alerts by month, ${range(from, to)}`,
  },
  weekly: {
    title: (tenant: string, open: number) =>
      `Weekly digest for ${tenant}: ${open === 0 ? 'nothing to fix' : open === 1 ? '1 thing to fix' : `${open} things to fix`}`,
    summary: (tenant: string, opened: number, closed: number, first: boolean) =>
      `${tenant}: ${issues(opened, 'new ')} and ${closed} fixed ${first ? 'in the last seven days' : 'since the last digest'}.`,
    /** The worst point, how many others there are, and what changed, which is empty for nothing. */
    worst: (title: string, more: number, changes: string) =>
      `${title}${more === 0 ? '' : `, and ${andMore(more)}`}.${changes}`,
    nothing: (changes: string) => `Nothing to fix.${changes}`,
    changes: (opened: number, closed: number) => {
      const fixed = opened > 0 ? `, ${closed} fixed` : `${issues(closed, '')} fixed`;
      const parts = `${opened > 0 ? issues(opened, 'new ') : ''}${closed > 0 ? fixed : ''}`;
      return parts === '' ? '' : ` This week: ${parts}.`;
    },
    alerts: (answered: string) => `Alerts: ${answered}`,
    drills: (some: number, all: number) => `Drills acknowledged: ${some} of ${all}.`,
    footer: 'You subscribed to this weekly digest.',
    subscribe: 'Get the weekly digest',
    unsubscribe: 'Stop the weekly digest',
    /** One button stops one subscription among several, the other one stops all of them. */
    stop: 'Stop',
    stopAll: 'Stop all',
    subscribed: (tenant: string) =>
      `You will get the weekly digest for ${tenant} on the first working day of each week, at 9:00.`,
    unsubscribed: (tenants: string) => `You will no longer get the weekly digest for ${tenants}.`,
    changedTitle: 'Weekly digest',
    startedTitle: 'Weekly digest',
    stoppedTitle: 'Weekly digest',
  },
};
