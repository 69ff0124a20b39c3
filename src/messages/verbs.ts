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
} as const;
/** What else people type for `aide`. Folded. */
export const helpInFrench = ['aidez', 'aidez-moi', 'aidez-nous', 'aide-moi'];
export type Verb = keyof typeof verbs;

/** What people say before they know the verbs. */
export const greetings = ['hi', 'hello', 'hey', 'bonjour', 'bonsoir', 'salut', 'coucou', 'start', '?'];

/** What people say when they were helped. Folded. */
export const thanks = ['thanks', 'thank', 'thx', 'cheers', 'merci'];
