/** Checks the replicas on the database that DATABASE_URL names: what they noted there, and what answers at their addresses. */
import { replicaKeys } from '../http/challenge.ts';
import { forwardLimits } from '../http/limits.ts';
import { jsonOf } from '../http/message.ts';
import { createConnections } from '../http/replica-connections.ts';
import type { Config } from '../settings/config.ts';
import type { DatabasePlace } from '../settings/database-url.ts';
import { sharedSecrets } from '../settings/settings-digest.ts';
import type { KnownReplica, KnownReplicas } from '../store/postgres/known-replicas.ts';
import { type CheckResult, failed, fine, off } from './check.ts';
import { seeDatabase } from './database-checks.ts';
import { httpRequest } from './http-request.ts';

/** What was found, and what to do about it; an empty step where nothing is wrong. */
interface ReplicaFinding {
  what: string;
  step: string;
}

const seeWhether =
  'See whether it runs (service, machine). If it was killed less than 12 s ago, wait. Only if it runs: REPLICA_URL, firewall.';

/** Checks that one replica acts, and that all can be reached and are alike. `config` is null where a setting is wrong. */
export async function replicasCheck(place: DatabasePlace, config: Config | null): Promise<CheckResult> {
  const { inspectReplicas } = await import('../store/postgres/inspection.ts');
  const asked = await inspectReplicas(place);
  if (asked.kind === 'silent') return seeDatabase;
  const { acting, replicas } = asked.found;
  const present = replicas.filter(({ role }) => role !== 'away');
  const gone = replicas.filter(({ role }) => role === 'away').map(endedHard);
  if (acting && acting.url === null) return off(`A command changes the state since ${acting.since}.`);
  if (present.length === 0) return off(sentences([none, ...gone]), none.step);
  const followers = present.filter(({ role }) => role === 'follows');
  const [acts, silent] = await Promise.all([whoActs(asked.found, config), silentAmong(followers)]);
  const differ = otherSettings(present);
  const isWrong = gone.some(({ isLong }) => isLong) || [...acts, ...silent, ...differ].some(({ step }) => step !== '');
  const doubtful = [...otherVersions(present), ...gone];
  const { length } = followers;
  const following = { what: `${length === 1 ? '1 follows' : `${length === 0 ? 'None' : length} follow`}.`, step: '' };
  const found = [...acts, following, ...silent, ...differ, ...doubtful];
  if (isWrong) return failed(sentences(found), stepsOf(found));
  if (doubtful.length > 0) return off(sentences(found), stepsOf(found));
  return fine(`${sentences(found)} All answer, have version ${present[0]?.version}, and the same settings.`);
}

const none: ReplicaFinding = {
  what: 'No replica runs.',
  step: 'Start one: npm start, or the service. If you move a state here, restore its backup first.',
};

const sentences = (found: readonly ReplicaFinding[]) => found.map(({ what }) => what).join(' ');
const stepsOf = (found: readonly ReplicaFinding[]) =>
  [...new Set(found.map(({ step }) => step))].filter((step) => step !== '').join(' ');

/** Asks the one that has the lease whether it acts: a program that answers there may be one that was started after a kill. */
async function whoActs(known: KnownReplicas, config: Config | null): Promise<readonly ReplicaFinding[]> {
  const { nobodyActs } = await import('../store/postgres/known-replicas.ts');
  const { acting, replicas } = known;
  const step = replicas.some(({ role }) => role === 'follows') ? takesOver : none.step;
  if (acting === null || acting.url === null) return [{ what: 'Nobody acts.', step }];
  const { url, term, since } = acting;
  const why = await whyNotActing({ url, term: String(term) }, config);
  if (why === null) return [{ what: `${url} acts since ${since} (term ${term}).`, step: '' }];
  const gone = nobodyActs(known);
  if (gone !== null) return [{ what: gone, step }];
  const holder = replicas.find(({ role }) => role === 'acts');
  const seen = holder ? ` It was last seen ${holder.seenSecondsAgo} s ago.` : '';
  return [
    {
      what: `${url} has the lease since ${since} (term ${term}), and does not prove that it acts: ${why}.${seen}`,
      step: seeWhether,
    },
  ];
}

const takesOver =
  'Wait 12 seconds: another one takes over by itself. If none does, see their logs (docs/operate.md, “Replicas”).';

/** Resolves with why the replica does not prove that it acts; null where it does, or where these settings have no secrets to tell by. */
async function whyNotActing(acting: { url: string; term: string }, config: Config | null): Promise<string | null> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const keys = config ? replicaKeys(sharedSecrets(config)) : [];
  const proof = await createConnections({ keys, log, limits: forwardLimits }).probe(acting);
  if (proof.how === 'ready' || (config === null && proof.how === 'unproven')) return null;
  return proof.why;
}

/** Time (s) after which a replica that is away is wrong: whatever supervises it would have started it again. */
const longSeconds = 60;

function endedHard({ url, seenSecondsAgo }: KnownReplica): ReplicaFinding & { isLong: boolean } {
  return {
    what: `${url} was last seen ${Math.round(seenSecondsAgo)} s ago, and has not said that it stopped.`,
    step: `Start ${url}, or restart it if it still runs; ignore it if you removed it: after an hour it is forgotten.`,
    isLong: seenSecondsAgo > longSeconds,
  };
}

function otherVersions(present: readonly KnownReplica[]): readonly ReplicaFinding[] {
  const versions = Map.groupBy(present, ({ version }) => version);
  if (versions.size < 2) return [];
  const each = [...versions].map(([version, alike]) => `${version} (${addressesOf(alike)})`);
  return [
    {
      what: `They have the versions ${each.join(', ')}: that is right during an upgrade.`,
      step: 'Upgrade all to one version.',
    },
  ];
}

function otherSettings(present: readonly KnownReplica[]): readonly ReplicaFinding[] {
  const settings = Map.groupBy(present, (replica) => replica.settings);
  if (settings.size < 2) return [];
  return [
    {
      what: `Their settings differ: ${[...settings.values()].map(addressesOf).join(' | ')}.`,
      step: 'The database has a checksum of them alone: compare the settings, secrets, and the files behind SOURCES and MICROSOFT on these machines, and start again those that you correct.',
    },
  ];
}

const addressesOf = (some: readonly KnownReplica[]) => some.map(({ url }) => url).join(', ');

async function silentAmong(followers: readonly KnownReplica[]): Promise<readonly ReplicaFinding[]> {
  const answers = await Promise.all(
    followers.map(async (one) => ({ ...one, answer: await httpRequest(`${one.url}/healthz`) })),
  );
  return answers.flatMap(({ url, seenSecondsAgo, answer }) => {
    if (answer.kind === 'answered' && jsonOf(answer.text) !== null && answer.text.includes('"alive"')) return [];
    const what = answer.kind === 'silent' ? `${url} ${answer.why}` : `At ${url} something else answers`;
    return [{ what: `${what} (the replica was last seen ${seenSecondsAgo} s ago).`, step: seeWhether }];
  });
}
