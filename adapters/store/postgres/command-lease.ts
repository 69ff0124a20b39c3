/** The lease while a command changes the state. */
import { randomUUID } from 'node:crypto';
import { ReplicaActs } from '../errors.ts';
import { databaseClock } from './clock.ts';
import type { Database } from './connection.ts';
import { takeLease } from './replica.ts';

/** Takes the lease for a command; by `takeOver` also from the replica that acts, which then ends. Rejects with ReplicaActs. */
export async function leaseForCommand(database: Database, takeOver = false) {
  const events = { fatal: () => {}, trouble: () => {}, reached: () => {} };
  const taking = { database, clock: databaseClock(), id: randomUUID(), url: null, events };
  const taken = await takeLease(taking, async () => {}, takeOver);
  if (taken) return taken;
  const [row] = await database.query('SELECT url FROM {schema}.state');
  throw new ReplicaActs(typeof row?.[0] === 'string' ? row[0] : null);
}
