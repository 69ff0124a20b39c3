import type { OwnRecordId, ownRecord } from '../../domain/faq/entry.ts';
import type { UnhelpfulReason } from '../../domain/faq/question.ts';
import type { Inline, Text } from '../../view/view.ts';

/** People read these words when they ask questions in their own words. */
export const faq = {
  unsure: (count: number): string => (count === 1 ? 'Is this your question?' : 'Is your question one of these?'),
  unknown: 'I do not know the answer to that. You can ask again in other words.',
  smalltalk: 'I answer questions about the CSP security contact. Please ask in your own words, in English or French.',

  askAQuestion: 'Ask a question',
  show: 'Show',
  sources: (pages: readonly Text[], checked: string): Text => [
    pages.length === 1 ? 'Source: ' : 'Sources:\n',
    ...pages.flatMap((page) => [...[page].flat(), '\n']),
    `Checked on ${checked}. Written by people, not by AI or Microsoft.`,
  ],
  ownDocuments: 'Source: the documents that come with this bot.',
  curated: 'Written by people, not by AI or Microsoft.',
  otherLanguage: 'En français',
  summary: (question: string) => `This is the answer to this question: ${question}`,
  /** Shown after a colon for a fact that a command cannot look up. */
  unread: 'not available here',
  registerUnread:
    'I cannot read the register here. Ask the bot in the chat, or run this command where the bot’s state folder is.',
  andMore: (count: number) => `and ${count} more`,
  ofTenant: (value: Text, tenant: string): Text => [...[value].flat(), ` (${tenant})`],
  yourTenants: 'your partner tenants',
  gone: 'That answer is no longer in the FAQ. Please ask again in your own words.',

  helped: {
    title: 'Did this help?',
    detail: 'Your opinion helps us to improve the FAQ.',
    yes: 'Yes, it helped',
    no: 'No, it did not',
    thanks: 'Thank you. I am glad that the answer helped.',
  },
  unhelpful: {
    title: 'Why did this not help?',
    intro: (question: string) => `The answer to “${question}” did not help you.`,
    reason: 'Reason',
    reasons: {
      unrelated: 'It answers a different question',
      incomplete: 'Something is missing',
      unclear: 'I do not understand it',
      wrong: 'It is wrong or out of date',
    } satisfies Record<UnhelpfulReason, string>,
    note: 'What did you need to know?',
    noteHint: 'Administrators see your answer without your name. Please do not include passwords or personal data.',
    submit: 'Send',
    cancel: 'Cancel',
    doneTitle: 'Thank you',
    done: 'Thank you. The administrators see your answer without your name. If you still need an answer, ask a person.',
  },

  unsureTitle: 'I am not sure which question you mean',
  numbered: (at: number, question: string) => `${at}. ${question}`,
  showNumber: (at: number) => `Show ${at}`,
  none: 'None of these',
  incident: {
    title: 'Is this happening now?',
    text: 'If you raise an alert, the people on call get it at once. Your words are already in the form.',
    yes: 'Yes, raise an alert',
    no: 'No, just a question',
  },
  unknownTitle: 'I do not know the answer',
  unanswered: (question: string) => `About “${question}” I do not know. You can ask that by itself.`,
  again: 'You can ask again in other words.',
  ask: 'Ask a person',
  askNobody: 'There is no experts’ channel yet. An administrator can choose one with “setup”.',
  askNote: '“Ask a person” posts your question, with your name, in the channel of your organisation’s experts.',
  thanksTitle: 'You’re welcome',
  smalltalkTitle: 'What would you like to know?',
  commands: (examples: readonly string[]) =>
    `You can also type a command, for example ${examples.map((one) => `“${one}”`).join(', ')}.`,
  help: 'What this bot can do',
  allTopics: 'All topics',

  topics: {
    topic: 'Topic',
    question: 'Question',
    title: 'Questions that I can answer',
    intro: 'Choose a topic, or ask in your own words, in English or French.',
    groupIntro: 'Choose a question, or ask in your own words, in English or French.',
    example: (command: string) => `For example: ${command}`,
    exampleQuestion: 'who can change the contact?',
    count: (count: number) => (count === 1 ? '1 question' : `${count} questions`),
    groups: {
      basics: 'What the security contact is',
      choice: 'Whom to choose',
      entry: 'Entering and changing the contact',
      rules: 'Obligations and deadlines',
      mails: 'E-mails from Microsoft',
      alerts: 'Security alerts',
      fraud: 'Azure fraud',
      bot: 'This bot',
    },
  },

  ownRecord: {
    questions: {
      'our-contact': 'Who is our security contact?',
      'our-on-call': 'Who is on call?',
      'our-confirmation': 'When was our contact last confirmed?',
      'our-approvers': 'Who can change or confirm our contact here?',
      'our-history': 'What was changed last, and by whom?',
      'our-check': 'Is what we recorded complete and right?',
      'our-reminders': 'Why do I get reminders, and when is the next one?',
      'our-alerts': 'Which alerts are open?',
      'our-report': 'How many alerts were there, and how fast were they answered?',
    } satisfies Record<OwnRecordId, string>,
    buttons: {
      show: 'Show the contact',
      history: 'History',
      check: 'Check now',
      reminders: 'Show the reminders',
      alerts: 'Open alerts',
      report: 'Report',
    } satisfies Record<(typeof ownRecord)[OwnRecordId]['verb'], string>,
    other: 'I meant something else',
    byTenant: 'These are the answers for each of your partner tenants.',
    askVerb: (verb: string) =>
      `The bot answers this question from your own record. Ask the question in the chat, or type “${verb}” there.`,
  },

  person: {
    title: 'Ask a person',
    refusedTitle: 'Ask a person',
    intro:
      'Your question goes to the channel of your organisation’s experts, with your name. Please do not include passwords.',
    question: 'Your question',
    submit: 'Ask',
    cancel: 'Cancel',
    askedTitle: 'Your question is on its way',
    asked: 'I sent your question to your organisation’s experts. I will send you the answer in private.',
    askedBefore:
      'You have already asked the experts this question, and nobody has answered yet. I will let you know when somebody does.',
    tooMany: (most: number) => `You have asked the experts ${most} questions within an hour. That is the maximum.`,
    tooManyOpen: (most: number) =>
      `${most} of your questions are waiting for an answer. That is the maximum. You can ask again when one of them is answered.`,
    nextFrom: (when: Inline): Text => ['You can ask the next question at ', when, '.'],
    noChannelTitle: 'There are no experts to ask yet',
    noChannel: 'This organisation has no experts’ channel, so I cannot pass your question on.',
    whoToAsk: (people: Text): Text => ['Please ask an administrator: ', ...[people].flat(), '.'],
    howToSet: (command: string) => `A Global Administrator can choose the channel with “${command}”.`,
  },

  experts: {
    title: (number: number) => `Question ${number} for the experts`,
    answeredTitle: (number: number) => `Question ${number} is answered`,
    summary: (name: string, question: string) => `${name} asks the experts: “${question}”.`,
    answeredSummary: (name: string, question: string) => `${name} has answered the question “${question}”.`,
    undeliveredTitle: (number: number) => `Answer to question ${number} not delivered`,
    text: (who: Text): Text => [...[who].flat(), ' asks:'],
    hasAnswered: (who: Text): Text => [...[who].flat(), ' has answered:'],
    facts: { language: 'Language', asked: 'Asked', shown: 'Shown', answered: 'Answered' },
    undelivered: (name: string) =>
      `I have not been able to deliver this answer to ${name} yet, because their chat did not accept the message. They will get the answer when they next write to me. If it is urgent, please contact them yourself.`,
    footer: 'I will send the answer privately to the person who asked. Members of this channel can answer.',
    proposed: 'This answer has been proposed as an FAQ entry.',
    answer: 'Answer',
    notExpert: 'Only members of the experts’ channel can answer.',
    needsExpert: (channel: Text): Text => [
      'Only members of the channel ',
      ...[channel].flat(),
      ' can answer questions for the experts. Ask to be added to this channel.',
    ],
    noChannel:
      'There is no experts’ channel any more, so nobody can answer. A Global Administrator can choose one with “setup”.',
    gone: 'This question is no longer stored.',
    alreadyTitle: 'Already answered',
    already: (who: Text, when: Text): Text => [
      ...[who].flat(),
      ' answered this question before you, on ',
      ...[when].flat(),
      '. I did not send your answer.',
    ],
    form: {
      title: 'Answer the question',
      intro: (name: string, language: string) => `${name} asks (in ${language}):`,
      answer: 'Your answer',
      answerHint:
        'I will send your answer privately to the person who asked, with your name. If you can, write in the language of the question.',
      keep: 'For the FAQ',
      keepYes: 'Propose the question and answer as an FAQ entry',
      submit: 'Send answer',
      cancel: 'Cancel',
    },
    doneTitle: 'Answer sent',
    done: (name: string) => `Your answer is on its way to ${name}.`,
    doneKept: (name: string) =>
      `Your answer is on its way to ${name}. Administrators also see the answer among the proposed FAQ entries.`,
  },

  answered: {
    title: 'An answer to your question',
    summary: (name: string, question: string) => `${name} has answered your question: “${question}”.`,
    you: 'You asked',
    by: 'Answered by',
    when: 'When',
    footer: 'A colleague wrote this answer. It is not from Microsoft.',
  },

  misses: {
    title: 'Questions without an answer',
    none: 'Every question in the last 90 days got an answer.',
    summary: (count: number) =>
      count === 1
        ? '1 group of similar questions got no answer in the last 90 days.'
        : `${count} groups of similar questions got no answer in the last 90 days.`,
    detail: (count: number, language: string, last: Text): Text => [
      count === 1 ? `Asked once in ${language}, on ` : `Asked ${count} times in ${language}, most recently on `,
      ...[last].flat(),
    ],
    like: (examples: readonly string[]) => `Also: ${examples.map((one) => `“${one}”`).join(', ')}`,
    unhelpful: (question: string, reason: string) => `The answer to “${question}” did not help. Reason: ${reason}`,
    note: (note: string) => `Note: “${note}”`,
    footer: (first: number, last: number, all: number) =>
      `Showing ${first} to ${last} of ${all}. I do not store who asked, and I replace addresses, numbers and names that I know. Other names stay. I delete these questions after 90 days. To add an answer, write an entry in data/faq.`,
    more: 'More',
    proposals: 'Proposed FAQ entries',
  },
  proposals: {
    title: 'Proposed FAQ entries',
    none: 'There are no proposed FAQ entries.',
    summary: (count: number) =>
      count === 1 ? '1 FAQ entry has been proposed.' : `${count} FAQ entries have been proposed.`,
    entry: (number: number, question: string) => `${number} · ${question}`,
    by: (name: string, when: Text): Text => [`Answered by ${name} on `, ...[when].flat()],
    shortened: (text: string) => `${text} …`,
    open: 'Open',
    remove: 'Remove',
    removeQuestion: {
      title: 'Remove this proposal?',
      text: 'The proposal disappears from this list. The person who asked keeps the answer.',
      yes: 'Remove',
      no: 'Keep',
    },
    removed: 'You removed the proposal.',
    gone: 'This proposal no longer exists.',
    footer: 'A proposal does not change the FAQ until somebody writes an entry in data/faq.',
    more: 'More',
    back: 'All proposals',
    facts: { question: 'Question', answer: 'Answer', language: 'Language', by: 'Answered by' },
  },

  /** The managers' weekly card has this line. */
  digest: (counts: { answered: number; askedBack: number; unknown: number; helpful: number }) =>
    `FAQ questions: ${counts.answered} answered, ${counts.askedBack} unclear, ${counts.unknown} unanswered. Answers that helped: ${counts.helpful}.`,
};
