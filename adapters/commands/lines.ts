/** The most characters that are kept of a line: nobody asks a longer question. */
const longestLine = 20_000;

/**
 * Yields the lines of a stream of bytes, without their ends (`\n`, `\r\n`); the last one counts although it has none. What is no UTF-8
 * becomes `�`.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array | string>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: false });
  let begun = '';
  let open = false;
  for await (const chunk of bytes) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    const [first = '', ...more] = text.split('\n');
    begun = joined(begun, first);
    open ||= text !== '';
    for (const part of more) {
      yield withoutReturn(begun);
      begun = part.slice(0, longestLine);
    }
    if (more.length > 0) open = begun !== '';
  }
  const rest = decoder.decode();
  if (open || rest !== '') yield withoutReturn(joined(begun, rest));
}

function joined(a: string, b: string): string {
  return a.length >= longestLine ? a : (a + b).slice(0, longestLine);
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
