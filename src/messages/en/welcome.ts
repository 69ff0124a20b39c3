import type { Inline, Text } from '../../view/view.ts';

/** People read these words first: on the home page and in the private chat. */
export const welcome = {
  title: 'Your CSP security contact',
  summary: 'I keep your organisation’s Microsoft CSP security contact right.',
  /** People read this before there is any tenant. */
  text: 'Microsoft requires every CSP partner to name a security contact. I keep yours right and its alerts answered.',
  steps: ['1. Set up your partner tenant', '2. Record the security contact', '3. Enter the same in Partner Center'],
  whoSetsUp: (people: Text): Text => ['A Global Administrator begins: ', ...[people].flat(), '.'],
  what: 'I keep your CSP security contact right and its alerts answered.',
  alerts: (open: number, waiting: number) =>
    `${open === 1 ? '1 alert is open' : `${open} alerts are open`}, ${waiting === 0 ? 'all acknowledged.' : `${waiting} not acknowledged:`}`,
  /** Alerts from before their source was connected, of which nobody is reminded. */
  backlog: (count: number) =>
    count === 1
      ? '1 older alert from before its source was connected is open.'
      : `${count} older alerts from before their source was connected are open.`,
  contact: (name: string, phone: Inline, confirmed: string | null): Text => [
    `Contact: ${name}, `,
    phone,
    ...(confirmed === null ? [] : [`, confirmed ${confirmed}`]),
  ],
  /** One line for the tenants that are too many to have a line each; `some` have something to fix, and so have `more` others. */
  many: (count: number, some: Text | null, more: number): Text =>
    some === null
      ? `${count} partner tenants, nothing to fix.`
      : [`${count} partner tenants. To fix: `, ...[some].flat(), more === 0 ? '.' : ` and ${more} more.`],
  raise: 'Raise an alert',
  test: 'Send a test alert',
  show: (tenant: string) => `Show ${tenant}`,
  /** Shown below the welcome: it says why the welcome came, and that it comes once. */
  why: 'You get this once, as a Global Administrator.',
  help: 'What I can do',
};
