import type { MigrationTarget, Resource } from '@podguard/core';
import type { AdviceInput } from '../around.ts';
import type { Blanks } from '../blanks.ts';
import { unknownCluster } from '../cluster.ts';
import { type Migration, step } from '../migration.ts';
import type { Pod } from '../pod.ts';

type Store = Resource<'k8s-secret-store'>;

/** By EKS Pod Identity the operator’s own pods; by IRSA a service account whose token the operator asks for. */
export function podOfStore(input: AdviceInput, { state }: Store, to: MigrationTarget, blanks: Blanks): Pod {
  const cluster = unknownCluster(input, blanks);
  if (to === 'pod-identity')
    return {
      cluster,
      namespace: blanks.blank('OPERATOR_NAMESPACE', 'namespace of the operator, often external-secrets'),
      serviceAccount: blanks.blank(
        'OPERATOR_SERVICE_ACCOUNT',
        'service account of the operator, often external-secrets',
      ),
    };
  return {
    cluster,
    namespace: blanks.known(
      state.type === 'ClusterSecretStore' ? undefined : state.namespace,
      'NAMESPACE',
      'namespace of the service account that the store is to use',
    ),
    serviceAccount: blanks.blank(
      'SERVICE_ACCOUNT',
      'service account for this store alone; no pod runs with it',
    ),
  };
}

/**
 * Where the auth of a store lies. https://external-secrets.io/latest/provider/aws-access/,
 * https://external-secrets.io/latest/provider/hashicorp-vault/
 */
function authOf({ state }: Store): string {
  return state.provider === 'vault' ? 'spec.provider.vault.auth.iam' : 'spec.provider.aws.auth';
}

const VAULT = 'Vault’s own role has to be bound to the new role, too (bound_iam_principal_arn).';

export function outOfStore(store: Store): readonly string[] {
  const auth = authOf(store);
  return [
    'Restart the operator first: it takes the association when it starts.',
    store.state.provider === 'vault'
      ? `Then take ${auth}.secretRef out of the store: without it the operator’s own identity is used. ${VAULT}`
      : `Then take ${auth} out of the store: without it the operator’s own identity is used.`,
  ];
}

/** No pod runs with the account that a store names: the store is changed, and asked. */
export function storeSteps(
  store: Store,
  { namespace, serviceAccount }: Pod,
  blanks: Blanks,
): Migration['noPods'] {
  const { type, provider, name } = store.state;
  const isClusterWide = type === 'ClusterSecretStore';
  const own = blanks.known(name, 'STORE', 'name of the store');
  const place = isClusterWide ? '' : ` --namespace ${namespace}`;
  const kind = isClusterWide ? 'clustersecretstore' : 'secretstore';
  const reference = [
    'jwt:',
    '  serviceAccountRef:',
    `    name: ${JSON.stringify(serviceAccount)}`,
    ...(isClusterWide ? [`    namespace: ${JSON.stringify(namespace)}`] : []),
  ];
  const secret = blanks.blank('EXTERNAL_SECRET', 'an ExternalSecret that uses the store');
  const where = isClusterWide
    ? blanks.blank('EXTERNAL_SECRET_NAMESPACE', 'namespace of that ExternalSecret')
    : namespace;
  return {
    change: step(
      'Let the store use the service account',
      [
        `In place of ${authOf(store)}.secretRef, in Git or in the chart’s values. The operator asks for a token of the service account by itself: no pod is restarted, and none has to name it.`,
        ...(provider === 'vault' ? [VAULT] : []),
      ],
      { documents: [{ name: `in ${authOf(store)}`, text: `${reference.join('\n')}\n` }] },
    ),
    verify: step(
      'See that it works',
      [
        'The store is Ready (Valid), and the secret is synced anew. CloudTrail has AssumeRoleWithWebIdentity some minutes later.',
      ],
      {
        commands: [
          `kubectl get ${kind} ${own}${place}`,
          `kubectl annotate externalsecret ${secret} --namespace ${where} force-sync=$(date +%s) --overwrite`,
          `kubectl get externalsecret ${secret} --namespace ${where}`,
        ],
      },
    ),
  };
}
