import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { dateInWords, day } from '../../src/messages/dates.ts';
import { messages } from '../../src/messages/messages.ts';
import { plainOf } from '../../src/view/view.ts';

const folder = new URL('../../src/messages/fr/', import.meta.url);

/** A plain space where French has one that does not break; `a ? b : c` of the code is none. */
const breaks = /« | »|\} [?;!](?=['`])|[\p{L}\d] ;|[\p{L}\d] !(?!=)|\p{L} :(?= \p{L})|\p{L} \?(?=['`»])/u;

it.each(readdirSync(folder))('no line of the French %s breaks before its punctuation', (file) => {
  const lines = readFileSync(new URL(file, folder), 'utf8').split('\n');
  expect(lines.filter((line) => breaks.test(line))).toEqual([]);
});

it('a French date writes the first of a month « 1er », and each other day as a number', () => {
  expect(dateInWords('2026-11-01', 'fr')).toBe('1er\u00A0nov.\u00A02026');
  expect(plainOf([day('2026-11-01T09:12:00Z', 'fr', 'Europe/Paris')])).toBe('1er nov. 2026');
  expect(dateInWords('2026-11-11', 'fr')).toBe('11\u00A0nov.\u00A02026');
  expect(dateInWords('2026-11-01', 'en')).toBe('1\u00A0Nov\u00A02026');
});

it('a French sentence has no capital behind a colon, but a name keeps its own', () => {
  const { alerts, reminders } = messages('fr');
  expect(reminders.urgent('L’adresse e-mail ne peut rien recevoir')).toBe(
    'Urgent\u00a0: l’adresse e-mail ne peut rien recevoir',
  );
  expect(alerts.whose('Contoso', 'Un message')).toBe('Contoso\u00a0: un message');
  expect(alerts.whose('Contoso', 'L’alerte 1')).toBe('Contoso\u00a0: l’alerte 1');
  expect(alerts.whose('Contoso', 'Une-Marie Roussel')).toBe('Contoso\u00a0: Une-Marie Roussel');
  expect(alerts.whose('Contoso', 'Amélie Roussel')).toBe('Contoso\u00a0: Amélie Roussel');
});
