import type { Inline, Text } from '../../view/view.ts';

/** People find and choose a partner tenant with these words. */
export const tenants = {
  title: 'Which partner tenant?',
  summary: 'Please choose a partner tenant.',
  choose: 'Choose',
  show: 'Show',
  searched: 'Partner tenant',
  searchHint: 'Type part of the tenant’s name.',
  none: 'No partner tenant is set up yet. A Global Administrator can set one up now.',
  noneTitle: 'Welcome',
  noMatch: (text: string) => `I do not know a partner tenant called “${text}”. Please choose one from the list.`,
  several: (text: string) => `Several partner tenants match “${text}”. Please choose one from the list.`,
  setUp: 'Set up',
  /** A retired tenant is kept for its history: nobody is reminded of it, and it is not among the choices. */
  retired: {
    title: 'This partner tenant is retired',
    text: (tenant: string, when: Inline): Text => [
      `${tenant} has been retired since `,
      when,
      '. You can still see its history, its report and its open alerts, but you cannot change anything.',
    ],
  },
  restore: 'Restore',
  report: 'Report',
  gone: 'This partner tenant is no longer here. Please see the current list.',
};
