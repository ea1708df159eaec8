import {
  admits,
  analyseTrust,
  evaluate,
  findWitness,
  findWitnessIn,
  isAdmittingNobody,
  isIncludedIn,
  ofAccount,
  type Policy,
  type TrustAnalysis,
  type Way,
} from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mustParse } from '../policy/support.ts';
import { conditionOf, documentOf, requestOf, statementOf } from '../support/trust-documents.ts';
import { SCENES } from './trust-scenes.ts';

function analyse(policy: Policy, way: Way): TrustAnalysis {
  const analysis = analyseTrust(policy, way);
  if (!analysis.decided) throw new Error(analysis.reason);
  return analysis;
}

/** What may make an answer hang on something: see docs/trust-analysis.md. */
const OPAQUE =
  /\$\{|Date|Numeric|IpAddress|Binary|Bool|Nonsense|Arn(Not)?(Like|Equals)|NotPrincipal|CanonicalUser|role\/\*"|provider\/\*|user\/a"|\[\]|CalledVia|TagKeys|"x"/;

describe.for(Object.keys(SCENES))('%s', (name) => {
  const scene = SCENES[name]!;

  test('the set agrees with the evaluation of every request', () => {
    let admitted = 0;
    fc.assert(
      fc.property(
        documentOf(scene, 'any'),
        fc.array(requestOf(scene), { minLength: 10, maxLength: 10 }),
        (json, requests) => {
          const policy = mustParse(json);
          const analysis = analyse(policy, scene.way);
          for (const request of requests) {
            const { decision, statements } = evaluate(policy, request);
            const answer = admits(analysis, request);
            if (decision === 'allow') admitted += 1;
            // Whether the refusal is an explicit one does not matter here.
            const refused = statements.every(({ effect, matched }) => effect === 'Deny' || matched === 'no');
            const truth = refused && decision === 'undecided' ? 'implicit-deny' : decision;
            const context = JSON.stringify({ request, decision, answer });
            if (answer === 'yes') expect(truth, context).toBe('allow');
            if (answer === 'no') expect(truth, context).toMatch(/deny$/);
            if (answer === 'unknown') expect(analysis.assumptions).not.toEqual([]);
          }
        },
      ),
      { numRuns: Number(process.env.RUNS ?? 500) },
    );
    expect(admitted).toBeGreaterThan(100);
  });

  test('nothing is assumed but where AWS is silent or a value is opaque', () => {
    let exact = 0;
    fc.assert(
      fc.property(documentOf(scene, 'any'), (json) => {
        const text = JSON.stringify(json);
        if (OPAQUE.test(text) || scene.untold?.test(text) === true) return;
        exact += 1;
        const { assumptions, sure, possible } = analyse(mustParse(json), scene.way);
        expect(assumptions).toEqual([]);
        expect(possible).toBe(sure);
      }),
      { numRuns: 4000 },
    );
    expect(exact).toBeGreaterThan(25);
  });

  test('a further Deny or a further condition never admits more', () => {
    const more = fc.tuple(
      documentOf(scene, 'any'),
      statementOf(scene, 'any', ['Deny']),
      conditionOf(scene, 'any'),
      fc.nat(3),
    );
    fc.assert(
      fc.property(more, ([json, deny, condition, index]) => {
        const before = analyse(mustParse(json), scene.way);
        const denied = analyse(mustParse({ ...json, Statement: [...json.Statement, deny] }), scene.way);
        expect(isIncludedIn(denied, before.possible)).toBe('yes');
        expect(isIncludedIn({ ...before, sure: denied.sure, possible: denied.sure }, before.sure)).toBe(
          'yes',
        );
        const narrowed = analyse(
          mustParse({ ...json, Statement: narrow(json.Statement, index, condition) }),
          scene.way,
        );
        expect(isIncludedIn(narrowed, before.possible)).toBe('yes');
      }),
      { numRuns: 300 },
    );
  });

  test('the order of the statements does not matter', () => {
    fc.assert(
      fc.property(documentOf(scene, 'any'), (json) => {
        const one = analyse(mustParse(json), scene.way);
        const other = analyse(mustParse({ ...json, Statement: json.Statement.toReversed() }), scene.way);
        expect(isIncludedIn(one, other.possible)).toBe('yes');
        expect(isIncludedIn(other, one.possible)).toBe('yes');
        const sure = (analysis: TrustAnalysis): TrustAnalysis => ({ ...analysis, possible: analysis.sure });
        expect(isIncludedIn(sure(one), other.sure)).toBe('yes');
        expect(isIncludedIn(sure(other), one.sure)).toBe('yes');
      }),
      { numRuns: 300 },
    );
  });

  test('a witness is there exactly when inclusion fails, and is admitted', () => {
    const found = { found: 0, none: 0, undecided: 0 };
    fc.assert(
      fc.property(documentOf(scene, 'any'), documentOf(scene, 'any'), (json, meant) => {
        const policy = mustParse(json);
        const analysis = analyse(policy, scene.way);
        const acceptable = analyse(mustParse(meant), scene.way);
        const witness = findWitness(analysis, acceptable.possible);
        const included = isIncludedIn(analysis, acceptable.possible);
        found[witness.kind] += 1;
        expect(witness.kind).toBe(({ yes: 'none', no: 'found', unknown: 'undecided' } as const)[included]);
        if (witness.kind !== 'found') return;
        expect(evaluate(policy, witness.request).decision).toBe('allow');
        expect(admits(analysis, witness.request)).toBe('yes');
        expect(admits(acceptable, witness.request)).toBe('no');
      }),
      { numRuns: 300 },
    );
    expect(Math.min(found.found, found.none)).toBeGreaterThan(20);
  });

  test('a witness within a region is there exactly when a request of it is admitted', () => {
    const found = { found: 0, none: 0, undecided: 0 };
    const requests = fc.array(requestOf(scene), { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(documentOf(scene, 'any'), documentOf(scene, 'any'), requests, (json, other, some) => {
        const policy = mustParse(json);
        const [analysis, region] = [analyse(policy, scene.way), analyse(mustParse(other), scene.way)];
        const witness = findWitnessIn(analysis, region.possible);
        found[witness.kind] += 1;
        const common = some.map((request) => [admits(analysis, request), admits(region, request)]);
        for (const request of some) {
          if (request.principal.type !== 'AWS') continue;
          const near = ofAccount(analysis, request.principal.account);
          expect(admits(near, request)).toBe(admits(analysis, request));
        }
        if (witness.kind === 'none') {
          for (const both of common) expect(both).toContain('no');
          const isWithin = isIncludedIn(analysis, region.possible) === 'yes';
          if (isWithin) expect(isAdmittingNobody(analysis)).toBe('yes');
        }
        if (witness.kind === 'undecided')
          for (const both of common) expect(both).not.toStrictEqual(['yes', 'yes']);
        if (witness.kind !== 'found') return;
        expect(evaluate(policy, witness.request).decision).toBe('allow');
        expect(admits(analysis, witness.request)).toBe('yes');
        expect(admits(region, witness.request)).not.toBe('no');
      }),
      { numRuns: 300 },
    );
    expect(Math.min(found.found, found.none)).toBeGreaterThan(20);
  });
});

/** One Allow with a further condition. */
function narrow(
  statements: readonly Record<string, unknown>[],
  index: number,
  condition: object,
): Record<string, unknown>[] {
  return statements.map((statement, at) => {
    if (at !== index % statements.length || statement.Effect === 'Deny') return statement;
    return { ...statement, Condition: { ...condition, ...(statement.Condition as object) } };
  });
}
