import type { help as english } from '../en/help.ts';

export const help: typeof english = {
  stop: {
    title: 'Comment recevoir moins de messages',
    text: [
      'Pour reporter un rappel, ouvrez les rappels et choisissez Reporter.',
      'Les alertes et les modifications du contact de sécurité sont toujours annoncées : cela ne se désactive pas ici.',
    ],
  },
  title: 'Ce que je sais faire',
  summary:
    'Je tiens à jour le contact de sécurité Microsoft CSP de votre organisation. Voici ce que vous pouvez me demander.',
  intro:
    'Je tiens le registre, propre à votre organisation, du contact de sécurité que Microsoft exige de chaque partenaire CSP. Microsoft n’offre aucune API pour sa propre fiche : elle se modifie à la main dans l’Espace partenaires, et je vous y guide.',
  rights: (people) => [
    'Tous les membres peuvent consulter le contact. Les administrateurs généraux peuvent le modifier : ',
    ...[people].flat(),
    '.',
  ],
  unknown: (said) => `Je ne connais pas « ${said} ».`,
  nearest: (command) => `Vouliez-vous dire « ${command} » ?`,
  verbs: {
    show: 'Affiche le contact de sécurité, qui l’a modifié et ce qui manque.',
    update: 'Modifie le contact de sécurité (administrateurs généraux).',
    confirm: 'Indique que tout est toujours exact.',
    history: 'Liste chaque modification : qui, quand, avant et après.',
    setup: 'Ajoute ou modifie un locataire partenaire et les canaux de l’organisation (administrateurs généraux).',
    alerts: (command) =>
      `Liste les alertes ouvertes. « ${command('alerts')} 17 » en détaille une, « ${command('alerts')} minage » fait une recherche.`,
    ack: (command) =>
      `Prend en charge l’alerte 17 ; « ${command('ack')} tout » demande une fois pour toutes. De même, « ${command('resolve')} 17 fraude » et « ${command('reopen')} 17 ».`,
    note: (command) =>
      `Ajoute ce que vous tapez ensuite au déroulé de l’alerte 17. « ${command('give')} 17 @Bea » confie l’alerte, « ${command('take')} 17 » la reprend.`,
    oncall: (command) =>
      `Dit qui est d’astreinte. « ${command('oncall')} moi jusqu’à 18:00 » vous y met, « ${command('oncall')} fin » y met fin.`,
    check: 'Vérifie maintenant si le contact est encore à jour.',
    reminders: 'Montre quels rappels viendront, à qui, quand et pourquoi.',
    raise: 'Signale une alerte à la main, par exemple après un appel, ou depuis le menu d’un message.',
    drill: 'Envoie une alerte d’exercice par le circuit réel.',
    report: 'Montre comment les alertes d’un mois ont été traitées (responsables).',
    faq: 'Répond aux questions sur le contact de sécurité ; seul, liste les thèmes.',
    help: 'Affiche cette liste.',
  },
  small: (example, version) =>
    `Version ${version}. Si vous avez plusieurs locataires partenaires, ajoutez le nom ou l’identifiant, par exemple : ${example}`,
  inThisLanguage: 'En français',
  tryIt: (verb) => `Essayer « ${verb} »`,
};
