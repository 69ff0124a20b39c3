/** The form with which an admin archives a source's unanswered alerts that were never high. */
import { z } from 'zod';
import type { World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { line as entered, onlyProblems, stateIn } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { line } from '../../view/build-fields.ts';
import { card } from '../../view/view.ts';
import { beginArchiving, tenantOfNotice } from '../change/archive-lesser.ts';
import { type Holder, nameOfHolder, roomOf } from '../sources/room.ts';
import { formReply } from './find-alert.ts';

const noteLength = 500;
const State = z.object({ share: z.string().max(100) });

/** Opens the form. The button's value is the share of the source. */
export const pressArchive: PressHandler = (request, share, world) => formFor(request, share, '', world);

/** Sends the alerts to the archive as the form says, or returns the form with what is wrong. */
export const saveArchive: SubmitHandler = async (request, { state, values }, world) => {
  const share = stateIn(State, state)?.share ?? '';
  const note = entered(values.note);
  if (note.length > noteLength) return formFor(request, share, note, world);
  const holder = await holderOf(share, world);
  const count = await beginArchiving(request, share, note, world);
  if (!holder || count === 0) return nothing(request);
  const { archive: say } = request.messages.sources;
  const done = say.done(count, nameOfHolder(holder, request.messages));
  const text = (await tells(world)) ? `${done} ${say.doneTold}` : done;
  return { kind: 'card', instead: false, card: card(say.doneTitle, text, { text: [text] }) };
};

/** Returns whether admins get a notice of it. */
async function tells({ store }: World): Promise<boolean> {
  return (await store.read(tenantOfNotice)) !== null;
}

async function holderOf(share: string, world: World): Promise<Holder | undefined> {
  return (await roomOf(world)).holders.find((one) => one.share === share);
}

function nothing({ messages }: Request): Reply {
  return refusal(messages, [messages.sources.archive.nothing]);
}

async function formFor(request: Request, share: string, note: string, world: World): Promise<Reply> {
  const holder = await holderOf(share, world);
  if (!holder || holder.lesser === 0) return nothing(request);
  const { messages } = request;
  const { archive: say } = messages.sources;
  const tooLong = note.length > noteLength ? messages.contactForm.problems.tooLong(noteLength) : null;
  const form = {
    ...{ id: 'alerts.archive', title: say.title, submit: say.submit, cancel: say.cancel },
    intro: [say.intro(holder.lesser, nameOfHolder(holder, messages)), (await tells(world)) ? say.told : say.untold],
    fields: [line('note', say.note, note, { hint: say.noteHint, maxLength: noteLength, multiline: true })],
    state: JSON.stringify({ share }),
  };
  return formReply(request, form, onlyProblems({ note: tooLong }));
}
