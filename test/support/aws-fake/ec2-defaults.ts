import type { Data, Operation } from './operation.ts';

const OPTIONS = {
  HttpTokens: 'httpTokens',
  HttpEndpoint: 'httpEndpoint',
  HttpPutResponseHopLimit: 'httpPutResponseHopLimit',
  InstanceMetadataTags: 'instanceMetadataTags',
  HttpTokensEnforced: 'httpTokensEnforced',
} as const;

/** What takes a default away. */
const NONE = ['no-preference', '-1'];

export const EC2_DEFAULTS: readonly Operation[] = [
  {
    service: 'ec2',
    name: 'ModifyInstanceMetadataDefaults',
    writes: true,
    run(input, { account, region }) {
      const asked = Object.entries(OPTIONS).flatMap(([name, set]) =>
        input[name] === undefined ? [] : [[set, input[name]] as const],
      );
      const all = Object.entries({ ...account.defaults.get(region), ...Object.fromEntries(asked) });
      const left = all.filter(([, value]) => !NONE.includes(String(value)));
      account.defaults.set(region, Object.fromEntries(left));
      return { return: true };
    },
  },
  {
    service: 'ec2',
    name: 'GetInstanceMetadataDefaults',
    writes: false,
    run: (_, { account, region }): Data => ({
      accountLevel: { ...account.defaults.get(region), managedBy: 'account' },
    }),
  },
];
