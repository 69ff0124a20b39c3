import type { welcome as english } from '../en/welcome.ts';

export const welcome: typeof english = {
  title: 'Votre contact de sécurité CSP',
  summary: 'Je tiens à jour le contact de sécurité Microsoft CSP de votre organisation.',
  text: 'Microsoft exige de chaque partenaire CSP qu’il désigne un contact de sécurité et le tienne à jour ; les partenaires à facturation directe et les fournisseurs indirects doivent aussi répondre aux alertes de sécurité en 24 heures en moyenne. Je tiens le registre de votre organisation, je vous le rappelle et je vous guide.',
  steps: [
    {
      title: '1. Configurez votre locataire partenaire',
      detail: 'Son identifiant, son type de partenaire et ses canaux.',
    },
    {
      title: '2. Enregistrez le contact de sécurité',
      detail:
        'De préférence un groupe, avec une liste de distribution et un téléphone joignable 24 h/24, plutôt qu’une personne.',
    },
    {
      title: '3. Saisissez la même chose dans l’Espace partenaires',
      detail: 'Je montre les étapes ; vous attestez que c’est fait.',
    },
  ],
  help: 'Ce que je sais faire',
};
