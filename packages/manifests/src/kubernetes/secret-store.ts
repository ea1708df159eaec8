import type { Draft, ObjectHead } from './draft.ts';
import { type Fields, fieldsOf, isFields, listOf, literalOf, truthOf } from './fields.ts';

/** Of the External Secrets Operator: https://external-secrets.io/latest/provider/aws-access/ */
export function readSecretStore(head: ObjectHead, object: Fields): Draft {
  const spec = fieldsOf(object.spec);
  const providers = fieldsOf(spec.provider);
  const provider = Object.keys(providers)[0];
  const auth = fieldsOf(fieldsOf(providers.aws).auth);
  const vault = fieldsOf(fieldsOf(fieldsOf(providers.vault).auth).iam);
  const reference = [auth.secretRef, vault.secretRef].find(isFields);
  const account = fieldsOf(fieldsOf(auth.jwt).serviceAccountRef);
  return {
    ...head,
    kind: 'k8s-secret-store',
    fields: {
      type: head.type,
      name: head.name,
      namespace: head.namespace,
      provider,
      keySecret: reference === undefined ? null : secretIn(reference),
      usedBy: head.type === 'ClusterSecretStore' ? usedBy(spec.conditions) : 'own',
      // https://external-secrets.io/latest/api/clustersecretstore/: without a namespace it is that of who uses the store
      ownIdentities: isFields(fieldsOf(auth.jwt).serviceAccountRef) && account.namespace === undefined,
    },
    sets: {},
  };
}

function secretIn(reference: Fields): string | undefined {
  const { secretAccessKeySecretRef, secretAccessKey, accessKeyIDSecretRef, accessKeyID } = reference;
  const refs = [secretAccessKeySecretRef, secretAccessKey, accessKeyIDSecretRef, accessKeyID].filter(
    isFields,
  );
  return refs.length === 0 ? undefined : (literalOf(refs[0]?.name) ?? undefined);
}

function usedBy(conditions: unknown): 'all' | 'selected' {
  const all = listOf(conditions).map(fieldsOf);
  return all.length === 0 || all.some(isEverything) ? 'all' : 'selected';
}

/** A condition holds where one of its parts does. */
function isEverything({ namespaceSelector, namespaceRegexes }: Fields): boolean {
  const { matchLabels, matchExpressions } = fieldsOf(namespaceSelector);
  const selectsAll =
    isFields(namespaceSelector) &&
    Object.keys(fieldsOf(matchLabels)).length === 0 &&
    listOf(matchExpressions).length === 0;
  return selectsAll || listOf(namespaceRegexes).some((regex) => regex === '.*' || regex === '^.*$');
}

/** Of the Secrets Store CSI driver: https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-examples.html */
export function readProviderClass(head: ObjectHead, object: Fields): Draft {
  const spec = fieldsOf(object.spec);
  return {
    ...head,
    kind: 'k8s-secret-provider-class',
    fields: {
      name: head.name,
      namespace: head.namespace,
      provider: literalOf(spec.provider),
      usePodIdentity: truthOf(fieldsOf(spec.parameters).usePodIdentity),
    },
    sets: {},
  };
}
