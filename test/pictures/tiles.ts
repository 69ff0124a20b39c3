import type { Platform } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { postedAs } from '../views/alert-scene.ts';
import { onSlack } from '../views/on-slack.ts';
import { most, onTeams, usual } from '../views/on-teams.ts';
import type { Sample } from '../views/samples/sample.ts';
import { scene } from '../views/scene.ts';
import { slackHtml } from './slack-html.ts';

/** What one platform shows to one person: HTML, and the cards that the page draws into it. */
export interface Content {
  html: string;
  cards: readonly object[];
}

export interface Tile {
  platform: Platform;
  theme: 'light' | 'dark';
  locale: Locale;
  /** In CSS pixels. */
  width: number;
  content: Content;
}

const widths = [600, 320] as const;

/** The sixteen tiles of a sheet, row by row: platform and theme, then width and language. */
export async function tilesOf(samples: readonly Sample[]): Promise<Tile[][]> {
  const rows: Tile[][] = [];
  for (const platform of ['slack', 'teams'] as const) {
    const contents = { en: await contentOf(samples, platform, 'en'), fr: await contentOf(samples, platform, 'fr') };
    for (const theme of ['light', 'dark'] as const)
      rows.push(
        widths.flatMap((width) =>
          (['en', 'fr'] as const).map((locale) => ({ platform, theme, locale, width, content: contents[locale] })),
        ),
      );
  }
  return rows;
}

async function contentOf(samples: readonly Sample[], platform: Platform, locale: Locale): Promise<Content> {
  const all = { html: '', cards: [] as object[] };
  for (const { make, extreme, drawnOn = platform } of samples) {
    if (drawnOn !== platform) continue;
    const reply = await make(await scene(platform, locale));
    if (platform === 'slack') {
      const shown = onSlack(reply, locale);
      // What has charts or feedback buttons looks otherwise where it is posted.
      const drawn = shown.filter((one, index) => index === 0 || one.kind === 'posted');
      // What the bot posts is seen by everybody in the channel.
      const isPosted = reply.kind === 'card' && postedAs.has(reply.card);
      all.html += drawn
        .map((one) => slackHtml(isPosted && one.kind === 'message' ? { ...one, kind: 'posted' } : one))
        .join('');
    } else {
      const surface = reply.kind === 'form' ? 'dialog' : 'chat';
      const title = reply.kind === 'form' ? reply.form.title : null;
      all.html += title === null ? '' : `<div class="dialog"><small>Security Contact</small>${title}</div>`;
      all.cards.push(...onTeams(reply, locale, surface, extreme ? most : usual));
    }
  }
  return all;
}
