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

/** Trust policies as accounts have them: mostly one service account or one service, some lists, few wildcards, exclusions and several statements. */
export function realisticMix(): readonly BenchPolicy[] {
  return Array.from({ length: 200 }, (_, index) => make(index));
}

function make(index: number): BenchPolicy {
  const one = `system:serviceaccount:team-${index % 17}:app-${index}`;
  const exactly = { StringEquals: { [SUB]: one, ...AUDIENCE } };
  const ofCluster = {
    StringEquals: { 'aws:SourceAccount': '111122223333' },
    ArnEquals: { 'aws:SourceArn': CLUSTER },
  };
  const deployer = { AWS: `arn:aws:iam::111122223333:role/deployer-${index}` };
  switch (index % 20) {
    case 8:
    case 9:
      return irsa({ StringEquals: { [SUB]: [one, `${one}-a`, `${one}-b`], ...AUDIENCE } }, one);
    case 10:
    case 11:
      return irsa(
        { StringLike: { [SUB]: `system:serviceaccount:team-${index % 17}:*` }, StringEquals: AUDIENCE },
        one,
      );
    case 12:
    case 13:
    case 14:
      return pods(ofCluster);
    case 15:
      return aws(deployer, {});
    case 16:
      return aws(
        { AWS: 'arn:aws:iam::444455556666:root' },
        { StringEquals: { 'sts:ExternalId': `id-${index}` } },
      );
    case 17: {
      const Condition = { StringNotEquals: { 'aws:SourceAccount': '111122223333' } };
      return and(pods({}), [{ Effect: 'Deny', Principal: '*', Action: 'sts:*', Condition }]);
    }
    case 18: {
      const others = [
        { Effect: 'Allow', Principal: deployer, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', NotPrincipal: { ...deployer, Federated: PROVIDER }, Action: 'sts:*' },
      ];
      return and(irsa(exactly, one), others);
    }
    case 19:
      return irsa(
        { StringNotLike: { [SUB]: 'system:serviceaccount:kube-system:*' }, StringEquals: AUDIENCE },
        one,
      );
    default:
      return irsa(exactly, one);
  }
}

/** With further statements; the request stays the same. */
function and({ document, request }: BenchPolicy, statements: readonly object[]): BenchPolicy {
  return { document: { ...document, Statement: [...document.Statement, ...statements] }, request };
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
