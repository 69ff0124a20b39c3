import type { Inline, Text } from '../../view/view.ts';

/** People read these words when they ask who is on call, and when they put somebody on call for a while. */
export const onCall = {
  title: (tenant: string) => `On call: ${tenant}`,
  summary: (tenant: string, people: string) => `On call for ${tenant} now: ${people}.`,
  nobody: 'nobody',
  facts: {
    now: 'Now',
    second: 'Second level',
    until: 'Until',
    next: 'Then',
    override: 'Temporarily',
    unknown: 'Unknown in the calendar',
  },
  override: (who: Inline, until: Inline, by: Inline | null): Text => [
    who,
    ' until ',
    until,
    ...(by ? [', put there by ', by] : []),
  ],
  from: (people: Text, at: Inline): Text => [...[people].flat(), ', from ', at],
  buttons: { mine: 'I am on call until…', end: 'End' },
  form: {
    title: 'On call for a while',
    submit: 'Put on call',
    cancel: 'Cancel',
    intro: (tenant: string) =>
      `For ${tenant}. The channels of the contact and the administrators read a line about it; whoever is on call now is told in private.`,
    who: 'Who?',
    until: 'Until when?',
    untilHint: 'By your own clock: “18:00”, “monday 9:00”, “2026-12-24 08:00”. At most 14 days from now.',
  },
  problems: {
    none: 'Please say until when, with a time of day, for example “18:00” or “monday 9:00”.',
    past: 'That time is over. Please give a later one, for example “18:00” or “monday 9:00”.',
    tooLong:
      'That is more than 14 days from now. Please give an earlier time, for example “monday 9:00”, or change the list of on-call people.',
    who: 'Please choose one person.',
    tooMany: 'As many people are put on call for a while as I keep at a time. Please end one with “oncall end” first.',
    noContact: (tenant: string) => `${tenant} has no security contact yet, so nobody can be on call for it.`,
    nothingToEnd: 'There is nothing here that you may end. Whoever did it, or an administrator, can end it.',
  },
  done: {
    put: (who: Text, tenant: string, until: Inline): Text => [
      ...[who].flat(),
      ` is on call for ${tenant} until `,
      until,
      '.',
    ],
    ended: (tenant: string): Text => `Ended. Lists and calendars say again who is on call for ${tenant}.`,
    added: (people: Text): Text => ['Still on call too: ', ...[people].flat(), '.'],
  },
};
