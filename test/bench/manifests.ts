import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Manifests {
  readonly files: readonly string[];
  readonly objects: number;
  readonly bytes: number;
}

const OBJECTS_OF_APP = 5;
const TEAMS = 40;

/** Files as teams have them: each an app with its service account, workload, service, configuration and secret. */
export function writeManifests(folder: string, objects: number): Manifests {
  const files: string[] = [];
  let bytes = 0;
  const apps = Math.ceil(objects / OBJECTS_OF_APP);
  for (let n = 0; n < apps; n += 1) {
    const directory = join(folder, `team-${n % TEAMS}`);
    mkdirSync(directory, { recursive: true });
    const path = join(directory, `app-${n}.yaml`);
    const text = app(n).join('---\n');
    writeFileSync(path, text);
    files.push(path);
    bytes += text.length;
  }
  return { files, objects: apps * OBJECTS_OF_APP, bytes };
}

function app(n: number): readonly string[] {
  const name = `app-${n}`;
  const metadata = `metadata:
  name: ${name}
  namespace: team-${n % TEAMS}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/instance: ${name}
    app.kubernetes.io/managed-by: Helm
    helm.sh/chart: web-1.4.${n % 7}
`;
  const role =
    n % 3 === 0
      ? `  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/${name}
`
      : '';
  return [
    `apiVersion: v1\nkind: ServiceAccount\n${metadata}${role}`,
    `apiVersion: apps/v1\nkind: ${n % 10 === 0 ? 'StatefulSet' : 'Deployment'}\n${metadata}${workload(name, n)}`,
    `apiVersion: v1\nkind: Service\n${metadata}spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
`,
    `apiVersion: v1\nkind: ConfigMap\n${metadata}data:
  LOG_LEVEL: info
  application.yaml: |
    server:
      port: 8080
      shutdown: graceful
    features: [search, checkout]
`,
    `apiVersion: v1\nkind: Secret\n${metadata}type: Opaque\nstringData:\n  password: replaced-at-deployment\n`,
  ];
}

function workload(name: string, n: number): string {
  const keys =
    n % 50 === 0
      ? `            - name: AWS_ACCESS_KEY_ID
              valueFrom: {secretKeyRef: {name: ${name}, key: id}}
`
      : '';
  return `spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/instance: ${name}
    spec:
      serviceAccountName: ${name}
      securityContext:
        runAsNonRoot: true
        seccompProfile:
          type: RuntimeDefault
      containers:
        - name: ${name}
          image: 111122223333.dkr.ecr.eu-central-1.amazonaws.com/${name}:1.${n % 90}.0
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: AWS_REGION
              value: eu-central-1
${keys}            - name: LOG_LEVEL
              valueFrom:
                configMapKeyRef:
                  name: ${name}
                  key: LOG_LEVEL
          resources:
            requests:
              cpu: 100m
              memory: 256Mi
            limits:
              memory: 256Mi
          readinessProbe:
            httpGet:
              path: /healthz
              port: http
`;
}
