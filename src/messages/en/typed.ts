import type { ResolvedReason } from '../../domain/alert/alert.ts';

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
};
type Verb = keyof typeof verbs;

/** What people type in one language. All but the verbs is compared with folded text: lower case, without accents. */
export interface Typed {
  /** One word for each verb; accents do not matter. */
  verbs: Readonly<Record<Verb, string>>;
  /** Other words for the verb `help`. */
  help: readonly string[];
  /** Other words for a verb, which count only with a number behind them or with nothing. */
  otherWords: readonly { word: string; verb: Verb; needsNumber?: true }[];
  /** What people type for a reason behind `resolve 17`. */
  reasons: Readonly<Record<ResolvedReason, readonly string[]>>;
  /** All alerts, behind a verb that acts on one: «all the alerts at once». */
  all: RegExp;
  /** Sentences that ask to answer all alerts: the first group is the verb, the second one, where there is one, what is all. */
  asksForAll: readonly RegExp[];
  /** Words that ask, behind a verb: «history: who changed what?». */
  asking: RegExp;
  /** What people say before they know the verbs. */
  greetings: readonly string[];
  /** What people say to get no more messages. */
  stops: readonly string[];
  /** What people say when they were helped. */
  thanks: readonly string[];
}

export const typed: Typed = {
  verbs,
  help: [],
  otherWords: [
    { word: 'acknowledge', verb: 'ack' },
    // Alone it means something else.
    { word: 'close', verb: 'resolve', needsNumber: true },
    { word: 'alert', verb: 'alerts' },
  ],
  reasons: { legitimate: ['legitimate'], fraud: ['fraud'], ignore: ['ignore', 'ignored'] },
  all: /^(?:all|everything|every)(?: (?:of|the|these|our|my|them|open|alerts?))*(?: at once| together| in one go)?[\s.!?]*$/,
  asksForAll: [
    /^(?:how (?:do|can) (?:i|we) |can (?:i|we|you) |(?:i|we) (?:want|would like) to |please )?(\w+) ((?:all|every)\b.*\balert.*)$/,
  ],
  // «possible» and the question mark are written alike in French.
  asking:
    /(?<![\w-])(?:who|whom|whose|what|where|why|how|which|whether)(?![\w-])|(?<!(?:if|when|soon as|si|que) )possible[\s!?.]*$|\?!*\s*$/,
  greetings: ['hi', 'hello', 'hey', 'start', '?'],
  stops: ['stop', 'unsubscribe', 'stop it', 'stop please', 'please stop', 'stop reminders', 'stop messages'],
  thanks: ['thanks', 'thank', 'thx', 'cheers'],
};
