import type { tenants as english } from '../en/tenants.ts';

export const tenants: typeof english = {
  title: 'Quel locataire partenaire ?',
  summary: 'Choisissez un locataire partenaire.',
  choose: 'Choisir',
  show: 'Afficher',
  searched: 'Locataire partenaire',
  searchHint: 'Tapez une partie du nom.',
  none: 'Aucun locataire partenaire n’est encore configuré. Un administrateur général peut le faire maintenant.',
  noneTitle: 'Bienvenue',
  noMatch: (text) => `Je ne connais pas de locataire partenaire appelé « ${text} ». Choisissez-en un.`,
  several: (text) => `Plusieurs locataires partenaires correspondent à « ${text} ». Choisissez-en un.`,
  setUp: 'Configurer',
  retired: {
    title: 'Ce locataire partenaire a été retiré',
    text: (tenant, when) => [
      `${tenant} a été retiré le `,
      when,
      '. Vous pouvez consulter son historique, son rapport et ses alertes ouvertes, mais vous ne pouvez rien modifier.',
    ],
  },
  restore: 'Rétablir',
  report: 'Rapport',
  gone: 'Ce locataire partenaire n’existe plus ici. Consultez la liste actuelle.',
};
