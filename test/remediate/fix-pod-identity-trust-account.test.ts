import { describe, expect, test } from 'vitest';
import { PODS_TRUST, roleArn } from '../inventory/account.ts';
import { aws, podIdentity, trust } from '../support/trusts.ts';
import { BOTH, SCOPE } from './pod-identity-trusts.ts';
import { APP, later, mendAndBack, openFinding, setTrust, startRoleWorld, trustOf } from './role-world.ts';

async function associated(document: string) {
  const world = await startRoleWorld(document);
  await world.eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  const { association: made } = await world.eks.createPodIdentityAssociation({
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn: APP,
  });
  await later(world);
  return { world, key: made?.associationArn ?? '' };
}

describe('in an account', () => {
  test('a trust policy without sts:TagSession gets it, and loses it when undone', async () => {
    const { world } = await associated(trust(podIdentity(['sts:AssumeRole'])));
    const finding = await openFinding(world, 'pod-identity-tag-session-missing');
    const { remediation, mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(podIdentity(BOTH))));
    expect(remediation.plan?.ends).toContain(finding.id);
  });

  test('a trust policy for any cluster is kept to that of the association', async () => {
    const { world } = await associated(PODS_TRUST);
    const finding = await openFinding(world, 'pod-identity-trust-unscoped');
    const { mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(podIdentity(BOTH, SCOPE))));
  });

  test('a trust policy that lost EKS Pod Identity gets it again, and no two statements one id', async () => {
    const [former, present] = [podIdentity(BOTH), aws({ AWS: roleArn('ci') })].map((statement) => ({
      ...statement,
      Sid: 'Statement1',
    }));
    const { world, key } = await associated(trust(former as never));
    const twice = { RoleName: 'app', PolicyDocument: trust(present as never, former as never) };
    await expect(world.iam.updateAssumeRolePolicy(twice)).rejects.toThrow(/must be unique/);
    await setTrust(world, trust(present as never));
    const finding = await openFinding(world, 'pod-identity-role-not-trusting', key);
    const { mended } = await mendAndBack(world, finding, () => trustOf(world));
    expect(mended).toEqual(JSON.parse(trust(present as never, podIdentity(BOTH, SCOPE))));
  });

  test('a role that never trusted EKS Pod Identity is opened to nobody without a person who insists', async () => {
    const { world, key } = await associated(trust(aws({ AWS: roleArn('ci') })));
    const finding = await openFinding(world, 'pod-identity-role-not-trusting', key);
    const { refusal, remediation } = await world.previewOf(finding);
    expect(`${refusal} ${remediation.history.at(-1)?.note}`).toMatch(/may insist/);
  });
});
