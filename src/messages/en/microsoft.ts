import type { Inline, Text } from '../../view/view.ts';

const points = (count: number) => String(Number(count.toFixed(1)));

/** What Microsoft says of a partner tenant, and how old that is. `ago` is a time such as “2 hours ago”. */
export const microsoft = {
  facts: {
    onFile: 'Microsoft sees a contact on file',
    average: 'Average, as Microsoft says',
    score: 'Partner security score',
  },
  /** Microsoft never says what the contact is. */
  onFile: {
    yes: (ago: string) => `yes, asked ${ago} (it does not say which one)`,
    no: (ago: string) => `no, asked ${ago}`,
    unknown: (ago: string) => `unknown, asked ${ago}`,
  },
  /** `last` is the last answer that was a yes or a no. */
  lastKnown: (unknown: string, last: string) => `${unknown}. Last known: ${last}`,
  score: (current: number, max: number) => `${points(current)} of ${points(max)}`,
  asked: (figure: string, ago: string) => `${figure}, asked ${ago}`,
  ago: (time: string) => `${time} ago`,
  justNow: 'just now',
  news: {
    breakGlass: {
      title: 'Somebody acted by ADMINS alone',
      summary: (name: string) => `${name} acted as an administrator by the setting ADMINS alone.`,
      text: (person: Inline, at: Inline): Text => [
        person,
        ' acted as an administrator on ',
        at,
        ' although I do not see the role Global Administrator in Microsoft Entra: the setting ADMINS lets them. The history says so too.',
      ],
      remedy:
        'If that was no emergency, ask them to activate their role in Entra before they act. If you do not know about it, ask them at once. Whoever runs me can take them out of ADMINS.',
    },
    gone: {
      title: 'An account is gone in Microsoft Entra',
      summary: (name: string) => `${name}’s account in Microsoft Entra is disabled or deleted.`,
      text: (person: Inline): Text => [
        'Microsoft Entra says that the account of ',
        person,
        ' is disabled or deleted, at two looks at least 20 hours apart.',
      ],
      manager: (tenants: string) => `They are the manager of ${tenants}: choose another one with “setup”.`,
      proven: 'They were a Global Administrator: I send them no more messages for administrators.',
      remedy: (id: string) =>
        `If they have left, whoever runs me takes "${id}" out of ADMINS and of the file that MICROSOFT names. If not, enable the account in Entra: I look again each night.`,
    },
    signedIn: {
      title: 'Somebody signed in at Microsoft for me',
      summary: (name: string, tenant: string) => `${name} signed in at Microsoft for ${tenant}.`,
      text: (name: string, tenant: string, at: Inline): Text => [
        `${name} signed in at Microsoft on `,
        at,
        `. I ask about the alerts and the score of ${tenant} as this person from now on.`,
      ],
      remedy:
        'If nobody you know did this, revoke the sessions of this person in Microsoft Entra, and ask whoever runs me who can use my machine.',
    },
  },
};
