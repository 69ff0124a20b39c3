import type { help as english } from '../en/help.ts';

export const help: typeof english = {
  stop: {
    title: 'Comment recevoir moins de messages',
    text: [
      'Pour reporter un rappel, ouvrez les rappels et choisissez Reporter.',
      'Les alertes et les avis de modification ne peuvent pas être désactivés.',
    ],
  },
  version: { title: 'Version', text: (version) => `Ce bot est en version ${version}.` },
  title: 'Ce que je sais faire',
  summary: 'Je tiens à jour le contact de sécurité CSP de votre organisation. Voici ce que vous pouvez me demander.',
  intro:
    'Chaque partenaire CSP doit désigner un contact de sécurité. Je tiens votre fiche à jour. Celle de Microsoft se modifie à la main dans l’Espace partenaires : je vous y guide.',
  behind: (command) => ['À taper après ', command, '.'],
  groups: { alerts: 'Alertes', contact: 'Contact', questions: 'Questions' },
  ask: 'Posez votre question librement, en français ou en anglais.',
  buttons: { setUp: 'Configurer', report: 'Rapport', reminders: 'Rappels', drill: 'Exercice' },
  rights: (people) => ['Qui peut modifier le contact : ', ...[people].flat(), '.'],
  unknown: (said) => `Je n’ai pas compris « ${said} »`,
  nearest: (command) => `Vouliez-vous dire « ${command} » ?`,
  verbs: {
    show: 'Le contact de sécurité, et ce qui manque.',
    update: 'Modifier le contact.',
    confirm: 'Confirmer que tout est toujours exact.',
    history: 'Qui a modifié quoi, et quand.',
    setup: 'Locataires partenaires, canal des administrateurs, responsables et experts.',
    alerts: (code) => [
      ...[
        'Alertes ouvertes. ',
        code('alerts', '17'),
        ' en affiche une, ',
        code('alerts', 'minage'),
        ' fait une recherche.',
      ],
    ],
    ack: (code) => [
      ...['Acquitter. Ou ', code('ack', '2-5'), ', ', code('ack', 'tout'), ', une source (', code('ack', 'cipp'), ')'],
      ...[' ou un client (', code('ack', 'Fabrikam'), ').'],
    ],
    resolve: (code) => [...['Résoudre. Ou ', code('resolve', '17 fraude'), ', ', code('resolve', 'Fabrikam'), '.']],
    reopen: 'Rouvrir une alerte résolue.',
    note: (code) => [
      ...['Ajouter une note. ', code('give', '17 @Bea'), ' confie l’alerte, ', code('take', '17'), ' la reprend.'],
    ],
    oncall: (code, isResponder) => [
      'Qui est d’astreinte.',
      ...(isResponder
        ? [
            ...[
              ' ',
              code('oncall', 'moi jusqu’à 18:00'),
              ' vous met d’astreinte, ',
              code('oncall', 'Sam jusqu’à 9:00'),
            ],
            ...[' transfère l’astreinte à Sam, ', code('oncall', 'fin'), ' y met fin.'],
          ]
        : []),
    ],
    check: 'Ce qui manque ou n’est plus à jour.',
    reminders: 'Quels rappels viendront, à qui et quand.',
    raise: 'Signaler vous-même un incident.',
    drill: 'Envoyer une alerte de test, marquée comme exercice.',
    report: 'Comment les alertes d’un mois ont été traitées.',
    faq: 'Tous les thèmes.',
  },
  small: (version) => `Version ${version}`,
  several: (example) => ['Si vous avez plusieurs locataires partenaires, ajoutez un nom : ', example, '.'],
  inThisLanguage: 'En français',
  tryIt: (verb) => `Essayer « ${verb} »`,
};
