import { describe, expect, it } from 'vitest';
import { createLog } from '../../../adapters/process/log.ts';

function logged(fields: object, message = 'hello'): { [field: string]: unknown; text: string } {
  const lines: string[] = [];
  const to = { write: (line: string) => void lines.push(line) };
  createLog('info', ['si"gning\nsecret', 'app-password'], to).info(fields, message);
  const text = lines.join('');
  return { ...JSON.parse(text), text };
}

describe('a log line', () => {
  it('is JSON with level, time and message', () => {
    expect(logged({ route: '/readyz', port: 3978, at: '2026-11-24T10:00:00.000+01:00' })).toMatchObject({
      level: 30,
      msg: 'hello',
      route: '/readyz',
      port: 3978,
      at: '2026-11-24T10:00:00.000+01:00',
      time: expect.stringMatching(/^\d{4}-/),
    });
  });

  it.each([
    'si"gning\nsecret',
    'app-password',
    'xoxb-123-456-AbC',
    'xapp-1-A-2',
    `whsec_${'a'.repeat(30)}=`,
    'Bearer abc.def-ghi',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
    'ana.souza+soc@contoso.example',
    'zoé@société.example',
    '+33142685300',
    '+33 1 42 68 53 00',
    '+1 (425) 555-0100',
  ])('never has %j in it, wherever it comes from', (secret) => {
    const inError = logged({ err: new Error(`before\n${secret}\nafter`) });
    const inField = logged({ deep: { list: [`x ${secret} y`] } }, `about ${secret}`);
    for (const line of [inError, inField]) {
      expect(line.text).not.toContain(JSON.stringify(secret).slice(1, -1));
      expect(line.text).toContain('[removed]');
    }
    expect(inField.msg).toBe('about [removed]');
  });

  it('keeps the hint at a word that was meant', () => {
    expect(logged({}, 'auth.bearr: Is not known here: is bearer meant?').msg).toContain('is bearer meant?');
  });

  it('is JSON whatever is cut out of it, and holds nothing that nobody sees', () => {
    const hostile = 'ada\u202e\u200b \u2028 \u0008earer abc \nada@x.example é@y.example xoxoxoxb-1-2 +33142685300';
    const line = logged({ name: hostile }, hostile);
    expect(line.text.trimEnd()).not.toMatch(/[\u202e\u200b\u2028\n]/);
    expect(line.msg).toBe('ada   \u0008earer abc \n[removed] [removed] [removed] [removed]');
  });

  it('quotes neither a platform’s answer nor text that is no JSON, and keeps the codes', () => {
    const words = 'who is on call under 0142685300?';
    const answered = Object.assign(new Error(`An API error occurred: ${words}`), {
      code: 'slack_webapi_platform_error',
      data: { ok: false, error: 'invalid_blocks', response_metadata: { messages: [words] } },
    });
    const unread = (() => {
      try {
        return JSON.parse(words);
      } catch (error) {
        return error;
      }
    })();
    for (const err of [
      answered,
      unread,
      new Error('broken', { cause: answered }),
      Object.assign(new Error(`refused:\n    at last ${words}`), { statusCode: 400 }),
      Object.assign(unread, { said: words }),
    ]) {
      const { text } = logged({ err });
      expect(text).not.toMatch(/on call|0142685300|who is/);
      expect(text).toMatch(/log\.test\.ts/);
    }
    expect(logged({ err: answered }).err).toMatchObject({ type: 'Error', code: 'slack_webapi_platform_error' });
  });

  it('keeps where an error came from', () => {
    expect(logged({ err: new Error('broken') }).text).toMatch(/broken.*log\.test\.ts/);
  });
});
