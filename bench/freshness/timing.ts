import type { Row } from '../figures.ts';

/** Milliseconds. On a machine with other work the first grows with that work, and more so for what takes longer. */
export interface Time {
  wall: number;
  cpu: number;
}

/** The least of seven: what the work costs, not what else this machine does. */
export async function several(work: () => Promise<unknown>): Promise<Time> {
  const times: Time[] = [];
  for (let n = 0; n < 7; n++) times.push(await timed(work));
  return { wall: Math.min(...times.map(({ wall }) => wall)), cpu: Math.min(...times.map(({ cpu }) => cpu)) };
}

/** CPU of the whole process, its collector's threads too. */
export async function timed(work: () => Promise<unknown>): Promise<Time> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { wall: performance.now() - start, cpu: (user + system) / 1_000 };
}

export function median(three: readonly number[]): number {
  return three.toSorted((a, b) => a - b)[1] ?? 0;
}

export function row(measure: string, small: number, large: number, must: string): Row {
  return { measure, floor: `${rounded(small)} (at 10)`, ours: rounded(large), ratio: growth(small, large), must };
}

export function timeRow(measure: string, small: Time, large: Time, must: string): Row {
  const both = ({ wall, cpu }: Time) => `${rounded(wall)}, CPU ${rounded(cpu)}`;
  const ratio = `${growth(small.wall, large.wall)}, CPU ${growth(small.cpu, large.cpu)}`;
  return { measure, floor: `${both(small)} (at 10)`, ours: both(large), ratio, must };
}

function rounded(value: number): string {
  return value.toFixed(value < 100 ? 1 : 0);
}

function growth(small: number, large: number): string {
  return small === 0 ? '-' : `${(large / small).toFixed(1)} x`;
}
