import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { type FaultAnswers, startFaultAnswers } from './faults/fault-answers.ts';
import { faults } from './faults/faults.ts';
import { accuse, runUndisturbed } from './faults/judge.ts';
import { record } from './faults/recorder.ts';
import type { Scenario, Told } from './faults/scenario.ts';
import { siteOf, sitesOf, unlistedIn } from './faults/sites.ts';
import { type Fault, newWorld } from './faults/world.ts';

const client = new S3Client({
  region: 'eu-central-1',
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
});

let answers: FaultAnswers;
beforeAll(async () => {
  answers = await startFaultAnswers();
  record([], answers.port);
});
afterAll(async () => {
  client.destroy();
  await answers.close();
});

/** A place that asks for buckets, and does with a failure what it is given. */
function asking(onFailure: (error: Error) => Told): Scenario {
  const Buckets = [{ Name: 'logs' }];
  return {
    name: 'buckets',
    async open() {
      const run = async (): Promise<Told> => {
        try {
          const found = await client.send(new ListBucketsCommand({}));
          return { claims: (found.Buckets ?? []).map(({ Name }) => `${Name} is there`), told: '' };
        } catch (error) {
          return onFailure(error as Error);
        }
      };
      return { world: newWorld({}, { ListBucketsCommand: () => ({ Buckets }) }), run, close: async () => {} };
    },
  };
}

async function accused(
  scenario: Scenario,
  kind: Fault['kind'],
  limitMs?: number,
): Promise<readonly string[]> {
  const calm = await runUndisturbed(scenario);
  const [site = ''] = Object.keys(calm.sent);
  return accuse(scenario, { site, kind, on: 'all' }, calm, limitMs);
}

describe('every call site of the product', () => {
  it('is reached by a run, and of those drawn none breaks what is promised', {
    timeout: 240_000,
  }, async () => {
    const seed = Date.now() % 1_000_000;
    const figures = await faults.run({ scale: 0.005, seed, log: () => {} });
    expect(figures.map(({ name }) => name)).toEqual(['call sites', 'faults at call sites']);
    expect(
      figures.flatMap((figure) => figure.faults),
      `seed ${seed}`,
    ).toEqual([]);
  });
});

describe('a call site that is careless is accused', () => {
  test.for(['throttled', '500', 'reset', 'malformed'] as const)('of saying nothing: %s', async (kind) => {
    const found = await accused(
      asking(() => ({ claims: [], told: '' })),
      kind,
    );
    expect(found).toEqual([expect.stringContaining('it leaves out and does not say so: logs is there')]);
  });

  it('of saying that what it could not read is gone', async () => {
    const found = await accused(
      asking(() => ({ claims: ['logs is gone'], told: 'ListBuckets failed' })),
      '500',
    );
    expect(found).toEqual([expect.stringContaining('it claims what was not read: logs is gone')]);
  });

  it('of not naming the call', async () => {
    const found = await accused(
      asking(({ message }) => ({ claims: [], told: message })),
      '500',
    );
    expect(found).toEqual([expect.stringContaining('does not name the call ListBuckets')]);
  });

  it('of being otherwise afterwards', async () => {
    let failed = false;
    const given = asking(({ message }) => {
      failed = true;
      return { claims: [], told: `ListBuckets: ${message}` };
    });
    const open = async () => {
      const opened = await given.open();
      return { ...opened, run: async () => (failed ? { claims: [], told: 'I gave up' } : opened.run()) };
    };
    expect(await accused({ ...given, open }, '500')).toEqual([
      expect.stringContaining('afterwards it is not as'),
    ]);
  });

  it('of waiting without end, as a client does by itself', async () => {
    const found = await accused(
      asking(({ message }) => ({ claims: [], told: `ListBuckets: ${message}` })),
      'timeout',
      500,
    );
    expect(found).toEqual([expect.stringMatching(/^it did not end within/)]);
  });

  it('and one that says what failed is not', async () => {
    const told = asking(({ message }) => ({ claims: [], told: `ListBuckets: ${message}` }));
    for (const kind of ['throttled', '500', 'reset', 'malformed'] as const)
      expect(await accused(told, kind), kind).toEqual([]);
  });
});

describe('the list of call sites', () => {
  const FILE = 'packages/store/src/a.ts';

  it('has commands, pages, tables of commands and the reader of parameters, and none that is only signed', () => {
    const text = [
      'await client.send(new GetRoleCommand({}));',
      'const command = new sdk.ListRolesCommand({});',
      'for await (const page of sdk.paginateListUsers({ client }, {})) {',
      "  'iam:TagRole': TagRoleCommand,",
      'new SSMProvider({});',
      'getSignedUrl(s3, new GetObjectCommand({}));',
    ].join('\n');
    expect(sitesOf(FILE, text).map(({ line, command }) => `${line} ${command}`)).toEqual([
      '1 GetRoleCommand',
      '2 ListRolesCommand',
      '3 ListUsersCommand',
      '4 TagRoleCommand',
      '5 GetParameterCommand',
    ]);
  });

  it('tells of a command that is used in another way', () => {
    const text = "import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';\nmake(GetRoleCommand);";
    expect(unlistedIn(FILE, text)).toEqual(['GetRoleCommand']);
  });

  it('knows the place by the stack of a call, the nearest where there are several', () => {
    const sites = [3, 30].map((line) => ({ file: FILE, command: 'GetCommand', line }));
    const stack = `Error\n    at Client.send (node_modules/x.js:1:1)\n    at load (file:///x/${FILE}?run=7:28:5)`;
    expect(siteOf('GetCommand', stack, sites)).toBe(sites[1]);
    expect(siteOf('PutCommand', stack, sites)).toBeUndefined();
  });
});
