import { z } from 'zod';
import type { Bot } from '../../src/request/interaction.ts';
import type { Turn } from './turn.ts';

/** Sent while somebody types into a field that is searched. */
export const searchInvoke = 'application/search';

const Typed = z.object({ queryText: z.string().default(''), dataset: z.string().max(100).default('') });

/** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search */
export async function onSearch(bot: Bot, { activity, from }: Turn): Promise<object> {
  const typed = Typed.safeParse(activity.value).data;
  const found = typed ? await bot.search({ from, field: typed.dataset, text: typed.queryText }) : [];
  const results = found.map(({ value, label }) => ({ value, title: label }));
  return { type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}
