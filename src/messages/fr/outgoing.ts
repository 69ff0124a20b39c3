import type { outgoing as english } from '../en/outgoing.ts';

export const outgoing: typeof english = {
  alert: {
    accepted: 'Nouvelle alerte',
    unacknowledged: 'Personne n’a acquitté',
    overdue: 'En retard',
    acknowledged: 'Acquittée',
    handedOver: 'Confiée',
    note: 'Nouvelle note',
    resolved: 'Résolue',
    reopened: 'Rouverte',
  },
  other: {
    'contact.changed': 'Le contact de sécurité a été modifié',
    'finding.opened': 'Le contact de sécurité est à vérifier',
    'finding.closed': 'Un constat sur le contact de sécurité est réglé',
    'source.silent': 'Une source est silencieuse',
    audit: 'Nouvelle entrée dans l’historique',
    'receiver.test': 'Test',
  },
  testText: 'Ceci est un test de la connexion. Il ne s’est rien passé.',
  drill: (news) => `Exercice : ${news}`,
  numbered: (news, number) => `${news} : alerte ${number}`,
  about: (news, tenant) => `${news} · ${tenant}`,
  titled: (news, title) => `${news} : ${title}`,
  line: (label, value) => `${label} : ${value}`,
  by: 'Par',
  to: 'À',
  fields: 'Modifié',
  finding: 'Constat',
  reference: 'Ticket',
  mayBeRepeat: 'Ce message vous parvient peut-être deux fois : rien ne dit si le premier est arrivé.',
};
