import type { Item, JsonValue, Life, Register, StateChange } from '@podguard/core';
import fc from 'fast-check';

const AWKWARD = [
  '',
  '$value',
  '$$value',
  'value',
  '__proto__',
  'constructor',
  '\ud800',
  '\u0000',
  '#',
  'e#x',
  '💥',
];

export const awkwardText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...AWKWARD),
  fc.string({ unit: 'binary' }),
  fc.nat(3).map((n) => `${n}`.repeat(1100 + n)),
);

/** JSON as an attacker would write it: names with a meaning to somebody, long strings, repeated ones. */
const awkwardJson: fc.Arbitrary<JsonValue> = fc.letrec<{ json: JsonValue; object: JsonValue }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    awkwardText,
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
    fc.array(tie('json'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(awkwardText, tie('json')), { maxLength: 4 })
    .map((entries) => Object.fromEntries(entries)),
})).json;

export function itemOf(key: string, rest: Partial<Item> = {}): Item {
  return {
    kind: 'iam-role',
    key,
    account: '111122223333',
    region: 'us-east-1',
    base: null,
    horizon: null,
    log: [],
    version: 1,
    judgedWith: 'test',
    late: 0,
    present: true,
    goneAt: null,
    activity: {},
    edges: [],
    judgedAt: null,
    since: null,
    carried: [],
    past: [],
    lives: [],
    undecided: [],
    pending: null,
    announced: {},
    outgoing: null,
    ...rest,
  };
}

export function changeOf(key: string, eventId: string, trust: JsonValue): StateChange {
  const stamp = { time: '2026-01-02T03:04:05Z', rank: 1, eventId } as const;
  return {
    op: 'patch',
    kind: 'iam-role',
    key,
    account: '111122223333',
    region: 'us-east-1',
    stamp,
    cause: {
      eventId,
      eventName: 'Test',
      eventSource: 'test',
      at: stamp.time,
      actor: { principal: 'me', type: 'user' },
    },
    fields: { trust: { value: trust } },
    sets: {},
  };
}

export function lifeOf(change: StateChange, value: JsonValue): Life {
  return {
    rule: 'a-rule',
    opened: { stamp: change.stamp, cause: change.cause },
    resolved: null,
    severity: 'high',
    summary: 'a summary',
    evidence: [{ path: 'trust', value }],
    witness: { text: 'a witness', request: value },
    unverified: false,
    reasons: [],
    changes: [],
  };
}

export const arbitraryItem: fc.Arbitrary<Item> = fc
  .record({
    key: awkwardText,
    values: fc.array(awkwardJson, { minLength: 1, maxLength: 5 }),
    name: awkwardText,
  })
  .map(({ key, values, name }) => {
    const log = values.map((value, index) => changeOf(key, `event-${index}`, value));
    const stamp = { time: '2026-01-02T03:04:05Z', rank: 0, eventId: name } as const;
    const register: Register = {
      time: stamp.time,
      rank: stamp.rank,
      values: values.map((value, index) => ({ eventId: `${index}`, rank: 0 as const, value })),
    };
    return itemOf(key, {
      log,
      horizon: stamp,
      base: {
        first: stamp.time,
        marks: [{ op: 'create', stamp, uniqueId: name }],
        fields: { trust: register },
        sets: { policies: { asOf: null, lostAt: stamp, members: Object.fromEntries([[name, register]]) } },
      },
      lives: log.map((change, index) => lifeOf(change, values[index] as JsonValue)),
      edges: [name],
      announced: Object.fromEntries([
        [
          name,
          {
            status: 'open',
            severity: 'low',
            witness: null,
            opened: name,
            until: stamp.time,
            exemption: { id: name, reason: name, author: name, until: stamp.time },
            accepted: [{ exemption: name, severity: 'low', witness: null, outgrown: true }],
            tellings: 2,
            acknowledged: { by: name, at: stamp.time },
          },
        ],
      ]),
    });
  });
