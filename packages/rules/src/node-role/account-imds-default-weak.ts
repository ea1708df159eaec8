import { defineRule, type Evidence, fail, indeterminate, pass, type Resource } from '@podguard/core';
import { lines } from '../shared/mend-steps.ts';

export const accountImdsDefaultWeak = defineRule({
  id: 'account-imds-default-weak',
  title: "A region's default metadata options leave new instances weak",
  method: 'node-role',
  resource: 'ec2-account-defaults',
  severity: 'low',
  broken: false,
  family: null,
  description:
    'Reports a region whose default for new instances does not require session tokens, lets them travel more than one hop, or does not enforce them. Medium where a change made it weaker.',
  rationale:
    'What neither the launch nor the AMI says is decided here. Enforced, no instance that answers IMDSv1 can be started at all.',
  references: [
    'https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-options.html#instance-metadata-options-order-of-precedence',
  ],
  mappings: {},
  falsePositives: ['An account where every launch template and AMI sets the options itself.'],
  needs: {},
  covers: undefined,
  evaluate(defaults) {
    const { state, account, region } = defaults;
    if (state.httpEndpoint === 'disabled') return pass;
    const weak = OPTIONS.filter(({ name, isWeak }) => {
      const value = state[name];
      return value !== undefined && value !== null && isWeak(value);
    });
    if (weak.length === 0) {
      const unknown = OPTIONS.filter(({ name }) => state[name] === undefined || state[name] === null);
      return unknown.length > 0 ? indeterminate(...unknown.map(({ name }) => name)) : pass;
    }
    const weaker = weak.flatMap((option) => strongerBefore(defaults, option));
    const words = weak.map(({ words: say, name }) => say(state[name] ?? '')).join(', ');
    return fail(`New instances of account ${account} in ${region}: ${words}`, {
      evidence: [...weak.map(({ name }) => ({ path: name, value: state[name] ?? null })), ...weaker],
      ...(weaker.length === 0
        ? {}
        : { graded: { severity: 'medium', because: 'a change made the default weaker' } }),
    });
  },
  mend: {
    cli: lines(
      '# for new instances whose launch and AMI set nothing. Pods that lean on the node role need a role of their own first: they do not reach it by one hop',
      'aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens required --http-put-response-hop-limit 1',
      '# once no launch template, Auto Scaling group or Karpenter class leaves tokens optional, for such a launch then fails:',
      '# aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens-enforced enabled',
    ),
    terraform: lines(
      '# for new instances whose launch and AMI set nothing. Pods that lean on the node role need a role of their own first: they do not reach it by one hop',
      'resource "aws_ec2_instance_metadata_defaults" "this" {',
      '  http_tokens                 = "required"',
      '  http_put_response_hop_limit = 1',
      '}',
      '# enforcement is set by the command line, once no launch template, Auto Scaling group or Karpenter class leaves tokens optional, for such a launch then fails:',
      '# aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens-enforced enabled',
    ),
    cloudformation: lines(
      '# for new instances whose launch and AMI set nothing. Pods that lean on the node role need a role of their own first: they do not reach it by one hop',
      '# CloudFormation has no resource for it: by the command line',
      '# aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens required --http-put-response-hop-limit 1',
      '# once no launch template, Auto Scaling group or Karpenter class leaves tokens optional, for such a launch then fails:',
      '# aws ec2 modify-instance-metadata-defaults --region {region} --http-tokens-enforced enabled',
    ),
  },
  remediation: 'restore-account-imds-default',
});

type Value = string | number;

interface Option {
  readonly name: 'httpTokens' | 'hopLimit' | 'tokensEnforced';
  readonly isWeak: (value: Value) => boolean;
  /** The less, the stronger. */
  readonly rank: (value: Value) => number;
  readonly words: (value: Value) => string;
}

const TOKENS: readonly Value[] = ['required', 'no-preference', 'optional'];

const OPTIONS: readonly Option[] = [
  {
    name: 'httpTokens',
    isWeak: (value) => value !== 'required',
    rank: (value) => TOKENS.indexOf(value),
    words: (value) =>
      value === 'optional' ? 'IMDSv1 is allowed' : 'tokens are required only where the AMI does',
  },
  {
    // -1 leaves it to the AMI, and EC2 to 1 where that says nothing.
    name: 'hopLimit',
    isWeak: (value) => Number(value) > 1,
    rank: (value) => (value === -1 ? 1.5 : Number(value)),
    words: (value) => `the hop limit is ${value}`,
  },
  {
    name: 'tokensEnforced',
    isWeak: (value) => value !== 'enabled',
    rank: (value) => (value === 'enabled' ? 0 : 1),
    words: () => 'tokens are not enforced',
  },
];

function strongerBefore(
  { state, former }: Resource<'ec2-account-defaults'>,
  { name, rank }: Option,
): readonly Evidence[] {
  const now = rank(state[name] ?? '');
  const before = (former[name] ?? []).find(({ value }) => rank(value as Value) < now);
  return before === undefined ? [] : [{ path: `${name} before`, value: before.value }];
}
