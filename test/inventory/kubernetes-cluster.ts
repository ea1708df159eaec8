import { CreateClusterCommand, CreatePodIdentityAssociationCommand } from '@aws-sdk/client-eks';
import { parseConfig, type StateChange } from '@podguard/core';
import { type ReadDeps, type ReadPage, readPage } from '@podguard/inventory';
import { listingsFor, readersFor } from '@podguard/inventory/kubernetes';
import { onTestFinished } from 'vitest';
import { type K8sServer, startK8sServer } from '../support/k8s-server/k8s-server.ts';
import { ACCOUNT, REGION, roleArn, type TestAccount, testAccount } from './account.ts';

export const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
const READING = parseConfig({ clusterReading: true }, 'test');
export const LISTED = listingsFor(READING);

export const keyOf = (object: string) => `${CLUSTER}#${object}`;

export interface TestCluster {
  readonly account: TestAccount;
  readonly server: K8sServer;
  readonly deps: ReadDeps;
  /** Makes a Pod Identity association, of which the event comes. */
  associate(namespace: string, serviceAccount: string): Promise<string>;
  /** The pages of a listing of the cluster, read and recorded one after another. */
  list(name?: string): Promise<readonly ReadPage[]>;
}

/** An account with a cluster whose Kubernetes API answers; where not `delivered`, no event told of the cluster. */
export async function testCluster({
  timeoutMs = 5_000,
  delivered = true,
  credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
} = {}): Promise<TestCluster> {
  const account = await testAccount({ credentials }, timeoutMs);
  const server = await startK8sServer('prod');
  onTestFinished(() => server.close());
  await account.eks.send(
    new CreateClusterCommand({ name: 'prod', roleArn: roleArn('cluster'), resourcesVpcConfig: {} }),
  );
  pointTo(account, server);
  if (delivered) await account.deliverRecords();
  else account.fake.records.length = 0;
  account.wait(120);
  const deps: ReadDeps = { ...account.deps, readers: readersFor(READING) };
  return {
    account,
    server,
    deps,
    async associate(namespace, serviceAccount) {
      const command = { clusterName: 'prod', namespace, serviceAccount, roleArn: roleArn('app') };
      const { association } = await account.eks.send(new CreatePodIdentityAssociationCommand(command));
      await account.deliverRecords();
      return association?.associationArn ?? '';
    },
    async list(name = 'kubernetes') {
      const pages: ReadPage[] = [];
      let token: string | undefined;
      do {
        const page = await listPage(name, token, deps);
        if (page.outcome !== 'read') throw new Error(`${page.outcome}: ${page.reason}`);
        for (const change of page.changes) await account.harness.engine.apply(change);
        pages.push(page);
        token = page.next;
      } while (token !== undefined);
      return pages;
    },
  };
}

export function listPage(name: string, token: string | undefined, deps: ReadDeps) {
  const listing = LISTED.find((one) => one.name === name);
  if (listing === undefined) throw new Error(`no listing ${name}`);
  return readPage(listing, { region: REGION, cluster: CLUSTER }, token, deps);
}

/** What EKS says of the cluster's endpoint. */
export function pointTo(account: TestAccount, server: K8sServer, endpointPublicAccess = true): void {
  Object.assign(account.fake.account.clusters.get(`${REGION}/prod`)?.told ?? {}, {
    endpoint: server.url,
    certificateAuthority: server.certificateAuthority,
    resourcesVpcConfig: { endpointPublicAccess },
  });
}

export const keysIn = (pages: readonly ReadPage[]) => pages.flatMap(({ keys }) => keys);
export const changesIn = (pages: readonly ReadPage[]): readonly StateChange[] =>
  pages.flatMap(({ changes }) => changes);
