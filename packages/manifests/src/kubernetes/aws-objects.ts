import { type Fields, fieldsOf, isFields, listOf, literalOf } from './fields.ts';

/** The API groups of Crossplane's providers for AWS, and of AWS Controllers for Kubernetes (ACK): the service, and whose they are. */
const GROUP = /^(\w+)\.(?:aws\.(?:m\.)?upbound\.io|aws\.crossplane\.io|services\.k8s\.aws)$/;

/** Whether a YAML text may hold such an object, or one of Karpenter's. */
export const AWS_GROUPS = /(?:upbound\.io|aws\.crossplane\.io|services\.k8s\.aws|karpenter\.k8s\.aws)\//;

/** `iam`, `eks`, ... of an API group of Crossplane or ACK. */
export function serviceOf(group: string): string | undefined {
  return GROUP.exec(group)?.[1];
}

/** A part of what is asked for, and where it is; without a value at the first place where it could be. */
export interface AskedPart {
  readonly value: unknown;
  readonly place: readonly string[];
}

export type Asked = (...names: readonly string[]) => AskedPart;

/**
 * What an object asks of AWS: ACK has it in `spec`, Crossplane in `spec.forProvider`, and what counts for the making alone in
 * `spec.initProvider`.
 * Shapes: https://aws-controllers-k8s.github.io/docs/api-reference, https://docs.crossplane.io/latest/managed-resources/managed-resources/
 */
export function askedOf(object: Fields): Asked {
  const spec = fieldsOf(object.spec);
  const places = isFields(spec.forProvider)
    ? [
        { of: fieldsOf(spec.forProvider), place: ['spec', 'forProvider'] },
        { of: fieldsOf(spec.initProvider), place: ['spec', 'initProvider'] },
      ]
    : [{ of: spec, place: ['spec'] }];
  return (...names) => {
    const parts = places.flatMap(({ of, place }) =>
      names.map((name) => ({ value: of[name], place: [...place, name] })),
    );
    const given = parts.find(({ value }) => value !== undefined && value !== null);
    return given ?? (parts[0] as AskedPart);
  };
}

/** A text that is asked for; one that may be left out is absent where neither it nor what refers to it is given. */
export function askedText(
  asked: Asked,
  names: readonly string[],
  references: readonly string[] = [],
): string | null | undefined {
  const text = literalOf(asked(...names).value);
  if (text !== null && text !== '') return text;
  return references.some((name) => (asked(name).value ?? null) !== null) ? undefined : null;
}

/**
 * Whether the object only looks at what somebody else made:
 * https://docs.crossplane.io/latest/managed-resources/managed-resources/#managementpolicies,
 * https://aws-controllers-k8s.github.io/docs/guides/readonly
 */
export function isObserved({ metadata, spec }: Fields): boolean {
  const { managementPolicies, managementPolicy } = fieldsOf(spec);
  const policies = listOf(managementPolicies);
  return (
    (policies.length > 0 && policies.every((one) => one === 'Observe')) ||
    managementPolicy === 'ObserveOnly' ||
    fieldsOf(fieldsOf(metadata).annotations)['services.k8s.aws/read-only'] === 'true'
  );
}

/** Kinds that decide which pods get which rights, by service; `identity` was Crossplane's older name of `iam`. */
const UNREAD: ReadonlyMap<string, RegExp> = new Map([
  [
    'iam',
    /^(AccessKey|InstanceProfile|OpenIDConnectProvider|Policy|Role(Policy(Attachment)?)?|ServiceSpecificCredential|User(Policy(Attachment)?)?)$/,
  ],
  [
    'identity',
    /^(OpenIDConnectProvider|IAM(AccessKey|Policy|Role(PolicyAttachment)?|User(PolicyAttachment)?))$/,
  ],
  [
    'eks',
    /^(AccessEntry|AccessPolicyAssociation|Addon|Capability|Cluster|FargateProfile|IdentityProviderConfig|Node[Gg]roup|PodIdentityAssociation)$/,
  ],
  ['ec2', /^LaunchTemplate$/],
]);

/** Whether it is, or holds (a Composition of Crossplane), an object of AWS that would have to be judged and is not read. */
export function isUnread(object: Fields): boolean {
  const seen = new Set<unknown>([object]);
  // An alias may lead to what it is in; what is added while it goes on is gone over, too.
  for (const one of seen) {
    // What refers to an object has no spec.
    if (isFields(one) && isOfAws(one) && !isObserved(one) && (one === object || isFields(one.spec)))
      return true;
    for (const child of Object.values(one as object)) {
      if (typeof child === 'object' && child) seen.add(child);
      else if (object.kind === 'Composition' && typeof child === 'string' && makesOfAws(child)) return true;
    }
  }
  return false;
}

const IN_TEMPLATE =
  /apiVersion["']?\s*[:=]\s*["']?([\w.]+)\/\w+["']?,?\s+["']?kind["']?\s*[:=]\s*["']?(\w+)/g;

/** A function's template or program: https://docs.crossplane.io/latest/composition/compositions/ */
function makesOfAws(text: string): boolean {
  return [...text.matchAll(IN_TEMPLATE)].some(([, apiVersion, kind]) => isOfAws({ apiVersion, kind }));
}

function isOfAws({ apiVersion, kind }: Fields): boolean {
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return false;
  return UNREAD.get(serviceOf(apiVersion.split('/')[0] ?? '') ?? '')?.test(kind) === true;
}

/**
 * Whether the instances of a Karpenter EC2NodeClass answer IMDSv1, or pods: unless it says so itself they need tokens, and are one hop
 * away, in v1beta1 two. Source: https://karpenter.sh/docs/concepts/nodeclasses/#specmetadataoptions
 */
export function hasWeakOptions({ apiVersion, spec }: Fields): boolean {
  const { httpEndpoint, httpTokens, httpPutResponseHopLimit } = fieldsOf(fieldsOf(spec).metadataOptions);
  const hops = httpPutResponseHopLimit ?? (String(apiVersion).endsWith('/v1beta1') ? 2 : 1);
  return httpEndpoint !== 'disabled' && ((httpTokens ?? 'required') !== 'required' || hops !== 1);
}
