import type { types } from '@slack/bolt';
import type { Field, Form, Text } from '../../../src/view/view.ts';
import { paragraph } from './card.ts';
import { fieldElement } from './field.ts';
import { checkLength, checkSize, limits } from './limits.ts';
import { pack, shapeOf } from './modal-metadata.ts';
import { plain } from './text.ts';

/**
 * Returns a form as a modal. Problems stand at their field, below what was typed, as Slack's own do; those of fields
 * that are not shown stand on top.
 */
export function formView(form: Form, home: boolean): types.ModalView {
  const shown = new Set(form.fields.map(({ name }) => name));
  const stray = Object.keys(form.problems).filter((name) => !shown.has(name));
  const refused = form.notice !== null || Object.keys(form.problems).length > 0;
  const blocks = [
    ...(form.notice === null ? [] : [warning(form.notice)]),
    ...stray.map((name) => warning(form.problems[name] ?? '')),
    ...form.intro.map(paragraph),
    ...form.fields.map((field) => inputBlock(field, form.problems[field.name] ?? null)),
  ];
  checkSize('blocks in a view', blocks.length, limits.view.blocks);
  return {
    type: 'modal',
    callback_id: checkLength('a callback id', form.id, limits.id),
    private_metadata: pack({ home, shape: refused ? null : shapeOf(form), state: form.state }),
    title: plain(form.title, limits.view.title),
    submit: plain(form.submit, limits.view.button),
    close: plain(form.cancel, limits.view.button),
    blocks,
  };
}

/**
 * Returns the refusal as Slack shows it at the fields of the open window, which keeps what was typed; null where the
 * form has changed, or its problems belong to no field. `shape` is what the open window was packed with. A notice
 * beside problems only sums them up, so it is left to the fields.
 */
export function fieldErrors(form: Form, shape: string | null): Record<string, string> | null {
  const names = Object.keys(form.problems);
  const placed = names.every((name) => form.fields.some((field) => field.name === name));
  if (names.length === 0 || !placed || shapeOf(form) !== shape) return null;
  return { ...form.problems };
}

function warning(text: Text): types.SectionBlock {
  return paragraph(typeof text === 'string' ? `⚠️ ${text}` : ['⚠️ ', ...text]);
}

function inputBlock(field: Field, problem: string | null): types.InputBlock {
  const below = [...(problem === null ? [] : [`⚠️ ${problem}`]), ...(field.hint === null ? [] : [field.hint])];
  return {
    type: 'input',
    block_id: checkLength('a block id', field.name, limits.id),
    label: plain(field.label, limits.label),
    hint: below.length === 0 ? undefined : plain(below.join('\n'), limits.label),
    optional: !field.required,
    element: fieldElement(field),
  };
}
