/** What a client of PostgreSQL sends, cut into statements: https://www.postgresql.org/docs/15/protocol-message-formats.html */

/** The bytes of one statement with its parameters; `text` is null for all else that is sent (start, password, end). */
export interface SentStatement {
  bytes: Buffer;
  text: string | null;
}

/** The messages that end what a server answers in one go: Query, Sync, Flush, and those that stand alone. */
const ends = new Set([...'QSHXpdcfF'].map((type) => type.charCodeAt(0)));
const startsTls = 80_877_103;
const tlsHandshake = 0x16;

/** Returns what takes one connection's bytes as they come, and returns what they complete. A connection with TLS has no statements that anybody could read. */
export function statementsOf(): (chunk: Buffer) => SentStatement[] {
  const chunks: Buffer[] = [];
  let size = 0;
  let needed = 1;
  let phase: 'start' | 'open' | 'encrypted' = 'start';
  let group: SentStatement = { bytes: Buffer.alloc(0), text: null };
  const prepared = new Map<string, string>();

  function note(message: Buffer): void {
    const type = String.fromCharCode(message[0] ?? 0);
    if (!'QPB'.includes(type)) return;
    const [first = '', second = ''] = message.subarray(5).toString('utf8').split('\0', 2);
    if (type === 'P') prepared.set(first, second);
    if (type === 'Q' || type === 'P') group.text ??= type === 'Q' ? first : second;
    if (type === 'B') group.text ??= prepared.get(second) ?? '';
  }

  /** Takes the first message from `bytes`, and returns the rest; null while it is not whole. */
  function next(bytes: Buffer, found: SentStatement[]): Buffer | null {
    const head = phase === 'start' ? 0 : 1;
    if (phase === 'start' && bytes[0] === tlsHandshake) phase = 'encrypted';
    if (phase === 'encrypted') {
      found.push({ bytes, text: null });
      return Buffer.alloc(0);
    }
    needed = head + (bytes.length < head + 4 ? 4 : bytes.readUInt32BE(head));
    if (bytes.length < Math.max(needed, head + 4)) return null;
    const message = bytes.subarray(0, needed);
    if (phase === 'start') {
      found.push({ bytes: message, text: null });
      if (message.readUInt32BE(4) !== startsTls) phase = 'open';
    } else {
      note(message);
      group.bytes = Buffer.concat([group.bytes, message]);
      if (ends.has(message[0] ?? 0)) {
        found.push(group);
        group = { bytes: Buffer.alloc(0), text: null };
      }
    }
    return bytes.subarray(needed);
  }

  return (chunk) => {
    chunks.push(chunk);
    size += chunk.length;
    // Copied once for each message, however many chunks it comes in.
    if (size < needed) return [];
    const found: SentStatement[] = [];
    let rest: Buffer = Buffer.concat(chunks.splice(0));
    for (let left = next(rest, found); left; left = left.length > 0 ? next(left, found) : null) rest = left;
    if (rest.length > 0) chunks.push(rest);
    size = rest.length;
    if (size === 0) needed = 1;
    return found;
  };
}
