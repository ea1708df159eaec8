import { isFields } from './fields.ts';

/** A text, which numbers and truths are, too; a list; or an object, whose other members are those of `*`. */
type Shape = 'text' | readonly [Shape] | { readonly [name: string]: Shape };

export interface MalformedPart {
  readonly path: readonly (string | number)[];
  readonly message: string;
  /** It is what YAML makes of a template engine's braces. */
  readonly template: boolean;
}

const NAMED: Shape = { name: 'text' };
const CONTAINERS: Shape = [
  {
    name: 'text',
    image: 'text',
    env: [{ name: 'text', value: 'text', valueFrom: { secretKeyRef: NAMED, configMapKeyRef: NAMED } }],
    envFrom: [{ prefix: 'text', secretRef: NAMED, configMapRef: NAMED }],
    command: ['text'],
    args: ['text'],
    volumeMounts: [{ name: 'text', mountPath: 'text', subPath: 'text' }],
  },
];
const METADATA: Shape = { namespace: 'text', annotations: { '*': 'text' }, labels: { '*': 'text' } };
const POD: Shape = {
  metadata: METADATA,
  spec: {
    serviceAccountName: 'text',
    serviceAccount: 'text',
    hostNetwork: 'text',
    initContainers: CONTAINERS,
    containers: CONTAINERS,
    ephemeralContainers: CONTAINERS,
    volumes: [
      {
        name: 'text',
        secret: { secretName: 'text', items: [{ key: 'text', path: 'text' }] },
        projected: { sources: [{ secret: NAMED, serviceAccountToken: { audience: 'text' } }] },
        csi: { driver: 'text', volumeAttributes: { '*': 'text' } },
      },
    ],
  },
};
const TEXTS: Shape = { '*': 'text' };
const STORE: Shape = {
  metadata: METADATA,
  spec: {
    provider: {
      aws: {
        auth: {
          secretRef: {
            accessKeyIDSecretRef: NAMED,
            secretAccessKeySecretRef: NAMED,
          },
          jwt: { serviceAccountRef: NAMED },
        },
      },
      vault: {
        auth: { iam: { secretRef: { accessKeyIDSecretRef: NAMED, secretAccessKeySecretRef: NAMED } } },
      },
    },
    conditions: [
      { namespaces: ['text'], namespaceRegexes: ['text'], namespaceSelector: { matchLabels: TEXTS } },
    ],
  },
};
const ROLE: Shape = {
  name: 'text',
  assumeRolePolicy: 'text',
  assumeRolePolicyDocument: 'text',
  permissionsBoundary: 'text',
  policies: ['text'],
  managedPolicyArns: ['text'],
  inlinePolicies: TEXTS,
  inlinePolicy: [{ name: 'text', policy: 'text' }],
};
const ASSOCIATION: Shape = {
  clusterName: 'text',
  namespace: 'text',
  serviceAccount: 'text',
  roleARN: 'text',
  roleArn: 'text',
  targetRoleARN: 'text',
  targetRoleArn: 'text',
  disableSessionTags: 'text',
};
/** As ACK and as Crossplane have it. */
const ofAws = (asked: { readonly [name: string]: Shape }): Shape => ({
  metadata: METADATA,
  spec: { ...asked, forProvider: asked, initProvider: asked },
});
const STORED: Shape = { metadata: METADATA, data: TEXTS, stringData: TEXTS, binaryData: TEXTS };
const MADE_FROM_TEMPLATE: Shape = { metadata: METADATA, spec: { template: POD } };
const SHAPES: Readonly<Record<string, Shape>> = {
  Pod: POD,
  PodTemplate: { metadata: METADATA, template: POD },
  CronJob: { metadata: METADATA, spec: { jobTemplate: { spec: { template: POD } } } },
  ScaledJob: { metadata: METADATA, spec: { jobTargetRef: { template: POD } } },
  Secret: STORED,
  ConfigMap: STORED,
  Namespace: { metadata: METADATA },
  ServiceAccount: { metadata: METADATA },
  SecretStore: STORE,
  ClusterSecretStore: STORE,
  Role: ofAws(ROLE),
  PodIdentityAssociation: ofAws(ASSOCIATION),
  SecretProviderClass: { metadata: METADATA, spec: { provider: 'text', parameters: TEXTS } },
};

/** The first part that is read of an object, but is not what Kubernetes takes there: whatever it holds is not judged. */
export function malformedPart(kind: string, object: unknown): MalformedPart | undefined {
  const shape = Object.hasOwn(SHAPES, kind) ? SHAPES[kind] : undefined;
  return partOf(object, shape ?? MADE_FROM_TEMPLATE, []);
}

function partOf(value: unknown, shape: Shape, path: MalformedPart['path']): MalformedPart | undefined {
  if (value === undefined || value === null) return undefined;
  if (shape === 'text') return typeof value === 'object' ? malformed(value, 'a text', path) : undefined;
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return malformed(value, 'a list', path);
    const [inner] = shape as readonly [Shape];
    return first(
      value.map((one, index) => [index, one, inner] as const),
      path,
    );
  }
  if (!isFields(value)) return malformed(value, 'an object', path);
  const shapes = shape as { readonly [name: string]: Shape };
  const known = Object.entries(value).flatMap(([name, one]) => {
    const inner = Object.hasOwn(shapes, name) ? shapes[name] : shapes['*'];
    return inner === undefined ? [] : [[name, one, inner] as const];
  });
  return first(known, path);
}

function first(
  parts: readonly (readonly [name: string | number, value: unknown, shape: Shape])[],
  path: MalformedPart['path'],
): MalformedPart | undefined {
  for (const [name, value, shape] of parts) {
    const found = partOf(value, shape, [...path, name]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function malformed(value: unknown, expected: string, path: MalformedPart['path']): MalformedPart {
  const is = Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : 'a text';
  const template = isFields(value)
    ? Object.keys(value).some((name) => name.startsWith('{'))
    : typeof value === 'string' && /\{[{%]/.test(value);
  return { path, message: `is ${is} where Kubernetes takes ${expected}: it is not judged`, template };
}
