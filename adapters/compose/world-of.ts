/** Makes the core's world of the parts. */
import { domainToUnicode } from 'node:url';
import { steadyClock } from '../../src/domain/time/trusted-time.ts';
import type { Timers, World } from '../../src/ports/world.ts';
import { firstMet } from '../../src/request/people.ts';
import { createCalendars } from '../calendar/calendars.ts';
import type { ChatPlatform } from '../chat/platform.ts';
import type { OpenedMicrosoft } from '../microsoft/open-microsoft.ts';
import { ids } from '../process/log.ts';
import { clock as machineClock } from '../process/timers.ts';
import { version } from '../process/version.ts';
import { featureSettings } from '../settings/settings.ts';
import { settingsDirectory } from '../world/admins-from-settings.ts';
import { mailDomains } from '../world/mail-dns.ts';
import type { BotParts } from './parts.ts';

/** Returns the core's world, as the settings want it. `wake` has the outbox look for deliveries at once. */
export function worldOf(
  parts: Pick<
    BotParts,
    | ('config' | 'local' | 'sources' | 'store' | 'archive' | 'trail' | 'losses' | 'refusedSettings')
    | ('metrics' | 'clock' | 'outside')
  > &
    Pick<World, 'refusedRequests' | 'disk' | 'faq' | 'receivers' | 'onBug'> & {
      microsoft: Pick<ReturnType<OpenedMicrosoft['connect']>, 'directory'> | null;
      /** What Microsoft is asked for alerts, as it stands among the sources. */
      polled: World['settings']['sources'];
    },
  platforms: readonly ChatPlatform[],
  timers: Timers,
  wake: World['wake'],
): World {
  const { config, local, sources, microsoft, store, archive, trail, disk, faq, metrics, refusedRequests } = parts;
  const { losses, receivers, polled, refusedSettings, onBug, clock = machineClock, outside } = parts;
  const { ADMINS, DEFAULT_LOCALE, TIMEZONE } = config.settings;
  const read = {
    sources: [...(sources?.settings ?? []), ...polled],
    admins: ADMINS ?? (local ? [local.currentUser] : []),
  };
  const settings = { ...featureSettings(config.settings), ...read, local: local !== null };
  const admins = settingsDirectory(
    () => settings.admins,
    (id) => firstMet(id, { chats }),
  );
  const chats: World['chats'] = Object.fromEntries(platforms.map(({ name, chat }) => [name, chat]));
  const made: Omit<World, 'steady'> = {
    store,
    archive,
    trail,
    disk,
    chats,
    directory: microsoft?.directory(admins, (id) => firstMet(id, { chats })) ?? admins,
    mail: mailDomains(),
    calendars: createCalendars(),
    receivers,
    readDomain: domainToUnicode,
    faq,
    version,
    clock,
    uptimeMs: () => performance.now(),
    run: String(Math.random()),
    ids,
    timers,
    wake,
    onBug,
    meter: metrics,
    refusedRequests,
    losses,
    dice: Math.random,
    settings,
    refusedSettings,
    defaults: { locale: DEFAULT_LOCALE, timezone: TIMEZONE },
    ...outside,
  };
  return { ...made, steady: steadyClock(made) };
}
