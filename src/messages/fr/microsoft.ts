import type { microsoft as english } from '../en/microsoft.ts';

const points = (count: number) => String(Number(count.toFixed(1))).replace('.', ',');

export const microsoft: typeof english = {
  facts: {
    onFile: 'Contact vu par Microsoft',
    average: 'Moyenne selon Microsoft',
    score: 'Score de sécurité du partenaire',
  },
  onFile: {
    yes: (ago) => `oui, demandé ${ago} (sans dire lequel)`,
    no: (ago) => `non, demandé ${ago}`,
    unknown: (ago) => `inconnu, demandé ${ago}`,
  },
  lastKnown: (unknown, last) => `${unknown}. Dernière réponse : ${last}`,
  score: (current, max) => `${points(current)} sur ${points(max)}`,
  asked: (figure, ago) => `${figure}, demandé ${ago}`,
  ago: (time) => `il y a ${time}`,
  justNow: 'à l’instant',
};
