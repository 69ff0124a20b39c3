import { z } from 'zod';
import { homeOf, type Identity, platformOf, userOf } from '../../src/domain/tenant/identity.ts';
import type { Member, Person } from '../../src/ports/chat.ts';
import type { Config } from '../settings/config.ts';
import { personOf, unknownUser } from '../slack/api/user.ts';
import { type CheckResult, failed, fine, off, quoted } from './check.ts';
import { type SlackWebApi, slackWebApi } from './slack-checks.ts';

/** How to add somebody to ADMINS. */
export const intoAdmins =
  'Send setup to the bot (in Slack: /security-contact setup): it answers with your identity. Put that into ADMINS, and start the bot again.';

const AuthTest = z.object({ ok: z.literal(true), team_id: z.string(), enterprise_id: z.string().nullish() });
const UserInfo = z.object({ ok: z.literal(true), user: z.unknown() });

/**
 * Checks the people whom ADMINS names: whether Slack knows them as members of the bot's workspace or Enterprise Grid, and whether
 * those of Teams are of a tenant that may use the bot.
 */
export async function adminsCheck({ mode, slack, teams, settings }: Config, now: () => number): Promise<CheckResult> {
  if (mode === 'local') return off('In local mode the user of Agents Playground is the administrator.');
  const { ADMINS = [] } = settings;
  if (ADMINS.length === 0) return off('Nobody is named: see settings:ADMINS.');
  const { slack: ofSlack = [], teams: ofTeams = [] } = Object.groupBy(ADMINS, platformOf);
  const asked = slack && ofSlack.length > 0 ? await askSlack(slackWebApi(slack.apiUrl, now), slack.token, ofSlack) : [];
  const notAsked = asked.find(isCheck);
  const wrong = [
    ...asked.filter((one) => typeof one === 'string'),
    ...(slack ? [] : ofSlack.map((id) => `${id}: Slack is not connected`)),
    ...ofTeams.flatMap((id) => {
      if (teams === null) return [`${id}: Microsoft Teams is not connected`];
      return teams.tenants.includes(homeOf(id)) ? [] : [`${id}: TEAMS_TENANTS does not name that tenant`];
    }),
  ];
  const untold =
    teams && ofTeams.length > 0
      ? ` Teams tells of nobody outside of a chat: whether its ${ofTeams.length} named ${ofTeams.length === 1 ? 'user exists' : 'users exist'} shows once they write to the bot.`
      : '';
  if (wrong.length > 0)
    return failed(
      `These may do nothing as they stand in ADMINS. ${wrong.join('; ')}.${untold}`,
      `Correct or remove them. For the right identity: ${intoAdmins}`,
    );
  if (notAsked) return notAsked;
  const known = asked.length;
  return known === 0
    ? off(untold.trim())
    : fine(`Slack knows ${known === 1 ? 'the one' : `all ${known}`} of Slack as a member.${untold}`);
}

/** A member as Slack knows them; the beginning of a sentence about what is wrong with the account; or the check of a request that failed. */
export type SlackAnswer = Member | string | CheckResult;

/** Resolves with what Slack says of each person, in their order. */
export async function askSlack(
  api: SlackWebApi,
  token: string,
  ids: readonly Identity[],
): Promise<readonly SlackAnswer[]> {
  const auth = api.said(await api.call('auth.test', token), AuthTest);
  if (auth.kind !== 'agreed') return ids.map(() => off('Not looked at: see slack:token.'));
  const { team_id, enterprise_id } = auth.answer;
  const home = { id: team_id, enterprise: enterprise_id ?? null };
  return Promise.all(
    ids.map(async (id): Promise<SlackAnswer> => {
      if (home.enterprise === null && homeOf(id) !== home.id)
        return `${id}: the bot is in the workspace ${quoted(home.id)}`;
      const info = api.said(await api.call('users.info', token, { user: userOf(id) }), UserInfo);
      if (info.kind === 'nothing') return api.withAddress(info.verdict);
      if (info.kind === 'refused')
        return unknownUser.includes(info.code)
          ? `${id}: ${reasons['not found']}`
          : off(`Slack does not tell who is in the workspace (${info.code}): see slack:scopes.`);
      const person = personOf(info.answer.user, id, home);
      return person.kind === 'member' ? person : `${id}: ${reasons[person.why]}`;
    }),
  );
}

/** Returns whether the request to Slack failed, so that nothing is known of the person. */
export function isCheck(answer: SlackAnswer): answer is CheckResult {
  return typeof answer === 'object' && 'state' in answer;
}

const reasons: Readonly<Record<Extract<Person, { kind: 'stranger' }>['why'], string>> = {
  'not found': 'Slack knows nobody of this id',
  'other organisation': 'is of another organisation',
  bot: 'is a bot',
  deactivated: 'is deactivated',
  guest: 'is a guest',
};
