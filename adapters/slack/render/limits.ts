/**
 * The most that Slack takes, in UTF-16 units. More is a bug of ours and thrown, never cut.
 * https://docs.slack.dev/reference/block-kit and, for `json`, https://github.com/slackapi/bolt-js/issues/2509
 */
export const limits = {
  /** `json` is undocumented: about 13,200 characters over all blocks, containers counted. */
  message: { blocks: 50, json: 13_000, text: 4_000 },
  view: { blocks: 100, title: 24, button: 24, metadata: 3_000 },
  id: 255,
  header: 150,
  text: 3_000,
  field: { text: 2_000, perSection: 10 },
  label: 2_000,
  input: 3_000,
  button: { text: 75, value: 2_000, url: 3_000, spoken: 75, perBlock: 25 },
  placeholder: 150,
  option: { text: 75, value: 150, perMenu: 100, radio: 10, checkboxes: 10 },
  /** Two charts in a message are undocumented: https://github.com/vercel/chat/pull/696 */
  chart: { title: 50, label: 20, categories: 20, perMessage: 2 },
  confirm: { title: 100, text: 300, button: 30 },
} as const;

/**
 * The error of something that does not fit. The message says what and how much, never the text itself: it may hold
 * personal data.
 */
export class TooLong extends Error {
  override name = 'TooLong';
}

/** Returns `text` again when it has at most `max` characters; throws TooLong when it has more. */
export function checkLength(what: string, text: string, max: number): string {
  checkSize(what, text.length, max);
  return text;
}

/** Throws TooLong when `size` is more than `max`. */
export function checkSize(what: string, size: number, max: number): void {
  if (size > max) throw new TooLong(`Slack takes ${max} for ${what}, this has ${size}`);
}
