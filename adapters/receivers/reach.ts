/** Finds out whether a receiver can be reached, without sending it anything. */
import { isIP, connect as netConnect, type Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { hostOf } from '../http/network-address.ts';
import { type AllowedNetworks, type CallWorld, connection } from './call.ts';
import { addressOf, type ConfiguredReceiver } from './receiver.ts';

/** Timeout (ms) of a connection. */
const connectMs = 5_000;

/** Resolves with the code of why no connection to the receiver can be made, its certificate included; with null when one was made. */
export async function whyUnreachable(
  receiver: Pick<ConfiguredReceiver, 'url' | 'isPrivate'>,
  isLocal: boolean,
  world: Omit<CallWorld, 'mayCall'> = {},
): Promise<string | null> {
  const url = new URL(addressOf(receiver));
  const reach: AllowedNetworks = { isPrivate: receiver.isPrivate, isLocal };
  try {
    const { lookup, ca } = connection(url, reach, world);
    const isEncrypted = url.protocol === 'https:';
    const to = { host: hostOf(url), port: Number(url.port || (isEncrypted ? 443 : 80)), lookup };
    const socket = isEncrypted
      ? tlsConnect({ ...to, servername: isIP(hostOf(url)) === 0 ? hostOf(url) : '', ca })
      : netConnect(to);
    return await outcomeOf(socket, isEncrypted ? 'secureConnect' : 'connect');
  } catch (error) {
    return codeOf(error);
  }
}

function outcomeOf(socket: Socket, opened: 'connect' | 'secureConnect'): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (why: string | null) => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(connectMs, () => end('timeout'));
    socket.once(opened, () => end(null));
    socket.once('error', (error) => end(codeOf(error)));
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown';
}
