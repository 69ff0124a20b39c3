import { ownRecordIds } from '../../../src/domain/faq/entry.ts';
import { faqLimits } from '../../../src/domain/faq/question.ts';
import { type FaqLanguage, locales } from '../../../src/domain/tenant/locales.ts';
import type { FaqMatch } from '../../../src/ports/world.ts';
import { formOf } from '../../support/a-bot.ts';
import { card } from '../alert-scene.ts';
import { acquainted, type Scene } from '../scene.ts';
import { channels, long, longest as worst } from '../values.ts';
import type { Sample } from './sample.ts';
import { complete, worstContact } from './show.ts';

type Asked = Record<FaqLanguage, string>;
const faqOf = ({ locale }: Scene) => locales[locale].faq;

const mayChange: Asked = {
  en: 'who may change the security contact?',
  fr: 'qui peut modifier le contact de sécurité ?',
};
const ours: Asked = { en: 'who is our security contact?', fr: 'qui est notre contact de sécurité ?' };
const beyond: Asked = {
  en: 'which MFA app should our customers use?',
  fr: 'quelle application MFA doivent utiliser nos clients ?',
};
const reply: Asked = {
  en: 'We let customers choose; Microsoft Authenticator is our default.\nThe steps are in the handbook, page 12.',
  fr: 'Le client choisit ; nous proposons Microsoft Authenticator par défaut.\nLes étapes sont dans le manuel, page 12.',
};
/** For what the matcher says of it here, whatever it learns. */
const hazy: Asked = { en: 'the security contact', fr: 'le contact de sécurité' };
const longest: Asked = {
  en: long('"Who" <may> do that & *why*? 🛡️ ', faqLimits.question),
  fr: long('"Qui" <peut> le faire & *pourquoi*? 🛡️ ', faqLimits.question),
};

/** Questions and answers, and what experts and admins see of them. */
export const faq: readonly Sample[] = [
  { name: 'faq-topics', make: (scene) => scene.say('faq') },
  { name: 'faq-group', make: (scene) => scene.press('faq.topics', 'entry') },
  { name: 'faq-answer', make: answered(mayChange) },
  { name: 'faq-answer-ours', make: (scene) => complete(scene).then(() => shows(scene, 'who-can-view')) },
  ...ownRecordIds.map(
    (id): Sample => ({
      name: `faq-${id}`,
      sheet: 'faq-own-record',
      make: (scene) => complete(scene).then(() => shows(scene, id)),
    }),
  ),
  ...ownRecordIds.map(
    (id): Sample => ({
      name: `faq-${id}-worst`,
      extreme: true,
      sheet: `faq-${id}-worst`,
      make: (scene) => worstContact(scene).then(() => shows(scene, id)),
    }),
  ),
  {
    name: 'faq-own-record-tenants',
    make: async (scene) => {
      await severalTenants(scene);
      return shows(scene, 'our-on-call');
    },
  },
  {
    name: 'faq-both',
    make: async (scene) => {
      await complete(scene);
      meets(scene, { kind: 'answers', entries: ['who-can-update', 'respond-how-fast'] });
      return scene.say(`faq ${mayChange[faqOf(scene)]}`);
    },
  },
  {
    name: 'faq-answer-worst',
    extreme: true,
    make: async (scene) => {
      await worstContact(scene);
      const asked = long(`${ours[faqOf(scene)]} `, 2_000);
      return scene.press(
        'faq.show',
        JSON.stringify({ language: faqOf(scene), entry: 'who-can-view', text: asked.slice(0, 400) }),
      );
    },
  },
  { name: 'faq-answer-sources', make: (scene) => scene.press('faq.show', about(scene, 'respond-how-fast', '')) },
  {
    name: 'faq-answer-tenants',
    make: async (scene) => {
      await severalTenants(scene);
      return shows(scene, 'who-can-view');
    },
  },
  { name: 'faq-unsure', make: unsure },
  { name: 'faq-unsure-likely', make: unsureLikely },
  { name: 'faq-unknown', make: (scene) => scene.say(`faq ${beyond[faqOf(scene)]}`) },
  { name: 'faq-smalltalk', make: (scene) => scene.say(scene.locale === 'fr' ? 'Bonjour !' : 'Hello!') },
  { name: 'faq-helpful', sheet: 'faq-helpful', make: (scene) => pressed(scene, 'faq.helpful') },
  { name: 'faq-none', sheet: 'faq-helpful', make: (scene) => none(scene) },
  { name: 'faq-reason', make: (scene) => pressed(scene, 'faq.unhelpful') },
  {
    name: 'faq-reason-refused',
    make: async (scene) => scene.submit(formOf(await pressed(scene, 'faq.unhelpful')), { note: long('x', 501) }),
  },
  {
    name: 'faq-reason-noted',
    sheet: 'faq-asked',
    make: async (scene) => {
      const form = formOf(await pressed(scene, 'faq.unhelpful'));
      return scene.submit(form, { reason: 'incomplete', note: 'By when?' });
    },
  },
  { name: 'faq-no-experts', sheet: 'faq-asked', make: (scene) => asks(scene, beyond[faqOf(scene)]) },
  {
    name: 'faq-asked',
    sheet: 'faq-asked',
    make: async (scene) => {
      await experts(scene);
      return asks(scene, beyond[faqOf(scene)]);
    },
  },
  {
    name: 'faq-asked-too-often',
    sheet: 'faq-asked',
    make: async (scene) => {
      await experts(scene);
      for (let n = 0; n < 5; n++) await asks(scene, `${beyond[faqOf(scene)]} ${n}`);
      return asks(scene, beyond[faqOf(scene)]);
    },
  },
  {
    name: 'faq-ask-form',
    make: async (scene) => {
      await experts(scene);
      return asks(scene, long(`${beyond[faqOf(scene)]} "?" `, 900));
    },
  },
  { name: 'faq-question', make: (scene) => questioned(scene, beyond[faqOf(scene)]) },
  {
    name: 'faq-question-worst',
    extreme: true,
    make: (scene) => questioned(scene, longest[faqOf(scene)]),
  },
  {
    name: 'faq-answer-form',
    make: async (scene) => {
      await questioned(scene, beyond[faqOf(scene)]);
      return scene.press('faq.answer', 'question-1', scene.member);
    },
  },
  {
    name: 'faq-answer-form-worst',
    extreme: true,
    make: async (scene) => {
      await questioned(scene, longest[faqOf(scene)]);
      const form = formOf(await scene.press('faq.answer', 'question-1', scene.member));
      return scene.submit(form, { answer: long('"', faqLimits.answer + 1) }, scene.member);
    },
  },
  {
    name: 'faq-not-an-expert',
    sheet: 'faq-answered',
    make: async (scene) => {
      await questioned(scene, beyond[faqOf(scene)]);
      return scene.press('faq.answer', 'question-1', scene.outsider);
    },
  },
  { name: 'faq-answer-sent', sheet: 'faq-answered', make: (scene) => replied(scene) },
  {
    name: 'faq-answered-already',
    sheet: 'faq-answered',
    make: async (scene) => {
      await replied(scene);
      return scene.press('faq.answer', 'question-1', scene.member);
    },
  },
  { name: 'faq-question-shown', make: shown },
  { name: 'faq-question-undelivered', make: undelivered },
  { name: 'faq-question-answered', make: (scene) => replied(scene).then(() => card(scene, 'faqQuestion')) },
  { name: 'faq-the-answer', make: (scene) => replied(scene).then(() => card(scene, 'faqAnswer')) },
  { name: 'faq-the-answer-worst', extreme: true, make: worstAnswer('faqAnswer') },
  { name: 'faq-question-answered-worst', extreme: true, make: worstAnswer('faqQuestion') },
  { name: 'faq-misses', make: misses },
  { name: 'faq-misses-none', sheet: 'faq-lists', make: (scene) => scene.say('faq misses') },
  { name: 'faq-misses-refused', sheet: 'faq-lists', make: (scene) => scene.say('faq misses', scene.outsider) },
  { name: 'faq-misses-worst', extreme: true, make: worstMisses },
  { name: 'faq-proposals', make: (scene) => replied(scene).then(() => scene.say('faq proposals')) },
  { name: 'faq-proposal', make: (scene) => replied(scene).then(() => scene.press('faq.proposals', 'question-1')) },
  { name: 'faq-proposals-none', sheet: 'faq-lists', make: (scene) => scene.say('faq proposals') },
  {
    name: 'faq-proposal-removed',
    sheet: 'faq-lists',
    make: (scene) => replied(scene).then(() => scene.press('faq.removeProposal', 'question-1')),
  },
];

async function unsure(scene: Scene) {
  await complete(scene);
  meets(scene, { kind: 'unsure', entries: ['what-is', 'phone-24x7', 'our-contact'] });
  return scene.say(`faq ${hazy[faqOf(scene)]}`);
}

function unsureLikely(scene: Scene) {
  meets(scene, { kind: 'unsure', entries: ['respond-how-fast', 'what-is-expected', 'daily-summary'], isLikely: true });
  return scene.say(`faq ${hazy[faqOf(scene)]}`);
}

/** From here on the matcher says so of every text. */
function meets(scene: Scene, outcome: FaqMatch['outcome']): void {
  const faq = scene.world.faq();
  scene.world.faq = () => ({
    ...faq,
    match: () => ({ language: faqOf(scene), outcome, topics: [] }),
    intentsOf: () => [],
  });
}

async function severalTenants(scene: Scene): Promise<void> {
  await complete(scene);
  await scene.world.store.change(async (tx) => {
    const [tenant] = await tx.list('tenants');
    if (tenant)
      await tx.put('tenants', { ...tenant, id: tenant.id.replaceAll('1', '2'), name: 'Fabrikam', contact: null });
  });
}

/** The answer of an entry, or from the own record, as its button brings it. */
const shows = (scene: Scene, id: string) => scene.press('faq.show', about(scene, id, ''));

function answered(asked: Asked) {
  return async (scene: Scene) => {
    await complete(scene);
    return scene.say(asked[faqOf(scene)]);
  };
}

function about(scene: Scene, entry: string | null, text: string): string {
  return JSON.stringify({ language: faqOf(scene), entry, text, cut: text.length > 400 });
}

const pressed = (scene: Scene, button: string) =>
  scene.press(button, about(scene, 'who-can-update', mayChange[faqOf(scene)]));
const none = (scene: Scene) => scene.press('faq.none', about(scene, null, hazy[faqOf(scene)]));
const asks = (scene: Scene, text: string) => scene.press('faq.ask', about(scene, null, text.slice(0, 480)));

/** The experts are where the scene's member is. */
export async function experts(scene: Scene): Promise<void> {
  scene.world.defaults.locale = scene.locale;
  const expertsChannel = { platform: scene.platform, address: channels[scene.platform].soc };
  await scene.world.store.change((tx) =>
    tx.put('organisation', { id: 'organisation', adminChannel: null, expertsChannel }),
  );
}

async function questioned(scene: Scene, text: string) {
  await experts(scene);
  const form = formOf(await scene.press('faq.ask', about(scene, null, '')));
  await scene.submit(form, { question: text });
  return card(scene, 'faqQuestion');
}

/** Asked after an answer that did not help. */
async function shown(scene: Scene) {
  await experts(scene);
  const value = { language: faqOf(scene), entry: 'respond-how-fast', reason: 'incomplete', text: beyond[faqOf(scene)] };
  await scene.press('faq.ask', JSON.stringify(value), scene.outsider);
  return card(scene, 'faqQuestion');
}

async function undelivered(scene: Scene) {
  await replied(scene);
  await scene.world.store.change(async (tx) => {
    const question = await tx.get('faqQuestions', 'question-1');
    if (question) await tx.put('faqQuestions', { ...question, undelivered: true });
  });
  return card(scene, 'faqQuestion');
}

async function replied(scene: Scene, text = beyond[faqOf(scene)], answer = reply[faqOf(scene)]) {
  await questioned(scene, text);
  const form = formOf(await scene.press('faq.answer', 'question-1', scene.member));
  return scene.submit(form, { answer, keep: ['yes'] }, scene.member);
}

function worstAnswer(kind: 'faqAnswer' | 'faqQuestion') {
  return async (scene: Scene) => {
    await acquainted(scene);
    await replied(scene, longest[faqOf(scene)], long('"Ask" <the> & *desk*\n', faqLimits.answer));
    const name = worst.people[scene.platform][0]?.name ?? '';
    await scene.world.store.change(async (tx) => {
      const question = await tx.get('faqQuestions', 'question-1');
      if (question?.answer)
        await tx.put('faqQuestions', {
          ...question,
          byName: name.slice(0, 80),
          answer: { ...question.answer, byName: name.slice(0, 80) },
        });
    });
    return card(scene, kind);
  };
}

async function misses(scene: Scene) {
  const said = {
    en: ['what colour is the office cat', 'colour of the office cat?', 'when is lunch'],
    fr: ['quelle est la couleur du chat du bureau', 'couleur du chat du bureau ?', 'à quelle heure mange-t-on'],
  };
  for (const text of said[faqOf(scene)]) await scene.say(`faq ${text}`);
  const form = formOf(await pressed(scene, 'faq.unhelpful'));
  await scene.submit(form, { reason: 'incomplete', note: 'My address is ada@contoso.com, by when?' });
  return scene.say('faq misses');
}

async function worstMisses(scene: Scene) {
  for (let n = 0; n < 12; n++) {
    const word = String.fromCharCode(97 + n).repeat(4);
    for (let m = 0; m < 3; m++)
      await scene.press(
        'faq.none',
        about(scene, null, long(`${word}${word} "<&>" ${scene.locale}${word} ${'xyz'[m]} `, 390)),
      );
  }
  return scene.say('faq misses');
}
