import { ResolvedReason } from './domain/alert.ts';
import { fold } from './domain/fold.ts';
import { typedAnywhere } from './messages/words.ts';

/** The reason that a word behind `resolve 17` names; null for none. */
export function reasonOf(word: string): ResolvedReason | null {
  const said = fold(word).replaceAll(/[!.,:;–—-]/g, '');
  return (
    ResolvedReason.options.find((reason) => typedAnywhere(({ reasons }) => reasons[reason]).includes(said)) ?? null
  );
}
