const ISSUER = 'oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';
const PROVIDER = `arn:aws:iam::111122223333:oidc-provider/${ISSUER}`;
const [SUB, AUD] = [`${ISSUER}:sub`, `${ISSUER}:aud`];
const AUDIENCE = { [AUD]: 'sts.amazonaws.com' };
const CLUSTER = 'arn:aws:eks:us-east-1:111122223333:cluster/prod';

export interface BenchPolicy {
  readonly document: { readonly Version: string; readonly Statement: readonly object[] };
  /** The request that the floor is asked, once. */
  readonly request: {
    readonly principal: string;
    readonly action: string;
    readonly context: Readonly<Record<string, string>>;
  };
}

/** Trust policies as accounts have them: mostly one service account or one service, some lists, few wildcards. */
export function realisticMix(): readonly BenchPolicy[] {
  return Array.from({ length: 200 }, (_, index) => make(index));
}

function make(index: number): BenchPolicy {
  const one = `system:serviceaccount:team-${index % 17}:app-${index}`;
  switch (index % 10) {
    case 0:
    case 1:
    case 2:
    case 3:
      return irsa({ StringEquals: { [SUB]: one, ...AUDIENCE } }, one);
    case 4:
      return irsa({ StringEquals: { [SUB]: [one, `${one}-a`, `${one}-b`], ...AUDIENCE } }, one);
    case 5:
      return irsa(
        { StringLike: { [SUB]: `system:serviceaccount:team-${index % 17}:*` }, StringEquals: AUDIENCE },
        one,
      );
    case 6:
    case 7:
      return pods({
        StringEquals: { 'aws:SourceAccount': '111122223333' },
        ArnEquals: { 'aws:SourceArn': CLUSTER },
      });
    case 8:
      return aws({ AWS: `arn:aws:iam::111122223333:role/deployer-${index}` }, {});
    default:
      return aws(
        { AWS: 'arn:aws:iam::444455556666:root' },
        { StringEquals: { 'sts:ExternalId': `id-${index}` } },
      );
  }
}

function policy(statement: object): BenchPolicy['document'] {
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] };
}

function irsa(condition: object, subject: string): BenchPolicy {
  const action = 'sts:AssumeRoleWithWebIdentity';
  const document = policy({ Principal: { Federated: PROVIDER }, Action: action, Condition: condition });
  return {
    document,
    request: { principal: PROVIDER, action, context: { [SUB]: subject, [AUD]: 'sts.amazonaws.com' } },
  };
}

function pods(condition: object): BenchPolicy {
  const principal = 'pods.eks.amazonaws.com';
  const Action = ['sts:AssumeRole', 'sts:TagSession'];
  const context = { 'aws:SourceAccount': '111122223333', 'aws:SourceArn': CLUSTER };
  const document = policy({ Principal: { Service: principal }, Action, Condition: condition });
  return { document, request: { principal, action: 'sts:AssumeRole', context } };
}

function aws(principal: object, condition: object): BenchPolicy {
  const document = policy({ Principal: principal, Action: 'sts:AssumeRole', Condition: condition });
  const caller = 'arn:aws:iam::444455556666:role/somebody';
  return {
    document,
    request: { principal: caller, action: 'sts:AssumeRole', context: { 'sts:ExternalId': 'id-9' } },
  };
}
