import { oneOf } from './constant-time.ts';
import { type Credential, provenWithoutTime, refusedFor } from './credential.ts';

/** Returns a check of `?token=<secret>`, which has to be there exactly once. It is the weakest way: proxies and logs see the address. */
export function urlToken(secrets: readonly string[]): Credential {
  const isRight = oneOf(secrets);
  return {
    needs: 'head',
    check({ query }) {
      const given = new URLSearchParams(`?${query}`).getAll('token');
      const isGood = isRight(given[0] ?? '');
      if (given.length > 1) return refusedFor('there is more than one token in the URL');
      if (isGood) return provenWithoutTime;
      return refusedFor(given.length === 0 ? 'there is no token in the URL' : 'the token in the URL is not right');
    },
  };
}
