import { type Account, newId, type Stored } from './account.ts';
import { ec2Page } from './ec2-page.ts';
import { AwsError, type Data, found, listOf, type Operation, optional, textOf } from './operation.ts';

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

const OPTIONS = {
  HttpTokens: 'httpTokens',
  HttpEndpoint: 'httpEndpoint',
  HttpPutResponseHopLimit: 'httpPutResponseHopLimit',
  HttpProtocolIpv6: 'httpProtocolIpv6',
  InstanceMetadataTags: 'instanceMetadataTags',
} as const;

const DEFAULTS = {
  state: 'applied',
  httpTokens: 'optional',
  httpPutResponseHopLimit: 1,
  httpEndpoint: 'enabled',
  httpProtocolIpv6: 'disabled',
  instanceMetadataTags: 'disabled',
};

export function options(input: Data): Data {
  const named = Object.entries(OPTIONS).flatMap(([asked, name]) => {
    const value = input[asked];
    if (value === undefined) return [];
    return [[name, asked === 'HttpPutResponseHopLimit' ? Number(value) : value]];
  });
  return Object.fromEntries(named);
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html#enforce-imdsv2-at-the-account-level */
function refuseWhereEnforced({ defaults }: Account, region: string, { HttpTokens }: Data): void {
  if (HttpTokens === 'optional' && defaults.get(region)?.httpTokensEnforced === 'enabled')
    throw new AwsError('UnsupportedOperation', 400, 'HttpTokens has to be required');
}

function merged(before: unknown, added: readonly Tag[]): readonly Data[] {
  const all = new Map((before as readonly Data[] | undefined)?.map(({ key, value }) => [key, value]));
  for (const { Key, Value = '' } of added) all.set(Key, Value);
  return [...all].map(([key, value]) => ({ key, value }));
}

function reservationOf(instance: Stored): Data {
  return { reservationId: 'r-1', instancesSet: [instance] };
}

/** Inputs are spelled as the query has them, answers as the XML has. */
export const EC2_INSTANCES: readonly Operation[] = [
  {
    service: 'ec2',
    name: 'RunInstances',
    writes: true,
    run(input, { account, region }) {
      refuseWhereEnforced(account, region, (input.MetadataOptions ?? {}) as Data);
      const instanceId = newId(account, 'i-', 19);
      const profile = optional((input.IamInstanceProfile ?? {}) as Data, 'Arn');
      const tags = listOf(input, 'TagSpecification').flatMap((one) => listOf<Tag>(one, 'Tag'));
      const told: Stored = {
        instanceId,
        instanceState: { code: 16, name: 'running' },
        metadataOptions: { ...DEFAULTS, ...options((input.MetadataOptions ?? {}) as Data) },
        ...(profile === undefined ? {} : { iamInstanceProfile: { arn: profile, id: 'AIPAEXAMPLE' } }),
        ...(tags.length === 0 ? {} : { tagSet: merged([], tags) }),
      };
      account.instances.set(`${region}/${instanceId}`, told);
      return { reservationId: 'r-1', ownerId: account.id, instancesSet: [told] };
    },
  },
  {
    service: 'ec2',
    name: 'DescribeInstances',
    writes: false,
    run(input, { account, region }) {
      const ids = listOf<string>(input, 'InstanceId');
      if (ids.length === 0) {
        const all = [...account.instances].filter(([id]) => id.startsWith(`${region}/`));
        const { page, nextToken } = ec2Page(all, input, 1000);
        return { reservationSet: page.map(([, instance]) => reservationOf(instance)), nextToken };
      }
      const all = ids.map((id) => {
        const message = `The instance ID '${id}' does not exist`;
        return found(account.instances.get(`${region}/${id}`), 'InvalidInstanceID.NotFound', message);
      });
      return { reservationSet: all.map(reservationOf) };
    },
  },
  {
    service: 'ec2',
    name: 'ModifyInstanceMetadataOptions',
    writes: true,
    run(input, { account, region }) {
      refuseWhereEnforced(account, region, input);
      const instanceId = textOf(input, 'InstanceId');
      const told = found(
        account.instances.get(`${region}/${instanceId}`),
        'InvalidInstanceID.NotFound',
        'none',
      );
      told.metadataOptions = { ...(told.metadataOptions as Data), ...options(input) };
      return { instanceId, instanceMetadataOptions: told.metadataOptions };
    },
  },
  {
    service: 'ec2',
    name: 'CreateTags',
    writes: true,
    run(input, { account, region }) {
      for (const id of listOf<string>(input, 'ResourceId')) {
        const told = account.instances.get(`${region}/${id}`);
        if (told !== undefined) told.tagSet = merged(told.tagSet, listOf<Tag>(input, 'Tag'));
      }
      return { return: true };
    },
  },
  {
    service: 'ec2',
    name: 'TerminateInstances',
    writes: true,
    run(input, { account, region }) {
      const ended = listOf<string>(input, 'InstanceId').map((instanceId) => {
        const told = account.instances.get(`${region}/${instanceId}`);
        if (told === undefined) throw new AwsError('InvalidInstanceID.NotFound', 400);
        told.instanceState = { code: 48, name: 'terminated' };
        return { instanceId, currentState: { code: 32, name: 'shutting-down' } };
      });
      return { instancesSet: ended };
    },
  },
];
