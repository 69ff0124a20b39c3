import type { Inline, Text } from '../../view/view.ts';

/** These words say why somebody may not do something, which role it takes, and who can help. */
export const rights = {
  /** The title of a refusal for want of a right, and of nothing else. */
  title: 'You cannot do that',
  /** A guest who opens Home reads this above the sentence that says who may use the bot. */
  whoMayTitle: 'Who can use this bot',
  nothingDoneTitle: 'Nothing was changed',
  tooOftenTitle: 'Too many in a short time',
  unsureTitle: 'I could not check this',
  outdatedTitle: 'No longer available',
  olderThanRestore: (madeAt: Inline, at: Inline): Text => [
    'Nothing was done. My data was restored on ',
    at,
    ' from a backup of ',
    madeAt,
    '. This card may be from before the restore, and I do not know what happened in between.',
  ],
  /** Answers a button or a form that no card has any more. */
  cardTooOld: 'This button no longer works, because its card is too old. Send me “help” to start again.',
  guest:
    'Guests cannot use this bot, because it is for members of the organisation. Please ask a colleague who is a member.',
  bot: 'Other bots cannot use this bot.',
  'other organisation':
    'This bot is only for people in the organisation that runs it. Please ask somebody who works there.',
  deactivated: 'Your account is deactivated, so I cannot help you. Please ask your administrator.',
  'not found': 'I cannot find your account in this organisation, so I cannot help you. Please ask your administrator.',
  unsure: 'I could not check who you are, so nothing was done. Please try again in a minute.',
  unsureOfRole: 'I could not check your role, so nothing was changed. Please try again in a minute.',
  locked: (platform: string, reason: string) =>
    `I cannot check who you are, so nothing was done. ${platform} is not letting me look people up (${reason}). Trying again will not help. Please tell the person who runs the bot. The bot’s page /readyz shows what is missing.`,
  lockedOfRole: (platform: string) =>
    `I cannot check your role, so nothing was changed. ${platform} is not letting me see who is in the contact’s channels. Trying again will not help. Please tell the person who runs the bot. The bot’s page /readyz shows what is missing.`,
  needsAdmin: 'Only a Global Administrator can do that. Microsoft has the same rule for the contact in Partner Center.',
  needsResponder: 'Only members of the contact’s channels and Global Administrators can do that.',
  activateRole:
    'If you have this role through Privileged Identity Management, activate it first. Microsoft Entra can take a few minutes to show it.',
  /** Added while nobody of the tenant was ever seen with the role. */
  roleNeverSeen:
    'I have never seen anybody in your tenant with this role. Perhaps I lack a permission. The person who runs the bot can check this with “npm run doctor”.',
  unlinked: (id: string) =>
    `Are you a Global Administrator? I do not know which Microsoft Entra account is yours. Ask the person who runs the bot to add "${id}" and your account’s object ID under "people" in the file whose path is in the MICROSOFT setting.`,
  whoCanHelp: (people: Text): Text => ['Who can help: ', ...[people].flat(), '.'],
  /** Shown in place of the admins' names. */
  unmet: 'ask the person who runs the bot for their names',
  nobodyCanHelp:
    'I do not know any administrators yet. Ask the person who runs the bot to add one to the ADMINS setting.',
  ownId: (id: string) => `Your ID for the ADMINS setting: ${id}`,
};
