import type { history as english } from '../en/history.ts';

export const history: typeof english = {
  title: 'Historique',
  summary: (tenant) => `Les modifications du contact de sécurité de ${tenant}, de la plus récente à la plus ancienne.`,
  empty: 'Rien n’a encore été modifié.',
  deeds: {
    'contact.updated': 'a modifié le contact',
    'contact.confirmed': 'a confirmé que tout est toujours exact',
    'contact.attested': 'a attesté que l’Espace partenaires est identique',
    'contact.phoneAttested': 'a attesté que le téléphone est joignable 24 h/24, 7 j/7',
    'tenant.setUp': 'a configuré le locataire partenaire',
    'tenant.complianceAttested': 'a attesté le contact de conformité',
    'organisation.setUp': 'a défini les canaux de l’organisation',
    'register.imported': 'a importé le registre',
    'faq.asked': 'a posé une question aux experts',
    'faq.answered': 'a répondu à une question en tant qu’expert',
    'reminder.sent': 'a envoyé un rappel',
    'reminder.snoozed': 'a reporté un rappel',
  },
  marks: {
    confirmedAt: 'Confirmé le',
    confirmedBy: 'Confirmé par',
    attestedAt: 'Attesté identique dans l’Espace partenaires le',
    attestedBy: 'Attesté identique dans l’Espace partenaires par',
    phone24x7At: 'Téléphone 24 h/24 attesté le',
    phone24x7By: 'Téléphone 24 h/24 attesté par',
    complianceAttestedAt: 'Contact de conformité attesté le',
    complianceAttestedBy: 'Contact de conformité attesté par',
  },
  entry: (who, deed) => [who, ` ${deed}`],
  importer: 'La ligne de commande',
  bot: 'Le bot',
  colon: ' : ',
  older: 'Plus anciennes',
  newer: 'Les plus récentes',
  footer: (first, last) => `Entrées ${last} à ${first}. Chacune porte l’empreinte de la précédente.`,
  head: {
    title: (month) => `Piste d’audit, ${month}`,
    text: (number) =>
      `La piste d’audit compte ${number} entrées. Conservez ce message : avec l’empreinte de la dernière entrée, toute modification ultérieure d’une entrée plus ancienne se voit.`,
    hash: 'SHA-256',
  },
};
