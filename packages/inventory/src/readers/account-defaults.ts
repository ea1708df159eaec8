import { accountDefaultsRegion } from '@podguard/core';
import { oneOfOr } from '../answers.ts';
import { must } from '../must.ts';
import { defineReader } from '../reader.ts';

const SWITCH = ['enabled', 'disabled'] as const;

export const accountDefaults = defineReader({
  name: 'account-defaults',
  kind: 'ec2-account-defaults',
  actions: ['ec2:GetInstanceMetadataDefaults'],
  target(key) {
    const region = accountDefaultsRegion(key);
    return region === undefined ? undefined : { region };
  },
  async ask({ region }, { clients, signal: abortSignal }) {
    const { sdk, client } = await clients.ec2(region);
    const answer = await client.send(new sdk.GetInstanceMetadataDefaultsCommand({}), { abortSignal });
    // It holds what is set, and no value of its own for what is not:
    // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataDefaultsResponse.html
    const set = must(answer.AccountLevel, 'defaults of the account');
    return {
      fields: {
        httpTokens: oneOfOr('no-preference', set.HttpTokens, ['optional', 'required']),
        httpEndpoint: oneOfOr('no-preference', set.HttpEndpoint, SWITCH),
        hopLimit: set.HttpPutResponseHopLimit ?? -1,
        metadataTags: oneOfOr('no-preference', set.InstanceMetadataTags, SWITCH),
        tokensEnforced: oneOfOr('no-preference', set.HttpTokensEnforced, SWITCH),
      },
      sets: {},
    };
  },
});
