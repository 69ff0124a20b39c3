import { describe, expect, it } from 'vitest';
import { readRequirements, readSecurityScore } from '../../../adapters/microsoft/score/read-score.ts';
import { aRequirement, aScore, requirements } from '../../support/score-door.ts';

const onFile = (body: unknown) => readRequirements(body).onFile;
const contact = (more: Record<string, unknown>) => aRequirement('securityContactProvided', more);
const hostile = ['x'.repeat(10_000), '<b>compliant</b>', '\u202ecompliant', 'toString', '__proto__'];

describe('the requirement of a security contact', () => {
  it.each([
    ['compliant', 'yes'],
    ['noncomplaint', 'no'],
    ['noncompliant', 'no'],
  ])('%s is %s', (status, answer) => expect(onFile(requirements(status))).toBe(answer));

  it.each([
    null,
    undefined,
    true,
    'false',
    0,
    {},
    ['compliant'],
    'Compliant',
    'partly',
    'unknownFutureValue',
    ...hostile,
  ])('a status that nobody knows is unknown: %j', (status) => expect(onFile(requirements(status))).toBe('unknown'));

  it.each([
    null,
    undefined,
    7,
    'text',
    [],
    {},
    { value: null },
    { value: {} },
    { value: [] },
    { value: [null, 7, 'x'] },
  ])('an answer of another shape is unknown: %j', (body) =>
    expect(readRequirements(body)).toEqual({ onFile: 'unknown', averageHours: null }),
  );

  it('is recognised by its type, whatever its id is, and is unknown where the type is missing or another one', () => {
    expect(onFile({ value: [contact({ id: 'securityContactProvided' })] })).toBe('yes');
    for (const requirementType of [null, 7, 'securityContact', undefined])
      expect(onFile({ value: [contact({ id: 'securityContactProvided', requirementType })] })).toBe('unknown');
  });

  it('is unknown where Microsoft says both, and stands among items that cannot be read', () => {
    const no = contact({ complianceStatus: 'noncomplaint' });
    expect(onFile({ value: [contact({}), no] })).toBe('unknown');
    expect(onFile({ value: [no, no] })).toBe('no');
    expect(onFile({ value: [null, { requirementType: 3 }, no, 'x'] })).toBe('no');
  });

  it('goes by no date: 9999, a future one and none are all the same', () => {
    for (const updatedDateTime of ['9999-12-31T23:59:59Z', '2099-01-01T00:00:00Z', null, 'yesterday'])
      expect(onFile({ value: [contact({ updatedDateTime })] })).toBe('yes');
  });
});

describe('the average time to an answer', () => {
  const hours = (value: unknown) => readRequirements(requirements('compliant', value)).averageHours;

  it.each([
    [3.5, 3.5],
    ['3.5', 3.5],
    [0, 0],
    ['12', 12],
  ])('%j is %d hours', (value, read) => expect(hours(value)).toBe(read));

  it.each([
    null,
    true,
    '',
    ' 3',
    '3,5',
    '-1',
    -1,
    1e9,
    '1e3',
    'NaN',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    [3],
    {},
    ...hostile,
  ])('is not known from %j', (value) => expect(hours(value)).toBe(null));

  it('is that of the alerts alone, and is not lost where the contact is unknown', () => {
    expect(readRequirements(requirements('partly', 2))).toEqual({ onFile: 'unknown', averageHours: 2 });
    expect(readRequirements({ value: [contact({ averageResponseTimeInHours: 4 })] }).averageHours).toBe(null);
  });
});

describe('the score', () => {
  it('is of the maximum that Microsoft says', () => {
    expect(readSecurityScore(aScore)).toEqual({ current: 60.5, max: 100 });
    expect(readSecurityScore({ ...aScore, maxScore: 80 })).toEqual({ current: 60.5, max: 80 });
  });

  it.each([
    null,
    'x',
    [],
    {},
    { currentScore: 60 },
    { currentScore: '60', maxScore: 100 },
    { currentScore: -1, maxScore: 9 },
  ])('is not known from %j', (body) => expect(readSecurityScore(body)).toBe(null));
});
