import type { Severity } from '../../domain/alert/severity.ts';
import type { RoutingReason } from '../../domain/alert/timeline.ts';
import type { Inline, Text } from '../../view/view.ts';

const severityWords = {
  high: 'high-severity',
  medium: 'medium-severity',
  low: 'low-severity',
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

/** Says how many of these alerts are not acknowledged. */
const acknowledgedOf = (count: number, unanswered: number) =>
  unanswered === count ? 'none of them acknowledged' : `${unanswered} of them not acknowledged`;

const whenSentAgain = 'The next time the source reports this alert, I will move it to that tenant.';

/* The digest card says these too, without separators. */
const acknowledgeCount = (count: number) => (count === 1 ? 'Acknowledge' : `Acknowledge all (${count})`);
const resolveCount = (count: number) => (count === 1 ? 'Resolve' : `Resolve all (${count})`);
const acknowledgeAllQuestion = (count: number, bySeverity: string | null) => ({
  title: count === 1 ? 'Acknowledge 1 alert?' : `Acknowledge ${count} alerts?`,
  text: `${bySeverity === null ? '' : `${bySeverity}. `}Your name and the time are recorded for each alert.`,
  yes: 'Acknowledge',
  no: 'Cancel',
});

export const alerts = {
  severities: { high: 'High', medium: 'Medium', low: 'Low', informational: 'Informational' } satisfies Record<
    Severity,
    string
  >,
  statuses: { active: 'Not acknowledged', investigating: 'Acknowledged', resolved: 'Resolved' },
  closedByAge: 'Closed automatically',
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
    ARM_SuspiciousOperations: 'Suspicious operations in Azure Resource Manager',
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
    high: 'High-severity alert',
    medium: 'Medium-severity alert',
    low: 'Low-severity alert',
    informational: 'Informational alert',
  } satisfies Record<Severity, string>,
  drillTitle: 'DRILL',
  testTitle: 'TEST',
  /** Every notification about an alert begins so: it says what is new, whose it is, and what has happened. */
  subject: (news: string, tenant: string, name: string) => `${news} · ${tenant}: ${name}`,
  late: (kind: string) => `Overdue ${kind.toLowerCase()}`,
  /** Every other notification about a tenant begins so. */
  whose: (tenant: string, text: string) => `${tenant}: ${text}`,
  drillText: 'This is a drill: nothing has happened. Please acknowledge it.',
  testText: 'The sender marked this alert as a test.',
  /** The alert of that number has the same id of its sender. It was resolved, and is in the archive. */
  moreSevere: (number: number) =>
    `Alert ${number} was already resolved when it was sent again with a higher severity. So this is a new alert.`,
  /** The alert of that number is the same finding. It was resolved. */
  cameAfter: (number: number) => `The same alert was already resolved once, as alert ${number}.`,
  /** The same finding came several times. */
  seen: (times: number, last: Inline): Text => [`Received ${times} times, most recently on `, last],
  seenInRow: (times: number) => `received ${times} times`,
  /** A maintenance window of the sources' file holds it. */
  held: (until: Inline, why: string): Text => [
    { kind: 'strong', text: 'Held' },
    ' for maintenance until ',
    until,
    `${why === '' ? '' : ` (${why})`}. I have not posted the alert.`,
  ],
  heldInRow: 'held back during maintenance',
  /** It is older than the day on which its source was connected, as many others that came with it. */
  backlog: (source: string) =>
    `This alert was detected before ${source} was connected, so I send no reminders about it.`,
  backlogInRow: 'older alert',
  /** A mail of which nobody knows whether it comes from whom it names. */
  unverified: {
    word: 'UNVERIFIED',
    kind: 'UNVERIFIED e-mail',
    title: (name: string) => `UNVERIFIED: ${name}`,
    text: 'Anybody could have sent this e-mail. Before you act, look for the alert in Partner Center, under Action Center. Do not reply to the e-mail, do not follow its links, and do not call the numbers in it.',
  },
  noText: 'the text of the e-mail, because it is too long or was deleted',
  byRule: {
    severity: (sent: string, now: string) => `severity changed from ${sent.toLowerCase()} to ${now.toLowerCase()}`,
    channels: { contact: 'sent to the security contact’s channels', fraud: 'sent to the fraud channels' },
    why: (why: string) => `“${why}”`,
  },
  repeat: 'You may see this card twice, because I could not tell whether the first one arrived.',
  unknownTenant: 'a partner tenant that is not set up here',
  noTenant: 'unknown partner tenant',
  /** A customer of which only the id is known, by how it begins. */
  customerById: (id: string) => `customer ${id}…`,
  /** These sentences say that the text of a sender is not shown in full. */
  shortened: (command: string) => `This text is shortened. To see all of it, type “${command}”.`,
  tooLong: 'Too long to show here. See the full text in the product that sent the alert.',
  facts: {
    number: 'Alert',
    title: 'Title',
    severity: 'Severity',
    tenant: 'Partner tenant',
    customer: 'Customer tenant',
    subscription: 'Subscription',
    detected: 'Detected',
    onCall: 'On call when the alert arrived',
    answerBy: 'Answer by',
    affected: 'Affected',
    type: 'Type',
    confidence: 'Confidence',
    source: 'Source',
    acknowledged: 'Acknowledged',
    resolved: 'Resolved',
    note: 'Note',
    lastNote: 'Last note',
    why: 'Why this alert is here',
    cut: 'Not shown',
    toAdd: 'What to do',
    card: 'Its card',
    message: 'Message',
    rule: 'Rule',
    tickets: 'Tickets',
  },
  clockAhead: (received: Inline, sent: Inline): Text => [
    received,
    ' (time of arrival; the sender’s clock is ahead and says ',
    sent,
    ')',
  ],
  /** For a severity that the bot does not know: the sender's own word. */
  severityUnknown: (severity: string, word: string) =>
    `${severity}, because I do not recognise the sender’s severity “${word}”`,
  /** A line on the card: the sources' file allows the source no higher severity. */
  allowedLess: (source: string, sent: string, allowed: string) =>
    `${source} sent this alert with severity “${sent}”, but the sources file allows at most “${allowed}”.`,
  cut: (count: number) => (count === 1 ? '1 character of the description' : `${count} characters of the description`),
  /** The sources' file does not tell the partner tenant of the customer; the customer is empty when the sender names none. */
  toAdd: (source: string, customer: string) =>
    customer === ''
      ? `The sender did not name a customer, so I cannot tell which partner tenant this alert belongs to. If all alerts from the source “${source}” belong to one partner tenant, replace its “byCustomer” in the sources file with “fixed” and the ID of that tenant. Then restart me. ${whenSentAgain}`
      : `In the sources file, add the customer “${customer}” to “byCustomer” of the source “${source}”, with the ID of the customer’s partner tenant. Then restart me. ${whenSentAgain}`,
  /** Its sender says that the alert is over. */
  over: (sender: string, since: Inline | null): Inline[] =>
    since === null ? [`${sender} says that this alert has ended`] : [`${sender} says that this alert ended on `, since],
  overInRow: (sender: string) => `ended, according to ${sender}`,
  /** Its sender merged it into another incident, of that number; empty for an unknown one. */
  continues: (sender: string, number: string): Inline[] => [
    `${sender} merged this alert into ${number === '' ? 'another incident' : `incident ${number}`}`,
  ],
  continuesInRow: (number: string) => `merged into ${number === '' ? 'another incident' : `incident ${number}`}`,
  lowered: (now: string, highest: string) => `${now} (was ${highest})`,
  more: (count: number) => `and ${count} more`,
  answerRules: {
    mandatory: (at: Inline): Text => [at, ' (Microsoft’s limit; Microsoft recommends an answer within one hour)'],
    advised: (at: Inline): Text => [at, ' (recommended; the 24-hour limit does not apply to indirect resellers)'],
    reopened: (at: Inline): Text => [at, ' (24 hours after the alert was reopened)'],
  },
  limit: (at: Inline): Text => [{ kind: 'strong', text: 'Answer by' }, ' ', at],
  missed: (at: Inline): Text => [{ kind: 'strong', text: 'Overdue' }, ' since ', at],
  reopenedBy: (who: Inline, when: Inline): Text => ['Reopened by ', who, ' on ', when],
  overdue: 'overdue',
  /** Stands before those whom a card mentions. */
  onCallLabel: 'On call:',
  /** A number alone. */
  counted: (count: number) => `${count}`,
  /** Many alerts by what happened: `name` is what their sender calls them. */
  groups: {
    times: (name: string, count: number) => `${name} × ${count}`,
    /** `left` is how many more numbers there are. */
    numbers: (numbers: string, left: number) => `alerts ${numbers}${left === 0 ? '' : ` (and ${left} more)`}`,
    first: 'first detected on ',
    /** For one alert alone. */
    detected: 'detected on ',
  },
  /** The small print of the card says this. */
  small: (number: number, from: string, detected: Inline, isDrill: boolean): Text => [
    `Alert ${number} (${from}), ${isDrill ? 'started' : 'detected'} on `,
    detected,
  ],
  /** What another system answered to be found by there; `of` names the system where there are several. */
  ticket: (reference: string) => `Ticket ${reference}`,
  ticketOf: (reference: string, of: string) => `Ticket ${reference} (${of})`,
  raisedBy: (name: string) => `raised by ${name}`,
  source: {
    /** In a few words, where the bot asks Microsoft by itself. */
    partnerCenter: 'Partner Center',
    microsoft: 'Partner Center. I read the security alerts there myself.',
    mail: (address: string) =>
      `An e-mail from ${address}. Microsoft’s servers confirmed the domain, but not who wrote the e-mail. Before you act, look for the alert in Partner Center.`,
    unverifiedMail: (address: string) => `An e-mail that claims to be from ${address}. I could not verify this.`,
    webhook: (name: string) =>
      `${name}, a product that sends me alerts. Before you act, check the alert in that product or in Partner Center.`,
    bot: 'drill by this bot',
  },
  why: {
    contact: 'This channel belongs to the security contact.',
    wasAlone: 'You got this alert because no channel accepted it. It has since been posted in the channels.',
    former:
      'This channel no longer belongs to the security contact. It still gets high-severity alerts for one day, in case somebody changed the channels to hide alerts.',
    moved:
      'The sender moved this alert to another partner tenant. This channel got the alert first, and people here can still answer it.',
    fraud:
      'Azure fraud alerts go to the fraud channels and to the security contact, because Microsoft’s pages disagree about who gets them.',
    fraudAlone: 'Your settings send Azure fraud alerts only to the fraud channels.',
    fraudRefused:
      'Your settings send Azure fraud alerts only to the fraud channels, but none of them accepts messages, so this alert goes to the security contact.',
    rule: 'A rule in the sources file sends this alert to the fraud channels.',
    ruleRefused:
      'A rule in the sources file sends this alert to the fraud channels, but none of them accepts messages, so it goes to the security contact.',
    admins: 'No channel of the security contact accepted this alert.',
    noChannel: 'The security contact has no channel yet.',
    noTenant: 'The alert’s partner tenant is not set up here, so there is no security contact for it.',
    noneNamed: 'The sender did not name a partner tenant, so I cannot tell which tenant this alert belongs to.',
    noCustomer:
      'No partner tenant is set for this customer in the sources file, so there is no security contact for the alert.',
    retired:
      'The alert’s partner tenant is retired, so the alert goes to the administrators, and for 30 days also to the tenant’s former channels.',
  },
  /** Who did something about an alert at its source; empty for nobody known. */
  there: (name: string) => (name === '' ? 'somebody in Partner Center' : `${name} (Partner Center)`),
  /** The source has the alert no longer. */
  goneThere: 'Microsoft no longer has this alert.',
  /** `link` leads to Partner Center. */
  answerThere: (link: Inline): Text => ['I cannot send this answer to Microsoft. Please also answer there: ', link],
  byAt: (who: Inline, when: Inline): Text => ['by ', who, ' on ', when],
  resolvedAs: (reason: string, who: Inline, when: Inline): Text => [
    'by ',
    who,
    ' on ',
    when,
    ` (${reason.toLowerCase()})`,
  ],
  archivedAt: (who: Inline, when: Inline): Text => [
    'Archived by ',
    who,
    ' on ',
    when,
    ' to free up space. Nobody had answered the alert.',
  ],
  missedAt: (when: Inline): Text => [
    'Nobody acknowledged this drill within 24 hours, so I closed it as missed on ',
    when,
    '.',
  ],
  closedAt: (when: Inline): Text => ['Closed automatically on ', when, ', after 30 days without activity.'],
  closedWithTenantAt: (when: Inline): Text => [
    'Closed automatically on ',
    when,
    ', 30 days after its partner tenant was retired.',
  ],
  buttons: {
    acknowledge: 'Acknowledge',
    resolve: 'Resolve',
    steps: 'Steps',
    note: 'Note',
    reopen: 'Reopen',
    open: 'Partner Center alerts',
    details: 'Details',
    timeline: 'Details',
    mend: 'Update the contact',
    timelineFile: 'Send me the details',
    receipts: 'Deliveries',
    list: 'Open alerts',
    /** Next to the text of a row: on a phone a longer label takes that text’s room. */
    listShort: 'Alerts',
    acknowledgeCount,
    resolveCount,
    reopenCount: (count: number) => (count === 1 ? 'Reopen' : `Reopen all (${count})`),
    keep: 'Still working on it',
    keepAll: 'Still working on all of them',
    keepOpen: 'Keep open',
    take: 'Take over',
    give: 'Hand over',
  },
  reopenQuestion: {
    title: 'Reopen this alert?',
    text: 'I will send reminders again until somebody acknowledges the alert.',
    yes: 'Reopen',
    no: 'Cancel',
  },
  /** `bySeverity` says how many of which severity; null when the card says it. */
  acknowledgeAllQuestion,
  acknowledgedNow: 'You acknowledged this alert. Its card will show this in a moment.',
  already: {
    acknowledged: (who: Text): Text => ['Already acknowledged by ', ...[who].flat(), '. Nothing was changed.'],
    resolved: (who: Text): Text => ['Already resolved by ', ...[who].flat(), '. Nothing was changed.'],
    open: 'This alert is already open. Nothing was changed.',
    yours: 'This alert is already yours. Nothing was changed.',
    notAcknowledged: 'Nobody has acknowledged this alert yet. Nothing was changed.',
    closedByAge: 'This alert was closed automatically. Nothing was changed.',
    missed: 'This drill was missed and closed after 24 hours. Nothing was changed.',
  },
  /** Distinguishes alerts that have the same title. */
  numbered: (number: number) => `Alert ${number}`,
  /** Shown before a sentence about one alert, where its card is not seen. */
  named: (number: number, title: string) => `Alert ${number}, “${title}”. `,
  /** The line of a note: on the card its beginning, in the thread all of it. */
  noteLine: (who: Inline, text: string): Text => [{ kind: 'strong', text: 'Note' }, ' by ', who, `: ${text}`],
  notedAt: (text: string, who: Inline, when: Inline): Text => [`${text} (`, who, ', ', when, ')'],
  notes: {
    title: 'Add a note',
    field: 'Note',
    hint: 'Write what you found, did or agreed. Everybody in the alert’s channel can read the note. Nobody can change it later.',
    submit: 'Add',
    done: 'I added your note. The alert’s card now shows it.',
    /** No channel has a card of this alert alone: it is in a digest, or a maintenance window holds it. */
    inTimeline:
      'I added your note. This alert has no card of its own in a channel, so the note is in the alert’s details.',
    toOne: (number: number) =>
      `You can add a note to only one alert at a time. I will add this one to alert ${number}. Please add it to the others one by one.`,
    typed: (text: string) => `You typed “${text}”.`,
    full: (most: number) =>
      `I added nothing, because this alert already has ${most} notes. That is the maximum. Please continue in the thread of the alert’s card.`,
  },
  byNumber: {
    none: {
      ack: 'All open alerts are acknowledged.',
      resolve: 'There are no open alerts.',
      note: 'There are no open alerts. You can add a note to a resolved alert by its number, until it is archived.',
      reopen:
        'There is no resolved alert to reopen at the moment. Resolved alerts are archived after a day, or immediately while my storage is more than half full. Archived alerts cannot be reopened.',
    },
    noneTitle: {
      ack: 'Nothing to acknowledge',
      resolve: 'No open alerts',
      note: 'No open alerts',
      reopen: 'Nothing to reopen',
    },
    whichTitle: 'Which alert?',
    which: (example: string) => `Which alert? Please type its number, for example “${example}”.`,
    /** The title where the words behind a verb name no alert. */
    unmatched: (typed: string) => `No alert matches “${typed}”`,
    oneAtATime: (example: string) =>
      `Nothing was changed, because this works for only one alert at a time. Please type one number, for example “${example}”.`,
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
        customer: (name: string) => `All open alerts for the customer ${name}`,
      },
      resolved: {
        all: 'All alerts that can be reopened',
        source: (name: string) => `All resolved alerts from ${name}`,
        raised: 'All resolved alerts that people raised',
        customer: (name: string) => `All resolved alerts for the customer ${name}`,
      },
    },
    reopenTitle: (count: number) => (count === 1 ? 'Reopen 1 alert?' : `Reopen ${count} alerts?`),
    recorded: 'Your name and the time are recorded for each alert.',
    twoTitle: 'Which ones?',
    tooManyTitle: 'Too many numbers',
    two: 'Your message could mean several things, so nothing was changed. Please choose one.',
    none: (which: string) => `${which}: nothing left to do.`,
    tooMany: (most: number) =>
      `Nothing was changed, because I accept at most ${most} numbers and ranges at once. Please type fewer, or a range such as “2-40”.`,
    /** These words stand behind what names the alerts. */
    notUnderstood: (typed: string, command: string) =>
      `Nothing was changed, because I do not understand “${typed}”. Please type numbers, “all”, one source or one customer, for example “${command} 2-5”.`,
  },
  resolvedNow:
    'You resolved this alert. Please set the same status in Partner Center. Resolving an alert does not stop an attack.',
  /** A person raised it, so it is here alone. */
  resolvedHere: 'You resolved this alert. Resolving an alert does not stop an attack.',
  /** The answer is written back. */
  resolvedThereToo:
    'You resolved this alert, and I set the same status in Partner Center. Resolving an alert does not stop an attack.',
  reopenedNow: 'You reopened this alert. Its card will show this in a moment.',
  takenBack: (who: Inline): Text => [
    'You reopened this alert. The acknowledgement by ',
    who,
    ' no longer counts. Somebody has to acknowledge it again.',
  ],
  notResolved: (who: Inline): Text => [
    who,
    ' acknowledged this alert, but nobody has resolved it. Nothing was changed. To remove the acknowledgement, press “Reopen”.',
  ],
  goneTitle: 'There is no such alert',
  answeredAll: {
    acknowledged: {
      title: 'Alerts acknowledged',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to acknowledge.';
        return count === 1 ? '1 alert is acknowledged.' : `${count} alerts are acknowledged.`;
      },
      doingTitle: 'Acknowledging alerts',
      doing: (count: number) =>
        `I am acknowledging ${count} alerts. They count as acknowledged from now on. I will post the result here.`,
    },
    resolved: {
      title: 'Alerts resolved',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to resolve.';
        return `${count === 1 ? '1 alert is' : `${count} alerts are`} resolved. Please set the same status in Partner Center. Resolving alerts does not stop an attack.`;
      },
      /** The answers are written back. */
      doneThere: (count: number) =>
        `${count === 1 ? '1 alert is' : `${count} alerts are`} resolved, and I set the same status in Partner Center. Resolving alerts does not stop an attack.`,
      doingTitle: 'Resolving alerts',
      doing: (count: number) =>
        `I am resolving ${count} alerts. They count as resolved from now on. I will post the result here.`,
    },
    reopened: {
      title: 'Alerts reopened',
      done: (count: number) => {
        if (count === 0) return 'Nothing was left to reopen.';
        return count === 1
          ? '1 alert is open again. Somebody has to acknowledge it.'
          : `${count} alerts are open again. Somebody has to acknowledge them.`;
      },
      doingTitle: 'Reopening alerts',
      doing: (count: number) => `I am reopening ${count} alerts. I will post the result here.`,
    },
  },
  notYours: (count: number) =>
    count === 1
      ? '1 more alert belongs to a partner tenant whose alerts you cannot answer. It was not changed.'
      : `${count} more alerts belong to partner tenants whose alerts you cannot answer. They were not changed.`,
  /** The platform or the directory does not say whether they may answer these. */
  notSure: (count: number) =>
    `I did not change ${count === 1 ? '1 more alert' : `${count} more alerts`}, because I could not check whether you can answer ${count === 1 ? 'it' : 'them'}. Please try again in a minute.`,
  gone: 'I cannot find this alert. The list shows the open alerts.',
  goneNumber: (typed: string, command: string) =>
    `I cannot find alert ${typed}. It never existed, or it was deleted when its retention ended. The list shows the open alerts, and “${command} 17” shows alert 17.`,
  closedTitle: 'This alert is archived',
  closed:
    'This alert is resolved and archived, so nobody can change or reopen it. You can still read its details. If the problem continues, please raise a new alert.',
  form: {
    title: 'Resolve the alert',
    titleAll: 'Resolve all alerts',
    introAll: (count: number) =>
      count === 1
        ? 'One alert on this card is not resolved yet. It will get this reason and note.'
        : `${count} alerts on this card are not resolved yet. All of them will get this reason and note.`,
    reason: 'Reason',
    note: 'Note',
    noteHint: 'Write what you found and did. Everybody in the alert’s channel can read the note.',
    reasons: {
      legitimate: 'Legitimate: expected activity or a false positive',
      fraud: 'Fraud: somebody misused the subscription',
      ignore: 'Ignore: old, or not relevant',
    },
    submit: 'Resolve',
    cancel: 'Cancel',
  },
  steps: {
    title: 'What to do now',
    summary: 'Follow four steps for this alert: confirm, contain, secure and improve.',
    rows: [
      {
        title: '1. Confirm',
        detail:
          'Find the same alert in Partner Center or in the product that sent it. Do not use links in e-mails. Ask the customer whether the activity is theirs.',
      },
      {
        title: '2. Contain',
        detail:
          'Block sign-in for compromised accounts and revoke their sessions. Stop or remove resources that do not belong to the customer. If the fraudulent use continues, cancel the subscription. Only a Global Administrator who is also an admin agent can cancel it.',
      },
      {
        title: '3. Secure',
        detail:
          'Reset passwords and keys, require multifactor authentication, and review roles, guests, applications and delegated admin relationships (GDAP). Open a support request with Microsoft.',
      },
      {
        title: '4. Improve',
        detail:
          'Set spending budgets, write down what happened, and resolve the alert here and in Partner Center, with the reason. You can ask Microsoft for a fraud credit once for each customer tenant, within 60 days of the first fraudulent use.',
      },
    ],
    /** For an alert that a person raised: nothing of it is in Partner Center. */
    raised: {
      confirm: 'Ask the person who raised this alert what they know. Ask the customer whether the activity is theirs.',
      improve:
        'Set spending budgets, write down what happened, and resolve the alert, with the reason. You can ask Microsoft for a fraud credit once for each customer tenant, within 60 days of the first fraudulent use.',
    },
    source: 'Microsoft’s guidance is to respond within 24 hours, ideally within one hour.',
  },
  followUps: {
    news: {
      resolved: 'Resolved',
      reopened: 'Reopened',
      noted: 'New note',
      given: 'Handed over',
      taken: 'Taken over',
      severity: (now: string) => `Severity now ${now.toLowerCase()}`,
      changed: 'Changed by the sender',
      over: 'Ended, according to the sender',
      merged: 'Merged into another incident',
      again: 'Active again, according to the sender',
      newRows: 'New entries',
    },
    /** `name` is null in the thread of the alert's card, which says it. */
    resolved: (who: Inline, number: number, name: string | null, how: string): Text => {
      const [reason = '', ...note] = how.split(': ');
      const as =
        reason === '' ? '' : `${name === null ? '' : ','} as ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`;
      const noted = note.length === 0 ? '' : ` Note: ${note.join(': ')}`;
      return [who, ` resolved alert ${number}${name === null ? '' : `, “${name}”`}${as}.${noted}`];
    },
    reopened: (who: Inline): Text => [who, ' reopened this alert.'],
    given: (who: Inline, to: string): Text => [who, ` is handing this alert over to ${to}.`],
    taken: (who: Inline, from: string): Text => [
      who,
      from === '' ? ' took this alert over.' : ` took this alert over from ${from}.`,
    ],
    /** A rule in the sources' file reopens an alert whose finding comes again. */
    reopenedByRule: (sender: string) => `${sender} sent this alert again after it was resolved, so it is open again.`,
    /** Rows that were not there when the finding came before; `names` has the first ones, quoted. */
    newRows: (sender: string, count: number, names: readonly string[]) => {
      const listed = names.length === 0 ? '' : `: ${names.map((name) => `“${name}”`).join(', ')}`;
      const more = count > names.length && names.length > 0 ? ` and ${count - names.length} more` : '';
      return `${sender} sent this alert again with ${count === 1 ? 'a new entry' : `${count} new entries`}${listed}${more}.`;
    },
    raised: (sender: string, before: string, after: string) =>
      `The sender (${sender}) raised the severity of this alert: ${before} → ${after}. Please look at it now, even if somebody has already worked on it.`,
    lowered: (sender: string, before: string, after: string) =>
      `The sender (${sender}) lowered the severity of this alert: ${before} → ${after}. If you did not expect this, please check it in the product that sent it.`,
    movedTenant: (sender: string, before: string, after: string) =>
      `The sender (${sender}) moved this alert to another partner tenant: ${before} → ${after}. You can still answer it here. If you did not expect this, please check it in the product that sent it.`,
    testNow: (sender: string) =>
      `The sender (${sender}) now says that this alert is a test. If you did not expect this, please check it in the product that sent it.`,
    noTestNow: (sender: string) =>
      `The sender (${sender}) now says that this alert is not a test. Please look at it now.`,
    sender: (name: string) => `The sender (${name})`,
    /** This follows the news that the sender says that an open alert is over. */
    overOpen: 'The alert is still open here. Resolve it if you agree.',
    mergedOpen: 'The incident is not over. Please find the other incident and continue there, then resolve this alert.',
    again: (sender: string, isOpen: boolean) =>
      `The sender (${sender}) says that this alert is still active.${isOpen ? '' : ' The alert is resolved here. Please reopen it if you agree.'}`,
  },
  escalation: {
    text: (passed: string, reopened: boolean) =>
      reopened
        ? `This alert was reopened ${passed} ago, and nobody has acknowledged it since.`
        : `This alert has been waiting for ${passed}, and nobody has acknowledged it.`,
    hoursLeft: (hours: number, rule: 'bound' | 'advised' | 'reopened') => {
      const left = hours === 1 ? 'You have one hour left' : `You have ${hours} hours left`;
      const why = {
        bound: ' before Microsoft’s limit',
        advised: ' of the 24 hours that Microsoft recommends',
        reopened: '',
      };
      return `${left}${why[rule]}. Please acknowledge it now.`;
    },
    nobodyOnCall:
      'Nobody is on call for this partner tenant, so I am asking you first. Please acknowledge this alert, or find somebody who can.',
    notYet: 'Nobody has acknowledged this alert yet',
    admins:
      'Microsoft requires an answer within 24 hours, but nobody has acknowledged this alert. Please acknowledge it now.',
    advised:
      'Nobody acknowledged this alert within 24 hours. Indirect resellers have no formal deadline, but an attack will not wait. Please acknowledge it now.',
    drill: 'Nobody acknowledged this drill within 24 hours. Please find out why nobody answered it, and fix the cause.',
    reopened: 'This alert was reopened 24 hours ago, and nobody has acknowledged it since. Please acknowledge it now.',
    unanswered: (passed: string) => `Not acknowledged for ${passed}`,
    now: 'Please acknowledge it now.',
  },
  /** The question whether somebody is still on alerts that are acknowledged, and what is handed over. */
  /** The label of a link to an alert's card in the same conversation. */
  toCard: 'Open its card',
  asked: {
    title: {
      holder: 'Are you still working on this alert?',
      channel: 'Is anybody still working on this alert?',
      admins: 'Is anybody still working on this alert?',
      offer: 'Nobody has taken this alert over',
      giver: 'Nobody has taken this alert over',
    },
    titleMany: {
      holder: (count: number) =>
        count === 1 ? 'Are you still working on this alert?' : `Are you still working on these ${count} alerts?`,
      channel: (count: number) =>
        count === 1 ? 'Is anybody still working on this alert?' : `Is anybody still working on these ${count} alerts?`,
      admins: (count: number) =>
        count === 1 ? 'Is anybody still working on this alert?' : `Is anybody still working on these ${count} alerts?`,
      offer: (count: number) =>
        count === 1 ? 'Nobody has taken this alert over' : `Nobody has taken these ${count} alerts over`,
      giver: (count: number) =>
        count === 1 ? 'Nobody has taken this alert over' : `Nobody has taken these ${count} alerts over`,
    },
    /** What a notification begins with. */
    news: {
      holder: 'Please give an update',
      channel: 'The person working on this alert has not replied',
      admins: 'The person working on this alert has not replied',
      nobody: 'Nobody here is working on this alert',
      offer: 'Nobody has taken this alert over',
      giver: 'Nobody has taken this alert over',
      over: 'Answered',
      offered: 'Handed over to you',
    },
    textMany: {
      holder: 'You are working on these alerts. Please give an update.',
      channel:
        'The people working on these alerts did not reply when I asked for an update. Please take them over, or resolve them.',
      admins:
        'Neither the people working on these alerts nor the channel replied when I asked for an update. Please take care of them.',
      offer: 'Somebody is handing these alerts over. Please take them over.',
      giver: 'You are handing these alerts over.',
    },
    holder: (since: Inline): Text => ['You have been working on this alert since ', since, '. Please give an update.'],
    yours: (since: Inline): Text => ['You have been working on this alert since ', since],
    others: (who: Inline, since: Inline): Text => [
      who,
      ' has been working on this alert since ',
      since,
      ', but did not reply when I asked for an update. Please take it over, or resolve it.',
    ],
    /** Somebody acknowledged it in Partner Center. */
    nobody: (who: Inline, since: Inline): Text => [
      who,
      ' acknowledged this alert on ',
      since,
      ', but nobody here is working on it. Please take it over, or resolve it.',
    ],
    offer: (by: Inline, to: Inline, at: Inline): Text => [
      by,
      ' handed this alert over to ',
      to,
      ' on ',
      at,
      '. Please take it over.',
    ],
    giver: (to: Inline, isYours: boolean): Text => [
      to,
      ` has not taken over this alert${isYours ? ', so it is still yours' : ''}.`,
    ],
    why: {
      holder:
        'You are receiving this because you acknowledged this alert or took it over. To stop, resolve it or hand it over.',
      offered: 'You are receiving this because somebody is handing an alert over to you. To stop, take it over.',
    },
    over: 'Somebody has already answered this question',
    offered: 'Somebody is handing an alert over to you',
    offeredText: (by: Inline): Text => [
      by,
      ' is handing this alert over to you. It becomes yours when you press “Take over”.',
    ],
  },
  /** How many alerts are acknowledged and open; `who` has held the oldest. */
  atWork: (count: number, who: string, ago: string) =>
    count === 1
      ? `1 acknowledged alert is still open. ${who} acknowledged it ${ago}.`
      : `${count} acknowledged alerts are still open. ${who} acknowledged the oldest one ${ago}.`,
  /** Who holds an alert that somebody else acknowledged, and that it is handed over. */
  withHolder: (who: Inline, since: Inline): Text => [who, ' has been working on this alert since ', since],
  offeredTo: (to: Inline): Text => ['handed over to ', to, ', who has not taken it over yet'],
  keptAll: (count: number) => {
    if (count === 0) return 'No alert was waiting for your answer.';
    return count === 1 ? 'You are still working on 1 alert.' : `You are still working on ${count} alerts.`;
  },
  keptNow: 'Thank you. I will ask again on the next working day at 9:00.',
  takenNow: 'This alert is yours now.',
  keptOther: 'Thank you. The alert stays open.',
  givenNow: (to: string, isYours: boolean) =>
    `I have told ${to}.${isYours ? ' The alert stays yours until they press “Take over”.' : ''}`,
  give: {
    title: 'Hand over',
    to: 'Hand over to',
    hint: 'Choose somebody who can answer this alert: a member of one of the contact’s channels, or an administrator.',
    submit: 'Hand over',
    nobody: 'Please choose a person.',
    one: 'Please choose one person.',
    yourself: 'This alert is already yours.',
    unknown: (name: string) =>
      `I do not know anybody called “${name}” who can answer this alert. Please choose the person in the form.`,
    several: (name: string) => `Several people are called “${name}”. Please choose one.`,
    mayNot: (name: string) =>
      `${name} cannot answer this alert. Only members of the contact’s channels and administrators can. Nothing was changed.`,
    unsure: (name: string) => `I could not check whether ${name} can answer this alert. Please try again.`,
  },
  reminders: {
    /** `severity` is null for several ones; `passed` is how long the oldest has waited, null for no time. */
    waiting: (count: number, severity: Severity | null, passed: string | null) => {
      const kind = severity === null ? '' : `${severityWords[severity]} `;
      const what = count === 1 ? `1 ${kind}alert` : `${count} ${kind}alerts`;
      return passed === null ? `${what} not acknowledged` : `${what} not acknowledged for ${passed}`;
    },
    over: 'All these alerts are acknowledged',
    /** How many are acknowledged and open. */
    stillOpen: (count: number) =>
      count === 1 ? '1 acknowledged alert to resolve' : `${count} acknowledged alerts to resolve`,
    text: 'Please acknowledge these alerts now.',
    lastCall: 'At least one of these alerts is due in less than 4 hours. Please acknowledge all of them now.',
    late: 'At least one of these alerts is more than 24 hours old. Please acknowledge all of them now.',
    more: (count: number) =>
      count === 1 ? '1 more is in the list of open alerts.' : `${count} more are in the list of open alerts.`,
  },
  overdueMany: {
    title: (count: number) => (count === 1 ? '1 alert is overdue' : `${count} alerts are overdue`),
    missed: (count: number) => (count === 1 ? 'A drill was missed' : `${count} drills were missed`),
    bound:
      'Microsoft requires an answer within 24 hours, but nobody has acknowledged these alerts. Please acknowledge them now.',
    advised:
      'Nobody acknowledged these alerts within 24 hours. Indirect resellers have no formal deadline, but an attack will not wait. Please acknowledge them now.',
    drills: 'Nobody acknowledged these drills within 24 hours. Please find out why nobody saw them, and fix the cause.',
  },
  unrouted: {
    title: 'Only administrators got this alert',
    noTenant: 'The alert’s partner tenant is not set up here.',
    noneNamed: (sender: string) =>
      `The alert names no partner tenant. Please change the source “${sender}” so that it sends a “partnerTenantId”, or set a “tenant” for this source in the sources file.`,
    retiredTitle: 'Sent to administrators, because the partner tenant is retired',
    retired: (sender: string) => `Please change the source “${sender}” so that it names another partner tenant.`,
    noCustomer: (customer: string, source: string) =>
      customer === ''
        ? `The alert names no customer. If all alerts from the source “${source}” belong to one partner tenant, replace its “byCustomer” in the sources file with “fixed” and the ID of that tenant.`
        : `In the sources file, add “${customer}” to “byCustomer” of the source “${source}”.`,
    noContact: 'There is no security contact yet.',
    noChannelYet: 'The security contact has no channel.',
    noChannel: 'No channel accepts messages.',
  },
  storeFull: {
    near: {
      title: 'My storage is nearly full',
      summary: 'My storage is nearly full, so I accept only new alerts with high severity.',
      text: (megabytes: number) =>
        `I have used more than 80% of my storage (STATE_LIMIT, ${megabytes} MB). I am accepting only requests that contain a high-severity alert, and asking the other senders to try again later. When my storage is full, I will refuse all new alerts.`,
    },
    full: {
      title: 'My storage is full, so I am refusing new alerts',
      summary: 'My storage is full, so I am refusing new alerts.',
      text: (megabytes: number) =>
        `My storage (STATE_LIMIT, ${megabytes} MB) is full. I am refusing new alerts and asking senders to try again later. You can still acknowledge and resolve the alerts that are here.`,
    },
    helps: (hasLesser: boolean) =>
      `Please resolve alerts that you have dealt with. This frees up space as soon as their cards are updated.${hasLesser ? ' With the buttons below, you can also archive alerts that nobody has answered and that never had high severity.' : ''} Alternatively, ask the person who runs the bot to raise STATE_LIMIT.`,
  },
  /** The first sentence says why; the next one what that means until it is fixed. */
  channelRefused: {
    adminChannel: {
      title: 'The admin channel no longer accepts messages',
      summary: (channel: string) =>
        `The channel ${channel} no longer accepts messages. Administrators now get my messages only in private.`,
      effect:
        'Until this is fixed, each Global Administrator gets reminders and notices in private. To choose another admin channel, type “setup”.',
    },
    alerts: {
      title: 'A channel no longer accepts alerts',
      summary: (channel: string) => `The channel ${channel} no longer accepts alerts, so I am sending them elsewhere.`,
      effect:
        'Until this is fixed, the alerts go to the contact’s other channels. If none of these channels works, the alerts go to you.',
    },
    fraud: {
      title: 'A channel no longer accepts alerts',
      summary: (channel: string) =>
        `The channel ${channel} no longer accepts Azure fraud alerts, so I am sending them elsewhere.`,
      effect:
        'Until this is fixed, Azure fraud alerts go to the other fraud channels and to the contact’s channels. If none of these channels works, the alerts go to you.',
    },
    /** The platform lets the bot post nowhere, which says nothing of the channel. */
    platform: {
      title: (platform: string) => `I cannot post in ${platform} right now`,
      summary: (channel: string, platform: string) =>
        `The channel ${channel} is not getting alerts right now, because I cannot post in ${platform}.`,
      effect: 'I am sending you the alerts that no other channel gets.',
    },
  },
  channelLate: {
    alerts: {
      title: 'A channel is not getting high-severity alerts',
      summary: (channel: string) =>
        `The channel ${channel} is not getting its high-severity alerts, so I am sending them to you too.`,
      failing: (channel: Inline, reason: string): Text => [
        'I have been trying for 15 minutes to post a high-severity alert in the channel ',
        channel,
        ` (${reason}). I will keep trying. Until this works, I will send you the alerts that no other channel gets. Please answer them yourself.`,
      ],
      slow: (channel: Inline): Text => [
        'A high-severity alert for the channel ',
        channel,
        ' has been waiting for 15 minutes, because too many messages are queued for this channel. I am sending you the alerts that no other channel gets. Please answer them yourself.',
      ],
      paused: (channel: Inline, until: Inline, platform: string): Text => [
        'I cannot post in the channel ',
        channel,
        ' before ',
        until,
        `, because ${platform} limits how often I can post. Until then, I will send you the high-severity alerts that no other channel gets. Please answer them yourself.`,
      ],
    },
    /** More than an alert waits here: all that administrators are told. */
    admin: {
      title: 'The admin channel is not getting its messages',
      summary: (channel: string) =>
        `The channel ${channel} is not getting messages for administrators, so I am sending them to you.`,
      failing: (channel: Inline, reason: string): Text => [
        'I have been trying for 15 minutes to post messages for administrators in the admin channel ',
        channel,
        ` (${reason}). I will keep trying. Until this works, I will send the messages to you.`,
      ],
      slow: (channel: Inline): Text => [
        'Messages for administrators in the admin channel ',
        channel,
        ' have been waiting for 15 minutes, because too many messages are queued for this channel. I am sending them to you instead.',
      ],
      paused: (channel: Inline, until: Inline, platform: string): Text => [
        'I cannot post in the admin channel ',
        channel,
        ' before ',
        until,
        `, because ${platform} limits how often I can post. Until then, I will send you the urgent messages.`,
      ],
    },
  },
  cardRefused: {
    title: 'I could not show a card in a channel',
    alertSummary: (number: number, severity: string, channel: string) =>
      `I could not show alert ${number} (${severity}) in the channel ${channel}.`,
    summary: (channel: string) => `I could not show a message in the channel ${channel}.`,
    alertText: (channel: Inline, { number, severity, reason, platform, command }: Refused): Text => [
      `I could not show alert ${number} (${severity}) in the channel `,
      channel,
      `, because ${platform} does not accept the card (${reason}). Other cards are not affected. Please type “${command}” to open the alert, and tell the people in the channel.`,
    ],
    text: (channel: Inline, reason: string, platform: string): Text => [
      'I could not show a message in the channel ',
      channel,
      `, because ${platform} does not accept the card (${reason}). Other cards are not affected. Please report this to the person who runs the bot.`,
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
    noneOpen: (count: number) => `${count} security alerts, none open`,
    /** Each of its alerts has a card of its own by now, or stands in another digest card. */
    empty: 'No alerts left on this card',
    archived: 'Archived without an answer',
    summary: (count: number, unanswered: number, passed: string) =>
      `${count} alerts in ${passed}, ${acknowledgedOf(count, unanswered)}.`,
    text: 'There are too many alerts to post one by one, so alerts of medium or lower severity are grouped here.',
    escalated: (count: number) =>
      count === 1
        ? '1 alert has been waiting for an hour, and nobody has acknowledged it. Please acknowledge it.'
        : `${count} alerts have been waiting for an hour, and nobody has acknowledged them. Please acknowledge them.`,
    reminderTitle: 'Alerts not acknowledged',
    /** A digest card of one share says where its alerts come from by one of these. */
    from: {
      source: (source: string) => `from ${source}`,
      signed: 'from the webhook /webhooks/alerts',
      person: 'raised by people',
      bot: 'from drills',
    },
    ofShare: {
      title: (count: number, from: string) => (count === 1 ? `1 more alert ${from}` : `${count} more alerts ${from}`),
      summary: (count: number, unanswered: number, from: string) =>
        `${count} more alerts ${from}, ${acknowledgedOf(count, unanswered)}.`,
      text: (from: string) =>
        `There are too many alerts ${from} to post one by one. “Show all on this card” lists them.`,
      list: 'Show all on this card',
      listTitle: 'Alerts on one card',
      listSummary: (count: number) => (count === 1 ? '1 alert is on this card.' : `${count} alerts are on this card.`),
      listFooter: (first: number, last: number, count: number) =>
        `Showing ${first} to ${last} of ${count}, in order of arrival.`,
    },
    /** A card for unverified mails beyond the first ones of an hour. */
    ofUnverified: {
      title: (count: number) => (count === 1 ? '1 more UNVERIFIED e-mail' : `${count} more UNVERIFIED e-mails`),
      summary: (count: number, unanswered: number) =>
        `${count} more UNVERIFIED e-mails, ${acknowledgedOf(count, unanswered)}.`,
      text: 'Anybody could have sent these e-mails. More than five came within an hour, so the others are grouped here, and I send no reminders about them. Look for the alerts in Partner Center, under Action Center. Do not reply to these e-mails, do not follow their links, and do not call the numbers in them.',
    },
    /** A card for what a source sent when it was connected, and that is older. */
    ofBacklog: {
      title: (count: number, from: string) =>
        count === 1 ? `1 older security alert ${from}` : `${count} older security alerts ${from}`,
      summary: (count: number, unanswered: number, from: string) =>
        `${count} older alerts ${from}, ${acknowledgedOf(count, unanswered)}.`,
      text: 'This source was connected recently and also sent these older alerts. I send no reminders about them, and they never become overdue. Please look through them once, and resolve those that you have dealt with. If the alerts are in fact new, the sender’s clock is wrong.',
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
      if (count === 0) return `No open alert matches “${words}”. To see an older alert, type its number.`;
      return count === 1 ? `1 alert matches “${words}”.` : `${count} alerts match “${words}”.`;
    },
    drill: 'DRILL',
    test: 'TEST',
    noneOf: (filter: string) => `No open alert matches “${filter}”.`,
    /** Behind what was searched for, and a colon, it is no sentence. */
    summary: (count: number, isFound: boolean) => {
      if (isFound) return count === 1 ? '1 open alert.' : `${count} open alerts.`;
      return count === 1 ? '1 alert is open.' : `${count} alerts are open.`;
    },
    /** Drills and tests stand last in the list. */
    drills: (count: number) => {
      if (count === 0) return '';
      return count === 1 ? '1 drill or test is listed last.' : `${count} drills and tests are listed last.`;
    },
    footer: (first: number, last: number, count: number) =>
      `Showing ${first} to ${last} of ${count}. High severity comes first, then the earliest deadline.`,
    hint: (alerts: string) => `Type “${alerts} 17” to see alert 17, or “${alerts} mining” to search for “mining”.`,
    resolvedTitle: 'Resolved alerts',
    resolvedSummary: (count: number) => {
      if (count === 0) return 'There is no resolved alert to reopen.';
      return count === 1 ? '1 resolved alert can be reopened.' : `${count} resolved alerts can be reopened.`;
    },
    footerResolved: (first: number, last: number, count: number) =>
      `Showing ${first} to ${last} of ${count}, newest first.`,
    answerBy: 'answer by',
    detected: 'detected',
    all: 'All open alerts',
    onlyUnacknowledged: 'Only unacknowledged',
    today: 'today',
    unacknowledged: 'Not acknowledged',
    previous: 'Previous',
    more: 'Next',
    show: 'Show',
  },
  closing: {
    news: 'Closes tomorrow',
    title: (count: number) =>
      count === 1 ? 'A high-severity alert closes tomorrow' : `${count} high-severity alerts close tomorrow`,
    text: (count: number, days: number) =>
      `${count === 1 ? 'This alert was acknowledged, but has' : 'These alerts were acknowledged, but have'} had no activity for ${days - 1} days. ${count === 1 ? 'It closes tomorrow. Resolve it, or keep it open.' : 'They close tomorrow. Resolve them, or keep them open.'}`,
    more: (count: number) => (count === 1 ? '1 more alert closes tomorrow.' : `${count} more alerts close tomorrow.`),
  },
  timeline: {
    earlier: (count: number) =>
      count === 1
        ? 'One earlier step is not shown here. To get all steps, press “Send me the details”.'
        : `${count} earlier steps are not shown here. To get all steps, press “Send me the details”.`,
    times: (count: number) => `${count} times`,
    /** Whom a reminder reached, and whom it mentioned: names, separated by commas. */
    reached: (to: string, mentioned: string) =>
      to === ''
        ? 'the reminder reached nobody'
        : `the reminder reached ${to}${mentioned === '' ? '' : `, and mentioned ${mentioned}`}`,
    testNow: 'the alert is now a test',
    noTestNow: 'the alert is no longer a test',
    steps: {
      received: 'received',
      changed: 'changed by the sender',
      acknowledged: 'acknowledged',
      resolved: 'resolved',
      reopened: 'reopened',
      escalated: 'reminder sent, because nobody had acknowledged the alert',
      missed: 'the drill was missed',
      asked: 'asked whether somebody is still working on the alert',
      given: 'handed over',
      taken: 'taken over',
      kept: 'still working on the alert',
      closed: 'closed automatically, after 30 days without activity',
      archived: 'archived without an answer, to free up space',
      routed: 'sent elsewhere from now on',
      over: 'ended, according to the sender',
      merged: 'merged into another incident by the sender',
      again: 'active again, according to the sender',
      seen: 'received again, with nothing new',
      held: 'held back during maintenance',
      posted: 'no longer held',
      noted: 'note added',
      rang: 'system notified, because nobody had acknowledged the alert',
      writtenBack: 'answered in Partner Center too',
      keptThere: 'answer not sent to Partner Center, where the alert was already resolved',
      goneThere: 'Microsoft no longer has this alert',
    },
    closedWithTenant: 'closed automatically, 30 days after its partner tenant was retired',
    givenTo: (to: string) => `handed the alert over to ${to}`,
    takenFrom: (from: string) => `took the alert over from ${from}`,
    seenTimes: (times: number) => `${times} times in total`,
    newRows: (count: number, names: string) =>
      names === '' ? `${count} new entries` : `${count === 1 ? 'new entry' : `${count} new entries`}: ${names}`,
    /** These words say why an alert went to a channel, as it was then. */
    why: {
      contact: 'routed to the channels of the security contact',
      fraud: 'Azure fraud: routed to the fraud channels and to the security contact',
      fraudAlone: 'Azure fraud: routed only to the fraud channels',
      rule: 'routed by a rule to the fraud channels',
      ruleRefused:
        'routed to the security contact, because a rule names the fraud channels, but none of them accepted messages',
      fraudRefused: 'routed to the security contact, because no fraud channel accepted messages',
      admins: 'routed to the administrators, because no channel of the security contact accepted the alert',
      noChannel: 'routed to the administrators, because the security contact had no channel',
      noTenant: 'routed to the administrators, because the partner tenant was not set up here',
      noneNamed: 'routed to the administrators, because the sender named no partner tenant',
      noCustomer: 'routed to the administrators, because the sources file set no partner tenant for this customer',
      retired:
        'routed to the administrators, and for 30 days also to the former channels, because the partner tenant was retired',
    } satisfies Record<RoutingReason, string>,
    delivery: {
      waiting: 'waiting',
      sending: 'being sent',
      posted: 'delivered',
      refused: 'refused',
      digested: 'grouped with other alerts',
      dropped: 'no longer needed',
    },
    receipt: (state: string, attempts: number, reason: string | null) =>
      `${state}${attempts === 0 ? '' : attempts === 1 ? ' after 1 attempt' : ` after ${attempts} attempts`}${reason ? `, last problem: ${reason}` : ''}`,
  },
  timelineFile: {
    madeAt: (at: string) => `Created by the security contact bot at ${at}. All times are in UTC.`,
    happened: 'What happened',
    when: 'When',
    what: 'What',
    detail: 'Detail',
    detected: 'detected',
    accepted: 'accepted',
    tenantId: 'Partner tenant’s ID',
    senderId: 'The sender’s ID',
    timezone: 'The team’s time zone',
    firstAnswer: 'First answer',
    answeredAfter: (passed: string, isInTime: boolean) =>
      `${passed} after detection, ${isInTime ? 'within' : 'not within'} 24 hours`,
    trail: 'Entries of the audit trail',
    number: 'Entry',
    noEntries:
      'The audit trail has no entry by a person about this alert, or the entries were deleted because of their age.',
    verify:
      'Each hash covers the entry and the one before it. “npm run verify” on the bot’s server checks the whole trail, and the hash of the newest entry is posted to the admin channel each month.',
    comment: (number: number) => `The details of alert ${number}.`,
    impossible: (command: string) =>
      `I cannot send files in this chat. To see the details, type “${command}”. To see everything that I sent, press “Deliveries” there.`,
  },
  receipts: {
    title: 'Deliveries',
    summary: (number: number) => `This is what I sent about alert ${number}, to whom, and with what result.`,
    card: 'card',
    escalation: 'reminder',
    asked: 'question',
    offered: 'handover message',
    open: 'open the message',
    followUp: 'line in the thread',
    more: 'Next',
    footer: (first: number, last: number, count: number) => `Showing ${first} to ${last} of ${count}, oldest first.`,
  },
  raise: {
    title: 'Raise an alert',
    goes: (tenant: string) =>
      `The alert goes to ${tenant}’s security contact channels at once. Everybody in your organisation can see it.`,
    alone: (tenant: string) => `No channel is working for ${tenant}, so only the administrators will get the alert.`,
    displayName: 'What happened?',
    severity: 'Severity',
    customer: 'Customer',
    customerHint: 'If the alert is about a customer, enter the customer’s name, domain or tenant ID.',
    description: 'Details',
    descriptionHint: 'You can paste an e-mail here. Links are shown as text.',
    submit: 'Raise',
    cancel: 'Cancel',
    message: {
      by: (author: string) => `From a message by ${author}`,
      byNobodyKnown: 'From a message',
      open: 'open the message',
      cut: 'The message is long, so the details below show only its beginning and its end. The whole message stays in the chat.',
      noText: 'The message has no text that I can read. Please say what happened.',
      alreadyTitle: 'Already raised',
      already: (number: number, who: Inline): Text => [
        `This message was already raised as alert ${number} by `,
        who,
        '.',
      ],
      gone: 'I no longer have that message. Please choose it in the chat again.',
      lost: 'I no longer have that message, so the alert has no link to it.',
      /** `card` leads to the alert's card; null while no channel has it. */
      line: (number: number, who: Inline, card: Inline | null): Text => [
        `Raised as alert ${number} by `,
        who,
        ...(card ? [', in ', card] : []),
        '.',
      ],
    },
    done: (number: number) => `Alert ${number} has been raised and is on its way to the contact’s channels.`,
    doneAlone: (number: number) =>
      `Alert ${number} has been raised, but only the administrators will get it, because no channel is working. Please call somebody.`,
    doneTitle: 'Alert raised',
    tooMany: 'You raised several alerts in a short time. Please wait ten minutes, or add a note to an existing alert.',
  },
  drill: {
    tooMany:
      'You started several drills in a short time. Please wait ten minutes, so that people keep taking alerts seriously.',
    name: 'Drill to check that we can be reached',
    description: 'This drill tests the whole path from arrival to acknowledgement. Please press “Acknowledge”.',
    question: 'Start a drill?',
    what: (tenant: string) => `This sends ${tenant} a high-severity alert, marked DRILL, at once.`,
    postedIn: 'Posted in',
    mentions: 'Mentions',
    nobody: 'nobody, because nobody is on call',
    theirTime: (time: string) => `local time ${time}`,
    alone: 'No channel is working, so only the administrators will get the drill.',
    reminds: 'I will send reminders, just as for a real alert.',
    start: 'Start the drill',
    doneTitle: 'Drill started',
    done: (number: number) =>
      `Drill ${number} is on its way to the contact’s channels. The drill is passed once somebody acknowledges it.`,
    doneAlone: (number: number) =>
      `Drill ${number} has started, but only the administrators will get it, because no channel is working. The same would happen with a real alert.`,
  },
};
