import path from 'node:path';
import { Readable } from 'node:stream';
import {
  type ActivityChange,
  associationSlotKey,
  configSchema,
  OPT_IN_EVENTS,
  type OptInEvents,
  roleKeyFromArn,
  useOf,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { scan } from 'podguard';
import { describe, expect, it } from 'vitest';
import { changesOf, type DocumentedSetup, readSetups } from './documented-setup.ts';
import { judgeChanges } from './judge-role.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const CLUSTER = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
const SUBJECT = /"([^":]+(?:\/id\/[0-9A-F]+)):sub":"system:serviceaccount:([^":*]+):([^":*]+)"/;

function use(kind: ActivityChange['kind'], key: string, how: string): ActivityChange {
  const at = '2026-01-02T05:00:00Z';
  const eventId = `${how} ${key}`;
  const actor = { principal: 'pods.eks.amazonaws.com', type: 'service' as const };
  return {
    op: 'activity',
    kind,
    key,
    account: ACCOUNT,
    region: REGION,
    use: how,
    stamp: { time: at, rank: 1, eventId },
    cause: { eventId, eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com', at, actor },
  };
}

const roleKey = (name: string) => roleKeyFromArn(`arn:aws:iam::${ACCOUNT}:role/${name}`) as string;

/** Pods take the roles as the set-up means them to. */
function usesOf({ roles, associations = [] }: DocumentedSetup): readonly ActivityChange[] {
  const byAssociation = associations.flatMap(({ namespace, serviceAccount, role }) => [
    use('iam-role', roleKey(role), 'pod-identity'),
    use('association-slot', associationSlotKey(CLUSTER, namespace, serviceAccount), 'pod-identity'),
  ]);
  const byToken = roles.flatMap(({ name, trust }) => {
    const [, issuer, namespace, account] = SUBJECT.exec(JSON.stringify(trust)) ?? [];
    if (issuer === undefined) return [];
    return [use('iam-role', roleKey(name), useOf('web-identity', `${issuer} ${namespace}/${account}`))];
  });
  return [...byAssociation, ...byToken, use('eks-cluster', CLUSTER, 'pod-identity')];
}

const setups = await readSetups();

describe('set-ups that somebody documents, used as they are meant to be', () => {
  it.for(setups)('$name opens nothing of medium or above', async (setup) => {
    const uses = usesOf(setup);
    for (const changes of [
      [...changesOf(setup), ...uses],
      [...uses, ...changesOf(setup)],
    ]) {
      const { findings } = await judgeChanges(changes, { account: ACCOUNT });
      expect(findings.filter(({ severity }) => severity !== 'low')).toEqual([]);
    }
  });

  it('are used by pods in most of them', () => {
    expect(setups.filter((setup) => usesOf(setup).length > 1).length).toBeGreaterThan(setups.length / 2);
  });
});

describe('the sample day', () => {
  it('has no finding more with the events that come in great numbers', async () => {
    const findings = async (events: readonly OptInEvents[]) => {
      const result = await scan([path.join(import.meta.dirname, '../../samples/day')], {
        catalogue,
        config: configSchema.parse({ events }),
        stdin: Readable.from([]),
        signal: new AbortController().signal,
        at: new Date(),
        onProblem: (message) => expect.unreachable(message),
      });
      return result.findings.map(({ rule, resource, opened }) => `${rule} ${resource.key} ${opened?.at}`);
    };
    expect(await findings(OPT_IN_EVENTS)).toEqual(await findings([]));
  });
});
