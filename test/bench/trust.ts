import { runSimulation } from '@cloud-copilot/iam-simulate';
import {
  answerAwsPrincipals,
  answerPodIdentity,
  answerWebIdentity,
  listProviders,
  type Policy,
  parsePolicy,
} from '@podguard/policy';
import type { Bench } from './bench.ts';
import { percentile } from './lambda/percentile.ts';
import { type BenchPolicy, realisticMix } from './trust-policies.ts';

/** The exact answer of who gets a role, against one simulated request to the same policy. */
export const trust: Bench = {
  name: 'trust',
  async run({ runs }) {
    const mix = realisticMix();
    const pairs = mix.map(() => ({ floor: [] as number[], ours: [] as number[] }));
    // Both are asked in turn; the first rounds only warm up.
    for (let run = -3; run < runs; run++) {
      for (const [index, policy] of mix.entries()) {
        const floor = await microseconds(() => simulate(policy));
        const ours = await microseconds(() => Promise.resolve(answer(policy)));
        if (run < 0) continue;
        pairs[index]!.floor.push(floor);
        pairs[index]!.ours.push(ours);
      }
    }
    const ratios = pairs.map(({ floor, ours }) => middle(ours) / middle(floor));
    const [floor, ours] = [
      sum(pairs.map((pair) => middle(pair.floor))),
      sum(pairs.map((pair) => middle(pair.ours))),
    ];
    const single = (of: 'floor' | 'ours') =>
      percentile(
        pairs.flatMap((pair) => pair[of]),
        0.99,
      );
    return [
      {
        name: 'trust',
        unit: 'policies/s',
        value: (mix.length / ours) * 1e6,
        floor: (mix.length / floor) * 1e6,
        ratio: middle(ratios),
        runs,
        notes: `${mix.length} policies, parsed and answered for every way in; the ratio is the median of the policies’ own, its p99 ${percentile(ratios, 0.99).toFixed(2)}; the slowest hundredth of single answers takes ${(single('ours') / single('floor')).toFixed(2)} times the floor's`,
      },
    ];
  },
};

/** Everything that rules ask of a policy. */
function answer({ document }: BenchPolicy): readonly unknown[] {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(parsed.error.message);
  const { policy } = parsed;
  const providers = listProviders(policy).filter(({ issuer }) => issuer !== null);
  return [
    ...providers.map(({ provider }) => answerWebIdentity(policy, { provider, cluster: true })),
    ...(names(policy, 'Service') ? [answerPodIdentity(policy)] : []),
    ...(names(policy, 'AWS') ? [answerAwsPrincipals(policy)] : []),
  ];
}

function names({ statements }: Policy, wanted: string): boolean {
  return statements.some(({ principals }) => principals?.some(({ type }) => type === wanted || type === '*'));
}

function simulate({ document, request }: BenchPolicy): Promise<unknown> {
  const { context, ...call } = request;
  const resource = { resource: 'arn:aws:iam::111122223333:role/app', accountId: '111122223333' };
  return runSimulation(
    {
      request: { ...call, resource, contextVariables: context },
      identityPolicies: [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: document,
    },
    {},
  );
}

async function microseconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) * 1000;
}

function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

function sum(values: readonly number[]): number {
  return values.reduce((one, other) => one + other, 0);
}
