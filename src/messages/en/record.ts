import type { Inline, Text } from '../../view/view.ts';

/** A date, and the person who did something on it, where that is known. */
interface Vouched {
  when: Inline;
  who: Inline | null;
}

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

/** People who ask about the organisation's own record in their own words read one of these sentences. */
export const record = {
  contact: {
    is: (tenant: string, name: string, { email, phone }: { email: Inline; phone: Inline }): Text => [
      `The security contact of ${tenant} is ${name} (`,
      email,
      ', ',
      phone,
      ').',
    ],
    none: (tenant: string) => `${tenant} has no security contact here yet.`,
  },
  onCall: {
    are: (tenant: string, people: Text, phone: Inline): Text => [
      `On call for ${tenant}: `,
      ...[people].flat(),
      '. Phone: ',
      phone,
      '.',
    ],
    nobody: (tenant: string, phone: Inline): Text => [
      `Nobody is on call for ${tenant}. Phone of the contact: `,
      phone,
      '.',
    ],
  },
  /** Two sentences: who confirmed the contact, and who confirmed that Partner Center shows the same. */
  confirmation: {
    whole: (confirmed: Text, attested: Text): Text => [...[confirmed].flat(), '. ', ...[attested].flat(), '.'],
    confirmed: (tenant: string, { when, who }: Vouched): Text =>
      who
        ? [`The contact of ${tenant} was last confirmed on `, when, ' by ', who]
        : [`The contact of ${tenant} was last confirmed on `, when],
    neverConfirmed: (tenant: string): Text => `Nobody has confirmed the contact of ${tenant} yet`,
    attested: ({ when, who }: Vouched): Text =>
      who
        ? ['Partner Center was last compared with it on ', when, ' by ', who]
        : ['Partner Center was last compared with it on ', when],
    notAttested: 'Since the last change, nobody has confirmed that Partner Center shows the same contact',
  },
  /** Two sentences: who may change the contact, and who may confirm it. `admins` is null when none is known. */
  approvers: {
    /** Replaces the administrators' names when the directory does not answer. */
    untold: 'names not available right now',
    mayChange: (tenant: string, admins: Text | null): Text =>
      admins === null
        ? `Only Global Administrators can change the contact of ${tenant}, and I do not know any yet. `
        : [`Only Global Administrators (`, ...[admins].flat(), `) can change the contact of ${tenant}. `],
    mayConfirm: (channels: Text): Text => [
      'Members of the contact’s channels (',
      ...[channels].flat(),
      ') can also confirm that the contact is right.',
    ],
    adminsConfirm: 'Only they can confirm that the contact is right, because the contact has no channel.',
    none: (tenant: string, admins: Text | null): Text =>
      admins === null
        ? `${tenant} has no security contact here yet. Only Global Administrators can add it, and I do not know any yet.`
        : [
            `${tenant} has no security contact here yet. Only Global Administrators (`,
            ...[admins].flat(),
            ') can add it.',
          ],
  },
  lastChange: {
    /** These say what was changed. `who` may also be an import. */
    what: {
      'contact.updated': (tenant: string) => `the contact of ${tenant}`,
      'tenant.setUp': (tenant: string) => `the set-up of ${tenant}`,
      'register.imported': (tenant: string) => `the record of ${tenant}`,
    },
    /** `changes` say each field with its values before and now; null when there is nothing to say. */
    whole: (who: Inline, what: string, when: Inline, changes: Text | null): Text => [
      who,
      ` last changed ${what} on `,
      when,
      ...(changes === null ? ['.'] : [' (', ...[changes].flat(), ').']),
    ],
    separator: '; ',
    more: (count: number) => `and ${counted(count, 'more change', 'more changes')}`,
    /** `who` is null when no person made that change. */
    notSince: (tenant: string, { when, who }: Vouched): Text => [
      `The contact of ${tenant} has not changed since `,
      when,
      ...(who === null ? ['.'] : [', when ', who, ' changed it.']),
    ],
    none: (tenant: string, months: number) =>
      `I have no record of a change to the contact or the set-up of ${tenant} in the last ${months} months.`,
  },
  /** `off` counts what is snoozed. */
  findings: {
    none: (tenant: string, off: number) =>
      off === 0
        ? `Nothing is missing or outdated for ${tenant}.`
        : `There is nothing to fix for ${tenant} right now. ${off === 1 ? '1 thing is' : `${off} things are`} snoozed.`,
    some: (tenant: string, titles: readonly string[], { count, off }: { count: number; off: number }) => {
      const rest = count - titles.length;
      const all = [...titles, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
      const putOff = off === 0 ? '' : off === 1 ? ' (1 more is snoozed)' : ` (${off} more are snoozed)`;
      return `There ${count === 1 ? 'is' : 'are'} ${counted(count, 'thing', 'things')} to fix for ${tenant}: ${all}${putOff}.`;
    },
  },
  reminders: {
    /** `when` is null for at once. */
    next: (when: Inline | null, to: Text, titles: readonly string[]): Text => [
      ...(when === null ? ['The next reminder goes out now to '] : ['The next reminder goes out on ', when, ' to ']),
      ...[to].flat(),
      `. ${titles.length === 1 ? 'Reason' : 'Reasons'}: ${titles.join('; ')}.`,
    ],
    nothingOpen: 'No reminder is planned, because nothing needs one.',
    putOff: 'No reminder is planned, because everything open is snoozed. The list shows until when.',
    nobody: 'Something is open, but no reminder is planned, because I do not know any administrators.',
  },
  openAlerts: {
    none: 'No alert is open.',
    acknowledged: (open: number) =>
      open === 1 ? '1 alert is open, and it is acknowledged.' : `${open} alerts are open, all acknowledged.`,
    /** `first` says which alert somebody has to answer first. */
    waiting: (open: number, waiting: number, first: Text): Text => [
      open === 1
        ? '1 alert is open, and nobody has acknowledged it. Please answer '
        : waiting === open
          ? `${open} alerts are open, none of them acknowledged. Please answer this one first: `
          : `${open} alerts are open, ${waiting} of them not acknowledged. Please answer this one first: `,
      ...[first].flat(),
      '.',
    ],
    onlyBacklog: (count: number) =>
      count === 1
        ? 'No alert is open, except 1 older one from before its source was connected.'
        : `No alert is open, except ${count} older ones from before their source was connected.`,
    /** Follows a whole sentence. */
    alsoBacklog: (count: number) =>
      count === 1
        ? ' Also open: 1 older one from before its source was connected.'
        : ` Also open: ${count} older ones from before their source was connected.`,
    named: (number: number, name: string) => `#${number} “${name}”`,
    by: (when: Inline): Text => [', by ', when],
    late: (when: Inline): Text => [', overdue since ', when],
  },
  /** A sentence about two months. */
  report: {
    whole: (tenant: string, months: readonly string[]) => `Alerts for ${tenant} in ${months.join(' In ')}`,
    /** `answers` says of each severity how its alerts were answered, the highest first. */
    month: (month: string, answers: readonly { severity: string; answered: string }[]) => {
      const bySeverity = answers.map(({ severity, answered }) => `${severity.toLowerCase()}, ${answered}`);
      return `${month}: ${bySeverity.length === 0 ? 'none' : bySeverity.join('; ')}.`;
    },
  },
};
