import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { OutgoingEvent, Receivers } from '../../src/ports/receivers.ts';
import type { Timers } from '../../src/ports/world.ts';
import { rereadEveryMs, secretRereader } from '../settings/reread-secrets.ts';
import { addressHash } from './address-hash.ts';
import { callNotes } from './call-notes.ts';
import { proofFor } from './proof.ts';
import { type ConfiguredReceiver, secretsOf } from './receiver.ts';
import { readReceivers, variablesOf, warningsOf } from './receivers-file.ts';
import { misfitOfUrl, type ReceiversFileContext } from './receivers-schema.ts';
import { type SendReport, type SendWorld, sendEvent } from './send.ts';

/** The receivers of the receivers' file, to which events go. */
export type OpenedReceivers = ReturnType<typeof openReceivers>;

/** What the receivers need of the world. `hide` keeps a secret out of the log. */
export type ReceiversWorld = Omit<SendWorld, 'isLocal'> & { hide(secret: string): void };

/**
 * Reads the receivers' file. Throws FileProblems with every mistake. It loads each format, so this file is imported only where RECEIVERS is
 * set.
 */
export function openReceivers(path: string, about: ReceiversFileContext) {
  const configured = readReceivers(path, about);
  return {
    configured,
    /** What the log says of them. */
    settings: configured.map(({ receiver: { name, events }, format }) => ({ name, format, events })),
    /** The names of the environment variables that have their secrets. */
    variables: variablesOf(configured),
    /** Returns what should be fixed in the file. `tenants` are the partner tenants in the store. */
    warnings: (tenants: readonly StoredTenant[]) => warningsOf(configured, tenants, about.sources),
    /** Begins with the file's secrets. */
    connect: (world: ReceiversWorld) => connectReceivers(configured, { ...world, isLocal: about.isLocal }),
  };
}

/** Returns the port to these receivers; `watch` reads their secrets again. */
export function connectReceivers(configured: readonly ConfiguredReceiver[], world: ReceiversWorld & SendWorld) {
  for (const { value } of configured.flatMap((one) => secretsOf(one).flat())) world.hide(value);
  const reread = secretRereader(world);
  const all = configured.map((one) => ({ ...one, proof: proofFor(one, world) }));
  const noted = callNotes(world);

  /** Returns whether any secret of a receiver is another one now. */
  function rereadOf(one: ConfiguredReceiver): boolean {
    const { name } = one.receiver;
    const misfit = ([address = '']: readonly string[]) =>
      misfitOfUrl(address, one.format, one.isPrivate || world.isLocal);
    const changed = secretsOf(one).map((list) =>
      reread({ receiver: name }, list, list[0] === one.url ? misfit : undefined),
    );
    if (!changed.includes(true)) return false;
    world.log.info({ receiver: name }, 'receiver secret reloaded');
    return true;
  }

  async function answered(name: string, event: OutgoingEvent): Promise<SendReport> {
    const one = all.find(({ receiver }) => receiver.name === name);
    if (!one) throw new Error(`there is no receiver ${name}`);
    return sendEvent(one, event, one.proof, () => rereadOf(one), world);
  }

  const receivers: Receivers = {
    list: () => all.map((one) => ({ ...one.receiver, address: addressHash(one) })),
    send: async (name, event) => {
      // A reload may have removed it since it was listed.
      const isKnown = all.some(({ receiver }) => receiver.name === name);
      if (!isKnown) return { kind: 'failed', why: 'gone', retryAfterMs: null, maybeDone: false };
      const { result } = await answered(name, event);
      const path = all.find(({ receiver }) => receiver.name === name)?.reference ?? null;
      noted(name, result, event.facts.number === undefined ? null : path);
      return result;
    },
  };
  return {
    receivers,
    /** Sends an event as `receivers.send` does. Resolves with what came back, too. */
    answered,
    /** Reads the secrets in files again each minute, until the pauses end. */
    async watch(pauses: Pick<Timers, 'wait'>): Promise<void> {
      while (await pauses.wait(rereadEveryMs)) for (const one of all) rereadOf(one);
    },
  };
}
