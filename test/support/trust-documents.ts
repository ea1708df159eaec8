import { conditionOperators, type PolicyRequest } from '@podguard/policy';
import fc from 'fast-check';
import { type Scene, toRequest } from './trust-scenes.ts';

export type Statement = Readonly<Record<string, unknown>> & {
  readonly Effect: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

export interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** `meant`: what IAM takes; `any`: also what it refuses, or nobody writes. */
export type Liberty = 'meant' | 'any';

const MEANT_TEXT = [
  '*',
  '?*',
  'a*',
  '*a*b*',
  'a',
  'A',
  '${aws:SourceIp}',
  "${my:key, 'a'}",
  '${*}',
  '7',
  'true',
];
const TEXT: Readonly<Record<Liberty, readonly string[]>> = {
  meant: MEANT_TEXT,
  any: [...MEANT_TEXT, '', '${', '10.0.0.0/8', '2026-01-01', 'arn:*:*:*:*:*'],
};

const named = (names: readonly string[]): readonly string[] =>
  names.flatMap((name) =>
    ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((prefix) => [prefix + name, `${prefix}${name}IfExists`]),
  );
const OPERATORS: Readonly<Record<Liberty, readonly string[]>> = {
  meant: named(Object.keys(conditionOperators).filter((name) => name !== 'Null')),
  any: named([...Object.keys(conditionOperators), 'Nonsense']),
};
const COMMON = [
  'StringEquals',
  'StringLike',
  'StringNotEquals',
  'StringNotLike',
  'ArnLike',
  'ArnNotEquals',
  'StringEqualsIgnoreCase',
  'StringLikeIfExists',
  'ForAllValues:StringLike',
  'ForAnyValue:StringEquals',
  'ForAnyValue:StringNotLike',
];

export function conditionOf({ keys }: Scene, liberty: Liberty): fc.Arbitrary<Statement['Condition']> {
  const comparison = fc.constantFrom(...Object.keys(keys)).chain((key) =>
    fc.record({
      operator: fc.oneof(
        { weight: 2, arbitrary: fc.constantFrom(...COMMON) },
        fc.constantFrom(...OPERATORS[liberty]),
      ),
      key: fc.constant(key),
      values: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...(keys[key] ?? [])) },
          fc.constantFrom(...TEXT[liberty]),
        ),
        { maxLength: 3, minLength: liberty === 'any' ? 0 : 1 },
      ),
    }),
  );
  const presence = fc.record({
    operator: fc.constantFrom('Null', 'Null', liberty === 'any' ? 'ForAllValues:Null' : 'Null'),
    key: fc.constantFrom(...Object.keys(keys)),
    values: fc.subarray(['true', 'false', ...(liberty === 'any' ? ['x'] : [])], { minLength: 1 }),
  });
  const one = fc.oneof({ weight: 6, arbitrary: comparison }, presence);
  return fc.array(one, { maxLength: 3 }).map((list) => {
    const condition: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of list) {
      const block = condition[operator] ?? {};
      condition[operator] = block;
      // A block has a key once, however it is written.
      const written = Object.keys(block).find((known) => known.toLowerCase() === key.toLowerCase());
      block[written ?? key] = values;
    }
    return condition;
  });
}

export function statementOf(
  scene: Scene,
  liberty: Liberty,
  effects: readonly string[] = ['Allow', 'Allow', 'Deny'],
): fc.Arbitrary<Statement> {
  const [usual, ...others] = scene.principals;
  const principal = fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.constant(scene.actions[0]) },
    fc.constantFrom(...scene.actions),
  );
  return fc
    .record({
      Effect: fc.constantFrom(...effects),
      who: fc.oneof({ weight: 5, arbitrary: fc.constant('Principal') }, fc.constant('NotPrincipal')),
      principal,
      what: fc.oneof({ weight: 5, arbitrary: fc.constant('Action') }, fc.constant('NotAction')),
      action,
      Condition: conditionOf(scene, liberty),
    })
    .map(({ Effect, who, principal: whom, what, action: name, Condition }) => ({
      Effect,
      [who]: whom,
      [what]: name,
      Condition,
    }));
}

export function documentOf(scene: Scene, liberty: Liberty = 'meant'): fc.Arbitrary<Document> {
  return fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statementOf(scene, liberty), { minLength: 1, maxLength: 4 }),
  });
}

export function requestOf(scene: Scene): fc.Arbitrary<PolicyRequest> {
  const values = Object.entries(scene.dimensions).map(
    ([name, list]) => [name, fc.constantFrom(...list)] as const,
  );
  return fc.record(Object.fromEntries(values)).map((point) => toRequest(scene, point));
}
