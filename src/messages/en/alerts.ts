import type { Severity } from '../../domain/alert/severity.ts';
import type { RoutingReason } from '../../domain/alert/timeline.ts';
import type { Inline, Text } from '../../view/view.ts';

const severityWords = {
  high: 'high',
  medium: 'medium',
  low: 'low',
  informational: 'informational',
} satisfies Record<Severity, string>;

/** A platform refused the card of the alert with this number; `command` shows that alert. */
interface Refused {
  number: number;
  severity: string;
  reason: string;
  platform: string;
  command: string;
}

const whenSentAgain = 'When its sender sends the alert again, or says that it is over, it goes to that tenant.';

/* The digest card says these too, without separators. */
const acknowledgeCount = (count: number) => `Acknowledge all (${count})`;
const resolveCount = (count: number) => `Resolve all (${count})`;
const acknowledgeAllQuestion = (count: number, bySeverity: string | null) => ({
  title: count === 1 ? 'Acknowledge 1 alert?' : `Acknowledge ${count} alerts?`,
  text: `${bySeverity === null ? '' : `${bySeverity}. `}Your name and the time are recorded for each of them.`,
  yes: 'Acknowledge',
  no: 'Cancel',
});

export const alerts = {
  severities: { high: 'High', medium: 'Medium', low: 'Low', informational: 'Informational' } satisfies Record<
    Severity,
    string
  >,
  statuses: { active: 'Not acknowledged', investigating: 'Acknowledged', resolved: 'Resolved' },
  closedByAge: 'Closed by age',
  missedDrill: 'Missed drill',
  reasons: { legitimate: 'Legitimate', fraud: 'Fraud', ignore: 'Ignored' },
  levels: {
    high: 'High severity',
    medium: 'Medium severity',
    low: 'Low severity',
    informational: 'Informational',
  } satisfies Record<Severity, string>,
  /** Microsoft's types of alerts have these names; other types are split into words. */
  types: {
    CryptoMining: 'Crypto mining',
    ARM_AnomalousResourceConsumption: 'Unusual consumption of Azure resources',
    ARM_SuspiciousOperations: 'Suspicious operations of Azure Resource Manager',
    VM_AnomalousDeployment: 'Unusual deployment of virtual machines',
    AzureBatch_AnomalousDeployment: 'Unusual deployment of Azure Batch',
    AzureContainerInstances_AnomalousDeployment: 'Unusual deployment of Azure Container Instances',
    AzureMachineLearning_AnomalousDeployment: 'Unusual deployment of Azure Machine Learning',
    networkConnectionsToCryptoMiningPools: 'Connections to crypto mining pools',
    usageAnomalyDetection: 'Unusual rise in usage',
    multiRegionalAzureBatchUsage: 'Azure Batch used in many regions',
    suspiciousActivity: 'Suspicious activity',
    azureFraudEvent: 'Azure fraud',
  },
  confidences: { high: 'High', medium: 'Medium', low: 'Low', unknown: 'Unknown' },
  kinds: {
    high: 'High alert',
    medium: 'Medium alert',
    low: 'Low alert',
    informational: 'Informational alert',
  } satisfies Record<Severity, string>,
  drillTitle: 'DRILL',
  testTitle: 'TEST',
  /** Every notification about an alert begins so: it says what is new, whose it is, and what has happened. */
  subject: (news: string, tenant: string, name: string) => `${news}, ${tenant}: ${name}`,
  late: (kind: string) => `${kind} overdue`,
  /** Every other notification about a tenant begins so. */
  whose: (tenant: string, text: string) => `${tenant}: ${text}`,
  drillText: 'A drill: nothing has happened. Please acknowledge it.',
  testText: 'The sender marked this alert as a test.',
  /** The alert of that number has the same id of its sender. It was resolved, and is in the archive. */
  moreSevere: (number: number) => `More severe than alert ${number}, which was resolved.`,
  /** The alert of that number is the same finding. It was resolved. */
  cameAfter: (number: number) => `The same was resolved before, as alert ${number}.`,
  /** The same finding came several times. */
  seen: (times: number, last: Inline): Text => [`Seen ${times} times, last on `, last],
  seenInRow: (times: number) => `seen ${times} times`,
  /** A maintenance window of the sources' file holds it. */
  held: (until: Inline, why: string): Text => [
    { kind: 'strong', text: 'Held' },
    ' by a maintenance window until ',
    until,
    `${why === '' ? '' : `: ${why}`}. It has not been posted.`,
  ],
  heldInRow: 'held',
  /** It is older than the day on which its source was connected, as many others that came with it. */
  backlog: (source: string) => `From before ${source} was connected, so I remind nobody of it.`,
  backlogInRow: 'backlog',
  /** A mail of which nobody knows whether it comes from whom it names. */
  unverified: {
    word: 'UNVERIFIED',
    kind: 'UNVERIFIED mail',
    title: (name: string) => `UNVERIFIED: ${name}`,
    text: 'Anybody can have sent this mail. Look for it in Action Center in Partner Center before you act. Do not follow its links, call its numbers or answer it.',
  },
  noText: 'the text of the mail, which is too long to be read here, or was deleted meanwhile',
  byRule: {
    severity: (sent: string, now: string) => `severity ${now.toLowerCase()} instead of ${sent.toLowerCase()}`,
    channels: { contact: 'to the security contact’s channels', fraud: 'to the fraud channels' },
    why: (why: string) => `“${why}”`,
  },
  repeat: 'This card may be a repeat: I could not find out whether the first one arrived.',
  unknownTenant: 'a partner tenant that is not set up here',
  noTenant: 'unknown tenant',
  /** These sentences say that the text of a sender is not shown in full. */
  shortened: (command: string) => `Shortened here: “${command}” shows all of it.`,
  tooLong: 'Too long to show in full here. All of it is where the alert came from.',
  facts: {
    number: 'Alert',
    title: 'Title',
    severity: 'Severity',
    tenant: 'Partner tenant',
    customer: 'Customer tenant',
    subscription: 'Subscription',
    detected: 'Detected',
    onCall: 'On call when it came',
    answerBy: 'Answer by',
    affected: 'Affected',
    type: 'Type',
    confidence: 'Confidence',
    source: 'Source',
    acknowledged: 'Acknowledged',
    resolved: 'Resolved',
    note: 'Note',
    lastNote: 'Last note',
    why: 'Why here',
    cut: 'Left out',
    toAdd: 'To add',
    card: 'Its card',
    message: 'Message',
    rule: 'Rule',
  },
  clockAhead: (received: Inline, sent: Inline): Text => [
    received,
    ' (when it arrived: the sender’s clock is ahead, it says ',
    sent,
    ')',
  ],
  /** For a severity that the bot does not know: the sender's own word. */
  severityUnknown: (severity: string, word: string) => `${severity}, since I do not know the sender’s “${word}”`,
  /** A line on the card: the sources' file allows the source no higher severity. */
  allowedLess: (source: string, sent: string, allowed: string) =>
    `${source} sent this as “${sent}”; the sources’ file allows it “${allowed}” at most.`,
  cut: (count: number) => (count === 1 ? '1 character of the description' : `${count} characters of the description`),
  /** The sources' file does not tell the partner tenant of the customer; the customer is empty when the sender names none. */
  toAdd: (source: string, customer: string) =>
    customer === ''
      ? `Its sender names no customer. In the sources’ file, name a “fixed” tenant for the source “${source}”, and restart me. ${whenSentAgain}`
      : `The customer “${customer}” is in no “byCustomer” of the source “${source}”. In the sources’ file, add it with the id of its partner tenant, and restart me. ${whenSentAgain}`,
  /** Its sender says that the alert is over. */
  over: (sender: string, since: Inline | null): Inline[] =>
    since === null ? [`${sender} says that this is over`] : [`${sender} says that this ended on `, since],
  overInRow: (sender: string) => `over, says ${sender}`,
  /** Its sender merged it into another incident, of that number; empty for an unknown one. */
  continues: (sender: string, number: string): Inline[] => [
    `${sender} says that this continues as ${number === '' ? 'another incident' : `incident ${number}`}`,
  ],
  continuesInRow: (number: string) => `continues as ${number === '' ? 'another incident' : `incident ${number}`}`,
  lowered: (now: string, highest: string) => `${now} (it was ${highest})`,
  more: (count: number) => `and ${count} more`,
  answerRules: {
    mandatory: (at: Inline): Text => [at, ' (Microsoft’s limit; it advises one hour)'],
    advised: (at: Inline): Text => [at, ' (advice: the 24-hour limit does not bind indirect resellers)'],
    reopened: (at: Inline): Text => [at, ' (24 hours after it was reopened)'],
  },
  limit: (at: Inline): Text => [{ kind: 'strong', text: 'Answer by' }, ' ', at],
  missed: (at: Inline): Text => [{ kind: 'strong', text: 'Overdue' }, ': an answer was due by ', at],
  reopenedBy: (who: Inline, when: Inline): Text => ['Reopened by ', who, ' on ', when],
  overdue: 'overdue',
  /** Stands before those whom a card mentions. */
  onCallLabel: 'On call:',
  /** A number alone. */
  counted: (count: number) => `${count}`,
  /** Many alerts by what happened: `name` is what their sender calls them. */
  groups: {
    times: (name: string, count: number) => `${name} × ${count}`,
    first: 'first ',
  },
  /** The small print of the card says this. */
  small: (number: number, from: string, detected: Inline): Text => [`Alert ${number} · ${from} · detected `, detected],
  raisedBy: (name: string) => `raised by ${name}`,
  source: {
    microsoft: 'Partner Center’s security alerts, which I read by myself.',
    mail: (address: string) =>
      `a mail from ${address}. Microsoft’s servers found that it comes from that domain; who wrote the words, they do not know. Please look for it in Partner Center before you act.`,
    unverifiedMail: (address: string) => `a mail that says it is from ${address}. Nothing proves it.`,
    webhook: (name: string) =>
      `${name}, one of your senders. Please confirm it there, or in Partner Center, before you act.`,
    person: (name: string) => `raised by hand by ${name}. Please confirm it in Partner Center before you act.`,
    bot: 'this bot (drill)',
  },
  why: {
    contact: 'This channel belongs to the security contact.',
    wasAlone: 'It came to you while no channel had it. Now it goes to channels.',
    former:
      'This channel no longer belongs to the security contact. It gets high alerts for one day after it was removed, in case somebody redirects them.',
    moved: 'Its sender moved it to another partner tenant. This channel had it before, and may still answer it.',
    fraud:
      'Azure fraud: it goes to the fraud channels, and to the security contact too, since Microsoft’s pages disagree on whether the contact is told.',
    fraudAlone: 'Azure fraud: your settings send it to the fraud channels alone.',
    fraudRefused:
      'Azure fraud: your settings send it to the fraud channels alone, but none of them takes messages. So it goes to the security contact.',
    rule: 'A rule in the sources’ file sends it to the fraud channels.',
    ruleRefused:
      'A rule in the sources’ file sends it to the fraud channels, but none of them takes messages. So it goes to the security contact.',
    admins: 'No channel of the security contact could take it.',
    noChannel: 'The security contact has no channel yet.',
    noTenant: 'Its partner tenant is not set up here, so it has no security contact.',
    noneNamed: 'Its sender names no partner tenant, and I cannot tell which one is meant.',
    noCustomer: 'The sources’ file names no partner tenant for it, so it has no security contact.',
    retired:
      'Its partner tenant is retired: it goes to the administrators, and for 30 days to the former channels too.',
  },
  /** Who did something about an alert at its source; empty for nobody known. */
  there: (name: string) => (name === '' ? 'somebody in Partner Center' : `${name} in Partner Center`),
  /** The source has the alert no longer. */
  goneThere: 'Microsoft no longer has this alert.',
  /** `link` leads to Partner Center. */
  answerThere: (link: Inline): Text => ['This answer does not reach Microsoft. Please answer there too: ', link],
  byAt: (who: Inline, when: Inline): Text => ['by ', who, ' on ', when],
  resolvedAs: (reason: string, who: Inline, when: Inline): Text => [`${reason}, by `, who, ' on ', when],
  archivedAt: (who: Inline, when: Inline): Text => [
    'Sent to the archive unanswered, to make room, by ',
    who,
    ' on ',
    when,
  ],
  missedAt: (when: Inline): Text => ['Nobody acknowledged this drill within 24 hours: closed as missed on ', when, '.'],
  closedAt: (when: Inline): Text => ['Closed by age on ', when, ', after 30 days without activity.'],
  buttons: {
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    steps: 'Steps',
    note: 'Note',
    reopen: 'Reopen',
    open: 'Partner Center alerts',
    details: 'Details',
    timeline: 'Story',
    mend: 'Update the contact',
    timelineFile: 'Send me this story',
    receipts: 'Deliveries',
    list: 'Open alerts',
    acknowledgeCount,
    resolveCount,
    reopenCount: (count: number) => `Reopen all (${count})`,
    keep: 'Still on it',
    keepAll: 'Still on all of them',
    keepOpen: 'Keep open',
    take: 'Take over',
    give: 'Hand over',
  },
  reopenQuestion: {
    title: 'Reopen this alert?',
    text: 'It becomes open again, and people are reminded until somebody acknowledges it.',
    yes: 'Reopen',
    no: 'Cancel',
  },
  /** `bySeverity` says how many of which severity; null when the card says it. */
  acknowledgeAllQuestion,
  acknowledgedNow: 'You acknowledged this alert. Everybody who has the card sees it.',
  already: {
    acknowledged: (who: Text): Text => ['Already acknowledged by ', ...[who].flat(), '. Nothing was changed.'],
    resolved: (who: Text): Text => ['Already resolved by ', ...[who].flat(), '. Nothing was changed.'],
    open: 'This alert is open already. Nothing was changed.',
    yours: 'You hold this alert already. Nothing was changed.',
    notAcknowledged: 'Nobody has acknowledged this alert yet, so nobody holds it. Nothing was changed.',
    closedByAge: 'This alert was closed by age. Nothing was changed.',
    missed: 'This drill was missed and closed after 24 hours. Nothing was changed.',
  },
  /** Distinguishes alerts that have the same title. */
  numbered: (number: number) => `Alert ${number}`,
  /** Shown before a sentence about one alert, where its card is not seen. */
  named: (number: number, title: string) => `Alert ${number}, “${title}”. `,
  /** The line of a note: on the card its beginning, in the thread all of it. */
  noteLine: (who: Inline, text: string): Text => [{ kind: 'strong', text: 'Note' }, ' · ', who, `: ${text}`],
  notedAt: (text: string, who: Inline, when: Inline): Text => [`${text} · `, who, ', ', when],
  notes: {
    title: 'Add a note',
    field: 'Note',
    hint: 'What you found, did or agreed. Everybody with the card can read it, and nobody can change it afterwards.',
    submit: 'Add',
    done: 'Your note is added. Everybody who has the card sees it.',
    /** No channel has a card of this alert alone: it is in a digest, or a maintenance window holds it. */
    inTimeline: 'Your note is added. No channel has a card of this alert alone: people read the note in its story.',
    toOne: (number: number) =>
      `A note goes to one alert at a time: this one goes to alert ${number} alone. Please add it to the others one by one.`,
    typed: (text: string) => `You typed: ${text}`,
    full: (most: number) =>
      `Nothing was added: this alert has ${most} notes, and takes no more. Please go on in the thread of its card.`,
  },
  byNumber: {
    none: {
      ack: 'No alert waits to be acknowledged.',
      resolve: 'There are no open alerts.',
      note: 'There are no open alerts. A resolved one takes a note by its number until it goes to the archive.',
      reopen:
        'No resolved alert can be reopened. What is in the archive stays as it is: resolved alerts go there after a day, and at once while my storage is more than half full.',
    },
    noneTitle: {
      ack: 'Nothing to acknowledge',
      resolve: 'No open alerts',
      note: 'No open alerts',
      reopen: 'Nothing to reopen',
    },
    whichTitle: 'Which alert?',
    which: (example: string) => `Which alert? Please type its number, for example “${example}”.`,
    oneAtATime: (example: string) =>
      `Nothing was changed: this works for one alert at a time. Please type one number, for example “${example}”.`,
  },
  /** One question for many alerts: which ones these are, and what is done to them. */
  many: {
    numbers: (numbers: string) => `Alerts ${numbers}`,
    /** Those of which a message tells. */
    onCard: 'All open alerts on that card',
    which: {
      open: {
        all: 'All open alerts',
        source: (name: string) => `All open alerts from ${name}`,
        raised: 'All open alerts that people raised',
        customer: (name: string) => `All open alerts of the customer ${name}`,
      },
      resolved: {
        all: 'All alerts that can be reopened',
        source: (name: string) => `All resolved alerts from ${name}`,
        raised: 'All resolved alerts that people raised',
        customer: (name: string) => `All resolved alerts of the customer ${name}`,
      },
    },
    reopenTitle: (count: number) => (count === 1 ? 'Reopen 1 alert?' : `Reopen ${count} alerts?`),
    recorded: 'Your name and the time are recorded for each of them.',
    twoTitle: 'Which ones?',
    tooManyTitle: 'Too many numbers',
    two: 'That may mean several things. Nothing was changed: please choose.',
    none: (which: string) => `${which}: none is left to be answered so.`,
    tooMany: (most: number) =>
      `Nothing was changed: I take at most ${most} numbers and ranges at once. Please type fewer, or a range such as “2-40”.`,
    /** These words stand behind what names the alerts. */
    notUnderstood: (typed: string, command: string) =>
      `Nothing was changed: I do not understand “${typed}” there. Please type numbers, “all”, one source or one customer, for example “${command} 2-5”.`,
  },
  resolvedNow:
    'You resolved this alert. Please set the same status in Partner Center: resolving it here stops no attack.',
  /** The answer is written back. */
  resolvedThereToo:
    'You resolved this alert, and I set the same status in Partner Center. Resolving an alert stops no attack.',
  reopenedNow: 'You reopened this alert. Everybody who has the card sees it.',
  takenBack: (who: Inline): Text => [
    'You reopened this alert. The acknowledgement by ',
    who,
    ' no longer counts: it has to be acknowledged again.',
  ],
  notResolved: (who: Inline): Text => [
    who,
    ' acknowledged this alert, and it is not resolved. Nothing was changed. “Reopen” takes the acknowledgement back.',
  ],
  goneTitle: 'No such alert',
  answeredAll: {
    acknowledged: {
      title: 'Alerts acknowledged',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to acknowledge.';
        return count === 1 ? '1 alert is acknowledged.' : `${count} alerts are acknowledged.`;
      },
      doingTitle: 'Acknowledging alerts',
      doing: (count: number) =>
        `I am acknowledging ${count} alerts. The result follows here; they count as acknowledged from now on.`,
    },
    resolved: {
      title: 'Alerts resolved',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to resolve.';
        return `${count === 1 ? '1 alert is' : `${count} alerts are`} resolved. Please set the same status in Partner Center: resolving here stops no attack.`;
      },
      /** The answers are written back. */
      doneThere: (count: number) =>
        `${count === 1 ? '1 alert is' : `${count} alerts are`} resolved, and I set the same status in Partner Center. Resolving alerts stops no attack.`,
      doingTitle: 'Resolving alerts',
      doing: (count: number) =>
        `I am resolving ${count} alerts. The result follows here; they count as resolved from now on.`,
    },
    reopened: {
      title: 'Alerts reopened',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to reopen.';
        return count === 1
          ? '1 alert is open again, and has to be acknowledged.'
          : `${count} alerts are open again, and have to be acknowledged.`;
      },
      doingTitle: 'Reopening alerts',
      doing: (count: number) => `I am reopening ${count} alerts. The result follows here.`,
    },
  },
  notYours: (count: number) =>
    count === 1
      ? '1 more belongs to a partner tenant whose alerts you may not answer: nothing was done to it.'
      : `${count} more belong to partner tenants whose alerts you may not answer: nothing was done to them.`,
  /** The platform or the directory does not say whether they may answer these. */
  notSure: (count: number) =>
    `${count} more: I could not check whether you may answer ${count === 1 ? 'it' : 'them'}, so nothing was done there. Please try again in a minute.`,
  gone: 'There is no such alert. See the open ones.',
  closedTitle: 'The alert is in the archive',
  closed:
    'That alert is resolved and in the archive, so it can no longer be changed or reopened. Its story can still be read. If it goes on, please raise it as a new alert.',
  form: {
    title: 'Resolve the alert',
    titleAll: 'Resolve all alerts',
    introAll: (count: number) =>
      count === 1
        ? 'One alert of the card is not resolved yet. It gets this reason and note.'
        : `${count} alerts of the card are not resolved yet. All of them get this reason and note.`,
    reason: 'What was it?',
    note: 'Note',
    noteHint: 'What was found and done. Everybody with the card can read it.',
    reasons: {
      legitimate: 'Legitimate: the activity was ours or our customer’s',
      fraud: 'Fraud: somebody misused the subscription',
      ignore: 'Ignore: old, or not relevant',
    },
    submit: 'Resolve',
    cancel: 'Cancel',
  },
  steps: {
    title: 'What to do now',
    summary: 'Confirm, contain, secure, improve: the steps for this alert.',
    rows: [
      {
        title: '1. Confirm',
        detail:
          'Find the same alert in Partner Center, or in the product that sent it, not by a link from a mail. Ask the customer whether the activity is theirs. Acknowledge the alert.',
      },
      {
        title: '2. Contain',
        detail:
          'Block the sign-in of accounts that were misused and revoke their sessions. Stop or remove the resources that are not the customer’s. Cancel the subscription if losses continue: that takes a Global Administrator who is also an admin agent.',
      },
      {
        title: '3. Secure',
        detail:
          'Reset passwords and keys, require multifactor authentication, review roles, guests, applications and delegated (GDAP) relationships. Open a support request with Microsoft.',
      },
      {
        title: '4. Improve',
        detail:
          'Set spending budgets, write down what happened, and resolve the alert here and in Partner Center with the reason. A credit for fraud can be asked for once, within 60 days.',
      },
    ],
    source: 'Microsoft’s guidance: respond at once, within one hour; within 24 hours at the latest.',
  },
  followUps: {
    news: {
      resolved: 'Resolved',
      reopened: 'Reopened',
      noted: 'New note',
      given: 'Handed over',
      taken: 'Taken over',
      severity: (now: string) => `Severity now ${now.toLowerCase()}`,
      changed: 'Changed by its sender',
      over: 'Sender says it’s over',
      merged: 'Continues as another incident',
      again: 'Sender says it’s back',
      newRows: 'New entries',
    },
    resolved: (who: Inline, how: string): Text => [who, ` resolved this alert. ${how}`],
    reopened: (who: Inline): Text => [who, ' reopened this alert.'],
    given: (who: Inline, to: string): Text => [who, ` hands this alert over to ${to}.`],
    taken: (who: Inline, from: string): Text => [
      who,
      from === '' ? ' took this alert over.' : ` took this alert over from ${from}.`,
    ],
    /** A rule in the sources' file reopens an alert whose finding comes again. */
    reopenedByRule: (sender: string) => `${sender} sent this again after it was resolved, so it is open again.`,
    /** Rows that were not there when the finding came before; `names` has the first ones, quoted. */
    newRows: (sender: string, count: number, names: readonly string[]) => {
      const listed = names.length === 0 ? '' : `: ${names.map((name) => `“${name}”`).join(', ')}`;
      const more = count > names.length && names.length > 0 ? ` and ${count - names.length} more` : '';
      return `${sender} sent this again with ${count === 1 ? 'a new entry' : `${count} new entries`}${listed}${more}.`;
    },
    raised: (sender: string, before: string, after: string) =>
      `The sender, ${sender}, raised the severity of this alert: ${before} → ${after}. Please look at it now, whatever was done about it before.`,
    lowered: (sender: string, before: string, after: string) =>
      `The sender, ${sender}, lowered the severity of this alert: ${before} → ${after}. If that is a surprise, please check it in Partner Center.`,
    movedTenant: (sender: string, before: string, after: string) =>
      `The sender, ${sender}, moved this alert to another partner tenant: ${before} → ${after}. You may still answer it here. If that is a surprise, please check it in Partner Center.`,
    testNow: (sender: string) =>
      `The sender, ${sender}, says now that this alert is a test. If that is a surprise, please check it in Partner Center.`,
    noTestNow: (sender: string) => `The sender, ${sender}, says now that this alert is no test. Please look at it now.`,
    sender: (name: string) => `The sender, ${name},`,
    /** This follows the news that the sender says that an open alert is over. */
    overOpen: 'Still open here. Resolve it if you agree.',
    mergedOpen: 'It is not over. Please go on there, and resolve this one once you have found that one.',
    again: (sender: string, isOpen: boolean) =>
      `The sender, ${sender}, says that this goes on after all.${isOpen ? '' : ' It is resolved here: please reopen it if you agree.'}`,
  },
  escalation: {
    text: (passed: string, reopened: boolean) =>
      `Nobody has acknowledged this alert ${passed} after ${reopened ? 'it was reopened' : 'its detection'}.`,
    hoursLeft: (hours: number, rule: 'bound' | 'advised' | 'reopened') => {
      const left = hours === 1 ? 'One hour is left' : `${hours} hours are left`;
      const why = {
        bound: ', then Microsoft’s limit has passed',
        advised: ' of the day that Microsoft advises',
        reopened: '',
      };
      return `${left}${why[rule]}. Please acknowledge it now.`;
    },
    nobodyOnCall:
      'Nobody is on call for this partner tenant, so you are asked first. Please acknowledge this alert, or find somebody who does.',
    notYet: 'Nobody has acknowledged this alert yet',
    admins:
      'Nobody has acknowledged this alert for 24 hours. Microsoft requires an answer within 24 hours: please acknowledge it now.',
    advised:
      'Nobody has acknowledged this alert for 24 hours. Indirect resellers have no formal deadline, but an attack won’t wait.',
    drill: 'Nobody has acknowledged this drill for 24 hours. Please find out why nobody saw it.',
    reopened: 'Nobody has acknowledged this alert for 24 hours since it was reopened. Please acknowledge it now.',
    unanswered: (passed: string) => `Not acknowledged for ${passed}`,
    now: 'Please acknowledge it now.',
  },
  /** The question whether somebody is still on alerts that are acknowledged, and what is handed over. */
  asked: {
    title: {
      holder: 'Are you still on it?',
      channel: 'Is anybody still on it?',
      admins: 'Is anybody still on it?',
      offer: 'Nobody has taken it over',
      giver: 'Nobody has taken it over',
    },
    titleMany: {
      holder: (count: number) => (count === 1 ? 'Are you still on 1 alert?' : `Are you still on ${count} alerts?`),
      channel: (count: number) =>
        count === 1 ? 'Is anybody still on 1 alert?' : `Is anybody still on ${count} alerts?`,
      admins: (count: number) =>
        count === 1 ? 'Is anybody still on 1 alert?' : `Is anybody still on ${count} alerts?`,
      offer: (count: number) =>
        count === 1 ? 'Nobody has taken over 1 alert' : `Nobody has taken over ${count} alerts`,
      giver: (count: number) =>
        count === 1 ? 'Nobody has taken over 1 alert' : `Nobody has taken over ${count} alerts`,
    },
    /** What a notification begins with. */
    news: {
      holder: 'Please say how it stands',
      channel: 'Its holder does not answer',
      admins: 'Its holder does not answer',
      nobody: 'Nobody here holds it',
      offer: 'Not taken over',
      giver: 'Not taken over',
      over: 'Answered',
      offered: 'Handed over to you',
    },
    textMany: {
      holder: 'You hold these alerts. Please say how they stand.',
      channel: 'Those who hold these alerts do not answer. Please take them over, or resolve them.',
      admins: 'Neither those who hold these alerts nor the channel answers. Please see to them.',
      offer: 'They were handed over. Please take them over.',
      giver: 'You handed them over.',
    },
    holder: (since: Inline): Text => ['You have held this alert since ', since, '. Please say how it stands.'],
    yours: (since: Inline): Text => ['Yours since ', since],
    others: (who: Inline, since: Inline): Text => [
      who,
      ' has held this alert since ',
      since,
      ' and does not answer. Please take it over, or resolve it.',
    ],
    /** Somebody acknowledged it in Partner Center. */
    nobody: (who: Inline, since: Inline): Text => [
      who,
      ' acknowledged this alert on ',
      since,
      ', and nobody here holds it. Please take it over, or resolve it.',
    ],
    offer: (by: Inline, to: Inline, at: Inline): Text => [
      by,
      ' handed this alert over to ',
      to,
      ', ',
      at,
      '. Please take it over.',
    ],
    giver: (to: Inline, isYours: boolean): Text => [
      to,
      ` has not taken over this alert${isYours ? ', so it is still yours' : ''}.`,
    ],
    why: {
      holder: 'You get this because you hold the alert, since you acknowledged it or took it over.',
      offered: 'You get this because somebody hands an alert over to you.',
    },
    over: 'This question is answered',
    offered: 'An alert is handed over to you',
    offeredText: (by: Inline): Text => [by, ' hands this alert over to you. It is yours once you press “Take over”.'],
  },
  /** How many alerts are acknowledged and open; `who` has held the oldest. */
  atWork: (count: number, who: string, ago: string) =>
    count === 1
      ? `1 is acknowledged and open: by ${who}, ${ago}.`
      : `${count} are acknowledged and open, the oldest by ${who}, ${ago}.`,
  /** Who holds an alert that somebody else acknowledged, and that it is handed over. */
  withHolder: (who: Inline, since: Inline): Text => ['With ', who, ' since ', since],
  offeredTo: (to: Inline): Text => ['handed over to ', to, ', not taken over yet'],
  keptAll: (count: number) => {
    if (count === 0) return 'You were asked about no alert.';
    return count === 1 ? 'You are still on 1 alert.' : `You are still on ${count} alerts.`;
  },
  keptNow: 'Noted. You are asked again on the next working day at nine.',
  takenNow: 'You hold this alert now.',
  keptOther: 'Noted: the alert stays open.',
  givenNow: (to: string, isYours: boolean) =>
    `${to} is told now.${isYours ? ' The alert stays with you until they press “Take over”.' : ''}`,
  give: {
    title: 'Hand over',
    to: 'To',
    hint: 'Somebody who may answer this alert: a member of a channel of its contact, or an administrator.',
    submit: 'Hand over',
    nobody: 'Please choose a person.',
    one: 'Please choose one person.',
    yourself: 'You hold this alert already.',
    unknown: (name: string) =>
      `I know nobody called “${name}” who may answer this alert. I know people once they have written to me.`,
    several: (name: string) => `Several people are called “${name}”. Please choose one.`,
    mayNot: (name: string) =>
      `${name} may not answer this alert: only members of the contact’s channels and administrators may. Nothing was changed.`,
    unsure: (name: string) => `I cannot find out just now whether ${name} may answer this alert. Please try again.`,
  },
  reminders: {
    /** `severity` is null for several ones; `passed` is how long the oldest has waited, null for no time. */
    waiting: (count: number, severity: Severity | null, passed: string | null) => {
      const kind = severity === null ? '' : `${severityWords[severity]} `;
      const what = count === 1 ? `1 ${kind}alert` : `${count} ${kind}alerts`;
      return passed === null ? `${what} not acknowledged` : `${what} unanswered for ${passed}`;
    },
    over: 'All these alerts are handled',
    text: 'Please acknowledge them now.',
    lastCall: 'Less than 4 hours are left for at least one of them. Please acknowledge them now.',
    late: 'At least one of them is over the 24-hour limit. Please acknowledge them now.',
    more: (count: number) =>
      count === 1 ? '1 more is in the list of open alerts.' : `${count} more are in the list of open alerts.`,
  },
  overdueMany: {
    title: (count: number) => (count === 1 ? '1 alert is overdue' : `${count} alerts are overdue`),
    missed: (count: number) => (count === 1 ? 'A drill was missed' : `${count} drills were missed`),
    bound:
      'Nobody has acknowledged these alerts for 24 hours. Microsoft requires an answer within 24 hours: please acknowledge them now.',
    advised:
      'Nobody has acknowledged these alerts for 24 hours. Indirect resellers have no formal deadline, but an attack won’t wait.',
    drills: 'Nobody has acknowledged these drills for 24 hours. Please find out why nobody saw them.',
  },
  unrouted: {
    title: 'Only administrators have this alert',
    noTenant: 'Its tenant is not set up.',
    noneNamed: (sender: string) =>
      `It names no tenant: “${sender}” must send “partnerTenantId”, or its source needs a “tenant”.`,
    retiredTitle: 'Administrators have it: its partner tenant is retired',
    retired: (sender: string) => `“${sender}” must name another one.`,
    noCustomer: (customer: string, source: string) =>
      customer === ''
        ? `It names no customer: give the source “${source}” a “fixed” tenant.`
        : `Add “${customer}” to “byCustomer” of the source “${source}”.`,
    noContact: 'No security contact yet.',
    noChannelYet: 'The contact has no channel.',
    noChannel: 'No channel works.',
  },
  storeFull: {
    near: {
      title: 'My storage is nearly full',
      summary: 'My storage is nearly full. New alerts that are not high are refused.',
      text: (megabytes: number) =>
        `More than four fifths of my storage (STATE_LIMIT, ${megabytes} MB) are in use. From now on I refuse what comes without a high alert; once it is full, I refuse all new alerts. Their senders are told to send them again.`,
    },
    full: {
      title: 'New alerts are refused: my storage is full',
      summary: 'My storage is full, so new alerts are refused.',
      text: (megabytes: number) =>
        `My storage (STATE_LIMIT, ${megabytes} MB) is full, so new alerts are refused, and their senders are told to send them again. What is here can still be acknowledged and resolved.`,
    },
    helps: (hasLesser: boolean) =>
      `Please resolve alerts that are over: while more than half of my storage is in use, they leave it as soon as their cards say so.${hasLesser ? ' What nobody has answered of a source, and never was high, you can send to the archive below.' : ''} Or ask those who run me to raise STATE_LIMIT.`,
  },
  /** The first sentence says why; the next one what that means until it is fixed. */
  channelRefused: {
    adminChannel: {
      title: 'The admin channel takes no messages any more',
      summary: (channel: string) => `${channel} takes no messages any more: administrators get them in private only.`,
      effect:
        'Until that is mended, reminders and notices reach each Global Administrator in private only. To choose another admin channel, use “setup”.',
    },
    alerts: {
      title: 'A channel takes no alerts any more',
      summary: (channel: string) => `${channel} takes no alerts any more, so they go elsewhere.`,
      effect: 'Until that is mended, its alerts go to the contact’s other channels, or to you.',
    },
    fraud: {
      title: 'A channel takes no alerts any more',
      summary: (channel: string) => `${channel} takes no Azure fraud alerts any more, so they go elsewhere.`,
      effect:
        'Until that is mended, Azure fraud alerts go to the other fraud channels and to the security contact’s channels, or to you when none of them works.',
    },
    /** The platform lets the bot post nowhere, which says nothing of the channel. */
    platform: {
      title: (platform: string) => `Nothing reaches ${platform} for now`,
      summary: (channel: string, platform: string) =>
        `${channel} gets no alerts for now: ${platform} lets me post nowhere.`,
      effect: 'What is in no other channel comes to you.',
    },
  },
  channelLate: {
    alerts: {
      title: 'A channel does not get its high alerts',
      summary: (channel: string) => `${channel} does not get its high alerts, so they come to you too.`,
      failing: (channel: Inline, reason: string): Text => [
        'The channel ',
        channel,
        ` has not taken a high alert for 15 minutes (${reason}). I keep trying. Meanwhile what waits for it, and is in no other channel, comes to you. Please answer that yourself.`,
      ],
      slow: (channel: Inline): Text => [
        'A high alert has waited for 15 minutes for the channel ',
        channel,
        ', for which more waits than it takes. What waits there, and is in no other channel, comes to you. Please answer that yourself.',
      ],
      paused: (channel: Inline, until: Inline, platform: string): Text => [
        'Nothing may be sent to the channel ',
        channel,
        ' before ',
        until,
        `: ${platform} says so. Meanwhile high alerts that are in no other channel come to you. Please answer those yourself.`,
      ],
    },
    /** More than an alert waits here: all that administrators are told. */
    admin: {
      title: 'The admin channel does not get its messages',
      summary: (channel: string) => `${channel} does not get what administrators are told, so it comes to you.`,
      failing: (channel: Inline, reason: string): Text => [
        'For 15 minutes the admin channel ',
        channel,
        ` has not taken what administrators are told (${reason}). I keep trying. Meanwhile what waits for it comes to you.`,
      ],
      slow: (channel: Inline): Text => [
        'What administrators are told has waited for 15 minutes for the admin channel ',
        channel,
        ', for which more waits than it takes. What waits there comes to you.',
      ],
      paused: (channel: Inline, until: Inline, platform: string): Text => [
        'Nothing may be sent to the admin channel ',
        channel,
        ' before ',
        until,
        `: ${platform} says so. Meanwhile what cannot wait comes to you.`,
      ],
    },
  },
  cardRefused: {
    title: 'A card could not be shown in a channel',
    alertSummary: (number: number, severity: string, channel: string) =>
      `Alert ${number} (${severity}) could not be shown in ${channel}.`,
    summary: (channel: string) => `A message could not be shown in ${channel}.`,
    alertText: (channel: Inline, { number, severity, reason, platform, command }: Refused): Text => [
      `Alert ${number} (${severity}) could not be shown in the channel `,
      channel,
      `: ${platform} does not take the card (${reason}). Other cards are not affected. Please look at the alert with “${command}”, and tell the people of the channel.`,
    ],
    text: (channel: Inline, reason: string, platform: string): Text => [
      'A message could not be shown in the channel ',
      channel,
      `: ${platform} does not take the card (${reason}). Other cards are not affected. Please report this to whoever runs the bot.`,
    ],
  },
  digest: {
    named: (name: string, count: number) => `${name} (${count})`,
    otherNames: (count: number) => (count === 1 ? '1 other title' : `${count} other titles`),
    acknowledgeCount,
    resolveCount,
    acknowledgeAllQuestion,
    title: (count: number, passed: string) => `${count} alerts in ${passed}`,
    allAcknowledged: (count: number) => `${count} security alerts, all acknowledged`,
    allResolved: (count: number) => `${count} security alerts, all resolved`,
    noneOpen: (count: number) => `${count} security alerts, none is open`,
    /** Each of its alerts has a card of its own by now, or stands in another digest card. */
    empty: 'No alert stands here any more',
    archived: 'Sent to the archive unanswered',
    summary: (count: number, unanswered: number, passed: string) =>
      `${count} alerts in ${passed}, ${unanswered} of them not acknowledged.`,
    text: 'Too many to post one by one. Medium and lower alerts are grouped here.',
    counts: 'By severity',
    escalated: (count: number) =>
      count === 1
        ? '1 alert is not acknowledged after an hour. Please acknowledge it.'
        : `${count} alerts are not acknowledged after an hour. Please acknowledge them.`,
    reminderTitle: 'Alerts not acknowledged',
    /** A digest card of one share says where its alerts come from by one of these. */
    from: {
      source: (source: string) => `from ${source}`,
      signed: 'from the signed route',
      person: 'from people',
      bot: 'from drills',
    },
    ofShare: {
      title: (count: number, from: string) => (count === 1 ? `1 more alert ${from}` : `${count} more alerts ${from}`),
      summary: (count: number, unanswered: number, from: string) =>
        `${count} more alerts ${from}, ${unanswered} of them not acknowledged.`,
      text: (from: string) =>
        `Too many alerts came ${from} to post one by one. Please look at each of them under “All in this card”.`,
      list: 'All in this card',
      listTitle: 'Alerts in one card',
      listSummary: (count: number) => (count === 1 ? '1 alert is in this card.' : `${count} alerts are in this card.`),
      listFooter: (first: number, last: number, count: number) =>
        `${first} to ${last} of ${count}, in order of arrival.`,
    },
    /** A card for unverified mails beyond the first ones of an hour. */
    ofUnverified: {
      title: (count: number) => (count === 1 ? '1 more UNVERIFIED mail' : `${count} more UNVERIFIED mails`),
      summary: (count: number, unanswered: number) =>
        `${count} more UNVERIFIED mails, ${unanswered} of them not acknowledged.`,
      text: 'Anybody can have sent these mails. More than five came within an hour: the others are grouped here, and I remind nobody of them. Look for them in Action Center in Partner Center. Do not follow their links, call their numbers or answer them.',
    },
    /** A card for what a source sent when it was connected, and that is older. */
    ofBacklog: {
      title: (count: number, from: string) =>
        count === 1 ? `1 older security alert ${from}` : `${count} older security alerts ${from}`,
      summary: (count: number, unanswered: number, from: string) =>
        `A backlog ${from}: ${count} older alerts, ${unanswered} of them not acknowledged.`,
      text: 'This source was connected a short time ago, and sent these older alerts too. I remind nobody of them, and they are never overdue. Please look through them once, and resolve what is over. If they are new, the sender’s clock is wrong.',
      detected: 'Detected',
      span: (from: Inline, to: Inline): Text => [from, ' to ', to],
    },
  },
  list: {
    /** What each row is: the label of a menu of the alerts. */
    rowName: 'Alert',
    title: 'Open alerts',
    /** A list without alerts has this title. */
    noneTitle: 'Alerts',
    searchTitle: 'Alerts found',
    none: 'There are no open alerts.',
    found: (words: string, count: number) => {
      if (count === 0) return `No open alert matches “${words}”. Older ones: type the number.`;
      return count === 1 ? `1 alert says “${words}”.` : `${count} alerts say “${words}”.`;
    },
    drill: 'DRILL',
    test: 'TEST',
    noneOf: (filter: string) => `No open alert fits “${filter}”.`,
    summary: (count: number) => (count === 1 ? '1 alert is not resolved.' : `${count} alerts are not resolved.`),
    /** Drills and tests stand last in the list. */
    drills: (count: number) => {
      if (count === 0) return '';
      return count === 1 ? 'A drill or test stands last.' : `${count} drills and tests stand last.`;
    },
    footer: (first: number, last: number, count: number) =>
      `${first} to ${last} of ${count}, high ones first, then by “answer by”.`,
    hint: (alerts: string) => `“${alerts} 17” shows one, “${alerts} mining” searches.`,
    resolvedTitle: 'Resolved alerts',
    resolvedSummary: (count: number) => {
      if (count === 0) return 'No resolved alert can be reopened.';
      return count === 1 ? '1 resolved alert can be reopened.' : `${count} resolved alerts can be reopened.`;
    },
    footerResolved: (first: number, last: number, count: number) =>
      `${first} to ${last} of ${count}, the newest first.`,
    answerBy: 'answer by',
    detected: 'detected',
    all: 'All',
    today: 'today',
    unacknowledged: 'Not acknowledged',
    previous: 'Previous',
    more: 'Next',
    show: 'Show',
  },
  closing: {
    news: 'Closes tomorrow',
    title: (count: number) => (count === 1 ? 'A high alert closes tomorrow' : `${count} high alerts close tomorrow`),
    text: (count: number, days: number) =>
      `Acknowledged, and nothing since for ${days - 1} days. ${count === 1 ? 'It closes tomorrow. Resolve it, or keep it open.' : 'They close tomorrow. Resolve them, or keep them open.'}`,
    more: (count: number) => (count === 1 ? 'And one more.' : `And ${count} more.`),
  },
  timeline: {
    earlier: (count: number) =>
      count === 1
        ? 'One earlier step is left out here: “Send me this story” has all.'
        : `${count} earlier steps are left out here: “Send me this story” has all.`,
    times: (count: number) => `${count} times`,
    /** Whom a reminder reached, and whom it mentioned: names, separated by commas. */
    reached: (to: string, mentioned: string) =>
      to === '' ? 'it reached nobody' : `it reached ${to}${mentioned === '' ? '' : `, and mentioned ${mentioned}`}`,
    testNow: 'it is a test now',
    noTestNow: 'it is no test any more',
    steps: {
      received: 'received',
      changed: 'the sender changed it',
      acknowledged: 'acknowledged',
      resolved: 'resolved',
      reopened: 'reopened',
      escalated: 'reminded, since nobody had acknowledged it',
      missed: 'the drill was missed',
      asked: 'asked whether somebody is still on it',
      given: 'handed over',
      taken: 'taken over',
      kept: 'still on it',
      closed: 'closed by age, after 30 days without activity',
      archived: 'sent to the archive unanswered, to make room',
      routed: 'where it goes changed',
      over: 'the sender says it’s over',
      merged: 'merged by its sender: it continues as incident',
      again: 'the sender says it’s back',
      seen: 'seen again, with nothing new',
      held: 'held by a maintenance window',
      posted: 'held no longer',
      noted: 'noted',
      writtenBack: 'answered in Partner Center too',
      keptThere: 'not written to Partner Center, where it was resolved already',
      goneThere: 'Microsoft no longer has it',
    },
    givenTo: (to: string) => `to ${to}`,
    takenFrom: (from: string) => `from ${from}`,
    seenTimes: (times: number) => `${times} times in all`,
    newRows: (count: number, names: string) =>
      names === '' ? `${count} new entries` : `${count === 1 ? 'new entry' : `${count} new entries`}: ${names}`,
    /** These words say why an alert went to a channel, as it was then. */
    why: {
      contact: 'it goes to the channels of the security contact',
      fraud: 'Azure fraud: it goes to the fraud channels and to the security contact',
      fraudAlone: 'Azure fraud: it goes to the fraud channels alone',
      rule: 'a rule sends it to the fraud channels',
      ruleRefused: 'a rule sends it to the fraud channels, but none takes messages: it goes to the security contact',
      fraudRefused: 'no fraud channel takes messages: it goes to the security contact',
      admins: 'no channel of the security contact takes it: it goes to the administrators',
      noChannel: 'the security contact has no channel: it goes to the administrators',
      noTenant: 'its partner tenant is not set up here: it goes to the administrators',
      noneNamed: 'its sender names no partner tenant: it goes to the administrators',
      noCustomer: 'the sources’ file names no partner tenant for it: it goes to the administrators',
      retired:
        'its partner tenant is retired: it goes to the administrators, and for 30 days to the former channels too',
    } satisfies Record<RoutingReason, string>,
    delivery: {
      waiting: 'waiting',
      sending: 'being sent',
      posted: 'delivered',
      refused: 'refused',
      digested: 'in a card for many',
      dropped: 'not needed any more',
    },
    receipt: (state: string, attempts: number, reason: string | null) =>
      `${state}${attempts === 0 ? '' : attempts === 1 ? ', 1 attempt' : `, ${attempts} attempts`}${reason ? `, last problem: ${reason}` : ''}`,
  },
  timelineFile: {
    madeAt: (at: string) => `Made by the security contact bot at ${at}. All times are in UTC.`,
    happened: 'What happened',
    when: 'When',
    what: 'What',
    detail: 'Detail',
    detected: 'detected',
    accepted: 'accepted',
    tenantId: 'Partner tenant’s id',
    senderId: 'The sender’s id',
    timezone: 'The team’s time zone',
    firstAnswer: 'First answer',
    answeredAfter: (passed: string, isInTime: boolean) =>
      `${passed} after detection, ${isInTime ? 'within' : 'not within'} the 24 hours`,
    trail: 'Entries of the audit trail',
    number: 'Entry',
    noEntries: 'People did nothing about this alert that the audit trail has, or what it had was dropped by age.',
    verify:
      'Each hash covers the entry and the one before it. “npm run verify” on the bot’s machine checks the whole trail, and the hash of the newest entry is posted to the admin channel each month.',
    comment: (number: number) => `The story of alert ${number}, as you asked.`,
    impossible: (command: string) =>
      `This chat knows no files. “${command}” shows the story, and “Deliveries” all that was sent.`,
  },
  receipts: {
    title: 'Deliveries',
    summary: (number: number) => `What was sent of alert ${number}, to whom, and what became of it.`,
    card: 'card',
    escalation: 'reminder',
    asked: 'question',
    offered: 'message about handing over',
    open: 'open',
    followUp: 'line in the thread',
    more: 'Next',
    footer: (first: number, last: number, count: number) => `${first} to ${last} of ${count}, the oldest first.`,
  },
  raise: {
    title: 'Raise an alert',
    intro: 'For something that you learnt by phone, by mail or in Partner Center.',
    goes: 'It goes to the security contact’s channels at once.',
    displayName: 'What has happened?',
    severity: 'Severity',
    description: 'Details',
    descriptionHint: 'You can paste an e-mail here. Links are shown as text.',
    submit: 'Raise',
    cancel: 'Cancel',
    message: {
      by: (author: string) => `From a message by ${author}`,
      byNobodyKnown: 'From a message',
      seen: 'Everybody in your organisation can look the alert up.',
      open: 'open it',
      cut: 'The message is long: the details below are its beginning and its end. All of it stays in the chat.',
      noText: 'The message has no text that I can read. Please say what has happened.',
      alreadyTitle: 'Already raised',
      already: (number: number, who: Inline): Text => [
        `This message was already raised as alert ${number}, by `,
        who,
        '.',
      ],
      gone: 'I no longer have that message. Please choose it in the chat again.',
      lost: 'I no longer have that message, so the alert has no link to it.',
      line: (number: number, who: Inline): Text => [`Raised as alert ${number} by `, who, '.'],
    },
    done: (number: number) => `Alert ${number} is raised and on its way to the contact’s channels.`,
    doneAlone: (number: number) =>
      `Alert ${number} is raised, but no channel gets it: it goes to the administrators alone. Please call somebody.`,
    doneTitle: 'Alert raised',
    tooMany:
      'You raised several alerts within a short time. Please wait ten minutes, or add to the alerts that are there.',
  },
  drill: {
    tooMany:
      'You started several drills within a short time. Please wait ten minutes, so that people take alerts seriously.',
    name: 'Drill: can we be reached?',
    description: 'A test of the whole path, from intake to acknowledgement. Please press Acknowledge.',
    question: 'Start a drill?',
    what: (tenant: string) => `This sends ${tenant} a high alert marked DRILL at once.`,
    postedIn: 'Posted in',
    mentions: 'Mentions',
    nobody: 'nobody: no one is named as on call',
    theirTime: (time: string) => `${time} there`,
    alone: 'No channel gets it: it goes to the administrators alone.',
    reminds: 'Reminders work as for a real alert.',
    start: 'Start the drill',
    doneTitle: 'Drill started',
    done: (number: number) =>
      `Drill ${number} is on its way to the contact’s channels. It counts when somebody acknowledges it.`,
    doneAlone: (number: number) =>
      `Drill ${number} has started, but no channel gets it: it goes to the administrators alone, as an alert would.`,
  },
};
