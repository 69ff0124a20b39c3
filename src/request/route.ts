import type { Verb } from '../messages/verbs.ts';
import type { CommandHandler, PressHandler, Right, SubmitHandler } from './request.ts';

/** One thing that people can ask of the bot. They type its verb, press its button or send its form; a route has one of these at least. */
export interface Route {
  /** Cards leave out the button for people without this role. Each handler checks the role again, for the tenant that it is about. */
  right: Right;
  /** The route changes nothing. `true`: the platform's answer about the person may be 5 minutes old; `fresh`: it is asked for now. A form always changes something. */
  reads?: true | 'fresh';
  /** The verb that people type, by its key in `command-words.ts` of each language. The sentence of that key in `help.verbs` puts it on the list of verbs. */
  verb?: Verb;
  /** Answers the verb. */
  typed?: CommandHandler;
  /** Answers the button whose id is the route's. */
  press?: PressHandler;
  /** Answers the form whose id is the route's, which the button and the verb open. */
  submit?: SubmitHandler;
}

/** Every route by its id, in the order in which `help` lists the verbs. It is a map, since ids come from outside. */
export type Routes = ReadonlyMap<string, Route>;

/** Returns true when the route's button, or its verb, will most likely open its form. */
export function opensFormOf({ submit }: Route): boolean {
  return submit !== undefined;
}

/** Returns the id and the route of a verb; null where no route has it. */
export function routeOfVerb(routes: Routes, verb: Verb | null): { id: string; route: Route } | null {
  for (const [id, route] of routes) if (verb !== null && route.verb === verb) return { id, route };
  return null;
}
