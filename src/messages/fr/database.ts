import type { database as english } from '../en/database.ts';

const prevention =
  'La personne qui gère la base de données peut éviter ces pertes avec une réplication synchrone (voir docs/postgres.md).';
const stopped =
  'Je refuse les nouvelles alertes et demande à leurs émetteurs de les renvoyer plus tard. Personne ne peut acquitter, résoudre ni modifier quoi que ce soit, et je n’envoie aucun rappel. Ce qui était déjà enregistré est en sécurité.';

export const database: typeof english = {
  full: {
    title: 'Je ne peux rien enregistrer dans ma base de données',
    summary: 'Je ne peux pas écrire dans ma base de données : je refuse les nouvelles alertes.',
    text: `Je ne peux plus écrire dans ma base de données. ${stopped}`,
    remedy:
      'Demandez à la personne qui gère la base de données de libérer de l’espace disque ou de désactiver la lecture seule.',
  },
  away: {
    title: 'Ma base de données est inutilisable',
    summary: 'Ma base de données est inutilisable : je refuse les nouvelles alertes.',
    text: (why) => `La base de données qui contient mes données est inutilisable pour le moment (${why}). ${stopped}`,
    remedy:
      'Demandez à la personne qui gère la base de données de vérifier que son serveur fonctionne et que je peux le joindre. Je reprends ensuite sans redémarrage.',
  },
  room: {
    title: 'Je peux de nouveau écrire dans ma base de données',
    summary: 'Je peux de nouveau écrire dans ma base de données.',
    text: 'Je peux de nouveau enregistrer.',
  },
  putBack: {
    title: 'Ma base de données a perdu des modifications, je les ai réenregistrées',
    summary: (writes) =>
      writes === 1
        ? 'Ma base de données a perdu une modification qu’elle avait confirmée. Je l’ai réenregistrée.'
        : `Ma base de données a perdu ${writes} modifications qu’elle avait confirmées. Je les ai réenregistrées.`,
    text: 'Cela arrive quand un serveur de secours prend le relais avant d’avoir tout reçu. Il ne manque rien.',
    prevention,
  },
  lost: {
    title: 'Ma base de données a perdu des alertes',
    summary: (alerts) =>
      alerts === 1
        ? 'Ma base de données a perdu une alerte qu’elle avait confirmée.'
        : `Ma base de données a perdu ${alerts} alertes qu’elle avait confirmées.`,
    text: 'Cela arrive quand un serveur de secours prend le relais avant d’avoir tout reçu. Je n’ai pas pu réenregistrer ces alertes. Des modifications faites pendant les mêmes secondes ont peut-être aussi été perdues. Alertes manquantes, avec l’identifiant donné par leur émetteur :',
    alert: (id, source) => `« ${id} » de ${source}`,
    more: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
    remedy: 'Consultez ces alertes dans les produits qui les ont émises, puis renvoyez-les-moi.',
    prevention,
  },
};
