import { setTimeout as wait } from 'node:timers/promises';
import { createDispatcher, createEngine, parseConfig, type Store } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { ACCOUNT, PODS_TRUST, REGION, roleArn } from '../../../inventory/account.ts';
import { record } from '../../../support/record.ts';
import type { Opened, Scenario, Told } from '../scenario.ts';
import { worlds } from '../world.ts';
import type { FakeAccount } from './account.ts';
import { opened, type Stage, stage, toldOf } from './stage.ts';

/** Every command that asks AWS, over the table of a deployed service. */
export const COMMANDS: readonly Scenario[] = [
  {
    name: 'podguard remediate of no finding',
    subject: /AWS does not tell|table podguard/,
    open: openNoFinding,
  },
  { name: 'podguard drift', subject: /\w/, isLong: true, open: openDrift },
  { name: 'podguard remediate', subject: /\w/, isLong: true, open: openRemediate },
  { name: 'podguard doctor of no stage', subject: /cannot be (asked|listed)/, open: openNoStage },
  { name: 'podguard exempt add', subject: /AWS does not tell who you are|table podguard/, open: openExempt },
  { name: 'podguard scan s3:', subject: /s3:\/\//, open: openS3 },
  { name: 'podguard scan --lookup', subject: /lookup:/, open: openLookup },
];

/** Dispatches what is written, as the deployed service's functions do; the work is over when it is stopped. */
function serve(store: Store): () => Promise<void> {
  const parts = { store, catalogue, backOff: async () => {}, now: () => new Date() };
  const engine = createEngine({
    ...parts,
    config: parseConfig({ account: ACCOUNT }, 'test'),
    judgedWith: 'test',
    pastLimit: 20,
  });
  const dispatcher = createDispatcher({ ...parts, engine, notify: async () => {} });
  let isOver = false;
  const work = (async () => {
    for (; !isOver; await wait(50)) await dispatcher.sweep();
  })();
  return async () => {
    isOver = true;
    await work;
  };
}

async function withCluster({ eks, iam }: FakeAccount): Promise<void> {
  await eks.createCluster({ name: 'prod', roleArn: roleArn('eks'), resourcesVpcConfig: {} });
  await iam.createRole({ RoleName: 'cart', AssumeRolePolicyDocument: PODS_TRUST });
  await eks.createPodIdentityAssociation({
    ...{ clusterName: 'prod', namespace: 'shop', serviceAccount: 'cart', roleArn: roleArn('cart') },
  });
}

interface Report {
  readonly findings?: readonly {
    readonly id: string;
    readonly rule: string;
    readonly status: string;
    readonly resource: { readonly key: string };
  }[];
  readonly gaps?: readonly object[];
}

const parsed = (text: string): Report => (text.trim() === '' ? {} : (JSON.parse(text) as Report));

async function openDrift(): Promise<Opened> {
  const at = await stage();
  await withCluster(at.account);
  const stop = serve(at.store);
  return opened(
    at.account.world,
    async () => {
      // Reads of one second are one read.
      await wait(1_100);
      const result = await at.podguard(
        'drift',
        ...at.where,
        '--format',
        'json',
        '--fail-on',
        'never',
        '--quiet',
      );
      const { findings = [], gaps = [] } = parsed(result.stdout);
      return {
        claims: findings.map(({ rule, status, resource }) => `${resource.key} ${rule} ${status}`),
        told: [toldOf(result), ...gaps.map((gap) => JSON.stringify(gap))].filter(Boolean).join('\n'),
      };
    },
    async () => {
      await stop();
      await at.end();
    },
  );
}

const CALLER = {
  Account: ACCOUNT,
  UserId: 'AROA:alex',
  Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/AWSReservedSSO_Security_1/alex`,
};

async function openRemediate(): Promise<Opened> {
  const at = await stage({ GetCallerIdentityCommand: () => CALLER });
  const { world, iam } = at.account;
  await withCluster(at.account);
  const stop = serve(at.store);
  const { stdout } = await worlds.run(world, () =>
    at.podguard('drift', ...at.where, '--format', 'json', '--fail-on', 'never', '--quiet'),
  );
  world.sent.clear();
  const finding = parsed(stdout).findings?.find(({ rule }) => rule === 'pod-identity-trust-unscoped');
  if (finding === undefined) throw new Error(`the role of any pod was not found: ${stdout}`);
  return opened(
    world,
    async () => {
      const result = await at.podguard('remediate', finding.id, '--apply', '--force', ...at.where);
      const { Role } = await worlds.exit(() => iam.getRole({ RoleName: 'cart' }));
      const isMended = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '').includes('aws:SourceArn');
      const isSaid = result.status === 0;
      return {
        claims: [
          ...(isMended ? ['the trust is mended'] : []),
          ...(isSaid && !isMended ? ['it says that it is mended'] : []),
        ],
        // Somebody mended it before: then there is nothing to do.
        told:
          isSaid || /is not open|resolved|nothing to/.test(`${result.stdout}${result.stderr}`)
            ? ''
            : `${result.stdout}${result.stderr}`,
      };
    },
    async () => {
      await stop();
      await at.end();
    },
  );
}

async function openNoFinding(): Promise<Opened> {
  const at = await stage({ GetCallerIdentityCommand: () => CALLER });
  return opened(
    at.account.world,
    async () => {
      const { stderr } = await at.podguard('remediate', 'f-0', ...at.where);
      const isSaid = /no finding|not found/.test(stderr);
      return { claims: isSaid ? ['there is none'] : [], told: isSaid ? '' : stderr };
    },
    at.end,
  );
}

async function openNoStage(): Promise<Opened> {
  const gone = () => {
    throw Object.assign(new Error('there is none'), {
      name: 'ResourceNotFoundException',
      $metadata: { httpStatusCode: 404 },
    });
  };
  const QueueUrls = [`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/podguard-prod-evaluate`];
  const at = await stage({ GetFunctionConfigurationCommand: gone, ListQueuesCommand: () => ({ QueueUrls }) });
  return opened(
    at.account.world,
    async () => {
      const { stdout, stderr } = await at.podguard('doctor', '--stage', 'dev');
      const others = /there are prod|there is none/.exec(stderr)?.[0];
      return others === undefined ? { claims: [], told: stdout + stderr } : { claims: [others], told: '' };
    },
    at.end,
  );
}

async function openExempt(): Promise<Opened> {
  const at = await stage();
  const add = [
    'exempt',
    'add',
    ...at.where,
    '--rule',
    'static-key-*',
    '--resource',
    '*',
    '--until',
    '7d',
    '--reason',
    'a test',
  ];
  return opened(
    at.account.world,
    async () => {
      const result = await at.podguard(...add);
      return { claims: result.status === 0 ? ['it is exempt'] : [], told: toldOf(result) };
    },
    at.end,
  );
}

const findingsOf = (text: string) =>
  parsed(text).findings?.map(({ rule, resource }) => `${resource.key} ${rule}`) ?? [];

async function scanned(at: Stage, ...args: readonly string[]): Promise<Told> {
  const result = await at.podguard('scan', ...args, '--format', 'json', '--quiet', '--fail-on', 'never');
  return {
    claims: [...findingsOf(result.stdout), ...(result.status === 0 ? ['all was read'] : [])],
    told: toldOf(result),
  };
}

const OPEN = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }] });
const opening = (eventID: string) =>
  record({ eventID, requestParameters: { roleName: `r-${eventID}`, assumeRolePolicyDocument: OPEN } });

async function openS3(): Promise<Opened> {
  const at = await stage();
  const folder = `AWSLogs/${ACCOUNT}/CloudTrail/${REGION}/2026/01/30`;
  at.services.objects.set(`${folder}/a.json`, JSON.stringify({ Records: [opening('1')] }));
  at.services.objects.set(`${folder}/b.json`, JSON.stringify({ Records: [opening('2')] }));
  return opened(at.account.world, () => scanned(at, `s3://trail/${folder}/`), at.end);
}

async function openLookup(): Promise<Opened> {
  const at = await stage();
  await at.account.iam.createRole({ RoleName: 'open', AssumeRolePolicyDocument: OPEN });
  return opened(at.account.world, () => scanned(at, '--lookup'), at.end);
}
