import { z } from 'zod';
import { subscriptionOf } from './azure-monitor.ts';
import { plainLines, plainText } from './plain-lines.ts';
import { type Preset, type SentEvent, UnreadableBody } from './preset.ts';
import { event, readBody, SentText, SentTime } from './read-body.ts';

const noIncident =
  'This is no incident. Send the whole body of the trigger "Microsoft Sentinel incident": triggerBody().';

const Entity = z.object({
  id: z.unknown().optional(),
  kind: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).nullish().catch(null),
});

const Label = z.object({ labelName: z.unknown().optional() });

const Incident = z
  .object({
    id: SentText,
    name: SentText,
    properties: z.object({
      title: z.string(),
      description: SentText,
      severity: SentText,
      status: SentText,
      labels: z.array(Label).nullish().catch(null),
      createdTimeUtc: SentTime,
      lastModifiedTimeUtc: SentTime,
      incidentNumber: z.unknown().optional(),
      incidentUrl: z.unknown().optional(),
      providerName: z.unknown().optional(),
      additionalData: z.record(z.string(), z.unknown()).nullish().catch(null),
      relatedEntities: z.array(Entity).nullish(),
    }),
  })
  .refine(({ id, name }) => id !== '' || name !== '', { path: ['id'], message: 'Must not be empty.' });

const TriggerBody = z.object({
  workspaceId: SentText,
  workspaceInfo: z.object({ SubscriptionId: SentText }).nullish().catch(null),
  object: Incident,
});
type TriggerBody = z.infer<typeof TriggerBody>;

const Part = z.unknown().optional();
const Wrapped = z.object({ body: Part, object: Part, properties: Part }).catch({});

/**
 * Reads an incident of Microsoft Sentinel as the trigger of a Logic App gives it: the trigger's body, its outputs (which hold
 * the body) or the incident alone. Sources: https://learn.microsoft.com/connectors/azuresentinel/ and
 * https://learn.microsoft.com/rest/api/securityinsights/incidents/get
 */
export const sentinel: Preset = (body) => {
  const { workspaceId, workspaceInfo, object } = triggerBodyOf(body);
  const { title, description, severity, createdTimeUtc, ...more } = object.properties;
  const subscription = subscriptionOf(object.id) ?? (workspaceInfo?.SubscriptionId || null);
  return {
    events: [
      event({
        // Azure compares ids without regard to capitals, and does not always write the same ones.
        id: (object.id || object.name).toLowerCase(),
        title,
        paragraphs: [description, plainLines(factsOf(more))],
        severity: severity || null,
        detectedAt: createdTimeUtc,
        customers: [workspaceId, subscription ?? ''],
        subscriptionId: subscription,
        affectedResources: (more.relatedEntities ?? []).map(resourceOf).sort(byTypeAndName),
        over: overOf(object.properties),
      }),
    ],
    truncated: 0,
  };
};

/** Reads the body where it stands, so that what is wrong with it is named by its place in what was sent. */
function triggerBodyOf(body: unknown): TriggerBody {
  const sent = readBody(Wrapped, body);
  if (sent.object) return readBody(TriggerBody, body);
  if (sent.properties) return { workspaceId: '', workspaceInfo: null, object: readBody(Incident, body) };
  if (sent.body) return readBody(z.object({ body: TriggerBody }), body).body;
  throw new UnreadableBody([{ path: [], detail: noIncident }]);
}

type IncidentFacts = TriggerBody['object']['properties'];
type Facts = Pick<IncidentFacts, 'incidentNumber' | 'incidentUrl' | 'providerName' | 'additionalData'>;

function factsOf({ incidentNumber, incidentUrl, providerName, additionalData }: Facts) {
  const { alertProductNames, tactics, techniques, providerIncidentUrl } = additionalData ?? {};
  const url = providerIncidentUrl || incidentUrl;
  return { incidentNumber, providerName, alertProductNames, tactics, techniques, incidentUrl: url };
}

/**
 * Returns whether the incident is over. One that Defender merged into another is closed, has the label Redirected and the number of the
 * other one: it goes on there. Source of the fields: https://learn.microsoft.com/rest/api/securityinsights/incidents/get
 */
function overOf(incident: IncidentFacts): SentEvent['over'] {
  const { status, labels, lastModifiedTimeUtc: at, additionalData } = incident;
  const number = plainText(additionalData?.mergedIncidentNumber);
  const isMerged = number !== '' || (labels ?? []).some(({ labelName }) => labelName === 'Redirected');
  if (isMerged) return { at, continues: number };
  return status.toLowerCase() === 'closed' ? { at } : null;
}

/** Returns an entity by its kind, and the name by which people know it. */
function resourceOf({ id, kind, properties }: z.infer<typeof Entity>): SentEvent['affectedResources'][number] {
  const said = (name: string) => plainText(properties?.[name]);
  const account = said('accountName') && said('upnSuffix') ? `${said('accountName')}@${said('upnSuffix')}` : '';
  const resourceId = account || said('resourceId') || said('friendlyName') || plainText(id);
  return { resourceId, resourceType: plainText(kind) };
}

type Resource = ReturnType<typeof resourceOf>;

/** Sentinel gives the entities in any order, and a new order is no change. */
function byTypeAndName(a: Resource, b: Resource): number {
  const [one, other] = [a, b].map(({ resourceType, resourceId }) => `${resourceType}\0${resourceId}`);
  if (one === other) return 0;
  return String(one) < String(other) ? -1 : 1;
}
