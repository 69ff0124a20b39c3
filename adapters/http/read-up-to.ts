/**
 * Resolves with the bytes of a stream. `isWhole` is false when it has more than `maxBytes`: reading stops with the chunk that goes beyond.
 * Null, the body of a response that has none, is empty.
 */
export async function readUpTo(stream: AsyncIterable<Uint8Array> | null, maxBytes: number) {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream ?? []) {
    parts.push(part);
    size += part.length;
    if (size > maxBytes) break;
  }
  return { bytes: Buffer.concat(parts), isWhole: size <= maxBytes };
}
