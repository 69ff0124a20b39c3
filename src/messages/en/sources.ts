import type { Inline, Text } from '../../view/view.ts';

export const sources = {
  /** The route without a source, whose senders sign as Standard Webhooks asks. */
  signed: 'the signed route (POST /webhooks/alerts)',
  weak: 'its secret may stay in proxies and logs',
  minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
  hours: (count: number) => `${count} hours`,
  days: (count: number) => `${count} days`,
  leftOut: {
    title: 'Alerts of a source are missing here',
    unread: (source: string, count: number) =>
      count === 1
        ? `A request of the source ${source} could not be read, so no alert came of it.`
        : `${count} requests of the source ${source} could not be read, so no alerts came of them.`,
    /** What I ask Microsoft for. */
    unreadThere: (source: string, count: number) =>
      count === 1
        ? `1 alert of ${source} at Microsoft could not be read, so it is missing here.`
        : `${count} alerts of ${source} at Microsoft could not be read, so they are missing here.`,
    remedyThere: 'Please look in Partner Center, and report what I could not read.',
    unreadSigned: (count: number) =>
      count === 1
        ? 'A signed request (POST /webhooks/alerts) could not be read, so no alert came of it.'
        : `${count} signed requests (POST /webhooks/alerts) could not be read, so no alerts came of them.`,
    truncated: (source: string, count: number) =>
      count === 1
        ? `The source ${source} says that it left out 1 alert. Please look at it in the product.`
        : `The source ${source} says that it left out up to ${count} alerts at a time. Please look at them in the product.`,
    since: (when: Inline): Text => ['This counts what came since ', when, '.'],
    problem: (place: string, detail: string) => `${place}: “${detail}”`,
    place: (pointer: string) => (pointer === '' ? 'The whole request' : `“${pointer}”`),
    /** The command is null once the source is no longer in the sources' file. */
    remedy: (command: string | null) =>
      command === null
        ? 'Please look at the alerts in the product itself.'
        : `Please look at the alerts in the product itself, and show this to whoever runs me: “${command}” shows what I make of such a request.`,
  },
  storm: {
    title: 'Too many alerts from one source',
    /** `from` says where they come from: “from prom”. */
    summary: (from: string) => `More alerts come ${from} than people can answer one by one.`,
    gathered: (limit: number) =>
      `In each channel, up to ${limit} of its high alerts that wait have cards of their own, and one card stands for the others. None is lost, and alerts from elsewhere keep their cards and their turns.`,
    pace: (alerts: number, duration: string) =>
      `The sources’ file allows it ${alerts} alerts of one severity in ${duration}; the same card stands for what is more.`,
    remedy:
      'Please look at the product first: it may be under attack. If it should not send these, “maxSeverity” and “pace” in the sources’ file limit it; if somebody else sends them, change its credential.',
    remedySigned:
      'Please look at the products first: they may be under attack. If somebody else sends these, change ALERT_WEBHOOK_SECRET. A product with an entry in the sources’ file has limits of its own.',
  },
  silence: {
    title: 'A source is silent',
    text: (source: string, duration: string) => `Nothing heard from ${source} for ${duration}.`,
    many: (count: number, alerts: string) =>
      `Nothing is heard from ${count} sources: administrators find them with “${alerts} sources”.`,
    expected: (duration: string) => `The sources’ file allows ${duration} of silence.`,
    remedy: (command: string) =>
      `Please check that it runs, that it has my address, and that its credential is the one of the sources’ file: “${command}” shows whether I refuse its requests.`,
    /** What I ask Microsoft for. */
    expectedThere: (duration: string) => `I read it every few minutes, and tell you after ${duration}.`,
    remedyThere: 'Please run doctor: it says what Microsoft answers. Until then, look in Partner Center.',
    /** These say how a silence ended. */
    ended: {
      heard: {
        title: 'A source is heard again',
        summary: (source: string) => `${source} is heard again.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `Nothing was heard from ${source} for ${duration}. It was heard again on `,
          when,
          '.',
        ],
      },
      allowed: {
        title: 'A source no longer counts as silent',
        summary: (source: string) => `${source} no longer counts as silent.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `Nothing was heard from ${source} for ${duration}. Since `,
          when,
          ', the sources’ file no longer expects it to be heard so often.',
        ],
      },
      removed: {
        title: 'A source no longer counts as silent',
        summary: (source: string) => `${source} is no longer in the sources’ file.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `Nothing was heard from ${source} for ${duration}. Since `,
          when,
          ', it is no longer in the sources’ file.',
        ],
      },
    },
  },
  rules: {
    title: 'The rules of a source changed',
    summary: (source: string, count: number) =>
      count === 0
        ? `The source ${source} has no rules any more.`
        : `The sources’ file has other rules for ${source} than before: it has ${count === 1 ? '1 rule' : `${count} rules`} now.`,
    order: 'Only their order changed: the first rule that fits an alert counts.',
    added: 'Added',
    changed: 'Changed',
    removed: 'Removed',
    rule: (line: string) => `“${line}”`,
    remedy: (command: string) =>
      `Rules can lower, redirect and hold alerts. If this is a surprise, ask whoever runs me: “${command}” lists all rules.`,
    more: (count: number) => (count === 1 ? 'One more rule changed.' : `${count} more rules changed.`),
  },
  held: {
    title: 'A maintenance window holds alerts',
    summary: (count: number, source: string) =>
      `A maintenance window holds ${count === 1 ? '1 alert' : `${count} alerts`} from ${source}.`,
    text: (count: number, source: string, until: Inline): Text => [
      `${count === 1 ? '1 alert' : `${count} alerts`} from ${source} ${count === 1 ? 'waits' : 'wait'} until `,
      until,
      ', high ones too. Nobody is reminded of them, and their time to answer runs on.',
    ],
    rule: (line: string) => `The rule: “${line}”`,
  },
  /** These say how much of the storage a source holds. */
  room: {
    signed: 'The signed route',
    holds: (megabytes: number) => `holds ${megabytes} MB`,
    full: 'its share is used up',
    lesser: (count: number) => (count === 1 ? '1 alert for the archive' : `${count} alerts for the archive`),
  },
  shareFull: {
    title: 'A source has used up its share of my storage',
    summary: (source: string) => `${source} has used up its share of my storage, so its new alerts are refused.`,
    text: (source: string, held: number, limit: number) =>
      `${source} holds ${held} MB of my ${limit} MB (STATE_LIMIT). While more than half of that is in use, one source may hold a tenth of it. So its new alerts are refused, high ones too, and it is told to send them again later. All other sources go on.`,
    helps: (source: string, hasLesser: boolean) =>
      `Please find out why ${source} sends so much, and resolve what is over: that makes room for it within a minute.${hasLesser ? ' What nobody has answered of it, and never was high, you can send to the archive.' : ''}`,
  },
  archive: {
    button: 'To the archive …',
    title: 'Send to the archive',
    intro: (count: number, source: string) =>
      `${source}: ${count === 1 ? '1 alert that nobody has answered and that never was high goes' : `${count} alerts that nobody has answered and that never were high go`} to the archive. They count as not answered, and cannot be reopened there; each can still be read by its number. High alerts stay open.`,
    told: 'The admin channel and all other administrators are told, and it stands in the history with your name.',
    untold: 'It stands in the history with your name. Nobody is told, since no partner tenant is set up yet.',
    note: 'Why',
    noteHint: 'Stands in the story of each of these alerts.',
    submit: 'Send to the archive',
    cancel: 'Cancel',
    doneTitle: 'On their way to the archive',
    done: (count: number, source: string) =>
      `${source}: ${count === 1 ? '1 alert is' : `${count} alerts are`} resolved within a minute, and go to the archive once their cards say so.`,
    doneTold: 'All other administrators are told.',
    nothing: 'This source has nothing for the archive: somebody answered its alerts, or they are high.',
  },
  list: {
    title: 'Sources',
    none: 'No sources are set up. A source is a product that sends alerts to me, such as Alertmanager, Grafana or CIPP. “docs/senders/README.md” says how to add one.',
    summary: (count: number, silent: number) => {
      if (count === 1) return silent === 0 ? '1 source, which is not silent.' : '1 source, which is silent.';
      return silent === 0 ? `${count} sources, none of them silent.` : `${count} sources, ${silent} of them silent.`;
    },
    silent: (duration: string) => `Silent for ${duration}`,
    heard: (ago: string) => `✓ heard ${ago} ago`,
    heardNow: '✓ heard just now',
    never: 'never heard',
    accepted: (count: number) => (count === 1 ? '1 alert' : `${count} alerts`),
    unread: (count: number) => `${count} not readable`,
    refused: (count: number) => `${count} refused`,
    more: (count: number, command: string) =>
      count === 1 ? `One more: “${command}” shows all.` : `${count} more: “${command}” shows all.`,
  },
};
