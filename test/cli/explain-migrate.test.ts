import { rmSync } from 'node:fs';
import type { Finding, MigrationPlan } from '@podguard/core';
import { describe, expect, it } from 'vitest';
import { roleCreated } from '../service/records.ts';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';
import { useDirectory } from '../support/use-directory.ts';

const SUB = 'system:serviceaccount:shop:cart';
const EXACT = trust(irsa({ StringEquals: { [`${ISSUER}:sub`]: SUB } }));
const MANIFEST = `apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  template:
    spec:
      serviceAccountName: cart
      containers:
        - name: cart
          image: cart:1
          env:
            - name: AWS_SECRET_ACCESS_KEY
              valueFrom: {secretKeyRef: {name: keys, key: secret}}
`;

const { file } = useDirectory('migrate');

/** What `check` finds in a file, and `explain` says of that. */
async function explained(place: string, rule: string, options: readonly string[]) {
  const { stdout } = await runCli(['check', place, '--rule', rule, '--quiet']);
  return runCli(['explain', 'pg-', '--store', '-', ...options], { stdin: stdout });
}
const documentOf = ({ steps }: MigrationPlan, name: string) =>
  steps.flatMap(({ documents }) => documents).find((one) => one.name === name)?.text ?? '';

describe('explain --migrate-to of what check found', () => {
  const answer = JSON.stringify({
    Role: {
      Arn: 'arn:aws:iam::111122223333:role/team/app',
      AssumeRolePolicyDocument: JSON.parse(EXACT) as object,
    },
  });

  it('reads the file again, and writes the whole trust policy out', async () => {
    const options = ['--migrate-to', 'pod-identity', '--format', 'json'];
    const { status, stdout, stderr } = await explained(
      file('role.json', answer),
      'irsa-audience-unrestricted',
      options,
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const plan = JSON.parse(stdout) as MigrationPlan & { finding: string; rule: string };
    expect(plan).toMatchObject({ rule: 'irsa-audience-unrestricted', from: 'irsa', to: 'pod-identity' });
    const { Statement } = JSON.parse(documentOf(plan, 'trust.json')) as { Statement: readonly object[] };
    expect(Statement[0]).toEqual({ Effect: 'Allow', ...irsa({ StringEquals: { [`${ISSUER}:sub`]: SUB } }) });
    expect(Statement[1]).toMatchObject({ Principal: { Service: 'pods.eks.amazonaws.com' } });
  });

  it('prints steps that can be followed from top to bottom', async () => {
    const { stdout } = await explained(file('role.json', answer), 'irsa-audience-unrestricted', [
      '--migrate-to',
      'pod-identity',
    ]);
    expect(stdout).toMatch(
      /^Move app from IRSA to EKS Pod Identity\npg-\w{12} · irsa-audience-unrestricted · irsa to pod-identity\n/,
    );
    expect(stdout).toContain(`CLUSTER         name of the cluster whose issuer is https://${ISSUER}`);
    const numbers = [...stdout.matchAll(/^(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(numbers.length).toBeGreaterThan(8);
    expect(stdout).toContain(
      '--namespace shop --service-account cart --role-arn arn:aws:iam::111122223333:role/team/app',
    );
    expect(stdout).not.toMatch(/[ \t]+$/m);
  });

  it('knows the workload of a manifest', async () => {
    const { stdout } = await explained(file('app.yaml', MANIFEST), 'k8s-static-key', [
      '--migrate-to',
      'irsa',
    ]);
    expect(stdout).toContain('kubectl rollout restart deployment/cart --namespace shop');
    expect(stdout).toContain('"ISSUER:sub": "system:serviceaccount:shop:cart"');
  });

  it('takes the key out where the service account beside it has a role already', async () => {
    const account = `---
apiVersion: v1
kind: ServiceAccount
metadata: {name: cart, namespace: shop, annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::111122223333:role/cart"}}
`;
    const place = file('both.yaml', MANIFEST + account);
    const { stdout } = await explained(place, 'k8s-static-key', ['--migrate-to', 'irsa']);
    expect(stdout).toContain(
      'shop/cart has the role arn:aws:iam::111122223333:role/cart by IRSA (eks.amazonaws.com/role-arn) already',
    );
    expect(stdout).not.toMatch(/ROLE_NAME|ACCOUNT|create-role|kubectl annotate|Name it in the template/);
    const associations = JSON.stringify({
      associations: [
        {
          ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'cart', associationId: 'a-1' },
          associationArn: 'arn:aws:eks:eu-central-1:111122223333:podidentityassociation/prod/a-1',
        },
      ],
    });
    const given = ['--associations', file('associations.json', associations), '--quiet'];
    const checked = await runCli(['check', place, '--rule', 'k8s-static-key', ...given]);
    const plain = await runCli(['explain', 'pg-', '--store', '-'], { stdin: checked.stdout });
    expect(plain.stdout).toContain('its service account has a role by EKS Pod Identity already');
  });

  it('takes an annotated role for the pods’ own, and never for the nodes’', async () => {
    const text = MANIFEST.replace(
      '  template:\n',
      '  template:\n    metadata: {annotations: {iam.amazonaws.com/role: "arn:aws:iam::444455556666:role/path/cart"}}\n',
    );
    const account = ['--account', '111122223333'];
    const { stdout: found } = await runCli([
      'check',
      file('kube2iam.yaml', text),
      '--rule',
      'k8s-kube2iam-annotation',
      '--quiet',
      ...account,
    ]);
    const to = (method: string) =>
      runCli(['explain', 'pg-', '--store', '-', '--migrate-to', method, ...account], { stdin: found });
    const irsaPlan = await to('irsa');
    expect(irsaPlan.stdout).toContain('aws iam delete-role-policy --role-name NODE_ROLE_NAME');
    expect(irsaPlan.stdout).toContain('arn:aws:iam::444455556666:oidc-provider/ISSUER');
    const refused = await to('pod-identity');
    expect({ status: refused.status, stdout: refused.stdout }).toEqual({ status: 2, stdout: '' });
    expect(refused.stderr).toContain('use --migrate-to irsa');
  });

  it('goes on without the file', async () => {
    const place = file('gone.json', answer);
    const { stdout: found } = await runCli([
      'check',
      place,
      '--rule',
      'irsa-audience-unrestricted',
      '--quiet',
    ]);
    rmSync(place);
    const { status, stdout } = await runCli(
      ['explain', 'pg-', '--store', '-', '--migrate-to', 'pod-identity'],
      { stdin: found },
    );
    expect(status).toBe(0);
    expect(stdout).toContain('The trust policy of app is not at hand');
  });
});

describe('explain --migrate-to of what scan found', () => {
  const OPEN = trust(irsa({ StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:*' } }));

  it('has the finding alone, and says what is missing', async () => {
    const { stdout: found } = await runCli(['scan', '-', '--rule', 'irsa-subject-unrestricted', '--quiet'], {
      stdin: JSON.stringify(roleCreated('reports', JSON.parse(OPEN))),
    });
    const { stdout } = await runCli(['explain', 'pg-', '--store', '-', '--migrate-to', 'pod-identity'], {
      stdin: found,
    });
    expect(stdout).toContain('The trust policy of reports is not at hand');
    expect(stdout).toContain('--store of a store that recorded the role');
    expect(stdout).toContain(`name of the cluster whose issuer is https://${ISSUER}`);
  });

  it('shows control characters of a finding by their code', async () => {
    const { stdout: found } = await runCli(['scan', '-', '--rule', 'irsa-subject-unrestricted', '--quiet'], {
      stdin: JSON.stringify(roleCreated('reports', JSON.parse(OPEN))),
    });
    const finding = JSON.parse(found) as Finding;
    const hostileName = `${finding.resource.key}\u001b[2J$(id)`;
    const hostile = {
      ...finding,
      resource: { ...finding.resource, key: hostileName, arn: hostileName },
    };
    const { stdout } = await runCli(['explain', 'pg-', '--store', '-', '--migrate-to', 'pod-identity'], {
      stdin: JSON.stringify(hostile),
    });
    expect(stdout).toContain('Let EKS Pod Identity assume ROLE_NAME');
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('$(id)');
  });
});

describe('what cannot be', () => {
  const place = () => file('exact.json', EXACT);

  it('is refused with a status of 2 and the way out', async () => {
    const { status, stdout, stderr } = await explained(place(), 'irsa-audience-unrestricted', [
      '--migrate-to',
      'irsa',
    ]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^podguard: pg-\w+ \(irsa-audience-unrestricted\): it uses IRSA already; .*\n$/);
  });

  it('names the methods that there are', async () => {
    const { status, stderr } = await runCli(['explain', 'pg-', '--migrate-to', 'kube2iam']);
    expect(status).toBe(2);
    expect(stderr).toContain('irsa, pod-identity');
  });
});
