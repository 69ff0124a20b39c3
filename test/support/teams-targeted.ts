/** Messages that one member of a channel or group chat alone sees. https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages */
import type { Destination } from '../../src/domain/delivery/delivery.ts';
import { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import type { Chat } from '../../src/ports/chat.ts';
import { type FakeConversation, type FakeMessage, type Refusal, refusalOf } from './teams-conversations.ts';
import { answer, refuse, type Said } from './teams-faults.ts';
import { day } from './time.ts';

type Json = Record<string, unknown>;

export const isTargeted = (path: string) => /[?&]isTargetedActivity=true(&|$)/.test(path);

/** `now` is epoch milliseconds; `nextId` makes the id of a message. */
export function fakeTargeted({ now, nextId }: { now: () => number; nextId: () => string }) {
  const state = {
    /** A tenant, or a conversation, in which Teams takes none. */
    refuse: null as Refusal | null,
  };
  /** How many messages the core may still post or edit for everybody, by the conversation. */
  const announced = new Map<string, number>();
  /** What everybody in a channel or group could read, although it is no neutral line and the core did not post it. */
  const leaks: string[] = [];

  const live = ({ targeted }: FakeConversation) => targeted.filter(({ at }) => now() - at < day);

  function send(conversation: FakeConversation, body: Json, thread: string): Said {
    if (state.refuse) return refuse(state.refuse.status, state.refuse.code);
    const to = Object(body.recipient).id;
    if (conversation.kind === 'personal' || typeof to !== 'string') return refuse(400, 'BadArgument');
    if (!conversation.members.some(({ id }) => id === to)) return refuse(403, 'MemberNotInConversationRoster');
    const refusal = refusalOf(body);
    if (refusal) return refuse(refusal.status, refusal.code);
    const id = nextId();
    conversation.targeted.push({ ...body, id, thread, to, at: now() });
    return answer(201, { id });
  }

  function update(conversation: FakeConversation, id: string, body: Json): Said {
    if (state.refuse) return refuse(state.refuse.status, state.refuse.code);
    if (body.recipient !== undefined) return refuse(400, 'BadArgument');
    const found = live(conversation).find((one) => one.id === id);
    if (!found) return refuse(404, 'ActivityNotFoundInConversation');
    const refusal = refusalOf(body);
    if (refusal) return refuse(refusal.status, refusal.code);
    const { thread, to, at } = found;
    conversation.targeted.splice(conversation.targeted.indexOf(found), 1, {
      ...body,
      id,
      thread,
      to,
      at,
      edited: true,
    });
    return answer(200, { id });
  }

  return {
    state,
    leaks,
    send,
    update,
    /** Looks at what is posted or edited for everybody, or deleted: only the core may do that, and no call may touch a targeted message. */
    watch({ id, kind, targeted }: FakeConversation, body: Json, edits: string | null): void {
      if (kind === 'personal') return;
      if (targeted.some((one) => one.id === edits)) leaks.push(`edits ${edits}`);
      if (body.type !== 'message' || isNeutral(body)) return;
      const left = announced.get(id) ?? 0;
      announced.set(id, left - 1);
      if (left <= 0) leaks.push(contentOf(body));
    },
    /** Notes what the core posts and edits in channels by this platform: all else that everybody there can read is a leak. */
    listenTo(chat: Pick<Chat, 'post' | 'update'>): void {
      const { post, update } = chat;
      const announce = (to: Destination) => {
        if (to.kind === 'channel') announced.set(to.channel.address, (announced.get(to.channel.address) ?? 0) + 1);
      };
      chat.post = (to, ...more) => {
        announce(to);
        return post(to, ...more);
      };
      chat.update = (posted, card) => {
        announce(posted.to);
        return update(posted, card);
      };
    },
    /** What one member sees of it: what everybody sees, and what was sent to them alone. */
    seenBy: (conversation: FakeConversation, member: string): FakeMessage[] =>
      [...conversation.messages, ...live(conversation).filter(({ to }) => to === member)].sort(
        (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
      ),
  };
}

const lines = Locale.options.flatMap((locale) => {
  const { answeredPrivately, answerComes, addMeFirst, otherOrganisation, noAccount } = messages(locale).teams;
  return [answeredPrivately, answerComes, addMeFirst, otherOrganisation, noAccount];
});

/** Whether it says nothing of who asked what: one of the known lines, or the greeting, which may name who added the bot. */
function isNeutral({ text, attachments }: Json): boolean {
  if (attachments !== undefined || typeof text !== 'string') return false;
  return (
    lines.includes(text) || Locale.options.some((locale) => text.endsWith(endOf(messages(locale).teams.teamWelcome)))
  );
}

const endOf = (greeting: (by: string | null) => string) => greeting(null).split(' ').slice(1).join(' ');

/** What a message says: its text and its cards. */
function contentOf({ text, attachments }: Json): string {
  return JSON.stringify([text ?? null, attachments ?? []]);
}
