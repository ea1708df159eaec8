import path from 'node:path';
import { type Change, configSchema, createEngine, findingId } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { openLocalStore } from 'podguard/local-store';
import { beforeAll, describe, expect, it } from 'vitest';
import { put, roleState } from '../acceptance/judge-role.ts';
import { findingsIn, runCli } from '../support/run-cli.ts';
import { CLUSTER_ARN, ISSUER, irsa, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';

const { directory } = useDirectory('migrate');

describe('explain --migrate-to of a store', () => {
  const store = path.join(directory, 'store');
  beforeAll(async () => {
    await runCli(['start', '--once', '--store', store]);
  }, 60_000);

  it('takes the recorded role, and what is around it', async () => {
    const { stdout: list } = await runCli(['scan', 'samples/day', '--quiet']);
    const findings = findingsIn(list);
    const idOf = (rule: string) =>
      findings.find((one) => one.rule === rule && one.status === 'open')?.id ?? '';

    const irsaRole = await runCli([
      'explain',
      idOf('irsa-subject-unrestricted'),
      '--store',
      store,
      '--migrate-to',
      'pod-identity',
    ]);
    expect(irsaRole.status).toBe(0);
    expect(irsaRole.stdout).toMatch(
      /trust\.json:\n[\s\S]*"system:serviceaccount:\*"[\s\S]*pods\.eks\.amazonaws\.com/,
    );

    const association = await runCli([
      'explain',
      idOf('pod-identity-privileged-role'),
      '--store',
      store,
      '--migrate-to',
      'irsa',
    ]);
    expect(association.stdout).toContain('"ISSUER:sub": "system:serviceaccount:ops:cluster-janitor"');
    expect(association.stdout).toContain('--association-id a-janitor00000000006');

    const key = await runCli(['explain', idOf('static-key-created'), '--store', store]);
    expect(key.stdout).toMatch(
      /\nRecommended: EKS Pod Identity: a role for each service account, by an association\.\n/,
    );
    expect(key.stdout).toMatch(
      /\n {2}The steps to pod-identity: podguard explain pg-\w+ --migrate-to pod-identity --store [\w./-]+\n/,
    );
    const json = await runCli(['explain', idOf('static-key-created'), '--store', store, '--format', 'json']);
    expect(JSON.parse(json.stdout)).toMatchObject({
      rule: 'static-key-created',
      advice: { method: 'pod-identity' },
    });

    const off = await runCli(['explain', idOf('cluster-audit-log-off'), '--store', store]);
    expect(off.stdout).not.toContain('Recommended');
  }, 60_000);
});

describe('explain --migrate-to of a store of one’s own', () => {
  const ACCOUNT = '111122223333';
  const KEY = `arn:aws:iam::${ACCOUNT}:role/app`;
  const inCluster = (type: string, name: string) =>
    `arn:aws:eks:eu-central-1:${ACCOUNT}:${type}/prod/${name}`;

  /** What a store with an issuer, a role that trusts it and more says of the role's finding. */
  async function explainedWith(name: string, more: readonly Change[], options: readonly string[]) {
    const store = path.join(directory, name);
    const { store: table, close } = await openLocalStore({ directory: store });
    const subjects = ['shop:cart', 'web:front'].map((one) => `system:serviceaccount:${one}`);
    const role = roleState({
      name: 'app',
      trust: JSON.parse(trust(irsa({ StringEquals: { [`${ISSUER}:sub`]: subjects } }))) as object,
    });
    const cluster = put({
      kind: 'eks-cluster',
      key: CLUSTER_ARN,
      fields: { arn: CLUSTER_ARN, name: 'prod', issuer: `https://${ISSUER}` },
    });
    const engine = createEngine({
      store: table,
      catalogue,
      config: configSchema.parse({}),
      judgedWith: 'test',
      pastLimit: 10,
      backOff: async () => {},
    });
    for (const change of [cluster, role, ...more]) await engine.apply(change);
    await close();
    return runCli(['explain', findingId('irsa-audience-unrestricted', KEY), '--store', store, ...options]);
  }

  it('reads the clusters of the account, and what they have', async () => {
    const profile = put({
      kind: 'eks-fargate-profile',
      key: inCluster('fargateprofile', 'web'),
      fields: { profileName: 'web', clusterName: 'prod' },
      sets: { selectors: { web: '{}' } },
    });
    const agent = put({
      kind: 'eks-addon',
      key: inCluster('addon', 'eks-pod-identity-agent'),
      fields: { addonName: 'eks-pod-identity-agent', clusterName: 'prod' },
    });
    const { status, stdout } = await explainedWith('own', [profile, agent], ['--migrate-to', 'pod-identity']);
    expect(status).toBe(0);
    expect(stdout).toContain(
      '--cluster-name prod --region eu-central-1 --namespace shop --service-account cart',
    );
    expect(stdout).toContain('web/front of cluster prod runs on Fargate and stays with IRSA');
    expect(stdout).toContain('The agent is recorded as an add-on of cluster prod');
    expect(stdout).not.toMatch(/^ {3}(CLUSTER|NAMESPACE|SERVICE_ACCOUNT) /m);
  });

  it('sees the association that is there', async () => {
    const association = put({
      kind: 'pod-identity-association',
      key: inCluster('podidentityassociation', 'a-1'),
      fields: { namespace: 'shop', serviceAccount: 'cart', roleArn: `${KEY}-other`, targetRoleArn: null },
    });
    const { stdout } = await explainedWith('other', [association], ['--migrate-to', 'pod-identity']);
    expect(stdout).toContain(`shop/cart of cluster prod has an association with another role, ${KEY}-other`);
  });
});
