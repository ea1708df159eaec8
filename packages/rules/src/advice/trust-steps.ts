import type { MigrationStep } from '@podguard/core';
import type { PolicyRequest } from '@podguard/policy';
import type { AdviceInput } from './around.ts';
import { type Migration, type Move, type Role, step } from './migration.ts';
import type { Pod } from './pod.ts';
import { lacking, letsIn } from './proof.ts';
import {
  EMPTY_TRUST,
  lengthOf,
  type RawStatement,
  type RawTrust,
  withoutPrincipals,
  withStatements,
  writeTrust,
} from './trust-document.ts';

/** How a target writes statements, and what its pods send. */
export interface TrustWriter {
  readonly by: string;
  readonly statements: (pods: readonly Pod[]) => readonly RawStatement[];
  readonly requests: (pod: Pod) => readonly PolicyRequest[];
  /** The same for those that stay with the old method. */
  readonly stayingStatements: (pods: readonly Pod[]) => readonly RawStatement[];
}

/** The step that lets the new method in, and the one that shuts the old one out. */
export interface TrustSteps {
  readonly open: readonly MigrationStep[];
  readonly close: readonly MigrationStep[];
  readonly notes: readonly string[];
}

export function trustSteps(
  migration: Migration,
  move: Move,
  writer: TrustWriter,
  { config }: AdviceInput,
): TrustSteps {
  const { role, pods } = move;
  if (role.trust === 'new') return { open: [createRole(move, writer)], close: [], notes: [] };
  if (role.trust === null) return unknownTrust(migration, move, writer);
  const added = writer.statements(lacking(role.trust, pods, writer.requests));
  const during = withStatements(role.trust, added);
  const refused = pods.filter((pod) => !letsIn(during, writer.requests(pod)));
  const open =
    added.length === 0
      ? step(`The trust policy of ${role.name} lets them in already`, ['Nothing to change for now.'])
      : step(
          `Let ${writer.by} assume ${role.name}, beside the old way`,
          ['What is there stays as it is. The first command keeps it, for the way back.'],
          {
            documents: [{ name: 'trust.json', text: writeTrust(during) }],
            commands: [keepTrust(role), putTrust(role, 'trust.json')],
          },
        );
  const after = closed(migration, during, writer);
  const length = lengthOf(during);
  return {
    open: [open],
    close: after === null ? [] : [closeStep(role, after)],
    notes: [
      ...refused.map(
        ({ namespace, serviceAccount }) =>
          `A Deny in the trust policy of ${role.name} keeps ${namespace}/${serviceAccount} out: look at it before you begin.`,
      ),
      ...(length > config.limits.trustPolicyLength
        ? [
            `While both ways are open the trust policy has ${length} characters, and the quota is ${config.limits.trustPolicyLength}: have "Role trust policy length" raised first, or take the old statement out at the same time.`,
          ]
        : []),
    ],
  };
}

/** Null where nothing of it can go, or nothing would be left. */
function closed({ oldWay, staying }: Migration, during: RawTrust, writer: TrustWriter): RawTrust | null {
  if (oldWay === null) return null;
  const without = withoutPrincipals(during, oldWay);
  const after = withStatements(without, staying.length === 0 ? [] : writer.stayingStatements(staying));
  const unchanged = writeTrust(after) === writeTrust(during);
  return unchanged || after.statements.length === 0 ? null : after;
}

function createRole({ role, pods, policies }: Move, writer: TrustWriter): MigrationStep {
  const file = `trust-${role.name}.json`;
  return step(
    `Make the role ${role.name}`,
    [
      ...(policies.length === 0
        ? ['With a policy of just what the workload does, in policy.json.']
        : ['With the policies below: look whether the workload needs all of them.']),
      `In Terraform: assume_role_policy = file("${file}"); in CloudFormation the same document as AssumeRolePolicyDocument.`,
    ],
    {
      documents: [{ name: file, text: writeTrust(withStatements(EMPTY_TRUST, writer.statements(pods))) }],
      commands: [
        `aws iam create-role --role-name ${role.name} --assume-role-policy-document file://${file}`,
        ...(policies.length === 0
          ? [
              `aws iam put-role-policy --role-name ${role.name} --policy-name workload --policy-document file://policy.json`,
            ]
          : policies.map((arn) => `aws iam attach-role-policy --role-name ${role.name} --policy-arn ${arn}`)),
      ],
    },
  );
}

function unknownTrust({ oldWay, from }: Migration, { role, pods }: Move, writer: TrustWriter): TrustSteps {
  const statements = writer.statements(pods);
  const close = step(
    `Take the old way out of the trust policy of ${role.name}`,
    [`Remove ${OLD_STATEMENTS[from]} from the document, and leave the rest.`],
    {
      commands: [
        `aws iam get-role --role-name ${role.name} --query Role.AssumeRolePolicyDocument > trust.json`,
        putTrust(role, 'trust.json'),
      ],
    },
  );
  return {
    open: [
      step(
        `Let ${writer.by} assume ${role.name}, beside the old way`,
        ['The first command writes what is there now. Copy it to trust.json, and add to its list Statement:'],
        {
          documents: [
            {
              name: 'to add to Statement',
              text: `${statements.map((one) => JSON.stringify(one, null, 2)).join(',\n')}\n`,
            },
          ],
          commands: [keepTrust(role), putTrust(role, 'trust.json')],
        },
      ),
    ],
    close: oldWay === null && from !== 'kube2iam' ? [] : [close],
    notes: [],
  };
}

const OLD_STATEMENTS: Readonly<Record<Migration['from'], string>> = {
  irsa: 'the statements with sts:AssumeRoleWithWebIdentity for these clusters',
  'pod-identity': 'the statement for pods.eks.amazonaws.com',
  kube2iam: 'the role of the nodes',
  'node-role': 'the role of the nodes',
  'static-keys': 'the user',
};

function closeStep(role: Role, after: RawTrust): MigrationStep {
  return step(
    `Take the old way out of the trust policy of ${role.name}`,
    [
      'When CloudTrail has shown no use of the old way for a week or two. Way back: the command with trust.json in place of trust-after.json.',
    ],
    {
      documents: [{ name: 'trust-after.json', text: writeTrust(after) }],
      commands: [putTrust(role, 'trust-after.json')],
    },
  );
}

function keepTrust({ name }: Role): string {
  return `aws iam get-role --role-name ${name} --query Role.AssumeRolePolicyDocument > trust-before.json`;
}

function putTrust({ name }: Role, file: string): string {
  return `aws iam update-assume-role-policy --role-name ${name} --policy-document file://${file}`;
}
