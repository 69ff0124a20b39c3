import { expect, it } from 'vitest';
import { scene } from '../views/scene.ts';

const examples = /[“«]\s?(\/security-contact )?(?:alerts|alertes|resolve|résoudre|reopen|rouvrir) [^”»]*[”»]/g;

it.each([
  ['slack', 'en'],
  ['slack', 'fr'],
  ['teams', 'en'],
  ['teams', 'fr'],
] as const)('on %s in %s help and lists show each command as it is typed there', async (platform, locale) => {
  const { say } = await scene(platform, locale);
  const found = [...JSON.stringify([await say('help'), await say('alerts')]).matchAll(examples)];
  expect(found.length).toBeGreaterThan(5);
  expect(new Set(found.map(([, command]) => command))).toEqual(
    new Set([platform === 'slack' ? '/security-contact ' : undefined]),
  );
});
