import type { settings as english } from '../en/settings.ts';

export const settings: typeof english = {
  refused: {
    title: 'Mes nouveaux paramètres contiennent des erreurs',
    summary: (count) =>
      count < 2
        ? 'Je n’ai pas rechargé mes paramètres, car ils contiennent 1 erreur : je garde les anciens.'
        : `Je n’ai pas rechargé mes paramètres, car ils contiennent ${count} erreurs : je garde les anciens.`,
    whole: 'le paramètre entier',
    remedy:
      'Rien n’a changé. Demandez à la personne qui gère le bot de consulter le journal, de corriger les erreurs, puis de recharger les paramètres.',
  },
  mended: {
    title: 'Mes paramètres ne contiennent plus d’erreurs',
    summary: 'Mes paramètres ne contiennent plus d’erreurs : je les applique maintenant.',
  },
  admins: {
    title: 'Mes paramètres désignent d’autres administrateurs',
    summary: (added, removed) =>
      `Mes paramètres désignent d’autres administrateurs : ${added} en plus, ${removed} en moins.`,
    added: 'En plus',
    removed: 'En moins',
    whyFormer: 'Vous recevez ce message en tant qu’ancien administrateur.',
    remedy:
      'Si vous ne vous y attendiez pas, prévenez tout de suite la personne qui gère le bot. L’historique garde la trace de ce changement.',
  },
};
