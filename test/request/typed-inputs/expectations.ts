/** What people expect of an input: an id, and behind a colon what it is about. README.md here lists the ids. */
import { ownRecord, ownRecordIds } from '../../../src/domain/faq/entry.ts';
import type { Locale } from '../../../src/domain/tenant/locales.ts';
import { messages } from '../../../src/messages/messages.ts';
import type { Verb } from '../../../src/messages/verbs.ts';
import type { Reply } from '../../../src/request/interaction.ts';
import { type Button, type Form, unfolded } from '../../../src/view/view.ts';
import { aBot, type TestBot } from '../../support/a-bot.ts';
import { ada, aTenant } from '../../support/partner.ts';
import { text } from '../../support/text.ts';

/** One line of a list: what somebody types, and what each of `expects` would be right for. */
export interface TypedInput {
  text: string;
  kind: 'verb' | 'synonym' | 'slip' | 'sentence' | 'half';
  expects: string | readonly string[];
}

/** What happened to an input. */
interface Happened {
  bot: TestBot;
  locale: Locale;
  /** The tenant before it, as JSON. */
  before: string;
  reply: Reply;
  /** The title of the card; empty for a form. */
  title: string;
  buttons: readonly Button[];
  form: Form | null;
  /** The tenant changed. */
  recorded: boolean;
}

const alerts = 17;
const fabrikam = '2d7c3e0a-5b1f-4c58-9f60-7a1d0c9e4b21';
const idOf = (n: string | number) => `webhook:${Number(n) % 2 ? 'cipp' : 'defender'} a${n}`;

/** Has an administrator of Contoso type this where seventeen alerts are open, but for those that are to be reopened. */
async function typed(words: string, locale: Locale, resolved: readonly string[] = []): Promise<Happened> {
  const bot = await aBot({ locale, tenants: [aTenant({ customers: { [fabrikam]: 'Fabrikam' } })] });
  for (let n = 1; n <= alerts; n++)
    await bot.send({
      ...{ displayName: `Finding ${n}`, source: n % 2 ? 'cipp' : 'defender', customerTenantId: fabrikam },
      severity: n % 3 ? 'high' : 'medium',
    });
  for (const n of resolved) await bot.resolve(ada, idOf(n));
  await bot.world.time.advance(60_000);
  const before = JSON.stringify(await bot.tenant());
  return answered({ bot, locale, before }, await bot.say(ada, words));
}

async function answered(on: Pick<Happened, 'bot' | 'locale' | 'before'>, reply: Reply): Promise<Happened> {
  const { bot, locale, before } = on;
  const buttons = reply.kind === 'card' ? [...unfolded(reply.card).buttons, ...rowButtons(reply)] : [];
  return {
    ...{ bot, locale, before, reply, buttons, form: reply.kind === 'form' ? reply.form : null },
    title: reply.kind === 'card' ? reply.card.title : '',
    recorded: JSON.stringify(await bot.tenant()) !== before,
  };
}

function rowButtons(reply: Reply): Button[] {
  return reply.kind === 'card' ? unfolded(reply.card).rows.flatMap(({ button }) => (button ? [button] : [])) : [];
}

const titles = new Map<string, Promise<string>>();

/** Returns the title of the card that answers a plain command. */
function titleOf(command: string, locale: Locale): Promise<string> {
  const key = `${locale} ${command}`;
  const found = titles.get(key) ?? typed(command, locale).then(({ title }) => title);
  titles.set(key, found);
  return found;
}

const asTitled = (command: string) => async (happened: Happened) =>
  happened.title === (await titleOf(command, happened.locale));
/** The card of this verb, or the answer from the own record to the question that the verb answers. */
const asRead = (verb: Verb) => async (happened: Happened) => {
  const { questions } = messages(happened.locale).faq.ownRecord;
  const isAnswer = ownRecordIds.some((id) => ownRecord[id].verb === verb && questions[id] === happened.title);
  return isAnswer || asTitled(verb)(happened);
};
const says = (pattern: RegExp) => async (happened: Happened) => pattern.test(text(happened.reply));
const opens =
  (...forms: string[]) =>
  async ({ form }: Happened) =>
    form !== null && forms.includes(form.id);
const offers =
  (...ids: string[]) =>
  ({ buttons }: Happened) =>
    buttons.some(({ id }) => ids.includes(id));

const values = (form: Form) =>
  Object.fromEntries(form.fields.map((field) => [field.name, 'value' in field ? field.value : null]));
const statusOf = async ({ bot }: Happened, n: string) => (await bot.alert(idOf(n)))?.status;
const numbers = (about: string) => about.split(',').filter((one) => /^\d+$/.test(one));

async function acknowledged(happened: Happened, about: string): Promise<boolean> {
  const all = numbers(about);
  if (all.length === 0) return offers('alerts.acknowledgeMany')(happened);
  const states = await Promise.all(all.map((n) => statusOf(happened, n)));
  return (
    states.every((status) => status === 'investigating') ||
    (all.length > 1 && offers('alerts.acknowledgeMany')(happened))
  );
}

async function resolves(happened: Happened, about: string): Promise<boolean> {
  const [which = '', reason] = about.split(':');
  const all = numbers(which);
  const { form } = happened;
  if (all.length !== 1) return offers('alerts.resolveMany')(happened) || form?.id === 'alerts.resolveMany';
  const [n = ''] = all;
  if (form)
    return (
      form.id === 'alerts.resolve' && form.state.includes(`"${idOf(n)}"`) && (!reason || values(form).reason === reason)
    );
  const alert = await happened.bot.alert(idOf(n));
  return alert?.status === 'resolved' && (!reason || JSON.stringify(alert).includes(`"${reason}"`));
}

/** Whether the input did what the words before the colon say; `about` are those behind it. */
const expectations: Readonly<Record<string, (happened: Happened, about: string) => Promise<boolean> | boolean>> = {
  show: async (happened, about) => {
    const isShown = (await asRead('show')(happened)) || (await says(/SOC/)(happened));
    const value = { phone: /\+\d/, email: /@/, channels: /soc/, oncall: /USAM/ }[about];
    return isShown && (!value || value.test(text(happened.reply)));
  },
  update: opens('contact.update'),
  form: (happened, about) => opens(`contact.${about === 'oncall' ? 'onCall' : about}`)(happened),
  confirm: async (happened) => happened.recorded || offers('contact.confirm')(happened),
  attest: (happened) => happened.recorded || opens('contact.attest')(happened),
  check: asRead('check'),
  history: asRead('history'),
  setup: async (happened) => (await asTitled('setup')(happened)) || opens('contact.setup')(happened),
  reminders: async (happened) => (await asRead('reminders')(happened)) || opens('reminders.snooze')(happened),
  help: async ({ reply, locale }) => reply.kind === 'card' && reply.card.summary === messages(locale).help.summary,
  alerts: async (happened, about) => {
    if (about === '' && (await asRead('alerts')(happened))) return true;
    const isList = (await asTitled('alerts')(happened)) || (await asTitled('alerts cipp')(happened));
    const isFiltered =
      happened.reply.kind === 'card' && happened.reply.card.summary !== (await summaryOfAll(happened.locale));
    return isList && isFiltered === (about !== '');
  },
  alert: async (happened, about) =>
    happened.title === `Finding ${about}` && (await statusOf(happened, about)) === 'active',
  story: async (happened, about) =>
    happened.title === `Finding ${about}` && (await statusOf(happened, about)) === 'active',
  steps: async (happened, about) => {
    const steps = await happened.bot.press(ada, 'alerts.steps', idOf(about));
    return steps.kind === 'card' && steps.card.title === happened.title;
  },
  raise: async ({ form }, about) =>
    form?.id === 'alerts.raise' &&
    String(values(form).displayName).toLowerCase().includes(about.slice(0, 20).toLowerCase()),
  drill: asTitled('drill'),
  report: async (happened, about) => {
    const month = about === 'last-month' ? '2026-10' : about;
    if (month === '' && (await asRead('report')(happened))) return true;
    const wanted = await titleOf(month === '' ? 'report' : `report ${month}`, happened.locale);
    return happened.title === wanted;
  },
  ack: acknowledged,
  take: acknowledged,
  resolve: resolves,
  reopen: async (happened, about) =>
    (await statusOf(happened, about)) !== 'resolved' || offers('alerts.reopen')(happened),
  note: async (happened, about) => {
    const [, said = ''] = about.split(/:(.*)/s);
    const notes = await happened.bot.stored('notes');
    return JSON.stringify(notes).includes(said.slice(0, 15)) || happened.form?.id === 'alerts.note';
  },
  give: async ({ form }, about) => form?.id === 'alerts.giveTo' && form.state.includes(`"${idOf(about)}"`),
  oncall: async (happened, about) =>
    about === '' || about === 'end'
      ? asRead('oncall')(happened)
      : happened.recorded || opens('contact.onCall')(happened),
  faq: async (happened, about) =>
    about === ''
      ? asTitled('faq')(happened)
      : !(await asTitled('printer broken')(happened)) && happened.buttons.some(({ id }) => id.startsWith('faq.')),
  sources: asTitled('alerts sources'),
  version: ({ reply, bot }) => text(reply).includes(bot.world.version),
  english: ({ reply }) => reply.locale === 'en',
  french: ({ reply }) => reply.locale === 'fr',
  thanks: async (happened) => asTitled(happened.locale === 'fr' ? 'merci' : 'thanks')(happened),
  hello: async (happened) => (await asTitled('hello')(happened)) || (await asTitled('help')(happened)),
  stop: asTitled('stop'),
  incident: async (happened) => offers('alerts.raise')(happened) || opens('alerts.raise')(happened),
  unknown: async (happened) => happened.title === messages(happened.locale).faq.unknownTitle,
};

async function summaryOfAll(locale: Locale): Promise<string> {
  const { reply } = await typed('alerts', locale);
  return reply.kind === 'card' ? reply.card.summary : '';
}

/** `met`: it did one of the things that are expected. `offered`: it offers a button that does. */
export type Outcome = 'met' | 'offered' | 'missed';

/** Types the input, and returns what became of it. */
export async function outcomeOf({ text: words, expects }: TypedInput, locale: Locale): Promise<Outcome> {
  let best: Outcome = 'missed';
  for (const one of [expects].flat()) {
    const [id = '', about = ''] = one.split(/:(.*)/s);
    const happened = await typed(words, locale, id === 'reopen' ? [about] : []);
    const judge = expectations[id];
    if (!judge) throw new Error(`no expectation is called ${id}`);
    if (await judge(happened, about)) return 'met';
    if (await judge(await afterOffer(happened), about)) best = 'offered';
  }
  return best;
}

/** Presses the button that runs what was probably meant; returns the same where there is none. */
async function afterOffer(happened: Happened): Promise<Happened> {
  const offer = happened.buttons.find((one) => one.id === 'help.try');
  return offer ? answered(happened, await happened.bot.press(ada, offer.id, offer.value)) : happened;
}
