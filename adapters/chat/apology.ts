import type { Locale } from '../../src/domain/tenant/locales.ts';
import { words } from '../../src/messages/words.ts';
import type { Ids } from '../../src/ports/world.ts';
import { helpButton } from '../../src/request/default-button.ts';
import { card } from '../../src/view/build-card.ts';
import type { Log } from '../process/log.ts';
import type { LocalizedReply } from './clean-interaction.ts';

/** Why a person gets an apology. */
export type Failure = 'bug' | 'unshown' | 'slow' | 'slowRead' | 'unwritable' | 'full';

/**
 * Returns the apology for a failure, which names its reference. Adapters use it for what fails outside `answer` too.
 */
export function apology(
  locale: Locale,
  failure: Failure,
  reference: string,
): Extract<LocalizedReply, { kind: 'card' }> {
  const said = words(locale);
  const { title: failedTitle, slowTitle, [failure]: sentence } = said.apology;
  const isSlow = failure === 'slow' || failure === 'slowRead';
  const [title, tone] = isSlow ? ([slowTitle, 'warning'] as const) : ([failedTitle, 'danger'] as const);
  return {
    kind: 'card',
    instead: false,
    locale,
    card: card(title, sentence(reference), { tone, text: [sentence(reference)], buttons: [helpButton(said)] }),
  };
}

/** Logs that a reply could not be shown, and returns the apology in its place. */
export function unshown(
  locale: Locale,
  { ids, log }: { ids: Ids; log: Log },
  error: unknown,
  message: string,
): ReturnType<typeof apology> {
  const reference = ids.reference();
  log.error({ reference, err: error }, message);
  return apology(locale, 'unshown', reference);
}
