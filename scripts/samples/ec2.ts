import type { JsonObject } from '@podguard/core';
import { type Call, DAY, epoch } from './call.ts';
import { ACCOUNT, type Caller } from './people.ts';

const ec2 = { source: 'ec2' } as const;

export interface Machine {
  readonly id: string;
  readonly tokens: 'optional' | 'required';
  readonly tags: Readonly<Record<string, string>>;
  /** The instance profile, or null for none. */
  readonly profile: string | null;
  /** The launch template, where the request names nothing else. */
  readonly template?: string;
}

export function run(at: string, by: Caller, machines: readonly [Machine, ...Machine[]]): Call {
  const [first] = machines;
  const tags = Object.entries(first.tags).map(([key, value]) => ({ key, value }));
  const request = {
    instancesSet: { items: [{ imageId: 'ami-0d1f7c9b2ea64305f', minCount: 1, maxCount: machines.length }] },
    instanceType: 'm7g.large',
    blockDeviceMapping: {},
    monitoring: { enabled: false },
    disableApiTermination: false,
    disableApiStop: false,
    clientToken: `fleet-${first.id}`,
    ...(first.template === undefined
      ? {
          iamInstanceProfile: first.profile === null ? {} : { name: first.profile },
          metadataOptions: { httpTokens: first.tokens, httpPutResponseHopLimit: 1, httpEndpoint: 'enabled' },
        }
      : { launchTemplate: { launchTemplateId: first.template, version: '4' } }),
    tagSpecificationSet: { items: [{ resourceType: 'instance', tags }] },
  };
  const response = {
    requestId: `request-${first.id}`,
    reservationId: `r-${first.id.slice(2)}`,
    ownerId: ACCOUNT,
    groupSet: {},
    instancesSet: { items: machines.map((machine) => started(at, machine)) },
  };
  return { ...ec2, at, by, name: 'RunInstances', request, response };
}

function started(at: string, machine: Machine): JsonObject {
  const profile = `arn:aws:iam::${ACCOUNT}:instance-profile/${machine.profile}`;
  return {
    instanceId: machine.id,
    imageId: 'ami-0d1f7c9b2ea64305f',
    instanceState: { code: 0, name: 'pending' },
    instanceType: 'm7g.large',
    launchTime: Math.floor(epoch(at)) * 1000,
    placement: { availabilityZone: 'eu-central-1a', tenancy: 'default' },
    tagSet: { items: Object.entries(machine.tags).map(([key, value]) => ({ key, value })) },
    ...(machine.profile === null ? {} : { iamInstanceProfile: { arn: profile, id: 'AIPANODE0001EXAMPLE' } }),
    metadataOptions: { state: 'pending', ...options({ httpTokens: machine.tokens }) },
  };
}

/** What an instance's options are after a change of these, all others being as good as can be. */
function options(changed: JsonObject): JsonObject {
  return {
    httpTokens: 'required',
    httpPutResponseHopLimit: 1,
    httpEndpoint: 'enabled',
    httpProtocolIpv4: 'enabled',
    httpProtocolIpv6: 'disabled',
    instanceMetadataTags: 'disabled',
    ...changed,
  };
}

/** Newer EC2 calls are wrapped, with capitals in the request. */
export function setOptions(at: string, by: Caller, id: string, changed: JsonObject): Call {
  const capital = Object.entries(changed).map(([name, value]) => [
    `${name[0]?.toUpperCase()}${name.slice(1)}`,
    value,
  ]);
  const request = {
    ModifyInstanceMetadataOptionsRequest: { InstanceId: id, ...Object.fromEntries(capital) },
  };
  const response = {
    ModifyInstanceMetadataOptionsResponse: {
      xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
      requestId: `request-${at.replaceAll(':', '')}`,
      instanceId: id,
      instanceMetadataOptions: { state: 'pending', ...options(changed) },
    },
  };
  return { ...ec2, at, by, name: 'ModifyInstanceMetadataOptions', request, response };
}

export function terminate(at: string, by: Caller, id: string): Call {
  const request = { instancesSet: { items: [{ instanceId: id }] } };
  const item = {
    instanceId: id,
    currentState: { code: 32, name: 'shutting-down' },
    previousState: { code: 16, name: 'running' },
  };
  const response = { requestId: `request-${DAY}-${id}`, instancesSet: { items: [item] } };
  return { ...ec2, at, by, name: 'TerminateInstances', request, response };
}
