import type { FormatName } from '../receiver.ts';
import { cloudevents } from './cloudevents.ts';
import type { Format } from './format.ts';
import { json } from './json.ts';
import { ntfy } from './ntfy.ts';
import { pagerduty } from './pagerduty.ts';

/** The formats by name. */
export const formats: Readonly<Record<FormatName, Format>> = { cloudevents, pagerduty, ntfy, json };
