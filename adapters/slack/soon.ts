import type { Answer } from '../answer.ts';
import type { Turn } from './desk.ts';

/** After this long without an answer a person sees that one is on its way. */
const visibleMs = 700;

/** The answer, or `late` when its person has to be told that it is on its way. */
export async function soon(asked: Promise<Answer>, { startedAt }: Turn): Promise<Answer | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, visibleMs - (performance.now() - startedAt), 'late');
  });
  try {
    return await Promise.race([asked, late]);
  } finally {
    clearTimeout(timer);
  }
}
