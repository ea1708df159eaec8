/**
 * The kinds of resources. A kind names its fields (a put that does not name one says that it is absent), its sets, the
 * fields whose former values matter to rules over a change, and its relations.
 */
export interface KindSpec {
  readonly fields: readonly string[];
  readonly sets: readonly string[];
  /** Fields whose former distinct values are kept, for rules that compare with what was. */
  readonly tracked: readonly string[];
}

const spec = <const S extends KindSpec>(kind: S): S => kind;

export const KINDS = {
  'aws-account': spec({ fields: [], sets: [], tracked: [] }),
  'iam-role': spec({
    fields: ['arn', 'roleId', 'trust', 'boundary', 'maxSessionDuration'],
    sets: ['policies', 'inlinePolicies'],
    tracked: ['boundary'],
  }),
  'iam-policy': spec({ fields: ['arn', 'defaultVersion'], sets: ['versions'], tracked: [] }),
  'instance-profile': spec({ fields: ['arn'], sets: ['roles'], tracked: [] }),
  'pod-identity-association': spec({
    fields: [
      'associationId',
      'clusterName',
      'namespace',
      'serviceAccount',
      'roleArn',
      'targetRoleArn',
      'externalId',
      'disableSessionTags',
      'policy',
      'ownerArn',
    ],
    sets: [],
    tracked: ['roleArn'],
  }),
  'ec2-instance': spec({
    fields: ['httpTokens', 'httpEndpoint', 'hopLimit', 'httpProtocolIpv6', 'metadataTags', 'profileArn'],
    sets: ['tags'],
    tracked: ['httpTokens', 'httpEndpoint', 'hopLimit', 'httpProtocolIpv6', 'metadataTags'],
  }),
  'access-key': spec({
    fields: ['keyId', 'userName', 'status', 'ofRoot', 'creator', 'createdByOwner'],
    sets: [],
    tracked: ['status'],
  }),
  'oidc-provider': spec({ fields: ['arn', 'url'], sets: ['clientIds'], tracked: [] }),
  'eks-cluster': spec({
    fields: ['arn', 'name', 'roleArn', 'authenticationMode', 'issuer'],
    sets: [],
    tracked: [],
  }),
  'eks-nodegroup': spec({
    fields: ['arn', 'nodegroupName', 'clusterName', 'nodeRole'],
    sets: [],
    tracked: [],
  }),
} as const;

export type Kind = keyof typeof KINDS;
export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

/** Nothing is recorded of it: what belongs to an account is found through it. */
export type AwsAccount = Readonly<Record<never, never>>;

/**
 * A role's state. ARNs are as AWS wrote them; `trust` is the policy's JSON text. Of the set `inlinePolicies` the members are
 * the names, their values the documents' JSON text, or `true` where that is not known.
 */
export interface IamRole {
  readonly arn: string;
  readonly roleId: string;
  readonly trust: string;
  readonly boundary: string | null;
  readonly maxSessionDuration: number | null;
}

/**
 * A customer managed policy. Of the set `versions` the members are the ids (`v1`), their values the documents' JSON text, or
 * `true` where that is not known.
 */
export interface IamPolicy {
  readonly arn: string;
  readonly defaultVersion: string;
}

/** Of the set `roles` the members are the roles' names. */
export interface InstanceProfile {
  readonly arn: string;
}

export interface PodIdentityAssociation {
  readonly associationId: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly roleArn: string;
  readonly targetRoleArn: string | null;
  readonly externalId: string | null;
  readonly disableSessionTags: boolean | null;
  readonly policy: string | null;
  readonly ownerArn: string | null;
}

export interface Ec2Instance {
  readonly httpTokens: 'optional' | 'required';
  readonly httpEndpoint: 'enabled' | 'disabled';
  readonly hopLimit: number;
  readonly httpProtocolIpv6: 'enabled' | 'disabled';
  readonly metadataTags: 'enabled' | 'disabled';
  readonly profileArn: string | null;
}

export interface AccessKey {
  readonly keyId: string;
  readonly userName: string | null;
  readonly status: 'Active' | 'Inactive' | 'Expired';
  readonly ofRoot: boolean;
  readonly creator: string;
  /** Whether the key's own user (or root, for its own) made it. */
  readonly createdByOwner: boolean;
}

export interface OidcProvider {
  readonly arn: string;
  readonly url: string;
}

export interface EksCluster {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly authenticationMode: string | null;
  readonly issuer: string;
}

export interface EksNodegroup {
  readonly arn: string;
  readonly nodegroupName: string;
  readonly clusterName: string;
  readonly nodeRole: string;
}

export interface StateOf {
  readonly 'aws-account': AwsAccount;
  readonly 'iam-role': IamRole;
  readonly 'iam-policy': IamPolicy;
  readonly 'instance-profile': InstanceProfile;
  readonly 'pod-identity-association': PodIdentityAssociation;
  readonly 'ec2-instance': Ec2Instance;
  readonly 'access-key': AccessKey;
  readonly 'oidc-provider': OidcProvider;
  readonly 'eks-cluster': EksCluster;
  readonly 'eks-nodegroup': EksNodegroup;
}

export type SetOf = { readonly [K in Kind]: (typeof KINDS)[K]['sets'][number] };
