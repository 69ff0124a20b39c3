import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, alpha: 0 to 255. */
export type Pixel = readonly [number, number, number, number];

/** A square RGBA image. https://www.w3.org/TR/png-3/ */
export function png(size: number, pixel: (x: number, y: number) => Pixel): Buffer {
  const line = size * 4 + 1;
  const raw = Buffer.alloc(size * line);
  for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) raw.set(pixel(x, y), y * line + 1 + x * 4);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6], 8);
  const signature = Buffer.from('89504e470d0a1a0a', 'hex');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
