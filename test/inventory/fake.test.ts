import { ResourceInUseException, ResourceNotFoundException } from '@aws-sdk/client-eks';
import { EntityAlreadyExistsException, NoSuchEntityException } from '@aws-sdk/client-iam';
import { expect, test } from 'vitest';
import { PODS_TRUST, roleArn, testAccount } from './account.ts';

const asked = { clusterName: 'prod', namespace: 'shop', serviceAccount: 'web', roleArn: roleArn('app') };

async function clustered() {
  const account = await testAccount();
  await account.eks.createCluster({ name: 'prod', roleArn: roleArn('c'), resourcesVpcConfig: {} });
  return account;
}

test('an association is made, described, changed and deleted', async () => {
  const { eks } = await clustered();
  const scoped = { ...asked, policy: '{}', targetRoleArn: roleArn('t') };
  await expect(eks.createPodIdentityAssociation(scoped)).rejects.toThrow('disableSessionTags must be true');
  const { association } = await eks.createPodIdentityAssociation({ ...scoped, disableSessionTags: true });
  const one = { clusterName: 'prod', associationId: association?.associationId };
  expect(association).toMatchObject({ ...asked, policy: '{}', disableSessionTags: true, tags: {} });
  expect(association?.externalId).toMatch(/prod/);
  const cleared = { ...one, policy: '', targetRoleArn: '', disableSessionTags: true };
  const changed = (await eks.updatePodIdentityAssociation(cleared)).association;
  expect([changed?.policy, changed?.targetRoleArn, changed?.externalId]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect((await eks.describePodIdentityAssociation(one)).association).toEqual(changed);
  await eks.deletePodIdentityAssociation(one);
  await expect(eks.describePodIdentityAssociation(one)).rejects.toBeInstanceOf(ResourceNotFoundException);
});

test('a service account has one association', async () => {
  const { eks } = await clustered();
  await eks.createPodIdentityAssociation(asked);
  await expect(eks.createPodIdentityAssociation(asked)).rejects.toBeInstanceOf(ResourceInUseException);
});

test('a cluster is not deleted while it has node groups or Fargate profiles', async () => {
  const { eks, wait } = await clustered();
  const prod = { clusterName: 'prod' };
  const workers = { ...prod, nodegroupName: 'workers' };
  const serverless = { ...prod, fargateProfileName: 'serverless' };
  await eks.createNodegroup({ ...workers, nodeRole: roleArn('app'), subnets: [] });
  await eks.createFargateProfile({ ...serverless, podExecutionRoleArn: roleArn('app') });
  await expect(eks.deleteCluster({ name: 'prod' })).rejects.toBeInstanceOf(ResourceInUseException);
  await eks.deleteNodegroup(workers);
  wait(300);
  await expect(eks.deleteCluster({ name: 'prod' })).rejects.toBeInstanceOf(ResourceInUseException);
  await eks.deleteFargateProfile(serverless);
  await expect(eks.deleteCluster({ name: 'prod' })).rejects.toBeInstanceOf(ResourceInUseException);
  wait(300);
  expect((await eks.deleteCluster({ name: 'prod' })).cluster?.status).toBe('DELETING');
});

test('associations are listed in pages, of all or of one service account', async () => {
  const { eks } = await clustered();
  for (const serviceAccount of ['a', 'b', 'c'])
    await eks.createPodIdentityAssociation({ ...asked, serviceAccount });
  const first = await eks.listPodIdentityAssociations({ clusterName: 'prod', maxResults: 2 });
  const last = await eks.listPodIdentityAssociations({ clusterName: 'prod', nextToken: first.nextToken });
  const names = [first, last].map(({ associations }) => associations?.map((one) => one.serviceAccount));
  expect([names, last.nextToken]).toEqual([[['a', 'b'], ['c']], undefined]);
  const filter = { clusterName: 'prod', namespace: 'shop', serviceAccount: 'b' };
  const [found, ...others] = (await eks.listPodIdentityAssociations(filter)).associations ?? [];
  expect([found?.serviceAccount, others]).toEqual(['b', []]);
  expect(found).not.toHaveProperty('roleArn');
});

test('without its cluster nothing is found', async () => {
  const { eks } = await testAccount();
  await expect(eks.createPodIdentityAssociation(asked)).rejects.toBeInstanceOf(ResourceNotFoundException);
  await expect(eks.listPodIdentityAssociations({ clusterName: 'prod' })).rejects.toBeInstanceOf(
    ResourceNotFoundException,
  );
});

test("IAM's errors are those of IAM", async () => {
  const { iam } = await testAccount();
  const role = { RoleName: 'app', AssumeRolePolicyDocument: PODS_TRUST };
  await iam.createRole(role);
  await expect(iam.createRole(role)).rejects.toBeInstanceOf(EntityAlreadyExistsException);
  await expect(iam.getRole({ RoleName: 'other' })).rejects.toBeInstanceOf(NoSuchEntityException);
});

test('what it does not do it says', async () => {
  const { iam, eks } = await testAccount();
  await expect(iam.listGroups({})).rejects.toThrow('iam:ListGroups is not faked');
  await expect(eks.listUpdates({ name: 'prod' })).rejects.toThrow('is not faked');
});
