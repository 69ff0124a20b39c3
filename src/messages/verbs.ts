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
  { word: 'alert', verb: 'alerts', locale: 'en' },
  { word: 'alerte', verb: 'alerts', locale: 'fr' },
] as const;
/** What people type for a reason behind `resolve 17`, in both languages. Folded. */
export const reasonWords = {
  legitimate: ['legitimate', 'legitime'],
  fraud: ['fraud', 'fraude'],
  ignore: ['ignore', 'ignored', 'ignorer', 'ignoree'],
} as const;
/** What else people type for `aide`. Folded. */
export const helpInFrench = ['aidez', 'aidez-moi', 'aidez-nous', 'aide-moi'];
export type Verb = keyof typeof verbs;

/** What people say before they know the verbs. */
export const greetings = ['hi', 'hello', 'hey', 'bonjour', 'bonsoir', 'salut', 'coucou', 'start', '?'];

/** What people say to get no more messages. Folded. */
export const stops = [
  ...['stop', 'unsubscribe', 'stop it', 'stop please', 'please stop', 'stop reminders', 'stop messages'],
  ...['arrete', 'arretez', 'arreter', 'stopper', 'desabonner', 'me desabonner', 'arreter les rappels', 'stop rappels'],
];

/** What people say when they were helped. Folded. */
export const thanks = ['thanks', 'thank', 'thx', 'cheers', 'merci'];
