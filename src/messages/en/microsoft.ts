import type { Inline, Text } from '../../view/view.ts';

/** People read these words about what the bot hears from Microsoft. */
export const microsoft = {
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
  },
};
