import {
  type ContextValue,
  conditionOperators,
  type Decision,
  evaluate,
  globMatches,
  type PolicyRequest,
  parsePolicy,
  type RequestPrincipal,
} from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const ACCOUNT = '111122223333';
const PRINCIPALS: readonly RequestPrincipal[] = [
  { type: 'AWS', arn: `arn:aws:iam::${ACCOUNT}:user/a`, account: ACCOUNT },
  { type: 'AWS', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/a/s`, account: ACCOUNT, uniqueId: 'AROA1:s' },
  { type: 'Service', name: 'pods.eks.amazonaws.com' },
  { type: 'Federated', provider: `arn:aws:iam::${ACCOUNT}:oidc-provider/x` },
  { type: 'Anonymous' },
];
const NAMED = [
  '*',
  { AWS: '*' },
  { AWS: [ACCOUNT, `arn:aws:iam::${ACCOUNT}:role/a`] },
  { AWS: `arn:aws:iam::${ACCOUNT}:user/a` },
  { AWS: 'AROA1', Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/x` },
  { Service: 'pods.eks.amazonaws.com' },
];
const KEYS = ['k', 'l', 'x:y'];
const VALUES = ['', 'a', 'ab', 'a*', '7', '7.5', 'true', '2026-01-01', '10.0.0.1', 'arn:aws:s3:::a', 'QQ=='];
const TEXTS = [...VALUES, '*', '10.0.0.0/8', 'arn:*:s3:::*', '${k}', "${l, 'a'}", '${*}', '${', 'b${x:y}*'];
const OPERATORS = [...Object.keys(conditionOperators), 'Null', 'NullIfExists', 'Nonsense'].flatMap((name) =>
  ['', 'ForAllValues:', 'ForAnyValue:'].flatMap((prefix) => [prefix + name, `${prefix}${name}IfExists`]),
);

const oneOrMore = (values: readonly string[]): fc.Arbitrary<string | string[]> =>
  fc.oneof(fc.constantFrom(...values), fc.array(fc.constantFrom(...values), { maxLength: 3 }));

const condition = fc.dictionary(
  fc.constantFrom(...OPERATORS),
  fc.dictionary(fc.constantFrom(...KEYS), oneOrMore(TEXTS), { maxKeys: 2 }),
  { maxKeys: 2 },
);

const statement = (effects: readonly string[]): fc.Arbitrary<object> =>
  fc
    .record({
      Effect: fc.constantFrom(...effects),
      who: fc.tuple(fc.constantFrom('Principal', 'NotPrincipal'), fc.constantFrom(...NAMED)),
      what: fc.tuple(fc.constantFrom('Action', 'NotAction'), oneOrMore(['*', 'a:b', 'A:*', 'c:d'])),
      where: fc.option(
        fc.tuple(
          fc.constantFrom('Resource', 'NotResource'),
          oneOrMore(['*', 'arn:aws:s3:::${k}', 'arn:aws:s3:::a']),
        ),
      ),
      Condition: condition,
    })
    .map(({ Effect, who, what, where, Condition }) => ({
      Effect,
      ...Object.fromEntries([who, what, ...(where === null ? [] : [where])]),
      Condition,
    }));

const document = fc.record({
  Version: fc.constantFrom('2012-10-17', '2008-10-17'),
  Statement: fc.array(statement(['Allow', 'Allow', 'Deny']), { minLength: 1, maxLength: 3 }),
});

const present: fc.Arbitrary<ContextValue> = fc.array(fc.constantFrom(...VALUES), { maxLength: 2 });
const known: fc.Arbitrary<ContextValue> = fc.oneof(present, fc.constant<ContextValue>('absent'));
const filling = fc.record({ k: known, l: known, 'x:y': known });

const caller = fc.record({
  principal: fc.constantFrom(...PRINCIPALS),
  action: fc.constantFrom('a:b', 'c:d'),
  resource: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::ab'),
});

function decide(json: object, request: PolicyRequest): Decision {
  const parsed = parsePolicy(json);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return evaluate(parsed.policy, request).decision;
}

describe('globs', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '\u{1F600}'), maxLength: 8 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', '\u{1F600}'), maxLength: 8 });

  function slowly(glob: readonly string[], letters: readonly string[]): boolean {
    const [token, ...rest] = glob;
    if (token === undefined) return letters.length === 0;
    if (token === '*') return slowly(rest, letters) || (letters.length > 0 && slowly(glob, letters.slice(1)));
    return letters.length > 0 && (token === '?' || token === letters[0]) && slowly(rest, letters.slice(1));
  }

  test('agree with a slow oracle', () => {
    fc.assert(
      fc.property(pattern, text, (glob, letters) => {
        expect(globMatches(glob, letters)).toBe(slowly([...glob], [...letters]));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('evaluation', () => {
  test('a further Deny never grants', () => {
    fc.assert(
      fc.property(document, statement(['Deny']), caller, filling, (json, deny, request, context) => {
        const before = decide(json, { ...request, context });
        const after = decide({ ...json, Statement: [...json.Statement, deny] }, { ...request, context });
        const possible: Record<Decision, readonly Decision[]> = {
          allow: ['allow', 'explicit-deny', 'undecided'],
          undecided: ['undecided', 'explicit-deny'],
          'implicit-deny': ['implicit-deny', 'explicit-deny', 'undecided'],
          'explicit-deny': ['explicit-deny'],
        };
        expect(possible[before]).toContain(after);
      }),
      { numRuns: 1000 },
    );
  });

  test('the order of the statements does not matter', () => {
    fc.assert(
      fc.property(document, caller, filling, (json, request, context) => {
        const reversed = { ...json, Statement: json.Statement.toReversed() };
        expect(decide(reversed, { ...request, context })).toBe(decide(json, { ...request, context }));
      }),
      { numRuns: 500 },
    );
  });

  test('what is decided with keys unknown is the answer for every value of them', () => {
    const hidden = fc.subarray(KEYS, { minLength: 1 });
    fc.assert(
      fc.property(document, caller, filling, hidden, (json, request, context, unknown) => {
        const partial = {
          ...context,
          ...Object.fromEntries(unknown.map((key) => [key, 'unknown' as const])),
        };
        const before = decide(json, { ...request, context: partial });
        if (before !== 'undecided') expect(decide(json, { ...request, context })).toBe(before);
      }),
      { numRuns: 5000 },
    );
  });

  test('an undecided answer names what it hangs on, and a decided one names nothing', () => {
    fc.assert(
      fc.property(document, caller, (json, request) => {
        const parsed = parsePolicy(json);
        if (!parsed.ok) throw new Error(parsed.error.message);
        const { decision, assumptions } = evaluate(
          parsed.policy,
          { ...request, context: {} },
          { otherKeys: 'unknown' },
        );
        expect(assumptions.length > 0).toBe(decision === 'undecided');
      }),
      { numRuns: 1000 },
    );
  });
});

describe('parsing', () => {
  test('an object, its text and its encoded text are the same policy', () => {
    fc.assert(
      fc.property(document, (json) => {
        const text = JSON.stringify(json);
        const parsed = parsePolicy(json);
        expect(parsed.ok).toBe(true);
        expect(parsePolicy(text)).toEqual(parsed);
        expect(parsePolicy(encodeURIComponent(text))).toEqual(parsed);
      }),
      { numRuns: 300 },
    );
  });

  const ELEMENTS = ['Version', 'Statement', 'Effect', 'Principal', 'AWS', 'Action', 'Condition', '__proto__'];
  const junk = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom('Allow', '*', '2012-10-17', 1, true, null, undefined),
      fc.anything(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(fc.constantFrom(...ELEMENTS), fc.string()), tie('value'), { maxKeys: 4 }),
    ),
  })).value;

  test('no value makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(junk, fc.anything({ withBigInt: true, withMap: true, withSparseArray: true })),
        (input) => {
          const result = parsePolicy(input);
          if (!result.ok) expect(result.error.message).not.toBe('');
        },
      ),
      { numRuns: 3000 },
    );
  });

  test('no text makes it throw', () => {
    const cut = fc
      .tuple(document, fc.nat({ max: 300 }), fc.string({ maxLength: 3 }), fc.boolean())
      .map(([json, at, text, encode]) => {
        const whole = encode ? encodeURIComponent(JSON.stringify(json)) : JSON.stringify(json);
        return whole.slice(0, at) + text + whole.slice(at + text.length);
      });
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), cut), (text) => {
        expect(typeof parsePolicy(text).ok).toBe('boolean');
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever it reads can be evaluated', () => {
    fc.assert(
      fc.property(document, caller, filling, fc.string(), (json, request, context, text) => {
        const named = { ...request, action: text, resource: text, context: { ...context, [text]: [text] } };
        expect(() => decide(json, named)).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});
