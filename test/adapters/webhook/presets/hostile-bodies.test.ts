/** What outsiders may put into a body, for the products of Microsoft and its partners. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UnreadableBody } from '../../../../adapters/webhook/presets/preset.ts';
import type { PresetName } from '../../../../adapters/webhook/sources/source.ts';
import { entryOf, exampleOf } from '../../../support/sender-page.ts';
import { read, readOne, type SharedPreset, wrongIn } from './documented.ts';

/** Where each product has its title, its description and its time. */
const places: Record<Exclude<PresetName, SharedPreset>, [title: string, description: string, time: string]> = {
  cipp: ['title', 'payload.alertComment', 'generatedAt'],
  'azure-monitor': [
    ...(['data.essentials.alertRule', 'data.essentials.description', 'data.essentials.firedDateTime'] as const),
  ],
  sentinel: ['object.properties.title', 'object.properties.description', 'object.properties.createdTimeUtc'],
  graph: ['value.0.displayName', 'value.0.description', 'value.0.detectedDateTime'],
};
const productPresets = Object.keys(places) as (keyof typeof places)[];

/** The example of a preset's page with another value at a place. */
function changed(preset: PresetName, place: string, value: unknown): unknown {
  const body = exampleOf(preset);
  const keys = place.split('.');
  const last = keys.pop() ?? '';
  keys.reduce((inner, key) => inner[key], body)[last] = value;
  return body;
}

describe.each(productPresets)('%s', (preset) => {
  const [title, description, time] = places[preset];

  it('has a source of its own on its page', () => {
    expect(entryOf(preset)).toMatchObject({ preset });
  });

  it('cuts a title of 10,000 characters and keeps all that fits in the description', () => {
    const { content } = readOne(preset, changed(preset, title, 'ab '.repeat(3_333)));
    expect(content.displayName).toHaveLength(300);
    expect(content.description.startsWith('ab ab')).toBe(true);
    expect(content.description.length).toBeLessThanOrEqual(4_000);
  });

  it('says by how much it cut a long description', () => {
    const { content, notes } = readOne(preset, changed(preset, description, 'x'.repeat(100_000)));
    expect(content.description).toHaveLength(4_000);
    expect(notes.cut).toBeGreaterThan(96_000);
  });

  it('keeps markup as text, and nothing that nobody sees', () => {
    const said = '<@U1> *a* [b](javascript:1) <script>\u202egpj.exe\u200b\u2066\ufeff';
    const { content } = readOne(preset, changed(preset, title, said));
    expect(content.displayName).toBe('<@U1> *a* [b](javascript:1) <script>gpj.exe');
  });

  it.each(['', '\u200b\u3164', ' \n '])('does not lose an alert with a title that nobody can see', (unseen) => {
    expect(readOne(preset, changed(preset, title, unseen)).content.displayName).not.toBe('');
  });

  it('takes clocks that are ahead or behind as they are, and no years that no clock shows', () => {
    for (const at of ['1970-01-01T00:00:00.000Z', '2026-11-25T09:00:00.000Z', '2031-01-01T00:00:00.000Z'])
      expect(readOne(preset, changed(preset, time, at)).content.detectedDateTime).toBe(at);
    const inParis = changed(preset, time, '2026-11-24T09:30:00+01:00');
    expect(readOne(preset, inParis).content.detectedDateTime).toBe('2026-11-24T08:30:00.000Z');
    for (const at of ['1969-12-31T00:00:00Z', '9999-12-31T00:00:00Z', 1_795_000_000])
      expect(Object.keys(wrongIn(preset, changed(preset, time, at)))).toEqual([time]);
  });

  it('changes nothing but the alert by names that JavaScript keeps for itself', () => {
    const said = JSON.parse('{"__proto__":{"isTest":true,"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    const body = { ...exampleOf(preset), extra: said, [`${title}.__proto__`]: 1 };
    Object.defineProperty(body, '__proto__', { value: said, enumerable: true });
    expect(read(preset, body)).toEqual(read(preset, exampleOf(preset)));
    expect('polluted' in {}).toBe(false);
  });

  it('reads any JSON, or says what is wrong with it, and does nothing else', () => {
    const anywhere = fc.constantFrom(
      title,
      description,
      time,
      ...title.split('.').map((_, n, keys) => keys.slice(0, n + 1).join('.')),
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.option(anywhere), (value, place) => {
        try {
          for (const event of read(preset, place === null ? value : changed(preset, place, value)).events)
            expect(event.content.id).not.toBe('');
        } catch (error) {
          if (!(error instanceof UnreadableBody)) throw error;
          expect(error.problems.length).toBeGreaterThan(0);
        }
      }),
    );
  });
});
