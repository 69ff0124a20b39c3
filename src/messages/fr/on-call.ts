import type { onCall as english } from '../en/on-call.ts';

export const onCall: typeof english = {
  title: (tenant) => `Astreinte : ${tenant}`,
  summary: (tenant, people) => `D’astreinte pour ${tenant} en ce moment : ${people}.`,
  nobody: 'personne',
  facts: {
    now: 'En ce moment',
    second: 'Second niveau',
    until: 'Jusqu’au',
    next: 'Ensuite',
    override: 'À titre temporaire',
    unknown: 'Inconnu dans le calendrier',
  },
  override: (who, until, by) => [who, ' jusqu’au ', until, ...(by ? [', à l’initiative de ', by] : [])],
  from: (people, at) => [...[people].flat(), ', à partir du ', at],
  buttons: { mine: 'Je suis d’astreinte…', end: 'Y mettre fin' },
  form: {
    title: 'Astreinte temporaire',
    submit: 'Mettre d’astreinte',
    cancel: 'Annuler',
    intro: (tenant) =>
      `Pour ${tenant}. Les canaux du contact et les administrateurs en sont avertis par une ligne ; la personne d’astreinte en ce moment l’apprend en privé.`,
    who: 'Qui ?',
    until: 'Jusqu’à quand ?',
    untilHint:
      'À votre heure : « 18:00 », « lundi 9:00 », « 2026-12-24 08:00 ». Au plus 14 jours à partir de maintenant.',
  },
  problems: {
    none: 'Indiquez jusqu’à quand, avec une heure, par exemple « 18:00 » ou « lundi 9:00 ».',
    past: 'Cette heure est passée. Indiquez-en une plus tardive, par exemple « 18:00 » ou « lundi 9:00 ».',
    tooLong:
      'C’est dans plus de 14 jours. Indiquez une heure plus proche, par exemple « lundi 9:00 », ou modifiez la liste des personnes d’astreinte.',
    who: 'Choisissez une personne.',
    tooMany:
      'Autant de personnes que j’en garde sont déjà d’astreinte à titre temporaire. Mettez fin à l’une de ces astreintes avec « astreinte fin ».',
    noContact: (tenant) => `${tenant} n’a pas encore de contact de sécurité : personne ne peut être d’astreinte.`,
    nothingToEnd:
      'Il n’y a rien ici que vous puissiez terminer. La personne qui l’a fait, ou un administrateur, peut y mettre fin.',
  },
  done: {
    put: (who, tenant, until) => [...[who].flat(), ` est d’astreinte pour ${tenant} jusqu’au `, until, '.'],
    ended: (tenant) =>
      `C’est fini. Les listes et les calendriers disent de nouveau qui est d’astreinte pour ${tenant}.`,
    added: (people) => ['Toujours d’astreinte aussi : ', ...[people].flat(), '.'],
  },
};
