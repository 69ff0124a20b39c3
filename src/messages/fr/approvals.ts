import type { approvals as english } from '../en/approvals.ts';
import { de } from './elision.ts';

const asked: (typeof english)['asked'] = {
  contact: (who, tenant) => [who, ` a demandé à modifier le contact de sécurité ${de(tenant)}.`],
  setup: (who, tenant) => [who, ` a demandé à modifier la configuration ${de(tenant)}.`],
  added: (who, tenant) => [who, ` a demandé à ajouter le locataire partenaire ${tenant}.`],
  retired: (who, tenant) => [who, ` a demandé à retirer le locataire partenaire ${tenant}.`],
  adminChannel: (who) => [who, ' a demandé à changer le canal des administrateurs.'],
};

const youAsked: (typeof english)['own']['asked'] = {
  contact: (tenant) => `Vous avez demandé à modifier le contact de sécurité ${de(tenant)}.`,
  setup: (tenant) => `Vous avez demandé à modifier la configuration ${de(tenant)}.`,
  added: (tenant) => `Vous avez demandé à ajouter le locataire partenaire ${tenant}.`,
  retired: (tenant) => `Vous avez demandé à retirer le locataire partenaire ${tenant}.`,
  adminChannel: () => 'Vous avez demandé à changer le canal des administrateurs.',
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
      'Personne n’a approuvé cette modification en 24 heures : la demande a expiré le ',
      when,
      '. Rien n’a été modifié.',
    ],
  },
  restored: {
    title: 'La demande a expiré',
    text: (_who, when) => [
      'Une sauvegarde a été restaurée pendant que cette modification attendait : la demande a expiré le ',
      when,
      '. Rien n’a été modifié.',
    ],
  },
  noAdmin: {
    title: 'La demande a expiré',
    text: (_who, when) => [
      'La personne qui a demandé cette modification n’est plus administrateur : la demande a expiré le ',
      when,
      '. Rien n’a été modifié.',
    ],
  },
  moved: {
    title: 'La modification n’a pas été faite',
    text: (_who, when, fields) => [
      `Les données ont été modifiées autrement depuis la demande${fields === '' ? '' : ` (${fields})`} : celle-ci a pris fin le `,
      when,
      '. Si la modification reste souhaitée, il faut la demander de nouveau.',
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
  what: { added: 'ajouter le locataire partenaire', retired: 'retirer le locataire partenaire' },
  facts: {
    was: (value) => ['enregistré : ', ...[value].flat()],
    now: (value) => ['demandé : ', ...[value].flat()],
    added: (items) => ['à ajouter : ', ...[items].flat()],
    removed: (items) => ['à retirer : ', ...[items].flat()],
    keptBut: (part) => [...[part].flat(), ' inchangé ; le reste est à modifier (voir l’historique)'],
  },
  unnamed: (senders) =>
    `Ces expéditeurs n’indiquent aucun locataire partenaire : ${senders}. Une fois ce locataire ajouté, leurs alertes iront aux administrateurs.`,
  pair: {
    title: () => 'Une modification attend une approbation',
    summary: (who, fields) => `${who} a demandé une modification (${fields}).`,
    ask: 'Un administrateur doit l’approuver.',
    text: (until) => [
      'Rien ne change tant qu’un deuxième administrateur n’a pas approuvé cette modification. Sans approbation, la demande expire le ',
      until,
      '.',
    ],
  },
  approver: {
    title: 'Une modification attend votre approbation',
    summary: (who, fields) => `${who} vous demande d’approuver une modification (${fields}).`,
    ask: 'Approuvez ou refusez cette demande.',
  },
  delay: {
    title: (when) => `Une modification sera faite le ${when}`,
    summary: (who, fields) =>
      `${who} veut faire une modification (${fields}). Si aucun d’entre vous n’a voulu cela, appuyez sur « Ce n’est pas nous ».`,
    ask: 'Si aucun d’entre vous n’a voulu cela, appuyez sur « Ce n’est pas nous ».',
    text: (until) => [
      'Aucun deuxième administrateur ne peut approuver cette modification. Je la ferai le ',
      until,
      '. Si aucun d’entre vous n’a voulu cela, appuyez sur « Ce n’est pas nous » : elle ne sera pas faite.',
    ],
  },
  ended,
  reason: (reason) => `Motif : ${reason}`,
  askedAt: 'Demandée le ',
  own: {
    title: 'Votre modification est en attente',
    asked: youAsked,
    told: (where) => ['J’ai prévenu ', ...[where].flat(), '.'],
    canStop: 'Chacun d’eux peut l’arrêter.',
    why: 'Vous recevez ce message parce que vous avez demandé cette modification.',
    pair: (until) => [
      'Un autre administrateur doit approuver cette modification. D’ici là, rien ne change. Sans approbation, la demande expire le ',
      until,
      '.',
    ],
    delay: (until) => [
      'Je ne connais aucun deuxième administrateur qui puisse approuver cette modification : je la ferai le ',
      until,
      '.',
    ],
    saved: (fields) => `Enregistré tout de suite : ${fields}.`,
  },
  row: {
    pair: (who, until) => ['Demandée par ', who, '. Expire le ', until, '.'],
    delay: (who) => ['Demandée par ', who, '.'],
  },
  blocks: (fields, until) => [
    `Cette modification${fields === '' ? '' : ` (${fields})`} est en attente jusqu’au `,
    until,
    '. Tant qu’elle n’est pas tranchée, je ne peux enregistrer aucune autre modification soumise à approbation.',
  ],
  tooMany: (most) => `Vous avez demandé ${most} modifications aujourd’hui, le maximum. Réessayez demain.`,
  refusals: {
    same: 'Vous avez demandé cette modification vous-même : un autre administrateur doit l’approuver. Vous pouvez annuler votre demande.',
    unsure: (who) => [
      'Je ne peux pas savoir si vous et ',
      who,
      ' êtes deux personnes, car je ne connais pas l’adresse e-mail ou le compte Microsoft Entra de chacun de vous. Adressez-vous à un troisième administrateur, ou demandez à la personne qui gère le bot d’associer vos comptes (voir docs/approvals.md).',
    ],
    byTime: 'Cette modification n’a pas besoin d’approbation. Elle sera faite le moment venu.',
    notYours:
      'Seule la personne qui a demandé cette modification peut annuler la demande. Un administrateur peut la refuser.',
    gone: 'Cette demande n’est plus là. L’historique indique ce qu’elle est devenue.',
  },
  form: {
    title: 'Refuser la modification',
    reason: 'Motif',
    hint: 'La personne qui a fait la demande le lira, et l’historique le conserve.',
    submit: 'Refuser',
    cancel: 'Annuler',
  },
  list: {
    title: 'Modifications en attente',
    summary: (count) => `${count} modifications sont en attente.`,
    noneTitle: 'Rien n’est en attente',
    none: 'Aucune modification n’attend d’approbation.',
  },
  stopped: 'La modification est arrêtée : rien n’a changé.',
};
