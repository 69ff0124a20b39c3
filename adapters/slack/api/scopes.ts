import manifest from '../../../manifest.json' with { type: 'json' };
import type { Log } from '../../process/log.ts';

const { bot: all, bot_optional: optional } = manifest.oauth_config.scopes;
/** The bot misses nothing while one of the optional scopes is not granted. https://docs.slack.dev/reference/app-manifest#oauth */
const needed: readonly string[] = all.filter((scope) => !optional.includes(scope));
/** Without one of these scopes the bot can post nothing, or has to refuse everybody. */
const vital: readonly string[] = ['chat:write', 'users:read'];

/**
 * The manifest's scopes, as far as Slack grants them: it says so with each response, so that a change is noticed at
 * once.
 */
export type Scopes = ReturnType<typeof createScopes>;

/** Keeps the scopes of Slack's last response, and logs each change of those that are missing. */
export function createScopes(log: Log) {
  let last: string | null = null;
  let missing: readonly string[] = [];

  const problem = () => {
    if (missing.length === 0) return null;
    return `the app lacks the scopes ${missing.join(', ')}: add them under OAuth & Permissions, and reinstall the app`;
  };

  return {
    /** Records the header `x-oauth-scopes` of a response; null, where it has none, says nothing. */
    note: (header: string | null) => {
      if (header === null || header === last) return;
      last = header;
      const granted = header.split(',').map((scope) => scope.trim());
      const before = problem();
      missing = needed.filter((scope) => !granted.includes(scope));
      if (problem() === before) return;
      if (missing.length > 0) log.warn({ event: 'slack.scopes', missing }, `Slack: ${problem()}`);
      else log.info({}, 'Slack scopes complete: none is missing any more');
    },
    /** Returns the scopes that are missing; none before the first response. */
    missing: () => missing,
    /** Returns whether the bot can do its work without the missing ones. */
    canWork: () => !vital.some((scope) => missing.includes(scope)),
    /** Returns the problem as text for the operator; null when all scopes are granted. */
    problem,
  };
}
