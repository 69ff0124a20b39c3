import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardBlocks } from '../../../adapters/slack/render/card.ts';
import { formView } from '../../../adapters/slack/render/form.ts';
import { mentionsText, textObject, titled } from '../../../adapters/slack/render/text.ts';
import { cardView, homeView, message, pack, unpack } from '../../../adapters/slack/render/view.ts';
import { renderCard } from '../../../adapters/teams/render/card.ts';
import { messages } from '../../../src/messages/messages.ts';
import { button, type Card, type Chart, card, chosenSlot, type Inline } from '../../../src/view/view.ts';
import { cardProblems } from '../../support/adaptive-card-validator.ts';
import { blockKitProblems } from '../../support/block-kit-validator.ts';
import { textIn } from '../../support/slack-person.ts';
import { text } from '../../support/text.ts';
import { asks } from './rig.ts';

const say = messages('en').slack;
const time: Inline = { kind: 'time', at: '2026-11-24T09:00:00.000Z', fallback: '24 November 2026, 09:00 UTC' };
const ada: Inline = { kind: 'person', id: 'slack:T0HOME/U1ADA', name: 'Ada' };
const grace: Inline = {
  kind: 'person',
  id: `teams:${'1'.repeat(8)}-1111-4111-8111-${'1'.repeat(12)}/${'2'.repeat(8)}-2222-4222-8222-${'2'.repeat(12)}`,
  name: 'Grace *the* <!here>',
};
const soc: Inline = { kind: 'channel', channel: { platform: 'slack', address: 'C0SOC' }, name: 'soc' };
const teamsSoc: Inline = {
  kind: 'channel',
  channel: { platform: 'teams', address: '19:x@thread.tacv2' },
  name: 'SOC > Alerts',
};
const link: Inline = { kind: 'link', url: 'https://example.com/?a=1&b=<2>|3', label: 'R&D' };

describe('a text', () => {
  /** With what of it may stand in mrkdwn; null for what Slack would format, which is plain. */
  const nasty: [string, string | null][] = [
    ['<!channel> <@U1ADA> <#C0SOC> @here', '&lt;!channel&gt; &lt;@U1ADA&gt; &lt;#C0SOC&gt; @here'],
    ['*bold* _italic_ ~gone~ `code`', null],
    [':fire: &amp; &lt;', null],
    ['> quoted', null],
    ['<https://evil.example|Partner Center>', '&lt;https://evil.example|Partner Center&gt;'],
    ['esrever שלום 👩‍🚀', 'esrever שלום 👩‍🚀'],
    ['# title - list 1. one', '# title - list 1. one'],
    ['{{DATE()}} <at>Ada</at>', '{{DATE()}} &lt;at&gt;Ada&lt;/at&gt;'],
    ['R&D &lt;', 'R&amp;D &amp;lt;'],
  ];
  it.each(nasty)('from outside shows as it is: %s', (text) => {
    expect(textObject(text, 3_000)).toEqual({ type: 'plain_text', text, emoji: false });
  });

  it.each(nasty)('from outside beside a time is never formatted, nor a mention: %s', (text, marked) => {
    expect(textObject([text, ' since ', time], 3_000)).toMatchObject(
      marked === null
        ? { type: 'plain_text', text: `${text} since 24 November 2026, 09:00 UTC` }
        : { type: 'mrkdwn', text: `${marked} since <!date^1795510800^{date_num} {time}|24 November 2026, 09:00 UTC>` },
    );
  });

  it.each(nasty)('from outside in bold is bold and nothing else: %s', (text, marked) => {
    expect(textObject([{ kind: 'strong', text }], 3_000)).toMatchObject(
      marked === null ? { type: 'plain_text', text } : { type: 'mrkdwn', text: `*${marked}*` },
    );
    expect(titled(text, [time], 3_000).text.split('\n')[0]).toBe(marked === null ? text : `*${marked}*`);
  });

  it('that an old state holds shows without what nobody sees', () => {
    expect(textObject('pay\u202e\u200bload', 3_000).text).toBe('payload');
    expect(textObject([{ kind: 'strong', text: 'pay\u202e\u200bload' }], 3_000).text).toBe('*payload*');
  });

  it('that an old state holds as an id is no mention, and the words of a time are no markup', () => {
    const channel: Inline = { ...soc, channel: { platform: 'slack', address: 'C0A><!here>' }, name: '<!here>' };
    const person: Inline = { ...ada, id: 'slack:T0HOME/U1><!channel>', name: 'A <!here>' };
    expect(textObject([channel, ', ', person], 3_000).text).toBe('#&lt;!here&gt;, A &lt;!here&gt;');
    const fallback = '<!here> & co';
    expect(textObject([{ ...time, fallback }], 3_000).text).toMatch(/\|&lt;!here&gt; &amp; co>$/);
    expect(textObject([{ ...time, at: 'never', fallback }], 3_000).text).toBe('&lt;!here&gt; &amp; co');
  });

  it('shows times in the reader’s zone with the year, people and channels of Slack by mention, others by name', () => {
    expect(textObject(['Changed ', time, ' by ', ada, ' in ', soc], 3_000)).toEqual({
      type: 'mrkdwn',
      verbatim: true,
      text: 'Changed <!date^1795510800^{date_num} {time}|24 November 2026, 09:00 UTC> by <@U1ADA> in <#C0SOC>',
    });
    expect(textObject([teamsSoc, ', ', ada], 3_000).text).toBe('SOC &gt; Alerts, <@U1ADA>');
    expect(textObject(['By ', grace], 3_000)).toMatchObject({ type: 'plain_text', text: 'By Grace *the* <!here>' });
  });

  it('mentions a group where people are called, and names it everywhere else', () => {
    const group = { kind: 'person', id: 'slack:T0HOME/S0123SOC', name: '@soc & co' } as const;
    expect(textObject(['By ', group, ' and ', ada], 3_000).text).toBe('By @soc &amp; co and <@U1ADA>');
    const others = [
      { id: 'slack:T0HOME/U1ADA', name: 'Ada' },
      { id: `teams:${'1'.repeat(36)}/${'2'.repeat(36)}`, name: 'Grace <!here>' },
    ];
    expect(mentionsText([group, ...others], 3_000)).toEqual({
      type: 'mrkdwn',
      verbatim: true,
      text: '<!subteam^S0123SOC>, <@U1ADA>, Grace &lt;!here&gt;',
    });
    expect(mentionsText([{ ...group, id: 'slack:T0HOME/S1><!channel>' }], 3_000).text).toBe('@soc &amp; co');
  });

  it.each(['17 · Mining\nin a customer’s subscription', 'Mining ', ' Mining'])(
    'in bold is never one that Slack cannot make bold: %j',
    (title) => {
      const words = `${title}\nsince 24 November 2026, 09:00 UTC`;
      expect(titled(title, ['since ', time], 3_000)).toMatchObject({ type: 'plain_text', text: words });
    },
  );

  it('in bold is bold where Slack can', () => {
    expect(titled('Mining', ['since ', time], 3_000)).toMatchObject({
      type: 'mrkdwn',
      text: expect.stringMatching(/^\*Mining\*\nsince </),
    });
  });

  it('links only where a link was meant, and only to the web', () => {
    expect(textObject([link], 3_000).text).toBe('<https://example.com/?a=1&amp;b=%3C2%3E%7C3|R&amp;D>');
    expect(textObject([{ kind: 'link', url: 'javascript:alert(1)', label: 'Click' }], 3_000).text).toBe('Click');
  });

  it('has numbers and mail addresses that open with one tap', () => {
    const tap = (url: string, label: string) => textObject([{ kind: 'link', url, label }], 3_000).text;
    expect(tap('tel:+33142685300', '+33 1 42 68 53 00')).toBe(
      '<tel:+33142685300|+33\u00A01\u00A042\u00A068\u00A053\u00A000>',
    );
    expect(tap('mailto:soc@contoso.com', 'soc@contoso.com')).toBe('<mailto:soc@contoso.com|soc@contoso.com>');
    // What mrkdwn would format is plain, and says it once.
    expect(tap('mailto:_soc_@contoso.com', '_soc_@contoso.com')).toBe('_soc_@contoso.com');
  });

  it('that is empty is a dash: Slack refuses nothing at all', () => {
    expect(textObject('', 3_000).text).toBe('–');
    expect(titled('', '', 3_000).text).toBe('–');
  });

  it('whatever it is, is taken by Slack, and holds no tag but ours', () => {
    let seen = 0;
    fc.assert(
      fc.property(fc.string({ maxLength: 200, unit: 'grapheme' }), (text) => {
        const cards = [
          card('T', text || 'S', {
            text: [text, [text, time], [{ kind: 'strong', text }, ' ', time]],
            rows: [{ title: text, detail: [text, ada], button: null }],
          }),
        ];
        const shown = message(cards, say);
        expect(blockKitProblems({ kind: 'message', value: shown })).toEqual([]);
        const tags = [...JSON.stringify(shown.blocks.filter(isMarked)).matchAll(/<[^>]*>/g)].map(([tag]) => tag);
        for (const tag of tags) expect(tag).toMatch(/^<(!date\^|@U1ADA>)/);
        seen += tags.length;
      }),
    );
    expect(seen).toBeGreaterThan(100);
  });
});

const isMarked = (block: object) => JSON.stringify(block).includes('"mrkdwn"');

const full: Card = card('Security contact', 'Contoso’s security contact is SOC.', {
  tone: 'warning',
  text: ['First.', ['Second, ', time]],
  facts: Array.from({ length: 12 }, (_, n) => ({ label: `Fact ${n}`, value: n % 2 ? [time] : `value ${n}` })),
  rows: [{ title: 'Phone', detail: 'Not attested', button: button('press', 'contact.phone', 'Attest', 't 1') }],
  charts: [
    {
      kind: 'bars',
      title: 'By severity',
      categories: [{ label: 'high' }, { label: 'low' }],
      series: [{ name: 'Alerts', values: [10, 0], tone: 'neutral' }],
    },
  ],
  buttons: [
    button('press', 'contact.confirm', 'Still right', 't 1', { style: 'primary' }),
    button('press', 'contact.confirm', 'Also right', 't 2'),
    button('press', 'contact.remove', 'Remove', 't', {
      style: 'danger',
      confirm: { title: 'Remove?', text: 'Gone.', yes: 'Remove', no: 'Keep' },
    }),
    button('form', 'contact.update', 'Change', 't'),
    button('link', 'contact.portal', 'Partner Center', 'https://partner.microsoft.com/'),
  ],
  footer: ['Changed by ', ada],
});

describe('a card', () => {
  it.each(['en', 'fr'] as const)(
    'with all it can have is taken by Slack as message, window and Home tab (%s)',
    (locale) => {
      const { slack } = messages(locale);
      expect(blockKitProblems({ kind: 'message', value: message([full, full], slack) })).toEqual([]);
      expect(blockKitProblems({ kind: 'view', value: cardView([full, full], slack, { home: true }) })).toEqual([]);
      expect(blockKitProblems({ kind: 'view', value: homeView([full, full], slack) })).toEqual([]);
      for (const max of [slack.window, slack.close]) expect(max.length).toBeLessThanOrEqual(24);
    },
  );

  it('says its tone by a sign, and in a word where no text does', () => {
    const terse = { ...full, text: [] };
    expect(textIn(cardBlocks([full], say))).toContain('⚠️');
    expect(textIn(cardBlocks([terse], say))).toContain(say.tone.warning);
    expect(textIn(cardBlocks([{ ...terse, tone: 'neutral' }], say))).not.toContain(say.tone.warning);
  });

  it('keeps its folded part behind a button, the last one, which asks for it', () => {
    const more = { label: 'Details', text: ['why'], facts: [], press: { id: 'a.show', value: '17' } };
    const blocks = cardBlocks([card('A', 'A.', { buttons: [button('press', 'a.b', 'Do', '')], more })], say);
    expect(blocks[1]).toMatchObject({ elements: [{ action_id: 'a.b' }, { action_id: 'a.show', value: '17' }] });
    expect(text(blocks)).not.toContain('why');
  });

  it('has a long button below its row, where a phone shows it whole, and a short one beside it', () => {
    const row = (label: string) => ({ title: 'Phone', detail: '', button: button('press', 'a.b', label, '') });
    const [short, long, below] = cardBlocks(
      [card('', 'A.', { rows: [row('Still right'), row('Add a channel')] })],
      say,
    );
    expect(short).toMatchObject({ accessory: { text: { text: 'Still right' } } });
    expect(long).not.toHaveProperty('accessory');
    expect(below).toMatchObject({
      elements: [{ text: { text: 'Add a channel' }, accessibility_label: 'Add a channel · Phone' }],
    });
  });

  it('keeps the reader’s zone in a row whose title has signs of formatting', () => {
    const row = {
      title: 'Logon by _svc_backup_',
      detail: ['since ', time],
      button: button('press', 'a.b', 'Show', ''),
    };
    const [title, detail] = cardBlocks([card('', 'A.', { rows: [row] })], say);
    expect(title).toMatchObject({ text: { type: 'plain_text', text: 'Logon by _svc_backup_' }, accessory: {} });
    expect(detail).toMatchObject({ text: { type: 'mrkdwn', text: expect.stringContaining('since <!date^') } });
  });

  it('has a menu next to its button, which is searched where there are more choices', () => {
    const choices = ['A', 'B'].map((label) => ({ value: label, label }));
    const menu = {
      name: 'tenant',
      label: 'Tenant',
      hint: '',
      choices,
      isSearched: false,
      button: button('form', 'a.b', 'Do', chosenSlot),
    };
    const elements = (isSearched: boolean) => cardBlocks([card('', 'A.', { menu: { ...menu, isSearched } })], say);
    const placeholder = { text: 'Tenant' };
    expect(elements(false)).toMatchObject([
      {
        block_id: 'b0|a.b',
        elements: [
          { type: 'static_select', action_id: 'tenant', placeholder, options: { length: 2 } },
          { action_id: 'a.b', value: '{tenant}' },
        ],
      },
    ]);
    expect(elements(true)).toMatchObject([
      { elements: [{ type: 'external_select', action_id: 'tenant', placeholder, min_query_length: 0 }, {}] },
    ]);
  });

  it('begins a row of buttons where one says so', () => {
    const buttons = ['a', 'b', 'c'].map((id) => button('press', `x.${id}`, id, ''));
    const [first, second, third] = buttons;
    if (!first || !second || !third) throw new Error('no buttons');
    const blocks = cardBlocks([card('', 'A.', { buttons: [first, { ...second, beginsRow: true }, third] })], say);
    expect(blocks).toMatchObject([{ elements: { length: 1 } }, { elements: { length: 2 } }]);
  });

  it('shows the numbers of a chart before their bars', () => {
    expect(textIn(cardBlocks([full], say))).toContain(`10 · high ${'█'.repeat(10)}\n0 · low`);
  });

  it('has buttons that name what they are about where the label does not, and ask before they act', () => {
    const json = JSON.stringify(cardBlocks([full], say));
    expect(json).toContain('"accessibility_label":"Attest · Phone"');
    const row = { title: `17 · ${'Mining '.repeat(20)}`, detail: '', button: button('press', 'a.b', 'Show', '17') };
    const [long] = cardBlocks([card('', 'A.', { rows: [row] })], say);
    expect(long).toMatchObject({
      accessory: { accessibility_label: expect.stringMatching(/^Show · 17 · Mining .{15,}….{20,}$/) },
    });
    expect(json).toContain('"confirm":{"title":{"type":"plain_text","text":"Remove?"');
  });

  it.each([
    ['a title', { title: 'x'.repeat(151) }],
    ['a paragraph', { text: ['x'.repeat(3_001)] }],
    ['a value', { facts: [{ label: 'l', value: 'x'.repeat(2_001) }] }],
    ['a button', { buttons: [button('press', 'a.b', 'x'.repeat(76), '')] }],
    ['a value of a button', { buttons: [button('press', 'a.b', 'x', 'x'.repeat(2_001))] }],
    ['all together', { text: Array.from({ length: 5 }, () => 'x'.repeat(2_900)) }],
    ['a list', { rows: Array.from({ length: 51 }, () => ({ title: 't', detail: 'd', button: null })) }],
  ])('with %s too long is an error, never cut', (_what, more) => {
    expect(() => message([{ ...full, ...more }], say)).toThrow(/Slack takes/);
  });
});

const word = (maxLength: number) => fc.string({ minLength: 1, maxLength }).filter((text) => text.trim() !== '');
/** Charts as a card may have them, whatever their numbers and words. */
const anyChart: fc.Arbitrary<Chart> = fc
  .record({
    kind: fc.constantFrom('bars', 'line'),
    title: word(50),
    labels: fc.uniqueArray(word(20), { minLength: 1, maxLength: 20 }),
    names: fc.uniqueArray(word(20), { minLength: 1, maxLength: 2 }),
    values: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
  })
  .map(({ labels, names, values, ...rest }) => ({
    ...rest,
    categories: labels.map((label) => ({ label })),
    series: names.map((name, nth) => ({
      name,
      values: values.slice(20 * nth, 20 * nth + labels.length),
      tone: nth === 0 ? 'neutral' : 'danger',
    })),
  }));

describe('a chart', () => {
  it('of any words and numbers is taken by Slack and by Teams, drawn or as bars', () => {
    fc.assert(
      fc.property(fc.array(anyChart, { minLength: 1, maxLength: 2 }), (charts) => {
        const shown = card('A', 'A.', { charts });
        const posted = message([shown], say, new Set(['chart']));
        expect(posted.blocks.map(({ type }) => type)).toEqual(['header', ...charts.map(() => 'data_visualization')]);
        expect(blockKitProblems({ kind: 'posted', value: posted })).toEqual([]);
        expect(blockKitProblems({ kind: 'message', value: message([shown], say) })).toEqual([]);
        expect(cardProblems(renderCard(shown, 'chat'))).toEqual([]);
        expect(cardProblems(renderCard(shown, 'dialog'))).toEqual([]);
      }),
    );
  });

  it('of two series says in text which blocks are which, and both numbers', () => {
    const chart: Chart = {
      kind: 'line',
      title: 'By month',
      categories: [
        { label: 'Oct 2026', short: '10' },
        { label: 'Nov 2026', short: '11' },
      ],
      series: [
        { name: 'In time', values: [3, 0], tone: 'neutral' },
        { name: 'Late', values: [1, 0], tone: 'danger' },
      ],
    };
    expect(textIn(cardBlocks([card('', 'A.', { charts: [chart] })], say))).toBe(
      `*By month*\n█ In time · ▒ Late\n3 + 1 · Oct 2026 ${'█'.repeat(8)}${'▒'.repeat(2)}\n0 · Nov 2026`,
    );
  });
});

describe('a form', () => {
  it('of every kind of field is taken by Slack, refused or not', () => {
    const refused = { firstName: 'Too short', nowhere: 'Strange' };
    for (const form of [asks().form, asks({ problems: refused, notice: ['Saved by ', ada] }).form])
      expect(blockKitProblems({ kind: 'view', value: formView(form, true, say) })).toEqual([]);
  });

  it('takes back a value that is longer than its field allows', () => {
    const [name] = asks().form.fields;
    if (name?.kind !== 'text') throw new Error('not a text');
    const view = formView(asks({ fields: [{ ...name, value: 'x'.repeat(100) }] }).form, false, say);
    expect(blockKitProblems({ kind: 'view', value: view })).toEqual([]);
  });

  it.each([
    [5, 'radio_buttons'],
    [6, 'static_select'],
  ])('that asks for one of %i choices has %s', (count, type) => {
    const choices = Array.from({ length: count }, (_, n) => ({ value: `${n}`, label: `Choice ${n}` }));
    const field = { kind: 'choice', name: 'month', label: 'Month', hint: null, required: true, value: '1' } as const;
    const view = formView(asks({ fields: [{ ...field, choices }] }).form, false, say);
    expect(view.blocks).toContainEqual(
      expect.objectContaining({ element: expect.objectContaining({ type, initial_option: expect.anything() }) }),
    );
  });

  it.each([
    ['title', { title: 'x'.repeat(25) }],
    ['submit', { submit: 'x'.repeat(25) }],
    ['state', { state: 'x'.repeat(3_000) }],
  ])('with a %s that is too long is an error', (_what, more) => {
    expect(() => formView(asks(more).form, false, say)).toThrow(/Slack takes/);
  });

  it('keeps 2,000 characters of state, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 2_000 }), fc.boolean(), (state, home) => {
        expect(unpack(pack({ home, shape: null, state }))).toEqual({ home, shape: null, state });
      }),
    );
  });
});
