import { answerWebIdentity, parsePolicy } from '@podguard/policy';
import { type BenchOptions, type BenchResult, median, seconds } from '../bench.ts';
import { growthResult } from './slope.ts';

const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
/** A hundred are about as many as IAM's quota of 4,096 characters lets in. */
const SUBJECTS = [1, 10, 100];
const TIMES = 20;
/** As many as it takes until the smallest policy takes the same time again and again. */
const WARM_UP = 40;

/** The exact answer for a policy that names more and more service accounts. */
export async function trustGrowth({ runs }: BenchOptions): Promise<BenchResult> {
  const points = SUBJECTS.map((size) => ({ size, times: [] as number[] }));
  for (let run = -WARM_UP; run < runs; run += 1) {
    for (const { size, times } of points) {
      const documents = Array.from({ length: TIMES }, (_, n) => policyFor(size, `${run + WARM_UP}-${n}`));
      const taken = await seconds(async () => documents.forEach(answer));
      // The first runs only warm up.
      if (run >= 0) times.push(taken / TIMES);
    }
  }
  return growthResult({
    ...{ name: 'growth trust', unit: 'µs/subject', perUnit: 1e6, what: 'subjects of a policy', runs },
    points: points.map(({ size, times }) => ({ size, taken: median(times) })),
  });
}

/** Of no policy is the answer remembered. */
function policyFor(subjects: number, name: string): object {
  const sub = Array.from({ length: subjects }, (_, n) => `system:serviceaccount:team-${n % 9}:${name}-${n}`);
  const StringEquals = { [`${ISSUER}:sub`]: sub, [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
  const Principal = { Federated: PROVIDER };
  const statement = {
    ...{ Effect: 'Allow', Action: 'sts:AssumeRoleWithWebIdentity' },
    ...{ Principal, Condition: { StringEquals } },
  };
  return { Version: '2012-10-17', Statement: [statement] };
}

function answer(document: object): void {
  const parsed = parsePolicy(document);
  if (!parsed.ok) throw new Error(parsed.error.message);
  answerWebIdentity(parsed.policy, { provider: PROVIDER, cluster: true });
}
