/** Reads a list of Microsoft Graph page by page: https://learn.microsoft.com/graph/paging */
import { z } from 'zod';
import type { World } from '../../../src/ports/world.ts';
import { unavailable } from './exchange.ts';
import { GraphError, longestWaitMs } from './graph-error.ts';

/**
 * Takes the items of one page. A page whose items were taken is not asked for again. `deltaLink` is where the next call goes on, on the
 * last page of a list that has such a link; null on all others.
 */
export type OnPage = (items: readonly unknown[], deltaLink: string | null) => Promise<void>;

/** The most pages of a list. */
const maxPages = 1_000;
/** How long (ms) to wait after a 429 without a time. */
const usualWaitMs = 60_000;
/** Shortest wait (ms) after a 429: one that names no time worth waiting must not become a loop. */
const leastWaitMs = 1_000;
/** The longest link. Those of Graph carry the state of a query. */
const maxLink = 16_384;

const Page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().nullish(),
  '@odata.deltaLink': z.string().nullish(),
});

/**
 * Hands the items of each page to `onPage`, one page after the other. After a 429 it waits as long as Microsoft says, an hour in all, and
 * goes on at the same page. Resolves with the delta link, as a path below `api`. Rejects with GraphError: for what `ask` rejects with, a
 * link that leads elsewhere or in a circle, and more than 1,000 pages.
 */
export async function readPages(
  path: string,
  ask: (path: string) => Promise<unknown>,
  onPage: OnPage,
  { api, timers }: { api: string } & Pick<World, 'timers'>,
): Promise<{ deltaLink: string | null }> {
  const patient = patientAsk(ask, timers);
  const asked = new Set<string>();
  for (let next: string | null = path; next !== null; ) {
    if (asked.has(next)) throw badLink('circle', 'goes in a circle');
    if (asked.size === maxPages) throw badLink('tooManyPages', `has more than ${maxPages} pages`);
    asked.add(next);
    const page: z.infer<typeof Page> | undefined = Page.safeParse(await patient(next)).data;
    if (!page) throw unavailable('shape', 'The answer is no page of a list.');
    const nextLink: string | null = page['@odata.nextLink'] || null;
    const link: string | null = nextLink ?? (page['@odata.deltaLink'] || null);
    const following: string | GraphError | null = link ? linkOrError(link, api, path) : null;
    const isLast = nextLink === null;
    await onPage(page.value, isLast && typeof following === 'string' ? following : null);
    if (following instanceof GraphError) throw following;
    if (isLast) return { deltaLink: following };
    next = following;
  }
  return { deltaLink: null };
}

/** Returns the path of the link, or the error for it: the items of its page are taken first. */
function linkOrError(link: string, api: string, start: string): string | GraphError {
  try {
    return pathOfLink(link, api, start);
  } catch (error) {
    if (error instanceof GraphError) return error;
    throw error;
  }
}

/** Returns `ask` with patience: what it waits after 429s is an hour in all. */
export function patientAsk(ask: (path: string) => Promise<unknown>, timers: World['timers']) {
  let waitedMs = 0;
  return async (path: string): Promise<unknown> => {
    for (;;) {
      try {
        return await ask(path);
      } catch (error) {
        if (!(error instanceof GraphError) || error.kind !== 'throttled' || waitedMs >= longestWaitMs) throw error;
        const ms = Math.max(leastWaitMs, Math.min(error.retryAfterMs ?? usualWaitMs, longestWaitMs - waitedMs));
        waitedMs += ms;
        if (!(await timers.wait(ms))) throw error;
      }
    }
  };
}

/**
 * Returns the path, with its query, of a link that Graph gave. Throws GraphError unless it leads to the same origin, and into the same
 * version and resource as `start`: `/v1.0/users`. Graph may write what follows in another way than it was asked for
 * (`mailFolders('inbox')`).
 */
export function pathOfLink(link: string, api: string, start: string): string {
  const url = link.length <= maxLink && URL.canParse(link) ? new URL(link) : null;
  const home = new URL(start, api);
  const isHere = url !== null && url.origin === home.origin && url.username === '' && url.password === '';
  if (!isHere || resourceOf(url) !== resourceOf(home)) throw badLink('foreignLink', 'leads to another address');
  return url.pathname + url.search;
}

function resourceOf({ pathname }: URL): string {
  return pathname.split('/').slice(1, 3).join('/').replace(/\(.*/, '').toLowerCase();
}

function badLink(code: string, what: string): GraphError {
  const step = `A list of Microsoft Graph ${what}: look at what stands between this machine and Microsoft, and report it.`;
  return new GraphError({ kind: 'refused', code, step });
}
