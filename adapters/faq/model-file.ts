/**
 * The file of a model has a line of JSON with names and numbers, then a table of bytes, all compressed by Brotli.
 * A weight is one byte: a whole number of steps, 20 for the largest of its class, and the smallest are dropped.
 * Finer steps answer no better and make the file twice as large.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync, brotliDecompress, brotliDecompressSync, constants } from 'node:zlib';
import { z } from 'zod';
import type { Model } from '../../src/faq/matcher/model.ts';
import { atOnce, folder, type Slices } from './corpus.ts';

/** The files of the trained models: of the FAQ's questions, and of what people ask the bot to do. */
export const modelFiles = { faq: join(folder, 'model.bin'), commands: join(folder, '../commands/model.bin') } as const;
type ModelName = keyof typeof modelFiles;
/** The bytes of both models, decompressed. */
export type ModelBytes = Readonly<Record<ModelName, Buffer>>;

/** Weights of fewer steps than this are dropped. Features of letters in a row are many, and each tells less. */
const smallest = { word: 2, letters: 3 };
const largest = 20;
const rarityStep = 0.05;
const languageStep = 0.1;

const Head = z.object({
  format: z.literal(3),
  version: z.string(),
  classes: z.array(z.string()),
  bias: z.array(z.number()),
  steps: z.array(z.number()),
  unknownRarity: z.number(),
  features: z.string(),
  rarity: z.array(z.number()),
  words: z.string(),
  counts: z.array(z.number()),
  marks: z.string(),
  language: z.array(z.number()),
});

/** Writes the model to its file, and returns the file's length in bytes. */
export function writeModel(name: ModelName, model: Model): number {
  const bytes = brotliCompressSync(encodeModel(model), { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  writeFileSync(modelFiles[name], bytes);
  return bytes.length;
}

/** Reads a trained model from its file. Throws when the file is missing or has another format. */
export const readModel = (name: ModelName = 'faq'): Model =>
  decodeModel(brotliDecompressSync(readFileSync(modelFiles[name])));

/** Reads the files of the trained models and decompresses them in Node's thread pool, so that the event loop goes on. */
export async function unpackModels(): Promise<ModelBytes> {
  const unpacked = async (name: ModelName) => promisify(brotliDecompress)(await readFile(modelFiles[name]));
  const [faq, commands] = await Promise.all([unpacked('faq'), unpacked('commands')]);
  return { faq, commands };
}

/** Does the same synchronously. */
export function unpackModelsNow(): ModelBytes {
  const unpacked = (name: ModelName) => brotliDecompressSync(readFileSync(modelFiles[name]));
  return { faq: unpacked('faq'), commands: unpacked('commands') };
}

/** Returns a model as bytes, before compression: a head in JSON, a zero byte, and one byte for each weight. */
export function encodeModel(model: Model): Buffer {
  const { bytes, steps } = inBytes(model);
  const head: z.infer<typeof Head> = {
    format: 3,
    version: model.version,
    classes: [...model.classes],
    bias: [...model.bias].map((value) => rounded(value, 1e-4)),
    steps: [...steps],
    unknownRarity: model.unknownRarity,
    features: [...model.positions.keys()].join('\n'),
    rarity: [...model.rarity].map((value) => Math.round(value / rarityStep)),
    words: [...model.words.keys()].join(' '),
    counts: [...model.words.values()].map((count) => Math.min(99, count)),
    marks: [...model.language.keys()].join(' '),
    language: [...model.language.values()].map((value) => Math.round(value / languageStep)),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(head)}\0`), bytes]);
}

/** Reads a model back from what `encodeModel` made. Throws when the bytes are in another format. */
export const decodeModel = (bytes: Buffer): Model => atOnce(modelInSlices(bytes));

/** Reads a model back as `decodeModel`, in slices. */
export function* modelInSlices(bytes: Buffer): Slices<Model> {
  const end = bytes.indexOf(0);
  const json: unknown = JSON.parse(bytes.toString('utf8', 0, end));
  yield;
  const head = Head.parse(json);
  yield;
  const positions = yield* mapped(head.features.split('\n'), (at) => at);
  const words = yield* mapped(head.words.split(' '), (at) => head.counts[at] ?? 0);
  const language = yield* mapped(head.marks.split(' '), (at) => (head.language[at] ?? 0) * languageStep);
  const rarity = Float32Array.from(head.rarity, (value) => value * rarityStep);
  yield;
  const table = new Int8Array(bytes.buffer, bytes.byteOffset + end + 1, bytes.length - end - 1);
  const weights = yield* byFeature(table, head.classes.length);
  const { version, classes, unknownRarity } = head;
  const [bias, steps] = [Float32Array.from(head.bias), Float32Array.from(head.steps)];
  return { version, classes, bias, positions, rarity, unknownRarity, weights, steps, words, language };
}

/** Writes the weights class after class, which compresses better than feature after feature. */
function inBytes({ weights, steps, classes, positions }: Model): { bytes: Buffer; steps: number[] } {
  const width = classes.length;
  const height = weights.length / width;
  const bytes = Buffer.alloc(weights.length);
  const least = [...positions.keys()].map((name) => (name.startsWith('~') ? smallest.letters : smallest.word));
  const worth = classes.map((_, of) => {
    let highest = 0;
    for (let row = 0; row < height; row++) highest = Math.max(highest, Math.abs(weights[row * width + of] ?? 0));
    const step = (highest * (steps[of] ?? 1)) / largest;
    for (let row = 0; row < height; row++) {
      const value = Math.round(((weights[row * width + of] ?? 0) * (steps[of] ?? 1)) / step);
      bytes.writeInt8(Math.abs(value) < (least[row] ?? 0) ? 0 : value, of * height + row);
    }
    return rounded(step, 1e-9);
  });
  return { bytes, steps: worth };
}

/** The classes of one slice. */
const classesInSlice = 8;

function* byFeature(table: Int8Array, width: number): Slices<Int8Array> {
  const height = table.length / width;
  const weights = new Int8Array(table.length);
  for (let of = 0; of < width; of++) {
    for (let row = 0; row < height; row++) weights[row * width + of] = table[of * height + row] ?? 0;
    if (of % classesInSlice === 0) yield;
  }
  return weights;
}

/** The names of one slice. */
const namesInSlice = 5_000;

/** Returns the names with their values, in the order of the names. */
function* mapped(names: readonly string[], valueAt: (at: number) => number): Slices<Map<string, number>> {
  const map = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    map.set(name, valueAt(at));
    if (at % namesInSlice === 0) yield;
  }
  return map;
}

function rounded(value: number, step: number): number {
  return Number((Math.round(value / step) * step).toPrecision(8));
}
