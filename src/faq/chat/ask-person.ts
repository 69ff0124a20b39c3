import type { Asking, PressHandler, SubmitHandler } from '../../asking.ts';
import { card } from '../../card.ts';
import { type FaqQuestion, faqLimits } from '../../domain/faq-question.ts';
import type { Locale } from '../../domain/partner-tenant.ts';
import { pasted } from '../../entered.ts';
import { line } from '../../fields.ts';
import { inLanguage } from '../../in-language.ts';
import type { Reply } from '../../interaction.ts';
import type { World } from '../../ports.ts';
import { only, type Problems, text as problemOf } from '../../problems.ts';
import { helpers, refusal } from '../../rights.ts';
import { commandOf } from '../../verb.ts';
import type { Form } from '../../view.ts';
import { said, voiceOfAsker } from '../../voice.ts';
import { expertsChannel } from './experts.ts';
import { type Asked, mostAnHour, mostOpen, type Put, putQuestion } from './put-question.ts';
import { packed, type Question, typed as question, unpacked } from './question.ts';
import { isWhole } from './unknown-card.ts';

/** «Ask a person»: posts the question that the button carries, or asks for one. */
export const pressAsk: PressHandler = async (asker, value, world) => {
  const asked = unpacked(value);
  if (!asked) return refusal(asker.words, [asker.words.faq.gone]);
  const asking = inLanguage(asker, asked.language);
  if (isWhole(asked))
    return put(asking, { text: asked.text.trim(), language: asked.language, shown: shownFor(asked, world) }, world);
  const channel = await world.store.read(expertsChannel);
  if (!channel) return noChannel(asking, world);
  return { kind: 'form', form: askForm(asking, asked.text, asked.language, {}) };
};

export const saveAsk: SubmitHandler = async (asker, { state, values }, world) => {
  const language = unpacked(state)?.language ?? asker.actor.locale;
  const asking = inLanguage(asker, language);
  const typed = pasted(values.question);
  const problems = only({ question: problemOf(typed, faqLimits.question, true, asking.words) });
  if (Object.keys(problems).length > 0) return { kind: 'form', form: askForm(asking, typed, language, problems) };
  // What was typed anew may be in another language than what was asked first.
  return put(asking, { text: typed, language: world.faq().match(typed, language).language }, world);
};

/** What the asker saw before: the same text always meets the same. */
function shownFor({ text, language, entry, reason }: Question, world: World): FaqQuestion['shown'] {
  if (entry !== null) return { entries: [entry], reason };
  const { outcome } = world.faq().match(text, language);
  if (outcome.kind === 'unsure') return { entries: outcome.entries, reason };
  return outcome.kind === 'unknown' ? { entries: outcome.nearest, reason } : undefined;
}

async function put(asking: Asking, asked: Asked, world: World): Promise<Reply> {
  const done = await putQuestion(asking, asked, world);
  if (done.kind === 'noChannel') return noChannel(asking, world);
  if (done.kind !== 'asked') return notAsked(asking, done);
  if (done.queue) world.wake([done.queue]);
  const { person: say } = asking.words.faq;
  return {
    kind: 'card',
    instead: true,
    card: card(say.askedTitle, say.asked, { tone: 'good', text: [say.asked, asked.text] }),
  };
}

function notAsked(asking: Asking, done: Exclude<Put, { kind: 'asked' | 'noChannel' }>): Reply {
  const { askedBefore, nextFrom, title, tooMany, tooManyOpen } = asking.words.faq.person;
  const text = {
    askedBefore: () => [askedBefore],
    tooManyOpen: () => [tooManyOpen(mostOpen)],
    tooMany: () => [
      tooMany(mostAnHour),
      ...(done.kind === 'tooMany' ? [nextFrom(said(voiceOfAsker(asking), done.from))] : []),
    ],
  }[done.kind]();
  return refusal(asking.words, text, { title });
}

/** Who to ask instead, and what an admin can do about it. */
async function noChannel(asking: Asking, world: World): Promise<Reply> {
  const { person: say } = asking.words.faq;
  const people = await helpers(asking, world).catch(() => null);
  const setup = say.howToSet(commandOf('setup', asking.actor.locale, asking.platform));
  const who = people ? say.whoToAsk(people) : asking.words.rights.nobodyCanHelp;
  return refusal(asking.words, [say.noChannel, who], { title: say.noChannelTitle, footer: setup });
}

function askForm({ words }: Asking, typed: string, language: Locale, problems: Problems): Form {
  const { person: say } = words.faq;
  return {
    id: 'faq.ask',
    title: say.title,
    intro: [say.intro],
    fields: [line('question', say.question, typed, { required: true, maxLength: faqLimits.question, multiline: true })],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: packed(question('', language)),
  };
}
