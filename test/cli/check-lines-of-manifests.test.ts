import { describe, expect, it } from 'vitest';
import { useDirectory } from '../support/use-directory.ts';
import { FORMS, ID, linesOf, marked, SECRET } from './lines.ts';

const { file } = useDirectory('lines');

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
    for (const [, form] of FORMS) expect(await linesOf(rule, file('m.yaml', form(text)))).toEqual(all);
  });

  it('name the one of a key that stands twice that counts', async () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData:\n  key: a\n  key: ${ID}\n`;
    expect(await linesOf('k8s-static-key', file('twice.yaml', text))).toEqual([6]);
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
    expect(await linesOf('k8s-aws-auth-masters', file('m.json', text))).toEqual([line]);
  });
});
