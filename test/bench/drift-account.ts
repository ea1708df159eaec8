import { parentPort, workerData } from 'node:worker_threads';
import { startAwsFake } from '../support/aws-fake/aws-fake.ts';
import type { Data } from '../support/aws-fake/operation.ts';
import { operationNamed } from '../support/aws-fake/operations.ts';

export interface AccountSize {
  readonly clusters: number;
  readonly associations: number;
  readonly roles: number;
  readonly instances: number;
}

export const REGION = 'eu-central-1';
const ID = '111122223333';

const { size, latencyMs } = workerData as { readonly size: AccountSize; readonly latencyMs: number };
const fake = await startAwsFake({ account: ID, latencyMs });
const where = { account: fake.account, region: REGION, now: new Date(), records: [] };

function make(service: string, name: string, input: Data): Data {
  const operation = operationNamed(service, name);
  if (operation === undefined) throw new Error(`${service}:${name} is not faked`);
  return operation.run(input, where);
}

const roleArn = (name: string) => `arn:aws:iam::${ID}:role/${name}`;
const allow = (principal: Data, Action: readonly string[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: principal, Action }] });
const PODS = allow({ Service: 'pods.eks.amazonaws.com' }, ['sts:AssumeRole', 'sts:TagSession']);
const READS = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::parcels/*' }],
});
const count = (number: number) => Array.from({ length: number }, (_, at) => at);

for (const at of count(size.roles)) {
  const RoleName = `app-${at}`;
  make('iam', 'CreateRole', { RoleName, AssumeRolePolicyDocument: PODS });
  make('iam', 'PutRolePolicy', { RoleName, PolicyName: 'reads', PolicyDocument: READS });
}
for (const at of count(size.clusters)) {
  const name = `prod-${at}`;
  make('eks', 'CreateCluster', {
    name,
    roleArn: roleArn('app-0'),
    accessConfig: { authenticationMode: 'API' },
  });
  make('eks', 'CreateAccessEntry', { name, clusterName: name, principalArn: roleArn('app-1') });
}
for (const at of count(size.associations)) {
  const name = `prod-${at % size.clusters}`;
  const serviceAccount = `sa-${at}`;
  const its = { namespace: 'shop', serviceAccount, roleArn: roleArn(`app-${at % size.roles}`) };
  make('eks', 'CreatePodIdentityAssociation', { name, clusterName: name, ...its });
}
const MetadataOptions = { HttpTokens: 'required', HttpPutResponseHopLimit: '1' };
const Tag = [{ Key: 'kubernetes.io/cluster/prod-0', Value: 'owned' }];
for (const _ of count(size.instances))
  make('ec2', 'RunInstances', { MetadataOptions, TagSpecification: [{ ResourceType: 'instance', Tag }] });

parentPort?.on('message', (asked: 'calls' | 'close') => {
  if (asked === 'close') return void fake.close().then(() => parentPort?.close());
  const calls = fake.calls.splice(0);
  const byName: Record<string, number> = {};
  for (const name of calls) byName[name] = (byName[name] ?? 0) + 1;
  parentPort?.postMessage({ calls: byName });
});
parentPort?.postMessage({ url: fake.url });
