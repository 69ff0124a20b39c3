import type { approvals as english } from '../en/approvals.ts';
import { de } from './elision.ts';

const asked: (typeof english)['asked'] = {
  contact: (who, tenant) => [who, ` a demandé de modifier le contact de sécurité ${de(tenant)}.`],
  setup: (who, tenant) => [who, ` a demandé de modifier la configuration ${de(tenant)}.`],
  added: (who, tenant) => [who, ` a demandé d’ajouter le locataire partenaire ${tenant}.`],
  retired: (who, tenant) => [who, ` a demandé de retirer le locataire partenaire ${tenant}.`],
  adminChannel: (who) => [who, ' a demandé de changer le canal des administrateurs.'],
};

const ended: (typeof english)['ended'] = {
  approved: {
    title: 'La modification est approuvée',
    text: (who, when) => [who, ' a approuvé cette modification le ', when, '.'],
  },
  made: {
    title: 'La modification est faite',
    text: (_who, when) => ['Personne ne s’y est opposé : cette modification a été faite le ', when, '.'],
  },
  refused: {
    title: 'La modification est refusée',
    text: (who, when) => [who, ' a refusé cette modification le ', when, '.'],
  },
  withdrawn: {
    title: 'La demande est annulée',
    text: (who, when) => [who, ' a annulé sa demande le ', when, '.'],
  },
  lapsed: {
    title: 'La demande a expiré',
    text: (_who, when) => [
      'Cette modification n’a pas pu être faite à temps : la demande a expiré le ',
      when,
      '. Rien n’a été modifié.',
    ],
  },
  disowned: {
    title: 'La modification est arrêtée',
    text: (who, when) => [
      who,
      ' a appuyé sur « Ce n’est pas nous » le ',
      when,
      ' : cette modification n’a pas été faite.',
    ],
  },
};

export const approvals: typeof english = {
  buttons: {
    approve: 'Approuver',
    refuse: 'Refuser',
    withdraw: 'Annuler la demande',
    show: 'Voir la modification',
  },
  asked,
  whole: {
    added: (who) => `${who} veut ajouter ce locataire partenaire.`,
    retired: (who) => `${who} veut retirer ce locataire partenaire.`,
  },
  pair: {
    title: 'Une modification attend votre accord',
    summary: (who, fields) => `${who} vous demande d’approuver une modification (${fields}).`,
    ask: 'Approuvez ou refusez cette demande.',
    text: (until) => [
      'Rien ne change tant qu’un autre administrateur ne l’approuve pas. Sans approbation, la demande expire le ',
      until,
      '.',
    ],
  },
  delay: {
    title: 'Une modification sera faite dans 24 heures',
    summary: (who, fields) =>
      `${who} veut faire une modification (${fields}). Si aucun d’entre vous n’a demandé cela, appuyez sur « Ce n’est pas nous ».`,
    ask: 'Si aucun d’entre vous n’a demandé cela, appuyez sur « Ce n’est pas nous ».',
    text: (until) => [
      'Aucun deuxième administrateur ne peut approuver cette modification. Je la ferai le ',
      until,
      '. Si aucun d’entre vous n’a demandé cela, appuyez sur « Ce n’est pas nous » : elle ne sera pas faite.',
    ],
  },
  ended,
  reason: (reason) => `Motif : ${reason}`,
  askedAt: 'Demandé le ',
  own: {
    title: 'Votre modification est en attente',
    pair: (until) => [
      'Un autre administrateur doit approuver cette modification. J’ai prévenu les autres administrateurs. D’ici là, rien ne change. Sans approbation, la demande expire le ',
      until,
      '.',
    ],
    delay: (until) => [
      'Je ne connais aucun deuxième administrateur qui puisse approuver cette modification : je la ferai le ',
      until,
      '. J’ai prévenu les anciens et les nouveaux canaux, ainsi que le responsable. Chacun d’eux peut l’arrêter.',
    ],
    saved: (fields) => `Enregistré tout de suite : ${fields}.`,
  },
  row: {
    pair: 'Une modification attend une approbation',
    delay: 'Une modification sera bientôt faite',
    detail: (who, until) => ['Demandée par ', who, '. Jusqu’au ', until, '.'],
  },
  already: (tenant) =>
    `Rien n’a été enregistré : une autre modification ${de(tenant)} est en attente. Il faut d’abord l’approuver, la refuser ou annuler la demande.`,
  alreadyForAll:
    'Rien n’a été enregistré : une autre modification du canal des administrateurs est en attente. Il faut d’abord l’approuver, la refuser ou annuler la demande.',
  tooMany: (most) => `Vous avez demandé ${most} modifications aujourd’hui, le maximum. Réessayez demain.`,
  refusals: {
    same: 'Vous avez demandé cette modification vous-même : un autre administrateur doit l’approuver. Vous pouvez annuler votre demande.',
    unsure: (who) => [
      'Je ne peux pas savoir si vous et ',
      who,
      ' êtes deux personnes, car je ne connais ni les adresses e-mail ni les comptes Microsoft Entra de vous deux. Adressez-vous à un troisième administrateur, ou demandez à la personne qui gère le bot d’associer vos comptes (voir docs/approvals.md).',
    ],
    byTime: 'Personne n’a besoin d’approuver cette modification. Elle sera faite le moment venu.',
    notYours:
      'Seule la personne qui a demandé cette modification peut annuler la demande. Un administrateur peut la refuser.',
    moved: (fields) =>
      `Rien n’a été modifié, car les données ont changé depuis la demande${fields === '' ? '' : ` (${fields})`}. Refusez cette modification et faites-la demander de nouveau.`,
    gone: 'Cette demande n’est plus là. L’historique indique ce qu’elle est devenue.',
  },
  form: {
    title: 'Refuser la modification',
    reason: 'Motif',
    hint: 'La personne qui a fait la demande le lira, et l’historique le conserve.',
    submit: 'Refuser',
    cancel: 'Annuler',
  },
  stopped: 'La modification est arrêtée : rien n’a changé.',
};
