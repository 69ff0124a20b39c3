// Runs in Chromium: draws a card by Microsoft's own library with Teams-like settings, and tells what is wrong with it.
const themes = {
  light: {
    text: ['#242424', '#616161'],
    accent: '#5b5fc7',
    attention: '#c4314b',
    good: '#237b4b',
    warning: '#835c00',
    back: { default: '#ffffff', emphasis: '#f5f5f5', attention: '#fcf4f6', good: '#e7f2da', warning: '#fbf6d9' },
  },
  dark: {
    text: ['#ffffff', '#adadad'],
    accent: '#9299f7',
    attention: '#f9526b',
    good: '#92c353',
    warning: '#f8d22a',
    back: { default: '#292929', emphasis: '#1f1f1f', attention: '#3e1f25', good: '#1d2e14', warning: '#463100' },
  },
};

function hostConfig(theme) {
  const of = themes[theme];
  const one = (colour) => ({ default: colour, subtle: colour });
  const foregroundColors = { default: { default: of.text[0], subtle: of.text[1] } };
  for (const name of ['accent', 'attention', 'good', 'warning']) foregroundColors[name] = one(of[name]);
  const containerStyles = {};
  for (const [name, backgroundColor] of Object.entries(of.back))
    containerStyles[name] = { backgroundColor, foregroundColors };
  return new AdaptiveCards.HostConfig({
    fontFamily: '"Segoe UI", "Liberation Sans", "DejaVu Sans", sans-serif',
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 300, default: 400, bolder: 600 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    spacing: { small: 4, default: 8, medium: 12, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: theme === 'dark' ? '#3d3d3d' : '#e0e0e0' },
    containerStyles,
    inputs: { label: { inputSpacing: 'small', requiredInputs: { suffix: ' *' }, optionalInputs: {} } },
    actions: {
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      maxActions: 6,
      buttonSpacing: 8,
      showCard: { actionMode: 'inline', inlineTopMargin: 8 },
    },
  });
}

const markdown = markdownit({ linkify: true, html: false });
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

let group = 0;

/**
 * Teams shows the names of people who are picked; the library, which knows no people, would show their ids. Signs are drawn by others like
 * them that every font has.
 */
function named(part) {
  if (Array.isArray(part)) return part.map(named);
  if (typeof part === 'string') return part.replaceAll('⛔', '⊖').replaceAll('✅', '✔').replaceAll('⚠️', '⚠');
  if (typeof part !== 'object' || part === null) return part;
  if (!part['choices.data'])
    return Object.fromEntries(
      Object.entries(part).map(([name, value]) => [name, name === 'data' ? value : named(value)]),
    );
  const picked = part.choices.filter(({ value }) => (part.value ?? '').split(',').includes(value));
  const { id, label, isRequired, errorMessage } = part;
  return {
    type: 'Input.Text',
    id,
    label,
    isRequired,
    errorMessage,
    value: picked.map(({ title }) => title).join(', '),
  };
}

/** Teams shows a mention as the person's name; the library, which knows no mentions, would show its tags. */
function showMentions(place, { msteams }) {
  for (const { text } of msteams?.entities ?? [])
    for (const paragraph of place.querySelectorAll('p')) {
      const [before, ...after] = paragraph.innerHTML.split(text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
      const name = text.replace(/<[^>]*>/g, '');
      paragraph.innerHTML = [before, ...after.map((rest) => `<span class="mention">${name}</span>${rest}`)].join('');
    }
}

/** Draws into `place`; answers every complaint of the library. */
window.drawCard = (place, json, theme, lang) => {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig(theme);
  const context = new AdaptiveCards.SerializationContext(AdaptiveCards.Versions.v1_6);
  card.parse(named(json), context);
  // Teams writes dates in the language of the client; the library in that of the card.
  card.lang = lang;
  // The library draws no charts, as some clients of Teams do not: the picture shows what stands in their place.
  const isChart = /^Unknown element type "Chart\..* Fallback will be used if present\.$/;
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).filter(
    (message) => !isChart.test(message),
  );
  // The library's own test of `lang` fails every second time: its pattern is global and so has a memory.
  const events = card.validateProperties().validationEvents.map(({ message }) => message);
  const validation = events.filter((message) => !message.includes('"lang"'));
  place.appendChild(card.render());
  showMentions(place, json);
  // Sixteen cards on one page must not share a group of radio buttons.
  group += 1;
  for (const radio of place.querySelectorAll('input[type=radio]')) radio.name += `-${group}`;
  const sideways =
    place.scrollWidth > place.clientWidth ? [`scrolls sideways by ${place.scrollWidth - place.clientWidth} px`] : [];
  return [...parsing, ...validation, ...sideways];
};
