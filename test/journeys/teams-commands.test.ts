/** Teams' menu offers each command in the private chat, in channels and in group chats: each works in each of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localisation } from '../../adapters/teams/app-package/manifest.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import { packageSettings } from '../support/teams-app.ts';
import { actionsOf, type TeamsPerson, textIn } from '../support/teams-person.ts';
import { isNotice } from './on-teams.ts';
import { contosoStage, type Stage } from './stage.ts';

let on: Stage;
let own: TeamsPerson;
const places: Record<string, TeamsPerson> = {};

beforeAll(async () => {
  on = await contosoStage();
  const ada = on.admin('teams', 'Ada');
  await ada.arrives();
  const { address } = await on.teams.channel('soc', 'closed', [ada]);
  const { teams } = on.wires;
  own = on.teams.raw(ada);
  const group = teams.add({ id: '19:leads@thread.v2', kind: 'groupChat', members: [own.member] });
  places.personal = own;
  places.team = on.teams.raw(ada, teams.conversations.get(address));
  places.groupChat = on.teams.raw(ada, group);
});
afterAll(() => on.closes());

const commands = (locale: Locale) =>
  Object.entries(localisation(packageSettings, locale)).flatMap(([key, title]) =>
    /commandLists.*title$/.test(key) ? [title] : [],
  );
const everywhere = ['personal', 'team', 'groupChat'].flatMap((place) =>
  (['en', 'fr'] as const).map((locale) => ({ place, locale })),
);

/** The newest card that Ada sees there, but for notices of changes: they come when they come, and nobody asked for them. */
const newestCard = (place: string) =>
  places[place]?.cards().find((one) => one.in === places[place]?.here && !isNotice(one.message));

/** The newest card after that was said there. */
async function answered(place: string, said: string, locale: Locale) {
  const before = newestCard(place)?.message.id;
  await places[place]?.says(said, { locale });
  const newest = newestCard(place);
  expect(newest?.message.id).not.toBe(before);
  return { text: textIn(newest?.content), actions: actionsOf(newest?.content ?? {}) };
}

describe.each(everywhere)('in $place, in $locale', ({ place, locale }) => {
  it.each(commands(locale))('“%s” of the menu is done, and leads on', async (said) => {
    const { text, actions } = await answered(place, said, locale);
    const { apology, help, welcome } = messages(locale);
    expect(text).not.toContain(help.unknown(said));
    for (const failed of [apology.title, apology.slowTitle]) expect(text).not.toContain(failed);
    expect(text.includes(welcome.what)).toBe(/^(help|aide)$/.test(said));
    expect(actions.length).toBeGreaterThan(0);
  });

  it.each(locale === 'en' ? ['Hi', 'Hello', 'Help', 'hey!'] : ['Bonjour', 'Salut', 'Aide', 'coucou !'])(
    '“%s” is answered with what there is',
    async (said) => {
      const { text, actions } = await answered(place, said, locale);
      expect(text).toMatch(locale === 'en' ? /history|ack 17/ : /historique|acquitter 17/);
      expect(actions.length).toBeGreaterThan(0);
    },
  );

  it('nobody else sees an answer', () => {
    const cards = on.wires.teams.messages(places[place]?.here.id ?? '').filter(({ attachments }) => attachments);
    expect(cards.length > 0).toBe(place === 'personal');
  });

  it('what it does not know is answered with what there is, the nearest command first', async () => {
    const { text } = await answered(place, locale === 'en' ? 'udpate' : 'modifeir', locale);
    expect(text).toContain(messages(locale).help.nearest(locale === 'en' ? 'update' : 'modifier'));
  });
});
