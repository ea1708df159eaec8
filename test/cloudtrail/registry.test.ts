import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MAPPERS, mapperFor, toChanges, toRecord, wantedEvents } from '@podguard/cloudtrail';
import { KIND_NAMES, OPT_IN_EVENTS } from '@podguard/core';
import { describe, expect, test } from 'vitest';
import { EVENT_ID, record } from './records.ts';

const SOURCES = join(import.meta.dirname, '../../packages/cloudtrail/src');
const SERVICES = [...new Set(MAPPERS.map(({ source }) => service(source)))];

describe('the registry', () => {
  test('is sorted, and names each event once', () => {
    const keys = MAPPERS.map(({ source, name }) => `${source}/${name}`);
    expect(keys).toEqual([...new Set(keys)].sort());
    const others = MAPPERS.flatMap(({ source, alsoNamed = [] }) =>
      alsoNamed.map((name) => `${source}/${name}`),
    );
    expect([...wantedEvents([...OPT_IN_EVENTS, 'self'])].sort()).toEqual([...keys, ...others].sort());
    expect(new Set([...keys, ...others]).size).toBe(keys.length + others.length);
    expect(keys.length).toBeGreaterThanOrEqual(34);
  });

  test.for(SERVICES)('has every mapper on disk, each with its test: %s', (name) => {
    const expected = MAPPERS.filter(({ source }) => service(source) === name).map((mapper) =>
      kebab(mapper.name),
    );
    expect(mapperFiles(name)).toEqual(expected.sort());
    const tests = readdirSync(join(import.meta.dirname, name)).filter((file) => file.endsWith('.test.ts'));
    expect(tests.map((file) => file.replace('.test.ts', ''))).toEqual(expect.arrayContaining(expected));
  });

  test('every kind is made by some mapper, and every mapper of a global service says so', () => {
    expect(new Set(MAPPERS.flatMap(({ kinds }) => kinds))).toEqual(
      new Set(
        KIND_NAMES.filter(
          (kind) =>
            !['aws-account', 'account-region', 'container-build'].includes(kind) && !kind.startsWith('k8s-'),
        ),
      ),
    );
    for (const { source, regional } of MAPPERS) expect(regional).toBe(source !== 'iam.amazonaws.com');
  });

  test('listens to what not everybody wants where it is asked to', () => {
    expect(wantedEvents([]).has('sts.amazonaws.com/AssumeRole')).toBe(false);
    expect(wantedEvents(['secret-reads']).has('sts.amazonaws.com/AssumeRole')).toBe(false);
    expect(wantedEvents(['activity']).has('sts.amazonaws.com/AssumeRole')).toBe(true);
    for (const { source, name } of MAPPERS.filter((mapper) => mapper.group !== 'default'))
      expect(wantedEvents([]).has(`${source}/${name}`)).toBe(false);
    const read = toRecord(record('eks-auth', 'AssumeRoleForPodIdentity', { clusterName: 'prod' }));
    if (read.kind !== 'record') throw new Error('not a record');
    expect(toChanges(read.record, [])).toEqual({ kind: 'irrelevant' });
    expect(toChanges(read.record, ['activity'])).toMatchObject({ kind: 'changes' });
  });

  test('finds a mapper by service and event, not by event alone', () => {
    expect(mapperFor('eks.amazonaws.com', 'CreateCluster')?.name).toBe('CreateCluster');
    expect(mapperFor('ecs.amazonaws.com', 'CreateCluster')).toBeUndefined();
    expect(mapperFor('lambda.amazonaws.com', 'UpdateFunctionCode20150331v2')?.name).toBe(
      'UpdateFunctionCode',
    );
  });
});

test.for([
  ['a create', 'CreateCluster', { name: 'prod' }, 0],
  [
    'an update',
    'UpdatePodIdentityAssociation',
    { name: 'prod', associationId: 'a-1', roleArn: 'arn:aws:iam::1:role/a' },
    1,
  ],
  ['a delete', 'DeleteCluster', { name: 'prod' }, 2],
] as const)('the stamp of %s', ([, name, request, rank]) => {
  const read = toRecord(record('eks', name, request));
  const outcome = read.kind === 'record' ? toChanges(read.record, []) : undefined;
  expect(outcome?.kind === 'changes' && outcome.changes[0]).toMatchObject({
    account: '111122223333',
    region: 'eu-central-1',
    stamp: { time: '2026-03-12T07:30:04Z', rank, eventId: EVENT_ID },
    cause: { eventId: EVENT_ID, eventName: name, actor: { tool: 'aws-cli' } },
  });
});

function mapperFiles(name: string): readonly string[] {
  const files = readdirSync(join(SOURCES, name));
  const declaring = files.filter((file) =>
    readFileSync(join(SOURCES, name, file), 'utf8').includes('defineMapper({'),
  );
  return declaring.map((file) => file.replace('.ts', '')).sort();
}

function service(source: string): string {
  return source.slice(0, source.indexOf('.'));
}

/** `CreateOpenIDConnectProvider` is `create-open-id-connect-provider`. */
function kebab(name: string): string {
  return name
    .replaceAll(' ', '-')
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
