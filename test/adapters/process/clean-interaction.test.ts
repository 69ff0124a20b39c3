import { expect, it } from 'vitest';
import { textToBot } from '../../../adapters/chat/clean-interaction.ts';

it.each([
  [['show Contoso'], 'show Contoso'],
  [['', ' show Contoso'], 'show Contoso'],
  [['', ': show Contoso'], 'show Contoso'],
  [['', ', show Contoso'], 'show Contoso'],
  [['hey ', ' show Contoso'], 'show Contoso'],
  [['could you please ', ' show Contoso'], 'show Contoso'],
  [['show Contoso ', ''], 'show Contoso'],
  [['bonjour ', ' qui peut modifier le contact ?'], 'qui peut modifier le contact ?'],
  [['what does ', ' do?'], 'what does do?'],
  [['> Who is it?\n> Nobody knows.\nshow'], 'show'],
  [['> Who is it?\n', ' show'], 'show'],
  [['> only a quotation'], '> only a quotation'],
  [['', ' ?'], '?'],
  [['', ''], ''],
])('of %j the bot hears “%s”', (parts, heard) => {
  expect(textToBot(parts)).toBe(heard);
});
