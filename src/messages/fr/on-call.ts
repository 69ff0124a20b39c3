import type { onCall as english } from '../en/on-call.ts';
import { de } from './elision.ts';

export const onCall: typeof english = {
  title: (tenant) => `Astreinte ${de(tenant)}`,
  summary: (tenant, people) => `D’astreinte pour ${tenant} en ce moment : ${people}.`,
  nobody: 'personne',
  facts: {
    now: 'En ce moment',
    second: 'Second niveau',
    until: 'Fin de l’astreinte',
    next: 'Ensuite',
    unknown: 'Inconnus dans le calendrier',
  },
  override: (who, until, by) => [who, ' jusqu’au ', until, ...(by ? [', désigné par ', by] : [])],
  from: (people, at) => [...[people].flat(), ', à partir du ', at],
  buttons: {
    mine: 'Je suis d’astreinte jusqu’à…',
    handOver: 'Transférer l’astreinte…',
    end: 'Mettre fin à l’astreinte',
    list: 'Modifier la liste',
  },
  form: {
    title: 'Astreinte temporaire',
    submit: 'Mettre d’astreinte',
    cancel: 'Annuler',
    intro: (tenant) =>
      `J’annonce ce changement pour ${tenant} dans les canaux du contact et aux administrateurs. Je préviens en privé les personnes actuellement d’astreinte.`,
    who: 'Qui ?',
    until: 'Jusqu’à quand ?',
    untilHint:
      'Indiquez l’heure dans votre fuseau horaire, par exemple « 18:00 », « lundi 9:00 » ou « 24/12/2026 8:00 ». Choisissez une heure dans les 14 prochains jours.',
  },
  problems: {
    none: 'Indiquez une heure de fin, par exemple « 18:00 » ou « lundi 9:00 ».',
    past: 'Cette heure est passée. Indiquez-en une plus tardive, par exemple « 18:00 » ou « lundi 9:00 ».',
    tooLong:
      'C’est dans plus de 14 jours. Indiquez une date plus proche, par exemple « lundi 9:00 », ou modifiez la liste des personnes d’astreinte.',
    who: 'Choisissez une personne.',
    unknown: (name) => `Je ne sais pas qui est « ${name} ». Choisissez une personne.`,
    nobody: (name) => `Je ne connais personne du nom de « ${name} ».`,
    press: (button) => `Pour mettre quelqu’un d’astreinte, appuyez sur « ${button} » et choisissez la personne.`,
    tooMany:
      'Trop de personnes sont d’astreinte à titre temporaire. Mettez d’abord fin à l’une de ces astreintes avec « astreinte fin ».',
    noContact: (tenant) => `${tenant} n’a pas encore de contact de sécurité : personne ne peut être d’astreinte.`,
    noneRunning: (tenant) => `Aucune astreinte temporaire n’est en cours pour ${tenant}.`,
    nothingToEnd:
      'Il n’y a pas d’astreinte que vous puissiez terminer ici. Seule la personne qui l’a définie, ou un administrateur, peut y mettre fin.',
  },
  done: {
    put: (who, tenant, until) => [...[who].flat(), ` est d’astreinte pour ${tenant} jusqu’au `, until, '.'],
    already: (who, tenant) => [...[who].flat(), ` est déjà d’astreinte pour ${tenant}. Rien n’a changé.`],
    ended: (tenant) => `C’est terminé. La liste ou le calendrier habituel s’applique de nouveau pour ${tenant}.`,
    added: (people) => ['Toujours d’astreinte aussi : ', ...[people].flat(), '.'],
  },
};
