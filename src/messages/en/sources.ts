import type { Inline, Text } from '../../view/view.ts';

const signedRoute = 'Webhook /webhooks/alerts';

/** Returns the name of a holder of the storage as it stands within a sentence. */
function inSentence(source: string): string {
  return source === signedRoute ? 'the webhook /webhooks/alerts' : `the source “${source}”`;
}

/** Returns the name of a holder of the storage as a sentence begins with it. */
function asSubject(source: string): string {
  return inSentence(source).replace('the', 'The');
}

export const sources = {
  /** The route without a source, whose senders sign as Standard Webhooks asks. */
  signed: 'the webhook /webhooks/alerts',
  weak: 'its secret may end up in proxy and server logs',
  minutes: (count: number) => (count === 1 ? '1 minute' : `${count} minutes`),
  hours: (count: number) => (count === 1 ? '1 hour' : `${count} hours`),
  days: (count: number) => `${count} days`,
  leftOut: {
    title: 'Some alerts from a source are missing here',
    unread: (source: string, count: number) =>
      count === 1
        ? `I could not read a request from the source “${source}”, so its alerts are missing here.`
        : `I could not read ${count} requests from the source “${source}”, so their alerts are missing here.`,
    /** What I ask Microsoft for. */
    unreadThere: (source: string, count: number) =>
      count === 1
        ? `I could not get 1 alert for ${source} from Microsoft, so it is missing here.`
        : `I could not get ${count} alerts for ${source} from Microsoft, so they are missing here.`,
    remedyThere: 'Please look at the alerts in Partner Center, and show this to the person who runs the bot.',
    unreadSigned: (count: number) =>
      count === 1
        ? 'I could not read a request to the webhook /webhooks/alerts, so its alerts are missing here.'
        : `I could not read ${count} requests to the webhook /webhooks/alerts, so their alerts are missing here.`,
    truncated: (source: string, count: number) =>
      count === 1
        ? `The source “${source}” says that it left out 1 alert. Please look at it in the product that sends the alerts.`
        : `The source “${source}” says that it left out up to ${count} alerts per message. Please look at them in the product that sends the alerts.`,
    since: (when: Inline): Text => ['I have counted these since ', when, '.'],
    problem: (place: string, detail: string) => `${place}: “${detail}”`,
    place: (pointer: string) => (pointer === '' ? 'The whole request' : `“${pointer}”`),
    /** The command is null once the source is no longer in the sources' file. */
    remedy: (command: string | null) =>
      command === null
        ? 'Please look at the alerts in the product that sent them.'
        : `Please look at the alerts in the product that sent them, and show this to the person who runs the bot. “${command}” shows how I read such a request.`,
  },
  storm: {
    title: 'Too many alerts from one source',
    /** `from` says where they come from: “from prom”. */
    summary: (from: string) => `More alerts are coming ${from} than people can answer one by one.`,
    gathered: (limit: number) =>
      `In each channel, up to ${limit} of this source’s unacknowledged high-severity alerts have their own cards. The others are grouped on one card. No alert is lost, and alerts from other sources are not delayed.`,
    pace: (alerts: number, duration: string) =>
      `The sources file allows at most ${alerts} alerts of each severity in ${duration}. Further alerts are grouped on one card.`,
    remedy:
      'Please look at the product first: it may be under attack. To limit this source, set “maxSeverity” and “pace” in the sources file. If these alerts do not come from the product, somebody else may have the source’s credential: change it.',
    remedySigned:
      'Please look at the products first: they may be under attack. If these alerts do not come from the products, somebody else may have ALERT_WEBHOOK_SECRET: change it. A product with an entry in the sources file has limits of its own.',
  },
  silence: {
    title: 'A source is silent',
    text: (source: string, duration: string) => `The source “${source}” has sent nothing for ${duration}.`,
    many: (count: number, alerts: string) =>
      `${count} sources are silent. Administrators can list them with “${alerts} sources”.`,
    expected: (duration: string) => `The sources file allows ${duration} of silence.`,
    remedy: (command: string) =>
      `Please check that the source is running, that it has my address, and that it uses the credential in the sources file. “${command}” shows whether I refuse its requests.`,
    /** What I ask Microsoft for. */
    expectedThere: (duration: string) =>
      `I read this source every few minutes, and tell you after ${duration} without an answer.`,
    remedyThere:
      'Please run “npm run doctor”, which shows how Microsoft answers. Until this is fixed, look in Partner Center.',
    /** These say how a silence ended. */
    ended: {
      heard: {
        title: 'A source is sending again',
        summary: (source: string) => `The source “${source}” is sending again.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `The source “${source}” sent nothing for ${duration}. It started sending again on `,
          when,
          '.',
        ],
      },
      allowed: {
        title: 'No more warnings when this source is silent',
        summary: (source: string) => `The source “${source}” is no longer counted as silent.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `The source “${source}” sent nothing for ${duration}. Since `,
          when,
          ', the sources file allows a longer silence.',
        ],
      },
      removed: {
        title: 'No more warnings when this source is silent',
        summary: (source: string) => `The source “${source}” is no longer in the sources file.`,
        text: (source: string, duration: string, when: Inline): Text => [
          `The source “${source}” sent nothing for ${duration}. It has not been in the sources file since `,
          when,
          '.',
        ],
      },
    },
  },
  rules: {
    title: 'A source’s rules have changed',
    summary: (source: string, count: number) =>
      count === 0
        ? `The source “${source}” no longer has any rules.`
        : `The rules for “${source}” changed in the sources file. ${count === 1 ? 'There is 1 rule' : `There are ${count} rules`} now.`,
    order: 'Only their order changed. The first rule that matches an alert applies.',
    added: 'Added',
    changed: 'Changed',
    removed: 'Removed',
    rule: (line: string) => `“${line}”`,
    remedy: (command: string) =>
      `Rules can lower an alert’s severity, redirect the alert, or hold it back. If you did not expect this, ask the person who runs the bot. “${command}” lists all rules.`,
    more: (count: number) => (count === 1 ? 'One more rule changed.' : `${count} more rules changed.`),
  },
  held: {
    title: 'Alerts are held for maintenance',
    summary: (count: number, source: string) =>
      `${count === 1 ? `1 alert from ${source} is` : `${count} alerts from ${source} are`} held for maintenance.`,
    text: (count: number, source: string, until: Inline): Text => [
      `${count === 1 ? `1 alert from ${source} is` : `${count} alerts from ${source} are`} held until `,
      until,
      ', even if their severity is high. I send no reminders about them, but the deadline for an answer still applies.',
    ],
    rule: (line: string) => `The rule: “${line}”`,
  },
  /** These say how much of the storage a source holds. */
  room: {
    signed: signedRoute,
    holds: (megabytes: number) => `uses ${megabytes} MB`,
    full: 'its share of my storage is used up',
    lesser: (count: number) => (count === 1 ? '1 alert can be archived' : `${count} alerts can be archived`),
  },
  shareFull: {
    title: 'A source has used up its share of my storage',
    summary: (source: string) =>
      `${asSubject(source)} has used up its share of my storage, so I am refusing its new alerts.`,
    text: (source: string, held: number, limit: number) =>
      `${asSubject(source)} uses ${held} MB of my ${limit} MB of storage (STATE_LIMIT). While more than half of my storage is used, each source can use only a tenth of it. I am refusing new alerts from this source, even high-severity ones, and asking the source to try again later. Other sources are not affected.`,
    helps: (source: string, hasLesser: boolean) =>
      `Please find out why ${inSentence(source)} sends so many alerts, and resolve those that you have dealt with. This frees up space within a minute.${hasLesser ? ' You can also archive its alerts that nobody has answered and that never had high severity.' : ''}`,
  },
  archive: {
    button: 'Archive…',
    title: 'Archive alerts',
    intro: (count: number, source: string) =>
      `This archives ${count === 1 ? `1 alert from ${inSentence(source)}. Nobody has answered it, and it never had high severity. It counts as not answered and cannot be reopened. To read it later, type “alerts” and its number.` : `${count} alerts from ${inSentence(source)}. Nobody has answered them, and they never had high severity. They count as not answered and cannot be reopened. To read one later, type “alerts” and its number.`} High-severity alerts stay open.`,
    told: 'I will tell the admin channel and all other administrators. The history records this with your name.',
    untold:
      'The history records this with your name. I will not tell anybody, because no partner tenant is set up yet.',
    note: 'Reason',
    noteHint: 'The details of each of these alerts will show this reason.',
    submit: 'Archive',
    cancel: 'Cancel',
    doneTitle: 'Archiving alerts',
    done: (count: number, source: string) =>
      `I will resolve ${count === 1 ? `1 alert from ${inSentence(source)} within a minute, and archive it once its card has been updated` : `${count} alerts from ${inSentence(source)} within a minute, and archive them once their cards have been updated`}.`,
    doneTold: 'I will tell all other administrators.',
    nothing:
      'There is nothing to archive for this source, because all its alerts are already answered or have high severity.',
  },
  list: {
    title: 'Sources',
    none: 'There are no sources yet. A source is a product that sends me alerts, such as Alertmanager, Grafana or CIPP. Ask the person who runs the bot to add one.',
    summary: (count: number, silent: number) => {
      if (count === 1)
        return silent === 0 ? 'There is 1 source, and it is not silent.' : 'There is 1 source, and it is silent.';
      return silent === 0
        ? `There are ${count} sources. No source is silent.`
        : `There are ${count} sources. ${silent === 1 ? '1 source is' : `${silent} sources are`} silent.`;
    },
    silent: (duration: string) => `Silent for ${duration}`,
    /** Behind these words: how often the sources' file expects a source to send. */
    expected: (duration: string) => `; expected to send at least every ${duration.replace(/^1 /, '')}`,
    heard: (ago: string) => `✓ last message ${ago} ago`,
    heardNow: '✓ last message just now',
    never: 'has never sent anything',
    accepted: (count: number) => (count === 1 ? '1 alert' : `${count} alerts`),
    unread: (count: number) => (count === 1 ? '1 unreadable request' : `${count} unreadable requests`),
    refused: (count: number) => (count === 1 ? '1 refused request' : `${count} refused requests`),
    more: (count: number, command: string) =>
      count === 1 ? `1 more source: “${command}” shows all.` : `${count} more sources: “${command}” shows all.`,
  },
};
