import type { App } from '@slack/bolt';
import { words } from '../../../src/messages/words.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { createLruCache } from '../../cache.ts';
import { type Head, type Incoming, type Outgoing, problem } from '../../platform.ts';
import type { Carried } from './bolt-app.ts';
import type { SlackContext, Turn } from './context.ts';
import { type Delivery, readRequest } from './read-request.ts';
import { createReplayWindow } from './replay-window.ts';
import { createSignatures, header } from './signature.ts';

/** A request waits for so many milliseconds while the bot is connecting to Slack. */
const connectingMs = 400;

/** Slack's one entrance: refuses what is not Slack's, now and new, and hands the rest to Bolt. */
export function createReceiver(desk: SlackContext, app: App, signingSecret: string) {
  const signatures = createSignatures({ signingSecret, now: desk.now });
  const serving = createReplayWindow(desk);
  const once = createOnce(desk.now);

  async function serve(bot: Bot, delivery: Delivery, key: string, startedAt: number): Promise<Outgoing> {
    if (delivery.kind === 'challenge') return { status: 200, body: { challenge: delivery.challenge } };
    if (delivery.kind === 'nothing') return { status: 200 };
    if (!(await desk.session.teamWithin(connectingMs))) return starting(desk, delivery);
    const turn: Turn = { bot, key, startedAt };
    const dispatched = () => dispatch(desk, app, turn, delivery);
    return delivery.kind === 'event' ? once(delivery.event.event_id, dispatched) : dispatched();
  }

  /**
   * Returns a refusal by the head alone, so that no stranger's body is read; null for a request that may be Slack's.
   */
  function judge(head: Head): Outgoing | null {
    if (mediaType(head) === null) return problem(415, 'Unsupported media type', 'Send a form or JSON, as Slack does.');
    const why = signatures.judge(head);
    return why === null ? null : problem(401, 'Not from Slack', why);
  }

  async function receive(bot: Bot, request: Incoming): Promise<Outgoing> {
    const startedAt = performance.now();
    const signed = signatures.check(request, await serving.before());
    if (signed.kind === 'refused') return problem(401, 'Not from Slack', signed.why);
    await serving.note();
    const delivery = readRequest(signed.body, mediaType(request) === 'form');
    if (delivery.kind === 'malformed') return problem(400, 'Malformed', 'This is not what Slack sends.');
    if (delivery.kind === 'unknown') return problem(404, 'Unknown', 'This app has no use for this kind of delivery.');
    return serve(bot, delivery, signed.signature, startedAt);
  }

  return { judge, receive };
}

function mediaType(request: Head): 'form' | 'json' | null {
  const type = header(request, 'content-type').replace(/;\s*charset=utf-8\s*$/i, '');
  if (type === 'application/x-www-form-urlencoded') return 'form';
  return type === 'application/json' ? 'json' : null;
}

const json = { 'content-type': 'application/json; charset=utf-8' };

/** Through Bolt, whose acknowledgement becomes the HTTP answer. */
async function dispatch(desk: SlackContext, app: App, turn: Turn, delivery: Delivery): Promise<Outgoing> {
  let answer: Outgoing = { status: 200 };
  const ack = async (body?: string | object) => {
    answer = { status: 200, body };
  };
  const carried: Carried = {
    turn,
    delivery,
    answer: (text) => {
      answer = { status: 200, headers: json, body: text };
    },
  };
  try {
    await app.processEvent({ body: bodyOf(delivery), ack, customProperties: { carried } });
    return answer;
  } catch (error) {
    const reference = desk.ids.reference();
    desk.log.error({ reference, err: error, delivery: delivery.kind }, 'a delivery of Slack failed');
    return problem(500, 'Internal error', `It was logged under ${reference}.`);
  }
}

function bodyOf(delivery: Delivery): object {
  switch (delivery.kind) {
    case 'command':
      return delivery.command;
    case 'press':
      return delivery.press;
    case 'save':
      return delivery.save;
    case 'suggestion':
      return delivery.suggestion;
    case 'event':
      return { ...delivery.event, event: present(delivery.event.event) };
    default:
      return {};
  }
}

/**
 * The event without keys that hold nothing: Bolt checks only whether a key is there, and throws where it holds
 * nothing.
 */
function present(event: object): object {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
}

/**
 * An event is acted on once: a repeat waits for the first and gets its answer. Slack repeats at once, after 1 and after
 * 5 minutes. What failed may be tried again.
 */
function createOnce(now: () => number) {
  const known = createLruCache<Promise<Outgoing>>(20_000, { keepMs: 600_000, now });

  return async (id: string, work: () => Promise<Outgoing>): Promise<Outgoing> => {
    const first = known.get(id);
    if (first) return first;
    const answer = work();
    known.set(id, answer);
    const { status } = await answer;
    if (status >= 500) known.delete(id);
    return answer;
  };
}

/** The answer while the bot is not connected. An event is refused, since Slack sends it again then. */
function starting(desk: SlackContext, delivery: Delivery): Outgoing {
  const sentence = words(desk.locale).slack.starting;
  switch (delivery.kind) {
    case 'command':
      return { status: 200, body: { response_type: 'ephemeral', text: sentence } };
    case 'save':
      return { status: 200, body: atFirstField(Object.keys(delivery.save.view.state.values), sentence) };
    case 'press':
      if (delivery.press.response_url) desk.track(desk.respond(delivery.press.response_url, { text: sentence }, false));
      return { status: 200 };
    default:
      return problem(503, 'Starting', desk.session.problem() ?? 'Not connected to Slack yet.');
  }
}

/** Puts the sentence at the first field, so that the window stays open with what was typed. */
function atFirstField([first]: string[], sentence: string) {
  return { response_action: 'errors', errors: { [first ?? '']: sentence } };
}
