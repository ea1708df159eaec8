import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type K8sServer, startK8sServer } from '../support/k8s-server/k8s-server.ts';
import { namespaceOf, serviceAccount, workload } from '../support/k8s-server/objects.ts';
import { type DriftAccount, driftAccount } from './drift-account.ts';

beforeAll(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
});
afterAll(() => vi.unstubAllEnvs());

interface ReadCluster extends DriftAccount {
  readonly server: K8sServer;
}

async function readCluster(): Promise<ReadCluster> {
  const account = await driftAccount();
  const server = await startK8sServer('prod');
  onTestFinished(() => server.close());
  writeFileSync(
    path.join(account.directory, 'podguard.config.ts'),
    "export default { account: '111122223333', clusterReading: true };\n",
  );
  const { url: endpoint, certificateAuthority } = server;
  const cluster = account.fake.account.clusters.get('eu-central-1/prod');
  Object.assign(cluster?.told ?? {}, { endpoint, certificateAuthority });
  return { ...account, server };
}

const pods = (name: string) => workload('Deployment', 'shop', name, { serviceAccountName: name });

interface Told {
  readonly rule: string;
  readonly summary: string;
  readonly resource: { readonly key: string };
}

test('podguard drift reads a cluster where the configuration wants that, and names what it may not read', async () => {
  const account = await readCluster();
  const { server, drift } = account;
  server.groups.set('external-secrets.io', 'v1');
  server.forbidden.add('secretstores.external-secrets.io');
  server.objects.push(
    namespaceOf('shop'),
    serviceAccount('shop', 'cart'),
    serviceAccount('shop', 'orders'),
    pods('cart'),
    pods('orders'),
  );
  const { stdout, stderr } = await drift(['--format', 'ndjson']);
  const findings = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
  const told = (rule: string) => findings.filter((one) => one.rule === rule).map(({ summary }) => summary);
  expect(told('k8s-no-aws-identity')).toEqual([
    "Deployment shop/orders in cluster prod uses AWS, and its service account orders has neither a role nor an association: it gets the node's role",
  ]);
  expect(told('pod-identity-service-account-missing')).toEqual([
    'Service account shop/checkout is not in cluster prod: whoever makes it gets arn:aws:iam::111122223333:role/checkout',
  ]);
  expect(stderr).toContain(
    'secretstores.external-secrets.io of arn:aws:eks:eu-central-1:111122223333:cluster/prod',
  );
});

test('what is gone from a cluster is gone from the store with the next run, and is no drift', async () => {
  const account = await readCluster();
  const { server, drift } = account;
  server.objects.push(namespaceOf('shop'), serviceAccount('shop', 'orders'), pods('orders'));
  const first = await drift(['--format', 'ndjson']);
  expect(first.stdout).toContain('k8s-no-aws-identity');
  server.objects.pop();
  const { stdout, stderr } = await drift(['--format', 'ndjson', '--fail-on-drift']);
  expect(stdout).not.toContain('k8s-no-aws-identity');
  expect(`${stdout}${stderr}`).not.toContain('Deployment/shop/orders');
});

test('where clusters are not read any more nothing is claimed of what is in them, and what is approved there is not known', async () => {
  const account = await readCluster();
  const { server, drift } = account;
  server.objects.push(namespaceOf('shop'), serviceAccount('shop', 'orders'), pods('orders'));
  const rules = ['k8s-no-aws-identity', 'pod-identity-service-account-missing'];
  const first = await drift(['--format', 'ndjson']);
  for (const rule of rules) expect(first.stdout).toContain(rule);
  expect((await drift(['--approve', '*#Deployment/shop/orders'])).stdout).toMatch(/^approved 1 /);
  writeFileSync(path.join(account.directory, 'off.ts'), "export default { account: '111122223333' };\n");
  const calls = server.calls.length;
  const off = await drift(['--format', 'json', '--config', 'off.ts']);
  const { findings, differences } = JSON.parse(off.stdout);
  expect(findings.map(({ rule }: Told) => rule)).not.toEqual(expect.arrayContaining([rules[0]]));
  expect(findings.map(({ rule }: Told) => rule)).not.toEqual(expect.arrayContaining([rules[1]]));
  expect(differences).toEqual([]);
  expect(off.stderr).toMatch(
    /#Deployment\/shop\/orders: whether it is as it was approved is not known: clusters are not read/,
  );
  expect(server.calls).toHaveLength(calls);
  const on = await drift(['--format', 'ndjson']);
  for (const rule of rules) expect(on.stdout).toContain(rule);
});

test('of a type that may not be listed any more there is one gap, and its objects are not asked for one by one', async () => {
  const { server, drift } = await readCluster();
  server.objects.push(...Array.from({ length: 20 }, (_, index) => pods(`orders-${index}`)));
  await drift(['--quiet']);
  server.forbidden.add('deployments.apps');
  const calls = server.calls.length;
  const { stdout, status } = await drift(['--format', 'json']);
  expect(status).toBe(3);
  expect(JSON.parse(stdout).gaps.map(({ what }: { readonly what: string }) => what)).toEqual([
    'deployments.apps of arn:aws:eks:eu-central-1:111122223333:cluster/prod',
  ]);
  expect(server.calls.slice(calls).filter((call) => call.includes('/deployments/'))).toEqual([]);
});
