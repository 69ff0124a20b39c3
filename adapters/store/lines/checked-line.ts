import { crc32 } from 'node:zlib';
import { StateDamaged } from '../errors.ts';
import { endsWithFeed, type FileLine } from './read-lines.ts';

/**
 * Returns a line that shows whether it is as it was written: CRC-32 in eight hex digits, a space, JSON, a line feed.
 */
export function checkedLine(json: string): string {
  return `${sumOf(json)} ${json}\n`;
}

/**
 * Returns the value in a checked line, which may end with its line feed. Throws StateDamaged where the line is not as
 * it was written.
 */
export function contentOf(file: string, { at, bytes }: FileLine): unknown {
  const line = endsWithFeed(bytes) ? bytes.subarray(0, -1) : bytes;
  if (!isGood(line)) throw damagedLine(file, at);
  return jsonIn(line);
}

/** Returns whether a line without its line feed is as it was written. */
export function isGood(line: Buffer): boolean {
  return line[8] === 32 && line.toString('latin1', 0, 8) === sumOf(line.subarray(9));
}

/** Returns the value in a line that is good. */
export function jsonIn(line: Buffer): unknown {
  return JSON.parse(line.toString('utf8', 9));
}

function sumOf(json: string | Buffer): string {
  return crc32(json).toString(16).padStart(8, '0');
}

/** Returns the error for a line at a byte of a file. */
export function damagedLine(file: string, at: number): StateDamaged {
  return new StateDamaged(file, at, 'the line that begins there is not as it was written');
}
