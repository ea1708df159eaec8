import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsIn, runCli } from '../support/run-cli.ts';

const SHOP = `apiVersion: v1
kind: ServiceAccount
metadata: {name: shop, namespace: web}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: web}
spec:
  template:
    spec:
      serviceAccountName: shop
      containers:
        - name: api
          image: shop:1
          env:
            - name: AWS_REGION
              value: eu-central-1
`;
const list = (namespace: string) =>
  JSON.stringify({
    associations: [
      {
        clusterName: 'prod',
        namespace,
        serviceAccount: 'shop',
        associationArn: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1',
        associationId: 'a-1',
      },
    ],
  });

let directory: string;
const file = (name: string, content: string) => {
  const target = path.join(directory, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
  return target;
};
const check = async (paths: readonly string[], options: readonly string[] = [], stdin?: string) => {
  const result = await runCli(['check', ...paths, ...options], stdin === undefined ? {} : { stdin });
  return { ...result, findings: findingsIn(result.stdout) };
};

beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-manifests-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

describe('check of manifests', () => {
  it('knows by --associations who has an identity, and accuses nobody without', async () => {
    const target = file('shop.yaml', SHOP);
    const rules = async (...options: string[]) =>
      (await check([target], options)).findings.map(({ rule }) => rule);
    expect(await rules()).toEqual([]);
    expect(await rules('--associations', file('own.json', list('web')))).toEqual([]);
    expect(await rules('--associations', file('other.json', list('mail')))).toEqual(['k8s-no-aws-identity']);
  });

  it('names a document with a merge key of no map, and judges the other files', async () => {
    const bad = file('bad.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\ndata:\n  <<: 5\n');
    const good = file('good.yaml', SHOP.replace('eu-central-1', 'AKIAQ7ZL2M4N6P3R5S7T'));
    const { status, findings, stderr } = await check([bad, good], ['--quiet']);
    expect([status, findings.map(({ rule }) => rule)]).toEqual([3, ['k8s-static-key']]);
    expect(stderr).toMatch(/^podguard: .*bad\.yaml:1: is no YAML that can be read: [^\n]*\n$/);
  });

  it('does not take a stored key in a file for the role of the node', async () => {
    const volumes = '      volumes: [{name: keys, secret: {secretName: shop-keys}}]\n';
    const mounts = '          volumeMounts: [{name: keys, mountPath: /root/.aws}]\n';
    const target = file(
      'file.yaml',
      SHOP.replace('      containers:', `${volumes}      containers:`) + mounts,
    );
    const { findings } = await check([target], ['--associations', file('none.json', list('mail'))]);
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([['k8s-static-key', 'medium']]);
  });

  it('says of a workload with a role that its envFrom brings a key, which SDKs take first', async () => {
    file(
      'helm/secret.yaml',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: keys, namespace: web}\nstringData: {AWS_ACCESS_KEY_ID: AKIAQ7ZL2M4N6P3R5S7T}\n',
    );
    const app = file(
      'helm/app.yaml',
      SHOP.replace(
        'web}',
        'web, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/shop"}}',
      ).replace(
        '          env:',
        '          envFrom:\n            - secretRef: {name: keys}\n          env:',
      ),
    );
    const { findings } = await check([path.dirname(app)]);
    expect(findings.map(({ severity, resource }) => [severity, resource.kind])).toEqual([
      ['medium', 'k8s-workload'],
      ['critical', 'k8s-secret'],
    ]);
    expect(findings[0]).toMatchObject({
      rule: 'k8s-static-key',
      summary: 'Its pods authenticate to AWS with a stored key from the Secret keys',
      source: { file: app, line: 16 },
    });
    expect((await check([app])).findings).toEqual([]);
  });

  it('names a ConfigMap as such that a key is taken from', async () => {
    const map =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: keys, namespace: web}\ndata: {AWS_ACCESS_KEY_ID: AKIAQ7ZL2M4N6P3R5S7T}\n---\n';
    const text =
      map +
      SHOP.replace('          env:', '          envFrom: [{configMapRef: {name: keys}}]\n          env:');
    expect((await check(['-'], [], text)).findings.map(({ summary }) => summary)).toContain(
      'Its pods authenticate to AWS with a stored key from the ConfigMap keys',
    );
  });

  it('names file and line', async () => {
    const target = file('key.yaml', SHOP.replace('eu-central-1', 'AKIAQ7ZL2M4N6P3R5S7T'));
    const { status, findings, stderr } = await check([target]);
    expect(status).toBe(1);
    expect(findings).toMatchObject([
      {
        rule: 'k8s-static-key',
        severity: 'critical',
        opened: null,
        resource: { kind: 'k8s-workload', key: `${target}#Deployment/web/api`, account: '', region: '' },
        source: { file: target, line: 17 },
      },
    ]);
    expect(stderr).toContain('2 manifests read');
  });

  it('counts what it does not judge apart from what it does', async () => {
    const scaler =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: api, namespace: web}\n';
    const nodes = 'apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: default}\n';
    const whole = await check([file('whole.yaml', `${SHOP}---\n${scaler}---\n${nodes}`)]);
    expect(whole.stderr).toContain('2 manifests read · 2 objects of other kinds passed over · ');
    const alone = await check([file('scaler.yaml', scaler)]);
    expect([alone.status, alone.stderr]).toEqual([0, expect.stringContaining('Nothing was judged\n')]);
    expect(alone.stderr).toContain('1 object of other kinds passed over');
  });

  it('reads YAML and Dockerfiles in directories, and relates the files', async () => {
    const [account, workload] = SHOP.split('---\n') as [string, string];
    file(
      'chart/a.yaml',
      account.replace('web}', 'web, annotations: {eks.amazonaws.com/role-arn: nonsense}}'),
    );
    file('chart/sub/b.yml', workload);
    file('chart/Dockerfile', 'FROM alpine\nENV AWS_ACCESS_KEY_ID=AKIAQ7ZL2M4N6P3R5S7T\n');
    file('chart/values.yaml', 'replicas: 2\n');
    const { findings } = await check([path.join(directory, 'chart')]);
    expect(findings.map(({ rule, source }) => [rule, source?.line])).toEqual(
      expect.arrayContaining([
        ['image-static-key', 2],
        ['k8s-irsa-annotation-invalid', 3],
      ]),
    );
    expect(findings).toHaveLength(2);
  });

  it.for([
    ['YAML', SHOP, 0],
    ['other kinds alone', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n', 0],
    ['a malformed document beside others', `${SHOP}---\nkind: a\n  b: [\n`, 3],
    ['a template', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .name }}\n', 2],
    ['a Dockerfile', 'FROM alpine\nRUN true\n', 0],
  ] as const)('reads %s from the standard input', async ([, text, status]) => {
    expect((await check(['-'], [], text)).status).toBe(status);
  });

  it('names a template as such', async () => {
    const target = file('templates/pod.yaml', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .name }}\n');
    const { stderr } = await check([target]);
    expect(stderr).toContain(`${target}:4: is a template that is not rendered`);
  });

  it.for([
    ['is not there', 'missing.json'],
    ['holds something else', 'shop.yaml'],
  ] as const)('ends with 2 where the file of associations %s', async ([, name]) => {
    const target = file('shop.yaml', SHOP);
    const { status, stderr } = await check([target], ['--associations', path.join(directory, name)]);
    expect(status).toBe(2);
    expect(stderr).toContain(name);
  });
});
