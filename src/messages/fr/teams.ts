import type { teams as english } from '../en/teams.ts';

export const teams: typeof english = {
  error: (problem) => `Erreur. ${problem}`,
  answeredPrivately: 'Je vous ai répondu dans notre conversation privée.',
  addMeFirst:
    'Je réponds en privé, mais nous n’avons pas encore de conversation. Ouvrez mon profil, choisissez Ajouter ou Conversation, et posez-moi la question là-bas une fois. Ensuite, je pourrai aussi vous répondre depuis ce canal.',
  otherOrganisation:
    'Je travaille pour une autre organisation : je ne peux pas vous aider ici. Adressez-vous à votre propre équipe de sécurité.',
  noAccount: 'Je ne peux aider que les personnes connectées avec un compte de cette organisation.',
  tryAgain: 'Réessayer',
  formBelow: 'Le formulaire est ci-dessous.',
  answeredBelow: 'La réponse est ci-dessous.',
  answerComes:
    'Teams tarde à accepter ma réponse. Vous la recevrez dès que possible. Si elle n’est pas là dans quelques minutes, reposez-moi la question.',
  notSupported: 'Je ne peux pas faire cela ici. Envoyez-moi « aide » pour voir ce que je sais faire.',
  whyWelcome:
    'Vous recevez ce message parce que vous ou votre administrateur m’avez ajouté dans Teams. Je ne l’envoie qu’une fois.',
  teamWelcome: (by) =>
    `Bonjour. ${by === null ? '' : `${by} m’a ajouté ici. `}Je tiens à jour le contact de sécurité de votre organisation pour le programme partenaire de Microsoft. Mentionnez-moi avec « aide » pour voir ce que je sais faire. Seule la personne qui pose une question voit ma réponse.`,
  files: {
    declined: 'Très bien, je ne garde pas de copie de ce fichier. Redemandez le rapport quand vous en aurez besoin.',
    expired: 'Cette proposition n’est plus valable. Redemandez le rapport.',
    failed: (reference) =>
      `Je n’ai pas pu enregistrer le fichier dans votre OneDrive. Redemandez-le. Si l’erreur se reproduit, donnez cette référence à la personne qui gère le bot : ${reference}.`,
  },
  required: (label) =>
    label.endsWith('?') ? `Répondez à la question « ${label} ».` : `Remplissez le champ « ${label} ».`,
  none: 'Aucun',
  notConnected: (address) => `${address} (non connecté)`,
  noChannels:
    'Je ne connais encore aucun canal. Ajoutez-moi à l’équipe, mentionnez-moi dans le canal avec « aide », puis rouvrez ce formulaire.',
  noChannelsLocal:
    'Je ne connais encore aucun canal. Cliquez sur « Security alerts » à gauche dans Agents Playground, puis rouvrez ce formulaire.',
  searchChannels: (count) => `Encore ${count} : tapez une partie du nom.`,
  moreChannels: (count) =>
    count === 1
      ? '1 autre canal ne tient pas ici. Retirez-moi des équipes qui n’ont pas besoin de moi, ou importez le registre.'
      : `${count} autres canaux ne tiennent pas ici. Retirez-moi des équipes qui n’ont pas besoin de moi, ou importez le registre.`,
  noPeople: 'Je ne connais encore personne. Demandez à ces personnes de m’écrire une fois, puis rouvrez ce formulaire.',
  app: {
    of: (organisation, name) => `${organisation} – ${name}`,
    noOrganisation: 'Équipe de sécurité',
    short: 'Contact de sécurité',
    full: 'Contact de sécurité des partenaires CSP',
    shortDescription: 'Tient à jour votre contact de sécurité CSP et suit vos alertes de sécurité.',
    fullDescription:
      'Affiche et modifie le contact de sécurité que votre organisation a déclaré au programme Cloud Solution Provider de Microsoft, vous rappelle de le confirmer et conserve l’historique de chaque modification. Envoie les alertes de sécurité aux personnes qui les traitent, les relance jusqu’à ce que quelqu’un réponde et indique les délais de réponse. Il fonctionne sur votre propre serveur.',
    commands: {
      show: { title: 'afficher', description: 'Afficher le contact de sécurité' },
      update: { title: 'modifier', description: 'Modifier le contact de sécurité' },
      confirm: { title: 'confirmer', description: 'Confirmer qu’il est toujours exact' },
      history: { title: 'historique', description: 'Qui a modifié quoi, et quand' },
      check: { title: 'vérifier', description: 'Vérifier maintenant si tout est à jour' },
      reminders: { title: 'rappels', description: 'Ce qui sera envoyé, à qui et pourquoi' },
      alerts: { title: 'alertes', description: 'Lister les alertes de sécurité ouvertes' },
      raise: { title: 'signaler', description: 'Signaler une alerte' },
      drill: { title: 'exercice', description: 'Vérifier que les alertes arrivent' },
      report: { title: 'rapport', description: 'Le traitement des alertes ce mois-ci' },
      faq: { title: 'faq', description: 'Poser une question sur le contact' },
      help: { title: 'aide', description: 'Ce que je sais faire' },
    },
    extension: {
      update: { title: 'Modifier le contact', description: 'Modifier le contact de sécurité dans un formulaire' },
      raise: { title: 'Signaler une alerte', description: 'Signaler une alerte, aussi depuis un message' },
    },
  },
};
