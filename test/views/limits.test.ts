import { describe, expect, it } from 'vitest';
import type { Platform } from '../../src/domain/tenant/identity.ts';
import { Locale, locales } from '../../src/domain/tenant/locales.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { type Button, type Card, type Chart, withPlainFeedback } from '../../src/view/view.ts';
import { cardProblems } from '../support/adaptive-card-validator.ts';
import { blockKitProblems } from '../support/block-kit-validator.ts';
import { postedAs } from './alert-scene.ts';
import { type OnSlack, onSlack } from './on-slack.ts';
import { most, onTeams } from './on-teams.ts';
import { samples } from './samples.ts';
import { scene } from './scene.ts';

const everywhere = (['slack', 'teams'] as const).flatMap((platform) =>
  Locale.options.map((locale) => ({ platform, locale })),
);

const made = new Map<string, Promise<Reply>>();

/** What a sample is on a platform in a language: made once for all tests here, each in a scene of its own. */
function madeFor(platform: Platform, locale: Locale, { name, make }: (typeof samples)[number]): Promise<Reply> {
  const key = `${platform} ${locale} ${name}`;
  const reply = made.get(key) ?? scene(platform, locale).then(make);
  made.set(key, reply);
  return reply;
}

describe.each(everywhere)('what a person on $platform reads in $locale', ({ platform, locale }) => {
  describe.each(samples)('$name', (sample) => {
    it('is taken by Slack, by Teams, and by our own table of limits, and leaves no number or address to be copied', async () => {
      const reply = await madeFor(platform, locale, sample);
      expect(onSlack(reply, locale).flatMap(blockKitProblems)).toEqual([]);
      for (const surface of ['chat', 'dialog', 'inline'] as const)
        expect(onTeams(reply, locale, surface, most).flatMap(cardProblems)).toEqual([]);
      expect(ownProblems(reply)).toEqual([]);
      expect(datesWithoutYear(reply)).toEqual([]);
      expect(runsOf(reply).filter((run) => tappable.test(run))).toEqual([]);
      if (!sample.deadEnd) expect(isDeadEnd(reply)).toBe(false);
      expect(onSlack(reply, locale).flatMap(alikeButtons)).toEqual([]);
      expect(alikeOnTeams(reply, locale)).toEqual([]);
      expect(shownIn(reply, locale).flatMap(alikeChoices)).toEqual([]);
      expect(shownIn(reply, locale).flatMap(twiceMarked)).toEqual([]);
      expect(shownIn(reply, locale).flatMap(onlyColoured)).toEqual([]);
    });
  });
});

describe('a card in Teams', () => {
  it('has at most twelve actions in all and six in sight', async () => {
    const over: Record<string, readonly [all: number, visible: number]> = {};
    for (const sample of samples) {
      const reply = await madeFor('teams', 'en', sample);
      if (reply.kind === 'form') continue;
      for (const one of onTeams(reply, 'en', 'chat', most)) {
        const [all, visible] = [actionsIn(one), actionsIn(one, 'visible')];
        const [before = 0, beforeVisible = 0] = over[sample.name] ?? [];
        if (all > 12 || visible > 6) over[sample.name] = [Math.max(all, before), Math.max(visible, beforeVisible)];
      }
    }
    expect(over).toEqual({});
  }, 180_000);
});

/**
 * How many actions a card has; `visible` leaves out the answer to a question that unfolds, and the numbers, addresses and other links in a
 * text, which are no buttons.
 */
function actionsIn(value: unknown, which: 'all' | 'visible' = 'all'): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + actionsIn(one, which), 0);
  if (value === null || typeof value !== 'object') return 0;
  const isAction = 'type' in value && String(value.type).startsWith('Action.');
  const parts = Object.entries(value).filter(
    ([name]) => name !== 'fallback' && !(which === 'visible' && (name === 'card' || name === 'selectAction')),
  );
  return Number(isAction) + parts.reduce((sum, [, part]) => sum + actionsIn(part, which), 0);
}

/** Buttons of one message in Slack that do different things, and of which a screen reader says the same. */
function alikeButtons({ value }: OnSlack): string[] {
  return alike(
    objectsIn(value).filter(({ type, action_id }) => type === 'button' && action_id),
    (one) => {
      const { text, accessibility_label, action_id, value: about, url } = one;
      return [String(accessibility_label ?? Object(text).text), JSON.stringify([action_id, about, url])];
    },
  );
}

/** The same of all the cards of one message in Teams. */
function alikeOnTeams(reply: Reply, locale: Locale): string[] {
  const actions = objectsIn(onTeams(reply, locale, 'chat', most)).filter(
    ({ type }) => type === 'Action.Submit' || type === 'Action.Execute',
  );
  return alike(actions, ({ title, tooltip, data }) => [String(tooltip ?? title), JSON.stringify(data)]);
}

/** The reply as each platform is sent it, as JSON. */
function shownIn(reply: Reply, locale: Locale): object[] {
  return [...onSlack(reply, locale).map(({ value }) => value), ...onTeams(reply, locale, 'chat', most)];
}

/** Choices of one menu, and fields of one form, that are called the same. */
function alikeChoices(shown: object): string[] {
  const all = objectsIn(shown);
  const named = (one: Record<string, unknown>) =>
    [Object(one.text).text, Object(one.description).text, one.title].filter(Boolean).join(' ');
  const menus = all.map(({ options, choices }) =>
    [options ?? choices ?? []].flat().map((one) => [named(Object(one)), JSON.stringify(one)]),
  );
  const fields = all
    .filter(({ type }) => type === 'input' || String(type).startsWith('Input.'))
    .map(({ label, id, block_id }) => [String(Object(label).text ?? label), String(id ?? block_id)]);
  return [...menus, fields].flatMap((names) => alike(names, ([name = '', does = '']) => [name, does]));
}

/** What has a colour, or a coloured sign, and says what it means in no other way. */
function onlyColoured(shown: object): string[] {
  return objectsIn(shown).flatMap((one) => {
    const { type, style, color, text } = one;
    const words = textOf(one);
    // A chart says in words which series has which colour, and a button what it does.
    const isColoured = ['good', 'warning', 'attention'].includes(String(style ?? color).toLowerCase());
    const isSaid = words === '' || /^(Chart|Action)\./.test(String(type)) || /[✅⚠⛔█]/u.test(words);
    const isSign =
      typeof text === 'string' && type !== 'TextRun' && ['✅', '⚠', '⛔'].includes(text.replace('\ufe0f', '').trim());
    return (isColoured && !isSaid) || isSign ? [`a colour or a sign alone: ${words}`] : [];
  });
}

/** All words in it. */
function textOf(value: object): string {
  return objectsIn(value)
    .flatMap(({ text, label }) => [text, label].filter((one) => typeof one === 'string'))
    .join(' ');
}

/** Labels that end in a sign of their own, and have a colon in addition. */
function twiceMarked(shown: object): string[] {
  return objectsIn(shown).flatMap((one) =>
    Object.values(one).flatMap((text) =>
      typeof text === 'string' && /[?!…:][\s\u00a0\u202f]*:(?=\s|$)/.test(text) ? [text] : [],
    ),
  );
}

/** Returns the names that several different ones of these have. */
function alike<T>(all: readonly T[], namedFor: (one: T) => [name: string, does: string]): string[] {
  const named = Map.groupBy(all.map(namedFor), ([name]) => name);
  return [...named].filter(([, some]) => new Set(some.map(([, does]) => does)).size > 1).map(([name]) => name);
}

/** All objects in a JSON value, itself included; what is shown in place of another one is left out. */
function objectsIn(value: unknown): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  JSON.stringify(value, (key, part) => {
    if (key === 'fallback') return undefined;
    if (part !== null && typeof part === 'object' && !Array.isArray(part)) found.push(part);
    return part;
  });
  return found;
}

/** A number, a mail address, a page at Microsoft: where our own people and texts say one, a tap opens it. */
const tappable = /\+33.1.42.68.53.\d\d|\w@(?:contoso|gmial)\.\w+|https:\/\/[\w.]+\.microsoft\.com/;

/** What is read on cards and is no link. A title and a notification know none. */
function runsOf(reply: Reply): string[] {
  const cards = reply.kind === 'card' ? [reply.card] : reply.kind === 'cards' ? reply.cards : [];
  return cards.flatMap(({ text, facts, rows, more, footer }) =>
    [
      ...text,
      ...facts.map(({ value }) => value),
      ...rows.flatMap(({ title, detail }) => [title, detail]),
      ...(more ? [...more.text, ...more.facts.map(({ value }) => value)] : []),
      ...(footer === null ? [] : [footer]),
    ]
      .flat()
      .flatMap((run) => (typeof run === 'string' ? [run] : run.kind === 'strong' ? [run.text] : [])),
  );
}

/** Whether an answer has no button to go on with. What was posted unasked may have none. */
function isDeadEnd(reply: Reply): boolean {
  if (reply.kind === 'form' || (reply.kind === 'card' && postedAs.has(reply.card))) return false;
  const cards = reply.kind === 'card' ? [reply.card] : reply.cards;
  return !cards.some(
    ({ buttons, rows, menu, more }) => buttons.length > 0 || menu || more || rows.some(({ button }) => button),
  );
}

/** What `view.ts` promises, and what fits on a button at 320 px. */
function ownProblems(reply: Reply): string[] {
  if (reply.kind === 'form') {
    const { title, submit, cancel, state } = reply.form;
    const short = [title, submit, cancel].filter((text) => text.length > 24).map((text) => `“${text}” is too long`);
    return state.length > 2_000 ? [...short, 'the state is too long'] : short;
  }
  return (reply.kind === 'card' ? [reply.card] : reply.cards).flatMap(cardTrouble);
}

function cardTrouble(card: Card): string[] {
  const below = withPlainFeedback(card).buttons;
  const buttons = [...below, ...[...card.rows, card.menu].flatMap((one) => one?.button ?? [])];
  const alike = Map.groupBy(buttons, ({ label, value }) => `${label}: ${value}`);
  return [
    ...[...alike.values()].flatMap(([one, other]) => (one && other ? [`“${one.label}” stands there twice`] : [])),
    ...(card.title.length > 140 ? [`the title “${card.title}” is too long`] : []),
    ...(/[.?!:…]$/.test(card.summary.trim()) ? [] : [`“${card.summary}” is no sentence`]),
    ...(below.length > 6 ? [`${below.length} buttons`] : []),
    ...(card.charts.length > 2 ? [`${card.charts.length} charts`] : []),
    ...card.charts.flatMap(chartTrouble),
    ...(buttons.filter(({ style }) => style === 'primary').length > 1 ? ['two main buttons'] : []),
    ...buttons.flatMap(buttonTrouble),
  ];
}

function chartTrouble({ title, categories, series }: Chart): string[] {
  const labels = categories.map(({ label }) => label);
  const names = series.map(({ name }) => name);
  const values = series.flatMap((one) => one.values);
  return [
    ...(title.length > 50 ? [`the title “${title}” is too long`] : []),
    ...[...labels, ...names].flatMap((text) => (text.length > 20 ? [`“${text}” is too long for a chart`] : [])),
    ...categories.flatMap(({ short = '' }) => (short.length > 2 ? [`“${short}” is not short`] : [])),
    ...(new Set(labels).size < labels.length || new Set(names).size < names.length ? ['a label is there twice'] : []),
    ...(labels.length < 1 || labels.length > 20 ? [`${labels.length} categories`] : []),
    ...(names.length < 1 || names.length > 2 ? [`${names.length} series`] : []),
    ...(series.some((one) => one.values.length !== labels.length) ? ['a number is missing'] : []),
    ...(values.every((value) => Number.isInteger(value) && value >= 0) ? [] : ['not all are whole numbers']),
  ];
}

function buttonTrouble({ label, value, confirm }: Button): string[] {
  return [
    ...(label.length > 32 ? [`the button “${label}” is too long`] : []),
    ...(value.length > 500 ? [`the value of “${label}” is too long`] : []),
    ...(confirm && confirm.title.length > 40 ? [`“${confirm.title}” is too long`] : []),
  ];
}

/** Every instant carries its year in words. */
function datesWithoutYear(reply: Reply): string[] {
  const fallbacks = [...JSON.stringify(reply).matchAll(/"kind":"time","at":"(\d{4})[^"]*","fallback":"([^"]*)"/g)];
  return fallbacks.flatMap(([, year, fallback]) => (fallback?.includes(year ?? '-') ? [] : [fallback ?? '']));
}

describe('French', () => {
  it.each(['slack', 'teams'] satisfies Platform[])(
    'is French throughout on %s',
    async (platform) => {
      for (const sample of samples) {
        const [french, english] = await Promise.all(
          (['fr', 'en'] satisfies Locale[]).map(async (locale) => sentencesOf(await madeFor(platform, locale, sample))),
        );
        const left = french?.filter((sentence) => english?.includes(sentence) && !said.test(sentence));
        expect(left, sample.name).toEqual([]);
      }
      // It makes every sample in both languages.
    },
    180_000,
  );
});

describe.each(Locale.options)('what is said in %s', (locale) => {
  it('is in that language: it has more of its little words than of any other’s', async () => {
    const others = Locale.options.filter((other) => other !== locale);
    let sure = 0;
    for (const sample of samples.filter(({ showsFaq }) => locales[locale].faq === locale || !showsFaq))
      for (const sentence of sentencesOf(await madeFor('slack', locale, sample)).filter(isOurs)) {
        // Names of channels are in no language.
        const words = sentence.replace(/#\S+/g, '');
        const [own, most] = [littleWords[locale](words), Math.max(...others.map((one) => littleWords[one](words)))];
        if (own + most < 3) continue;
        expect(own, `${sample.name}: ${sentence}`).toBeGreaterThan(most);
        sure += 1;
      }
    expect(sure).toBeGreaterThan(300);
  });
});

/** Not what somebody typed or sent. */
function isOurs(sentence: string): boolean {
  return !said.test(sentence) && !/The keys were stolen|What was found|Sign-in from an unusual place/.test(sentence);
}

/** How many of a language's little words stand in a sentence. A word that two languages have is in neither list. */
const littleWords: Readonly<Record<Locale, (sentence: string) => number>> = {
  en: counter('the|of|and|is|are|was|were|this|that|with|your|you|for|not|it|has|have|by|from|to|be|who|what|no|at|an'),
  fr: counter(
    'le|la|les|l|d|de|du|des|un|une|et|est|au|aux|en|ce|cette|ne|pas|par|pour|sur|vous|votre|vos|il|qui|que|qu',
  ),
};

function counter(words: string): (sentence: string) => number {
  const known = new Set(words.split('|'));
  // What is quoted is its sender's, as the name of an alert is, and the longest tenant's name is English.
  const own = (sentence: string) =>
    sentence.replace(/Cloud and Security|Sign-in from an unusual place|[«“][^»”]*[»”]|<[^>]*>/g, '').toLowerCase();
  return (sentence) => (own(sentence).match(/\p{L}+/gu) ?? []).filter((word) => known.has(word)).length;
}

/** Runs of text with at least two words: what is the same in both languages should be a name or a value. */
function sentencesOf(reply: Reply): string[] {
  const found: string[] = [];
  JSON.stringify(reply, (key, value) => {
    if (typeof value === 'string' && !hidden.includes(key) && /\p{L} \p{L}/u.test(value)) found.push(value);
    return value;
  });
  return found;
}

const hidden = ['id', 'value', 'state', 'at', 'fallback', 'name'];
const said =
  /^(\/security-contact (?:faq|note 17)$|Contoso|A virtual machine|(\d+ · )?(Unusual|Alert - |Network connections)|\d+ · "|The keys were|The new phone|"We"|What was found|"Quoted|See <|A call|confident|Northwind|Tailspin|Partner \d|Security Operations|Wilhelmina|Sigmaringen|<|شركة|مركز|Amélie|Karim|Tom |Sign-in from an unusual place|Microsoft Defender|Maximiliane|UserPrincipalName: )/;
