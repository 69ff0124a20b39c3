/** What happens by chance in a year: to the record, to people and channels, to the platforms, and to the bot. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { hour } from '../support/time.ts';
import { ada, lou, member, sam, tia } from './cast.ts';
import type { Dice } from './dice.ts';
import type { Office } from './office.ts';

export interface Weather {
  /** Until when a platform fails, and until when answers get lost. */
  failing: { slack: number; teams: number };
  losing: number;
  /** What was broken, with since when. */
  broken: Map<string, number>;
}

export function createHappenings(office: Office, dice: Dice, lost: (queue: string) => void) {
  const { world } = office;
  const weather: Weather = { failing: { slack: 0, teams: 0 }, losing: 0, broken: new Map() };
  const mends: { at: number; mend(): unknown }[] = [];
  let key = 0;
  const doing = (from: Identity) => ({ from, locale: null, fromChannel: null, key: `deed-${key++}` });

  for (const name of ['slack', 'teams'] as const)
    world[name].fault = (queue, what) => {
      const now = office.now();
      if (now < weather.failing[name]) return { error: new ChatError('unreachable', 'http_503'), after: false };
      if (now >= weather.losing || !dice.chance(0.3)) return null;
      const after = dice.chance(0.5);
      if (after && what === 'post' && name === 'teams') lost(queue);
      return { error: new ChatError('unreachable', 'timeout', null, true), after };
    };

  async function edit(how: (tenant: StoredTenant) => StoredTenant): Promise<void> {
    await world.store.change(async (tx) => {
      const before = dice.pick(await tx.list('tenants'));
      const after = how(before);
      const number = before.revision.number + 1;
      // Every other one is an import, which vouches for nothing.
      const by = number % 2 === 0 ? null : ada.id;
      await tx.put('tenants', { ...after, revision: { number, at: world.time.now(), by } });
    });
  }

  async function change(): Promise<void> {
    const what = dice.pick(['email', 'phone', 'channels', 'onCall', 'none']);
    await edit((tenant) => {
      const { contact } = tenant;
      if (!contact || what === 'none') return { ...tenant, contact: contact && dice.chance(0.3) ? null : contact };
      if (what === 'email') return { ...tenant, contact: { ...contact, attestedAt: null, attestedBy: null } };
      if (what === 'phone')
        return { ...tenant, contact: { ...contact, attestedAt: null, attestedBy: null, phone24x7At: null } };
      if (what === 'onCall') return { ...tenant, contact: { ...contact, onCall: [tia.id, lou.id] } };
      const channels = dice.chance(0.5) ? contact.channels.slice(0, dice.pick([0, 1])) : kept.get(tenant.id);
      return { ...tenant, contact: { ...contact, channels: [...(channels ?? [])] } };
    });
  }

  const kept = new Map<string, NonNullable<StoredTenant['contact']>['channels']>();
  const whole = new Map<string, StoredTenant['contact']>();

  /** Whoever forgot something puts it right. */
  async function repair(): Promise<void> {
    await edit((tenant) => {
      const contact = tenant.contact ?? whole.get(tenant.id) ?? null;
      const channels = kept.get(tenant.id) ?? [];
      return { ...tenant, contact: contact && { ...contact, channels: [...channels], onCall: [tia.id, lou.id] } };
    });
  }

  function breakChannel(): void {
    const [address, there] = dice.pick([...world.slack.channels].filter(([name]) => name !== 'CADMIN'));
    if (there.facts.kind !== 'joined') return;
    const { facts } = there;
    there.facts = dice.chance(0.5) ? { kind: 'archived', name: address } : { kind: 'not joined', name: address };
    weather.broken.set(`slack:${address}`, office.now());
    later(dice.between(10, 120), () => {
      there.facts = facts;
      weather.broken.delete(`slack:${address}`);
    });
  }

  function leave(): void {
    world.slack.people.set(sam.id, { kind: 'stranger', id: sam.id, why: 'deactivated' });
    weather.broken.set(sam.id, office.now());
    later(dice.between(30, 200), () => {
      world.slack.people.set(sam.id, member(sam));
      weather.broken.delete(sam.id);
    });
  }

  function killDomain(): void {
    const domain = dice.pick(['contoso.com', 'fabrikam.com', 'northwind.com']);
    world.domains.set(domain, 'no');
    weather.broken.set(domain, office.now());
    later(dice.between(20, 200), () => {
      world.domains.set(domain, 'yes');
      weather.broken.delete(domain);
    });
  }

  function fail(): void {
    const name = dice.pick(['slack', 'teams'] as const);
    weather.failing[name] = office.now() + dice.between(0.5, 30) * hour;
    world[name].failing = new ChatError('unreachable', 'http_503');
    later((weather.failing[name] - office.now()) / hour, () => {
      world[name].failing = null;
    });
  }

  function later(hours: number, mend: () => unknown): void {
    mends.push({ at: office.now() + hours * hour, mend });
  }

  async function drill(): Promise<void> {
    const words = `drill ${dice.pick(['Contoso', 'Fabrikam', 'Northwind'])}`;
    const asked = await office.handle({ ...doing(ada.id), kind: 'command', words });
    const start = asked?.kind === 'card' ? asked.card.buttons.find(({ id }) => id === 'alerts.startDrill') : undefined;
    if (start) await office.handle({ ...doing(ada.id), kind: 'press', button: start.id, value: start.value });
    if (!dice.chance(0.7)) return;
    later(dice.between(0.1, 6), async () => {
      const open = await world.store.read((reader) => reader.list('alerts'));
      for (const { id } of open.filter(({ status }) => status !== 'resolved'))
        await office.handle({ ...doing(ada.id), kind: 'press', button: 'alerts.acknowledge', value: id });
    });
  }

  return {
    weather,
    doing,
    remember: async () => {
      for (const { id, contact } of await world.store.read((reader) => reader.list('tenants'))) {
        kept.set(id, contact?.channels ?? []);
        whole.set(id, contact);
      }
    },
    /** Before a tick: some of it, seldom anything. */
    async some(): Promise<void> {
      for (const due of mends.filter(({ at }) => at <= office.now())) {
        mends.splice(mends.indexOf(due), 1);
        await due.mend();
      }
      if (dice.chance(1 / 300)) await change();
      if (dice.chance(1 / 200)) await repair();
      if (dice.chance(1 / 900)) breakChannel();
      if (dice.chance(1 / 2_500) && !weather.broken.has(sam.id)) leave();
      if (dice.chance(1 / 2_500)) killDomain();
      if (dice.chance(1 / 800)) fail();
      if (dice.chance(1 / 400)) weather.losing = office.now() + 2 * hour;
      if (dice.chance(1 / 500)) await drill();
    },
  };
}
