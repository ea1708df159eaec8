import type { MigrationStep } from '@podguard/core';
import type { PolicyRequest } from '@podguard/policy';
import type { AdviceInput } from './around.ts';
import { lostConditions } from './lost-conditions.ts';
import { type Migration, type Move, type Role, step } from './migration.ts';
import { formerOf, type Pod, subjectOf } from './pod.ts';
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

/** How a target writes statements into the trust policy of a role, and what its pods send. */
export interface TrustWriter {
  readonly by: string;
  readonly statements: (pods: readonly Pod[]) => readonly RawStatement[];
  readonly requests: (pod: Pod) => readonly PolicyRequest[];
  /** The same for those that stay with the old method. */
  readonly stayingStatements: (pods: readonly Pod[]) => readonly RawStatement[];
  /** What is left to do of a last document that lets in more than it has to. */
  readonly scope: (after: RawTrust, move: Move) => readonly MigrationStep[];
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
            commands: [keepTrust(role, 'trust-before.json'), putTrust(role, 'trust.json')],
          },
        );
  const after = closed(migration, during, writer);
  const length = lengthOf(during);
  return {
    open: [open],
    close:
      after === null
        ? closeByHand(migration, move)
        : [closeStep(migration, role, after), ...writer.scope(after, move)],
    notes: [
      ...lost(migration, role, role.trust),
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

/** Null where nothing of it can go. */
function closed({ oldWay, staying }: Migration, during: RawTrust, writer: TrustWriter): RawTrust | null {
  if (oldWay === null) return null;
  const without = withoutPrincipals(during, oldWay);
  const after = withStatements(without, staying.length === 0 ? [] : writer.stayingStatements(staying));
  const unchanged = writeTrust(after) === writeTrust(during);
  return unchanged || after.statements.length === 0 ? null : after;
}

function lost({ from, oldWay }: Migration, { name }: Role, trust: RawTrust): readonly string[] {
  const conditions = oldWay === null ? [] : lostConditions(trust, from, oldWay);
  return conditions.length === 0
    ? []
    : [
        `The old statement of ${name} also asks for ${conditions.join(', ')}; the new one does not, and when the old one is gone that restriction is gone, too. Before you begin add to the new statement what its requests can meet (a date, aws:CurrentTime, they can), and say the rest as a Deny in the role’s own policies (aws:SourceIp and aws:SourceVpce are those of the pod there).`,
      ];
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

function unknownTrust(migration: Migration, move: Move, writer: TrustWriter): TrustSteps {
  const { role, pods } = move;
  const statements = writer.statements(pods);
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
          commands: [keepTrust(role, 'trust-before.json'), putTrust(role, 'trust.json')],
        },
      ),
    ],
    close: closeByHand(migration, move),
    notes: [
      `Where the old statement of ${role.name} asks for more than the method’s own conditions (a network, an organisation, a date), the new one does not: add it by hand.`,
    ],
  };
}

/** Null: it has to stay as long as others use it. Who else a role lets in is read from the document by hand. */
function closeByHand(migration: Migration, { role, pods }: Move): readonly MigrationStep[] {
  const { from, oldWay } = migration;
  if (oldWay === null && from !== 'kube2iam') return [];
  return [
    step(
      `Take the old way out of the trust policy of ${role.name}`,
      [
        ...whenClosed(migration),
        `Copy trust-both.json to trust-after.json, remove ${OLD_STATEMENTS[from](pods)} there, and leave the rest. ${BACK}`,
      ],
      {
        commands: [
          ...(migration.closeFirst?.commands ?? []),
          keepTrust(role, 'trust-both.json'),
          putTrust(role, 'trust-after.json'),
        ],
      },
    ),
  ];
}

const OLD_STATEMENTS: Readonly<Record<Migration['from'], (pods: readonly Pod[]) => string>> = {
  irsa: (pods) =>
    `what lets these in by sts:AssumeRoleWithWebIdentity (${pods
      .map((pod) => subjectOf({ ...pod, serviceAccount: formerOf(pod) }))
      .join(', ')}): the subjects, and the whole statement where it lets in nobody else`,
  'pod-identity': () => 'the statement for pods.eks.amazonaws.com',
  kube2iam: () => 'the role of the nodes',
  'node-role': () => 'the role of the nodes',
  'static-key': () => 'the user',
};

const BACK =
  'Way back: the last command with trust-both.json, which the one before it writes, in place of trust-after.json.';

function whenClosed({ closeFirst }: Migration): readonly string[] {
  return ['When CloudTrail has shown no use of the old way for a week or two.', ...(closeFirst?.text ?? [])];
}

function closeStep(migration: Migration, role: Role, after: RawTrust): MigrationStep {
  return step(
    `Take the old way out of the trust policy of ${role.name}`,
    [
      ...whenClosed(migration),
      `${BACK} Where trust-both.json has more than this plan knows of, somebody changed it since: keep that.`,
    ],
    {
      documents: [{ name: 'trust-after.json', text: writeTrust(after) }],
      commands: [
        ...(migration.closeFirst?.commands ?? []),
        keepTrust(role, 'trust-both.json'),
        putTrust(role, 'trust-after.json'),
      ],
    },
  );
}

export function keepTrust({ name }: Role, file: string): string {
  return `aws iam get-role --role-name ${name} --query Role.AssumeRolePolicyDocument > ${file}`;
}

export function putTrust({ name }: Role, file: string): string {
  return `aws iam update-assume-role-policy --role-name ${name} --policy-document file://${file}`;
}
