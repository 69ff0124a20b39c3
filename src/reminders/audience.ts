import { adminDestinations } from '../admins.ts';
import { type Destination, queueOf } from '../domain/delivery.ts';
import type { FindingCode, StoredFinding } from '../domain/finding.ts';
import type { Locale, StoredTenant } from '../domain/partner-tenant.ts';
import { isUnanswered } from '../domain/reminding.ts';
import type { Reader, World } from '../ports.ts';

export type Role = 'admin' | 'manager' | 'channel';

/** Somebody, or a channel, that is reminded: by whose clock, in which language, and of what. */
export interface Audience {
  to: Destination;
  queue: string;
  /** As whom, the one with the most say first. */
  role: Role;
  locale: Locale;
  timezone: string;
  concerns(finding: StoredFinding): boolean;
}

/** What whoever works in the contact's channels can do about it. */
const forChannels: readonly FindingCode[] = ['unconfirmed', 'unproven'];

/** Where each finding may be told, by queue. Ask for the admins before a change: that is I/O. */
export async function audiencesOf(
  reader: Reader,
  admins: readonly Destination[],
  tenants: readonly StoredTenant[],
  { defaults }: Pick<World, 'defaults'>,
): Promise<Audience[]> {
  const found = new Map<string, Audience>();
  const add = async (to: Destination, role: Role, voice: Voice | null, concerns: Audience['concerns']) => {
    const queue = queueOf(to);
    const known = found.get(queue);
    if (known) {
      found.set(queue, { ...known, concerns: either(known.concerns, concerns) });
      return;
    }
    const { locale, timezone } = voice ?? (await voiceIn(reader, to, defaults));
    found.set(queue, { to, queue, role, locale, timezone, concerns });
  };
  for (const to of admins) await add(to, 'admin', null, () => true);
  for (const { id, manager } of tenants)
    if (manager)
      await add(
        { kind: 'person', id: manager },
        'manager',
        null,
        (finding) => finding.tenantId === id && isUnanswered(finding),
      );
  for (const { id, contact } of tenants)
    for (const channel of contact?.channels ?? [])
      await add(
        { kind: 'channel', channel },
        'channel',
        contact,
        ({ tenantId, code }) => tenantId === id && forChannels.includes(code),
      );
  return [...found.values()];
}

interface Voice {
  locale: Locale;
  timezone: string;
}

async function voiceIn(reader: Reader, to: Destination, defaults: Voice): Promise<Voice> {
  const person = to.kind === 'person' ? await reader.get('people', to.id) : null;
  return { locale: person?.locale ?? defaults.locale, timezone: person?.timezone ?? defaults.timezone };
}

function either(one: Audience['concerns'], other: Audience['concerns']): Audience['concerns'] {
  return (finding) => one(finding) || other(finding);
}

/** The same as `audiencesOf`, with the I/O. */
export async function audiences(world: World): Promise<Audience[]> {
  const admins = await adminDestinations(world);
  return world.store.read(async (reader) => audiencesOf(reader, admins, await reader.list('tenants'), world));
}
