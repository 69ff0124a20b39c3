/** What is known of an interaction before it is answered: its route, its right, and whether it only reads. */
import { numbersIn } from './request/intent/slots.ts';
import type { Interaction, Right } from './request/interaction.ts';
import { type ParsedCommand, parseCommand } from './request/parse-command.ts';
import { opensFormOf, type Route, routeOfVerb } from './request/route.ts';
import { routes } from './routes.ts';

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
