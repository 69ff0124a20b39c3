/** Adaptive Cards in Chromium, by Microsoft's own library and with Markdown switched on, as chats have it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumPath } from './programs.ts';

const themes = {
  light: { page: '#f5f5f5', card: '#ffffff', text: '#242424', subtle: '#616161' },
  dark: { page: '#1f1f1f', card: '#292929', text: '#ffffff', subtle: '#adadad' },
} as const;

export interface Rendered {
  /** What stands there to be read, without the characters that have no width. */
  text: string;
  html: string;
  /** Whether something is wider than the card. */
  overflows: boolean;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox', '--disable-gpu', '--no-first-run'] });
}

/** Renders at a width in CSS pixels. The page asks nothing of any network. */
export async function renderIn(
  browser: Browser,
  card: object,
  how: { width: number; theme?: keyof typeof themes; picture?: string },
): Promise<Rendered> {
  return onPage(browser, card, how, async (page, rendered) => {
    if (how.picture) await page.screenshot({ path: how.picture, fullPage: true });
    return { ...rendered, text: rendered.text.replace(/[\u200b\u200a]/g, '') };
  });
}

/** Presses Tab from the top of the card until the focus leaves it. Returns the label of each element in it that had the focus. */
export function tabThrough(browser: Browser, card: object): Promise<string[]> {
  return onPage(browser, card, { width: 320 }, async (page) => {
    const labels: string[] = [];
    for (let presses = 0; presses < 100; presses += 1) {
      await page.keyboard.press('Tab');
      const label = await page.evaluate(focusedLabel);
      // The card itself has the focus first.
      if (label === null) return labels.slice(1);
      labels.push(label);
    }
    throw new Error(`the focus never leaves ${labels.join(', ')}`);
  });
}

type Width = { width: number; theme?: keyof typeof themes };

async function onPage<T>(
  browser: Browser,
  card: object,
  { width, theme = 'light' }: Width,
  use: (page: Page, rendered: Rendered) => Promise<T>,
): Promise<T> {
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  try {
    await page.route('**/*', (route) => route.abort());
    await prepare(page, width, themes[theme]);
    return await use(page, await page.evaluate(renderHere, { card, colours: themes[theme] }));
  } finally {
    await page.close();
  }
}

/** Runs in the page. Returns null while nothing of the card has the focus. */
function focusedLabel(): string | null {
  const { document } = globalThis as unknown as {
    document: {
      body: object;
      activeElement: { innerText: string; labels?: ArrayLike<{ innerText: string }> } | null;
    };
  };
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return null;
  // biome-ignore lint/performance/useDomNodeTextContent: what is read, not what stands in the document
  return (focused.labels?.[0] ?? focused).innerText.replace(/[\u200b\u200a]/g, '').trim();
}

async function prepare(page: Page, width: number, colours: (typeof themes)['light' | 'dark']): Promise<void> {
  // Words break as they do in Agents Playground.
  const style = `body{margin:0;overflow-wrap:break-word;background:${colours.page};font-family:sans-serif;font-size:14px}
    #card{width:${width}px;background:${colours.card}} .ac-pushButton{padding:6px 12px} input,select,textarea{width:100%;box-sizing:border-box}`;
  await page.setContent(`<style>${style}</style><div id="card"></div>`);
  await page.addScriptTag({ content: library('adaptivecards', 'dist/adaptivecards.min.js') });
  await page.addScriptTag({ content: library('markdown-it', 'dist/markdown-it.min.js') });
}

function library(name: string, file: string): string {
  const root = dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)));
  return readFileSync(join(root, file), 'utf8');
}

/** Runs in the page. */
function renderHere({ card, colours }: { card: object; colours: { card: string; text: string; subtle: string } }) {
  const scope = globalThis as unknown as {
    AdaptiveCards: Record<string, new (options?: object) => Record<string, unknown>> & {
      AdaptiveCard: { onProcessMarkdown: unknown } & (new () => {
        hostConfig: unknown;
        parse(card: object): void;
        render(): object;
      });
      HostConfig: new (options: object) => unknown;
    };
    markdownit: (options: object) => { render(text: string): string };
    document: {
      getElementById(id: string): { appendChild(child: object): void; innerText: string; innerHTML: string };
      documentElement: { scrollWidth: number };
    };
    innerWidth: number;
  };
  const { AdaptiveCards, document } = scope;
  const markdown = scope.markdownit({ linkify: true, html: false });
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text: string, result: Record<string, unknown>) => {
    result.outputHtml = markdown.render(text);
    result.didProcess = true;
  };
  const one = (colour: string) => ({ default: colour, subtle: colour });
  const foregroundColors = {
    default: { default: colours.text, subtle: colours.subtle },
    accent: one('#6264a7'),
    attention: one('#c4314b'),
    good: one('#237b4b'),
    warning: one('#835c00'),
  };
  const container = (backgroundColor: string) => ({ backgroundColor, foregroundColors });
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig({
    spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
    containerStyles: {
      default: container(colours.card),
      attention: container('#33c4314b'),
      good: container('#3392c353'),
      warning: container('#33f8d22a'),
    },
    actions: { actionsOrientation: 'vertical', maxActions: 6, buttonSpacing: 8 },
  });
  shown.parse(card);
  const place = document.getElementById('card');
  place.appendChild(shown.render());
  return {
    // biome-ignore lint/performance/useDomNodeTextContent: what is read, not what stands in the document
    text: place.innerText,
    html: place.innerHTML,
    overflows: document.documentElement.scrollWidth > scope.innerWidth,
  };
}
