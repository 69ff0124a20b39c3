/** The verbs and what people type for them, in both languages; accents do not matter. */
export const verbs = {
  show: ['show', 'afficher'],
  update: ['update', 'modifier'],
  confirm: ['confirm', 'confirmer'],
  history: ['history', 'historique'],
  setup: ['setup', 'configurer'],
  check: ['check', 'vérifier'],
  reminders: ['reminders', 'rappels'],
  help: ['help', 'aide'],
  alerts: ['alerts', 'alertes'],
  raise: ['raise', 'signaler'],
  drill: ['drill', 'exercice'],
  report: ['report', 'rapport'],
  faq: ['faq', 'faq'],
  ack: ['ack', 'prendre'],
  resolve: ['resolve', 'résoudre'],
  reopen: ['reopen', 'rouvrir'],
} as const;
/** Verbs that act on one alert, by its number. */
export const byNumber = ['ack', 'resolve', 'reopen'] as const;
/** Other words for a verb, which count only with a number behind them or with nothing. Folded. */
export const otherWords = [
  { word: 'acknowledge', verb: 'ack', locale: 'en' },
  { word: 'close', verb: 'resolve', locale: 'en' },
  { word: 'fermer', verb: 'resolve', locale: 'fr' },
  { word: 'cloturer', verb: 'resolve', locale: 'fr' },
  { word: 'alert', verb: 'alerts', locale: 'en' },
  { word: 'alerte', verb: 'alerts', locale: 'fr' },
] as const;
/** Of those, what means something else where nothing follows. */
export const needsNumber: readonly string[] = ['close', 'fermer', 'cloturer'];
/** All alerts, behind a verb that acts on one. Folded. */
export const everything =
  /^(?:all|everything|every|tout|toutes|tous)(?: (?:of|the|these|our|my|them|open|alerts?|les|ces|nos|mes|alertes?|ouvertes))*(?: at once| together| in one go| en une (?:seule )?fois| d.un (?:seul )?coup| a la fois)?[\s.!?]*$/;
/** Sentences that ask to answer all alerts: what they begin with, the verb, and what is all. Folded. */
export const asksForAll =
  /^(?:how (?:do|can) (?:i|we) |can (?:i|we|you) |(?:i|we) (?:want|would like) to |please |comment (?:puis-je |peut-on |je peux |faire pour |on fait pour )?|(?:puis-je|peut-on|on peut) |je (?:veux|voudrais|souhaite) )?(\w+) (?:en charge )?((?:all|every|toutes|tous)\b.*\balert.*)$/;
/** Folded: all comes first, the verb behind it. */
export const allFirst = /^tout (\w+)(?: en charge)?[\s.!?]*$/;
/** What people type for a reason behind `resolve 17`, in both languages. Folded. */
export const reasonWords = {
  legitimate: ['legitimate', 'legitime'],
  fraud: ['fraud', 'fraude'],
  ignore: ['ignore', 'ignored', 'ignorer', 'ignoree'],
} as const;
/** What else people type for `aide`. Folded. */
export const helpInFrench = ['aidez', 'aidez-moi', 'aidez-nous', 'aide-moi'];
export type Verb = keyof typeof verbs;

/** Words that ask, behind a verb: «history: who changed what?». Folded. */
export const asking =
  /(?<![\w-])(?:who|whom|whose|what|where|why|how|which|whether|qui|quoi|pourquoi|comment|combien|quels?|quelles?|peut-on|puis-je|dois-je|doit-on|faut-il|est-ce)(?![\w-])|(?<!(?:if|when|soon as|si|que) )possible[\s!?.]*$|\?!*\s*$/;

/** What people say before they know the verbs. */
export const greetings = ['hi', 'hello', 'hey', 'bonjour', 'bonsoir', 'salut', 'coucou', 'start', '?'];

/** What people say to get no more messages. Folded. */
export const stops = [
  ...['stop', 'unsubscribe', 'stop it', 'stop please', 'please stop', 'stop reminders', 'stop messages'],
  ...['arrete', 'arretez', 'arreter', 'stopper', 'desabonner', 'me desabonner', 'arreter les rappels', 'stop rappels'],
];

/** What people say when they were helped. Folded. */
export const thanks = ['thanks', 'thank', 'thx', 'cheers', 'merci'];
