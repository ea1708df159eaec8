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
  const agent = record.userAgent ?? '';
  const found = USER_AGENTS.find(([pattern]) => pattern.test(agent));
  if (found !== undefined) return found[1];
  if (String(record.raw.sessionCredentialFromConsole) === 'true') return 'console';
  const sdk = SDK.exec(agent)?.[1];
  return sdk === undefined ? undefined : `aws-sdk-${sdk === 'nodejs' ? 'js' : sdk}`;
}
