/**
 * A made-up PagerDuty, which takes, drops and refuses events as the documentation of its Events API v2 says:
 * https://developer.pagerduty.com/docs/events-api-v2/overview/ and https://developer.pagerduty.com/docs/events-api-v2/trigger-events/
 */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { aReceiver } from './receiver.ts';

const longest = (most: number) => z.string().refine((text) => [...text].length <= most, `is too long (${most})`);
const web = z.url({ protocol: /^https$/ });
const common = { routing_key: z.string().length(32, 'is no integration key'), dedup_key: longest(255).optional() };
const payload = z.object({
  summary: longest(1_024).min(1),
  source: z.string().min(1),
  severity: z.enum(['critical', 'error', 'warning', 'info']),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  ...{ component: z.string().optional(), group: z.string().optional(), class: z.string().optional() },
  custom_details: z.record(z.string(), z.unknown()).optional(),
});
const PagerEvent = z.discriminatedUnion('event_action', [
  z.strictObject({
    ...common,
    event_action: z.literal('trigger'),
    payload: payload.strict(),
    ...{ client: z.string().optional(), client_url: web.optional() },
    images: z.array(z.strictObject({ src: web, href: web.optional(), alt: z.string().optional() })).optional(),
    links: z.array(z.strictObject({ href: web, text: z.string().optional() })).optional(),
  }),
  // Those that follow need the key of what they follow.
  z.object({ ...common, event_action: z.enum(['acknowledge', 'resolve']), dedup_key: longest(255) }),
]);
const maxBytes = 512 * 1_024;

/** An alert there, which is open until it is resolved. */
export interface PagerAlert {
  routingKey: string;
  dedupKey: string;
  status: 'triggered' | 'acknowledged' | 'resolved';
  /** As often as it was triggered while it was open. */
  payloads: z.output<typeof payload>[];
}

/** Starts one with these integration keys. It ends with the test. */
export async function fakePagerDuty(...keys: string[]) {
  const there = await aReceiver();
  /** The alerts in the order in which they were opened, and the events that belonged to none. */
  const alerts: PagerAlert[] = [];
  const dropped: string[] = [];
  /** How many of the next events are too many; and what breaks off once it was taken. */
  const state = { tooMany: 0, breaks: 0 };

  function answer(response: ServerResponse, status: number, body: object): void {
    if (state.breaks > 0) {
      state.breaks -= 1;
      response.destroy();
    } else response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  function invalid(response: ServerResponse, errors: string[]): void {
    answer(response, 400, { status: 'invalid event', message: 'Event object is invalid', errors });
  }

  there.state.answer = (response) => {
    const { body, json, headers } = there.calls.at(-1) ?? { body: '', json: null, headers: {} };
    if (state.tooMany > 0) {
      state.tooMany -= 1;
      return answer(response, 429, { status: 'throttle exceeded', message: 'Too many requests' });
    }
    if (Buffer.byteLength(body) > maxBytes) return invalid(response, ['The event has more than 512 KB']);
    if (headers['content-type'] !== 'application/json') return invalid(response, ['The event is no JSON']);
    const { data: event, error } = PagerEvent.safeParse(json);
    if (!event)
      return invalid(
        response,
        error.issues.map(({ path, message }) => `'${path.join('.')}' ${message}`),
      );
    if (!keys.includes(event.routing_key)) return invalid(response, ["'routing_key' is no integration key"]);
    const { routing_key: routingKey, dedup_key: dedupKey = randomUUID(), event_action: action } = event;
    const open = alerts.find(
      (one) => one.routingKey === routingKey && one.dedupKey === dedupKey && one.status !== 'resolved',
    );
    if (action !== 'trigger') {
      if (open) open.status = action === 'resolve' ? 'resolved' : 'acknowledged';
      else dropped.push(`${action} ${dedupKey}`);
    } else if (open) open.payloads.push(event.payload);
    else alerts.push({ routingKey, dedupKey, status: 'triggered', payloads: [event.payload] });
    answer(response, 202, { status: 'success', message: 'Event processed', dedup_key: dedupKey });
  };
  return { ...there, keys, alerts, dropped, faults: state };
}
