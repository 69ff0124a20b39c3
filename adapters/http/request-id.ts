import { randomBytes } from 'node:crypto';

/** Keeps the id that a proxy gave, when it is one that is safe to log and to send back; otherwise the next of our own. */
export function requestIds(): (given: string | string[] | undefined) => string {
  const start = randomBytes(5).toString('hex');
  let number = 0;
  return (given) => {
    if (typeof given === 'string' && /^[\w.-]{1,64}$/.test(given)) return given;
    number += 1;
    return `${start}-${number.toString(36)}`;
  };
}
