import type { types } from '@slack/bolt';
import { identityIn } from '../api/slack-text.ts';
import { fieldErrors } from '../render/form.ts';
import { option } from '../render/option.ts';
import { unpack } from '../render/view.ts';
import type { SlackContext, SlackTurn } from './context.ts';
import { publishHome } from './modal.ts';
import type { InputState, Submission, Suggestion } from './payload.ts';
import { postEphemeral } from './post-ephemeral.ts';

/** The answer to a sent form. https://docs.slack.dev/surfaces/modals#updating_response */
type SubmitAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update' | 'push'; view: types.ModalView };

/** Answers a sent form: the window shows what is wrong, or what came of it. */
export async function onSubmit(context: SlackContext, turn: SlackTurn, save: Submission): Promise<SubmitAnswer> {
  const { view } = save;
  const { home, shape, state } = unpack(view.private_metadata);
  const asker = context.asker(turn, identityIn(save), { trigger: '', url: null, channel: null, thread: null });
  const values = valuesOf(view.state.values);
  const reply = await context.ask(asker, { kind: 'submit', form: view.callback_id, state, values });
  if (reply.kind === 'form') {
    const errors = fieldErrors(reply.form, shape);
    if (errors) return { response_action: 'errors', errors };
    return { response_action: 'update', view: context.window(reply, { home }) };
  }
  if (home) context.track(publishHome(context, asker.bot, asker.from));
  if (reply.kind === 'card' && reply.lasting === 'everywhere')
    context.track(postEphemeral(context, asker, { cards: [reply.card], locale: reply.locale }));
  // A stack has at most three windows; Slack refuses a fourth: https://docs.slack.dev/surfaces/modals
  const { previous_view_id: previous, root_view_id: root } = view;
  const isThird = !!previous && previous !== root;
  // A card that does not replace the form (a refusal, an error message) is pushed on top of it, so that nothing typed is lost.
  const beside = reply.kind === 'card' && !reply.instead && !isThird;
  return { response_action: beside ? 'push' : 'update', view: context.window(reply, { home, last: !beside }) };
}

function valuesOf(state: Submission['view']['state']['values']) {
  const inputs = Object.entries(state).flatMap(([name, all]) => Object.values(all).map((input) => ({ name, input })));
  return Object.fromEntries(inputs.map(({ name, input }) => [name, inputValue(input)]));
}

/** Returns the value of an input: a list, one choice or a text as a string, or null for nothing. */
function inputValue(input: InputState): string | readonly string[] | null {
  const list =
    input.selected_options?.map(({ value }) => value) ?? input.selected_conversations ?? input.selected_users;
  if (list) return list;
  return input.selected_option?.value ?? input.selected_conversation ?? input.selected_user ?? input.value ?? null;
}

/**
 * Answers with the choices for what was typed into a searched menu so far. Without an answer Slack says that nothing
 * was found.
 */
export async function onSuggestion({ log }: SlackContext, { bot }: SlackTurn, suggestion: Suggestion) {
  const { action_id: field, value: text } = suggestion;
  try {
    const found = await bot.search({ from: identityIn(suggestion), field, text });
    return { options: found.map(option) };
  } catch (error) {
    log.warn({ event: 'slack.menu', err: error }, 'Slack menu search failed');
    return { options: [] };
  }
}
