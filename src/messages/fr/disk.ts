import type { disk as english } from '../en/disk.ts';

export const disk: typeof english = {
  low: {
    title: 'Mon disque est presque plein',
    summary: (megabytes) => `Mon disque est presque plein : il reste ${megabytes} Mo.`,
    text: (megabytes) =>
      `Il reste ${megabytes} Mo sur le disque qui contient mes données. Quand il sera plein, je ne pourrai plus rien enregistrer : je refuserai les nouvelles alertes, et personne ne pourra plus acquitter d’alerte ni modifier quoi que ce soit.`,
  },
  full: {
    title: 'Je ne peux rien enregistrer sur mon disque',
    summary: 'Mon disque est plein ou en lecture seule : je refuse les nouvelles alertes.',
    text: 'Le disque qui contient mes données est plein ou en lecture seule. Je refuse les nouvelles alertes et demande à leurs sources de les renvoyer plus tard. Personne ne peut acquitter, résoudre ni modifier quoi que ce soit, et je n’envoie aucun rappel. Je conserve ce qui était déjà enregistré.',
  },
  room: {
    title: 'Mon disque a de nouveau de l’espace libre',
    summary: (megabytes) => `Mon disque a de nouveau de l’espace libre : ${megabytes} Mo.`,
    text: (megabytes) =>
      `Je peux de nouveau enregistrer des données : il y a ${megabytes} Mo d’espace libre sur le disque qui contient mes données.`,
  },
  again: 'Je peux de nouveau enregistrer des données.',
  remedy:
    'Demandez à la personne qui gère le bot de libérer de l’espace sur ce disque en supprimant d’abord les anciennes sauvegardes, puis tout ce dont le nom commence par « before-version- » ou « replaced- » dans mon dossier de données (STATE_DIR).',
};
