import { shortenMiddle } from '../../../src/domain/text/words.ts';
import { signs } from '../../../src/view/signs.ts';
import {
  type Button,
  type Card,
  type Choice,
  chosenSlot,
  type Menu,
  type Row,
  seenText,
} from '../../../src/view/view.ts';
import { action, type Surface } from './action.ts';
import { inert } from './escape.ts';
import { columns, type Element, paragraph, paragraphs } from './text.ts';

/**
 * The most buttons in sight on a card.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/design-effective-cards
 */
const maxButtons = 6;

/** Longest label (characters) of a choice. */
const maxChoice = 90;

/** A row with buttons. */
type PressableRow = Row & { button: Button };

/** Returns the rows of a card. Where they have too many buttons, those with the same ones have a menu in place of them. */
export function rowsBlocks(card: Card, surface: Surface): Element[] {
  const menus = menusFor(card);
  return card.rows.flatMap((row): Element[] => {
    const group = menus.find((one) => one.some((other) => other === row));
    if (!group) return [rowBlock(row, surface)];
    const [first, last] = [group[0], group.at(-1)];
    const menu = () => rowsMenu(group, `row${menus.indexOf(group)}`, card.rowName ?? card.title, surface);
    // Rows of plain words are the choices themselves.
    if (isPlain(group)) return row === first ? [menu()] : [];
    return [rowBlock({ ...row, button: null }, surface), ...(row === last ? [menu()] : [])];
  });
}

/** Returns the rows that have menus in place of buttons, the largest groups first: none for a card with few buttons. */
function menusFor({ rows, buttons, more, menu }: Card): PressableRow[][] {
  const pressable = rows.filter((row): row is PressableRow => row.button !== null && !row.urgent && hasOneValue(row));
  const groups = [...Map.groupBy(pressable, doneBy).values()].sort((a, b) => b.length - a.length);
  let left = buttons.length + Number(more !== null) + Number(menu !== undefined);
  for (const { button, second } of rows) left += Number(button !== null) + Number(second !== undefined);
  const found: PressableRow[][] = [];
  for (const group of groups) {
    if (left <= maxButtons || group.length < 2) break;
    found.push(group);
    left -= (group.length - 1) * (group[0]?.second ? 2 : 1);
  }
  return found;
}

function hasOneValue({ button, second }: Row): boolean {
  return second === undefined || second.value === button?.value;
}

/** Returns what the buttons of a row do, whatever it is about. */
function doneBy({ button, second }: PressableRow): string {
  return JSON.stringify([button, second].map((one) => one && { ...one, value: '' }));
}

/** The most rows whose words are choices to tick. */
const maxOpen = 10;

function isPlain(rows: readonly PressableRow[]): boolean {
  const isText = ({ title, detail }: Row) => typeof title === 'string' && typeof detail === 'string';
  return rows.length <= maxOpen && rows.every(isText);
}

/** Returns a menu of rows with their buttons. The first one is chosen, as it is the first to be done. */
function rowsMenu(rows: readonly PressableRow[], name: string, label: string, surface: Surface): Element {
  const style = isPlain(rows) ? 'expanded' : 'compact';
  const choices = distinct(
    rows.map(({ title, detail, button }) => ({
      value: button.value,
      label: choiceLabel(title, style === 'expanded' ? detail : ''),
    })),
  );
  const [first] = rows;
  const buttons = [first?.button, first?.second].flatMap((one) => (one ? [{ ...one, value: chosenSlot }] : []));
  return block({ name, label, choices, buttons }, { style, value: choices[0]?.value }, surface);
}

function choiceLabel(title: Row['title'], detail: Row['detail']): string {
  return shortenMiddle([seenText(title), seenText(detail)].filter(Boolean).join(' · '), maxChoice);
}

/** Numbers the choices whose labels are equal. */
function distinct(choices: readonly Choice[]): Choice[] {
  return choices.map((one, index) => {
    const before = choices.slice(0, index).filter(({ label }) => label === one.label).length;
    return before === 0 ? one : { ...one, label: `${one.label} (${before + 1})` };
  });
}

/**
 * Returns a menu that is searched by typing. Teams asks for what fits, a client that cannot ask shows the first choices.
 * https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
 */
export function menuBlock({ name, label, hint, choices, isSearched, button }: Menu, surface: Surface): Element {
  const search = isSearched && surface !== 'inline' ? { 'choices.data': { type: 'Data.Query', dataset: name } } : {};
  return block(
    { name, label, choices, buttons: [button] },
    { style: 'filtered', placeholder: inert(hint), ...search },
    surface,
  );
}

type MenuOf = Pick<Menu, 'name' | 'label' | 'choices'> & { buttons: readonly Button[] };

function block({ name, label, choices, buttons }: MenuOf, more: Element, surface: Surface): Element {
  const shown = choices.map((one) => ({ title: inert(one.label), value: one.value }));
  const input = { type: 'Input.ChoiceSet', id: name, label: inert(label), wrap: true, choices: shown, ...more };
  const actions = buttons.map((one) => action(one, surface, null, name));
  return { type: 'Container', separator: true, items: [input, { type: 'ActionSet', spacing: 'Small', actions }] };
}

/** Longest label (characters) of a button that fits next to its row at a width of 320 px. */
const besideLabel = 10;

/**
 * Returns a row. A short button is next to the text. One that asks for confirmation unfolds its question, so it is below.
 */
function rowBlock({ title, detail, button, second, urgent }: Row, surface: Surface): Element {
  const below = detail.length === 0 ? [] : paragraphs(detail, { spacing: 'None' });
  const signed = urgent ? [signs.danger, ...[title].flat()] : title;
  const text = [paragraph(signed, { weight: 'Bolder' }), ...below];
  const around = urgent ? { style: 'attention' } : { separator: true };
  if (!button) return { type: 'Container', ...around, items: text };
  const both = second ? [button, second] : [button];
  const set = { type: 'ActionSet', spacing: 'Small', actions: both.map((one) => action(one, surface, title)) };
  if (second || button.confirm || button.label.length > besideLabel)
    return { type: 'Container', ...around, items: [...text, set] };
  return columns(around, ['stretch', text], ['auto', [set]]);
}
