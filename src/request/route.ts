import type { Verb } from '../messages/verbs.ts';
import { meansAll } from './parse-command.ts';
import type { CommandHandler, PressHandler, Right, SubmitHandler } from './request.ts';

/** One thing that people can ask of the bot: by a verb, by a button, with a form, or by several of these. */
export interface Route {
  /** What cards go by when they leave out a button. Each handler asks for it anew, for the tenant that it is about. */
  right: Right;
  /** It changes nothing, so that what the platform says of the person may be 5 minutes old. A form always changes something. */
  reads?: true;
  /** What people type, by its key in `typed.ts` of each language; the sentence of that key in `help.verbs` puts it on the list of verbs. */
  verb?: Verb;
  /** Answers the verb. */
  typed?: CommandHandler;
  /** Answers the button whose id is the route's. */
  press?: PressHandler;
  /** Answers the form whose id is the route's, which the button and the verb open. */
  submit?: SubmitHandler;
}

/** Every route by its id, in the order in which `help` lists the verbs. A map, since ids come from outside. */
export type Routes = ReadonlyMap<string, Route>;

/** Whether words behind the route's verb, or its button, most likely open its form. */
export function opensFormOf({ submit }: Route, rest: string): boolean {
  return submit !== undefined && !meansAll(rest);
}

/** The id and the route of a verb; null where no route has it. */
export function routeOfVerb(routes: Routes, verb: Verb | null): { id: string; route: Route } | null {
  for (const [id, route] of routes) if (verb !== null && route.verb === verb) return { id, route };
  return null;
}
