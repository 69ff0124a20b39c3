import type { receivers as english } from '../en/receivers.ts';

const events = (count: number) => (count <= 1 ? `${count} événement` : `${count} événements`);

export const receivers: typeof english = {
  down: {
    title: (receiver) => `Le destinataire ${receiver} est injoignable`,
    summary: (receiver) => `Le destinataire ${receiver} n’accepte plus d’événements depuis une heure.`,
    text: (when) => ['Il n’accepte plus d’événements depuis le ', when, '. Je continue d’essayer pendant trois jours.'],
    noToken: (code) => `Microsoft Entra ne m’a pas délivré de jeton d’accès : « ${code} ».`,
    why: (code) => `Dernier échec : « ${code} ».`,
    remedy: (receiver) =>
      `Vérifiez que le destinataire fonctionne et que son entrée dans le fichier des destinataires est correcte. « npm run receiver -- try ${receiver} » envoie un événement de test.`,
    unreached: (receiver) => `Je ne parviens pas à transmettre les événements au destinataire ${receiver}.`,
    many: (count) => `Je ne parviens pas à transmettre les événements à ${count} destinataires.`,
    sent: {
      title: (receiver) => `Le destinataire ${receiver} est de nouveau joignable`,
      summary: (receiver) => `Le destinataire ${receiver} accepte de nouveau les événements.`,
    },
    moved: {
      title: (receiver) => `Le destinataire ${receiver} a une autre adresse`,
      summary: (receiver) => `Le destinataire ${receiver} a une autre adresse dans le fichier des destinataires.`,
    },
    gone: {
      title: (receiver) => `Le destinataire ${receiver} a été retiré`,
      summary: (receiver) => `Le destinataire ${receiver} n’est plus dans le fichier des destinataires.`,
    },
  },
  alerts: (numbers) =>
    `${numbers.length === 1 ? 'Alerte' : 'Alertes'} : ${numbers.join(', ')}${numbers.length === 5 ? ' …' : ''}`,
  refused: {
    title: (receiver) => `Le destinataire ${receiver} refuse des événements`,
    summary: (receiver, status) =>
      `Le destinataire ${receiver} a refusé un événement avec le code ${status}. Je ne le renverrai pas.`,
    waits: (receiver, status) =>
      `Le destinataire ${receiver} a refusé mon envoi avec le code ${status}. Je l’ai conservé et je réessaie toutes les cinq minutes.`,
    line: (line) => `Sa réponse : « ${line} »`,
    remedy: (receiver) =>
      `Vérifiez l’adresse, le secret et le contenu de ce destinataire dans le fichier des destinataires. « npm run receiver -- try ${receiver} » envoie un événement de test et affiche la première ligne de la réponse.`,
    credential: (receiver) =>
      `Corrigez le secret de ce destinataire dans le fichier des destinataires (auth, key ou headers), puis rechargez le bot. Un secret dans .env demande un redémarrage. Le bot réessaiera aussitôt. « npm run receiver -- try ${receiver} » envoie un événement de test et affiche la première ligne de la réponse.`,
  },
  givenUp: {
    title: (receiver) => `Des événements manquent chez le destinataire ${receiver}`,
    summary: (receiver, count) => `J’ai renoncé à transmettre ${events(count)} au destinataire ${receiver}.`,
    full: (count) =>
      `La place manquait pour ${events(count)}, car trop d’événements attendent ce destinataire. J’abandonne d’abord les moins graves.`,
    old: (count) => `Je n’ai pas pu transmettre ${events(count)} en trois jours.`,
    remedy: 'Toutes les alertes restent ici. Vérifiez que le destinataire fonctionne.',
  },
  trailLost: {
    title: (receiver) => `Une partie du journal d’audit manque chez le destinataire ${receiver}`,
    text: (receiver, from, to) =>
      `Le destinataire ${receiver} n’a pas pu recevoir ${from === to ? `l’entrée ${from}` : `les entrées ${from} à ${to}`} du journal d’audit : ${from === to ? 'elle a été supprimée à la fin de sa' : 'elles ont été supprimées à la fin de leur'} durée de conservation, avant qu’il soit joignable.`,
    remedy: 'Vos sauvegardes ont peut-être encore ces données. RETENTION_DAYS fixe la durée de conservation.',
  },
  cancelled: {
    title: (receiver) => `Des événements pour le destinataire ${receiver} ont été annulés`,
    gone: (receiver, count) =>
      `Le destinataire ${receiver} n’est plus dans le fichier des destinataires. J’ai annulé ${events(count)} qu’il n’avait pas encore reçu${count > 1 ? 's' : ''}.`,
    moved: (receiver, count) =>
      `Le destinataire ${receiver} a une autre adresse dans le fichier des destinataires. J’ai annulé ${events(count)} en attente pour l’ancienne adresse.`,
    remedy: 'Si vous ne vous y attendiez pas, adressez-vous à la personne qui gère le bot.',
  },
};
