import { z } from 'zod';
import type { Verb } from '../messages/verbs.ts';
import { stateIn } from './form-input.ts';
import type { CommandHandler, PressHandler, Right, SubmitHandler, TenantRight } from './interaction.ts';

/** One thing that people can ask of the bot. They type its verb, press its button or send its form; a route has one of these at least. */
interface Handlers {
  /**
   * The route changes nothing. `true`: the platform's answer about the person may be 5 minutes old; `fresh`: it is asked for now. A form
   * always changes something.
   */
  reads?: true | 'fresh';
  /**
   * The verb that people type, by its key in `command-words.ts` of each language. The sentence of that key in `help.verbs` puts it on the
   * list of verbs.
   */
  verb?: Verb;
  /** Answers the verb. */
  typed?: CommandHandler;
  /** Answers the button whose id is the route's. */
  press?: PressHandler;
  /** Answers the form whose id is the route's, which the button and the verb open. */
  submit?: SubmitHandler;
}

/** A right of the whole organisation: the dispatcher checks it before any handler of the route runs. */
interface OrganisationRoute extends Handlers {
  right: Exclude<Right, TenantRight>;
}

/**
 * A right in one tenant. The dispatcher checks it before a press or a form; what is typed chooses the tenant by `withTenant`, which checks
 * it. `tenantOf` reads the tenant's id from the value of the button or the state of the form. Without a tenant of that id nothing is
 * checked: the handler lets people choose one, or says that it is gone.
 */
interface TenantRoute extends Handlers {
  right: TenantRight;
  tenantOf: (value: string) => string;
}

/**
 * The handler checks a right itself, since it depends on a row that it reads, such as an alert. Cards leave out the button for people
 * without `shownTo`.
 */
interface RowRoute extends Handlers {
  right: 'byRow';
  shownTo: Right;
}

/**
 * A route with the right that it needs: one without it does not compile. Its id in `src/routes.ts` is also that of its button and form.
 *
 * @example 'contact.confirm': { verb: 'confirm', right: 'responder', tenantOf: firstWord, typed: confirmTyped, press: pressConfirm }
 */
export type Route = OrganisationRoute | TenantRoute | RowRoute;

/** Returns the id at the beginning of a value: `<tenant> <more>`. */
export const firstWord = (value: string): string => value.split(' ')[0] ?? '';

/** Returns the tenant's id in a value as `firstWord` does, or in the state of a form that is an object with `tenant`. */
export function tenantInState(value: string): string {
  return stateIn(z.object({ tenant: z.string() }), value)?.tenant ?? firstWord(value);
}

/** Every route by its id, in the order in which `help` lists the verbs. It is a map, since ids come from outside. */
export type Routes = ReadonlyMap<string, Route>;

/** Returns true when the route's button, or its verb, will most likely open its form. */
export function opensFormOf({ submit }: Route): boolean {
  return submit !== undefined;
}

/** Returns the id and the route of a verb; null when no route has it. */
export function routeOfVerb(routes: Routes, verb: Verb | null): { id: string; route: Route } | null {
  for (const [id, route] of routes) if (verb !== null && route.verb === verb) return { id, route };
  return null;
}
