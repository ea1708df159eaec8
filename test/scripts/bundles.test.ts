import path from 'node:path';
import { build, type Metafile } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { commandsIn, refusals } from '../../scripts/bundles/commands.ts';
import { overBudget, sizeOf } from '../../scripts/bundles/sizes.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The bundle of a handler that says this, with the options of `scripts/bundle.ts` that decide on what is in it. */
async function bundled(contents: string): Promise<Metafile> {
  const { metafile } = await build({
    stdin: { contents, loader: 'ts', resolveDir: path.join(ROOT, 'packages/functions') },
    outdir: 'out',
    entryNames: 'bundle',
    outExtension: { '.js': '.mjs' },
    absWorkingDir: ROOT,
    bundle: true,
    splitting: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    metafile: true,
    write: false,
  });
  return metafile;
}

const send = (client: string, command: string, library: string) => `
  import { ${client}, ${command} } from '@aws-sdk/${library}';
  export const handler = (input) => new ${client}({}).send(new ${command}(input));
`;
const GET_ITEM = send('DynamoDBClient', 'GetItemCommand', 'client-dynamodb');

describe('what a bundle can call', () => {
  it('is what is left of the clients after tree shaking', async () => {
    const commands = commandsIn(await bundled(send('IAMClient', 'GetRoleCommand', 'client-iam')));
    expect(commands).toEqual([{ client: 'client-iam', command: 'GetRole' }]);
  });

  it('may read, and may change what is no credential', async () => {
    expect(refusals('evaluate', await bundled(send('IAMClient', 'GetRoleCommand', 'client-iam')))).toEqual(
      [],
    );
    expect(
      refusals('evaluate', await bundled(send('DynamoDBClient', 'DeleteItemCommand', 'client-dynamodb'))),
    ).toEqual([]);
  });

  it.for([
    ['DeleteRole', send('IAMClient', 'DeleteRoleCommand', 'client-iam')],
    ['RunInstances', send('EC2Client', 'RunInstancesCommand', 'client-ec2')],
    ['CreateAccessEntry', send('EKSClient', 'CreateAccessEntryCommand', 'client-eks')],
    ['PutEvents', send('EventBridgeClient', 'PutEventsCommand', 'client-eventbridge')],
  ] as const)('is refused with %s', async ([command, contents]) => {
    const [refusal, ...others] = refusals('evaluate', await bundled(contents));
    expect(refusal).toContain(`evaluate: client-`);
    expect(refusal).toContain(` ${command} could change`);
    expect(others).toEqual([]);
  });

  it('is refused with a client that holds every call as a method', async () => {
    const found = refusals(
      'evaluate',
      await bundled(
        `import { IAM } from '@aws-sdk/client-iam'; export const handler = () => new IAM({}).getRole({});`,
      ),
    );
    expect(found.length).toBeGreaterThan(50);
    expect(found).toContain('evaluate: client-iam DeleteRole could change what Podguard only reads');
  });

  it('is refused with a client that is imported whole when it is needed', async () => {
    const found = refusals(
      'evaluate',
      await bundled(`export const handler = async () => {
        const { IAMClient, GetRoleCommand } = await import('@aws-sdk/client-iam');
        return new IAMClient({}).send(new GetRoleCommand({}));
      };`),
    );
    expect(found).toContain('evaluate: client-iam DeleteRole could change what Podguard only reads');
  });

  it('is refused with the build of a client that cannot be shaken', async () => {
    const found = refusals(
      'evaluate',
      await bundled(`${GET_ITEM}; export const other = require('@aws-sdk/client-iam/dist-cjs/index.js');`),
    );
    expect(found).toContain(
      'evaluate: the CommonJS build of client-iam is in its bundle, with every command',
    );
  });

  it("is refused with a client of the SDK's own chain of credentials", async () => {
    const found = refusals(
      'evaluate',
      await bundled(`${GET_ITEM}; export { AssumeRoleCommand } from '@aws-sdk/nested-clients/sts';`),
    );
    expect(found).toEqual(["evaluate: <stdin> imports a client of the SDK's own chain of credentials"]);
  });

  it('is refused where no command is found: then nothing was checked', async () => {
    expect(refusals('evaluate', await bundled('export const handler = () => 1;'))).toEqual([
      'evaluate: no command of the AWS SDK was found in its bundle, so nothing can be told of what it calls',
    ]);
  });

  it.for([
    ['canary', 'TagRole', send('IAMClient', 'TagRoleCommand', 'client-iam')],
    ['canary', 'TagResource', send('EventBridgeClient', 'TagResourceCommand', 'client-eventbridge')],
    ['notify', 'PutEvents', send('EventBridgeClient', 'PutEventsCommand', 'client-eventbridge')],
    ['remediate', 'DeleteRole', send('IAMClient', 'DeleteRoleCommand', 'client-iam')],
  ] as const)('of %s may be %s, of others not', async ([name, , contents]) => {
    const metafile = await bundled(contents);
    expect(refusals(name, metafile)).toEqual([]);
    expect(refusals('sweep', metafile).length).toBe(1);
  });
});

describe('the size of a bundle', () => {
  it('is told apart into what a start reads and what is read when it is needed', async () => {
    const eager = sizeOf(await bundled(GET_ITEM));
    expect(eager.start).toBeGreaterThan(50_000);
    expect(eager.all).toBeGreaterThan(eager.start);
    const lazy = sizeOf(
      await bundled(`${GET_ITEM}; export const later = () => import('@aws-sdk/client-iam');`),
    );
    expect(lazy.all - eager.all).toBeGreaterThan(50_000);
    expect(lazy.start - eager.start).toBeLessThan(10_000);
  });

  it.for([
    [{ start: 10, all: 20 }, []],
    [{ start: 9, all: 20 }, ['evaluate: 10 bytes (start), its budget is 9']],
    [{ start: 10, all: 19 }, ['evaluate: 20 bytes (all), its budget is 19']],
    [undefined, ['evaluate: it has no budget, its bundle is {"start":10,"all":20}']],
  ] as const)('is held against the budget %j', ([budget, problems]) => {
    expect(overBudget('evaluate', { start: 10, all: 20 }, budget)).toEqual(problems);
  });
});
