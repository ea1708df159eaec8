import { conditionOperators, type PolicyRequest } from '@podguard/policy';
import fc from 'fast-check';
import { type Scene, toRequest } from './scenes.ts';

export type Statement = Readonly<Record<string, unknown>> & {
  readonly Effect: string;
  readonly Condition: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

export interface Document {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

const ANY_TEXT = [
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

const COMPARING = Object.keys(conditionOperators).filter((name) => name !== 'Null');
const OPERATORS = COMPARING.flatMap((name) =>
  ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((prefix) => [prefix + name, `${prefix}${name}IfExists`]),
);
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

function conditionOf({ keys }: Scene): fc.Arbitrary<Statement['Condition']> {
  const comparison = fc.constantFrom(...Object.keys(keys)).chain((key) =>
    fc.record({
      operator: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...COMMON) }, fc.constantFrom(...OPERATORS)),
      key: fc.constant(key),
      values: fc.array(
        fc.oneof(
          { weight: 4, arbitrary: fc.constantFrom(...(keys[key] ?? [])) },
          fc.constantFrom(...ANY_TEXT),
        ),
        { maxLength: 3, minLength: 1 },
      ),
    }),
  );
  const presence = fc.record({
    operator: fc.constant('Null'),
    key: fc.constantFrom(...Object.keys(keys)),
    values: fc.subarray(['true', 'false'], { minLength: 1 }),
  });
  const one = fc.oneof({ weight: 6, arbitrary: comparison }, presence);
  return fc.array(one, { maxLength: 3 }).map((list) => {
    const condition: Record<string, Record<string, readonly string[]>> = {};
    for (const { operator, key, values } of list) {
      condition[operator] = { ...condition[operator], [key]: values };
    }
    return condition;
  });
}

function statementOf(scene: Scene): fc.Arbitrary<Statement> {
  const [usual, ...others] = scene.principals;
  const principal = fc.oneof({ weight: 3, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
  const action = fc.oneof(
    { weight: 4, arbitrary: fc.constant(scene.actions[0]) },
    fc.constantFrom(...scene.actions),
  );
  return fc
    .record({
      Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
      who: fc.oneof({ weight: 5, arbitrary: fc.constant('Principal') }, fc.constant('NotPrincipal')),
      principal,
      what: fc.oneof({ weight: 5, arbitrary: fc.constant('Action') }, fc.constant('NotAction')),
      action,
      Condition: conditionOf(scene),
    })
    .map(({ Effect, who, principal: whom, what, action: name, Condition }) => ({
      Effect,
      [who]: whom,
      [what]: name,
      Condition,
    }));
}

export function documentOf(scene: Scene): fc.Arbitrary<Document> {
  return fc.record({
    Version: fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17'),
    Statement: fc.array(statementOf(scene), { minLength: 1, maxLength: 4 }),
  });
}

export function requestOf(scene: Scene): fc.Arbitrary<PolicyRequest> {
  const values = Object.entries(scene.dimensions).map(
    ([name, list]) => [name, fc.constantFrom(...list)] as const,
  );
  return fc.record(Object.fromEntries(values)).map((point) => toRequest(scene, point));
}
