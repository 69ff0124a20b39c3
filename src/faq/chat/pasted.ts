import type { Values } from '../../asking.ts';

/** Several lines of text, as pasted. */
export function pasted(value: Values[string] | undefined): string {
  return typeof value === 'string' ? value.trim() : '';
}
