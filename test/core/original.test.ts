import {
  applyChange,
  type PatchChange,
  type PutChange,
  presenceOf,
  type Registers,
  viewsOf,
} from '@podguard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const identity = {
  kind: 'ec2-instance',
  key: 'arn:aws:ec2:eu-central-1:111122223333:instance/i-0abc',
  account: '111122223333',
  region: 'eu-central-1',
} as const;

type Change = PutChange | PatchChange;

/** Values by the second in which they were written; the first by a create. */
function changesTo(...values: readonly string[]): readonly Change[] {
  return values.map((value, index) => {
    const stamp = { time: `2026-01-02T03:04:0${index}Z`, rank: 1 as const, eventId: `e${index}` };
    const cause = {
      eventId: stamp.eventId,
      eventName: 'Test',
      eventSource: 'test',
      at: stamp.time,
      actor: { principal: 'unknown', type: 'unknown' as const },
    };
    const told = { ...identity, cause, fields: { profileArn: { value } }, sets: {} };
    return index === 0
      ? { ...told, op: 'put', creates: true, stamp: { ...stamp, rank: 0 as const } }
      : { ...told, op: 'patch', stamp };
  });
}

function originalAfter(changes: readonly Change[]): unknown {
  const registers = changes.reduce<Registers | null>(applyChange, null) as Registers;
  return viewsOf(identity, registers, presenceOf(registers))[0]?.original;
}

test.for([
  { name: 'a value that stayed', values: ['a'] },
  { name: 'a value that was replaced', values: ['a', 'b'] },
  { name: 'a value that came back', values: ['a', 'b', 'a'] },
  { name: 'a value that came back twice', values: ['a', 'b', 'a', 'c', 'a', 'b'] },
])('the first value is the original, in any order and number of deliveries: $name', ({ values }) => {
  const changes = changesTo(...values);
  const order = fc.shuffledSubarray([...changes, ...changes], { minLength: changes.length * 2 });
  fc.assert(
    fc.property(order, (delivered) => {
      expect(originalAfter(delivered)).toMatchObject({ profileArn: 'a' });
    }),
  );
});

test('a value of the life before is none of this one', () => {
  const [create, ...later] = changesTo('b', 'a', 'b') as [PutChange, ...PatchChange[]];
  const again: PutChange = {
    ...create,
    stamp: { time: '2026-01-02T03:05:00Z', rank: 0, eventId: 'again' },
    fields: { profileArn: { value: 'a' } },
  };
  const after: PatchChange = {
    ...(later[0] as PatchChange),
    stamp: { time: '2026-01-02T03:06:00Z', rank: 1, eventId: 'after' },
    fields: { profileArn: { value: 'b' } },
  };
  expect(originalAfter([create, ...later, again, after])).toMatchObject({ profileArn: 'a' });
});
