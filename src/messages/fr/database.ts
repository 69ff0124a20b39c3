import type { database as english } from '../en/database.ts';

const prevention =
  'La personne qui gère la base de données peut éviter ces pertes avec une réplication synchrone (voir docs/postgres.md).';
const stopped =
  'Je refuse les nouvelles alertes et demande à leurs sources de les renvoyer plus tard. Personne ne peut acquitter, résoudre ni modifier quoi que ce soit, et je n’envoie aucun rappel. Je conserve ce qui était déjà enregistré.';

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
    text: 'Je peux de nouveau enregistrer des données.',
  },
  putBack: {
    title: 'Ma base de données a perdu des modifications : je les ai réenregistrées',
    summary: (writes) =>
      writes === 1
        ? 'Ma base de données a perdu une modification dont elle avait confirmé l’enregistrement. Je l’ai réenregistrée.'
        : `Ma base de données a perdu ${writes} modifications dont elle avait confirmé l’enregistrement. Je les ai réenregistrées.`,
    text: 'Cela arrive quand un serveur de secours prend le relais avant d’avoir tout reçu. Il ne manque rien.',
    prevention,
  },
  lost: {
    title: 'Ma base de données a perdu des alertes',
    summary: (alerts) =>
      alerts === 1
        ? 'Ma base de données a perdu une alerte dont elle avait confirmé l’enregistrement.'
        : `Ma base de données a perdu ${alerts} alertes dont elle avait confirmé l’enregistrement.`,
    text: 'Cela arrive quand un serveur de secours prend le relais avant d’avoir tout reçu. Je n’ai pas pu réenregistrer ces alertes. Des modifications faites au même moment sont peut-être perdues aussi. Voici les alertes manquantes, avec l’identifiant que leur source leur a donné :',
    alert: (id, source) => `« ${id} » de ${source}`,
    more: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
    remedy:
      'Consultez ces alertes dans les produits qui les ont émises, puis faites en sorte que ces produits me les renvoient.',
    prevention,
  },
};
