import { parseActionValue, toActionValue } from '@podguard/notify/slack/action-value';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const about = {
  finding: 'pg-3fhd5tc5qkkv',
  key: 'arn:aws:iam::111122223333:role/app',
  rule: 'irsa-no-subject',
  severity: 'high',
} as const;

it("a button's value gives back the finding that it was made of, whatever its names are", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (key, rule) => {
      const value = toActionValue({ ...about, key, rule });
      expect(value?.length ?? 0).toBeLessThanOrEqual(2000);
      if (value !== undefined) expect(parseActionValue(value)).toEqual({ ...about, key, rule });
    }),
  );
});

it('a finding whose value would be longer than Slack takes gets none', () => {
  const room = 2000 - (toActionValue({ ...about, key: '' })?.length ?? 0);
  expect(toActionValue({ ...about, key: 'k'.repeat(room) })).toHaveLength(2000);
  expect(toActionValue({ ...about, key: 'k'.repeat(room + 1) })).toBeUndefined();
});

it.for([
  ['no JSON', '{'],
  ['no object', 'null'],
  ['a list', '[1]'],
  ['another version', JSON.stringify({ v: 2, ...about })],
  ['a number for a key', JSON.stringify({ v: 1, ...about, key: 7 })],
  ['no severity', JSON.stringify({ v: 1, ...about, severity: 'huge' })],
  ['no rule', JSON.stringify({ v: 1, finding: 'pg-1', key: 'k' })],
  ['more than Slack takes', JSON.stringify({ v: 1, ...about, key: 'k'.repeat(2000) })],
] as const)('a value that is %s is none of ours', ([, value]) => {
  expect(parseActionValue(value)).toBeUndefined();
});
