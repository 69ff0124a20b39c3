import type { Text } from '../../view/view.ts';

/** People read these words first: on the home page and in the private chat. */
export const welcome = {
  title: 'Your CSP security contact',
  summary: 'I keep your organisation’s CSP security contact up to date.',
  /** People read this before there is any tenant. */
  text: 'Every CSP partner must name a security contact. I keep yours up to date and make sure alerts get answered.',
  steps: [
    '1. Set up your partner tenant',
    '2. Record the security contact',
    '3. Enter the same contact in Partner Center',
  ],
  whoSetsUp: (people: Text): Text => ['These Global Administrators can set this up: ', ...[people].flat(), '.'],
  what: 'I keep your CSP security contact up to date and make sure alerts get answered.',
  alerts: (open: number, waiting: number) =>
    `${open === 1 ? '1 alert is open' : `${open} alerts are open`}, ${waiting === 0 ? (open === 1 ? 'and it is acknowledged.' : 'all acknowledged.') : `${waiting} not acknowledged.`}`,
  /** Alerts from before their source was connected, of which nobody is reminded. */
  backlog: (count: number) =>
    count === 1
      ? '1 older alert, from before its source was connected, is open.'
      : `${count} older alerts, from before their source was connected, are open.`,
  /** The row below the tenants that have one. */
  more: (count: number) => (count === 1 ? '1 more partner tenant' : `${count} more partner tenants`),
  fix: 'Fix',
  reminders: 'Reminders',
  raise: 'Raise an alert',
  test: 'Send a test alert',
  /** Shown below the welcome: it says why the welcome came, and that it comes once. */
  why: 'You are receiving this one-time message because you are a Global Administrator.',
  help: 'What this bot can do',
};
