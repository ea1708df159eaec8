import { type MigrationStep, parseArn } from '@podguard/core';
import { type AdviceInput, those } from '../around.ts';
import { type Blanks, isPlain } from '../blanks.ts';
import { type Cluster, selfHostedIssuers } from '../cluster.ts';
import {
  annotateAccount,
  createAccount,
  formerBack,
  newAccounts,
  podTexts,
  restarts,
  roleAnnotation,
  unannotateAccount,
  variablesOf,
  WHO_AM_I,
  whoAmI,
} from '../kubernetes-steps.ts';
import { type Migration, type Move, type Role, step } from '../migration.ts';
import { irsaStatements, podIdentityStatements, providerArn } from '../new-statements.ts';
import { placeOf } from '../place.ts';
import { clustersOf, isAbroad, type Pod } from '../pod.ts';
import { irsaRequest, letsIn } from '../proof.ts';
import { IRSA_SDKS } from '../sdk-versions.ts';
import { deleteAssociations } from '../sources/from-pod-identity.ts';
import type { RawTrust } from '../trust-document.ts';
import { keepTrust, type TrustWriter, trustSteps } from '../trust-steps.ts';
import { isOfPods } from './to-pod-identity.ts';

/** The steps of a migration to IRSA, in the order in which nothing breaks. */
export function toIrsa(migration: Migration, input: AdviceInput, blanks: Blanks) {
  const issuerOf = issuers(input, blanks);
  const writerOf = ({ key }: Role): TrustWriter => ({
    by: 'the service account',
    statements: (pods) => irsaStatements(pods, issuerOf, key),
    requests: (pod) => [irsaRequest(pod, issuerOf(pod.cluster), key)],
    stayingStatements: podIdentityStatements,
    scope: (after, move) => pinStep(after, move, issuerOf),
  });
  const pods = migration.moves.flatMap((move) => move.pods);
  const isHeld = migration.isHeld === true;
  const trusts = isHeld
    ? []
    : migration.moves.map((move) => trustSteps(migration, move, writerOf(move.role), input));
  return {
    notes: [...trusts.flatMap(({ notes }) => notes), ...(isHeld ? [] : abroad(migration))],
    steps: [
      ...migration.before,
      ...(isHeld
        ? []
        : [
            isOutside(input) ? readyOutside(migration, issuerOf) : ready(migration, issuerOf, input),
            ...trusts.flatMap(({ open }) => open),
            annotate(migration),
          ]),
      migration.noPods?.change ?? changePods(migration, pods, input, blanks),
      migration.noPods?.verify ?? verify(migration, pods),
      wayBack(migration, pods),
      ...migration.after.filter(isOfPods),
      ...trusts.flatMap(({ close }) => close),
      ...migration.after.filter((one) => !isOfPods(one)),
    ],
  };
}

type IssuerOf = (cluster: Cluster) => string;

/** The cluster's own; outside EKS the one that the configuration names. */
function issuers(input: AdviceInput, blanks: Blanks): IssuerOf {
  const [own, ...others] = isOutside(input) ? selfHostedIssuers(input.config) : [];
  return (cluster) => {
    if (cluster.issuer !== null && isPlain(cluster.issuer)) return cluster.issuer;
    if (own !== undefined && others.length === 0) return own;
    return blanks.blank(
      'ISSUER',
      `OIDC issuer of cluster ${cluster.name}, without https:// (the first command of "${READY}" prints it)`,
    );
  };
}

function isOutside(input: AdviceInput): boolean {
  return placeOf(input).platform === 'self-hosted';
}

/** https://github.com/aws/amazon-eks-pod-identity-webhook/blob/master/SELF_HOSTED_SETUP.md */
function readyOutside(migration: Migration, issuerOf: IssuerOf): MigrationStep {
  const clusters = providersOf(migration, issuerOf);
  return step(
    READY,
    [
      'The cluster is not EKS’s: its issuer (--service-account-issuer of the API server) has to serve its configuration and keys where AWS can read them, which the first two commands show to be the same; and the webhook that gives pods their token has to run in it (amazon-eks-pod-identity-webhook). Where AWS cannot reach the issuer use IAM Roles Anywhere.',
      `SDKs, at least: ${IRSA_SDKS}.`,
    ],
    {
      commands: clusters.flatMap(({ issuer, arn }) => [
        'kubectl get --raw /.well-known/openid-configuration',
        `curl --fail https://${issuer}/.well-known/openid-configuration`,
        'kubectl get mutatingwebhookconfigurations',
        `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arn}`,
        `aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list sts.amazonaws.com`,
      ]),
    },
  );
}

const READY = 'Make sure that IAM knows the cluster’s issuer';

/** Each cluster's provider in the account of each role. */
function providersOf({ moves }: Migration, issuerOf: IssuerOf) {
  const all = moves.flatMap(({ role, pods }) =>
    clustersOf(pods).map((cluster) => {
      const issuer = issuerOf(cluster);
      return { cluster, issuer, arn: providerArn(cluster, issuer, role.key) };
    }),
  );
  return [...new Map(all.map((one) => [`${one.cluster.arn} ${one.arn}`, one])).values()];
}

/** https://docs.aws.amazon.com/eks/latest/userguide/cross-account-access.html */
function abroad({ moves }: Migration): readonly string[] {
  return moves.flatMap(({ role, pods }) => {
    const account = parseArn(role.key)?.account ?? '';
    return clustersOf(pods)
      .filter((cluster) => isAbroad(cluster, role.key))
      .map(
        ({ name, account: other }) =>
          `${role.name} is a role of account ${account}, and cluster ${name} of ${other}: the commands of IAM are run with credentials of ${account}, which needs an OIDC provider of its own for the cluster’s issuer, and those of EKS with credentials of ${other}.`,
      );
  });
}

/** What lets in more than the service accounts that are named is pinned in the end. */
function pinStep(after: RawTrust, { role, pods }: Move, issuerOf: IssuerOf): readonly MigrationStep[] {
  const stranger = 'a-stranger';
  const open = clustersOf(pods).filter((cluster) =>
    letsIn(after, [
      irsaRequest({ cluster, namespace: stranger, serviceAccount: stranger }, issuerOf(cluster), role.key),
    ]),
  );
  return open.length === 0
    ? []
    : [
        step(
          `Pin the subjects in the trust policy of ${role.name}`,
          [
            `A statement that was there before lets in service accounts of any namespace of ${open.map(({ name }) => name).join(', ')}, and this plan leaves it: name those that use the role, and no others. The command keeps what is there.`,
          ],
          { commands: [keepTrust(role, 'trust-unpinned.json')] },
        ),
      ];
}

function ready(migration: Migration, issuerOf: IssuerOf, input: AdviceInput): MigrationStep {
  const clusters = providersOf(migration, issuerOf);
  const known = (arn: string) => those(input, 'oidc-provider').some(({ key }) => key === arn);
  return step(
    READY,
    [
      ...clusters.map(({ cluster, arn }) =>
        known(arn)
          ? `The OIDC provider of cluster ${cluster.name} is recorded: ${arn}.`
          : `The OIDC provider of cluster ${cluster.name} is not recorded here: where the second command finds none, make it with the third.`,
      ),
      `SDKs, at least: ${IRSA_SDKS}.`,
    ],
    {
      commands: clusters.flatMap(({ cluster, issuer, arn }) => [
        `aws eks describe-cluster --name ${cluster.name} --region ${cluster.region} --query cluster.identity.oidc.issuer --output text`,
        `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arn}`,
        ...(known(arn)
          ? []
          : [
              `aws iam create-open-id-connect-provider --url https://${issuer} --client-id-list sts.amazonaws.com`,
            ]),
      ]),
    },
  );
}

function annotate(migration: Migration): MigrationStep {
  const { moves } = migration;
  const made = newAccounts(migration);
  const all = moves.flatMap(({ role, pods }) => pods.map((pod) => ({ pod, arn: role.arn })));
  return step(
    'Annotate the service account',
    [
      'In Git or in the chart’s values too, so that the next release keeps it; nothing else of the service account changes. Pods take it when they start. One that has another role’s annotation is refused: then decide which role it is to have.',
    ],
    {
      documents: all.map(({ pod, arn }) => roleAnnotation(pod, arn)),
      commands: all.flatMap(({ pod, arn }) => [
        ...(made.includes(pod) ? [createAccount(pod)] : []),
        annotateAccount(pod, arn),
      ]),
    },
  );
}

function changePods(
  migration: Migration,
  pods: readonly Pod[],
  input: AdviceInput,
  blanks: Blanks,
): MigrationStep {
  const ending =
    migration.from === 'pod-identity'
      ? deleteAssociations(
          input,
          pods.filter(({ former }) => former === undefined),
          blanks,
        )
      : [];
  return step('Restart the pods, one workload first', podTexts(migration, pods), {
    commands: [...ending, ...migration.moves.flatMap((move) => restarts(move, blanks))],
  });
}

function verify(migration: Migration, pods: readonly Pod[]): MigrationStep {
  const names = [...new Set(migration.moves.map(({ role }) => role.name))];
  return step(
    'See that it works',
    [
      `The first command answers with an assumed role of the name ${names.join(' or ')}. The pods’ variables include AWS_ROLE_ARN and AWS_WEB_IDENTITY_TOKEN_FILE, and neither AWS_CONTAINER_CREDENTIALS_FULL_URI nor AWS_ACCESS_KEY_ID. CloudTrail has AssumeRoleWithWebIdentity some minutes later.`,
      WHO_AM_I,
    ],
    {
      commands: [
        ...pods.flatMap((pod) => [whoAmI(pod), variablesOf(pod)]),
        ...clustersOf(pods).map(
          ({ region }) =>
            `aws cloudtrail lookup-events --region ${region} --lookup-attributes AttributeKey=EventName,AttributeValue=AssumeRoleWithWebIdentity --max-results 20 --query 'Events[].[EventTime,Username]' --output text`,
        ),
      ],
    },
  );
}

function wayBack(migration: Migration, pods: readonly Pod[]): MigrationStep {
  const commands =
    migration.from === 'pod-identity'
      ? migration.moves.flatMap(({ role }) =>
          pods
            .filter(({ former }) => former === undefined)
            .map(
              ({ cluster, namespace, serviceAccount }) =>
                `aws eks create-pod-identity-association --cluster-name ${cluster.name} --region ${cluster.region} --namespace ${namespace} --service-account ${serviceAccount} --role-arn ${role.arn}`,
            ),
        )
      : migration.isHeld === true
        ? []
        : pods.map((pod) => unannotateAccount({ ...pod, former: undefined }));
  return step('The way back, until the clean-up', [...migration.back, ...formerBack(pods)], { commands });
}
