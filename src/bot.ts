import { pressAcknowledgeAll } from './alerts/acknowledge-all.ts';
import { acknowledgeByNumber, reopenByNumber, resolveByNumber } from './alerts/by-number.ts';
import { askForDrill, pressDrill, pressStartDrill } from './alerts/drill.ts';
import { pressAlerts, pressPage, showAlerts } from './alerts/list.ts';
import { pressAcknowledge, pressReopen } from './alerts/press.ts';
import { pressRaise, raiseAlert, saveRaise } from './alerts/raise.ts';
import { pressReceipts } from './alerts/receipts.ts';
import { pressCsv, pressJson, pressReport, showReport } from './alerts/report.ts';
import { rerouteMarkedTenants } from './alerts/reroute.ts';
import { pressResolve, saveResolve } from './alerts/resolve.ts';
import { pressResolveAll, saveResolveAll } from './alerts/resolve-all.ts';
import { pressSteps } from './alerts/steps.ts';
import { pressStory } from './alerts/story.ts';
import { pressStoryFile } from './alerts/story-file.ts';
import { tellAdminsOfChanges } from './change-notice.ts';
import { channelKey } from './domain/identity.ts';
import { pressAnswer, saveAnswer } from './faq/chat/answer-question.ts';
import { askFreely, faqVerb } from './faq/chat/ask.ts';
import { pressAsk, saveAsk } from './faq/chat/ask-person.ts';
import { pressHelpful } from './faq/chat/helped.ts';
import { pressMisses } from './faq/chat/misses.ts';
import { pressNone } from './faq/chat/none-of-these.ts';
import { pressProposals, pressRemoveProposal } from './faq/chat/proposals.ts';
import { pressEntry } from './faq/chat/show-entry.ts';
import { pressTopics } from './faq/chat/topics.ts';
import { pressUnhelpful, saveUnhelpful } from './faq/chat/unhelpful.ts';
import { pressFindTenant, submitFindTenant } from './find-tenant-form.ts';
import { pressHelp, showHelp, unknownVerb } from './help/help.ts';
import { stopHelp } from './help/stop.ts';
import { withHindrances } from './hindrance.ts';
import { lastSpoken } from './last-spoken.ts';
import { nameLearner } from './learn-names.ts';
import type { Verb } from './messages/verbs.ts';
import { words } from './messages/words.ts';
import { oweAnswer, pressOwedForm } from './owe-answer.ts';
import { passTime } from './pass-time.ts';
import { StoreUnwritable, type World } from './ports.ts';
import { pressBoth } from './reminders/both-places.ts';
import { channelChanged } from './reminders/channel-changed.ts';
import { checkContact, pressCheck } from './reminders/check.ts';
import { inPlace, pressedIn } from './reminders/in-place.ts';
import { listReminders, pressList } from './reminders/list.ts';
import { personChanged } from './reminders/person-changed.ts';
import { settled } from './reminders/settled.ts';
import { pressSnooze, saveSnooze } from './reminders/snooze.ts';
import { pressWeekly } from './reminders/subscribe.ts';
import { pressUnsnooze } from './reminders/unsnooze.ts';
import { authenticate, isRead } from './request/authenticate.ts';
import { commandOrQuestion } from './request/command-or-question.ts';
import type { Bot, Interaction, Reply } from './request/interaction.ts';
import { isStop, type Said, verbOf } from './request/parse-command.ts';
import type { CommandHandler, PressHandler, Request, SubmitHandler } from './request/request.ts';
import { probeRefused, retryFor, retryRefused } from './retry-refused.ts';
import { search } from './search.ts';
import { pressAttest, pressCompliance, pressPhone24x7 } from './security-contact/attest.ts';
import { confirmContact, pressConfirm } from './security-contact/confirm.ts';
import { pressHistory, showHistory } from './security-contact/history.ts';
import { home } from './security-contact/home.ts';
import { pressKeepChannels } from './security-contact/keep-channels.ts';
import { pressNotUs } from './security-contact/not-us.ts';
import { saveContact } from './security-contact/save-contact.ts';
import { saveSetup } from './security-contact/save-setup.ts';
import { pressSetUp, setUp } from './security-contact/setup.ts';
import { pressDetails, pressShow, showContact } from './security-contact/show.ts';
import { pressUpdate, updateContact } from './security-contact/update.ts';
import { trustedTime } from './trusted-time.ts';
import { withWayOn } from './way-on.ts';

const commands: Record<Verb, CommandHandler> = {
  show: showContact,
  update: updateContact,
  confirm: confirmContact,
  history: showHistory,
  setup: setUp,
  check: checkContact,
  reminders: listReminders,
  help: showHelp,
  alerts: showAlerts,
  raise: raiseAlert,
  drill: askForDrill,
  report: showReport,
  faq: faqVerb(showContact),
  ack: acknowledgeByNumber,
  resolve: resolveByNumber,
  reopen: reopenByNumber,
};

/** The button below «Did you mean»: its value is what was meant. */
function pressTry(request: Request, value: string, world: World): Promise<Reply> {
  const { verb, rest } = verbOf(value);
  return verb ? commands[verb](request, rest, world) : pressHelp(request, '', world);
}

/** Maps, since ids come from outside: a record would also know `constructor`. */
const presses = new Map<string, PressHandler>(
  Object.entries({
    'answers.open': pressOwedForm,
    'contact.show': pressShow,
    'contact.details': pressDetails,
    'contact.update': pressUpdate,
    'contact.confirm': pressConfirm,
    'contact.attest': pressAttest,
    'contact.phone24x7': pressPhone24x7,
    'contact.compliance': pressCompliance,
    'contact.keepChannels': pressKeepChannels,
    'contact.history': pressHistory,
    'contact.setup': pressSetUp,
    'contact.notUs': pressNotUs,
    'alerts.list': pressAlerts,
    'alerts.previous': pressPage,
    'alerts.next': pressPage,
    'alerts.all': pressPage,
    'alerts.high': pressPage,
    'alerts.unacknowledged': pressPage,
    'alerts.show': pressStory,
    'alerts.storyFile': pressStoryFile,
    'alerts.receipts': pressReceipts,
    'alerts.acknowledge': pressAcknowledge,
    'alerts.acknowledgeAll': pressAcknowledgeAll,
    'alerts.resolve': pressResolve,
    'alerts.resolveAll': pressResolveAll,
    'alerts.reopen': pressReopen,
    'alerts.steps': pressSteps,
    'alerts.raise': pressRaise,
    'alerts.drill': pressDrill,
    'alerts.startDrill': pressStartDrill,
    'alerts.report': pressReport,
    'alerts.csv': pressCsv,
    'alerts.json': pressJson,
    'faq.topics': pressTopics,
    'faq.show': pressEntry(showContact),
    'faq.none': pressNone,
    'faq.helpful': pressHelpful,
    'faq.unhelpful': pressUnhelpful,
    'faq.ask': pressAsk,
    'faq.answer': pressAnswer,
    'faq.misses': pressMisses,
    'faq.proposals': pressProposals,
    'faq.removeProposal': pressRemoveProposal,
    'reminders.check': pressCheck,
    'reminders.list': pressList,
    'reminders.snooze': pressSnooze,
    'reminders.unsnooze': pressUnsnooze,
    'reminders.weekly': pressWeekly,
    'reminders.both': pressBoth,
    'help.show': pressHelp,
    'help.try': pressTry,
    'tenants.find': pressFindTenant,
  }),
);

const submits = new Map<string, SubmitHandler>(
  Object.entries({
    'contact.update': saveContact,
    'contact.setup': saveSetup,
    'alerts.resolve': saveResolve,
    'alerts.resolveAll': saveResolveAll,
    'alerts.raise': saveRaise,
    'faq.unhelpful': saveUnhelpful,
    'faq.ask': saveAsk,
    'faq.answer': saveAnswer,
    'reminders.snooze': saveSnooze,
    'tenants.find': submitFindTenant(presses, pressHelp),
  }),
);

/** Every verb, button and form that there is, by its id. */
export const routes = { commands: Object.keys(commands), presses: [...presses.keys()], submits: [...submits.keys()] };

/** The switchboard: who asks, what they ask for, and which feature answers. */
export function createBot(world: World): Bot {
  const learnNames = nameLearner(world);
  const last = lastSpoken(world.clock);
  const trusted = trustedTime(world);
  return {
    handle: async (interaction) => {
      const said = interaction.kind === 'command' ? verbOf(interaction.words) : null;
      const asked = await authenticate(interaction, said, last, world);
      if (asked.kind === 'refused') return asked.reply;
      await retryFor(asked.request.actor.id, world);
      const reply = await answered(asked.request, interaction, said, world);
      if (!isRead(interaction, said)) await follow(world);
      const locale = asked.language();
      return { ...withWayOn(reply, interaction, said, words(locale)), locale };
    },
    search: (query) => search(query, world),
    spoken: last.of,
    owes: (to, card, form) => oweAnswer(to, { card, form }, world),
    arrived: async (channel) => {
      await retryRefused(channelKey(channel), world);
      await channelChanged(channel, world);
    },
    left: (channel) => channelChanged(channel, world),
    changed: (person) => personChanged(person, world),
    connected: (platform) => probeRefused(platform, world),
    tick: async () => passTime(world, learnNames, await trusted()),
  };
}

/** Does at once what follows a write, at most one batch of each kind. What is left, or cannot be written now, follows at the next tick. */
async function follow(world: World): Promise<void> {
  try {
    await rerouteMarkedTenants(world, 1);
    world.wake(await tellAdminsOfChanges(world));
  } catch (error) {
    if (!(error instanceof StoreUnwritable)) throw error;
  }
  await settled(world);
}

const ask = askFreely(showContact);

/** A verb is done, a misspelt one gets help, and anything else is a question. */
async function obey(request: Request, words: string, said: Said, world: World): Promise<Reply> {
  if (isStop(words)) return stopHelp(request);
  const kind = await commandOrQuestion(request, words, said, world);
  if (kind === 'question') return ask(request, words, world);
  return said.verb ? commands[said.verb](request, said.rest, world) : unknownVerb(request, words, world);
}

function answer(request: Request, interaction: Interaction, said: Said | null, world: World): Promise<Reply> {
  switch (interaction.kind) {
    case 'command':
      return said ? obey(request, interaction.words, said, world) : pressHelp(request, '', world);
    case 'press':
      return press(request, interaction, world);
    case 'submit':
      return (submits.get(interaction.form) ?? pressHelpFor)(request, interaction, world);
    case 'home':
      return home(request, world);
  }
}

/** What a person asks for on their own also tells an admin what the platforms do not let the bot do. */
async function answered(request: Request, interaction: Interaction, said: Said | null, world: World): Promise<Reply> {
  const reply = await answer(request, interaction, said, world);
  if (interaction.kind !== 'command' && interaction.kind !== 'home') return reply;
  return withHindrances(reply, request.actor.id, request.words, world);
}

function press(request: Request, { button, value: sent }: { button: string; value: string }, world: World) {
  const handler = presses.get(button) ?? pressHelp;
  const { value, nagId } = pressedIn(sent);
  if (nagId === null) return handler(request, value, world);
  const [tenantId = ''] = value.split(' ');
  return inPlace(request, { nagId, button, tenantId }, () => handler(request, value, world), world);
}

/** A form that is none of ours: an old message, or one made up. */
const pressHelpFor: SubmitHandler = (request, _form, world) => pressHelp(request, '', world);
