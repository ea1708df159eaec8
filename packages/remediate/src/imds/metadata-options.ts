import type { JsonValue, RemediationStep, Resource } from '@podguard/core';

/** EC2's parameters for what we record of an instance's metadata options. */
const PARAMETERS = {
  httpTokens: 'HttpTokens',
  httpEndpoint: 'HttpEndpoint',
  hopLimit: 'HttpPutResponseHopLimit',
  httpProtocolIpv6: 'HttpProtocolIpv6',
  metadataTags: 'InstanceMetadataTags',
} as const;

export type Option = keyof typeof PARAMETERS;
export type Options = { readonly [O in Option]?: string | number };
/** What is sent. Whether tokens are required is always said: for where it is left out AWS documents defaults, and not that it stays. */
export type Setting = Options & Required<Pick<Options, 'httpTokens'>>;
export const OPTIONS = Object.keys(PARAMETERS) as readonly Option[];

/**
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html,
 * https://github.com/hashicorp/terraform-provider-aws (metadata_options of aws_instance)
 */
export function setOptions(instance: Resource<'ec2-instance'>, options: Setting): RemediationStep {
  const id = instanceId(instance);
  const given = Object.entries(options) as readonly (readonly [Option, JsonValue])[];
  return {
    action: 'ec2:ModifyInstanceMetadataOptions',
    region: instance.region,
    input: {
      InstanceId: id,
      ...Object.fromEntries(given.map(([name, value]) => [PARAMETERS[name], value])),
    },
    words: `Set ${optionWords(options)} of ${id}`,
  };
}

/** The same options as they are now; undefined where one of them is not known, and so could not be brought back. */
export function presentOptions({ state }: Resource<'ec2-instance'>, options: Setting): Setting | undefined {
  const names = Object.keys(options) as readonly Option[];
  const present = names.map((name) => [name, state[name]] as const);
  return present.every(([, value]) => value !== undefined && value !== null)
    ? (Object.fromEntries(present) as Setting)
    : undefined;
}

/** As EC2 names them. */
export function optionWords(options: Options): string {
  return Object.entries(options)
    .map(([name, value]) => `${PARAMETERS[name as Option]} ${value}`)
    .join(', ');
}

export function instanceId({ key }: Pick<Resource, 'key'>): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** Who may change metadata options of instances: no condition of IAM can say to what, for what was there has to be brought back, too. */
export const INSTANCE_GRANT = {
  actions: ['ec2:ModifyInstanceMetadataOptions'],
  resources: ({ partition, account }: { readonly partition: string; readonly account: string }) => [
    `arn:${partition}:ec2:*:${account}:instance/*`,
  ],
} as const;
