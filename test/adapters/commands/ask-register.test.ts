import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bot, command, folder, type Settings } from '../process/child.ts';

const tenant = { id: '11111111-2222-4333-8444-555555555555', name: 'Fabrikam', partnerType: 'directBill' };
const contact = {
  kind: 'person',
  firstName: 'Ana',
  email: 'soc@fabrikam.example',
  phone: '+33142685300',
  confirmedAt: '2026-11-24T23:30:00.000Z',
  confirmedBy: 'teams:11111111-2222-4333-8444-555555555555/22222222-2222-4333-8444-555555555555',
};

async function asked(question: string, settings: Settings, ...args: string[]) {
  const { child, ended } = command('ask', settings, ...args);
  child.stdin.end(`${question}\n`);
  return ended;
}

async function imported(...tenants: object[]): Promise<Settings> {
  const settings = { STATE_DIR: folder() };
  const register = join(folder(), 'register.json');
  writeFileSync(register, JSON.stringify({ version: 1, tenants }));
  expect((await command('import', settings, register).ended).code).toBe(0);
  return settings;
}

/** An entry answers this with what the register says; “who is it?” is answered from the register alone. */
const who = 'where can I see the security contact that is recorded, and who may see it';

describe('asked in words', () => {
  it('says what the register says, by the time zone of the settings, and which folder it read', async () => {
    const settings = await imported({ ...tenant, contact });
    const { code, out, err } = await asked(who, { ...settings, TIMEZONE: 'Europe/Paris' }, '--text');
    expect(code).toBe(0);
    expect(out).toContain('Recorded here for Fabrikam: Ana.');
    expect(out).toContain('E-mail: soc@fabrikam.example. Phone: +33 1 42 68 53 00. Last confirmed: 25 Nov 2026.');
    expect(out).not.toContain('not read');
    expect(err).toBe(`State folder: ${settings.STATE_DIR}\n`);
  });

  it('of several tenants it says those that the question names, or all', async () => {
    const other = { ...tenant, id: tenant.id.replace('1', '2'), name: 'Contoso' };
    const settings = await imported({ ...tenant, contact }, other);
    expect((await asked(who, settings, '--text')).out).toContain('no contact yet (Contoso), Ana (Fabrikam)');
    expect((await asked(`${who} for Fabrikam?`, settings, '--text')).out).toContain('for Fabrikam: Ana.');
  });

  it('names several tenants in the same order, whatever the machine’s language', async () => {
    const other = { ...tenant, id: tenant.id.replace('1', '2'), contact, name: 'Österreich' };
    const settings = await imported({ ...tenant, contact, name: 'Zürich' }, other);
    for (const LC_ALL of ['en_US.UTF-8', 'sv_SE.UTF-8'])
      expect((await asked(who, { ...settings, LC_ALL }, '--text')).out).toContain('Ana (Österreich), Ana (Zürich)');
  });

  it('says who the contact is in a sentence, and of everything else which verb to type', async () => {
    const settings = await imported({ ...tenant, contact });
    const { out } = await asked('who is our security contact?\nqui est d’astreinte ?', settings, '--text');
    expect(out).toContain('The security contact of Fabrikam is Ana (soc@fabrikam.example, +33 1 42 68 53 00).');
    expect(out).toContain('tapez-y « afficher »');
  });

  it('reads beside a running bot, with settings that no bot would start with', async () => {
    const settings = { STATE_DIR: folder() };
    await bot(settings);
    const broken = { ...settings, PORT: 'x', SLACK_BOT_TOKEN: 'half', TIMEZONE: 'Mars/Olympus' };
    const { code, out } = await asked(who, broken, '--text');
    expect(code).toBe(0);
    expect(out).toMatch(/Recorded here for Contoso: (?!not read)/);
  });

  it.each([
    [who, 'Recorded here for your partner tenant: not available here.', 'I cannot read the register here'],
    [
      'où voir le contact de sécurité enregistré, et qui peut le voir',
      'non disponible ici',
      'Je ne peux pas lire le registre ici',
    ],
  ])('“%s” claims nothing of a register that is not there, or is damaged', async (question, gap, why) => {
    const damaged = folder();
    mkdirSync(join(damaged, 'state'));
    writeFileSync(join(damaged, 'state', 'db.json'), '{"half');
    for (const dir of [join(folder(), 'none'), join(damaged, 'state')]) {
      const { code, out, err } = await asked(question, { STATE_DIR: dir }, '--text');
      expect(code).toBe(0);
      expect(out).toContain(gap);
      expect(out).toContain(why);
      expect(out).not.toMatch(/no contact yet|aucun contact pour/);
      expect(err).toContain('The register is not read: ');
    }
  });

  it('says nothing of the register where the answer needs none', async () => {
    const { out } = await asked(
      'who may change the security contact?',
      { STATE_DIR: join(folder(), 'none') },
      '--text',
    );
    expect(out).toMatch(/^Who may add or change/);
    expect(out).not.toContain('register is not read');
  });
});

describe('for programs', () => {
  it('nothing is said of a state folder', async () => {
    const { code, out, err } = await asked(who, { STATE_DIR: join(folder(), 'none') });
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^\{"answer":"who-can-view","suggestions":\["who-can-view",.*\],"lang":"en","ms":[\d.]+\}\n$/);
  });
});

describe('its arguments', () => {
  it.each([['who may change it?'], ['--txt'], ['--text', 'why?']])(
    '%s is refused with how it is used',
    async (...args) => {
      const { code, out, err } = await asked('', {}, ...args);
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('\nUsage: security-contact ask [--text] [--json]\n');
    },
  );

  it.each(['--help', '-h'])('%s says how it is used', async (arg) => {
    const { code, out, err } = await asked('', {}, arg);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Usage: .*--text/);
  });
});
