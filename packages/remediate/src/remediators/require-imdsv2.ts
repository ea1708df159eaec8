import type { Finding, Resource } from '@podguard/core';
import {
  INSTANCE_GRANT,
  instanceId,
  type Options,
  optionWords,
  presentOptions,
  type Setting,
  setOptions,
} from '../imds/metadata-options.ts';
import { madeAnew, stageOf } from '../imds/stage-of.ts';
import { weakened } from '../imds/weakened.ts';
import { defineRemediator, type PlanDraft } from '../remediator.ts';

/**
 * Endpoint and hop limit are left alone: what a node and its pods get there at all hangs on them.
 * Undoing: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html
 */
export const requireImdsv2 = defineRemediator({
  id: 'require-imdsv2',
  title: 'Requires session tokens of an instance metadata service',
  rules: ['imds-v1-allowed', 'imds-weakened'],
  kind: 'ec2-instance',
  grants: [INSTANCE_GRANT],
  mayBreak: [
    'Programs that ask the metadata service without a session token, as old SDKs and agents do, get no answer any more, on the instance and in its pods.',
    'Where a change let it answer by IPv6 or tell tags as well, that is switched off again: what lives by it loses it.',
    'Where the account enforces tokens in the region (HttpTokensEnforced) EC2 refuses to make them optional again: it cannot be undone until that is switched off.',
  ],
  needs: { roles: [] },
  guards: [],
  mayForce: false,
  settlesMs: 60_000,
  target: (finding: Finding) => finding.resource.key,
  plan(instance, { related }) {
    const { httpTokens } = instance.state;
    if (httpTokens === undefined || httpTokens === null)
      return 'whether it requires tokens is not known, so it could not be brought back';
    const before = weakened(instance);
    const { httpEndpoint: _endpoint, hopLimit: _hops, httpTokens: _tokens, ...closed } = before;
    const left = leftAlone(instance, before);
    const tokens: Setting = { httpTokens: 'required' };
    const stage = madeAnew(stageOf(instance, related.roles));
    const drafts = [
      ...(httpTokens === 'optional' ? [tokens] : []),
      ...(Object.keys(closed).length > 0 ? [{ ...tokens, ...closed }] : []),
    ].flatMap((options) => draftOf(instance, options, { stage, left }) ?? []);
    if (drafts.length > 0) return drafts;
    return left ?? 'nothing is recorded of how its metadata options were before';
  },
});

function draftOf(
  instance: Resource<'ec2-instance'>,
  options: Setting,
  { stage, left }: { readonly stage: readonly string[]; readonly left: string | undefined },
): PlanDraft | undefined {
  const present = presentOptions(instance, options);
  if (present === undefined) return undefined;
  const isOnlyTokens = Object.keys(options).length === 1;
  return {
    summary: isOnlyTokens
      ? `Require session tokens of the metadata service of ${instanceId(instance)}`
      : `Bring the metadata options of ${instanceId(instance)} back to what they were: ${optionWords(options)}`,
    steps: [setOptions(instance, options)],
    undo: [setOptions(instance, present)],
    after: options,
    mayBreak: breaksOf(instance, options),
    facts: [...factsOf(instance), ...stage],
    ...(left === undefined ? {} : { otherwise: left }),
  };
}

/** What was weakened, too, and whose it is to bring that back. */
function leftAlone(
  { state }: Resource<'ec2-instance'>,
  { httpEndpoint, hopLimit }: Options,
): string | undefined {
  const left = [
    ...(hopLimit === undefined
      ? []
      : [
          `its hop limit was raised from ${hopLimit} to ${state.hopLimit}, and is left alone here: where tokens are required limit-imds-hops lowers it (rule imds-hop-limit); else lower it by hand`,
        ]),
    ...(httpEndpoint === undefined
      ? []
      : [
          'its metadata service was switched off before, and is left alone here: switch it off by hand, or exempt the finding',
        ]),
  ];
  return left.length === 0 ? undefined : left.join('; ');
}

/** The limit counts for the answer that brings a token: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
function breaksOf({ state }: Resource<'ec2-instance'>, options: Options): readonly string[] {
  const { httpProtocolIpv6, metadataTags } = options;
  return [
    ...(state.httpTokens === 'optional' && state.hopLimit === 1
      ? [
          'With its hop limit of 1, pods with a network of their own, which may read it without a token now, do not reach it at all any more.',
        ]
      : []),
    ...(httpProtocolIpv6 === undefined ? [] : ['Whatever asks for it by IPv6 gets no answer.']),
    ...(metadataTags === undefined ? [] : ['Whatever reads tags of the instance there does not find them.']),
  ];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-transition-to-version-2.html */
function factsOf({ state }: Resource<'ec2-instance'>): readonly string[] {
  return [
    ...(state.httpTokens === 'required'
      ? []
      : [
          "The instance's CloudWatch metric MetadataNoToken counts requests without a token. It is not read here: look there first",
        ]),
    `Its hop limit stays ${state.hopLimit ?? 'as it is'}`,
  ];
}
