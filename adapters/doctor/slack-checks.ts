import { z } from 'zod';
import manifest from '../../manifest.json' with { type: 'json' };
import type { SlackSettings } from '../settings/config.ts';
import { type DoctorCheck, failed, fine, off, quoted } from './check.ts';
import { clockCheck } from './clock-check.ts';
import type { HttpAnswer } from './http-request.ts';
import { requestsCheck } from './requests-check.ts';
import { type BotFound, isSocketConnected, longestReason } from './running-bot.ts';
import { type SlackWebApi, slackWebApi } from './slack-api.ts';

const AuthTest = z.object({
  ok: z.literal(true),
  team: z.string().optional(),
  user: z.string().optional(),
});
const Opened = z.object({ ok: z.literal(true), url: z.string() });

/** Checks the bot token, its scopes and the clock, by one call of Slack's Web API. Nothing is posted. */
export async function tokenChecks(
  { apiUrl, token }: SlackSettings,
  now: () => number,
): Promise<readonly DoctorCheck[]> {
  const api = slackWebApi(apiUrl, now);
  const answer = await api.call('auth.test', token);
  return [tokenCheck(api, answer), scopesCheck(answer), clockCheck('clock:slack', 'Slack', answer)].map(api.placed);
}

/** Checks the app-level token. Asks for the address of a connection and does not connect to it, so no other connection of the app loses anything. */
export async function socketCheck({ apiUrl, entrance }: SlackSettings, now: () => number): Promise<DoctorCheck> {
  if (entrance.kind === 'http') return off('slack:socket-mode', 'Slack comes over HTTP: SLACK_APP_TOKEN is not set.');
  const api = slackWebApi(apiUrl, now);
  return api.placed(openingCheck(api, await api.call('apps.connections.open', entrance.appToken)));
}

/**
 * The codes with which Slack refuses a token, and what they mean. Those of an app-level token are hardly documented.
 * https://docs.slack.dev/reference/methods/auth.test#errors
 * https://docs.slack.dev/reference/methods/apps.connections.open
 */
const tokenRefusals: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know this token',
  not_authed: 'Slack does not know this token',
  token_revoked: 'the token was revoked',
  token_expired: 'the token has expired',
  account_inactive: 'the app was removed from the workspace, or the workspace is gone',
  not_allowed_token_type: 'it is a token of another kind',
  missing_scope: 'the token lacks the scope connections:write',
};

function tokenCheck(api: SlackWebApi, answer: HttpAnswer): DoctorCheck {
  const name = 'slack:token';
  const said = api.said(name, answer, AuthTest);
  switch (said.kind) {
    case 'nothing':
      return said.check;
    case 'refused':
      return failed(
        name,
        `Slack refuses SLACK_BOT_TOKEN: ${tokenRefusals[said.code] ?? 'see the code'} (${said.code}).`,
        'Open the app on api.slack.com/apps, “OAuth & Permissions”, install it to the workspace, and set SLACK_BOT_TOKEN to the “Bot User OAuth Token”: docs/connect-slack.md.',
      );
    case 'agreed':
      return fine(
        name,
        `Slack takes it: the bot ${quoted(said.told.user)} in the workspace ${quoted(said.told.team)}.`,
      );
  }
}

function scopesCheck(answer: HttpAnswer): DoctorCheck {
  const name = 'slack:scopes';
  const header = answer.kind === 'answered' ? answer.headers.get('x-oauth-scopes') : null;
  if (header === null) return off(name, 'Not looked at: Slack tells the scopes only to a token that it takes.');
  const granted = header.split(',').map((scope) => scope.trim());
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
  const needed = bot.filter((scope) => !optional.includes(scope));
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return fine(name, `All ${needed.length} that the bot needs are granted.`);
  return failed(
    name,
    `Not granted: ${missing.join(', ')}.`,
    'Add them on api.slack.com/apps, “OAuth & Permissions”, “Bot Token Scopes”, and install the app again: docs/connect-slack.md.',
  );
}

const appTokenFix =
  'On api.slack.com/apps, “Basic Information”, “App-Level Tokens”, make a token with the scope connections:write, and set SLACK_APP_TOKEN to it: docs/connect-slack.md.';
const socketFix =
  'Turn Socket Mode on: api.slack.com/apps, “Socket Mode”, “Enable Socket Mode”. If it is on, make a new app-level token with connections:write: docs/connect-slack.md.';

function openingCheck(api: SlackWebApi, answer: HttpAnswer): DoctorCheck {
  const name = 'slack:socket-mode';
  const said = api.said(name, answer, Opened);
  switch (said.kind) {
    case 'nothing':
      return said.check;
    case 'refused': {
      const ofToken = tokenRefusals[said.code];
      return failed(
        name,
        `Slack opens no connection for SLACK_APP_TOKEN: ${ofToken ?? 'perhaps Socket Mode is off'} (${said.code}).`,
        ofToken ? appTokenFix : socketFix,
      );
    }
    case 'agreed':
      return fine(
        name,
        'Slack takes SLACK_APP_TOKEN. Whether Socket Mode is on shows once the bot is connected: slack:events.',
      );
  }
}

/** Checks what has arrived, by the running bot: Slack tells no bot which events it sends. */
export function eventsCheck(found: BotFound, { entrance }: SlackSettings): DoctorCheck {
  const name = 'slack:events';
  if (entrance.kind === 'http')
    return requestsCheck(name, found, {
      sender: 'Slack',
      route: '/slack/events',
      refused:
        'Compare SLACK_SIGNING_SECRET with api.slack.com/apps, “Basic Information”, “Signing Secret”, of this very app: docs/connect-slack.md.',
      none: 'Type /security-contact help in Slack. If that fails, the three addresses of the app must all be PUBLIC_URL with /slack/events: docs/connect-slack.md.',
    });
  if (found.kind !== 'running' || found.metrics === '')
    return off(
      name,
      'Slack tells no bot which events it sends, and no running bot can be asked.',
      'Start the bot, and type /security-contact help in Slack.',
    );
  switch (isSocketConnected(found.metrics)) {
    case true:
      return fine(
        name,
        'The running bot is connected, and takes what Slack sends. Which events that are stands in the app’s manifest alone.',
      );
    case false:
      // For half a minute the bot stays ready without a connection, since most come back by themselves.
      if (found.readiness?.ready)
        return off(
          name,
          `The running bot is making its connection anew: ${quoted(found.readiness.checks.slack, longestReason)}.`,
          'Run this again in half a minute.',
        );
      return failed(
        name,
        `The running bot is not connected: ${quoted(found.readiness?.checks.slack, longestReason)}.`,
        'Turn Socket Mode on (api.slack.com/apps, “Socket Mode”), and mend what slack:token, slack:scopes and slack:socket-mode say. Let this machine reach wss-primary.slack.com on port 443, without a proxy. The bot then connects by itself: docs/connect-slack.md.',
      );
    case null:
      return failed(
        name,
        'The running bot does not use Socket Mode: it runs with other settings.',
        'Start the bot again with these settings.',
      );
  }
}
