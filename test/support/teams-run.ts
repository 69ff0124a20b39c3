/** The adapter behind HTTP, in front of a made-up Teams with one tenant, one team and a few people. */
import type { TeamsOptions } from '../../adapters/teams/options.ts';
import { createTeams } from '../../adapters/teams/teams.ts';
import type { Bot } from '../../src/request/interaction.ts';
import { hostOf } from './adapter-host.ts';
import { memoryStore } from './memory-store.ts';
import { notedLog } from './stub-bot.ts';
import { type FakeTeams, fakeTeams } from './teams.ts';
import type { FakeMember } from './teams-conversations.ts';
import { type Place, teamsPerson } from './teams-person.ts';
import { appId } from './teams-tokens.ts';
import { isoNow, now } from './time.ts';

export const tenantId = '11111111-1111-4111-8111-111111111111';
export const otherTenant = '99999999-9999-4999-8999-999999999999';

export function member(number: number, name: string, more: Partial<FakeMember> = {}): FakeMember {
  const aadObjectId = `22222222-0000-4000-8000-00000000000${number}`;
  const email = `${name.toLowerCase()}@contoso.example`;
  return { id: `29:${name.toLowerCase()}`, name, aadObjectId, email, tenantId, userRole: 'user', ...more };
}

export const toChannel = (address: string) => ({ kind: 'channel', channel: { platform: 'teams', address } }) as const;
export const alone = { deliveryId: 'd1', thread: null } as const;

export type Running = Awaited<ReturnType<typeof runTeams>>;

interface Settings {
  options?: Partial<TeamsOptions>;
  local?: boolean;
  teams?: FakeTeams;
  /** The milliseconds by which Teams is ahead of the test's clock. */
  later?: () => number;
}

/** `local` is local mode: no app, no tokens, forms in the chat. Stops with `close`; the given Teams stays. */
export async function runTeams(bot: Bot, settings: Settings = {}) {
  const { local = false, later = () => 0 } = settings;
  const teams = settings.teams ?? (await fakeTeams({ signed: !local, now: () => now() + later() }));
  const log = notedLog();
  const overrides = teams.overrides;
  const options: TeamsOptions = {
    app: local ? null : { appId, appType: 'SingleTenant', tenantId, password: 'secret', overrides },
    tenants: [tenantId],
    store: memoryStore(),
    log,
    ids: { reference: () => 'K7Q2-9F4M' },
    locale: 'en',
    now: isoNow,
    ...settings.options,
  };
  const platform = createTeams(options);
  teams.targeted.listenTo(platform.chat);
  const host = await hostOf(platform, bot, log);
  const url = `${host.origin}/api/messages`;
  const place: Place = { teams, url, tenantId, signed: !local, now: options.now };

  return {
    teams,
    platform,
    options,
    log,
    url,
    place,
    person: (who: FakeMember) => teamsPerson(place, who),
    channel: (members: FakeMember[], more: { id?: string; name?: string; membershipType?: string } = {}) => {
      teams.teams.set('19:team@thread.tacv2', { name: 'Operations' });
      return teams.add({
        id: '19:alerts@thread.tacv2',
        name: 'Alerts',
        team: '19:team@thread.tacv2',
        ...more,
        kind: 'channel',
        members,
      });
    },
    inside: (who: FakeMember, conversation: Parameters<typeof teamsPerson>[2]) => teamsPerson(place, who, conversation),
    close: async () => {
      await platform.stop();
      if (teams.targeted.leaks.length > 0) throw new Error(`everybody could read: ${teams.targeted.leaks}`);
      await host.stop();
      if (!settings.teams) await teams.close();
    },
  };
}
