import { isGreeting, parseCommand } from '../src/request/parse-command.ts';

/**
 * What a message says to the bot, in the parts that its mentions of the bot divide it into: «please @bot: show Contoso» says
 * `show Contoso`, «show @bot» says `show`, and a question that goes around the mention is one question.
 */
export function textToBot(parts: readonly string[]): string {
  const [only = '', ...more] = parts;
  if (more.length === 0) return unquoted(only).trim();
  const before = unquoted(parts.slice(0, -1).join(' ')).trim();
  // «@bot: show», «@bot, show», «@bot - show».
  const after = (parts.at(-1) ?? '').replace(/^[\s:,;.!–—-]+/, '').trim();
  if (after === '') return before;
  const isForm = before === '' || isGreeting(before) || parseCommand(after).verb !== null;
  return isForm ? after : `${before} ${after}`;
}

/** Without the lines at its beginning that quote somebody, where anything else is said. */
function unquoted(text: string): string {
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('>'));
  return first < 0 ? text : lines.slice(first).join('\n');
}
