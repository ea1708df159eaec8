import type { MigrationStep } from '@podguard/core';
import { type AdviceInput, those } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { type Cluster, selfHostedIssuers } from '../cluster.ts';
import {
  podTexts,
  restarts,
  serviceAccountManifest,
  variablesOf,
  WHO_AM_I,
  whoAmI,
} from '../kubernetes-steps.ts';
import { type Migration, step } from '../migration.ts';
import { irsaStatements, podIdentityStatements, providerArn } from '../new-statements.ts';
import { placeOf } from '../place.ts';
import { clustersOf, type Pod } from '../pod.ts';
import { irsaRequest } from '../proof.ts';
import { IRSA_SDKS } from '../sdk-versions.ts';
import { deleteAssociations } from '../sources/from-pod-identity.ts';
import { trustSteps } from '../trust-steps.ts';
import { isOfPods } from './to-pod-identity.ts';

/** The steps of a migration to IRSA, in the order in which nothing breaks. */
export function toIrsa(migration: Migration, input: AdviceInput, blanks: Blanks) {
  const issuerOf = issuers(input, blanks);
  const writer = {
    by: 'the service account',
    statements: (pods: readonly Pod[]) => irsaStatements(pods, issuerOf),
    requests: (pod: Pod) => [irsaRequest(pod, issuerOf(pod.cluster))],
    stayingStatements: podIdentityStatements,
  };
  const pods = migration.moves.flatMap((move) => move.pods);
  const trusts = migration.moves.map((move) => trustSteps(migration, move, writer, input));
  return {
    notes: trusts.flatMap(({ notes }) => notes),
    steps: [
      ...migration.before,
      isOutside(input) ? readyOutside(pods, issuerOf) : ready(pods, issuerOf, input),
      ...trusts.flatMap(({ open }) => open),
      annotate(migration),
      changePods(migration, pods, input, blanks),
      verify(migration, pods),
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
    if (cluster.issuer !== null) return cluster.issuer;
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
function readyOutside(pods: readonly Pod[], issuerOf: IssuerOf): MigrationStep {
  const clusters = clustersOf(pods).map((cluster) => ({
    issuer: issuerOf(cluster),
    arn: providerArn(cluster, issuerOf(cluster)),
  }));
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

function ready(pods: readonly Pod[], issuerOf: IssuerOf, input: AdviceInput): MigrationStep {
  const clusters = clustersOf(pods).map((cluster) => ({
    cluster,
    arn: providerArn(cluster, issuerOf(cluster)),
  }));
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
      commands: clusters.flatMap(({ cluster, arn }) => [
        `aws eks describe-cluster --name ${cluster.name} --region ${cluster.region} --query cluster.identity.oidc.issuer --output text`,
        `aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arn}`,
        ...(known(arn)
          ? []
          : [
              `aws iam create-open-id-connect-provider --url https://${issuerOf(cluster)} --client-id-list sts.amazonaws.com`,
            ]),
      ]),
    },
  );
}

function annotate({ moves }: Migration): MigrationStep {
  const documents = moves.flatMap(({ role, pods }) =>
    pods.map((pod) => serviceAccountManifest(pod, role.arn)),
  );
  return step(
    'Annotate the service account',
    ['In Git or in the chart’s values, so that the next release keeps it. Pods take it when they start.'],
    { documents, commands: documents.map(({ name }) => `kubectl apply --filename ${name}`) },
  );
}

function changePods(
  migration: Migration,
  pods: readonly Pod[],
  input: AdviceInput,
  blanks: Blanks,
): MigrationStep {
  const ending = migration.from === 'pod-identity' ? deleteAssociations(input, pods, blanks) : [];
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
          pods.map(
            ({ cluster, namespace, serviceAccount }) =>
              `aws eks create-pod-identity-association --cluster-name ${cluster.name} --region ${cluster.region} --namespace ${namespace} --service-account ${serviceAccount} --role-arn ${role.arn}`,
          ),
        )
      : pods.map(
          ({ namespace, serviceAccount }) =>
            `kubectl annotate serviceaccount ${serviceAccount} --namespace ${namespace} eks.amazonaws.com/role-arn-`,
        );
  return step('The way back, until the clean-up', migration.back, { commands });
}
