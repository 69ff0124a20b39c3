import { oneOf } from './constant-time.ts';
import { authorizationIn, type Credential, provenWithoutTime, refusedFor } from './credential.ts';

/** Returns a check of `Authorization: Basic <user:password in base64>`, UTF-8: https://www.rfc-editor.org/rfc/rfc7617 */
export function basic(user: string, passwords: readonly string[]): Credential {
  const isRight = oneOf(passwords.map((password) => `${user}:${password}`));
  return {
    needs: 'head',
    check({ headers }) {
      const [, given = ''] = /^basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorizationIn(headers)) ?? [];
      if (isRight(Buffer.from(given, 'base64').toString('utf8'))) return provenWithoutTime;
      return refusedFor(given === '' ? 'there is no user and password' : 'the user or the password is not right');
    },
  };
}
