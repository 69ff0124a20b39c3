import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import { commandOf, reasonOf } from '../../request/parse-command.ts';
import type { Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf, quoted } from '../../view/text.ts';
import type { Row } from '../../view/view.ts';
import { whichOf } from '../cards/answer-together.ts';
import { answerableOf, answerButton, askToAnswer, countsText } from './answer-many.ts';
import {
  type Answering,
  isUnderstood,
  type Meaning,
  maxRanges,
  meaningsOf,
  type NamingWords,
  typedBehind,
} from './named-alerts.ts';
import { openResolveMany, reasonAndNote, resolveManyButton } from './resolve.ts';

/**
 * Asks one question for the alerts that the words name together. Where they may mean several things, it asks which; where words are left
 * over, it says so and offers nothing. Returns null where they name one alert by its number, and where they name none; as a text which
 * ones are named where none of them is left.
 */
export async function answerNamed(
  request: Request,
  verb: Answering,
  words: string,
  world: World,
): Promise<Reply | string | null> {
  const typed = typedBehind(verb, words);
  const all = await world.store.read(async (reader) => {
    const [first = '', second] = typed.tokens;
    // A number means a source too where one of the sources' file has that name.
    const isSource = (await reader.get('sources', first)) !== null;
    const isLonger = second !== undefined && reasonOf(second) === null;
    return typed.isOne && !isSource && !isLonger ? [] : meaningsOf(request, typed, { reader, isSource });
  });
  if (all.some(({ selection }) => (selection.numbers?.length ?? 0) > maxRanges))
    return nothingOffered(request, request.words.alerts.many.tooMany(maxRanges));
  const [only, ...others] = all.filter((one) => isUnderstood(typed, one));
  if (!only) return all[0] ? notUnderstood(request, verb, all[0].rest) : null;
  if (typed.isOne && others.length === 0) return only.selection.numbers ? null : askOne(request, verb, only, world);
  return others.length > 0 ? askMeaning(request, typed, [only, ...others], world) : askOne(request, verb, only, world);
}

function notUnderstood(request: Request, verb: Answering, rest: string): Reply {
  const command = commandOf(verb, request.actor.locale, request.platform);
  return nothingOffered(request, request.words.alerts.many.notUnderstood(quoted(rest, 200), command));
}

function nothingOffered({ words }: Request, why: string): Reply {
  const { many, buttons } = words.alerts;
  return refusal(words, [why], { title: many.twoTitle, buttons: [button('press', 'alerts.list', buttons.list, '')] });
}

async function askOne(request: Request, verb: Answering, { selection, rest }: Meaning, world: World) {
  const found = await answerableOf(request, selection, verb === 'resolve', world);
  if (found.refused && found.tenants.length === 0) return found.refused;
  if (found.count === 0) return whichOf(request.words, selection);
  return verb === 'resolve' ? openResolveMany(request, found, reasonAndNote(rest)) : askToAnswer(request, found);
}

async function askMeaning(
  request: Request,
  { verb }: NamingWords,
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

async function meaningRow(request: Request, verb: Answering, { selection, rest }: Meaning, world: World): Promise<Row> {
  const found = await answerableOf(request, selection, verb === 'resolve', world);
  const title = whichOf(request.words, selection);
  if (found.count === 0) return { title, detail: request.words.alerts.many.none(title), button: null };
  const detail = countsText(request, found).map(plainOf).join(' ');
  const answer =
    verb === 'resolve' ? resolveManyButton(request, found, reasonAndNote(rest)) : answerButton(request, found);
  return { title, detail, button: answer };
}
