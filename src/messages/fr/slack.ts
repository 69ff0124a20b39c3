import type { slack as english } from '../en/slack.ts';

export const slack: typeof english = {
  error: (problem) => `Erreur. ${problem}`,
  tone: { good: 'OK', warning: 'Attention', danger: 'Problème' },
  window: 'Contact de sécurité',
  close: 'Fermer',
  loading: 'Un instant, je récupère les données…',
  starting: 'Je démarre et je ne suis pas encore connecté à Slack. Réessayez dans une minute.',
  lockedOut: (reason) =>
    `Slack refuse ma connexion (${reason}) ; rien n’a été fait. Réessayer ne sert à rien. Prévenez la personne qui gère le bot. Sa page /readyz indique ce qui ne va pas.`,
  ending: 'Je redémarre. Réessayez dans une minute.',
  shortened: 'C’est trop long pour Slack, qui n’en affiche qu’une partie.',
  formNeedsPress: 'Cette action passe par un formulaire. Appuyez sur le bouton pour l’ouvrir.',
  formUnsure:
    'Si aucun formulaire ne s’est ouvert, Slack a été trop lent ou est saturé. Appuyez sur le bouton pour l’ouvrir.',
  formFailed:
    'Le formulaire n’a pas pu s’ouvrir : Slack a été trop lent ou est saturé. Appuyez sur le bouton pour réessayer.',
};
