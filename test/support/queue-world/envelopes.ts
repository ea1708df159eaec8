import type { JsonObject } from '@podguard/core';
import fc from 'fast-check';
import { type Call, DAY, toRecord } from '../../../scripts/samples/call.ts';
import { run, setOptions, terminate } from '../../../scripts/samples/ec2.ts';
import { associate, deleteCluster, dissociate, move } from '../../../scripts/samples/eks.ts';
import {
  attach,
  createKey,
  createRole,
  deleteKey,
  deleteRole,
  detach,
  roleArn,
  setKey,
  setTrust,
} from '../../../scripts/samples/iam.ts';
import { ACCOUNT, maren, pipeline } from '../../../scripts/samples/people.ts';
import { createRandom } from '../../../scripts/samples/random.ts';
import { irsa, PROD_ISSUER, podIdentity, toService } from '../../../scripts/samples/trust.ts';

/** An event as EventBridge puts it into the queue. */
export function envelope(record: JsonObject): JsonObject {
  const source = String(record.eventSource).split('.')[0];
  return {
    version: '0',
    id: `envelope-${String(record.eventID)}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${source}`,
    account: ACCOUNT,
    time: record.eventTime ?? '',
    region: record.awsRegion ?? '',
    resources: [],
    detail: record,
  };
}

const TRUSTS = [
  podIdentity(),
  podIdentity(['sts:AssumeRole']),
  irsa(PROD_ISSUER, {}),
  toService('ec2.amazonaws.com'),
];
const CLUSTER = 'parcels-prod';

interface Step {
  readonly what: (typeof WHATS)[number];
  readonly which: number;
  readonly pick: number;
  readonly seconds: number;
}

const WHATS = [
  'role',
  'role',
  'trust',
  'trust',
  'attach',
  'attach',
  'detach',
  'delete-role',
  'associate',
  'associate',
  'move',
  'dissociate',
  'key',
  'key-status',
  'delete-key',
  'run',
  'options',
  'terminate',
  'delete-cluster',
] as const;

function callOf({ what, which, pick }: Step, at: string, n: number): Call {
  const by = pick % 2 === 0 ? maren : pipeline;
  const role = `app-${which}`;
  const binding = {
    cluster: CLUSTER,
    id: `a-${which}`,
    pod: `shop/pod-${which}`,
    role: roleArn(`app-${pick % 2}`),
  };
  const machine = {
    id: `i-0a1c55e07b3d9f20${which}`,
    tokens: 'optional' as const,
    tags: { [`kubernetes.io/cluster/${CLUSTER}`]: 'owned' },
    profile: 'nodes',
  };
  const key = `AKIA0000000000KEY${which}00`;
  switch (what) {
    case 'role':
      return createRole(at, by, role, TRUSTS[pick % TRUSTS.length] ?? '');
    case 'trust':
      return setTrust(at, by, role, TRUSTS[pick % TRUSTS.length] ?? '');
    case 'attach':
      return attach(at, by, role, pick % 2 === 0 ? 'AdministratorAccess' : 'ReadOnlyAccess');
    case 'detach':
      return detach(at, by, role, pick % 2 === 0 ? 'AdministratorAccess' : 'ReadOnlyAccess');
    case 'delete-role':
      return deleteRole(at, by, role);
    case 'associate':
      return associate(at, by, { ...binding, id: `a-${which}-${n}` });
    case 'move':
      return move(at, by, binding);
    case 'dissociate':
      return dissociate(at, by, binding);
    case 'key':
      return createKey(at, by, key, 'ci', true);
    case 'key-status':
      return setKey(at, by, key, 'ci', pick % 2 === 0 ? 'Active' : 'Inactive');
    case 'delete-key':
      return deleteKey(at, by, key, 'ci');
    case 'run':
      return run(at, by, [machine]);
    case 'options':
      return setOptions(at, by, machine.id, { httpTokens: pick % 2 === 0 ? 'required' : 'optional' });
    case 'terminate':
      return terminate(at, by, machine.id);
    case 'delete-cluster':
      return deleteCluster(at, by, CLUSTER);
  }
}

/** The events of some calls, in the order in which they happened. */
function envelopesOf(steps: readonly Step[], seed: number): readonly JsonObject[] {
  const random = createRandom(seed);
  let second = 6 * 3600;
  return steps.map((step, n) => {
    second += step.seconds;
    const at = new Date(Date.parse(`${DAY}T00:00:00Z`) + second * 1000).toISOString().slice(11, 19);
    return envelope(toRecord(callOf(step, at, n), random));
  });
}

export const envelopesArbitrary = (minLength: number, maxLength: number) =>
  fc
    .record({
      steps: fc.array(
        fc.record({
          what: fc.constantFrom(...WHATS),
          which: fc.nat(1),
          pick: fc.nat(3),
          seconds: fc.constantFrom(0, 0, 1, 7, 60, 400),
        }),
        { minLength, maxLength, size: 'max' },
      ),
      seed: fc.nat(1_000_000),
    })
    .map(({ steps, seed }) => envelopesOf(steps, seed));
