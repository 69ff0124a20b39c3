import type { faq as english } from '../en/faq.ts';

export const faq: typeof english = {
  unsure: 'Je ne suis pas sûr de la question que vous posez. Vouliez-vous dire l’une de celles-ci ?',
  unknown: 'Je ne sais pas. Voici les questions les plus proches auxquelles je sais répondre :',
  smalltalk:
    'Je réponds aux questions sur le contact de sécurité CSP. Posez la vôtre avec vos propres mots, en français ou en anglais.',
  source: (url, checked) => `Source : ${url}, vérifiée le ${checked}.`,
};
