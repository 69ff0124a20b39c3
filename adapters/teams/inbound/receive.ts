import { messages } from '../../../src/messages/messages.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { type HttpRequest, type HttpResponse, jsonOf, problem, type RequestHead } from '../../http/message.ts';
import { misdirected } from '../../http/refusals.ts';
import { Activity, identityIn, isOurs, localeOf, type TeamsTurn, turnOf } from '../api/activity.ts';
import { type TeamsAuthentication, unsigned } from '../api/authentication.ts';
import { memberOrNull } from '../api/people.ts';
import type { TeamsWorld } from './context.ts';
import { onInvoke, searchInvoke, sentenceAnswer } from './on-invoke.ts';
import { arrive, onConversationUpdate, onInstallation } from './on-membership.ts';
import { onMessage } from './on-message.ts';
import { sendNeutralLine } from './send-answer.ts';

const fine: HttpResponse = { status: 200 };

/** Returns a refusal that needs no body, so that no stranger's body is read; null for a request that may be genuine. */
export function judge(head: RequestHead, authentication: TeamsAuthentication): HttpResponse | null {
  return refusalOf(head, authentication === unsigned) ?? (authentication.mayBe(bearerOf(head)) ? null : forged);
}

const forged = problem(401, 'Unauthorized', 'The request does not bear a valid token of Teams for this bot.');

function bearerOf({ headers }: RequestHead): string {
  return String(headers.authorization ?? '');
}

/**
 * Answers one request from Teams. Nothing is sent, and nothing remembered, before it is known to be from Teams and from
 * us.
 */
export async function receive(world: TeamsWorld, proof: TeamsAuthentication, bot: Bot, request: HttpRequest) {
  const refused = refusalOf(request, world.isLocal);
  if (refused) return refused;
  const parsed = Activity.safeParse(jsonOf(request.body.toString('utf8')));
  if (!parsed.success) return problem(400, 'Bad request', 'The body must be a Bot Framework activity of Teams.');
  const activity = parsed.data;
  switch (await proof.check(activity, bearerOf(request))) {
    case 'forged':
      return forged;
    case 'unavailable':
      return problem(503, 'Unavailable', 'The keys that tokens are signed with cannot be read at the moment.');
    case 'genuine':
      world.heard();
      if (!proof.maySendTo(activity.serviceUrl))
        return problem(403, 'Forbidden', 'The service URL is not one of Teams.');
      return isOurs(activity, world.options.tenants)
        ? handle(world, bot, activity)
        : refuse(world, activity, 'otherOrganisation');
  }
}

function refusalOf({ method, headers }: RequestHead, local: boolean): HttpResponse | null {
  if (method !== 'POST') return problem(405, 'Method not allowed', 'Teams posts activities.');
  if (!/^application\/json\b/i.test(String(headers['content-type'])))
    return problem(415, 'Unsupported media type', 'Only application/json is taken.');
  return local ? misdirected(headers) : null;
}

async function handle(world: TeamsWorld, bot: Bot, activity: Activity): Promise<HttpResponse> {
  switch (activity.type) {
    case 'message':
    case 'invoke': {
      if (!activity.id) return problem(400, 'Bad request', 'The activity has no id.');
      const turn = turnOf(bot, activity);
      return turn ? serve(world, turn) : refuse(world, activity, 'noAccount');
    }
    case 'installationUpdate':
      await onInstallationOnce(world, bot, activity);
      return fine;
    case 'conversationUpdate':
      await onConversationUpdate(world, bot, activity);
      return fine;
    default:
      return fine;
  }
}

async function serve(world: TeamsWorld, turn: TeamsTurn): Promise<HttpResponse> {
  const { activity, key } = turn;
  world.people.saw(turn);
  if (activity.type === 'message') {
    await learnFrom(world, turn);
    await world.runOnce(key, turn.from, () => onMessage(world, turn));
    return fine;
  }
  const invoke = () => onInvoke(world, turn);
  // A key stroke changes nothing, and its answer would take the room of others.
  const isStroke = activity.name === searchInvoke;
  const body = isStroke ? (await invoke()).outcome : await world.runOnce(key, turn.from, invoke);
  return { status: 200, body: typeof body === 'object' && body !== null ? body : {} };
}

/**
 * Learns the conversation of a message to the bot, once the person was let in. An invoke teaches nothing: a message
 * extension is used wherever its user is, and chooses nobody's channel.
 */
async function learnFrom(world: TeamsWorld, { bot, activity, from, fromChannel }: TeamsTurn): Promise<void> {
  const { background, conversations, learner, people } = world;
  // A look-up that fails denies, and the next message asks again.
  const isMember = async () => (await memberOrNull(people, from)) !== null;
  const noteLatest = async (address: string) => (await isMember()) && conversations.noteMessage(address);
  if (fromChannel) background.run('the latest channel', noteLatest(fromChannel.address));
  const isNew = await learner.learn(activity, isMember);
  if (fromChannel === null) return;
  if (isNew) return arrive(world, bot, activity);
  const row = await conversations.get(fromChannel.address);
  // Messages do not say what their channel is called.
  if (row?.kind === 'channel' && row.name === row.address)
    background.run('learning a team', learner.learnTeam(activity));
}

async function onInstallationOnce(world: TeamsWorld, bot: Bot, activity: Activity): Promise<void> {
  const { id, conversation } = activity;
  const install = async () => {
    await onInstallation(world, bot, activity);
    return { outcome: null, mayHaveChanged: true };
  };
  const by = identityIn(activity, activity.from?.aadObjectId);
  await (id ? world.runOnce(`${conversation.id}/${id}`, by, install) : install());
}

/** Refuses an activity with one sentence; nothing else happens. */
function refuse(world: TeamsWorld, activity: Activity, why: 'otherOrganisation' | 'noAccount'): HttpResponse {
  const sentence = messages(localeOf(activity) ?? world.options.locale).teams[why];
  if (activity.type === 'invoke') return { status: 200, body: sentenceAnswer(activity.name ?? '', sentence) };
  if (activity.type === 'message') world.background.run('a refusal', sendNeutralLine(world, activity, sentence));
  return fine;
}
