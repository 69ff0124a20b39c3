import { expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { cardOf } from '../support/a-bot.ts';
import { scene } from '../views/scene.ts';

const quoted = /[“«]\s?(\/security-contact )?(?:alerts|alertes|resolve|résoudre|reopen|rouvrir) [^”»]*[”»]/g;
const inCode = /"kind":"code","text":"([^"]+)"/g;

it.each([
  ['slack', 'en'],
  ['slack', 'fr'],
  ['teams', 'en'],
  ['teams', 'fr'],
] as const)('on %s in %s help and lists show each command as it is typed there', async (platform, locale) => {
  const { say } = await scene(platform, locale);
  const onSlack = platform === 'slack';
  const listed = [...JSON.stringify(await say('alerts')).matchAll(quoted)];
  expect(listed.length).toBeGreaterThan(1);
  expect(new Set(listed.map(([, command]) => command))).toEqual(new Set([onSlack ? '/security-contact ' : undefined]));
  // In help the command stands once, above all that is typed behind it.
  const codes = [...JSON.stringify(cardOf(await say('help')).text).matchAll(inCode)].map(([, code]) => code ?? '');
  expect(codes.filter((code) => code.startsWith('/'))).toEqual(onSlack ? ['/security-contact'] : []);
  expect(codes.indexOf('/security-contact')).toBeLessThan(1);
  const verbs = Object.values(messages(locale).typed.verbs);
  const typed = codes.filter((code) => !code.startsWith('/'));
  expect(typed.length).toBeGreaterThan(5);
  expect(typed.filter((code) => !verbs.includes(code.split(' ')[0] ?? ''))).toEqual([]);
});
