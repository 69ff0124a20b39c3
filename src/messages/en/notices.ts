import type { Inline, Text } from '../../view/view.ts';

export const notices = {
  contactChanged: {
    button: 'Not us',
    title: 'The security contact was changed',
    channelsTitle: 'The alert channels were changed',
    summary: (who: string, what: string) => `${who} changed this: ${what}. Not one of you? Press “Not us”.`,
    text: (who: Inline, tenant: string): Text => [who, ` changed the security contact of ${tenant}.`],
    channelsText: (who: Inline, tenant: string): Text => [who, ` changed channels in the set-up of ${tenant}.`],
    archivedTitle: 'Alerts were sent to the archive',
    archivedText: (who: Inline): Text => [
      who,
      ' sent what nobody had answered of a source to the archive, to make room. High alerts stay open.',
    ],
    archivedSummary: (who: string) => `${who} sent unanswered alerts to the archive. Not one of you? Press “Not us”.`,
    kept: 'changed; the history shows how',
    keptBut: (part: Text): Text => [...[part].flat(), ' as before; the rest changed, and the history shows how'],
    ask: 'If that was not one of you, press “Not us”: all administrators are told at once.',
    importer: 'An import from the command line',
    question: {
      title: 'Warn the admins?',
      text: 'You say that this change was not made by your organisation. All administrators are told at once.',
      yes: 'Warn them',
      no: 'Cancel',
    },
    thanksTitle: 'All administrators are being told',
    thanks: 'Please do not act on instructions that came with the change.',
    disowned: (who: Text, count: number, when: Inline): Text => [
      ...[who].flat(),
      count === 1
        ? ' said that this change was not yours, and warned the administrators on '
        : ' said that this change was not yours; the administrators were first warned on ',
      when,
      '.',
    ],
  },
  notUs: {
    title: 'Somebody says: this change was not us',
    summary: (who: string, count: number) =>
      `“Not us” about a change of the security contact, ${count === 1 ? 'says' : 'say'} ${who}.`,
    text: (who: Text, count: number, tenant: string): Text => [
      ...[who].flat(),
      ` ${count === 1 ? 'says' : 'say'} that a change of the security contact of ${tenant} was not made by your organisation. Please look at the history at once, and put the contact right here and in Partner Center.`,
    ],
    archivedSummary: (who: string, count: number) =>
      `“Not us” about alerts that were sent to the archive, ${count === 1 ? 'says' : 'say'} ${who}.`,
    archivedText: (who: Text, count: number): Text => [
      ...[who].flat(),
      ` ${count === 1 ? 'says' : 'say'} that it was not your organisation that sent unanswered alerts to the archive. Please look at the history at once, see who is an administrator, and read those alerts where they came from.`,
    ],
    more: (count: number) => ` and ${count} more`,
    earlier: (count: number) =>
      count === 1 ? 'One earlier press is not shown here.' : `${count} earlier presses are not shown here.`,
    gone: 'I know no change of this contact or its channels in the last 30 days that this could be about, so nobody was warned. The history has every change; if something is wrong, tell an administrator.',
    tooMany: (most: number) =>
      `You have warned the administrators about ${most} changes today, which is as many as I pass on. Please call one of them.`,
  },
};
