/** A role annotation that is empty is none: the webhook takes it so. */
export interface K8sServiceAccount {
  readonly name: string;
  /** Null where the manifest leaves it to whoever applies it. */
  readonly namespace: string | null;
  readonly roleArn: string | null;
  /** The ARN of its Pod Identity association; unknown unless associations were given. */
  readonly association: string | null;
}

/**
 * What runs pods. The members of most sets are paths in the manifest, their values what is there: of `awsUse` the signs that it
 * uses AWS, of `keys` AWS keys by their first and last letters, of `keySecrets` the Secrets that such keys are taken from, a
 * ConfigMap as `ConfigMap/NAME`, of `iamAnnotations` the annotations of kube2iam and kiam. Of `images` the members are images,
 * their values the paths; of `labels` label names; of `providerClasses` the keys of the SecretProviderClasses that it mounts.
 */
export interface K8sWorkload {
  /** `Pod`, `Deployment`, ... */
  readonly type: string;
  readonly name: string;
  readonly namespace: string | null;
  /** Where its pod's spec is: `spec.template.spec`. */
  readonly podPath: string;
  readonly serviceAccount: string;
  readonly serviceAccountKey: string;
  readonly association: string | null;
  readonly hostNetwork: boolean;
  /** What gives it credentials of its own besides its service account and keys. */
  readonly ownIdentity: string | null;
}

/** Of the set `keys` the members are paths, their values AWS keys by their first and last letters; never a value. */
export interface K8sSecret {
  readonly name: string;
  readonly namespace: string | null;
}

/**
 * A ConfigMap, or an object of a kind that is not judged otherwise and holds a key. As for a secret; of `masters` the members are
 * the principals that `aws-auth` maps to `system:masters`, their values the paths.
 */
export interface K8sConfigMap {
  readonly name: string;
  readonly namespace: string | null;
}

export interface K8sSecretStore {
  /** `SecretStore` or `ClusterSecretStore`. */
  readonly type: string;
  readonly name: string;
  readonly namespace: string | null;
  readonly provider: string;
  /** The Secret whose AWS keys it authenticates with. */
  readonly keySecret: string | null;
  /** The namespaces that may use it: those that it selects, or all. */
  readonly usedBy: 'all' | 'selected' | 'own';
  /** Whether each namespace that uses it authenticates by a service account of its own. */
  readonly ownIdentities: boolean;
}

export interface K8sSecretProviderClass {
  readonly name: string;
  readonly namespace: string | null;
  readonly provider: string;
  readonly usePodIdentity: boolean;
}

export interface K8sNamespace {
  readonly name: string;
}

/**
 * A Dockerfile. The members are `line N`, their values AWS keys by their first and last letters, or what takes them in; of
 * `keyArguments` the build arguments for keys, and the credentials files that are copied.
 */
export type ContainerBuild = Readonly<Record<never, never>>;
