import type { CloudTrailRecord } from './read/record.ts';

/** What a user agent holds when a tool made the call, the more particular first: most of them also name the SDK below them. */
const USER_AGENTS: readonly (readonly [RegExp, string])[] = [
  [/^cloudformation\.amazonaws\.com$/, 'cloudformation'],
  [/\bPulumi/, 'pulumi'],
  [/\bOpenTofu\//, 'opentofu'],
  [/\bTerraform\/|\bterraform-provider-aws\//, 'terraform'],
  [/\beksctl\//, 'eksctl'],
  [/\baws-cdk\//, 'cdk'],
  [/\baws-sam-cli\//, 'sam'],
  [/\bcrossplane-provider-aws\b/, 'crossplane'],
  [/\baws-controllers-k8s\b/, 'ack'],
  [/\bkarpenter\b/, 'karpenter'],
  [/\bAnsible\//i, 'ansible'],
  [/\baws-cli\//, 'aws-cli'],
  [/\bAWSPowerShell\b/, 'powershell'],
  [/^(console|signin)\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$/, 'console'],
  [/^\[?(AWS Console|S3Console|Mozilla\/)/, 'console'],
  [/\bBoto3\//i, 'boto3'],
  [/\bBotocore\//i, 'botocore'],
];

const SDK = /\baws-sdk-(cpp|dotnet|go-v2|go|java|js|kotlin|nodejs|php|ruby|rust|swift)/;

/** The tool that made the call, as far as the record says. */
export function toTool(record: CloudTrailRecord): string | undefined {
  const callers = [record.userIdentity.invokedBy, record.sourceIPAddress];
  if (callers.includes('cloudformation.amazonaws.com')) return 'cloudformation';
  const { tool, sdk } = namedBy(record.userAgent ?? '');
  if (tool !== undefined) return tool;
  if (String(record.raw.sessionCredentialFromConsole) === 'true') return 'console';
  return sdk;
}

interface Named {
  readonly tool: string | undefined;
  readonly sdk: string | undefined;
}

const MOST_AGENTS = 500;
const known = new Map<string, Named>();

/** The same few user agents make most calls. */
function namedBy(agent: string): Named {
  const old = known.get(agent);
  if (old !== undefined) return old;
  const sdk = SDK.exec(agent)?.[1];
  const named = {
    tool: USER_AGENTS.find(([pattern]) => pattern.test(agent))?.[1],
    sdk: sdk === undefined ? undefined : `aws-sdk-${sdk === 'nodejs' ? 'js' : sdk}`,
  };
  if (known.size >= MOST_AGENTS) known.clear();
  known.set(agent, named);
  return named;
}
