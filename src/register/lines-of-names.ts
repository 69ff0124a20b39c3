/** Fields of several lines in which each line is an entry, such as «fabrikam.com = Fabrikam». */
import { cleanedLine } from '../domain/text/clean-text.ts';

/** One line, and what stands on both sides of its first `=` or `→`. A line without one is all `left`. */
export interface NameLine {
  line: string;
  left: string;
  right: string;
}

/** Returns the lines that are not empty. */
export function linesIn(text: string): NameLine[] {
  const lines = text.split('\n').map(cleanedLine).filter(Boolean);
  return lines.map((line) => {
    const [, left = line, right = ''] = /^([^=→]*)[=→](.*)$/.exec(line) ?? [];
    return { line, left: left.trim(), right: right.trim() };
  });
}
