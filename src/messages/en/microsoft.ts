import type { Inline, Text } from '../../view/view.ts';

const points = (count: number) => String(Number(count.toFixed(1)));

/** What Microsoft says of a partner tenant, and how old that is. `ago` is a time such as “2 hours ago”. */
export const microsoft = {
  facts: {
    onFile: 'Contact on file at Microsoft',
    average: 'Average response time, according to Microsoft',
    score: 'Partner security score',
  },
  /** Microsoft never says what the contact is. */
  onFile: {
    yes: (ago: string) => `yes (checked ${ago}; Microsoft does not say which contact)`,
    no: (ago: string) => `no (checked ${ago})`,
    unknown: (ago: string) => `unknown (checked ${ago})`,
  },
  /** `last` is the last answer that was a yes or a no. */
  lastKnown: (unknown: string, last: string) => `${unknown}. Last known answer: ${last}`,
  score: (current: number, max: number) => `${points(current)} of ${points(max)}`,
  asked: (figure: string, ago: string) => `${figure} (checked ${ago})`,
  ago: (time: string) => `${time} ago`,
  justNow: 'just now',
  news: {
    breakGlass: {
      title: 'Somebody used administrator rights granted by the ADMINS setting',
      summary: (name: string) => `${name} used administrator rights granted by the ADMINS setting.`,
      text: (person: Inline, at: Inline): Text => [
        person,
        ' used administrator rights on ',
        at,
        '. I cannot see in Microsoft Entra that they are a Global Administrator, but the ADMINS setting gives them these rights. The history shows this too.',
      ],
      remedy:
        'If this was not an emergency, ask this person to activate their role in Microsoft Entra next time. If you did not know about this, ask this person about it at once. The person who runs the bot can remove them from the ADMINS setting.',
    },
    gone: {
      title: 'An account is no longer active in Microsoft Entra',
      summary: (name: string) => `${name}’s account in Microsoft Entra is disabled or deleted.`,
      text: (person: Inline): Text => [
        'The account of ',
        person,
        ' is disabled or deleted in Microsoft Entra. I checked twice, at least 20 hours apart.',
      ],
      manager: (tenants: string) =>
        `This person is recorded here as the manager for ${tenants}. Choose another manager with “setup”.`,
      proven: 'This person was a Global Administrator. I no longer send them messages for administrators.',
      remedy: (id: string) =>
        `If this person has left, ask the person who runs the bot to remove "${id}" from the ADMINS setting and from the file whose path is in the MICROSOFT setting. Otherwise, enable the account in Microsoft Entra. I will check again each night.`,
    },
    signedIn: {
      title: 'Somebody signed in to Microsoft for the bot',
      summary: (name: string, tenant: string) => `${name} signed in to Microsoft for ${tenant}.`,
      text: (name: string, tenant: string, at: Inline): Text => [
        `${name} signed in to Microsoft on `,
        at,
        `. From now on, I will use this account to read the alerts and security score of ${tenant}.`,
      ],
      remedy:
        'If you do not know who did this, revoke the sessions of this account in Microsoft Entra. Then ask the person who runs the bot for a list of everybody with access to the bot’s server.',
    },
  },
  /** What is asked of Microsoft: its name in a list, and what admins have to do without while it does not work. */
  signals: {
    roles: {
      name: 'roles',
      lost: 'Roles: I cannot see who is a Global Administrator, so only people in the ADMINS setting can change anything.',
    },
    score: { name: 'security score', lost: 'Security score: I show the last known value and how old it is.' },
    alerts: {
      name: 'alerts',
      lost: 'Alerts: I cannot see new alerts in Partner Center. Alerts from other products still arrive.',
    },
    writeBack: {
      name: 'answers to Partner Center',
      lost: 'Answers to Partner Center: your answers here are not reaching Microsoft right now.',
    },
    mail: {
      name: 'e-mail',
      lost: 'E-mail: I cannot read the security contact’s mailbox. Please check the mailbox yourself.',
    },
  },
  /** A signal does not work. `name` is the tenant’s name in the file, `what` lists signals, `rights` are names of Microsoft’s. */
  trouble: {
    causes: {
      credential: {
        title: 'Microsoft is refusing my sign-in',
        summary: (name: string) => `Microsoft Entra does not let my app sign in to ${name}.`,
        remedy: () =>
          'Ask the person who runs the bot to check whether the app’s secret or certificate has expired or was changed, and to replace it.',
      },
      signIn: {
        title: 'Somebody has to sign in to Microsoft',
        summary: (name: string) => `Microsoft needs somebody to sign in for ${name}.`,
        remedy: ({ name }: { name: string }) =>
          `Ask the person who runs the bot to run “npm run microsoft -- sign-in ${name}” on the bot’s server. A person then has to sign in with MFA.`,
      },
      clock: {
        title: 'My server’s clock is wrong',
        summary: (name: string) =>
          `Microsoft is refusing my requests about ${name}, because my clock and Microsoft’s differ by more than 5 minutes.`,
        remedy: () => 'Ask the person who runs the bot to set the clock of the bot’s server with NTP.',
      },
      permission: {
        title: 'My app in Microsoft Entra lacks a permission',
        summary: (name: string) =>
          `Microsoft is refusing my requests about ${name}, because my app lacks a permission.`,
        remedy: ({ rights }: { rights: string }) =>
          `Ask the person who manages the app in Microsoft Entra to grant it ${rights}. “Permissions” in docs/microsoft.md explains where and why.`,
      },
      mfa: {
        title: 'Microsoft requires a sign-in with MFA',
        summary: (name: string) =>
          `For ${name}, Microsoft accepts requests only on behalf of a person who has signed in with MFA.`,
        remedy: ({ name }: { name: string }) =>
          `Ask the person who runs the bot to set "by": "user" in the file whose path is in the MICROSOFT setting, and to run “npm run microsoft -- sign-in ${name}”. A person then has to sign in with MFA. Alternatively, give the app a role in Partner Center.`,
      },
      mailbox: {
        title: 'Microsoft cannot find the mailbox',
        summary: (name: string) => `Microsoft cannot find the security contact’s mailbox for ${name}.`,
        remedy: () =>
          'Ask the person who runs the bot to compare the address under “mailbox”, in the file whose path is in the MICROSOFT setting, with the address in Exchange.',
      },
      refused: {
        title: 'Microsoft is refusing a request',
        summary: (name: string) => `Microsoft is refusing my requests about ${name}.`,
        remedy: () => 'Ask the person who runs the bot to look up the code in Microsoft’s documentation.',
      },
      silent: {
        title: 'Microsoft is not answering some requests',
        summary: (name: string) =>
          `For more than 12 hours, Microsoft has not answered some of my requests about ${name}.`,
        remedy: () =>
          'Microsoft is answering my other requests. I will keep checking, and post here when these requests work again.',
      },
    },
    since: (when: Inline): Text => ['This has not worked since ', when, ':'],
    code: (code: string) => `Code: ${code}`,
    more: 'The person who runs the bot can find more in the log, with “npm run doctor” and in docs/microsoft.md.',
    ended: {
      answered: {
        title: 'Microsoft is answering again',
        summary: (name: string, what: string) => `Microsoft is answering my requests about ${name} (${what}) again.`,
        text: (name: string, what: string, when: Inline): Text => [
          `Microsoft has been answering my requests about ${name} (${what}) again since `,
          when,
          '.',
        ],
      },
      other: {
        title: 'A problem with Microsoft has ended',
        summary: (name: string, what: string) => `A problem with Microsoft has ended for ${name} (${what}).`,
        text: (name: string, what: string, when: Inline): Text => [
          `This problem with ${name} (${what}) ended on `,
          when,
          '. It may not be fixed: either I no longer make these requests to Microsoft, or a new problem has replaced it, which has its own message.',
        ],
      },
    },
  },
  /** Microsoft answers nothing at all. `lasted` is a duration. */
  away: {
    away: {
      title: 'Microsoft is not answering',
      summary: (lasted: string) => `Microsoft has not answered for ${lasted}.`,
    },
    stillAway: {
      title: 'Microsoft is still not answering',
      summary: (lasted: string) => `Microsoft has still not answered after ${lasted}.`,
    },
    since: (when: Inline): Text => ['Microsoft has answered none of my requests since ', when, '.'],
    goesOn:
      'Everything else works: people can answer alerts, and I send reminders. I will keep checking, and post here when Microsoft answers again.',
    remedy:
      'Ask the person who runs the bot to check whether the bot’s server can reach graph.microsoft.com and login.microsoftonline.com, and whether Microsoft reports a problem with its services.',
    back: {
      title: 'Microsoft is answering again',
      summary: (lasted: string) => `Microsoft is answering again, after ${lasted}.`,
      text: (when: Inline, lasted: string): Text => [
        'Microsoft has been answering again since ',
        when,
        `, after ${lasted} without an answer. I will catch up on what I missed.`,
      ],
    },
  },
};
