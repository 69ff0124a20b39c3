import { z } from 'zod';
import type { HistoryEntry } from '../../../../src/domain/history.ts';
import type { Plain } from '../document.ts';

/** Holds the state as JSON, as an older version wrote it. */
export interface PlainState {
  collections: Record<string, Plain[]>;
  history: HistoryEntry[];
}

const ReportedAt = z.record(z.string(), z.unknown());
const OldReminder = z.looseObject({ id: z.string(), before: ReportedAt.default({}), more: z.unknown().optional() });
const OldRound = z.looseObject({ id: z.string(), nag: z.string().nullable(), messaged: z.string() });
const OldFinding = z.looseObject({ id: z.string(), told: ReportedAt });
const OldDelivery = z.looseObject({
  id: z.string(),
  state: z.string(),
  message: z.string().nullable(),
  about: z.unknown(),
});
const OldWeekly = z.object({ kind: z.literal('weekly'), tenantId: z.string() });

/**
 * Leads to version 2, which counts what a reminder says once the reminder has arrived, so that nothing has to be taken
 * back. What version 1 counted for one that has not arrived yet is taken back here: those findings are due again.
 * Weekly summaries of a single tenant exist no more.
 */
export function remindersCountOnArrival({ collections, history }: PlainState): PlainState {
  const nags = z.array(OldReminder).parse(collections.nags ?? []);
  const rounds = z.array(OldRound).parse(collections.rounds ?? []);
  const oldDeliveries = z.array(OldDelivery).parse(collections.deliveries ?? []);
  const findings = new Map(
    z
      .array(OldFinding)
      .parse(collections.findings ?? [])
      .map((one) => [one.id, one]),
  );
  const deliveries = new Map(
    oldDeliveries.filter(({ about }) => !OldWeekly.safeParse(about).success).map((one) => [one.id, one]),
  );
  const kept = rounds.map((round) => {
    const delivery = deliveries.get(`nag ${round.nag} > ${round.id}`);
    const nag = nags.find(({ id }) => id === round.nag);
    if (!nag || delivery?.message !== null || delivery.state !== 'waiting') return round;
    deliveries.set(delivery.id, { ...delivery, state: 'dropped' });
    for (const [id, before] of Object.entries(nag.before)) {
      const finding = findings.get(id);
      if (finding) findings.set(id, { ...finding, told: reportedAtOf(finding.told, round.id, before) });
    }
    return { ...round, nag: null, messaged: '' };
  });
  const known = nags.map(({ before, more: _counted, ...nag }) => ({ ...nag, due: Object.keys(before) }));
  const changed = { nags: known, rounds: kept, findings: [...findings.values()], deliveries: [...deliveries.values()] };
  return { collections: { ...collections, ...changed }, history };
}

function reportedAtOf(told: z.infer<typeof ReportedAt>, queue: string, before: unknown): z.infer<typeof ReportedAt> {
  const { [queue]: _counted, ...others } = told;
  return before === null ? others : { ...others, [queue]: before };
}
