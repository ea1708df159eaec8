import { RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AssociateAccessPolicyCommand,
  AssociateIdentityProviderConfigCommand,
  CreateAccessEntryCommand,
  CreateClusterCommand,
  CreatePodIdentityAssociationCommand,
} from '@aws-sdk/client-eks';
import {
  AddRoleToInstanceProfileCommand,
  AttachRolePolicyCommand,
  CreateAccessKeyCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { ACCOUNT } from '../../support/ministack/start.ts';
import type { Clients } from './clients.ts';

const clusterName = 'harbour';
const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/0A1B2C3D4E5F60718293A4B5C6D7E8F9';
const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;

/** The ids that AWS chose, and what events have to repeat. */
export interface Harbour {
  readonly association: string;
  readonly instance: string;
  readonly accessKey: string;
  /** By which pods get the role `harbour-tides` through the provider. */
  readonly webTrust: string;
}

/** A cluster `harbour` and what belongs to it, made where no event tells of it. */
export async function makeHarbour(clients: Clients): Promise<Harbour> {
  const { ec2, eks, iam } = clients;
  await eks.send(
    new CreateClusterCommand({ name: clusterName, roleArn: roleArn('harbour'), resourcesVpcConfig: {} }),
  );
  await eks.send(
    new AssociateIdentityProviderConfigCommand({
      clusterName,
      oidc: { identityProviderConfigName: 'people', issuerUrl: 'https://login.example.com', clientId: 'k8s' },
    }),
  );
  await iam.send(
    new CreateOpenIDConnectProviderCommand({ Url: `https://${ISSUER}`, ClientIDList: ['sts.amazonaws.com'] }),
  );
  const web = trust({ Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/${ISSUER}` }, [
    'sts:AssumeRoleWithWebIdentity',
  ]);
  await iam.send(new CreateRoleCommand({ RoleName: 'harbour-tides', AssumeRolePolicyDocument: web }));
  const pods = trust({ Service: 'pods.eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession']);
  await iam.send(new CreateRoleCommand({ RoleName: 'harbour-cranes', AssumeRolePolicyDocument: pods }));
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'harbour-cranes',
      PolicyName: 'everything',
      PolicyDocument: document({ Effect: 'Allow', Action: '*', Resource: '*' }),
    }),
  );
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      Path: '/quay/',
      PolicyName: 'harbour-read',
      PolicyDocument: document({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }),
    }),
  );
  const attached = { RoleName: 'harbour-cranes', PolicyArn: Policy?.Arn as string };
  await iam.send(new AttachRolePolicyCommand(attached));
  const principalArn = roleArn('people/harbour-people');
  await eks.send(new CreateAccessEntryCommand({ clusterName, principalArn }));
  await eks.send(
    new AssociateAccessPolicyCommand({
      ...{ clusterName, principalArn },
      policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
      accessScope: { type: 'cluster' },
    }),
  );
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'harbour-node' }));
  await iam.send(
    new AddRoleToInstanceProfileCommand({ InstanceProfileName: 'harbour-node', RoleName: 'harbour-cranes' }),
  );
  const { Instances } = await ec2.send(
    new RunInstancesCommand({
      ...{ ImageId: 'ami-0123456789abcdef0', MinCount: 1, MaxCount: 1 },
      IamInstanceProfile: { Name: 'harbour-node' },
      MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 3 },
      TagSpecifications: [
        { ResourceType: 'instance', Tags: [{ Key: 'kubernetes.io/cluster/harbour', Value: 'owned' }] },
      ],
    }),
  );
  await iam.send(new CreateUserCommand({ UserName: 'harbour-master' }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'harbour-master' }));
  return {
    association: await makeAssociation(clients, 'cranes'),
    instance: Instances?.[0]?.InstanceId as string,
    accessKey: AccessKey?.AccessKeyId as string,
    webTrust: web,
  };
}

/** One whose role may do everything. */
export async function makeAssociation({ eks }: Clients, serviceAccount: string): Promise<string> {
  const { association } = await eks.send(
    new CreatePodIdentityAssociationCommand({
      ...{ clusterName, namespace: 'quay', serviceAccount },
      roleArn: roleArn('harbour-cranes'),
    }),
  );
  return association?.associationId as string;
}

/** A role that pods get, made where no event tells of it either. */
export async function makeRole({ iam }: Clients, name: string, trust: string): Promise<void> {
  await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
}

function trust(principal: object, actions: readonly string[]): string {
  return document({ Effect: 'Allow', Principal: principal, Action: actions });
}

function document(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
}
