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
  /** What is asked of Microsoft: its name in a list, and what admins have to do without while it does not work. */
  signals: {
    roles: {
      name: 'roles',
      lost: 'Roles: I cannot see who is Global Administrator, so only people in ADMINS may change anything.',
    },
    score: { name: 'score', lost: 'Score: what I show of it stays as it was, with its age.' },
    alerts: {
      name: 'alerts',
      lost: 'Alerts: I do not see those of Partner Center. What other products send to me arrives as before.',
    },
    writeBack: { name: 'write-back', lost: 'Write-back: what you answer here does not reach Partner Center for now.' },
    mail: {
      name: 'mail',
      lost: 'Mail: I do not read what arrives in the security contact’s mailbox. Please look there yourselves.',
    },
  },
  /** A signal does not work. `name` is the tenant’s name in the file, `what` lists signals, `rights` are names of Microsoft’s. */
  trouble: {
    causes: {
      credential: {
        title: 'Microsoft refuses my sign-in',
        summary: (name: string) => `Microsoft Entra does not let my app sign in to ${name}.`,
        remedy: () =>
          'Whoever runs me looks whether the app’s secret or certificate has expired or was changed, and puts a new one in its place.',
      },
      signIn: {
        title: 'Somebody has to sign in at Microsoft',
        summary: (name: string) => `Microsoft wants a person to sign in for ${name}.`,
        remedy: ({ name }: { name: string }) =>
          `Whoever runs me runs “npm run microsoft -- sign-in ${name}” on my machine; the person signs in with MFA.`,
      },
      clock: {
        title: 'The clock of my machine is wrong',
        summary: (name: string) =>
          `Microsoft refuses what I ask about ${name}: my clock and Microsoft’s differ by more than 5 minutes.`,
        remedy: () => 'Whoever runs me sets the clock of my machine, by NTP.',
      },
      permission: {
        title: 'A permission is missing at Microsoft',
        summary: (name: string) => `Microsoft refuses what I ask about ${name}: my app lacks a permission.`,
        remedy: ({ rights }: { rights: string }) =>
          `Whoever manages the app gives it ${rights}. “Permissions” in docs/microsoft.md says where, and what each is for.`,
      },
      mfa: {
        title: 'Microsoft wants a person who signs in',
        summary: (name: string) => `Microsoft refuses my app alone for ${name}, or a sign-in without MFA.`,
        remedy: ({ name }: { name: string }) =>
          `Whoever runs me sets "by": "user" in the file that MICROSOFT names, and runs “npm run microsoft -- sign-in ${name}”; the person signs in with MFA. Or the app gets a role in Partner Center.`,
      },
      mailbox: {
        title: 'Microsoft does not find the mailbox',
        summary: (name: string) => `Microsoft does not find the security contact’s mailbox of ${name}.`,
        remedy: () =>
          'Whoever runs me compares "mailbox" in the file that MICROSOFT names with the mailbox’s address in Exchange.',
      },
      refused: {
        title: 'Microsoft refuses a request',
        summary: (name: string) => `Microsoft refuses what I ask about ${name}.`,
        remedy: () => 'Whoever runs me looks the code up in Microsoft’s documentation.',
      },
      silent: {
        title: 'Microsoft does not answer some requests',
        summary: (name: string) =>
          `For more than 12 hours Microsoft has not answered some of what I ask about ${name}.`,
        remedy: () => 'It answers other requests. I go on asking, and say here when it works again.',
      },
    },
    since: (when: Inline): Text => ['What does not work, since ', when, ':'],
    code: (code: string) => `Code: ${code}`,
    more: 'Whoever runs me sees more in the log, by “npm run doctor” and in docs/microsoft.md.',
    ended: {
      answered: {
        title: 'Microsoft answers again',
        summary: (name: string, what: string) => `Microsoft answers again about ${name}: ${what}.`,
        text: (name: string, what: string, when: Inline): Text => [
          `Microsoft has answered again what I ask about ${name} (${what}), since `,
          when,
          '.',
        ],
      },
      other: {
        title: 'A failure at Microsoft is over',
        summary: (name: string, what: string) => `This failure about ${name} is over: ${what}.`,
        text: (name: string, what: string, when: Inline): Text => [
          `This failure about ${name} (${what}) has been over since `,
          when,
          ': there is another one now, which has a message of its own, or I no longer ask.',
        ],
      },
    },
  },
  /** Microsoft answers nothing at all. `lasted` is a duration. */
  away: {
    away: {
      title: 'Microsoft does not answer',
      summary: (lasted: string) => `No answer from Microsoft for ${lasted}.`,
    },
    stillAway: {
      title: 'Microsoft still does not answer',
      summary: (lasted: string) => `Still no answer from Microsoft, for ${lasted} now.`,
    },
    since: (when: Inline): Text => ['Nothing that I ask Microsoft has been answered since ', when, '.'],
    goesOn:
      'Everything else goes on: alerts can be answered, and people are reminded. I go on asking, and say when Microsoft answers again.',
    remedy:
      'Whoever runs me looks whether my machine reaches graph.microsoft.com and login.microsoftonline.com, and what Microsoft says about its own services.',
    back: {
      title: 'Microsoft answers again',
      summary: (lasted: string) => `Microsoft answers again, after ${lasted}.`,
      text: (when: Inline, lasted: string): Text => [
        'Microsoft has answered again since ',
        when,
        `, after ${lasted}. I catch up on what came meanwhile by myself.`,
      ],
    },
  },
};
