import type { CommandWords } from '../en/command-words.ts';
import { slots } from './slot-words.ts';

export const typed: CommandWords = {
  verbs: {
    show: 'afficher',
    update: 'modifier',
    confirm: 'confirmer',
    history: 'historique',
    setup: 'configurer',
    check: 'vérifier',
    reminders: 'rappels',
    help: 'aide',
    alerts: 'alertes',
    raise: 'signaler',
    drill: 'exercice',
    report: 'rapport',
    faq: 'faq',
    ack: 'prendre',
    resolve: 'résoudre',
    reopen: 'rouvrir',
    note: 'note',
    give: 'confier',
    take: 'reprendre',
    keep: 'poursuivre',
    oncall: 'astreinte',
  },
  help: ['aidez', 'aidez-moi', 'aidez-nous', 'aide-moi'],
  otherWords: [
    { word: 'fermer', verb: 'resolve', needsNumber: true },
    { word: 'cloturer', verb: 'resolve', needsNumber: true },
    { word: 'clore', verb: 'resolve', needsNumber: true },
    { word: 'acquitter', verb: 'ack', needsNumber: true },
    { word: 'accuser', verb: 'ack', needsNumber: true },
    { word: 'transmettre', verb: 'give', needsNumber: true },
    { word: 'alerte', verb: 'alerts' },
    { word: 'noter', verb: 'note' },
    { word: 'annoter', verb: 'note' },
  ],
  synonyms: [{ word: 'garde', verb: 'oncall' }],
  onCall: {
    me: ['moi', 'je'],
    until: ["jusqu'a", "jusqu'au", 'jusqu’a', 'jusqu’au', 'jusque'],
    of: ['pour', 'chez'],
    end: ['fin', 'finir', 'terminer'],
  },
  reasons: { legitimate: ['legitime'], fraud: ['fraude'], ignore: ['ignorer', 'ignoree'] },
  choosing: {
    to: ['à', 'a'],
    and: ['et'],
    from: ['de', 'du', 'des'],
    please: ["s'il vous plait", "s'il te plait", 'svp', 'stp', 'merci'],
  },
  // People who type French mix English words in.
  all: /^(?:all|everything|every|tout|toutes|tous)(?: (?:of|the|these|our|my|them|open|alerts?|les|ces|nos|mes|alertes?|ouvertes))*(?: at once| together| in one go| en une (?:seule )?fois| d.un (?:seul )?coup| a la fois)?[\s.!?]*$/,
  asksForAll: [
    /^(?:how (?:do|can) (?:i|we) |can (?:i|we|you) |(?:i|we) (?:want|would like) to |please |comment (?:puis-je |peut-on |je peux |faire pour |on fait pour )?|(?:puis-je|peut-on|on peut) |je (?:veux|voudrais|souhaite) )?(\w+) (?:en charge )?((?:all|every|toutes|tous)\b.*\balert.*)$/,
    /^tout (\w+)(?: en charge)?[\s.!?]*$/,
  ],
  asking:
    /(?<![\w-])(?:qui|quoi|pourquoi|comment|combien|quels?|quelles?|peut-on|puis-je|dois-je|doit-on|faut-il|est-ce)(?![\w-])/,
  greetings: ['bonjour', 'bonsoir', 'salut', 'coucou'],
  stops: [
    ...['arrete', 'arretez', 'arreter', 'stopper', 'desabonner', 'me desabonner', 'arreter les rappels'],
    'stop rappels',
  ],
  thanks: ['merci'],
  followUp: {
    begins:
      /^(?:ah,? |oh,? |ok,? |d'accord\W+)?(?:et|pis|puis|aussi|meme|alors|donc|mais|du coup|dans ce cas|pareil|idem|y compris|genre|comme)\b/,
    pronoun: /\b(?:il|elle|ils|elles|lui|leur|ca|cela|celui|celle|ceux|celles|y|en|ce|c'est)\b/,
    noun: /\b(?:contacts?|partenaires?|locataires?|alertes?|fraudes?|e-?mails?|mails?|courriels?|telephone|revendeurs?|clients?|roles?|api)\b/,
  },
  slots,
};
