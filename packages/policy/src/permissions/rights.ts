import type { PermissionSet } from './permission-set.ts';
import { type Answer, type Reach, reachOf } from './reach.ts';
import { targetOf } from './targets.ts';

export interface SecretsAnswer {
  /** Whether every secret, or every parameter, may be read. */
  readonly answer: Answer;
  readonly secrets: Reach;
  readonly parameters: Reach;
}

const PARAMETER_READS = [
  'ssm:GetParameter',
  'ssm:GetParameters',
  'ssm:GetParametersByPath',
  'ssm:GetParameterHistory',
];

/**
 * BatchGetSecretValue is no way by itself: it takes GetSecretValue "for each secret" as well.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html
 */
export function readsAllSecrets(set: PermissionSet): SecretsAnswer {
  const read = 'secretsmanager:GetSecretValue';
  const secrets = reachOf(set, { actions: [read], target: targetOf('secret', read, set.holder) });
  const parameters = widest(
    PARAMETER_READS.map((action) =>
      reachOf(set, { actions: [action], target: targetOf('parameter', action, set.holder) }),
    ),
  );
  const both = [secrets, parameters];
  const answer = both.some(({ sure }) => sure === 'anything')
    ? 'yes'
    : both.some(({ possible }) => possible === 'anything')
      ? 'undecided'
      : 'no';
  return { answer, secrets, parameters };
}

/** Roles of any account count; `anything` is every role of the holder's own. Their trust policies decide as well. */
export function assumableRoles(set: PermissionSet): Reach {
  const { partition } = set.holder;
  return reachOf(set, {
    actions: ['sts:AssumeRole'],
    target: `arn:${partition}:iam::*:role/?*`,
    whole: targetOf('role', 'sts:AssumeRole', set.holder),
  });
}

export interface PassableAnswer {
  /** Whether any role may be passed and associations may be made. */
  readonly answer: Answer;
  /** The roles that may be passed to `pods.eks.amazonaws.com`. */
  readonly roles: Reach;
  readonly associations: Reach;
}

/** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html */
export function passableToPodIdentity(set: PermissionSet): PassableAnswer {
  const roles = reachOf(set, {
    actions: ['iam:PassRole'],
    target: targetOf('role', 'iam:PassRole', set.holder),
    keys: { 'iam:passedtoservice': ['pods.eks.amazonaws.com'] },
  });
  const create = 'eks:CreatePodIdentityAssociation';
  const associations = reachOf(set, { actions: [create], target: targetOf('any', create, set.holder) });
  if (roles.possible !== 'anything' || associations.answer === 'no') {
    return { answer: 'no', roles, associations };
  }
  const sure = roles.sure === 'anything' && associations.answer === 'yes';
  return { answer: sure ? 'yes' : 'undecided', roles, associations };
}

/** Of several ways to the same thing the one that reaches furthest. */
function widest(reaches: readonly Reach[]): Reach {
  const order: readonly ((reach: Reach) => boolean)[] = [
    ({ sure }) => sure === 'anything',
    ({ answer, possible }) => answer !== 'no' && possible === 'anything',
    ({ answer }) => answer === 'yes',
    ({ answer }) => answer === 'undecided',
  ];
  for (const test of order) {
    const found = reaches.find(test);
    if (found !== undefined) return found;
  }
  return reaches[0]!;
}
