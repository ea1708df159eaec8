import type { Metafile } from 'esbuild';

/** Clients of services by which credentials, clusters and what watches them could be changed. */
const GUARDED = new Set([
  'client-cloudtrail',
  'client-cloudwatch-events',
  'client-ec2',
  'client-eks',
  'client-eks-auth',
  'client-eventbridge',
  'client-iam',
  'client-secrets-manager',
  'client-ssm',
  'client-sts',
]);
/** That IAM makes a report of its own it calls reading, too. */
const READS = /^(?:Get|List|Describe|BatchGet|Lookup|Simulate)(?=[A-Z])|^GenerateCredentialReport$/;
/** The one function that may change a customer's resources. */
const MAY_CHANGE = new Set(['remediate']);
/** What reads a secret is a class of Powertools, which could write one, too; no role may. */
const SECRETS = 'client-ssm PutParameter';
/** By function: the canary tags Podguard's own role and rules, `notify` tells EventBridge's bus of what was found. */
const EXCEPTED: Readonly<Record<string, readonly string[]>> = {
  act: [SECRETS],
  'slack-actions': [SECRETS],
  canary: ['client-iam TagRole', 'client-eventbridge TagResource'],
  notify: ['client-eventbridge PutEvents', SECRETS],
};

const COMMAND = /@aws-sdk\/(client-[a-z0-9-]+)\/dist-es\/commands\/(\w+)Command\.js$/;
const OTHER_BUILD = /@aws-sdk\/(client-[a-z0-9-]+)\/dist-cjs\//;
const NESTED = /@aws-sdk\/nested-clients\//;
const SDK = /(?:^|\/)node_modules\/@(?:aws-sdk|smithy|aws)\//;

interface CallableCommand {
  readonly client: string;
  readonly command: string;
}

/** The commands of AWS clients that are left in a bundle, sorted. */
export function commandsIn(metafile: Metafile): readonly CallableCommand[] {
  return keptInputs(metafile)
    .map((input) => COMMAND.exec(input))
    .filter((match) => match !== null)
    .map(([, client = '', command = '']) => ({ client, command }))
    .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** Why a function's bundle is refused: what it could call and must not be able to, or what cannot be told. */
export function refusals(name: string, metafile: Metafile): readonly string[] {
  const commands = commandsIn(metafile);
  if (commands.length === 0)
    return [
      `${name}: no command of the AWS SDK was found in its bundle, so nothing can be told of what it calls`,
    ];
  if (MAY_CHANGE.has(name)) return [];
  const excepted = EXCEPTED[name] ?? [];
  const changing = commands.filter(
    (one) => GUARDED.has(one.client) && !READS.test(one.command) && !excepted.includes(textOf(one)),
  );
  return [
    ...changing.map((one) => `${name}: ${textOf(one)} could change what Podguard only reads`),
    ...undecidable(metafile).map((what) => `${name}: ${what}`),
  ];
}

/** Ways to a command that the names of files do not show. */
function undecidable(metafile: Metafile): readonly string[] {
  const clients = keptInputs(metafile).map((input) => OTHER_BUILD.exec(input)?.[1] ?? '');
  // The SDK's own chain of credentials holds them: the environment's come first, and no function may assume a role.
  const importers = Object.entries(metafile.inputs)
    .filter(([input, { imports }]) => !SDK.test(input) && imports.some(({ path }) => NESTED.test(path)))
    .map(([input]) => input);
  return [
    ...[...new Set(clients)]
      .filter((client) => GUARDED.has(client))
      .map((client) => `the CommonJS build of ${client} is in its bundle, with every command`),
    ...importers.map((input) => `${input} imports a client of the SDK's own chain of credentials`),
  ];
}

function keptInputs(metafile: Metafile): readonly string[] {
  const kept = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([input]) => input),
  );
  return [...new Set(kept)];
}

function textOf({ client, command }: CallableCommand): string {
  return `${client} ${command}`;
}
