/** Questions in people's own words. */
export const faq = {
  unsure: 'I am not sure which question you mean. Did you mean one of these?',
  unknown: 'I don’t know. These are the nearest questions that I can answer:',
  smalltalk: 'I answer questions about the CSP security contact. Please ask in your own words, in English or French.',
  source: (url: string, checked: string) => `Source: ${url}, checked on ${checked}.`,
};
