import { type Inline, joined } from '../../view/view.ts';
import type { notices as english } from '../en/notices.ts';
import { de } from './elision.ts';

const of: (typeof english)['contactChanged']['of'] = {
  contact: {
    title: 'Le contact de sécurité a été modifié',
    text: (who, tenant) => [who, ` a modifié le contact de sécurité ${de(tenant)}.`],
    summary: null,
  },
  first: {
    title: 'Un contact de sécurité a été enregistré',
    text: (who, tenant) => [who, ` a enregistré le contact de sécurité ${de(tenant)}.`],
    summary: (who) =>
      `${who} a enregistré le contact de sécurité. Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
  },
  onCall: {
    title: 'L’astreinte a été modifiée',
    text: (who, tenant) => [who, ` a changé l’astreinte ${de(tenant)}.`],
    summary: (who) => `${who} a changé l’astreinte.`,
  },
  channels: {
    title: 'Les canaux d’alerte ont été modifiés',
    text: (who, tenant) => [who, ` a modifié des canaux dans la configuration ${de(tenant)}.`],
    summary: null,
  },
  tenant: {
    title: 'Le locataire partenaire a été modifié',
    text: (who, tenant) => [who, ` a modifié la configuration ${de(tenant)}.`],
    summary: null,
  },
  added: {
    title: 'Un locataire partenaire a été ajouté',
    text: (who, tenant) => [
      who,
      ` a ajouté le locataire partenaire ${tenant}. Quand il y a plusieurs locataires partenaires, j’envoie aux administrateurs les alertes qui n’en indiquent aucun.`,
    ],
    summary: (who) =>
      `${who} a ajouté ce locataire partenaire. Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
  },
  retired: {
    title: 'Un locataire partenaire a été retiré',
    text: (who, tenant, until) => [
      who,
      ` a retiré le locataire partenaire ${tenant} : je n’envoie plus de rappels pour ce locataire, sauf pour ses alertes ouvertes. Jusqu’au `,
      until,
      ', un administrateur général peut le rétablir, j’envoie ses nouvelles alertes à ses canaux et aux administrateurs, et j’envoie aux administrateurs les alertes qui n’indiquent aucun locataire partenaire.',
    ],
    summary: (who) =>
      `${who} a retiré ce locataire partenaire. Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
  },
  restored: {
    title: 'Un locataire partenaire retiré a été rétabli',
    text: (who, tenant) => [
      who,
      ` a rétabli le locataire partenaire ${tenant}. Je publie de nouveau ses alertes dans ses canaux.`,
    ],
    summary: (who) =>
      `${who} a rétabli ce locataire partenaire. Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
  },
  archived: {
    title: 'Des alertes ont été archivées',
    text: (who) => [
      who,
      ' a archivé les alertes non acquittées d’une source, pour faire de la place. Les alertes graves restent ouvertes.',
    ],
    summary: (who) =>
      `${who} a archivé des alertes non acquittées. Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
  },
};

const disowned: typeof english.notUs.of = {
  asked: {
    about: 'une demande de modification',
    text: (tenant) =>
      `que cette demande de modification (${tenant}) ne vient pas de votre organisation. Demande arrêtée : rien n’a été modifié. Consultez l’historique tout de suite et vérifiez qui est administrateur.`,
  },
  askedAndMade: {
    about: 'une demande de modification',
    text: (tenant) =>
      `que cette demande de modification (${tenant}) ne vient pas de votre organisation. La modification était déjà faite. Consultez l’historique tout de suite, annulez la modification et vérifiez qui est administrateur.`,
  },
  contact: {
    about: 'une modification du contact de sécurité',
    text: (tenant) =>
      `que cette modification du contact de sécurité ${de(tenant)} ne vient pas de votre organisation. Consultez l’historique tout de suite et rétablissez le contact ici et dans l’Espace partenaires.`,
  },
  first: {
    about: 'l’enregistrement d’un contact de sécurité',
    text: (tenant) =>
      `que l’enregistrement du contact de sécurité ${de(tenant)} ne vient pas de votre organisation. Consultez l’historique tout de suite, vérifiez qui est administrateur, et rectifiez le contact ici et dans l’Espace partenaires.`,
  },
  onCall: {
    about: 'un changement de l’astreinte',
    text: (tenant) =>
      `que ce changement de l’astreinte ${de(tenant)} ne vient pas de votre organisation. Consultez l’historique tout de suite, et rétablissez l’astreinte dans le contact, ou avec « astreinte fin ».`,
  },
  channels: {
    about: 'une modification des canaux d’alerte',
    text: (tenant) =>
      `que cette modification des canaux dans la configuration ${de(tenant)} ne vient pas de votre organisation. Consultez l’historique tout de suite et rétablissez les canaux dans la configuration.`,
  },
  tenant: {
    about: 'une modification de la configuration',
    text: (tenant) =>
      `que cette modification de la configuration ${de(tenant)} ne vient pas de votre organisation. Consultez l’historique tout de suite et rétablissez la configuration.`,
  },
  added: {
    about: 'l’ajout d’un locataire partenaire',
    text: (tenant) =>
      `que l’ajout du locataire partenaire ${tenant} ne vient pas de votre organisation. Consultez l’historique tout de suite, vérifiez qui est administrateur, et retirez ce locataire.`,
  },
  retired: {
    about: 'le retrait d’un locataire partenaire',
    text: (tenant) =>
      `que le retrait du locataire partenaire ${tenant} ne vient pas de votre organisation. Rétablissez ce locataire tout de suite, consultez l’historique, et vérifiez qui est administrateur.`,
  },
  restored: {
    about: 'le rétablissement d’un locataire partenaire',
    text: (tenant) =>
      `que le rétablissement du locataire partenaire ${tenant} ne vient pas de votre organisation. Consultez l’historique tout de suite, vérifiez qui est administrateur, et retirez de nouveau ce locataire partenaire.`,
  },
  archived: {
    about: 'l’archivage d’alertes',
    text: () =>
      'que cet archivage d’alertes non acquittées ne vient pas de votre organisation. Consultez l’historique tout de suite, vérifiez qui est administrateur, et lisez ces alertes dans les produits qui les ont émises.',
  },
};

export const notices: typeof english = {
  contactChanged: {
    button: 'Ce n’est pas nous',
    of,
    summary: (who, what) =>
      `${who} a fait une modification (${what}). Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».`,
    was: (value) => ['auparavant ', ...[value].flat()],
    now: (value) => ['désormais ', ...[value].flat()],
    added: (items) => ['ajout : ', ...[items].flat()],
    removed: (items) => ['retrait : ', ...[items].flat()],
    smallerChanges: (count) => `${count} changements mineurs`,
    kept: 'modifié (voir l’historique)',
    keptBut: (part) => [...[part].flat(), ' inchangé ; le reste a été modifié (voir l’historique)'],
    ask: 'Si aucun d’entre vous n’a fait cela, appuyez sur « Ce n’est pas nous ».',
    importer: 'Une importation en ligne de commande',
    question: {
      title: 'Alerter les administrateurs ?',
      text: 'En confirmant, vous indiquez que personne de votre organisation n’a fait cette modification. Je préviendrai aussitôt tous les administrateurs.',
      yes: 'Alerter',
      no: 'Annuler',
    },
    thanksTitle: 'Tous les administrateurs sont prévenus',
    thanks: 'Si quelqu’un vous a écrit ou appelé au sujet de cette modification, ne suivez pas ses consignes.',
    disowned: (who, count, when) => [
      ...[who].flat(),
      count === 1
        ? ' a signalé que cette modification ne vient pas de votre organisation, et a alerté les administrateurs le '
        : ' ont signalé que cette modification ne vient pas de votre organisation. Premier signalement : ',
      when,
      '.',
    ],
  },
  cleared: {
    title: 'Le contact d’un locataire partenaire retiré a été supprimé',
    summary: 'J’ai supprimé le contact de ce locataire partenaire retiré.',
    text: (tenant) =>
      `${tenant} est retiré depuis plus de 30 jours : j’ai supprimé son contact et son responsable, et fermé ses alertes ouvertes. Les alertes graves que personne n’a acquittées restent ouvertes, auprès des administrateurs.`,
  },
  greeting: {
    title: (tenant) => `Alertes de sécurité ${de(tenant)}`,
    summary: 'Ce canal reçoit désormais ses alertes de sécurité.',
    text: (tenant, { contact, onCall, who }) => [
      `Ce canal reçoit désormais les alertes de sécurité ${de(tenant)}. Le contact est ${contact}. D’astreinte : `,
      ...[onCall ?? 'personne pour le moment'].flat(),
      ...(who === null
        ? ['. Une importation en ligne de commande a enregistré ce contact.']
        : ['. ', who, ' a enregistré ce contact.']),
    ],
    test: 'Tester',
  },
  onCallChanged: {
    title: 'Astreinte',
    summary: (people, count) => `${people} ${count === 1 ? 'est' : 'sont'} d’astreinte à partir de maintenant.`,
    now: (tenant, people, { until, others }) => [
      `D’astreinte pour ${tenant} à partir de maintenant : `,
      ...[people].flat(),
      ...(until === null ? [] : [', jusqu’au ', until]),
      ...(others.length === 0 ? ['.'] : [' (', ...joined(others, ', '), ').']),
    ],
    instead: (people) => ['auparavant : ', ...[people].flat()],
    together: (people) => ['avec ', ...[people].flat()],
    by: (who) => ['Changement fait par ', who, '.'],
    text: (who, tenant, changes) => [
      who,
      ` a changé l’astreinte ${de(tenant)}.`,
      ...changes.flatMap((change): Inline[] => [' ', ...[change].flat(), '.']),
    ],
  },
  calendarPeople: {
    title: 'Un calendrier contient des noms que je ne connais pas',
    summary: (tenant) => `Le calendrier d’astreinte ${de(tenant)} contient des noms que je ne connais pas.`,
    text: (field, tenant, words) =>
      `${field} ${de(tenant)} : ${words}. Je ne peux pas mentionner ces personnes. Dans le calendrier, invitez-les avec l’adresse e-mail qu’elles utilisent ici, ou indiquez leurs noms dans le champ « Noms dans les calendriers » du contact.`,
    words: (words, more) =>
      [...words.map((one) => `« ${one} »`), ...(more > 0 ? [more === 1 ? '1 autre' : `${more} autres`] : [])].join(
        ', ',
      ),
  },
  notUs: {
    title: 'Une modification est contestée',
    summary: (who, about) => `${who} ${/, | et /.test(who) ? 'contestent' : 'conteste'} ${about}.`,
    text: (who, count, what) => [...[who].flat(), ` ${count === 1 ? 'signale' : 'signalent'} ${what}`],
    of: disowned,
    more: (count) => (count === 1 ? ' et une autre personne' : ` et ${count} autres personnes`),
    earlier: (count) =>
      count === 1
        ? 'Un signalement antérieur n’est pas affiché ici.'
        : `${count} signalements antérieurs ne sont pas affichés ici.`,
    gone: 'Je n’ai trouvé aucune modification de ce contact ou de ses canaux au cours des 30 derniers jours : je n’ai alerté personne. L’historique contient toutes les modifications. Si quelque chose ne va pas, prévenez un administrateur.',
    tooMany: (most) =>
      `Vous avez alerté les administrateurs pour ${most} modifications aujourd’hui, le maximum. Appelez l’un d’eux.`,
  },
};
