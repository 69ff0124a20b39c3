import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderCard } from '../../../adapters/teams/render/card.ts';
import { renderForm } from '../../../adapters/teams/render/form.ts';
import { messages } from '../../../src/messages/messages.ts';
import { button, type Card, card, type Form } from '../../../src/view/view.ts';
import { cardProblems, partsOf } from '../../support/adaptive-card-validator.ts';
import { drives } from '../../support/programs.ts';
import { formReply, text } from '../../support/stub-bot.ts';
import { openBrowser, renderIn } from '../../support/teams-browser.ts';

const hostile = [
  '[pay here](https://evil.example)',
  '<at>Everyone</at> <b>bold</b> <img src=x onerror=alert(1)>',
  '**strong** _soft_ *soft* __strong__ ~~gone~~ `code`',
  '# Title',
  '- a list',
  '1. one',
  '> a quotation',
  '![picture](https://evil.example/x.png)',
  '<https://evil.example>',
  '[x]: https://evil.example',
  '&lt;b&gt; &amp; \\*not\\*',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}} {{TIME(2026-01-01T00:00:00Z)}}',
  'שלום עולם مرحبا 🇫🇷👩‍👩‍👧',
  'x'.repeat(300),
];

/** The same text wherever text from outside may stand. */
function hostileCard(outside: string): Card {
  return card(outside, outside, {
    tone: 'warning',
    text: [outside, [{ kind: 'person', id: 'teams:a/b', name: outside }, ' and more']],
    facts: [{ label: outside, value: outside }],
    rows: [{ title: outside, detail: outside, button: button('press', 'a.b', outside, outside) }],
    charts: [
      {
        kind: 'bars',
        title: outside,
        categories: [{ label: outside }],
        series: [{ name: outside, values: [3], tone: 'neutral' }],
      },
    ],
    buttons: [
      button('press', 'a.b', outside, 'v', { confirm: { title: outside, text: outside, yes: outside, no: outside } }),
    ],
    footer: outside,
  });
}

function hostileForm(outside: string): Form {
  const choices = Array.from({ length: 3 }, (_, index) => ({ value: `${index}`, label: `${index} ${outside}` }));
  const reply = formReply({
    title: outside,
    intro: [outside],
    notice: outside,
    problems: { firstName: outside },
    fields: [
      text('firstName', outside, { value: outside, hint: outside, required: true, maxLength: 1_000 }),
      { kind: 'choice', name: 'kind', label: outside, hint: null, required: true, value: '1', choices },
      { kind: 'ticks', name: 'gone', label: outside, hint: null, required: false, value: ['0'], choices },
      { kind: 'channels', name: 'channels', label: outside, hint: null, required: false, value: [], max: 9 },
      { kind: 'people', name: 'onCall', label: outside, hint: null, required: false, value: [], max: 9 },
    ],
  });
  if (reply.kind !== 'form') throw new Error('not a form');
  return reply.form;
}

const world = (outside: string) => ({
  picks: { channels: [{ value: '19:a', label: outside }], people: [{ value: 'teams:a/b', label: outside }] },
  search: true,
  words: messages('en').teams,
});
const cardsOf = (outside: string) => [
  renderCard(hostileCard(outside), 'chat'),
  renderForm(hostileForm(outside), world(outside), true),
];

it('speaks a form’s title with what is wrong and what it asks for, and has the small print last', () => {
  const form = { ...hostileForm('Mail'), title: 'Change the e-mail', notice: 'One field is wrong.' };
  const spoken = (shown: Form) => renderForm(shown, world('x'), true).speak;
  // The names of many fields would be too long to listen to.
  expect(spoken(form)).toBe('Change the e-mail. One field is wrong.');
  expect(spoken({ ...form, fields: form.fields.slice(0, 2) })).toBe(
    'Change the e-mail. One field is wrong. Mail, Mail',
  );
  const buttons = [button('press', 'help.show', 'Help', '')];
  const { body, actions } = renderCard(card('A', 'A.', { buttons, footer: 'Small.' }), 'chat');
  expect(actions).toBeUndefined();
  expect(JSON.stringify(body)).toMatch(/"ActionSet".*"Small\."/);
});

it('breaks no word at 320 px: where a fact has a long one, all stand below their labels', () => {
  const mail = 'karim.benali@contoso.example';
  const shown = renderCard(
    card('A', 'A.', {
      facts: [
        { label: 'E-mail', value: mail },
        { label: 'Kind', value: 'A group' },
      ],
    }),
    'chat',
  );
  expect(shown.body).toMatchObject([{}, { type: 'Container' }, { type: 'Container' }]);
});

describe.runIf(drives('chromium'))('text from outside', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(hostile)('%s', async (outside) => {
    for (const rendered of cardsOf(outside)) {
      expect(cardProblems(rendered)).toEqual([]);
      const { text: read, html, overflows } = await renderIn(browser, rendered, { width: 320 });
      const flat = (said: string) => said.replace(/`/g, 'ˋ').replace(/\s+/g, ' ').trim();
      expect(flat(read).split(flat(outside)).length - 1, read).toBeGreaterThanOrEqual(8);
      expect(html.match(/<(a|b|i|em|strong|s|code|h\d|ol|ul|li|blockquote|img)[ >][^>]*/i)?.[0]).toBeUndefined();
      expect(overflows).toBe(false);
    }
  });
});

it('nothing that nobody sees, or that turns the direction of what follows, gets through', () => {
  for (const rendered of cardsOf('Ada\u202egnp.exe\u0007 \u2066x\u2060\ufeff\u{e0041}'))
    expect(JSON.stringify(rendered, (key, value) => (key === 'data' || key === 'value' ? null : value))).not.toMatch(
      /[\u202a-\u202e\u2060\u2066-\u2069\ufeff\u{e0041}]|\\u0007/u,
    );
});

it('times are filled in by the client, and carry their words where it cannot', () => {
  const at = { kind: 'time', at: '2026-11-24T09:05:07.123Z', fallback: '24 Nov 2026, 09:05 UTC' } as const;
  const rendered = renderCard(card('T', 'S', { text: [['Since ', at]] }), 'chat');
  expect(JSON.stringify(rendered)).toContain('{{DATE(2026-11-24T09:05:07Z,SHORT)}} {{TIME(2026-11-24T09:05:07Z)}}');
  const day = renderCard(card('T', 'S', { text: [['On ', { ...at, dayOnly: true }]] }), 'chat');
  expect(JSON.stringify(day)).toContain('"{{DATE(2026-11-24T09:05:07Z,SHORT)}}"');
  const clock = renderCard(card('T', 'S', { text: [['At ', { ...at, timeOnly: true }]] }), 'chat');
  expect(JSON.stringify(clock)).toContain('"{{TIME(2026-11-24T09:05:07Z)}}"');
  const bad = renderCard(card('T', 'S', { text: [[{ ...at, at: 'soon' }]] }), 'chat');
  expect(JSON.stringify(bad)).toContain('24 Nov 2026, 09:05 UTC');
});

it('a folded part unfolds below the buttons; what has none to show asks for it', () => {
  const more = { label: 'Details', text: ['why\nand how'], facts: [], press: { id: 'a.show', value: '17' } };
  const shown = card('A', 'A.', { buttons: [button('press', 'a.b', 'Do', '')], more, footer: 'small' });
  const rendered = renderCard(shown, 'chat');
  expect(rendered.actions).toBeUndefined();
  expect(rendered.body).toMatchObject([
    { style: 'heading' },
    { type: 'ActionSet', actions: [{ title: 'Do' }, { type: 'Action.ToggleVisibility', targetElements: ['more'] }] },
    { id: 'more', isVisible: false, items: [{ inlines: [{ text: 'why' }] }, { inlines: [{ text: 'and how' }] }] },
    { type: 'RichTextBlock' },
  ]);
  const brief = renderCard({ ...shown, more: { ...more, text: [] } }, 'chat');
  expect(partsOf(brief)).toContainEqual(expect.objectContaining({ verb: 'a.show', title: 'Details' }));
  expect(JSON.stringify(brief)).not.toContain('ToggleVisibility');
  expect([rendered, brief].flatMap(cardProblems)).toEqual([]);
});

describe('rows that have more buttons than a card has room for', () => {
  const list = (count: number, more: Partial<Card> = {}) =>
    card('Open alerts', 'A.', {
      rowName: 'Alert',
      rows: Array.from({ length: count }, (_, n) => ({
        title: `${n} · Mining`,
        detail: ['since ', { kind: 'strong', text: 'today' }],
        button: button('press', 'a.show', 'Show', `id ${n}`),
      })),
      ...more,
    });
  const shown = (value: object, type: string) => partsOf(value).filter((part) => part.type === type);

  it('keep them as long as there is room', () => {
    expect(shown(renderCard(list(6), 'chat'), 'Action.Execute')).toHaveLength(6);
    expect(shown(renderCard(list(6), 'chat'), 'Input.ChoiceSet')).toEqual([]);
  });

  it('stay as text, with a menu below them and their button once', () => {
    const rendered = renderCard(list(7), 'chat');
    expect(shown(rendered, 'Action.Execute')).toMatchObject([
      { title: 'Show', data: { action: 'a.show', value: '{tenant}', menu: 'row0' } },
    ]);
    expect(shown(rendered, 'Input.ChoiceSet')).toMatchObject([
      { id: 'row0', label: 'Alert', style: 'compact', value: 'id 0', choices: { length: 7 } },
    ]);
    expect(JSON.stringify(rendered)).toContain('today');
    expect(cardProblems(rendered)).toEqual([]);
  });

  it('are the choices themselves where they are plain words, and equal ones are numbered', () => {
    const plain = list(7).rows.map((row) => ({ ...row, title: 'Mining', detail: 'new' }));
    const rendered = renderCard(list(0, { rows: plain }), 'chat');
    const [menu] = shown(rendered, 'Input.ChoiceSet');
    expect(menu).toMatchObject({ style: 'expanded' });
    expect(JSON.stringify(menu?.choices)).toMatch(/"Mining · new".*"Mining · new \(2\)".*"Mining · new \(7\)"/);
    expect(shown(rendered, 'RichTextBlock')).toEqual([]);
  });

  it('keep the urgent ones’ buttons, and those that ask first ask for what was chosen', () => {
    const confirm = { title: 'Sure?', text: 'All.', yes: 'Yes', no: 'No' };
    const asking = (n: number) => button('press', 'a.show', 'Show', `id ${n}`, { confirm });
    const rows = list(8).rows.map((row, n) => ({
      ...row,
      button: asking(n),
      ...(n === 0 ? { urgent: true as const } : {}),
    }));
    const rendered = renderCard(list(0, { rows }), 'chat');
    expect(shown(rendered, 'Action.Execute')).toMatchObject([
      { data: { value: 'id 0' } },
      { title: 'Yes', data: { value: '{tenant}', menu: 'row0' } },
    ]);
  });
});

it('numbers and mail addresses open with one tap, by the deep links that a card may open', () => {
  const to = (url: string) => {
    const rendered = renderCard(card('A', 'A.', { text: [[{ kind: 'link', url, label: 'x' }]] }), 'chat');
    expect(cardProblems(rendered)).toEqual([]);
    return partsOf(rendered).find(({ type }) => type === 'Action.OpenUrl')?.url;
  };
  expect(to('tel:+33142685300')).toBe('https://teams.microsoft.com/l/call/0/0?users=4:%2B33142685300');
  expect(to('mailto:a+b&cc=x@contoso.com')).toBe(
    'https://outlook.office.com/mail/deeplink/compose?to=a%2Bb%26cc%3Dx%40contoso.com',
  );
});

it('links that are not https are plain text', () => {
  const link = (url: string) => card('T', 'S', { text: [[{ kind: 'link', url, label: 'Steps' }]] });
  for (const url of ['javascript:alert(1)', 'http://partner.microsoft.com', 'https//partner.microsoft.com'])
    expect(JSON.stringify(renderCard(link(url), 'chat'))).not.toMatch(/OpenUrl|selectAction/);
  expect(JSON.stringify(renderCard(link('https://partner.microsoft.com'), 'chat'))).toContain('Action.OpenUrl');
});

it('a form in a dialog has no title of its own, and asks Entra for people', () => {
  const parts = (titled: boolean, search: boolean) =>
    partsOf(renderForm(hostileForm('x'), { ...world('x'), search }, titled));
  expect(parts(false, true).some(({ style }) => style === 'heading')).toBe(false);
  expect(parts(true, true).some(({ style }) => style === 'heading')).toBe(true);
  expect(parts(true, true).find(({ id }) => id === 'onCall')?.['choices.data']).toEqual({
    type: 'Data.Query',
    dataset: 'graph.microsoft.com/users',
  });
  expect(parts(true, false).find(({ id }) => id === 'onCall')?.['choices.data']).toBeUndefined();
});

it('a chosen channel that the bot does not know is offered, so that it is not lost', () => {
  const form = hostileForm('x');
  const channels = {
    kind: 'channels',
    name: 'channels',
    label: 'Channels',
    hint: null,
    required: false,
    max: 9,
  } as const;
  const value = [{ platform: 'teams', address: '19:gone' }] as const;
  const rendered = renderForm({ ...form, fields: [{ ...channels, value }] }, world('x'), true);
  const [input] = partsOf(rendered).filter(({ id }) => id === 'channels');
  expect(input).toMatchObject({
    value: '19:gone',
    choices: [{ value: '19:gone', title: expect.stringContaining('gone (not connected)') }, { value: '19:a' }],
  });
});

it.each(['channels', 'people'] as const)('one of the %s may be left out: None is the first choice', (kind) => {
  const field = { kind, name: 'one', label: 'One', hint: null, required: false, value: [], max: 1 } as const;
  const rendered = renderForm({ ...hostileForm('x'), fields: [field] }, { ...world('x'), search: false }, true);
  const none = { title: 'None', value: 'none' };
  expect(partsOf(rendered).find(({ id }) => id === 'one')).toMatchObject({ value: 'none', choices: [none, {}] });
});
