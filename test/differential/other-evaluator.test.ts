import { evaluate, findWitness, isAdmittingNobody } from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentOf, requestOf } from '../support/trust-documents.ts';
import { SCENES, toRequest } from '../support/trust-scenes.ts';
import { agrees, analysed, compare, parsed } from './compare.ts';
import { DISAGREEMENTS, type Met, undisputed } from './disagreements.ts';
import { simulate, translated } from './simulate.ts';

const scenes = Object.entries(SCENES);
const PAIRS = Number(process.env.PAIRS ?? 2000);
const REQUESTS = 4;
const POLICIES = Math.ceil(PAIRS / REQUESTS / scenes.length);

describe.for(scenes)('%s', ([, scene]) => {
  it('agrees with another evaluator', async () => {
    const counts = { pairs: 0, allowed: 0, refused: 0, decided: 0, exact: 0, whole: 0, bounded: 0 };
    const policyAndRequests = fc.asyncProperty(
      documentOf(scene),
      fc.array(requestOf(scene), { minLength: REQUESTS, maxLength: REQUESTS }),
      async (document, requests) => {
        for (const [index, comparison] of (await compare(scene, document, requests)).entries()) {
          counts.pairs += 1;
          counts[comparison.simulated ? 'allowed' : 'refused'] += 1;
          if (comparison.decision !== 'undecided') counts.decided += 1;
          if (comparison.admitted !== 'unknown') counts.exact += 1;
          if (comparison.whole) counts.whole += 1;
          if (comparison.bounded) counts.bounded += 1;
          expect(agrees(comparison), JSON.stringify({ comparison, request: requests[index] })).toBe(true);
        }
      },
    );
    await fc.assert(policyAndRequests, { numRuns: POLICIES });
    expect(counts.pairs).toBeGreaterThanOrEqual(POLICIES * REQUESTS);
    expect(counts.allowed / counts.pairs).toBeGreaterThan(0.1);
    expect(counts.refused / counts.pairs).toBeGreaterThan(0.2);
    expect(counts.decided / counts.pairs).toBeGreaterThan(0.7);
    expect(counts.exact / counts.pairs).toBeGreaterThan(0.7);
    expect(counts.whole / counts.pairs).toBeGreaterThan(0.4);
    expect(counts.bounded / counts.pairs).toBeLessThan(0.02);
    if (PAIRS > 2000) console.log(JSON.stringify(counts));
  });

  it('finds only witnesses that another evaluator admits', async () => {
    let found = 0;
    const twoPolicies = fc.asyncProperty(documentOf(scene), documentOf(scene), async (document, meant) => {
      const [analysis, acceptable] = [document, meant].map((one) => analysed(parsed(one), scene));
      if (!analysis || !acceptable) return;
      const witness = findWitness(analysis, acceptable.possible);
      if (witness.kind !== 'found') return;
      const { document: reduced, whole } = undisputed(document, witness.request);
      if (!whole && evaluate(parsed(reduced), witness.request).decision !== 'allow') return;
      found += 1;
      expect(await simulate(translated(reduced), witness.request), JSON.stringify(witness.request)).toBe(
        true,
      );
    });
    await fc.assert(twoPolicies, { numRuns: Math.max(100, POLICIES / 10) });
    expect(found).toBeGreaterThan(10);
  });

  it('says nobody only where another evaluator refuses every request', async () => {
    let refused = 0;
    const closed = fc.asyncProperty(
      documentOf(scene),
      fc.array(requestOf(scene), { minLength: 20, maxLength: 20 }),
      async (document, requests) => {
        const analysis = analysed(parsed(document), scene);
        if (analysis === null || isAdmittingNobody(analysis) !== 'yes') return;
        const policy = translated(document);
        for (const request of requests) {
          if (!undisputed(document, request).whole) continue;
          refused += 1;
          expect(await simulate(policy, request), JSON.stringify(request)).toBe(false);
        }
      },
    );
    await fc.assert(closed, { numRuns: Math.max(100, POLICIES / 10) });
    expect(refused).toBeGreaterThan(200);
  });
});

describe('what the evaluators see differently', () => {
  const scene = SCENES['EKS Pod Identity without session tags']!;
  const request = toRequest(scene, { cluster: 'arn:aws:eks:us-east-1:111122223333:cluster/a' });

  function stage({ version, operator, key, values, present }: Met) {
    const document = {
      Version: version,
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pods.eks.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { [operator]: { [key]: values } },
        },
      ],
    };
    const context = { ...request.context, [key]: present ?? ('absent' as const) };
    return { document, request: { ...request, context } };
  }

  it.for(DISAGREEMENTS)('still: $name', async ({ concerns, example }) => {
    const { document, request } = stage(example);
    const ours = evaluate(parsed(document), request).decision;
    const theirs = await simulate(translated(document), request);
    expect(concerns(example)).toBe(true);
    expect(ours).not.toBe('undecided');
    expect(theirs).not.toBe(ours === 'allow');
  });

  it.for(DISAGREEMENTS)('nothing else explains: $name', ({ example }) => {
    expect(DISAGREEMENTS.filter(({ concerns }) => concerns(example))).toHaveLength(1);
  });
});
