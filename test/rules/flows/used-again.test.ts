import { describe, expect, test } from 'vitest';
import { ACCOUNT } from '../../cloudtrail/records.ts';
import {
  associate,
  createAgent,
  createCluster,
  deleteAgent,
  deleteCluster,
  disassociate,
  PROD,
} from '../../support/eks-calls.ts';
import { endsOf, type FlowCall, itemAfter } from '../../support/flow.ts';

const agentOf = async (calls: readonly FlowCall[]) =>
  endsOf(await itemAfter(calls, PROD), 'pod-identity-agent-missing');

describe('the agent of a cluster', () => {
  const before = [createCluster(0), createAgent(30), associate(60, 'a-1')];

  test('that went with a cluster of the same name is not known of the next', async () => {
    const again = [deleteCluster(90), createCluster(120), associate(150, 'a-2')];
    expect(await agentOf([...before, ...again])).toEqual(['? add-on eks-pod-identity-agent']);
  });

  test('that was taken out of a cluster of the same name is not known of the next', async () => {
    const again = [deleteAgent(80), deleteCluster(90), createCluster(120), associate(150, 'a-2')];
    expect(await agentOf([...before, ...again])).toEqual(['low deleted', '? add-on eks-pod-identity-agent']);
  });

  test('that goes a second before the associations and the cluster is told as low', async () => {
    const down = [deleteAgent(90), disassociate(91, 'a-1'), deleteCluster(600)];
    expect(await agentOf([...before, ...down])).toEqual(['low not-applicable']);
  });

  test('that goes and leaves the associations is low until another is made', async () => {
    expect(await agentOf([...before, deleteAgent(90)])).toEqual(['low open']);
    expect(await agentOf([...before, deleteAgent(90), associate(120, 'a-2')])).toEqual(['medium open']);
  });
});

describe('the issuer of a cluster whose name is used again', () => {
  const host = 'oidc.eks.eu-central-1.amazonaws.com/id/';
  const identity = (id: string) => ({ identity: { oidc: { issuer: `https://${host}${id}` } } });
  const provider = `arn:aws:iam::${ACCOUNT}:oidc-provider/${host}AAA`;
  const registered: FlowCall = [
    30,
    'CreateOpenIDConnectProvider',
    { url: `https://${host}AAA`, clientIDList: ['sts.amazonaws.com'] },
    { openIDConnectProviderArn: provider },
  ];

  test('is that of a deleted cluster still', async () => {
    const calls = [createCluster(0, identity('AAA')), registered, deleteCluster(60)];
    const item = await itemAfter([...calls, createCluster(90, identity('BBB'))], provider);
    expect(endsOf(item, 'oidc-provider-orphaned')).toEqual(['medium open']);
    expect(endsOf(item, 'oidc-provider-unknown-issuer')).toEqual([]);
    expect(item.lives[0]?.summary).toContain('deleted before it was made again');
  });

  test('may be its own where that of the first is not known', async () => {
    const calls = [createCluster(0), registered, deleteCluster(60), createCluster(90, identity('BBB'))];
    const item = await itemAfter(calls, provider);
    expect(endsOf(item, 'oidc-provider-orphaned')).toEqual([`? issuer of ${PROD}`]);
    expect(endsOf(item, 'oidc-provider-unknown-issuer')).toEqual([`? issuer of ${PROD}`]);
  });
});
