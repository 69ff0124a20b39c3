/** Teams on loopback: the connector that bots send to, Microsoft's keys, and the place where bots get their tokens. */
import type { IncomingMessage } from 'node:http';
import { bodyOf, createFaults, listening } from './loopback.ts';
import { type FakeConversation, type FakeMember, type FakeMessage, refusalOf } from './teams-conversations.ts';
import { answer, conversationOf, type Fault, newPostOf, refuse, type Said, suffer, throttled } from './teams-faults.ts';
import { fakeFiles } from './teams-files.ts';
import { fakeTargeted, isTargeted } from './teams-targeted.ts';
import { type TokenOptions, tokens } from './teams-tokens.ts';
import { now as testNow } from './time.ts';

export interface FakeRequest {
  method: string;
  path: string;
  host: string | null;
  authorization: string | null;
  body: Record<string, unknown>;
}

type Answering = Said | 'reset' | 'hang' | Promise<Said>;

export type FakeTeams = Awaited<ReturnType<typeof fakeTeams>>;

/** `now` is epoch milliseconds. */
export async function fakeTeams({ signed = true, now = testNow }: { signed?: boolean; now?: () => number } = {}) {
  const signer = await tokens();
  const conversations = new Map<string, FakeConversation>();
  const teams = new Map<string, { name: string }>();
  const requests: FakeRequest[] = [];
  const faults = createFaults<Fault>(now);
  let count = 0;
  const state = { keysDown: false, tokens: 0, refuseChats: false, refuseTokens: null as string | null };
  const files = fakeFiles(() => base);
  const removed = new Map<string, FakeConversation>();
  const targeted = fakeTargeted({ now, nextId: () => `m${++count}` });

  const { origin: base, stop } = await listening(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '');
    const said = await saidTo(request, path, await bodyOf(request));
    if (said === 'reset') request.socket.destroy();
    if (typeof said !== 'object') return;
    const date = new Date(now()).toUTCString();
    response.writeHead(said.status, { date, 'content-type': 'application/json', ...said.headers });
    response.end(typeof said.body === 'string' ? said.body : JSON.stringify(said.body));
  });

  function saidTo(request: IncomingMessage, path: string, text: string): Answering {
    if (path.startsWith('/microsoft')) return microsoft(path);
    if (!path.startsWith('/sharepoint/')) return asked(request, path, text);
    const fault = faults.next(`${request.method} ${path}`);
    if (fault) return suffer(fault);
    return answer(files.put(path.slice('/sharepoint/'.length), request.headers['content-range'], text), {});
  }

  function asked(request: IncomingMessage, path: string, text: string): Answering {
    const { method = '', headers } = request;
    const authorization = headers.authorization ?? null;
    const body = jsonOf(text);
    requests.push({ method, path, host: headers.host ?? null, authorization, body });
    const channel = newPostOf(body) ?? conversationOf(path);
    const fault = faults.next(`${method} ${path} ${channel}`, body);
    if (fault?.kind === 'slow') return fault.until.then(() => connector(method, path, body));
    if (fault && !['lost answer', 'bare answer', 'late'].includes(fault.kind)) return suffer(fault);
    if (signed && authorization !== 'Bearer outbound') return refuse(401, 'Unauthorized');
    if (method !== 'GET' && faults.tooFast(channel)) return suffer(throttled);
    if (fault?.kind === 'late') {
      setTimeout(() => connector(method, path, body), fault.ms).unref();
      return 'hang';
    }
    const said = connector(method, path, body);
    if (fault?.kind === 'bare answer') return answer(said.status, fault.body);
    return fault ? 'reset' : said;
  }

  function microsoft(path: string): Said {
    if (path === '/microsoft/oauth2/v2.0/token') {
      state.tokens += 1;
      if (state.refuseTokens) return answer(401, { error: 'invalid_client', error_description: state.refuseTokens });
      return answer(200, { token_type: 'Bearer', expires_in: 3599, access_token: 'outbound' });
    }
    if (state.keysDown) return refuse(500, 'Down');
    if (path === '/microsoft/keys') return answer(200, signer.keys);
    return answer(200, { issuer: 'https://api.botframework.com', jwks_uri: `${base}/microsoft/keys` });
  }

  function connector(method: string, path: string, body: Record<string, unknown>): Said {
    const [, id = '', what = '', rest = ''] = /^\/teams\/v3\/conversations\/([^/]+)\/(\w+)\/?([^?]*)/.exec(path) ?? [];
    if (method === 'POST' && path === '/teams/v3/conversations') return create(body);
    if (path.startsWith('/teams/v3/teams/')) return team(path.slice(16));
    const thread = id.replace(/;messageid=.*$/, '');
    const conversation = conversations.get(thread);
    if (!conversation) return refuse(404, 'ConversationNotFound');
    if (!conversation.botIsIn) return refuse(403, 'BotNotInConversationRoster');
    if (what === 'members') return member(conversation, rest);
    if (what === 'pagedmembers') return page(conversation, path);
    if (isTargeted(path) && method === 'POST') return targeted.send(conversation, body, id);
    if (isTargeted(path) && method === 'PUT') return targeted.update(conversation, rest, body);
    targeted.watch(conversation, body, rest || null);
    if (method === 'DELETE') return remove(conversation, rest);
    const refusal = refusalOf(body);
    if (refusal) return refuse(refusal.status, refusal.code);
    if (method === 'PUT') return update(conversation, rest, body);
    return answer(201, { id: keep(conversation, body, id) });
  }

  function keep(conversation: FakeConversation, body: Record<string, unknown>, thread: string): string {
    const id = `m${++count}`;
    if (body.type === 'message') conversation.messages.push({ ...body, id, thread });
    return id;
  }

  function update(conversation: FakeConversation, id: string, body: object): Said {
    const index = conversation.messages.findIndex((message) => message.id === id);
    if (index < 0) return refuse(404, 'ActivityNotFoundInConversation');
    conversation.messages[index] = { ...body, id, edited: true };
    return answer(200, { id });
  }

  function remove(conversation: FakeConversation, id: string): Said {
    const index = conversation.messages.findIndex((message) => message.id === id);
    if (index < 0) return refuse(404, 'ActivityNotFoundInConversation');
    conversation.messages.splice(index, 1);
    return answer(200, {});
  }

  function create(body: Record<string, unknown>): Said {
    const { isGroup, channelData, activity, members } = body as {
      isGroup?: boolean;
      channelData?: { channel?: { id: string } };
      activity?: Record<string, unknown>;
      members?: { id: string }[];
    };
    if (isGroup) {
      const channel = conversations.get(channelData?.channel?.id ?? '');
      if (!channel) return refuse(404, 'ConversationNotFound');
      if (!channel.botIsIn) return refuse(403, 'BotNotInConversationRoster');
      targeted.watch(channel, activity ?? {}, null);
      const refusal = refusalOf(activity ?? {});
      if (refusal) return refuse(refusal.status, refusal.code);
      const id = keep(channel, activity ?? {}, channel.id);
      return answer(201, { id: `${channel.id};messageid=${id}`, activityId: id });
    }
    const person = people().find(({ id }) => id === members?.[0]?.id);
    if (!person) return refuse(400, 'BadArgument');
    if (state.refuseChats) return refuse(403, 'BotNotInConversationRoster');
    const own = `a:${person.aadObjectId}`;
    const ids = [own, ...Array.from({ length: 9 }, (_, n) => `${own}-${n + 2}`)];
    // The chat that there is; a new one where it was deleted, or the bot was taken out of it.
    const id = ids.find((one) => conversations.get(one)?.botIsIn ?? !removed.has(one)) ?? own;
    if (!conversations.has(id))
      conversations.set(id, { id, kind: 'personal', members: [person], botIsIn: true, messages: [], targeted: [] });
    return answer(201, { id });
  }

  function people(): FakeMember[] {
    return [...conversations.values(), ...removed.values()].flatMap(({ members }) => members);
  }

  function team(path: string): Said {
    const [id = '', what] = path.split('/');
    const known = teams.get(id);
    if (!known) return refuse(404, 'TeamNotFound');
    if (!what) return answer(200, { id, name: known.name, aadGroupId: '99999999-9999-4999-8999-999999999999' });
    const channels = [...conversations.values()].filter((one) => one.team === id);
    return answer(200, {
      conversations: channels.map((one) => ({
        id: one.id,
        name: one.id === id ? null : one.name,
        type: one.membershipType ?? 'standard',
      })),
    });
  }

  return {
    serviceUrl: `${base}/teams/`,
    overrides: {
      ToChannelFromBotLoginUrl: `${base}/microsoft`,
      ToBotFromChannelOpenIdMetadataUrl: `${base}/microsoft/openid`,
    },
    token: (options?: TokenOptions, serviceUrl = `${base}/teams/`) => signer.token(serviceUrl, options),
    conversations,
    teams,
    requests,
    state,
    files,
    targeted,
    pace: faults.pace,
    mischief: faults.mischief,
    /** Goes wrong for the next `times` requests whose method, path and conversation fit. */
    fail: (when: RegExp, fault: Fault, times?: number) => faults.fail((what) => when.test(what), fault, times),
    heal: faults.heal,
    add: (conversation: Omit<FakeConversation, 'messages' | 'targeted' | 'botIsIn'> & { botIsIn?: boolean }) => {
      const added: FakeConversation = { botIsIn: true, messages: [], targeted: [], ...conversation };
      conversations.set(added.id, added);
      return added;
    },
    /** From now on it answers 404; Teams still knows who was in it. */
    remove: (id: string) => {
      const conversation = conversations.get(id);
      if (conversation) removed.set(id, conversation);
      conversations.delete(id);
    },
    /** What an invoke's answer does to the pressed card. */
    replace: (id: unknown, content: Record<string, unknown>) => {
      const message = [...conversations.values()]
        .flatMap((one) => [...one.messages, ...one.targeted])
        .find((one) => one.id === id);
      if (message) message.attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content }];
    },
    /** What everybody in a conversation sees. */
    messages: (id: string): FakeMessage[] => conversations.get(id)?.messages ?? [],
    /** What a member sees there: also what was sent to them alone. */
    seenBy: (id: string, { id: member }: FakeMember): FakeMessage[] => {
      const conversation = conversations.get(id);
      return conversation ? targeted.seenBy(conversation, member) : [];
    },
    close: stop,
  };
}

function member({ members }: FakeConversation, who: string): Said {
  const found = members.find(({ id, aadObjectId }) => id === who || aadObjectId === who);
  return found ? answer(200, found) : refuse(404, 'MemberNotFoundInConversation');
}

/** Two a page, so that a caller who reads one page only is found out. */
function page({ members }: FakeConversation, path: string): Said {
  const from = Number(/continuationToken=(\d+)/.exec(path)?.[1] ?? 0);
  const more = from + 2 < members.length ? { continuationToken: String(from + 2) } : {};
  return answer(200, { members: members.slice(from, from + 2), ...more });
}

function jsonOf(text: string): Record<string, unknown> {
  return text === '' ? {} : JSON.parse(text);
}
