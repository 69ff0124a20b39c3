import type { database as english } from '../en/database.ts';

const prevention =
  'La personne qui gère la base de données peut l’éviter par une réplication synchrone : docs/postgres.md.';

export const database: typeof english = {
  full: {
    title: 'Je ne peux plus rien enregistrer : la base de données',
    summary: 'Ma base de données refuse les écritures : les nouvelles alertes sont refusées.',
    text: 'La base de données qui conserve mon état refuse les écritures. Les nouvelles alertes sont refusées, et leurs émetteurs sont priés de les renvoyer plus tard. Personne ne peut prendre en charge, résoudre ni modifier quoi que ce soit, et aucun rappel ne part. Ce qui était enregistré est en sécurité.',
    remedy:
      'La personne qui gère cette base de données libère de la place sur son disque, ou met fin à la lecture seule.',
  },
  away: {
    title: 'Je ne peux plus rien enregistrer : la base de données',
    summary: 'Ma base de données est inutilisable : les nouvelles alertes sont refusées.',
    text: (why) =>
      `La base de données qui conserve mon état est inutilisable pour le moment (${why}). Les nouvelles alertes sont refusées, et leurs émetteurs sont priés de les renvoyer plus tard. Personne ne peut prendre en charge, résoudre ni modifier quoi que ce soit, et aucun rappel ne part. Ce qui était enregistré est en sécurité.`,
    remedy:
      'La personne qui gère cette base de données vérifie que son serveur fonctionne et que je peux le joindre. Je reprends tout seul.',
  },
  room: {
    title: 'Ma base de données accepte de nouveau les écritures',
    summary: 'Ma base de données accepte de nouveau les écritures.',
    text: 'Je peux de nouveau enregistrer.',
  },
  putBack: {
    title: 'Ma base de données avait perdu des écritures',
    summary: (writes) =>
      writes === 1
        ? 'Ma base de données avait perdu une écriture confirmée. Je l’ai refaite.'
        : `Ma base de données avait perdu ${writes} écritures confirmées. Je les ai refaites.`,
    text: 'Cela arrive quand un serveur en remplace un autre qui ne lui avait pas encore tout transmis. Il ne manque rien.',
    prevention,
  },
  lost: {
    title: 'Ma base de données a perdu des alertes',
    summary: (alerts) =>
      alerts === 1
        ? 'Ma base de données a perdu une alerte confirmée.'
        : `Ma base de données a perdu ${alerts} alertes confirmées.`,
    text: 'Cela arrive quand un serveur en remplace un autre qui ne lui avait pas encore tout transmis. Je n’ai pas pu les enregistrer de nouveau. Ce qui a été fait pendant les mêmes secondes peut manquer aussi. Il manque ici ces alertes, désignées par l’identifiant de leur émetteur :',
    alert: (id, source) => `« ${id} » de ${source}`,
    more: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
    remedy: 'Regardez-les là d’où elles viennent, et demandez à leurs émetteurs de les renvoyer.',
    prevention,
  },
};
