/**
 * Short words that make a French sentence, with the polite ones that nobody types in English. None is an English word («on», «me», «or»,
 * «comment»). Folded, without accents.
 */
export const functionWords: readonly string[] = [
  ...["c'", "d'", "j'", "jusqu'", "l'", "lorsqu'", "m'", "n'", "qu'", "s'", "t'"],
  ...['je', 'tu', 'il', 'elle', 'nous', 'vous', 'ils', 'elles', 'moi', 'toi', 'lui', 'leur', 'leurs', 'eux'],
  ...['mon', 'mes', 'notre', 'nos', 'votre', 'vos', 'ses', 'sa', 'ma', 'ta'],
  ...['le', 'la', 'les', 'un', 'une', 'des', 'du', 'de', 'au', 'aux', 'ce', 'cet', 'cette', 'ces', 'ca', 'cela'],
  ...['est', 'est-ce', 'sont', 'suis', 'sommes', 'etes', 'ont', 'avons', 'avez', 'etait', 'sera', 'soit', 'y'],
  ...['peut', 'peux', 'peuvent', 'puis-je', 'peut-on', 'dois', 'doit', 'doit-on', 'faut', 'faut-il', 'fait', 'faire'],
  ...['veux', 'veut', 'voudrais', 'sais', 'sait', 'vais', 'va', 'etre', 'avoir', 'ne', 'pas', 'rien', 'jamais'],
  ...['qui', 'que', 'quoi', 'quand', 'ou', 'pourquoi', 'combien', 'quel', 'quelle', 'quels', 'quelles', 'dont'],
  ...['et', 'mais', 'si', 'donc', 'puis', 'aussi', 'encore', 'toujours', 'deja', 'ici', 'maintenant', 'tout', 'toutes'],
  ...['dans', 'avec', 'sans', 'chez', 'par', 'sur', 'sous', 'vers', 'avant', 'apres', 'entre', 'depuis', 'jusque'],
  ...['en', 'pour', 'svp', 'stp', 'merci', 'bonjour', 'bonsoir', 'salut', 'coucou', 'oui'],
];
