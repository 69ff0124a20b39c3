const points = (count: number) => String(Number(count.toFixed(1)));

/** What Microsoft says of a partner tenant, and how old that is. `ago` is a time such as “2 hours ago”. */
export const microsoft = {
  facts: {
    onFile: 'Microsoft sees a contact on file',
    average: 'Average, as Microsoft says',
    score: 'Partner security score',
  },
  /** Microsoft never says what the contact is. */
  onFile: {
    yes: (ago: string) => `yes, asked ${ago} (it does not say which one)`,
    no: (ago: string) => `no, asked ${ago}`,
    unknown: (ago: string) => `unknown, asked ${ago}`,
  },
  /** `last` is the last answer that was a yes or a no. */
  lastKnown: (unknown: string, last: string) => `${unknown}. Last known: ${last}`,
  score: (current: number, max: number) => `${points(current)} of ${points(max)}`,
  asked: (figure: string, ago: string) => `${figure}, asked ${ago}`,
  ago: (time: string) => `${time} ago`,
  justNow: 'just now',
};
