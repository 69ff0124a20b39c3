import type { ResolvedReason } from '../../domain/alert/status.ts';

/** The words by which a sentence says which alerts, which month and why. They are folded, and a space makes a phrase. */
export interface SlotWords {
  /** The class of the model of commands for sentences that ask for answers in this language. */
  asksFor: string;
  /** The names of the months from January on, whole and short. */
  months: readonly (readonly string[])[];
  /** A month is called this, with what stands around it: «of the month». */
  monthWords: readonly string[];
  /** With one of these words a report is that of the month before. */
  lastMonth: readonly string[];
  severities: Readonly<Record<'high' | 'medium' | 'low', readonly string[]>>;
  /** These mean the alerts that came today. */
  today: readonly string[];
  /** These mean the open alerts, which a list shows anyway. */
  open: readonly string[];
  /** These mean all alerts, where a sentence answers alerts. */
  all: readonly string[];
  /** Finds words that mean all alerts by how many there are: «the three alerts». */
  counted: RegExp;
  /** Each of these names a reason why an alert is resolved, in addition to those that are typed behind `resolve 17`. */
  reasons: Readonly<Record<ResolvedReason, readonly string[]>>;
  /** A number before one of these is no alert: «24 hours», «3 alerts». */
  units: readonly string[];
  /** Behind one of these the name of a source or customer follows: «alerts from Sentinel». */
  named: readonly string[];
  /** A note begins behind these words: «add to 17 that the customer phoned». */
  noteBegins: readonly string[];
  /** The words before a title: «an alert: phishing». */
  beforeTitle: RegExp;
  /** Finds what asks how an alert stands, and wants nothing done: «does anyone have 3». */
  asksState: RegExp;
  /** Finds what wants something not done: «don't ack 2». */
  forbids: RegExp;
  /** Finds whom a sentence wants told about an alert: «ask Sam about 2». */
  tells: RegExp;
  /** Behind these words a title follows where no colon does: «an alert about phishing», «to report a strange log-in». */
  titleBegins: readonly string[];
  /** These find the name of whom a sentence puts on call: «put Dave on call», «to Dave until nine», «Dave takes over». */
  person: readonly RegExp[];
  /** Behind these an alert's reason follows: «resolve 4 as a false positive». */
  beforeReason: readonly string[];
  /** A note begins behind these words: «fraud because a card was stolen». */
  because: readonly string[];
  /** A duty of these hours ends the next morning, at the time that follows: «Sam takes over tonight». */
  night: readonly string[];
  nightEnds: string;
  /** Behind one of these a title follows: «start an alert phishing at Fabrikam». */
  alertWords: readonly string[];
}

export const slots: SlotWords = {
  asksFor: 'english',
  months: [
    ['january', 'jan'],
    ['february', 'feb'],
    ['march', 'mar'],
    ['april', 'apr'],
    ['may'],
    ['june', 'jun'],
    ['july', 'jul'],
    ['august', 'aug'],
    ['september', 'sep', 'sept'],
    ['october', 'oct'],
    ['november', 'nov'],
    ['december', 'dec'],
  ],
  monthWords: ['month', 'months', 'the'],
  lastMonth: ['last', 'previous', 'prior', 'past'],
  severities: {
    high: ['high', 'highs', 'critical', 'criticals', 'urgent', 'severe', 'serious', 'worst'],
    medium: ['medium', 'mediums', 'moderate'],
    low: ['low', 'lows', 'minor'],
  },
  today: ['today', "today's", 'todays', 'tonight', 'overnight', 'this morning'],
  open: ['open', 'active', 'unresolved', 'outstanding', 'current', 'pending'],
  all: ['all', 'everything', 'every', 'the lot', 'whole lot', 'them all', 'both'],
  counted:
    /\b(?:the|these|those|our|my) (?:\d+|two|three|four|five|six|seven|eight|nine|ten)(?: \w+)? (?:alerts|incidents)\b/,
  reasons: {
    legitimate: [
      ...['legit', 'legitimate', 'false positive', 'false alarm', 'fp', 'expected', 'authorised', 'authorized'],
      ...['benign', 'genuine', 'planned', 'approved', 'was them', 'was theirs', 'was him', 'was her', 'was me'],
    ],
    fraud: ['fraud', 'fraudulent', 'fraudster', 'malicious', 'real attack', 'hacked', 'compromised', 'stolen'],
    ignore: ['ignore', 'ignored', 'noise', 'noisy', 'dismiss', 'spam', 'junk', 'irrelevant', 'duplicate', 'harmless'],
  },
  units: [
    'alerts',
    'incidents',
    'tickets',
    'hours',
    'hour',
    'hrs',
    'h',
    'days',
    'day',
    'weeks',
    'months',
    'minutes',
    'mins',
    'min',
    'am',
    'pm',
    'users',
  ],
  named: ['from', 'of', 'for', 'at', 'by', 'about'],
  noteBegins: ['that', 'saying', 'says', 'note'],
  beforeTitle:
    /^(?:please )?(?:something$|(?:an?|the|one|new) (?:new )?(?:security )?(?:alert|incident|case|ticket)|(?:new )?(?:alert|incident)(?= ?[:–—-]))(?: ?[:,–—-] ?| (?:about|for|that|because) |$)/i,
  asksState: /^(?:who|when|why|has|have|did|does|is|was|are)\b|^(?:\S+ ){0,3}(?:any(?:one|body)|some(?:one|body))\b/,
  forbids: /^(?:please )?(?:don['’]?t|do not|never)\b/,
  tells:
    /\b(?:[Aa]sk|[Pp]ing|[Tt]ell|[Nn]udge|[Pp]age) (?<who>@?[\p{L}\p{N}_.'’-]+(?: \p{Lu}[\p{L}'’-]+)?) (?:about|to|for|on|that)\b/u,
  titleBegins: ['to report', 'about', 'regarding', 'because', 'concerning'],
  person: [
    /\b(?:[Pp]ut|[Pp]lace|[Ss]et|[Mm]ake|[Ss]chedule|[Aa]ssign)s? (?<who>(?:@[\p{L}\p{N}_.-]+|[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+)?) (?:down )?(?:on|as|for)\b/u,
    /\bto (?<who>(?:@[\p{L}\p{N}_.-]+|[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+)?)(?=[,.!?]|$| (?:until|till|for|from|tonight|today|tomorrow|now|please)\b)/u,
    /(?<![\p{L}@'’-])(?<who>(?:@[\p{L}\p{N}_.-]+|\p{Lu}[\p{L}'’-]+)(?: \p{Lu}[\p{L}'’-]+)?) (?:is|takes|covers|has|will|does|on call)\b/u,
  ],
  beforeReason: ['as', 'a', 'an', 'it', 'is', 'was'],
  because: ['because', 'since'],
  night: ['tonight', 'overnight'],
  nightEnds: 'tomorrow 9:00',
  alertWords: ['alert', 'alarm', 'incident', 'case', 'ticket'],
};
