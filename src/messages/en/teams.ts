/** Only the Teams adapter needs these words. */
export const teams = {
  /** Stands at a field that is wrong. */
  error: (problem: string) => `Error: ${problem}`,
  answeredPrivately: 'I answered you in our private chat.',
  addMeFirst:
    'I answer in private, but we have no chat yet. Open my profile, choose Add or Chat, and ask me there once. After that, I can answer from here too.',
  otherOrganisation: 'I work for another organisation, so I cannot help you here. Please ask your own security team.',
  noAccount: 'I can only help people who are signed in with an account of this organisation.',
  tryAgain: 'Try again',
  formBelow: 'The form is below.',
  answeredBelow: 'The answer is below.',
  answerComes:
    'Teams is slow to accept my answer. You will get it as soon as possible. If it does not arrive within a few minutes, ask me again.',
  notSupported: 'I cannot do that here. Send me “help” to see what I can do.',
  /** Shown below the first screen. Teams does not say which of the two added the bot. */
  whyWelcome: 'You are receiving this one-time message because you or your administrator added me to Teams.',
  /** `by` is the name of the person who added the bot; null when Teams does not say. */
  teamWelcome: (by: string | null) =>
    `Hello. ${by === null ? '' : `${by} added me here. `}I look after this organisation’s security contact for Microsoft’s partner programme. Mention me with “help” to see what I can do. Only the person who asks sees my answer.`,
  files: {
    declined: 'All right, I keep no copy of this file. Ask for the report again when you need it.',
    expired: 'This offer has expired. Please ask for the report again.',
    failed: (reference: string) =>
      `I could not save the file in your OneDrive. Please ask for it again. If it happens again, give your administrator this reference: ${reference}.`,
  },
  required: (label: string) => `Please fill in “${label}”.`,
  none: 'None',
  notConnected: (address: string) => `${address} (not connected)`,
  noChannels:
    'I do not know any channel yet. Add me to the team, mention me in the channel with “help”, then open this form again.',
  /** People read this in Agents Playground, when there is one team. */
  noChannelsLocal:
    'I do not know any channel yet. Click “Security alerts” on the left of Agents Playground, then open this form again.',
  searchChannels: (count: number) => `${count} more: type part of the name.`,
  moreChannels: (count: number) =>
    count === 1
      ? '1 more channel does not fit here. Remove me from teams that do not need me, or import the register.'
      : `${count} more channels do not fit here. Remove me from teams that do not need me, or import the register.`,
  noPeople: 'I do not know anybody yet. Ask these people to write to me once, then open this form again.',
  app: {
    /** A name of the app with the organisation's in front of it. */
    of: (organisation: string, name: string) => `${organisation} ${name}`,
    /** Placeholder for the name of the organisation when it is not set. */
    noOrganisation: 'Security team',
    short: 'Security Contact',
    full: 'Security contact for CSP partners',
    shortDescription: 'Keeps your CSP security contact up to date and gets security alerts answered.',
    fullDescription:
      'Shows and changes the security contact that your organisation gave to Microsoft’s Cloud Solution Provider programme, reminds you to confirm it, and keeps the history of every change. Sends security alerts to the people who answer them, reminds them until somebody does, and reports how fast they were answered. It runs on your own server.',
    commands: {
      show: { title: 'show', description: 'Show the security contact' },
      update: { title: 'update', description: 'Change the security contact' },
      confirm: { title: 'confirm', description: 'Confirm that the contact is still right' },
      history: { title: 'history', description: 'Who changed what, and when' },
      check: { title: 'check', description: 'Check what is missing or out of date' },
      reminders: { title: 'reminders', description: 'What will be sent, to whom and why' },
      alerts: { title: 'alerts', description: 'List the open security alerts' },
      raise: { title: 'raise', description: 'Raise an alert by hand' },
      drill: { title: 'drill', description: 'Test that alerts arrive and are answered' },
      report: { title: 'report', description: 'How alerts were answered this month' },
      faq: { title: 'faq', description: 'Ask about the CSP security contact' },
      help: { title: 'help', description: 'What this bot can do' },
    },
    extension: {
      update: { title: 'Update security contact', description: 'Change the security contact in a form' },
      raise: { title: 'Raise as alert', description: 'Raise a security alert, also from a message' },
    },
  },
};
