/** Lists everything that people can ask of the bot: each verb, button and form, with the right that it takes and its handlers. */
import { pressAcknowledge, pressKeep, pressReopen, pressTake } from './alerts/commands/acknowledge.ts';
import { pressAnswerMany } from './alerts/commands/answer-many.ts';
import { pressArchive, saveArchive } from './alerts/commands/archive-lesser.ts';
import {
  acknowledgeByNumber,
  giveByNumber,
  keepByNumber,
  noteByNumber,
  openResolveByNumber,
  reopenByNumber,
  resolveByNumber,
  takeByNumber,
} from './alerts/commands/by-number.ts';
import { askForDrill, pressDrill, pressStartDrill } from './alerts/commands/drill.ts';
import { pressGive, saveGive } from './alerts/commands/hand-over.ts';
import { pressAlerts, pressPage, showAlerts } from './alerts/commands/list.ts';
import { pressNote, saveNote } from './alerts/commands/note.ts';
import { openAlertsFact } from './alerts/commands/open-alerts-fact.ts';
import { pressRaise, pressRaiseFrom, raiseAlert, saveRaise } from './alerts/commands/raise.ts';
import { pressResolve, pressResolveMany, saveResolve, saveResolveMany } from './alerts/commands/resolve.ts';
import { pressPlaybook, pressReceipts, pressTimeline } from './alerts/commands/timeline.ts';
import { pressTimelineFile } from './alerts/commands/timeline-file.ts';
import { noteCopy } from './alerts/delivery/note-copy.ts';
import { pressMonth } from './alerts/report/months.ts';
import { pressReport, reportFact, saveMonth, sendingReport, showReport } from './alerts/report/report.ts';
import { pressPendingForm } from './delivery/pending-answer.ts';
import { withHindrances } from './delivery/platform-trouble.ts';
import { answerIncident, answerQuestion, faqVerb, pressEntry } from './faq/ask/ask.ts';
import { pressHelpful, pressNone, pressUnhelpful, saveUnhelpful } from './faq/ask/feedback.ts';
import type { OwnRecord } from './faq/ask/own-record.ts';
import { pressTopics } from './faq/cards/topics.ts';
import { pressAnswer, saveAnswer } from './faq/experts/answer-question.ts';
import { pressAsk, saveAsk } from './faq/experts/ask-person.ts';
import { pressProposals, pressRemoveProposal } from './faq/experts/proposals.ts';
import { pressMisses } from './faq/statistics/misses.ts';
import { helpCard, showVersion, slipHelp, stopHelp } from './help.ts';
import type { Verb } from './messages/verbs.ts';
import type { FaqMatch, World } from './ports/world.ts';
import {
  pressApprove,
  pressRefuse,
  pressWaiting,
  pressWithdraw,
  saveRefused,
  showWaiting,
} from './register/approvals/answer.ts';
import { pressConfirmAll } from './register/contact/all-contacts.ts';
import {
  askToAttest,
  askToConfirm,
  attesting,
  confirmContact,
  pressAttest,
  pressKeepChannels,
  saveAttested,
} from './register/contact/attest.ts';
import { home } from './register/contact/home.ts';
import { approversFact, confirmationFact, contactFact, onCallFact } from './register/contact/record-facts.ts';
import { pressDetails, showContact } from './register/contact/show.ts';
import { contactForm, smallContactForm } from './register/contact/update-contact.ts';
import { lastChangeFact, showHistory } from './register/history/history.ts';
import { pressNotUs } from './register/notices/not-us.ts';
import { onCallVerb, pressEnd, pressHandOver, pressOnCall, pressWho, saveOnCall } from './register/on-call/on-call.ts';
import { pressRestore, pressRetire } from './register/setup/retire.ts';
import { saveSetup } from './register/setup/save-setup.ts';
import { pressSetUp, setUp } from './register/setup/setup.ts';
import { answerOnReminder, parsePressed } from './reminders/card/press-on-reminder.ts';
import { listReminders, pressBoth, pressList, remindersFact } from './reminders/list/list.ts';
import { checkContact, findingsFact, pressCheck } from './reminders/observe/check.ts';
import { pressSnooze, pressUnsnooze, saveSnooze } from './reminders/snooze/snooze.ts';
import { pressWeekly, weeklyTenantOf } from './reminders/weekly/subscribe.ts';
import { refusal, refusalUnless, refusalUnlessInOrganisation } from './request/authorize.ts';
import { tenantById } from './request/choose-tenant.ts';
import { helpButton } from './request/default-button.ts';
import { pressFindTenant, submitFindTenant } from './request/find-tenant-form.ts';
import { numbersIn } from './request/intent/slots.ts';
import type {
  CardReply,
  CommandHandler,
  Interaction,
  PressHandler,
  Reply,
  Request,
  Right,
  SubmitHandler,
} from './request/interaction.ts';
import { commandOrQuestion } from './request/interpret.ts';
import { type ParsedCommand, parseCommand } from './request/parse-command.ts';
import { firstWord, opensFormOf, type Route, type Routes, routeOfVerb, tenantInState } from './request/route.ts';
import { inAskedLanguage, inOwnLanguage, inSentenceLanguage } from './request/spoken-language.ts';

/** The sentence that answers each question about the own record, and what its verb answers. */
const ownRecord: OwnRecord = {
  facts: {
    'our-contact': contactFact,
    'our-on-call': onCallFact,
    'our-confirmation': confirmationFact,
    'our-approvers': approversFact,
    'our-history': lastChangeFact,
    'our-check': findingsFact,
    'our-reminders': remindersFact,
    'our-alerts': openAlertsFact,
    'our-report': reportFact,
  },
  alerts: openAlertsFact,
  typed: (verb) => typedOf(verb),
  pressed: (button) => pressOf(button),
};

/** What responders do with one alert or several: the handler checks the right, by the alerts that it reads. */
const onAlerts = { right: 'byRow', shownTo: 'responder' } as const;
/** What responders, or managers, do in the tenant whose id begins the value of the button. */
const responder = { right: 'responder', tenantOf: firstWord } as const;
const manager = { right: 'manager', tenantOf: firstWord } as const;

/** The routes of all buttons and forms by id, and of the verbs in the order in which `help` lists them. */
export const routes: Routes = new Map(
  Object.entries<Route>({
    // The security contact.
    'contact.show': { verb: 'show', right: 'member', reads: true, ...showContact },
    'contact.details': { right: 'member', reads: true, press: pressDetails },
    'contact.update': { verb: 'update', right: 'admin', ...contactForm('contact.update') },
    'contact.phone': { right: 'admin', ...smallContactForm('contact.phone') },
    'contact.email': { right: 'admin', ...smallContactForm('contact.email') },
    'contact.channels': { right: 'admin', ...smallContactForm('contact.channels') },
    'contact.onCallPeople': { right: 'admin', ...smallContactForm('contact.onCallPeople') },
    'contact.confirm': { verb: 'confirm', ...responder, ...confirmContact },
    'contact.confirmAll': { right: 'byRow', shownTo: 'responder', press: pressConfirmAll },
    'contact.askToConfirm': { right: 'member', reads: true, typed: askToConfirm },
    'contact.askToAttest': { right: 'member', reads: true, typed: askToAttest },
    'contact.attest': { right: 'admin', press: pressAttest, submit: saveAttested },
    'contact.phone24x7': { right: 'admin', press: attesting('phoneAttested') },
    'contact.compliance': { right: 'admin', press: attesting('complianceAttested') },
    'contact.keepChannels': { right: 'admin', press: pressKeepChannels },
    'contact.whoIsOnCall': { verb: 'oncall', right: 'member', typed: onCallVerb, press: pressWho },
    'contact.onCall': { right: 'responder', tenantOf: tenantInState, press: pressOnCall, submit: saveOnCall },
    'contact.handOver': { ...responder, press: pressHandOver },
    'contact.endOnCall': { ...responder, press: pressEnd },
    'contact.notUs': { right: 'member', press: pressNotUs },
    'contact.waiting': { right: 'member', reads: 'fresh', typed: showWaiting, press: pressWaiting },
    'contact.approve': { right: 'admin', press: pressApprove },
    'contact.refuse': { right: 'admin', press: pressRefuse, submit: saveRefused },
    'contact.withdraw': { right: 'member', press: pressWithdraw },
    'contact.history': { verb: 'history', right: 'member', reads: true, ...showHistory },

    // Security alerts.
    'alerts.list': { verb: 'alerts', right: 'member', reads: 'fresh', typed: showAlerts, press: pressAlerts },
    'alerts.previous': { right: 'member', reads: 'fresh', press: pressPage },
    'alerts.next': { right: 'member', reads: 'fresh', press: pressPage },
    'alerts.all': { right: 'member', reads: 'fresh', press: pressPage },
    'alerts.high': { right: 'member', reads: 'fresh', press: pressPage },
    'alerts.unacknowledged': { right: 'member', reads: 'fresh', press: pressPage },
    'alerts.show': { right: 'member', reads: 'fresh', press: pressTimeline },
    // The id stays: cards that were posted bear it.
    'alerts.storyFile': { right: 'member', press: pressTimelineFile },
    'alerts.receipts': { right: 'member', reads: 'fresh', press: pressReceipts },
    'alerts.steps': { right: 'member', reads: 'fresh', press: pressPlaybook },
    'alerts.acknowledge': { verb: 'ack', ...onAlerts, typed: acknowledgeByNumber, press: pressAcknowledge },
    'alerts.acknowledgeMany': { ...onAlerts, press: pressAnswerMany },
    'alerts.acknowledgeAll': { ...onAlerts, press: pressAnswerMany },
    'alerts.resolve': {
      verb: 'resolve',
      ...onAlerts,
      typed: resolveByNumber,
      press: pressResolve,
      submit: saveResolve,
    },
    'alerts.resolveAs': { ...onAlerts, typed: openResolveByNumber },
    'alerts.resolveMany': { ...onAlerts, press: pressResolveMany, submit: saveResolveMany },
    'alerts.resolveAll': { ...onAlerts, press: pressResolveMany, submit: saveResolveMany },
    'alerts.archive': { right: 'admin', press: pressArchive, submit: saveArchive },
    'alerts.reopenMany': { ...onAlerts, press: pressAnswerMany },
    'alerts.reopen': { verb: 'reopen', ...onAlerts, typed: reopenByNumber, press: pressReopen },
    'alerts.note': { verb: 'note', ...onAlerts, typed: noteByNumber, press: pressNote, submit: saveNote },
    'alerts.giveTo': { verb: 'give', ...onAlerts, typed: giveByNumber, press: pressGive, submit: saveGive },
    'alerts.take': { verb: 'take', ...onAlerts, typed: takeByNumber, press: pressTake },
    'alerts.stillOn': { verb: 'keep', ...onAlerts, typed: keepByNumber, press: pressKeep },
    'alerts.raise': { verb: 'raise', ...responder, typed: raiseAlert, press: pressRaise, submit: saveRaise },
    'alerts.raiseFrom': { ...responder, press: pressRaiseFrom },
    'alerts.drill': { verb: 'drill', ...responder, typed: askForDrill, press: pressDrill },
    'alerts.startDrill': { ...responder, press: pressStartDrill },
    'alerts.report': { verb: 'report', ...manager, reads: 'fresh', typed: showReport, press: pressReport },
    'alerts.month': { ...manager, press: pressMonth, submit: saveMonth },
    'alerts.csv': { ...manager, press: sendingReport('csv') },
    'alerts.json': { ...manager, press: sendingReport('json') },

    // Questions.
    'faq.topics': { verb: 'faq', right: 'member', reads: true, typed: faqVerb(ownRecord), press: pressTopics },
    'faq.show': { right: 'member', reads: true, press: pressEntry(ownRecord) },
    'faq.none': { right: 'member', press: pressNone },
    'faq.helpful': { right: 'member', press: pressHelpful },
    'faq.unhelpful': { right: 'member', press: pressUnhelpful, submit: saveUnhelpful },
    'faq.ask': { right: 'member', press: pressAsk, submit: saveAsk },
    'faq.answer': { right: 'expert', press: pressAnswer, submit: saveAnswer },
    'faq.misses': { right: 'admin', reads: 'fresh', press: pressMisses },
    'faq.proposals': { right: 'admin', reads: 'fresh', press: pressProposals },
    'faq.removeProposal': { right: 'admin', press: pressRemoveProposal },

    // Reminders.
    'reminders.check': { verb: 'check', right: 'member', reads: true, typed: checkContact, press: pressCheck },
    'reminders.list': { verb: 'reminders', right: 'member', reads: true, typed: listReminders, press: pressList },
    'reminders.snooze': { right: 'admin', press: pressSnooze, submit: saveSnooze },
    'reminders.unsnooze': { right: 'admin', press: pressUnsnooze },
    'reminders.weekly': { right: 'manager', tenantOf: weeklyTenantOf, press: pressWeekly },
    'reminders.both': { right: 'admin', press: pressBoth },

    // Tenants and the organisation, and the bot itself.
    'contact.setup': { verb: 'setup', right: 'admin', typed: setUp, press: pressSetUp, submit: saveSetup },
    'setup.retire': { right: 'admin', press: pressRetire },
    'setup.restore': { right: 'admin', press: pressRestore },
    'tenants.find': { right: 'member', press: pressFindTenant, submit: submitFindTenant(pressOf) },
    'answers.open': { right: 'member', reads: true, press: pressPendingForm },
    'answers.own': { right: 'member', reads: 'fresh', press: pressOwnLanguage },
    'help.show': { verb: 'help', right: 'member', reads: true, typed: typedHelp, press: pressHelp },
    'help.try': { right: 'member', press: pressTry },
    'help.version': { right: 'member', reads: true, typed: showVersion },
    'help.language': { right: 'member', reads: true, typed: changeLanguage },
  }),
);

/** Returns why the asker may not press the button with this value, or send the form with this state; null when they may. */
async function refusalFor(request: Request, id: string, value: string, world: World): Promise<Reply | null> {
  const route = routes.get(id);
  if (route === undefined || route.right === 'byRow') return null;
  if (!('tenantOf' in route)) return refusalUnlessInOrganisation(route.right, request, world);
  const tenant = await tenantById(route.tenantOf(value), world);
  return tenant && refusalUnless(route.right, request, tenant, world);
}

/**
 * Returns the handler of a button, which refuses people without its right. An id that is no route, from an old message or made up, is
 * answered with that.
 */
export function pressOf(id: string): PressHandler {
  const press = routes.get(id)?.press ?? tooOld;
  return async (request, value, world) => (await refusalFor(request, id, value, world)) ?? press(request, value, world);
}

/** Returns the handler of a form, as `pressOf` returns that of a button. */
export function submitOf(id: string): SubmitHandler {
  const submit = routes.get(id)?.submit;
  return async (request, form, world) =>
    (await refusalFor(request, id, form.state, world)) ?? (submit ? submit(request, form, world) : tooOld(request));
}

/** Returns the handler of a verb, which refuses people without its right. A right in a tenant is checked once the words have chosen one. */
export function typedOf(verb: Verb): CommandHandler {
  const { id = '', route } = routeOfVerb(routes, verb) ?? {};
  const typed = route?.typed ?? typedHelp;
  return async (request, rest, world) => (await refusalFor(request, id, '', world)) ?? typed(request, rest, world);
}

/** Answers the button below «Did you mean», whose value is a command. */
function pressTry(request: Request, value: string, world: World): Promise<Reply> {
  const { verb, rest } = parseCommand(value);
  return verb ? typedOf(verb)(request, rest, world) : pressHelp(request, '', world);
}

/** Answers again what somebody typed, in their own language. Words that would change something are not typed again. */
async function pressOwnLanguage(asker: Request, value: string, world: World): Promise<Reply> {
  const { request, words } = inOwnLanguage(asker, value);
  const parsed = parseCommand(words);
  const reads = parsed.verb === null || routeOfVerb(routes, parsed.verb)?.route.reads !== undefined;
  const reply = await (reads ? answerWords(request, words, parsed, world) : pressHelp(request, '', world));
  return reply.kind === 'card' ? { ...reply, instead: true } : reply;
}

async function typedHelp(request: Request, rest: string, world: World): Promise<CardReply> {
  return { kind: 'card', instead: false, card: await helpCard(routes, request, rest, world) };
}

/** Answers in the language that somebody asked for, and from then on in that conversation. */
function changeLanguage(request: Request, typed: string, world: World): Promise<Reply> {
  return typedHelp(inAskedLanguage(request, typed), '', world);
}

/** Answers a button or a form that is no route. The card that has it stays as it is. */
async function tooOld({ messages }: Request): Promise<Reply> {
  const { outdatedTitle, cardTooOld } = messages.rights;
  const reply = refusal(messages, [cardTooOld], { title: outdatedTitle, buttons: [helpButton(messages)] });
  return { ...reply, brief: cardTooOld, unknown: true };
}

async function pressHelp(request: Request, value: string, world: World): Promise<Reply> {
  return { ...(await typedHelp(request, value, world)), instead: true };
}

/** Returns the right without which cards leave out the button of this id: `admin` for an id that is no route, such as a link's. */
export function rightOf(id: string): Right {
  const route = routes.get(id);
  if (route?.right === 'byRow') return route.shownTo;
  return route?.right ?? 'admin';
}

/** Parses the words of a command; null for a press, a form and the home page. */
export function commandIn(interaction: Interaction): ParsedCommand | null {
  return interaction.kind === 'command' ? parseCommand(interaction.words) : null;
}

/** Returns the id of the route that an interaction takes; empty for a question and for the home page. */
export function routeIdOf(interaction: Interaction, parsed: ParsedCommand | null): string {
  if (interaction.kind === 'press') return interaction.button;
  if (interaction.kind === 'submit') return interaction.form;
  return routeOfVerb(routes, parsed?.verb ?? null)?.id ?? '';
}

/** Returns true for an interaction that saves nothing. */
export function isRead(interaction: Interaction): boolean {
  return readsOf(interaction, commandIn(interaction)) !== undefined;
}

/**
 * Returns the `reads` of an interaction's route: undefined when it may write. A question only reads, and so does the home page; a sentence
 * with the number of an alert may answer that alert.
 */
export function readsOf(interaction: Interaction, parsed: ParsedCommand | null): Route['reads'] {
  if (interaction.kind === 'home') return true;
  if (interaction.kind === 'command' && !parsed?.verb) return mayAnswerAlerts(interaction.words) ? undefined : true;
  return interaction.kind === 'submit' ? undefined : routes.get(routeIdOf(interaction, parsed))?.reads;
}

/** Returns whether a sentence may answer alerts at once: it does so only to those whose numbers it has. */
function mayAnswerAlerts(words: string): boolean {
  return numbersIn(words).numbers.length > 0;
}

/**
 * Returns what the words of a command show before there is an answer: whether they save nothing, and whether they most likely open a
 * form, so that its window can open before the form is there.
 */
export function expectedOf(words: string): { isRead: boolean; opensForm: boolean } {
  const { verb } = parseCommand(words);
  const route = routeOfVerb(routes, verb)?.route;
  const isSentence = verb === null && !mayAnswerAlerts(words);
  return { isRead: isSentence || route?.reads !== undefined, opensForm: route !== undefined && opensFormOf(route) };
}

/**
 * Returns the reply to what somebody did. An admin who asks for something on their own also reads what the platforms do not let the bot
 * do.
 */
export async function answer(request: Request, interaction: Interaction, parsed: ParsedCommand | null, world: World) {
  const reply = await replyOf(request, interaction, parsed, world);
  if (interaction.kind !== 'command' && interaction.kind !== 'home') return reply;
  return withHindrances(reply, request.actor.id, request.messages, world);
}

async function replyOf(request: Request, interaction: Interaction, parsed: ParsedCommand | null, world: World) {
  switch (interaction.kind) {
    case 'command':
      return answerWords(request, interaction.words, parsed ?? parseCommand(interaction.words), world);
    case 'press':
      await noteCopy(interaction, request, world);
      return answerPress(request, interaction, world);
    case 'submit':
      return submitOf(interaction.form)(request, interaction, world);
    case 'home':
      return home(request, world);
  }
}

async function answerWords(request: Request, words: string, parsed: ParsedCommand, world: World): Promise<Reply> {
  const asked = await commandOrQuestion({ words, parsed, locale: request.actor.locale, after: request.after }, world);
  switch (asked.kind) {
    case 'stop':
      return stopHelp(request);
    case 'verb':
      return typedOf(asked.verb)(inLanguageOf(request, words, asked), asked.rest, world);
    case 'slip':
      return slipHelp(routes, request, words, asked.near, world);
    case 'route':
      return answerRoute(inLanguageOf(request, words, asked), asked, world);
    case 'question':
      return answerQuestion(request, { ...asked, text: asked.words }, ownRecord, world);
    case 'incident':
      return answerIncident(request, { ...asked, text: words }, ownRecord, world);
  }
}

/** Returns the request with its answer in the language of a sentence. The language of a verb is known before. */
function inLanguageOf(request: Request, words: string, { match }: { match?: FaqMatch }): Request {
  return match ? inSentenceLanguage(request, words, match) : request;
}

type RouteAsked = { id: string; by: 'press' | 'typed'; value: string };

/** Answers a sentence by the route that does what it asks for. */
async function answerRoute(request: Request, { id, by, value }: RouteAsked, world: World): Promise<Reply> {
  const handler = routes.get(id)?.[by] ?? pressHelp;
  return (await refusalFor(request, id, value, world)) ?? handler(request, value, world);
}

/**
 * Returns whether reminders have this button: the one that shows the contact, and those with a right that is checked here. Any other with
 * the mark of a reminder is made up.
 */
function isOnReminders(button: string): boolean {
  const right = routes.get(button)?.right ?? 'member';
  return button === 'contact.show' || (right !== 'member' && right !== 'byRow');
}

async function answerPress(request: Request, { button, value: sent }: { button: string; value: string }, world: World) {
  const { value, reminderId } = parsePressed(sent);
  const press = () => pressOf(button)(request, value, world);
  if (reminderId === null || !isOnReminders(button)) return press();
  // People without the right to press the button must not learn what became of the reminder either.
  const refused = await refusalFor(request, button, value, world);
  return refused ?? answerOnReminder(request, { reminderId, button, tenantId: firstWord(value) }, press, world);
}
