import type { Inline, Text } from '../../view/view.ts';

/** People read these words in the form that changes the security contact, and in the answer to saving it. */
const personNotFound = (names: string) => `I cannot find ${names}. Please choose people from the list.`;
const channelNotFound = (names: string) => `I cannot find ${names}. Please choose channels from the list.`;

export const contactForm = {
  /** Stands below a field with a new value. */
  recorded: (value: string) => `Currently recorded: ${value}`,
  /** The titles of the forms. `of` stands before the name of the tenant where there are several. */
  titles: {
    'contact.update': { alone: 'Security contact', of: 'Contact' },
    'contact.phone': { alone: 'Change phone', of: 'Phone' },
    'contact.email': { alone: 'Change e-mail', of: 'E-mail' },
    'contact.channels': { alone: 'Change channels', of: 'Channels' },
    'contact.onCallPeople': { alone: 'On call', of: 'On call' },
  },
  titleOf: (title: string, tenant: string) => `${title}: ${tenant}`,
  submit: 'Save',
  cancel: 'Cancel',
  intro: (tenant: string): Text =>
    `This form is for ${tenant}. Save the change here first. If Partner Center needs it too, I will guide you.`,
  lookAlike: (address: string, read: string) =>
    `${address} (reads as “${read}”. Caution: such letters can imitate another name)`,
  lastVerified: (text: Text): Text => ['Last confirmed ', ...[text].flat(), '.'],
  neverVerified: 'Nobody has confirmed this contact yet.',
  sections: { microsoft: 'At Microsoft', here: 'Here' },
  fields: {
    kind: 'Who is the contact?',
    firstName: 'First name',
    groupName: 'Name of the group',
    middleName: 'Middle name',
    lastName: 'Last name',
    email: 'E-mail',
    phone: '24x7 phone',
    channels: 'Alert channels',
    removeChannels: 'Remove channels on the other platform',
    onCall: 'On-call people',
    removeOnCall: 'Remove on-call people on the other platform',
    onCall2: 'On call, second level',
    removeOnCall2: 'Remove second-level people on the other platform',
    onCallGroups: 'On-call user groups',
    onCall2Groups: 'User groups, second level',
    onCallCalendar: 'On-call calendar',
    onCall2Calendar: 'On-call calendar, second level',
    calendarNames: 'Names in the calendars',
    locale: 'Language of the team',
    timezone: 'Time zone of the team',
    allowPublic: 'Channels that others can read',
  },
  /** The fields are called so in a list of changes. */
  labels: {
    kind: 'Kind',
    firstName: 'First name',
    middleName: 'Middle name',
    lastName: 'Last name',
    email: 'E-mail',
    phone: '24x7 phone',
    channels: 'Channels',
    onCall: 'On call',
    onCall2: 'On call, second level',
    onCallCalendar: 'On-call calendar',
    onCall2Calendar: 'On-call calendar, second level',
    calendarNames: 'Names in the calendars',
    locale: 'Language',
    timezone: 'Time zone',
  },
  hints: {
    kind: 'Microsoft accepts a person or a group. A group is better, because several people can answer.',
    groupName:
      'Microsoft wants a group’s name as both first name and middle name. Enter it once here, and I will show you what to enter in Partner Center.',
    email: 'Microsoft prefers the address of a distribution list for your security team.',
    phone: 'Begin with + and the country code, for example +33 1 99 00 12 34. Microsoft may call at night.',
    channels: 'I post security alerts in these channels. I must be a member of each channel.',
    onCall: 'I mention these people when an alert is urgent.',
    onCallGroups:
      'Enter names of Slack user groups, such as @soc, or their IDs. I mention all their members. Membership gives nobody extra rights.',
    onCall2Groups: 'Enter the names or IDs of the second-level on-call user groups.',
    onCall2: 'If nobody acknowledges an urgent alert within 15 minutes, I mention these people too.',
    onCallCalendar:
      'Enter the secret iCalendar address from PagerDuty, Opsgenie, Grafana OnCall, Outlook or Google. If nobody is on call in the calendar, I use the list above.',
    onCall2Calendar: 'Enter the iCalendar address of the second-level on-call calendar.',
    calendarNames:
      'Use this field if the calendar only names people and does not invite them. Write one line for each name, for example “Ada L. = ada@contoso.com”.',
    timezone: 'Start typing the name of a city, for example Paris.',
  },
  /** Stands below who is on call in the whole form. `command` opens the card that has the form with the rest. */
  onCallMore: (command: string) =>
    `I mention these people when an alert is urgent. To add a second escalation level, calendars or user groups, type “${command}”, then press “Change the list”.`,
  kinds: { person: 'A person', group: 'A group or team' },
  /** The form asks this when alerts go to channels already. */
  channelsQuestion: {
    title: 'Change where alerts go?',
    text: 'After you save, alerts will go to the channels chosen here. I will tell the old channels, the new ones and all administrators.',
    yes: 'Change channels',
    no: 'Keep channels',
  },
  allowPublic: 'Yes, post in these channels anyway',
  /** The bot posts this in the contact's channels. */
  posts: 'alerts',
  problems: {
    required: 'Please fill in this field.',
    choose: 'Please choose one of the options.',
    tooLong: (limit: number) => `Please shorten this text to ${limit} characters.`,
    tooMany: (limit: number) => `Please choose at most ${limit}, Slack and Teams together.`,
    name: 'Please enter only a name, without addresses and without < or >.',
    lastName: 'Please enter the last name.',
    email: 'This is not an e-mail address. Please enter one, for example security@contoso.com.',
    phone: 'Please enter a phone number with its country code, starting with +.',
    phoneLength: {
      short: 'This phone number is too short. Please check the digits.',
      long: 'This phone number is too long. Please check the digits.',
    },
    phoneWrong: 'This phone number does not exist. Please check the digits.',
    national: (typed: string, full: string) =>
      `“${typed}” has no country code. Do you mean ${full}? If so, press “Save”.`,
    timezone: 'I do not know this time zone. Please choose one from the list, for example Europe/Paris.',
    calendar:
      'This is not a calendar address. Please enter one that begins with https:// or webcal:// and names a host on the internet.',
    calendarLine: (line: string) =>
      `I cannot read “${line}”. Please write a line for each name, such as “Ada L. = ada@contoso.com”.`,
    calendarPerson: (person: string) =>
      `I know nobody, or more than one person, called “${person}”. Please enter the person’s e-mail address.`,
    tooManyNames: (limit: number) => `Please enter at most ${limit} names.`,
    /** A person whose name is not known is called so. */
    unnamedPerson: 'somebody whom you chose',
    personLeft: (names: string, many: boolean) =>
      `${many ? 'These people are not members' : 'This person is not a member'} of the organisation: ${names}. Please choose somebody else.`,
    /** `names` is what was typed. */
    personUnreadable: (names: string) => personNotFound(`“${names}”`),
    personUnknown: {
      slack: personNotFound,
      teams: (names: string) =>
        `I cannot find ${names} in Teams. Please have them write “hello” to me once, or add me to a team that they are in, then save again.`,
    },
    groupUnknown: (names: string) =>
      `I cannot find the user group ${names}. Please enter its ID, such as S0123ABC456. To find the ID in Slack, open “People & user groups” and the group, then choose “Copy group ID”.`,
    groupEmpty: (names: string) => `Nobody is in the user group ${names}. Please add people to it first, in Slack.`,
    personUnsure: (names: string) => `I could not check ${names} just now. Please save again in a minute.`,
    channelUnreadable: (names: string) => channelNotFound(`“${names}”`),
    /** A channel whose name is not known is called so. */
    unnamedChannel: { slack: 'a private channel that you chose', teams: 'a channel that you chose' },
    channelNotJoined: {
      slack: (names: string, many: boolean) =>
        `I am not in ${names} yet. In ${many ? 'each of them' : 'that channel'}, type /invite and my name, then save again.`,
      teams: (names: string, many: boolean) =>
        `I am not in ${names} any more. Please add me to ${many ? 'their teams' : 'its team'} again and mention me once in ${many ? 'each channel' : 'the channel'}, then save again.`,
    },
    channelLocked: (platform: string) =>
      `${platform} is not letting me look at channels, so I cannot check yours. Trying again will not help. Please tell the person who runs the bot. The bot’s page /readyz shows what is missing.`,
    channelNotFound: {
      slack: channelNotFound,
      teams: (names: string, many: boolean) =>
        `I am not connected to ${names} yet. Please mention me once in ${many ? 'each of them' : 'that channel'}, then save again.`,
    },
    channelArchived: (names: string, many: boolean) =>
      many
        ? `The channels ${names} are archived. Please choose others.`
        : `The channel ${names} is archived. Please choose another one.`,
    channelUnsure: (names: string) => `I could not check ${names} just now. Please save again in a minute.`,
    openChannel: (names: string, posts: string) =>
      `Open to everybody in the organisation: ${names}. Please tick “Channels that others can read” below if you want ${posts} there, or choose other channels.`,
    externalChannel: (names: string, posts: string) =>
      `Open to guests or people from other organisations: ${names}. Please tick “Channels that others can read” below if you want ${posts} there, or choose other channels.`,
    allowPublic: 'Please tick this box, or choose other channels above.',
  },
  /** `labels` is empty where there are too many to name. */
  toCorrect: (count: number, labels: readonly string[]) => {
    const named = labels.length === 0 ? '' : `: ${labels.map((one) => `“${one}”`).join(', ')}`;
    return `${count === 1 ? '1 field' : `${count} fields`} to correct${named}`;
  },
  conflict: (who: Text, what: string): Text => [
    'Your entries are not saved yet, because ',
    ...[who].flat(),
    ` changed the contact (${what}) in the meantime. Your entries are still below. Please compare them with that change. If you save again, your entries will replace that change.`,
  ],
  gone: 'This partner tenant no longer exists here. Please start again.',
  stale: 'This form has expired. Please open it again.',
  saved: {
    title: 'Saved here. Last step: Partner Center',
    summary: 'The security contact has been saved here. Last step: enter the same values in Partner Center.',
    /** The way to the form in Partner Center. */
    path: 'Settings (gear) → Account settings → My profile → Legal info → Security contact → Update',
    sameTitle: 'Nothing changed',
    doneTitle: 'Recorded',
    doneSummary: 'The security contact has been saved. There is nothing to do in Partner Center.',
    doneText: 'There is nothing to do in Partner Center, because its form has none of these fields.',
    stillOpen:
      'Nobody has confirmed yet that Partner Center shows the same names, e-mail and phone. If it does, press “Done in Partner Center”.',
    unchanged: 'You changed nothing.',
    stays: 'You changed nothing. This is still recorded:',
    /** Somebody else changed other fields after the form was opened. */
    merged: (who: Text, what: string): Text => [
      'Meanwhile, ',
      ...[who].flat(),
      ` changed the contact too (${what}). Both changes are kept.`,
    ],
    olderForm:
      'You made no changes. Somebody else changed the contact after you opened this form, and their change has been kept.',
    change: (before: Text, after: Text): Text => [...[before].flat(), ' → ', ...[after].flat()],
    otherAddress: (host: string) => `a new address at ${host}`,
    nothing: '(empty)',
    personal: (email: Inline): Text => [
      'Please check whether ',
      email,
      ' is one person’s address. Microsoft prefers a distribution list, because people sleep, travel and change jobs.',
    ],
    noChannel: 'No channel is chosen, so only the administrators get security alerts. Choose one with “Update”.',
    noMail: (domain: string) =>
      `Please check the e-mail address. The domain ${domain} does not exist or has no mail server.`,
    lastName:
      'Partner Center’s form asks for a last name too. Microsoft does not say what to enter for a group. I suggest your company’s name. Please use the same name each time.',
    portalFields: {
      groupName: 'First and middle name',
      firstName: 'First name',
      middleName: 'Middle name',
      lastName: 'Last name',
      email: 'E-mail',
      phone: 'Phone',
    },
  },
};
