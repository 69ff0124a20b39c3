import type { World } from '../../ports/world.ts';
import type { Reply } from '../../request/interaction.ts';
import { beginsWithNumber } from '../../request/parse-command.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf } from '../../view/text.ts';
import type { Row } from '../../view/view.ts';
import { answerableOf, answerButton, askToAnswer, countsText } from './answer-many.ts';
import { type Meaning, meaningsOf, namesSeveral } from './named-alerts.ts';
import { openResolveMany, reasonAndNote } from './resolve.ts';

type Answering = 'ack' | 'resolve' | 'reopen';

/**
 * Asks one question for the alerts that the words name together. Where they may mean several things, it asks which. Returns null where
 * they name one alert by its number, and where they name none; as a text which ones are named where none of them is left.
 */
export async function answerNamed(
  request: Request,
  verb: Answering,
  typed: string,
  world: World,
): Promise<Reply | string | null> {
  const text = typed.trim().replaceAll(/\s+/g, ' ');
  const isOne = beginsWithNumber(text) && !namesSeveral(verb, text);
  const meanings = await world.store.read(async (reader) => {
    // A number means a source too where one of the sources' file has that name.
    const isSource = !isOne || (await reader.get('sources', text.split(' ')[0] ?? '')) !== null;
    return isSource ? meaningsOf(request, { text, isResolved: verb === 'reopen' }, reader) : [];
  });
  const [only, ...others] = meanings;
  if (!only || (isOne && others.length === 0)) return null;
  return others.length > 0 ? askMeaning(request, verb, meanings, world) : askOne(request, verb, only, world);
}

async function askOne(request: Request, verb: Answering, meaning: Meaning, world: World): Promise<Reply | string> {
  const { which, selection, rest } = meaning;
  const found = await answerableOf(request, selection, verb === 'resolve', world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  if (found.count === 0) return which;
  return verb === 'resolve'
    ? openResolveMany(request, which, found, reasonAndNote(rest))
    : askToAnswer(request, which, found);
}

async function askMeaning(
  request: Request,
  verb: Answering,
  meanings: readonly Meaning[],
  world: World,
): Promise<Reply> {
  const { many, buttons } = request.words.alerts;
  const shown = card(many.twoTitle, many.two, {
    text: [many.two],
    rows: await Promise.all(meanings.map((one) => meaningRow(request, verb, one, world))),
    buttons: [button('press', 'alerts.list', buttons.list, '')],
  });
  return { kind: 'card', instead: false, card: shown };
}

async function meaningRow(
  request: Request,
  verb: Answering,
  { which, selection }: Meaning,
  world: World,
): Promise<Row> {
  const { buttons, many } = request.words.alerts;
  const found = await answerableOf(request, selection, verb === 'resolve', world);
  if (found.count === 0) return { title: which, detail: many.none(which), button: null };
  const detail = countsText(request, found).map(plainOf).join(' ');
  const answer =
    verb === 'resolve'
      ? button('form', 'alerts.resolveMany', buttons.resolveCount(found.count), JSON.stringify({ which, selection }))
      : answerButton(request, found);
  return { title: which, detail, button: answer };
}
