import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { namespaceOf, workload } from '../support/k8s-server/objects.ts';
import { CLUSTER, keyOf, keysIn, listPage, testCluster } from './kubernetes-cluster.ts';

const at = (type: string) => JSON.stringify({ at: type });

test('a cluster that sends us elsewhere is not followed, and nothing of what is there is told', async () => {
  const asked: unknown[] = [];
  const inner = createServer((request, response) => {
    asked.push(request.url);
    response.end('SECRET');
  });
  await new Promise<void>((resolve) => inner.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void inner.close());
  const { server, deps } = await testCluster();
  const to = `http://127.0.0.1:${(inner.address() as AddressInfo).port}/latest/meta-data/iam`;
  server.fault(/deployments/, { kind: 'redirect', to });
  expect(await listPage('kubernetes', at('Deployment'), deps)).toEqual({
    outcome: 'failed',
    reason: '/apis/apps/v1/deployments: 302: the cluster sends its callers elsewhere',
  });
  expect(asked).toEqual([]);
});

test('an answer that is no JSON is told without its text', async () => {
  const { server, deps } = await testCluster();
  server.fault(/deployments/, { kind: 'garbage', body: 'SECRET-OF-METADATA' });
  expect(await listPage('kubernetes', at('Deployment'), deps)).toEqual({
    outcome: 'failed',
    reason: '/apis/apps/v1/deployments answers no JSON',
  });
});

const emptyPage = (token: string) =>
  JSON.stringify({ apiVersion: 'apps/v1', metadata: { continue: token }, items: [] });

test('a list that goes on with the page that was asked for is a fault', async () => {
  const { server, deps } = await testCluster();
  server.fault(/deployments/, { kind: 'garbage', body: emptyPage('same') }, 100);
  const first = await listPage('kubernetes', at('Deployment'), deps);
  if (first.outcome !== 'read') throw new Error(first.reason);
  expect(await listPage('kubernetes', first.next, deps)).toEqual({
    outcome: 'failed',
    reason: '/apis/apps/v1/deployments answers the same page again and again',
  });
});

test('a list that goes on and on ends after two hundred pages', async () => {
  const { server, deps } = await testCluster();
  for (let page = 0; page < 300; page += 1)
    server.fault(/deployments/, { kind: 'garbage', body: emptyPage(`page-${page}`) });
  let page = await listPage('kubernetes', at('Deployment'), deps);
  let pages = 1;
  for (; page.outcome === 'read' && page.next !== undefined; pages += 1)
    page = await listPage('kubernetes', page.next, deps);
  expect(page).toEqual({ outcome: 'failed', reason: 'deployments: their list has more than 200 pages' });
  expect(pages).toBe(201);
});

test('service accounts without end are a fault, too, where those that are absent are looked for', async () => {
  const { server, deps, associate } = await testCluster();
  await associate('shop', 'cart');
  for (let page = 0; page < 300; page += 1)
    server.fault(/serviceaccounts/, { kind: 'garbage', body: emptyPage(`page-${page}`) });
  expect(await listPage('kubernetes', at('absent'), deps)).toEqual({
    outcome: 'failed',
    reason: 'serviceaccounts: their list has more than 200 pages',
  });
});

test('a page of more objects than were asked for is a fault', async () => {
  const { server, deps } = await testCluster();
  const body = JSON.stringify({ apiVersion: 'apps/v1', items: Array.from({ length: 501 }, () => ({})) });
  server.fault(/deployments/, { kind: 'garbage', body });
  expect(await listPage('kubernetes', at('Deployment'), deps)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('answers more than the 500'),
  });
});

test('a page that is too long is asked for again with fewer objects, and all are read', async () => {
  const { server, deps } = await testCluster({ timeoutMs: 20_000 });
  server.objects.push(namespaceOf('shop'), workload('Deployment', 'shop', 'cart'));
  server.fault(/deployments/, { kind: 'endless' });
  const page = await listPage('kubernetes', at('Deployment'), deps);
  expect(page).toMatchObject({ keys: [keyOf('Deployment/shop/cart')] });
  expect(server.calls.map((call) => new URL(call, 'https://cluster').searchParams.get('limit'))).toEqual([
    '500',
    '50',
  ]);
});

test('service accounts that are absent are told by the lists alone, however many they are', async () => {
  const { server, list, associate } = await testCluster();
  for (const name of ['cart', 'orders', 'checkout']) await associate('shop', name);
  const pages = await list();
  const keys = ['cart', 'checkout', 'orders'].map((name) => keyOf(`ServiceAccount/shop/${name}`));
  expect([...keysIn(pages)].sort()).toEqual(keys);
  expect(server.calls.filter((call) => /serviceaccounts\/./.test(call))).toEqual([]);
});

test('what could not be listed is named by how its keys begin', async () => {
  const { server, list } = await testCluster();
  server.forbidden.add('deployments.apps');
  expect((await list()).flatMap(({ notListed = [] }) => notListed)).toEqual([`${CLUSTER}#Deployment/`]);
});
