import { platformOf, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleaned } from '../../../src/domain/text/clean-text.ts';
import type { Card } from '../../../src/view/view.ts';
import { inert } from './escape.ts';
import type { Element } from './text.ts';

type Mentions = Card['mentions'];

/** The words that Teams turns into mentions: those of the entities below, exactly. People of the other platform are only named. */
export function mentionLine(mentions: Mentions): Element[] {
  if (mentions.length === 0) return [];
  const names = mentions.map(({ id, name }) => (isOurs(id) ? tag(name) : inert(name)));
  return [{ type: 'TextBlock', text: names.join(' '), wrap: true }];
}

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#mention-support-within-adaptive-cards */
export function mentionEntities(mentions: Mentions): Element {
  const entities = mentions
    .filter(({ id }) => isOurs(id))
    .map(({ id, name }) => ({ type: 'mention', text: tag(name), mentioned: { id: userOf(id), name: cleaned(name) } }));
  return entities.length > 0 ? { msteams: { entities } } : {};
}

function isOurs(id: string): boolean {
  return platformOf(id) === 'teams';
}

function tag(name: string): string {
  return `<at>${inert(name).replace(/[<>]/g, '')}</at>`;
}
