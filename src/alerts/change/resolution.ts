import { ResolvedReason } from '../../domain/alert/alert.ts';
import type { Words } from '../../messages/words.ts';

/** How the story keeps a resolution: the reason, and the note after a colon. */
export function resolutionNote(reason: ResolvedReason, note: string): string {
  return [reason, note].filter(Boolean).join(': ');
}

/** The same in words. */
export function resolution({ alerts, history }: Words, kept: string): string {
  const [first = '', ...rest] = kept.split(': ');
  const reason = ResolvedReason.safeParse(first).data;
  const said = reason ? alerts.reasons[reason] : first;
  return rest.length > 0 ? `${said}${history.colon}${rest.join(': ')}` : said;
}
