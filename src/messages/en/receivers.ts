import type { Inline, Text } from '../../view/view.ts';

const events = (count: number) => (count === 1 ? '1 event' : `${count} events`);

/** Admins read these words about the receivers: the systems that get what the bot knows. */
export const receivers = {
  down: {
    title: (receiver: string) => `The receiver “${receiver}” cannot be reached`,
    summary: (receiver: string) => `The receiver “${receiver}” has not taken an event for an hour.`,
    text: (when: Inline): Text => ['It has not taken an event since ', when, '. I keep trying for three days.'],
    why: (code: string) => `The last attempt failed with “${code}”.`,
    noToken: (code: string) => `Microsoft Entra gave me no token for it: “${code}”.`,
    remedy: (receiver: string) =>
      `Please check that the receiver is running and that its entry in the receivers file is right. “npm run receiver -- try ${receiver}” sends a test event.`,
    /** In the answer to `check`. */
    unreached: (receiver: string) => `I cannot deliver events to the receiver “${receiver}”.`,
    many: (count: number) => `I cannot deliver events to ${count} receivers.`,
    /** These say how it ended. */
    sent: {
      title: (receiver: string) => `The receiver “${receiver}” can be reached again`,
      summary: (receiver: string) => `The receiver “${receiver}” takes events again.`,
    },
    moved: {
      title: (receiver: string) => `The receiver “${receiver}” has another address`,
      summary: (receiver: string) => `The receiver “${receiver}” has another address in the receivers file.`,
    },
    gone: {
      title: (receiver: string) => `The receiver “${receiver}” is gone`,
      summary: (receiver: string) => `The receiver “${receiver}” is no longer in the receivers file.`,
    },
  },
  /** The first alerts that it concerns, five at most. */
  alerts: (numbers: readonly string[]) =>
    `${numbers.length === 1 ? 'Alert' : 'Alerts'}: ${numbers.join(', ')}${numbers.length === 5 ? ' …' : ''}`,
  refused: {
    title: (receiver: string) => `The receiver “${receiver}” refuses events`,
    summary: (receiver: string, status: number) =>
      `The receiver “${receiver}” refused an event with the status ${status}. I will not send this event again.`,
    waits: (receiver: string, status: number) =>
      `The receiver “${receiver}” refused what I sent with the status ${status}. I have kept it and try again every five minutes.`,
    line: (line: string) => `It answered: “${line}”`,
    remedy: (receiver: string) =>
      `Please check the address, the credential and the body of the receiver in the receivers file. “npm run receiver -- try ${receiver}” sends a test event and shows the first line of the answer.`,
    /** For 401 and 403. */
    credential: (receiver: string) =>
      `Please correct the credential of the receiver in the receivers file (auth, key or headers) and reload the bot. A secret in .env needs a restart instead. The bot then tries again at once. “npm run receiver -- try ${receiver}” sends a test event and shows the first line of the answer.`,
  },
  givenUp: {
    title: (receiver: string) => `The receiver “${receiver}” is missing events`,
    summary: (receiver: string, count: number) => `I have given up ${events(count)} for the receiver “${receiver}”.`,
    full: (count: number) =>
      `I had no room for ${events(count)}, because too many are waiting for this receiver. I give up those with the lowest severity first.`,
    old: (count: number) => `${events(count)} could not be delivered for three days.`,
    remedy: 'All alerts are still here. Please check that the receiver is running.',
  },
  trailLost: {
    title: (receiver: string) => `The receiver “${receiver}” is missing a part of the audit trail`,
    text: (receiver: string, from: number, to: number) =>
      `The receiver “${receiver}” could not get ${from === to ? `entry ${from}` : `entries ${from} to ${to}`} of the audit trail: ${from === to ? 'it was deleted because of its age' : 'they were deleted because of their age'} before the receiver could be reached.`,
    remedy: 'Your backups may still have them. RETENTION_DAYS says how long entries are kept.',
  },
  cancelled: {
    title: (receiver: string) => `Events for the receiver “${receiver}” were cancelled`,
    gone: (receiver: string, count: number) =>
      `The receiver “${receiver}” is no longer in the receivers file. I have cancelled ${events(count)} that it had not received yet.`,
    moved: (receiver: string, count: number) =>
      `The receiver “${receiver}” has another address in the receivers file. I have cancelled ${events(count)} that waited for the old address.`,
    remedy: 'If you did not expect this, ask the person who runs the bot.',
  },
};
