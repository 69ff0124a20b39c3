/** The app's two icons, drawn: a shield with a tick. Teams wants 192 x 192 in colour, and 32 x 32 white on transparent. */
import { type Pixel, png } from './png.ts';

type Point = readonly [number, number];

export const accentColor = '#0B3D5C';
const accent: Pixel = [0x0b, 0x3d, 0x5c, 255];
const white: Pixel = [255, 255, 255, 255];
const clear: Pixel = [255, 255, 255, 0];

export function colorIcon(): Buffer {
  return icon(192, accent, (x, y) => inShield(x, y, 1) && !onTick(x, y, 0.055));
}

export function outlineIcon(): Buffer {
  const line = 0.14;
  return icon(32, clear, (x, y) => (inShield(x, y, 1.12) && !inShield(x, y, 1.12 - line * 2)) || onTick(x, y, 0.06));
}

/** Coordinates of `drawn` run from 0 to 1; edges are smoothed by looking 16 times at each pixel. */
function icon(size: number, ground: Pixel, drawn: (x: number, y: number) => boolean): Buffer {
  const steps = [0.125, 0.375, 0.625, 0.875];
  return png(size, (x, y) => {
    const hits = steps.flatMap((dx) => steps.filter((dy) => drawn((x + dx) / size, (y + dy) / size))).length;
    return mix(ground, white, hits / 16);
  });
}

function mix(a: Pixel, b: Pixel, part: number): Pixel {
  const at = (index: 0 | 1 | 2 | 3) => Math.round(a[index] + (b[index] - a[index]) * part);
  return [at(0), at(1), at(2), at(3)];
}

/** Straight sides to the middle, then a round point at the bottom. */
function inShield(x: number, y: number, scale: number): boolean {
  const u = (x - 0.5) / scale;
  const v = (y - 0.5) / scale;
  if (v < -0.32 || v > 0.34) return false;
  const half = v < 0 ? 0.27 : 0.27 * Math.sqrt(Math.max(0, 1 - (v / 0.34) ** 2));
  return Math.abs(u) <= half;
}

function onTick(x: number, y: number, width: number): boolean {
  const [start, turn, end]: readonly [Point, Point, Point] = [
    [0.37, 0.5],
    [0.465, 0.6],
    [0.64, 0.39],
  ];
  return Math.min(distance([x, y], start, turn), distance([x, y], turn, end)) < width / 2;
}

/** From a point to the line between two others. */
function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const along = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(x - ax - along * dx, y - ay - along * dy);
}
