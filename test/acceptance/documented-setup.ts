import { readdir, readFile } from 'node:fs/promises';
import type { Change } from '@podguard/core';
import { put, type RoleState, roleState } from './judge-role.ts';

const DIRECTORY = new URL('../fixtures/documented-setups/', import.meta.url);
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
const ISSUER = `oidc.eks.${REGION}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;
const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}`;

/** An account with one cluster that was set up as somebody documents it. */
export interface DocumentedSetup {
  readonly name: string;
  /** Rules of which a finding of severity low is no surprise. */
  readonly mayFind: readonly string[];
  readonly roles: readonly RoleState[];
  readonly customerPolicies?: readonly { readonly name: string; readonly document: object }[];
  readonly associations?: readonly {
    readonly id: string;
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly role: string;
  }[];
  readonly nodegroups?: readonly { readonly name: string; readonly role: string }[];
  readonly instanceProfiles?: readonly { readonly name: string; readonly roles: readonly string[] }[];
}

export async function readSetups(): Promise<readonly DocumentedSetup[]> {
  const names = (await readdir(DIRECTORY)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(`${name}/setup.json`, DIRECTORY), 'utf8');
      return { name, ...(JSON.parse(text) as Omit<DocumentedSetup, 'name'>) };
    }),
  );
}

const iam = (type: string, name: string) => `arn:aws:iam::${ACCOUNT}:${type}/${name}`;

/** Everything there is in the account: nothing is left unknown. */
export function changesOf(setup: DocumentedSetup): readonly Change[] {
  const cluster = put({
    kind: 'eks-cluster',
    key: CLUSTER,
    fields: {
      arn: CLUSTER,
      name: 'prod',
      roleArn: iam('role', setup.roles[0]?.name ?? ''),
      authenticationMode: 'API',
      issuer: ISSUER,
      auditLog: true,
      authenticatorLog: true,
      creatorAdmin: false,
      creator: iam('user', 'admin'),
      autoMode: false,
    },
  });
  const provider = put({
    kind: 'oidc-provider',
    key: PROVIDER,
    fields: { arn: PROVIDER, url: ISSUER },
    sets: { clientIds: { 'sts.amazonaws.com': true } },
  });
  const policies = (setup.customerPolicies ?? []).map(({ name, document }) =>
    put({
      kind: 'iam-policy',
      key: iam('policy', name),
      fields: { arn: iam('policy', name), defaultVersion: 'v1' },
      sets: { versions: { v1: JSON.stringify(document) } },
    }),
  );
  const associations = (setup.associations ?? []).map(({ id, namespace, serviceAccount, role }) =>
    put({
      kind: 'pod-identity-association',
      key: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/${id}`,
      fields: {
        associationId: id,
        clusterName: 'prod',
        namespace,
        serviceAccount,
        roleArn: iam('role', role),
        targetRoleArn: null,
        externalId: null,
        disableSessionTags: false,
        policy: null,
        ownerArn: null,
      },
    }),
  );
  // https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
  const agent = put({
    kind: 'eks-addon',
    key: `arn:aws:eks:${REGION}:${ACCOUNT}:addon/prod/eks-pod-identity-agent`,
    fields: { addonName: 'eks-pod-identity-agent', clusterName: 'prod', status: 'ACTIVE' },
  });
  const nodegroups = (setup.nodegroups ?? []).map(({ name, role }) => {
    const key = `arn:aws:eks:${REGION}:${ACCOUNT}:nodegroup/prod/${name}`;
    const fields = { arn: key, nodegroupName: name, clusterName: 'prod', nodeRole: iam('role', role) };
    return put({ kind: 'eks-nodegroup', key, fields });
  });
  const profiles = (setup.instanceProfiles ?? []).map(({ name, roles }) => {
    const key = iam('instance-profile', name);
    const members = Object.fromEntries(roles.map((role) => [role, true]));
    return put({ kind: 'instance-profile', key, fields: { arn: key }, sets: { roles: members } });
  });
  return [
    cluster,
    provider,
    ...policies,
    ...setup.roles.map(roleState),
    ...profiles,
    ...nodegroups,
    ...associations,
    ...(associations.length > 0 ? [agent] : []),
  ];
}
