import { type Checked, channelsProblem, checkChannels, joinChannels, readableProblem } from '../channel-check.ts';
import { type Channel, sameChannel } from '../domain/identity.ts';
import type { Organisation, StoredTenant } from '../domain/partner-tenant.ts';
import type { World } from '../ports.ts';
import type { Request } from '../request/request.ts';
import type { TypedTenant } from './typed-tenant.ts';

interface Added {
  checked: readonly Checked[];
  problems: Record<string, string | null>;
  /** Joins those that may be joined, once all else is right; resolves with the problems of those where that failed. */
  join(): Promise<Record<string, string | null>>;
}

/** What the platforms say of the channels that this save of the set-up form adds; `problems` by field. */
export async function addedChannels(
  { words }: Request,
  { typed, before, organisation }: { typed: TypedTenant; before: StoredTenant | null; organisation: Organisation },
  world: World,
): Promise<Added> {
  const check = (chosen: readonly Channel[], known: readonly (Channel | null)[]) => {
    const added = chosen.filter((channel) => !known.some((old) => old && sameChannel(old, channel)));
    return checkChannels(added.slice(0, 10), world);
  };
  const [fraud, admin, experts] = await Promise.all([
    check(typed.fraudChannels, before?.fraudChannels ?? []),
    check(typed.adminChannel, [organisation.adminChannel]),
    check(typed.expertsChannel, [organisation.expertsChannel]),
  ]);
  const problemsOf = ([fraud = [], admin = [], experts = []]: readonly Checked[][], allowed: boolean) => ({
    fraudChannels: channelsProblem(fraud, allowed, words),
    adminChannel: channelsProblem(admin, allowed, words),
    expertsChannel: channelsProblem(experts, allowed, words),
  });
  const checked = [...fraud, ...admin, ...experts];
  const unasked = !typed.allowPublic && readableProblem(checked, words) !== null;
  const join = async () =>
    problemsOf(await Promise.all([fraud, admin, experts].map((some) => joinChannels(some, world))), true);
  return {
    checked,
    problems: {
      ...problemsOf([fraud, admin, experts], typed.allowPublic),
      allowPublic: unasked ? words.contactForm.problems.allowPublic : null,
    },
    join,
  };
}
