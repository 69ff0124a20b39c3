/** Block Kit as HTML: a look-alike for layout and wrapping, not Slack's own renderer. */
import type { types } from '@slack/bolt';
import type { CardBlock } from '../../adapters/slack/render/card.ts';
import type { OnSlack } from '../views/on-slack.ts';
import { chartHtml } from './slack-chart.ts';
import { inputHtml } from './slack-inputs.ts';
import { escaped, textHtml } from './slack-text.ts';

/** A reply on its usual surface: a message for the asker's eyes, a modal, or the Home tab. */
export function slackHtml(shown: OnSlack): string {
  if (shown.kind !== 'view') return messageHtml(blocksHtml(shown.value.blocks), shown.kind === 'message');
  const { value } = shown;
  if (value.type === 'home') return `<div class="home">${blocksHtml(value.blocks)}</div>`;
  const submit = value.submit ? `<span class="button primary">${textHtml(value.submit)}</span>` : '';
  const close = value.close ? `<span class="button">${textHtml(value.close)}</span>` : '';
  return `<div class="modal"><div class="bar">${textHtml(value.title)}<span>✕</span></div>
    <div class="body">${blocksHtml(value.blocks)}</div><div class="foot">${close}${submit}</div></div>`;
}

function messageHtml(blocks: string, isEphemeral: boolean): string {
  const only = isEphemeral ? '<div class="private">Only visible to you</div>' : '';
  return `<div class="message"><div class="face">S</div><div class="said">
    ${only}<b>Security Contact</b> <small class="app">APP</small> <small>10:00</small>${blocks}</div></div>`;
}

function blocksHtml(blocks: readonly (CardBlock | types.Block)[]): string {
  return blocks.map((block) => blockHtml(block as CardBlock)).join('');
}

function blockHtml(block: CardBlock): string {
  switch (block.type) {
    case 'header':
      return `<h3>${textHtml(block.text)}</h3>`;
    case 'section':
      return sectionHtml(block);
    case 'context':
      return `<div class="context">${block.elements.map((one) => ('text' in one ? textHtml(one) : '')).join(' ')}</div>`;
    case 'actions':
      return `<div class="actions">${block.elements.map(elementHtml).join('')}</div>`;
    case 'context_actions':
      return `<div class="actions">${block.elements.map((one) => (one.type === 'feedback_buttons' ? feedbackHtml(one) : '')).join('')}</div>`;
    case 'data_visualization':
      return chartHtml(block);
    case 'divider':
      return '<hr>';
    case 'input':
      return `<div class="input"><b>${textHtml(block.label)}</b>${block.optional ? ' <small>(optional)</small>' : ''}
        ${inputHtml(block.element)}${block.hint ? `<div class="hint">${textHtml(block.hint)}</div>` : ''}</div>`;
    default:
      throw new Error(`not drawn: ${block.type}`);
  }
}

/** Slack draws a thumb up and a thumb down. */
function feedbackHtml({ positive_button, negative_button }: types.FeedbackButtons): string {
  const half = (sign: string, { text }: typeof positive_button) =>
    `<span class="thumb">${sign} ${textHtml(text)}</span>`;
  return half('△', positive_button) + half('▽', negative_button);
}

function sectionHtml({ text, fields, accessory }: types.SectionBlock): string {
  const body = text ? `<div>${textHtml(text)}</div>` : '';
  const table = fields
    ? `<div class="fields">${fields.map((one) => `<div>${textHtml(one)}</div>`).join('')}</div>`
    : '';
  const beside = accessory?.type === 'button' ? buttonHtml(accessory) : '';
  return `<div class="section"><div class="text">${body}${table}</div>${beside}</div>`;
}

function elementHtml(one: types.ActionsBlockElement): string {
  if (one.type === 'button') return buttonHtml(one);
  return 'placeholder' in one ? `<span class="button menu">${escaped(one.placeholder?.text ?? '')} ▾</span>` : '';
}

function buttonHtml({ text, style, url }: types.Button): string {
  return `<span class="button ${style ?? ''}">${escaped(text.text)}${url ? ' ↗' : ''}</span>`;
}
