import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeAll, expect, it } from 'vitest';
import { type AdaptiveCard, renderCard } from '../../adapters/teams/render/card.ts';
import { Locale } from '../../src/domain/tenant/locales.ts';
import { shortMonthName } from '../../src/messages/dates.ts';
import { messages } from '../../src/messages/messages.ts';
import { drives } from '../support/programs.ts';
import { openPlayground } from '../support/teams-playground.ts';
import { samples } from '../views/samples.ts';
import { scene } from '../views/scene.ts';

const out = 'out/playground';
beforeAll(() => void mkdirSync(out, { recursive: true }));

/** A bot that answers whatever is said to it with these cards, each as a message of its own. */
async function showing(cards: readonly AdaptiveCard[]) {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    response.end();
    // It also asks, without a word, whether the bot is there.
    const { type, serviceUrl, conversation, recipient, from } = JSON.parse(body || '{}');
    if (type !== 'message') return;
    for (const content of cards)
      await fetch(`${serviceUrl}/v3/conversations/${encodeURIComponent(conversation.id)}/activities`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          type: 'message',
          from: recipient,
          recipient: from,
          conversation,
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
        }),
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`, server };
}

it.runIf(drives('chromium')).each(Locale.options)(
  'Agents Playground draws the charts of report and anniversary (%s)',
  {
    timeout: 120_000,
  },
  async (locale) => {
    const cards: AdaptiveCard[] = [];
    for (const name of ['report-charted', 'reminder-anniversary']) {
      const reply = await samples.find((sample) => sample.name === name)?.make(await scene('teams', locale));
      if (reply?.kind !== 'card') throw new Error(`no card ${name}`);
      cards.push(renderCard(reply.card, 'inline'));
    }
    const bot = await showing(cards);
    const { page, says, sees, close } = await openPlayground(bot.url);
    await page.setViewportSize({ width: 1_300, height: 2_800 });
    await says('show');
    const { report, reminders } = messages(locale);
    await sees(report.bySeverity.title);
    await sees(reminders.year.label(shortMonthName('2025-11', locale), shortMonthName('2026-10', locale)));
    // The legend of the second chart; the blocks of a bar would mean that the text was shown in their place.
    await expect.poll(() => page.getByText(report.answers.late, { exact: true }).count()).toBe(1);
    expect(await page.getByText('█').count()).toBe(0);
    await page.screenshot({ path: `${out}/40-charts-${locale}.png` });
    await close();
    bot.server.close();
  },
);
