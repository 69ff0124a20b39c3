import type { FaqEntry } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { type Locale, locales } from '../../domain/tenant/locales.ts';
import { fullName, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { dateInWords, day } from '../../messages/dates.ts';
import type { Messages } from '../../messages/messages.ts';
import { inTime, type World } from '../../ports/world.ts';
import { adminNames } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import { mailLink, pageLink, phoneLink, withPages } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import { askerLocale, type ViewerLocale } from '../../request/viewer-locale.ts';
import { button, card, type Feedback, type Inline, joined, lines, type Text } from '../../view/view.ts';
import { askButton } from './no-answer-cards.ts';
import { packed, type QuestionRef, questionRows, typed } from './question-ref.ts';

/** This entry says how to ask a person: its card also has the button that does so. */
const toAPerson = 'bot-person';

/**
 * Makes the card of an answer: the matched question, its answer, related questions and sources. It asks whether it helped; with `thanks`
 * it says thanks in place of that.
 */
export async function answerCard(request: Request, entry: FaqEntry, asked: QuestionRef, world: World, thanks = '') {
  const { faq } = request.messages;
  const { locale } = request.actor;
  const { question, answer } = entry[locales[locale].faq];
  const { short, body } = answer;
  const fill = await filler(request, [short, ...body], asked.text, world);
  const about = { ...asked, entry: entry.id };
  return card(question, faq.summary(question), {
    tone: thanks === '' ? 'neutral' : 'good',
    text: [...(thanks === '' ? [] : [thanks]), strong(fill(short)), ...body.map(fill)],
    rows: questionRows(entry.related, asked, world),
    buttons: [
      ...(entry.id === toAPerson ? [askButton(faq, typed('', locale))] : []),
      button('press', 'faq.show', faq.otherLanguage, packed({ ...about, language: locale === 'fr' ? 'en' : 'fr' })),
    ],
    feedback: thanks === '' ? feedback(faq, packed(about)) : null,
    footer: lines(sourcesOf(entry, locale, request.messages)),
  });
}

function feedback({ helped }: Messages['faq'], value: string): Feedback {
  const { title: question, detail, yes, no } = helped;
  return {
    question,
    detail,
    yes: button('press', 'faq.helpful', yes, value),
    no: button('form', 'faq.unhelpful', no, value),
  };
}

/**
 * Makes the first sentence stand out, which answers by itself. Plain text is one piece, since Slack shows no bold with a blank at its end.
 */
function strong(text: Text): Text {
  const runs = [text].flat();
  const words = runs.filter((run) => typeof run === 'string');
  if (words.length === runs.length) return [{ kind: 'strong', text: words.join('').trim() }];
  return runs.map((run) => (typeof run === 'string' && run.trim() === run ? { kind: 'strong', text: run } : run));
}

/**
 * Returns the lines that name all pages which the answer rests on, since some of them contradict each other, when they were checked, and
 * who wrote the answer.
 */
export function sourcesOf({ source, otherSources }: FaqEntry, locale: Locale, messages: Messages): Text[] {
  if (!source) return [messages.faq.ownDocuments, messages.faq.curated];
  const byDate = Map.groupBy([source, ...otherSources], ({ checked }) => checked);
  return [...byDate].map(([checked, pages]) =>
    messages.faq.sources(
      pages.map(({ url }) => [pageLink(url)]),
      dateInWords(checked, locale),
    ),
  );
}

/** The most partner tenants that an answer names; it counts the others. */
const maxTenants = 5;

type PlaceholderValues = Record<string, Text>;

type Blank = Readonly<Record<string, string>>;

/**
 * Returns the value of each placeholder, from the tenants that the question names, or else from all. Where nothing is recorded, the value
 * is the words of `plain`.
 */
export function placeholderValues(viewer: ViewerLocale, all: readonly StoredTenant[], question: string, plain: Blank) {
  const mentioned = tenantsMentioned(all, question);
  const tenants = mentioned.length > 0 ? mentioned : all;
  const [only, ...others] = tenants;
  const values: PlaceholderValues = { ...plain };
  if (only) values.tenantName = others.length === 0 ? only.name : viewer.messages.faq.yourTenants;
  for (const [name, of] of Object.entries(facts(viewer))) {
    const value = valueForAll(viewer, tenants, of, plain[name] ?? '');
    if (value) values[name] = value;
  }
  return values;
}

/** Returns a text with each `{placeholder}` replaced by its value. A placeholder without a value stays as it is. */
export function filled(text: string, values: Readonly<PlaceholderValues>): Text {
  const parts = text.split(/\{(\w+)\}/);
  if (parts.length === 1) return withPages(text);
  return parts.flatMap((part, at): Inline[] => {
    if (at % 2 === 0) return part === '' ? [] : [withPages(part)].flat();
    return [values[part] ?? `{${part}}`].flat();
  });
}

type FactOf = (tenant: StoredTenant) => Text | null;

/** Returns the facts of a tenant by placeholder; a fact is null when it is not recorded. */
function facts(viewer: ViewerLocale): Readonly<Record<string, FactOf>> {
  const { locale, timezone, messages } = viewer;
  return {
    contactName: ({ contact }) => contact && fullName(contact),
    contactEmail: ({ contact }) => contact && [mailLink(contact.email, viewer)],
    contactPhone: ({ contact }) => contact && [phoneLink(contact.phone)],
    lastConfirmed: ({ contact }) => (contact?.confirmedAt ? [day(contact.confirmedAt, locale, timezone)] : null),
    anniversaryMonth: ({ anniversaryMonth: month }) => (month ? (messages.setup.months[month - 1] ?? null) : null),
  };
}

/**
 * Returns the values of all tenants in a row, each with its tenant's name when there are several; `unknown` replaces a missing one.
 * Null when all are missing.
 */
function valueForAll({ messages }: ViewerLocale, tenants: readonly StoredTenant[], of: FactOf, unknown: string) {
  const values = tenants.map((tenant) => ({ name: tenant.name, value: of(tenant) }));
  const [first, ...others] = values;
  if (others.length === 0) return first?.value ?? null;
  if (values.every(({ value }) => value === null)) return null;
  const named = values.map(({ name, value }) => messages.faq.ofTenant(value ?? unknown, name));
  const rest = named.length - maxTenants;
  return joined([...named.slice(0, maxTenants), ...(rest > 0 ? [messages.faq.andMore(rest)] : [])], ', ');
}

/** Timeout (ms) for the admins' names in an answer. After it, a general phrase replaces them. */
const patienceMs = 1_000;

/**
 * Returns the function that replaces the placeholders in a text of an answer. `texts` are all that it will be given, and `question` may
 * name tenants.
 */
export async function filler(request: Request, texts: readonly string[], question: string, world: World) {
  const tenants = await tenantsByName(world);
  const plain = world.faq().placeholders[locales[request.actor.locale].faq];
  const values = placeholderValues(askerLocale(request), tenants, question, plain);
  if (texts.some((text) => text.includes('{admins}'))) {
    values.admins = (await inTime(adminNames(request, world), patienceMs, world)) ?? plain.admins;
  }
  return (text: string): Text => filled(text, values);
}
