import type { types } from '@slack/bolt';
import { identity } from '../api/slack-text.ts';
import { option } from '../render/field.ts';
import type { SlackContext, Turn } from './context.ts';
import type { Suggestion } from './payload.ts';

/** What a menu that is searched shows for what was typed so far. Without an answer Slack says that nothing was found. */
export async function onSuggestion(
  { log }: SlackContext,
  { bot }: Turn,
  { user, team, action_id, value }: Suggestion,
): Promise<{ options: types.PlainTextOption[] }> {
  const from = identity(user.team_id ?? team?.id ?? '', user.id);
  try {
    const found = await bot.search({ from, field: action_id, text: value });
    return { options: found.map(option) };
  } catch (error) {
    log.warn({ err: error }, 'a menu could not be searched');
    return { options: [] };
  }
}
