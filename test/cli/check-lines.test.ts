import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';

const ID = 'AKIAQ7ZL2M4N6P3R5S7T';
const SECRET = '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';
const SUB = `${ISSUER}:sub`;
const AUD = `${ISSUER}:aud`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'podguard-lines-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const FORMS = [
  ['as it is', (text: string) => text],
  ['with CR and LF', (text: string) => text.replaceAll('\n', '\r\n')],
  ['with a byte order mark', (text: string) => `\ufeff${text}`],
] as const;

const write = (name: string, text: string) => {
  const target = path.join(directory, name);
  writeFileSync(target, text);
  return target;
};
/** The lines of a rule's finding, the first and those that decide as well. */
async function linesOf(rule: string, name: string, text: string): Promise<readonly number[]> {
  const { stdout } = await runCli(['check', write(name, text), '--rule', rule]);
  const found = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding);
  expect(found).toHaveLength(1);
  const { source } = found[0] as Finding;
  return [source?.line ?? 0, ...(source?.also ?? []).map(({ line }) => line)];
}
/** The lines, from 1, that end with a mark. */
const marked = (text: string) =>
  text.split('\n').flatMap((line, index) => (/(#|"!") ?HERE/.test(line) ? [index + 1] : []));
/** A JSON text without its marks, and the lines that had one. */
const json = (text: string) => ({
  text: text.replaceAll(' // HERE', ''),
  lines: text.split('\n').flatMap((line, index) => (line.endsWith(' // HERE') ? [index + 1] : [])),
});

const open = (sub: string) => `{
  "Effect": "Allow",
  "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/${ISSUER}"},
  "Action": "sts:AssumeRoleWithWebIdentity",
  "Condition": {
    "StringEquals": {"${AUD}": "sts.amazonaws.com"},
    "StringLike": {
      "${SUB}": ${sub}
    }
  }
}`;
const ACCOUNT_POLICY = (statements: string) => `{"Version": "2012-10-17", "Statement": [\n${statements}\n]}`;

const POLICIES: readonly (readonly [what: string, rule: string, marked: string])[] = [
  [
    'the condition on the subject, whatever stands before it',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(open('"system:serviceaccount:web:*"').replace('web:*"', 'web:*" // HERE')),
  ],
  [
    'the value of several that is a pattern',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(open('[\n"system:serviceaccount:web:app",\n"system:serviceaccount:web:*" // HERE\n]')),
  ],
  [
    'each value that is one',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(
      open(
        '[\n"system:serviceaccount:a:*", // HERE\n"system:serviceaccount:web:app",\n"system:serviceaccount:b:*" // HERE\n]',
      ),
    ),
  ],
  [
    'each statement that decides by itself, and none beside',
    'irsa-subject-wildcard',
    ACCOUNT_POLICY(
      [
        open('"system:serviceaccount:a:*" // HERE'),
        open('"system:serviceaccount:web:app"'),
        open('"system:serviceaccount:b:*" // HERE'),
      ].join(',\n'),
    ),
  ],
  [
    'the principal',
    'trust-public-principal',
    `{"Statement": {
  "Effect": "Allow",
  "Principal": {
    "AWS": [
      "arn:aws:iam::111122223333:role/ci",
      "*" // HERE
    ]
  },
  "Action": "sts:AssumeRole"
}}`,
  ],
  [
    'the actions of a permission policy, and the resource that is all',
    'pod-role-privileged',
    `{"Statement": [
  {
    "Effect": "Allow",
    "Action": [
      "s3:GetObject",
      "*" // HERE
    ],
    "Resource": "*" // HERE
  },
  {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "*"
  }
]}`,
  ],
  [
    'the text that holds an escaped document, in an answer of the AWS CLI',
    'irsa-subject-unrestricted',
    `{
  "Role": {
    "Arn": "arn:aws:iam::111122223333:role/app",
    "RoleName": "app",
    "AssumeRolePolicyDocument": ${JSON.stringify(trust(irsa({ StringEquals: { [AUD]: 'sts.amazonaws.com' } }), irsa()))} // HERE
  }
}`,
  ],
];

describe('the lines of a policy', () => {
  it.for(POLICIES)('name %s', async ([, rule, text]) => {
    const { text: plain, lines } = json(text);
    expect(lines).not.toEqual([]);
    for (const [, form] of FORMS) expect(await linesOf(rule, 'policy.json', form(plain))).toEqual(lines);
  });

  it('are one where all stands on one', async () => {
    const text = trust(irsa({ StringLike: { [SUB]: 'system:serviceaccount:a:*' } }), irsa());
    expect(await linesOf('irsa-subject-unrestricted', 'one.json', text)).toEqual([1]);
    expect(
      await linesOf('irsa-subject-unrestricted', 'encoded.json', `\n\n${encodeURIComponent(text)}`),
    ).toEqual([3]);
  });

  it('name one where only several together decide', async () => {
    const subjects = Array.from({ length: 12 }, (_, index) => `"system:serviceaccount:web:a${index}"`);
    const text = ACCOUNT_POLICY(
      [open(`[\n${subjects.join(',\n')}\n]`), open('"system:serviceaccount:web:b"')].join(',\n'),
    );
    expect(await linesOf('irsa-shared-role', 'shared.json', text)).toHaveLength(1);
  });
});

const DOCKERFILE = `# syntax=docker/dockerfile:1
FROM alpine
RUN echo a && \\
    # a comment
    echo b && \\

    aws configure set aws_secret_access_key ${SECRET} #HERE
ENV A=1 \\
    AWS_SECRET_ACCESS_KEY=${SECRET} #HERE
ARG AWS_ACCESS_KEY_ID=${ID} #HERE
RUN <<EOF
export A=1
export AWS_SECRET_ACCESS_KEY=${SECRET} #HERE
EOF
COPY <<ONE <<TWO /root/.aws/
[default]
ONE
aws_access_key_id = ${ID} #HERE
TWO
RUN aws configure set aws_access_key_id ${ID} && \\
    aws configure set aws_secret_access_key ${SECRET} #HERE
`;

describe('the lines of a Dockerfile', () => {
  it.for(FORMS)('name the physical ones with a key, in order, %s', async ([, form]) => {
    const lines = marked(DOCKERFILE);
    expect(lines).toEqual([7, 9, 10, 13, 18, 21]);
    expect(await linesOf('image-static-key', 'Dockerfile', form(DOCKERFILE))).toEqual(
      [...lines, 20].sort((one, other) => one - other),
    );
  });

  it('name the argument without a value, and the variable among several', async () => {
    const text = 'FROM alpine\nARG VERSION=1\nARG \\\n  AWS_SECRET_ACCESS_KEY\nRUN true\n';
    expect(await linesOf('image-static-key', 'Dockerfile', text)).toEqual([4]);
    const build = 'FROM alpine\nENV A=1 \\\n  B=2 \\\n  AWS_SECRET_ACCESS_KEY=$KEY\n';
    expect(await linesOf('image-static-key', 'Dockerfile', build)).toEqual([4]);
  });
});

const MANIFESTS: readonly (readonly [what: string, rule: string, text: string])[] = [
  [
    'the variables of containers that hold a key',
    'k8s-static-key',
    `apiVersion: v1
kind: Pod
metadata: {name: p}
spec:
  containers:
    - name: a
      image: x
      env:
        - {name: REGION, value: x}
        - {name: AWS_SECRET_ACCESS_KEY, value: ${SECRET}} # HERE
    - name: b
      image: x
      env:
        - name: AWS_ACCESS_KEY_ID
          value: ${ID} # HERE
`,
  ],
  [
    'the line of an argument over several',
    'k8s-static-key',
    `apiVersion: batch/v1
kind: CronJob
metadata: {name: c}
spec:
  jobTemplate:
    spec:
      template:
        spec:
          containers:
            - name: a
              image: x
              args:
                - -c
                - |

                  export A=1
                  export AWS_ACCESS_KEY_ID=${ID} # HERE
                  run
                - >-
                  run
                  --id=${ID} # HERE
`,
  ],
  [
    'the lines of a file in a ConfigMap, in a list and after another document',
    'k8s-static-key',
    `apiVersion: v1
kind: Namespace
metadata: {name: a}
---
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: {name: c}
    data:
      credentials: |
        [default]
        aws_access_key_id = ${ID} # HERE
        aws_secret_access_key = ${SECRET} # HERE
`,
  ],
  [
    'the keys of a Secret, and the line of a block that is one value',
    'k8s-static-key',
    `apiVersion: v1
kind: Secret
metadata: {name: s}
data:
  a: aGVsbG8=
  AWS_ACCESS_KEY_ID: ${btoa(ID)} # HERE
  AWS_SECRET_ACCESS_KEY: |
    ${btoa(SECRET)}
`,
  ],
  [
    'the groups of each entry of aws-auth',
    'k8s-aws-auth-masters',
    `apiVersion: v1
kind: ConfigMap
metadata: {name: aws-auth, namespace: kube-system}
data:
  mapRoles: |
    # the nodes
    - rolearn: arn:aws:iam::111122223333:role/node
      groups: [system:nodes]
    - rolearn: arn:aws:iam::111122223333:role/a
      username: a
      groups:
        - viewers
        - system:masters # HERE
    - rolearn: arn:aws:iam::111122223333:role/b
      groups: ["system:masters"] # HERE
  mapUsers: |
    - userarn: arn:aws:iam::111122223333:user/u
      groups: ["system:masters"] # HERE
`,
  ],
  [
    'where a ClusterSecretStore takes its key from',
    'k8s-secret-store-static',
    `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: s}
spec:
  provider:
    aws:
      service: SecretsManager
      auth:
        secretRef: # HERE
          accessKeyIDSecretRef: {name: x, key: y}
          secretAccessKeySecretRef: {name: x, key: z}
`,
  ],
  [
    'and where one for Vault does',
    'k8s-secret-store-static',
    `apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: {name: s}
spec:
  provider:
    vault:
      auth:
        iam:
          secretRef: # HERE
            accessKeyIDSecretRef: {name: x, key: y}
            secretAccessKeySecretRef: {name: x, key: z}
`,
  ],
  [
    'the annotation',
    'k8s-irsa-annotation-invalid',
    `apiVersion: v1
kind: ServiceAccount
metadata:
  name: s
  annotations:
    a: b
    eks.amazonaws.com/role-arn: nonsense # HERE
`,
  ],
];

describe('the lines of a manifest', () => {
  it.for(MANIFESTS)('name %s', async ([, rule, text]) => {
    const lines = marked(text);
    expect(lines).not.toEqual([]);
    // A secret that is encoded in a block stands on the line after its key, where no comment can be.
    const block = text.split('\n').findIndex((line) => line.trim() === btoa(SECRET)) + 1;
    const all = block === 0 ? lines : [...lines, block];
    for (const [, form] of FORMS) expect(await linesOf(rule, 'm.yaml', form(text))).toEqual(all);
  });

  it('name the one of a key that stands twice that counts', async () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  key: a\n  key: ${ID}\n`;
    expect(await linesOf('k8s-static-key', 'twice.yaml', text)).toEqual([6]);
  });

  it('name the text that holds it in JSON', async () => {
    const map = '- rolearn: arn:aws:iam::111122223333:role/a\n  groups: [system:masters]\n';
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'aws-auth', namespace: 'kube-system' },
      data: { mapRoles: map },
    };
    const text = JSON.stringify(object, null, 2);
    const line = text.split('\n').findIndex((one) => one.includes('mapRoles')) + 1;
    expect(await linesOf('k8s-aws-auth-masters', 'm.json', text)).toEqual([line]);
  });
});

describe('SARIF', () => {
  it('has a result for each place, one line each, and keeps them through a file of findings', async () => {
    const { text, lines } = json(POLICIES[3]?.[2] ?? '');
    const target = write('several.json', text);
    const direct = await runCli(['check', target, '--format', 'sarif']);
    const findings = write('findings.ndjson', (await runCli(['check', target, '--format', 'ndjson'])).stdout);
    const reported = await runCli(['report', '--store', findings, '--format', 'sarif']);
    for (const { stdout } of [direct, reported]) {
      const { results } = JSON.parse(stdout).runs[0];
      const regions = results.map(
        (one: { locations: { physicalLocation: { region: object } }[] }) =>
          one.locations[0]?.physicalLocation.region,
      );
      expect(regions).toEqual(lines.map((line) => ({ startLine: line, startColumn: 1, endLine: line })));
    }
  });
});
