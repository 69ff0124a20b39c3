import type { welcome as english } from '../en/welcome.ts';

export const welcome: typeof english = {
  title: 'Votre contact de sécurité CSP',
  summary: 'Je tiens à jour le contact de sécurité Microsoft CSP de votre organisation.',
  text: 'Chaque partenaire CSP doit désigner un contact de sécurité. Je tiens le vôtre à jour et je veille à ce que les alertes reçoivent une réponse.',
  steps: [
    '1. Configurez votre locataire partenaire',
    '2. Enregistrez le contact de sécurité',
    '3. Saisissez les mêmes valeurs dans l’Espace partenaires',
  ],
  whoSetsUp: (people) => ['La configuration revient aux administrateurs généraux : ', ...[people].flat(), '.'],
  what: 'Je tiens à jour votre contact de sécurité CSP et je veille à ce que les alertes reçoivent une réponse.',
  alerts: (open, waiting) =>
    `${open === 1 ? '1 alerte ouverte' : `${open} alertes ouvertes`}, ${waiting === 0 ? (open === 1 ? 'acquittée.' : 'toutes acquittées.') : waiting === 1 ? '1 non acquittée.' : `${waiting} non acquittées.`}`,
  backlog: (count) =>
    count === 1
      ? '1 ancienne alerte ouverte, antérieure à l’ajout de sa source.'
      : `${count} anciennes alertes ouvertes, antérieures à l’ajout de leur source.`,
  more: (count) => (count === 1 ? '1 autre locataire partenaire' : `${count} autres locataires partenaires`),
  fix: 'Régler',
  reminders: 'Rappels',
  raise: 'Signaler une alerte',
  test: 'Envoyer une alerte de test',
  why: 'Vous recevez ce message en tant qu’administrateur général. Je ne l’envoie qu’une fois.',
  help: 'Ce que je sais faire',
};
