import { oneOf } from './constant-time.ts';
import { authorizationIn, type Credential, provenWithoutTime, refusedFor } from './credential.ts';

/** Returns a check of `Authorization: Bearer <secret>`, https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
export function bearer(secrets: readonly string[]): Credential {
  const isRight = oneOf(secrets);
  return {
    needs: 'head',
    check({ headers }) {
      // Node joins doubled headers by a comma and a space, and no secret has a space.
      const [, given = ''] = /^bearer +([!-~]+)$/i.exec(authorizationIn(headers)) ?? [];
      if (isRight(given)) return provenWithoutTime;
      return refusedFor(given === '' ? 'there is no token in the header Authorization' : 'the token is not right');
    },
  };
}
