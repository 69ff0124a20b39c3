import type { types } from '@slack/bolt';
import type { Answer } from '../../answer.ts';
import { identity } from '../api/slack-text.ts';
import { option } from '../render/field.ts';
import { fieldErrors } from '../render/form.ts';
import { type Metadata, unpack } from '../render/modal-metadata.ts';
import type { SlackContext, Turn } from './context.ts';
import { publishHome } from './modal.ts';
import type { Input, Submission, Suggestion } from './payload.ts';

/** https://docs.slack.dev/surfaces/modals#updating_response */
export type SubmitAnswer =
  | { response_action: 'errors'; errors: Record<string, string> }
  | { response_action: 'update' | 'push'; view: types.ModalView };

/** A sent form. The window shows what is wrong, or what came of it. */
export async function onSubmit(desk: SlackContext, turn: Turn, save: Submission): Promise<SubmitAnswer> {
  const who = identity(save.user.team_id ?? save.team?.id ?? '', save.user.id);
  const { view } = save;
  const metadata = unpack(view.private_metadata);
  const reply = await desk.ask(turn, {
    kind: 'submit',
    form: view.callback_id,
    state: metadata.state,
    values: valuesOf(view.state.values),
    from: who,
    locale: desk.people.localeOf(who),
    place: null,
    key: turn.key,
  });
  if (reply.kind === 'form') return formAgain(desk, reply, metadata);
  if (metadata.home) desk.track(publishHome(desk, turn, who));
  return outcome(desk, reply, save, metadata.home);
}

function formAgain(
  desk: SlackContext,
  reply: Extract<Answer, { kind: 'form' }>,
  { shape, home }: Metadata,
): SubmitAnswer {
  const errors = fieldErrors(reply.form, shape);
  if (errors) return { response_action: 'errors', errors };
  return { response_action: 'update', view: desk.window(reply, home, false) };
}

/** A card that stands beside the form (a refusal, an apology) goes on top of it, so that nothing typed is lost. */
function outcome(desk: SlackContext, reply: Answer, { view }: Submission, home: boolean): SubmitAnswer {
  const beside = reply.kind === 'card' && !reply.instead && !isThird(view);
  return { response_action: beside ? 'push' : 'update', view: desk.window(reply, home, !beside) };
}

/** Returns whether the window is the third of a stack: Slack takes no fourth. */
function isThird({ previous_view_id: previous, root_view_id: root }: Submission['view']): boolean {
  return !!previous && previous !== root;
}

function valuesOf(state: Submission['view']['state']['values']) {
  return Object.fromEntries(
    Object.entries(state).flatMap(([name, inputs]) => Object.values(inputs).map((input) => [name, entered(input)])),
  );
}

/** The value of an input: a list, one choice or a text as a string, or null for nothing. */
function entered(input: Input): string | readonly string[] | null {
  const list =
    input.selected_options?.map(({ value }) => value) ?? input.selected_conversations ?? input.selected_users;
  if (list) return list;
  return input.selected_option?.value ?? input.selected_conversation ?? input.selected_user ?? input.value ?? null;
}

/**
 * Answers with the choices for what was typed into a searched menu so far. Without an answer Slack says that nothing
 * was found.
 */
export async function onSuggestion(
  { log }: SlackContext,
  { bot }: Turn,
  { user, team, action_id, value }: Suggestion,
): Promise<{ options: types.PlainTextOption[] }> {
  const from = identity(user.team_id ?? team?.id ?? '', user.id);
  try {
    const found = await bot.search({ from, field: action_id, text: value });
    return { options: found.map(option) };
  } catch (error) {
    log.warn({ err: error }, 'a menu could not be searched');
    return { options: [] };
  }
}
