import { z } from 'zod';
import { type Preset, UnreadableBody } from './preset.ts';
import { listOf, readBody, SentText, SentTime } from './read-body.ts';

const Data = { data: z.unknown().optional(), data_base64: SentText };
const CloudEvent = z.object({ specversion: z.literal('1.0'), time: SentTime, ...Data });

/**
 * Returns a preset that reads CloudEvents 1.0 in JSON, one or a batch. `read` is the preset of their data, which also makes the
 * ids: an event's own id would be new for each repeat. The event's time counts where the data has none.
 * https://github.com/cloudevents/spec/blob/main/cloudevents/formats/json-format.md
 */
export function cloudevents(read: Preset): Preset {
  return (body) => {
    const several = Array.isArray(body);
    const all = several ? readBody(listOf(CloudEvent), body) : [readBody(CloudEvent, body)];
    const readings = all.map((sent, index) => readData(sent, several ? [index] : [], read));
    const truncated = readings.reduce((sum, reading) => sum + reading.truncated, 0);
    return { events: readings.flatMap(({ events }) => events), truncated };
  };
}

function readData(sent: z.output<typeof CloudEvent>, place: readonly PropertyKey[], read: Preset) {
  const { time, data, data_base64 } = sent;
  const isEncoded = data === undefined && data_base64 !== '';
  const path = [...place, isEncoded ? 'data_base64' : 'data'];
  if (data === undefined && !isEncoded) throw new UnreadableBody([{ path, detail: 'Required, but missing.' }]);
  try {
    const { events, truncated } = read(isEncoded ? decoded(data_base64) : data);
    return { events: events.map((event) => ({ ...event, sentAt: time })), truncated };
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    throw new UnreadableBody(error.problems.map((one) => ({ ...one, path: [...path, ...one.path] })));
  }
}

function decoded(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw new UnreadableBody([{ path: [], detail: 'Must be JSON in Base64.' }]);
  }
}
