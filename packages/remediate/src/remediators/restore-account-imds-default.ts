import type { Finding, JsonValue, RemediationStep, Resource } from '@podguard/core';
import { enforcedByPeople } from '../imds/enforced-by-people.ts';
import { defineRemediator, type PlanDraft } from '../remediator.ts';

const PARAMETERS = {
  httpTokens: 'HttpTokens',
  hopLimit: 'HttpPutResponseHopLimit',
  tokensEnforced: 'HttpTokensEnforced',
} as const;
type Name = keyof typeof PARAMETERS;
type Defaults = { readonly [N in Name]?: string | number };
const NAMES = Object.keys(PARAMETERS) as readonly Name[];

/** What closes most first; to leave it to the AMI, which the hop limit says by -1, lies between. */
const ORDER: { readonly [N in Exclude<Name, 'hopLimit'>]: readonly JsonValue[] } = {
  httpTokens: ['required', 'no-preference', 'optional'],
  tokensEnforced: ['enabled', 'no-preference', 'disabled'],
};

export const restoreAccountImdsDefault = defineRemediator({
  id: 'restore-account-imds-default',
  title: "Brings a region's default metadata options back",
  rules: ['account-imds-default-weak'],
  kind: 'ec2-account-defaults',
  // IAM knows no resource for it: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
  grants: [{ actions: ['ec2:ModifyInstanceMetadataDefaults'], resources: () => ['*'] }],
  mayBreak: [
    'Instances that are launched from then on, and whose launch and AMI say nothing of it, need session tokens, or give them over fewer hops, as the plan says. Instances that run stay as they are.',
    'Where it enforces tokens (HttpTokensEnforced), every launch that leaves them optional fails: by templates, Auto Scaling groups, Karpenter and people. Of no instance of the region can tokens be made optional any more either: so repairs of require-imdsv2 cannot be undone.',
  ],
  needs: {},
  mayEase: true,
  guards: [enforcedByPeople],
  mayForce: false,
  settlesMs: 30_000,
  target: (finding: Finding) => finding.resource.key,
  plan(defaults) {
    const former = formerly(defaults);
    const { httpTokens, hopLimit, tokensEnforced } = defaults.state;
    const wanted: Defaults = {
      ...(httpTokens === 'required' ? {} : { httpTokens: 'required' }),
      ...(Number(hopLimit) > 1 ? { hopLimit: former.hopLimit ?? 1 } : {}),
    };
    const all = [
      former,
      { ...former, ...wanted },
      ...(tokensEnforced === 'enabled' ? [] : [{ ...former, ...wanted, tokensEnforced: 'enabled' }]),
    ];
    const drafts = all.flatMap((after) => draftOf(defaults, after, former) ?? []);
    return drafts.length > 0 ? drafts : 'its defaults are not known, so they could not be brought back';
  },
});

type Target = Resource<'ec2-account-defaults'>;

/** What was recorded stronger than it is now, at its strongest. */
function formerly({ state, former }: Target): Defaults {
  return Object.fromEntries(
    NAMES.flatMap((name) => {
      const values = (former[name] ?? []).map(({ value }) => value).filter((value) => rank(name, value) >= 0);
      const [best] = values.sort((a, b) => rank(name, a) - rank(name, b));
      const now = state[name] as JsonValue;
      return best !== undefined && rank(name, best) < rank(name, now) ? [[name, best]] : [];
    }),
  ) as Defaults;
}

/** Left to the AMI, EC2 takes a limit of 1 where that says nothing, and of 2 for some. */
function rank(name: Name, value: JsonValue): number {
  if (name === 'hopLimit') return value === -1 ? 1.5 : Number(value);
  return ORDER[name].indexOf(value);
}

function draftOf(defaults: Target, after: Defaults, former: Defaults): PlanDraft | undefined {
  const { state, region } = defaults;
  const names = Object.keys(after) as readonly Name[];
  if (names.length === 0 || names.some((name) => state[name] === undefined || state[name] === null))
    return undefined;
  const before = Object.fromEntries(names.map((name) => [name, state[name]])) as Defaults;
  const isRestored = names.every((name) => after[name] === former[name]);
  return {
    summary: isRestored
      ? `Bring the default metadata options of ${region} back to what they were: ${words(after)}`
      : `Set the default metadata options of ${region}: ${words(after)}`,
    steps: [modify(region, after)],
    undo: [modify(region, before)],
    after,
    facts: [
      'Where a declarative policy of the organization sets it, the account cannot change it, and the call fails',
    ],
  };
}

/**
 * Only what is named is changed; `no-preference` and -1 take a default away.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataDefaults.html
 */
function modify(region: string, values: Defaults): RemediationStep {
  const input = Object.entries(values).map(([name, value]) => [PARAMETERS[name as Name], value]);
  return {
    action: 'ec2:ModifyInstanceMetadataDefaults',
    region,
    input: Object.fromEntries(input),
    words: `Set the defaults for new instances in ${region}: ${words(values)}`,
  };
}

function words(values: Defaults): string {
  return Object.entries(values)
    .map(([name, value]) => `${PARAMETERS[name as Name]} ${value}`)
    .join(', ');
}
