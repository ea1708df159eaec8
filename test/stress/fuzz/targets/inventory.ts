import { type Change, canonicalJson, type JsonValue } from '@podguard/core';
import {
  type Clients,
  createLiveReads,
  LISTINGS,
  READERS,
  type ReadDeps,
  readPage,
} from '@podguard/inventory';
import { startAwsFake } from '../../../support/aws-fake/aws-fake.ts';
import { changingClients, readingClients } from '../../../support/aws-fake/sdk.ts';
import { judgeChanges } from '../judge.ts';
import { json, mutate } from '../mutate.ts';
import type { Random } from '../random.ts';
import { permissionSeeds, trustSeeds } from '../seeds.ts';
import { defineTarget } from '../target.ts';

const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
const MOST_CALLS = 300;
const NOW = new Date('2026-03-12T07:00:00Z');

type Answers = ReadonlyMap<string, readonly unknown[]>;
interface Asked {
  readonly listing: number;
  /** What is answered, by the name of the command. */
  readonly answers: Readonly<Record<string, unknown>>;
}

/** What AWS answers those who read the account. */
export const inventory = defineTarget<Asked>('inventory', 40_000, async () => {
  const seeds = await recordedAnswers();
  const names = [...seeds.keys()];
  const all = [...seeds.values()].flat();
  return {
    make(random) {
      const mutated = new Set([random.pick(names), random.pick(names), random.pick(names)]);
      const answers = names.map((name) => [name, answerOf(seeds, name, mutated.has(name), all, random)]);
      return { listing: random.below(LISTINGS.length), answers: Object.fromEntries(answers) };
    },
    async feed({ listing, answers }) {
      const deps = depsOf(answeringClients(answers));
      const page = await readPage(
        LISTINGS[listing]!,
        { region: REGION, cluster: `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod` } as never,
        undefined,
        deps,
      );
      const changes: readonly Change[] = 'changes' in page ? page.changes : [];
      const { findings, undecided } = await judgeChanges(changes.slice(0, 6));
      return { outcome: [page.outcome, canonicalJson(changes as unknown as JsonValue), findings, undecided] };
    },
  };
});

function answerOf(
  seeds: Answers,
  name: string,
  isMutated: boolean,
  all: readonly unknown[],
  random: Random,
): unknown {
  const answer = random.pick(seeds.get(name)!);
  return isMutated ? mutate(answer, random, all) : answer;
}

function depsOf(clients: Clients): ReadDeps {
  return {
    readers: READERS,
    clients,
    account: ACCOUNT,
    regions: [REGION, 'us-east-1'],
    ownParts: ['podguard-'],
    by: { principal: `arn:aws:iam::${ACCOUNT}:role/podguard`, type: 'role' },
    now: () => NOW,
    timeoutMs: 15_000,
    recorded: async () => undefined,
  };
}

/** Clients that are never asked over a network: each command has its answer. */
function answeringClients(answers: Asked['answers']): Clients {
  const real = readingClients('http://127.0.0.1:9');
  let calls = 0;
  const client = (sdk: object) => ({
    sdk,
    client: {
      async send({ constructor: { name } }: { readonly constructor: { readonly name: string } }) {
        calls += 1;
        // A page that always names another one would be asked for until the time is over.
        if (calls > MOST_CALLS) throw Object.assign(new Error('asked too often'), { name: 'Throttling' });
        if (name in answers) return structuredClone(answers[name]) ?? {};
        throw Object.assign(new Error(`${name} is not answered`), { name: 'AccessDenied' });
      },
      config: {},
    },
  });
  return new Proxy(real, {
    get: (target, service) => async (region: string) =>
      client((await target[service as keyof Clients](region)).sdk),
  });
}

/** What the fake of AWS answers while an account with something of everything is read. */
async function recordedAnswers(): Promise<Answers> {
  const fake = await startAwsFake({ account: ACCOUNT, now: () => NOW });
  const answers = new Map<string, unknown[]>();
  try {
    await fill(changingClients(fake.url, REGION));
    const clients = readingClients(fake.url);
    const listening = new Proxy(clients, {
      get: (target, service) => async (region: string) => {
        const { sdk, client } = await target[service as keyof Clients](region);
        const send = async (command: object, ...more: readonly unknown[]) => {
          const answer = await (client.send as (...all: readonly unknown[]) => Promise<object>)(
            command,
            ...more,
          );
          const { $metadata: _, ...told } = answer as { $metadata?: unknown };
          const name = command.constructor.name;
          answers.set(name, [...(answers.get(name) ?? []), told]);
          return answer;
        };
        return { sdk, client: { send, config: client.config } };
      },
    });
    const deps = depsOf(listening as Clients);
    const cluster = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/prod`;
    for (const listing of LISTINGS)
      await readPage(listing, { region: REGION, cluster } as never, undefined, {
        ...deps,
        timeoutMs: 20_000,
      });
    const reads = createLiveReads({ ...deps, timeoutMs: 20_000 });
    for (const key of [cluster, `arn:aws:iam::${ACCOUNT}:role/app`, `arn:aws:iam::${ACCOUNT}:user/ci`])
      await reads.read(key);
  } finally {
    await fake.close();
  }
  return answers;
}

async function fill({ eks, iam, ec2 }: ReturnType<typeof changingClients>): Promise<void> {
  const RoleName = 'app';
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/app`;
  await iam.createRole({
    RoleName,
    AssumeRolePolicyDocument: json(trustSeeds().bad[0]),
    Tags: [{ Key: 'team', Value: 'shop' }],
  });
  await iam.putRolePolicy({ RoleName, PolicyName: 'own', PolicyDocument: json(permissionSeeds().at(-1)) });
  await iam.attachRolePolicy({ RoleName, PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  await iam.createPolicy({ PolicyName: 'own', PolicyDocument: json(permissionSeeds().at(-2)) });
  await iam.createUser({ UserName: 'ci' });
  await iam.createAccessKey({ UserName: 'ci' });
  await iam.createInstanceProfile({ InstanceProfileName: 'nodes' });
  await iam.createOpenIDConnectProvider({
    Url: 'https://idp.example.com',
    ClientIDList: ['sts.amazonaws.com'],
    ThumbprintList: ['AB'.repeat(20)],
  });
  await eks.createCluster({ name: 'prod', roleArn, resourcesVpcConfig: {} });
  await eks.createAccessEntry({ clusterName: 'prod', principalArn: roleArn, kubernetesGroups: ['a'] });
  await eks.createPodIdentityAssociation({
    clusterName: 'prod',
    namespace: 'shop',
    serviceAccount: 'cart',
    roleArn,
  });
  await ec2.runInstances({
    MinCount: 1,
    MaxCount: 1,
    MetadataOptions: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2 },
    TagSpecifications: [
      { ResourceType: 'instance', Tags: [{ Key: 'kubernetes.io/cluster/prod', Value: 'owned' }] },
    ],
  });
}
