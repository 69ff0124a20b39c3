/** The first thing that people see: the home page and the private chat. */
export const welcome = {
  title: 'Your CSP security contact',
  summary: 'I keep your organisation’s Microsoft CSP security contact right.',
  text: 'Microsoft requires every CSP partner to name a security contact and to keep it current; direct-bill partners and indirect providers must also answer security alerts within 24 hours on average. I keep your organisation’s record of it, and remind and guide you.',
  steps: [
    { title: '1. Set up your partner tenant', detail: 'Its id, partner type and channels.' },
    {
      title: '2. Record the security contact',
      detail: 'Better a group with a distribution list and a 24x7 phone than one person.',
    },
    { title: '3. Enter the same in Partner Center', detail: 'I show the steps; you attest that it is done.' },
  ],
  help: 'What I can do',
};
