import type { disk as english } from '../en/disk.ts';

export const disk: typeof english = {
  low: {
    title: 'Mon disque est presque plein',
    summary: (megabytes) => `Mon disque est presque plein : il reste ${megabytes} Mo.`,
    text: (megabytes) =>
      `Il reste ${megabytes} Mo sur le disque de mon dossier d’état. Une fois qu’il sera plein, je ne pourrai plus rien enregistrer : les nouvelles alertes seront refusées, et personne ne pourra plus rien prendre en charge ni modifier.`,
  },
  full: {
    title: 'Je ne peux plus rien enregistrer : le disque',
    summary: 'Mon disque est plein ou refuse les écritures : les nouvelles alertes sont refusées.',
    text: 'Le disque de mon dossier d’état est plein ou refuse les écritures. Les nouvelles alertes sont refusées, et leurs émetteurs sont priés de les renvoyer plus tard. Personne ne peut prendre en charge, résoudre ni modifier quoi que ce soit, et aucun rappel ne part. Ce qui était enregistré est en sécurité.',
  },
  room: {
    title: 'Mon disque a de nouveau de la place',
    summary: (megabytes) => `Mon disque a de nouveau de la place : ${megabytes} Mo sont libres.`,
    text: (megabytes) => `Je peux enregistrer, et ${megabytes} Mo sont libres sur le disque de mon dossier d’état.`,
  },
  again: 'Je peux de nouveau enregistrer.',
  remedy:
    'La personne qui m’héberge libère de la place sur ce disque : d’abord les anciennes sauvegardes, puis ce qui commence par « before-version- » ou « replaced- » dans le dossier d’état.',
};
