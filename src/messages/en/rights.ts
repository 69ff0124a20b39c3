import type { Inline, Text } from '../../view/view.ts';

/** These words say why somebody may not do something, which role it takes, and who can help. */
export const rights = {
  /** The title of a refusal for want of a right, and of nothing else. */
  title: 'You cannot do that',
  /** A guest who opens Home reads this above the sentence that says who may use the bot. */
  whoMayTitle: 'Who can use this bot',
  nothingDoneTitle: 'Nothing was changed',
  tooOftenTitle: 'Too many in a short time',
  unsureTitle: 'I could not check that',
  outdatedTitle: 'That is out of date',
  olderThanRestore: (madeAt: Inline, at: Inline): Text => [
    'Nothing was done. This may be older than the restore of my data on ',
    at,
    ': the backup was made on ',
    madeAt,
    ', and I know nothing of what came in between.',
  ],
  /** Answers a button or a form that no card has any more. */
  cardTooOld:
    'I do not know this button any more: the card is probably an old one. Send me “help” to see what I can do.',
  guest: 'Guests cannot use this bot: it is for members of the organisation. Please ask a colleague who is a member.',
  bot: 'Other bots cannot use this bot.',
  'other organisation':
    'This bot works only for people of the organisation that runs it. Please ask your contact there.',
  deactivated: 'Your account is deactivated, so I cannot help you. Please ask your administrator.',
  'not found': 'I cannot find your account in this organisation, so I cannot help you. Please ask your administrator.',
  unsure: 'I could not check who you are just now, so nothing was done. Please try again in a minute.',
  unsureOfRole: 'I could not check your role just now, so nothing was changed. Please try again in a minute.',
  locked: (platform: string, reason: string) =>
    `I cannot check who you are, so nothing was done: ${platform} does not let me look people up (${reason}). Trying again does not help. Please tell whoever runs the bot: its page /readyz says what is missing.`,
  lockedOfRole: (platform: string) =>
    `I cannot check your role, so nothing was changed: ${platform} does not let me see who is in the contact’s channels. Trying again does not help. Please tell whoever runs the bot: its page /readyz says what is missing.`,
  needsAdmin:
    'Only a Global Administrator may do that. For the contact itself, Microsoft has the same rule in Partner Center.',
  needsResponder: 'Only members of the contact’s channels, and Global Administrators, may do that.',
  activateRole:
    'If you hold this role through Privileged Identity Management, activate it first. It may take some minutes until Microsoft Entra says so.',
  /** Added while nobody of the tenant was ever seen with the role. */
  roleNeverSeen:
    'I have never seen anybody of your tenant with this role. A missing permission would look the same: whoever runs the bot can tell by “doctor”.',
  unlinked: (id: string) =>
    `If you are a Global Administrator: I do not know which account in Microsoft Entra is yours. Whoever runs the bot adds "${id}" with its object id under "people" in the file that MICROSOFT names.`,
  whoCanHelp: (people: Text): Text => ['Who can help: ', ...[people].flat(), '.'],
  /** Shown in place of the admins' names. */
  unmet: 'administrators whom I have not met yet; whoever runs the bot knows who they are',
  nobodyCanHelp: 'No administrator is known yet: whoever runs the bot names one in the setting ADMINS.',
  ownId: (id: string) => `Your identity, for the setting ADMINS: ${id}`,
};
