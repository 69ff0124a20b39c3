/** What a quadratic parser, expression or fold is slowest at: short pieces over and over, with an end that fits nothing. */
export const pieces: readonly string[] = [
  ...['!', '?', '.', ' ', '\n', '@', ':', '-', '"', '’', '=', '<', '*', '_', '0', 'a', 'é', 'ﷺ', '😀'],
  ...['a-', 'a.', 'a@', 'a ', 'a\n', '\n ', '1 ', '1.', '1:', '::', '- ', '"=', '; ', '\t\r', '{{', '<@', '<!', '+1'],
  ...[
    '<http:',
    '<http://a|',
    '</a',
    'eyJa-',
    'xoxo',
    'x@x.',
    'a at a dot ',
    'password is ',
    'api key ',
    'code ',
    'pin ',
  ],
  ...[
    'select a,',
    'ignore all ',
    'and who ',
    'who is ',
    '[name] ',
    'Jean Pierre ',
    'Contoso 7 ',
    'of Contoso 12 Nord ',
  ],
  ...['Contoso ', '\u200b', 'a\u200d', '\u202e', 'securty contct ', 'qwertzuiop asdfghjkl '],
];

/** Before it, so that it reaches every parser: verbs, filters, the questions, the FAQ's lists. */
const openings = [
  '',
  'show ',
  'alerts ',
  'alertes high ',
  'report ',
  'raise ',
  'history ',
  'faq ',
  'who can change ',
  'sohw ',
];

/** As many characters as are read of what people type. */
const cut = 2_000;

export function filled(piece: string, length: number): string {
  return piece
    .repeat(Math.ceil(length / piece.length))
    .slice(0, length - 1)
    .concat('x');
}

export const hostileTexts: readonly string[] = openings.flatMap((opening) =>
  pieces.map((piece) => `${opening}${filled(piece, cut - opening.length)}`),
);

/** For a field of a form, and for what senders write. */
export const hostileFields = (length: number): string[] => pieces.map((piece) => filled(piece, length));
