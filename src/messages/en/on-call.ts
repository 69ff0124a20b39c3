import type { Inline, Text } from '../../view/view.ts';

const nobody = 'nobody';

/** People read these words when they ask who is on call, and when they put somebody on call for a while. */
export const onCall = {
  title: (tenant: string) => `On call for ${tenant}`,
  summary: (tenant: string, people: string) =>
    people === nobody ? `Nobody is on call for ${tenant} now.` : `On call for ${tenant} now: ${people}.`,
  nobody,
  facts: {
    now: 'Now',
    second: 'Second level',
    until: 'Until',
    next: 'Next',
    unknown: 'Unknown people in the calendar',
  },
  override: (who: Inline, until: Inline, by: Inline | null): Text => [
    who,
    ' until ',
    until,
    ...(by ? [', set by ', by] : []),
  ],
  from: (people: Text, at: Inline): Text => [...[people].flat(), ', from ', at],
  buttons: {
    mine: 'I am on call until…',
    handOver: 'Hand over to…',
    end: 'End temporary on-call duty',
    list: 'Change the list',
  },
  form: {
    title: 'Temporary on-call duty',
    submit: 'Put on call',
    cancel: 'Cancel',
    intro: (tenant: string) =>
      `This form is for ${tenant}. I will announce the change in the contact’s channels and to the administrators, and send a private message to everybody who is on call before or after the change.`,
    who: 'Who is on call?',
    until: 'Until when?',
    untilHint:
      'Enter a time in your own time zone, for example “18:00”, “Monday 9:00” or “24/12/2026 8:00”, at most 14 days from now.',
  },
  problems: {
    none: 'Please give an end time, for example “18:00” or “Monday 9:00”.',
    past: 'That time has passed. Please give a later time, for example “18:00” or “Monday 9:00”.',
    tooLong:
      'That is more than 14 days away. Please give an earlier time, for example “Monday 9:00”, or change the list of on-call people.',
    who: 'Please choose one person.',
    unknown: (name: string) => `I am not sure who “${name}” is. Please choose one person.`,
    /** Behind the verb stands a name that is nobody's. */
    nobody: (name: string) => `I do not know anybody called “${name}”.`,
    press: (button: string) => `To put somebody on call, press “${button}” and choose the person.`,
    tooMany:
      'Too many people are on call temporarily. Please end the temporary on-call duty of one person with “oncall end” first.',
    noContact: (tenant: string) => `${tenant} has no security contact yet, so nobody can be on call for it.`,
    noneRunning: (tenant: string) => `No temporary on-call duty is running for ${tenant}.`,
    nothingToEnd:
      'There is no temporary on-call duty here that you can end. Only the person who set it up, or an administrator, can end it.',
  },
  done: {
    put: (who: Text, tenant: string, until: Inline): Text => [
      ...[who].flat(),
      ` is on call for ${tenant} until `,
      until,
      '.',
    ],
    already: (who: Text, tenant: string): Text => [
      ...[who].flat(),
      ` is already on call for ${tenant}, so nothing was changed.`,
    ],
    ended: (tenant: string): Text =>
      `The temporary on-call duty has ended. The usual list or calendar applies again for ${tenant}.`,
    added: (people: Text): Text => ['These people also stay on call: ', ...[people].flat(), '.'],
  },
};
