/** A person in front of a Teams client: messages, presses and dialogs go to the bot, and what comes back is shown. */

import { cardProblems, partsOf } from './adaptive-card-validator.ts';
import type { FakeTeams } from './teams.ts';
import type { FakeConversation, FakeMember } from './teams-conversations.ts';
import { appId } from './teams-tokens.ts';
import { isoNow, now } from './time.ts';

type Json = Record<string, unknown>;
export type Entered = Readonly<Record<string, string>>;
export type TeamsPerson = ReturnType<typeof teamsPerson>;

export interface Place {
  teams: FakeTeams;
  /** Of the bot. */
  url: string;
  tenantId: string;
  /** What the client speaks; British English by default. */
  locale?: string;
  /** Whether requests bear a token. */
  signed: boolean;
  /** The bot's clock (ISO 8601), by which the tokens are made; `Date` by default. */
  now?: () => string;
  /** How long (ms) Teams waits for an answer; absent for as long as it takes. */
  timeoutMs?: number;
}

/** No two activities have the same id. */
let count = 0;

/** `conversation` is where the person is; their chat with the bot is opened beside it. */
export function teamsPerson(place: Place, member: FakeMember, conversation?: FakeConversation) {
  const { teams } = place;
  const own = `a:${member.aadObjectId}`;
  const here = conversation ?? teams.add({ id: own, kind: 'personal', members: [member] });
  let dialog: Json | null = null;

  /** Everything that Teams says of where and who. `thread` is the post that is answered. */
  function activity(more: Json, at: FakeConversation = here): Json {
    const thread = at.kind === 'channel' ? `${at.id};messageid=root` : at.id;
    return {
      id: `${member.id}-${++count}`,
      timestamp: isoNow(),
      channelId: 'msteams',
      serviceUrl: teams.serviceUrl,
      locale: place.locale ?? 'en-GB',
      localTimezone: 'Europe/London',
      from: { id: member.id, name: member.name, aadObjectId: member.aadObjectId },
      recipient: { id: `28:${appId}`, name: 'Security Contact' },
      conversation: { id: thread, conversationType: at.kind, tenantId: place.tenantId },
      channelData: {
        tenant: { id: place.tenantId },
        ...(at.team ? { team: { id: at.team }, channel: { id: at.id } } : {}),
      },
      ...more,
    };
  }

  async function send(body: Json, headers: Readonly<Record<string, string>> = {}) {
    const ahead = place.now ? Math.floor((Date.parse(place.now()) - now()) / 1_000) : 0;
    const authorization: Record<string, string> = place.signed
      ? { authorization: `Bearer ${await teams.token({ begins: ahead, expiresIn: ahead + 3_600 })}` }
      : {};
    const response = await fetch(place.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization, ...headers },
      body: JSON.stringify(body),
      signal: place.timeoutMs === undefined ? null : AbortSignal.timeout(place.timeoutMs),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? null : JSON.parse(text), sent: body };
  }

  async function invoke(name: string, value: unknown, more: Json = {}, at = here) {
    const answer = await send(activity({ type: 'invoke', name, value, ...more }, at));
    show(name, answer.body, more.replyToId);
    return answer;
  }

  /** Shows what an invoke was answered, and says what Teams would: that the app cannot be reached. */
  function show(name: string, body: Json | null, pressed: unknown): void {
    if (name === 'application/search' && body?.type === 'application/vnd.microsoft.search.searchResponse') return;
    const [kind, shown] = shownBy(body);
    if (kind === 'nothing') throw new Error(`Unable to reach app: ${name} was answered ${JSON.stringify(body)}`);
    if (kind === 'card') teams.replace(pressed, shown);
    if (kind === 'dialog') dialog = shown;
    if (kind === 'message') dialog = null;
    if (shown && cardProblems(shown).length > 0) throw new Error(cardProblems(shown).join('; '));
  }

  /** Cards that this person sees in both conversations, the newest first, with their messages. */
  function cards() {
    const all = [...new Set([here.id, own])].flatMap((id) =>
      teams.seenBy(id, member).map((message) => ({ id, message })),
    );
    const newest = all.sort((a, b) => Number(b.message.id.slice(1)) - Number(a.message.id.slice(1)));
    return newest.flatMap(({ id, message }) =>
      (message.attachments ?? []).map(({ content }) => ({ content, message, in: teams.conversations.get(id) ?? here })),
    );
  }

  async function act(
    found: Json,
    card: Json,
    entered: Entered,
    where: { message: { id: string }; in: FakeConversation } | null,
  ) {
    const data = { ...asRecord(found.data), ...inputsOf(card, entered) };
    if (where === null) return invoke('task/submit', { data, context: { theme: 'default' } });
    const replyToId = where.message.id;
    if (found.type === 'Action.Execute') {
      const { type, verb, title } = found;
      return invoke(
        'adaptiveCard/action',
        { action: { type, verb, title, data }, trigger: 'manual' },
        { replyToId },
        where.in,
      );
    }
    if (asRecord(asRecord(found.data).msteams).type === 'task/fetch')
      return invoke('task/fetch', { data }, { replyToId }, where.in);
    return send(activity({ type: 'message', value: data, replyToId }, where.in));
  }

  return {
    member,
    here,
    identity: `teams:${place.tenantId}/${member.aadObjectId}` as const,
    activity,
    send,
    invoke,
    cards,
    dialog: () => dialog,
    closeDialog: () => {
      dialog = null;
    },
    /** The newest card. */
    card: (): Json => cards()[0]?.content ?? {},
    /** Texts without a card that this person sees, oldest first. */
    texts: (id = here.id) => teams.seenBy(id, member).flatMap(({ text }) => (text ? [text] : [])),
    /** In a channel or group the bot is mentioned, as it must be. */
    says: (text: string, more: Json = {}) => {
      const mention = {
        type: 'mention',
        mentioned: { id: `28:${appId}`, name: 'Security Contact' },
        text: '<at>Security Contact</at>',
      };
      const mentioned =
        here.kind === 'personal' ? {} : { text: `<at>Security Contact</at>\r\n ${text}`, entities: [mention] };
      return send(activity({ type: 'message', text, textFormat: 'plain', ...mentioned, ...more }));
    },
    /** Takes the newest file that the bot offers, or does not. */
    answersOffer: (action: 'accept' | 'decline', more: Json = {}) => {
      const offers = teams
        .messages(own)
        .flatMap(({ id, attachments }) =>
          (attachments ?? []).flatMap((one) => (one.contentType.endsWith('file.consent') ? [{ ...one, id }] : [])),
        );
      const offer = offers.at(-1);
      if (!offer) throw new Error('no file is offered');
      const { name = '', content, id } = offer;
      const uploadInfo = action === 'accept' ? { uploadInfo: teams.files.accept(name) } : {};
      const context = action === 'accept' ? content.acceptContext : content.declineContext;
      const value = { type: 'fileUpload', action, context, ...uploadInfo, ...more };
      return send(activity({ type: 'invoke', name: 'fileConsent/invoke', value, replyToId: id }));
    },
    installs: (action = 'add') => send(activity({ type: 'installationUpdate', action })),
    /** Opens the message extension's command. */
    extension: (commandId: string) =>
      invoke('composeExtension/fetchTask', { commandId, commandContext: 'compose', context: {} }),
    /** Opens "Raise as alert" in the menu of a message. */
    chooses: (messagePayload: unknown, more: Json = {}) =>
      invoke('composeExtension/fetchTask', { commandId: 'raise', commandContext: 'message', messagePayload }, more),
    /** Presses the button of that id (`which` picks one of several): in the dialog where one is open, else on the newest card that has it. */
    press: async (id: string, entered: Entered = {}, which: (found: Json) => boolean = () => true) => {
      const shown = dialog
        ? [{ content: dialog, where: null }]
        : cards().map(({ content, ...where }) => ({ content, where }));
      for (const { content, where } of shown) {
        const found = actionsOf(content).find((one) => asRecord(one.data).action === id && which(one));
        if (found) return act(found, content, entered, where);
      }
      throw new Error(`no button ${id}`);
    },
  };
}

/** What Teams makes of the body that an invoke was answered. */
function shownBy(body: Json | null): ['card' | 'dialog', Json] | ['message' | 'nothing', null] {
  const { statusCode, type, value } = body ?? {};
  if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive') return ['card', asRecord(value)];
  if (statusCode === 200 && type === 'application/vnd.microsoft.activity.message' && value) return ['message', null];
  const task = asRecord(body?.task);
  if (task.type === 'message' && task.value) return ['message', null];
  const { card, title } = asRecord(task.value);
  if (task.type === 'continue' && title) return ['dialog', asRecord(asRecord(card).content)];
  return asRecord(body?.composeExtension).type === 'message' ? ['message', null] : ['nothing', null];
}

/** The card's buttons, those that a question unfolds included. */
export function actionsOf(card: Json): Json[] {
  return partsOf(card).filter(({ type }) => type === 'Action.Execute' || type === 'Action.Submit');
}

/** The inputs as Teams sends them: prefilled or typed, and left out when empty. */
function inputsOf(card: Json, entered: Entered): Json {
  const inputs = partsOf(card).filter(({ type }) => String(type).startsWith('Input.'));
  const unknown = Object.keys(entered).filter((name) => !inputs.some(({ id }) => id === name));
  if (unknown.length > 0) throw new Error(`no input ${unknown}`);
  const values = inputs.map(({ id, value }) => [String(id), entered[String(id)] ?? value ?? ''] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== ''));
}

function asRecord(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Every text that a person reads in a card, one a line. */
export function textIn(card: unknown): string {
  return partsOf(card)
    .flatMap(({ text, title, label }) => [text, title, label])
    .filter((one) => typeof one === 'string')
    .join('\n');
}
