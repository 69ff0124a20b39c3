import type { ResolvedReason } from '../../domain/alert/status.ts';
import { type SlotWords, slots } from './slot-words.ts';

const verbs = {
  show: 'show',
  update: 'update',
  confirm: 'confirm',
  history: 'history',
  setup: 'setup',
  check: 'check',
  reminders: 'reminders',
  help: 'help',
  alerts: 'alerts',
  raise: 'raise',
  drill: 'drill',
  report: 'report',
  faq: 'faq',
  ack: 'ack',
  resolve: 'resolve',
  reopen: 'reopen',
  note: 'note',
  give: 'give',
  take: 'take',
  keep: 'keep',
  oncall: 'oncall',
};
type VerbKey = keyof typeof verbs;

/** People type these words in one language. All but the verbs are compared with folded text: lower case, without accents. */
export interface CommandWords {
  /** Each verb has one word; accents do not matter. */
  verbs: Readonly<Record<VerbKey, string>>;
  /** These are other words for the verb `help`. */
  help: readonly string[];
  /** These are other words for a verb. They count only with a number behind them or with nothing. */
  otherWords: readonly { word: string; verb: VerbKey; needsNumber?: true }[];
  /** These are other words for a verb, whatever is behind them. */
  synonyms: readonly { word: string; verb: VerbKey }[];
  /** These are words for a verb where nothing is behind them; `rest` is then what the verb does. */
  alone: readonly { word: string; verb: VerbKey; rest?: string }[];
  /** People type these words behind `oncall`: for themselves, before a time, before a tenant, and to end it. */
  onCall: Readonly<Record<'me' | 'until' | 'of' | 'end', readonly string[]>>;
  /** People type one of these words for a reason behind `resolve 17`. */
  reasons: Readonly<Record<ResolvedReason, readonly string[]>>;
  /**
   * People join numbers and choose alerts with these words: «2 to 5», «2 and 3», «all from cipp», «for 17». The last ones are polite, or say
   * that nothing else is meant.
   */
  choosing: Readonly<Record<'to' | 'and' | 'from' | 'before' | 'please', readonly string[]>>;
  /** This means all alerts, behind a verb that acts on one: «all the alerts at once». */
  all: RegExp;
  /** These sentences ask to answer all alerts: the first group is the verb, the second one, when there is one, names the alerts. */
  asksForAll: readonly RegExp[];
  /** These words behind a verb ask a question: «history: who changed what?». */
  asking: RegExp;
  /** What follows `report` in words that tell of something: «report an alert: a customer phoned», «report a strange log-in». */
  reported: RegExp;
  /** These sentences ask for changes that wait for a second administrator. */
  waiting: readonly RegExp[];
  /** People greet with these words before they know the verbs. */
  greetings: readonly string[];
  /** People type these words to get no more messages. */
  stops: readonly string[];
  /** People thank with these words. */
  thanks: readonly string[];
  /**
   * These patterns tell a question that needs the answer before it: how it begins, its pronouns, and the nouns that make it clear without.
   */
  followUp: { begins: RegExp; pronoun: RegExp; noun: RegExp };
  /** A sentence says with these words which alerts, which month and why. */
  slots: SlotWords;
}

export const typed: CommandWords = {
  verbs,
  help: [],
  otherWords: [
    { word: 'acknowledge', verb: 'ack' },
    // Without a number, these mean something else.
    { word: 'close', verb: 'resolve', needsNumber: true },
    { word: 'delete', verb: 'resolve', needsNumber: true },
    { word: 'alert', verb: 'alerts' },
  ],
  synonyms: [{ word: 'on-call', verb: 'oncall' }],
  alone: [
    { word: 'edit', verb: 'update' },
    { word: 'change', verb: 'update' },
    { word: 'modify', verb: 'update' },
    { word: 'status', verb: 'check' },
    { word: 'health', verb: 'check' },
    { word: 'missing', verb: 'check' },
    { word: 'outdated', verb: 'check' },
    { word: 'overview', verb: 'check' },
    { word: 'who', verb: 'show' },
    { word: 'contact', verb: 'show' },
    { word: 'test', verb: 'drill' },
    { word: 'sources', verb: 'alerts', rest: 'sources' },
    { word: 'integrations', verb: 'alerts', rest: 'sources' },
    { word: 'incidents', verb: 'alerts' },
    { word: 'tickets', verb: 'alerts' },
    { word: 'snooze', verb: 'reminders' },
    { word: 'pager', verb: 'oncall' },
    { word: 'stats', verb: 'report' },
    { word: 'statistics', verb: 'report' },
    { word: 'settings', verb: 'setup' },
    { word: 'remove', verb: 'setup' },
  ],
  onCall: {
    me: ['me', 'i', "i'm", 'i’m', 'myself'],
    until: ['until', 'till'],
    of: ['for'],
    end: ['end', 'stop', 'cancel'],
  },
  reasons: { legitimate: ['legitimate', 'legit'], fraud: ['fraud'], ignore: ['ignore', 'ignored'] },
  choosing: {
    to: ['to', 'through', 'thru'],
    and: ['and'],
    from: ['from', 'of'],
    before: ['for', 'on', 'to', 'about', 'alert', 'number', 'no'],
    please: ['please', 'pls', 'now', 'only', 'just', 'thanks', 'thank you'],
  },
  all: /^(?:(?:all|everything|every|the (?:whole )?lot)(?: (?:of|the|these|our|my|them|open|alerts?))*|(?:(?:the|these|our|my) )?(?:\d+|two|three|four|five|six|seven|eight|nine|ten) (?:open )?alerts)(?: at once| together| in one go)?[\s.!?]*$/,
  asksForAll: [
    /^(?:how (?:do|can) (?:i|we) |can (?:i|we|you) |(?:i|we) (?:want|would like) to |please )?(\w+) ((?:all|every)\b.*\balert.*)$/,
  ],
  // «possible» and the question mark are written alike in French.
  reported: /^(?:an?|that|some)\s/i,
  asking:
    /(?<![\w-])(?:who|whom|whose|what|where|why|how|which|whether)(?![\w-])|(?<!(?:if|when|soon as|si|que) )possible[\s!?.]*$|\?!*\s*$/,
  waiting: [
    /^(?:approve|approvals?|reject|refuse|withdraw)(?: (?:it|this|that|the|my|a|waiting|pending|contact|changes?|requests?))*$/,
    /^(?:(?:what(?:'s| is| are)?|which|show|list|see|any|is there|are there) )?(?:(?:me|any|the|my|all|a|is|are|changes?|requests?) )*(?:waiting|pending)(?: (?:for|changes?|requests?|approvals?))*$/,
  ],
  greetings: ['hi', 'hello', 'hey', 'start', '?'],
  stops: [
    'stop',
    'never mind',
    'nevermind',
    'forget it',
    'unsubscribe',
    'stop it',
    'stop please',
    'please stop',
    'stop reminders',
    'stop messages',
  ],
  thanks: ['thanks', 'thank', 'thx', 'cheers'],
  followUp: {
    begins:
      /^(?:(?:ah|oh|ok|okay|great|lovely|fine|thanks)\W+)?(?:and|so|also|even|but|what (?:if|about)|how about|in that case|then|same|such as|like|including|right)\b/,
    pronoun: /\b(?:it|its|he|she|him|her|his|they|them|their|this|that|these|those|one|ones)\b/,
    noun: /\b(?:contacts?|partners?|tenants?|alerts?|fraud|e-?mails?|mails?|phone|resellers?|customers?|dashboard|roles?|api)\b/,
  },
  slots,
};
