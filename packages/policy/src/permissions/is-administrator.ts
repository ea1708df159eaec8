import type { Evidence } from './areas.ts';
import { distinct } from './distinct.ts';
import type { PermissionSet } from './permission-set.ts';
import { type Answer, type Reach, reachOf } from './reach.ts';
import { type TargetKind, targetOf } from './targets.ts';

/**
 * The rights that an administrator has, on everything: a set of permissions with all of these leaves nothing out that
 * could keep its holder from anything, whatever single action it lacks.
 */
export const ADMINISTRATOR_RIGHTS: readonly (readonly [action: string, target: TargetKind])[] = [
  ['iam:CreateRole', 'role'],
  ['iam:PutRolePolicy', 'role'],
  ['iam:AttachRolePolicy', 'role'],
  ['iam:UpdateAssumeRolePolicy', 'role'],
  ['iam:PassRole', 'role'],
  ['iam:CreatePolicyVersion', 'policy'],
  ['iam:CreateUser', 'user'],
  ['iam:AttachUserPolicy', 'user'],
  ['iam:CreateAccessKey', 'user'],
  ['sts:AssumeRole', 'role'],
  ['s3:GetObject', 'any'],
  ['s3:PutObject', 'any'],
  ['s3:PutBucketPolicy', 'any'],
  ['kms:Decrypt', 'any'],
  ['kms:PutKeyPolicy', 'any'],
  ['secretsmanager:GetSecretValue', 'secret'],
  ['ssm:GetParameter', 'parameter'],
  ['ssm:SendCommand', 'instance'],
  ['ec2:RunInstances', 'any'],
  ['ec2:AuthorizeSecurityGroupIngress', 'any'],
  ['lambda:CreateFunction', 'function'],
  ['lambda:UpdateFunctionCode', 'function'],
  ['cloudformation:CreateStack', 'any'],
  ['eks:CreateAccessEntry', 'any'],
  ['eks:CreatePodIdentityAssociation', 'any'],
  ['dynamodb:GetItem', 'any'],
  ['rds:CreateDBSnapshot', 'any'],
  ['sqs:ReceiveMessage', 'any'],
  ['logs:DeleteLogGroup', 'any'],
  ['cloudtrail:StopLogging', 'any'],
];

export interface AdministratorAnswer {
  readonly answer: Answer;
  /** The statements that grant it; where the answer is no, empty. */
  readonly evidence: readonly Evidence[];
  readonly missing: readonly string[];
  readonly assumes: readonly string[];
  /** Rights of an administrator that are lacking on something, or surely on nothing. */
  readonly lacks: readonly string[];
}

/** Whether the holder is an administrator, by whatever statements, after all Deny statements and the boundary. */
export function isAdministrator(set: PermissionSet): AdministratorAnswer {
  const reaches: Reach[] = [];
  for (const [action, kind] of ADMINISTRATOR_RIGHTS) {
    const reach = reachOf(set, { actions: [action], target: targetOf(kind, action, set.holder) });
    if (reach.possible !== 'anything') {
      return { answer: 'no', evidence: [], missing: [], assumes: [], lacks: [action] };
    }
    reaches.push(reach);
  }
  const lacks = ADMINISTRATOR_RIGHTS.filter((_, index) => reaches[index]!.sure !== 'anything');
  return {
    answer: lacks.length === 0 ? 'yes' : 'undecided',
    evidence: distinct(reaches.flatMap(({ evidence }) => evidence)),
    missing: lacks.length === 0 ? [] : distinct(reaches.flatMap(({ missing }) => missing)),
    assumes: lacks.length === 0 ? distinct(reaches.flatMap(({ assumes }) => assumes)) : [],
    lacks: lacks.map(([action]) => action),
  };
}
