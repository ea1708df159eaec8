import { describe, expect, test } from 'vitest';
import { ACCOUNT, REGION, resourceOf } from '../support/states.ts';
import { draftsOf, plansOf, remediatorOf, verdictOf } from './plan-of.ts';

const remediator = remediatorOf('require-imdsv2');
const KEY = `arn:aws:ec2:${REGION}:${ACCOUNT}:instance/i-0abc`;
const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/nodes`;
const OPEN = {
  httpTokens: 'optional',
  httpEndpoint: 'enabled',
  hopLimit: 2,
  httpProtocolIpv6: 'disabled',
  metadataTags: 'disabled',
  profileArn: PROFILE,
} as const;
const CLOSED = { ...OPEN, httpTokens: 'required', hopLimit: 1 } as const;
const NODE = { tags: { 'eks:cluster-name': 'prod', 'eks:nodegroup-name': 'workers' } };

function instance(state: object, before: readonly object[] = []) {
  return resourceOf('ec2-instance', { state, before, sets: NODE });
}

function nodeRole(policies: Readonly<Record<string, true>>) {
  const inlinePolicies = {};
  return resourceOf('iam-role', { state: {}, sets: { policies, inlinePolicies, tags: {} } });
}
const PLAIN = { roles: [nodeRole({ 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy': true })] };

describe('an instance that answers without tokens', () => {
  test('gets HttpTokens required, and nothing else is sent', () => {
    const drafts = draftsOf(remediator, instance(OPEN), { related: PLAIN });
    expect(drafts).toHaveLength(1);
    const [draft] = drafts;
    expect(draft.steps).toEqual([
      {
        action: 'ec2:ModifyInstanceMetadataOptions',
        region: REGION,
        input: { InstanceId: 'i-0abc', HttpTokens: 'required' },
        words: 'Set HttpTokens required of i-0abc',
      },
    ]);
    expect(draft.undo).toEqual([
      {
        action: 'ec2:ModifyInstanceMetadataOptions',
        region: REGION,
        input: { InstanceId: 'i-0abc', HttpTokens: 'optional' },
        words: 'Set HttpTokens optional of i-0abc',
      },
    ]);
    expect(draft.after).toEqual({ httpTokens: 'required' });
    expect(verdictOf('imds-v1-allowed', instance({ ...OPEN, ...(draft.after as object) }))).toBe('pass');
  });

  test('names the metric that shows who asks without a token, and that nobody read it', () => {
    const [{ facts = [], mayBreak = [] }] = draftsOf(remediator, instance(OPEN), { related: PLAIN });
    expect(facts.join('\n')).toMatch(/MetadataNoToken.*not read/);
    expect(facts.join('\n')).toContain(
      'node group prod/workers in eu-central-1 is made as its launch template',
    );
    expect(mayBreak).toEqual([]);
  });

  test('warns where its pods, one hop away, lose the metadata service by it', () => {
    const [{ mayBreak = [] }] = draftsOf(remediator, instance({ ...OPEN, hopLimit: 1 }), { related: PLAIN });
    expect(mayBreak.join()).toContain('With its hop limit of 1, pods with a network of their own');
  });

  test('says in its breaks that it may be for good, and which hop limit stays', () => {
    const [{ facts = [] }] = draftsOf(remediator, instance(OPEN), { related: PLAIN });
    expect(facts).toContain('Its hop limit stays 2');
    expect(remediator.mayBreak.join()).toMatch(/HttpTokensEnforced.*cannot be undone/);
  });

  test('gets IPv6 and tags that were switched on as well back as the second way', () => {
    const now = { ...OPEN, httpProtocolIpv6: 'enabled', metadataTags: 'enabled' };
    const [first, second, ...others] = draftsOf(remediator, instance(now, [{ ...CLOSED, hopLimit: 2 }]), {
      related: PLAIN,
    });
    expect(first.after).toEqual({ httpTokens: 'required' });
    expect(second?.after).toEqual({
      httpTokens: 'required',
      httpProtocolIpv6: 'disabled',
      metadataTags: 'disabled',
    });
    expect(second?.steps[0]?.input).toEqual({
      InstanceId: 'i-0abc',
      HttpTokens: 'required',
      HttpProtocolIpv6: 'disabled',
      InstanceMetadataTags: 'disabled',
    });
    expect(second?.undo[0]?.input).toEqual({
      InstanceId: 'i-0abc',
      HttpTokens: 'optional',
      HttpProtocolIpv6: 'enabled',
      InstanceMetadataTags: 'enabled',
    });
    expect(second?.mayBreak?.join()).toMatch(/by IPv6.*tags of the instance/);
    expect(others).toEqual([]);
  });

  test.for([
    ['hop limit', { hopLimit: 3 }, CLOSED, /raised from 1 to 3.*limit-imds-hops lowers it/],
    ['endpoint', { hopLimit: 1 }, { ...CLOSED, httpEndpoint: 'disabled' }, /switch it off by hand/],
  ] as const)(
    'keeps its %s as it is, whoever insists; else people are told what to do',
    ([, state, before, words]) => {
      const weak = instance({ ...OPEN, ...state }, [before]);
      for (const isForced of [false, true]) {
        const drafts = draftsOf(remediator, weak, { related: PLAIN, isForced });
        expect(drafts.map(({ after }) => after)).toEqual([{ httpTokens: 'required' }]);
        expect(drafts[0].otherwise).toMatch(words);
      }
    },
  );
});

describe('an instance whose options were weakened otherwise', () => {
  test('gets back what it had; that tokens are required is said again, and compared with the rest', () => {
    const weak = instance({ ...CLOSED, httpProtocolIpv6: 'enabled' }, [CLOSED]);
    const [draft, ...others] = draftsOf(remediator, weak, { rule: 'imds-weakened', related: PLAIN });
    expect(others).toEqual([]);
    expect(draft.after).toEqual({ httpTokens: 'required', httpProtocolIpv6: 'disabled' });
    expect(draft.steps[0]).toMatchObject({
      input: { InstanceId: 'i-0abc', HttpTokens: 'required', HttpProtocolIpv6: 'disabled' },
      words: 'Set HttpTokens required, HttpProtocolIpv6 disabled of i-0abc',
    });
    expect(draft.undo[0]?.input).toEqual({
      InstanceId: 'i-0abc',
      HttpTokens: 'required',
      HttpProtocolIpv6: 'enabled',
    });
    expect(draft.facts?.join()).not.toContain('MetadataNoToken');
    expect(verdictOf('imds-weakened', weak)).toBe('fail');
    const mended = instance(CLOSED, [CLOSED, { ...CLOSED, httpProtocolIpv6: 'enabled' }]);
    expect(verdictOf('imds-weakened', mended)).toBe('pass');
  });

  test.for([
    ['its endpoint was off', CLOSED, { ...CLOSED, httpEndpoint: 'disabled' }, /switch it off by hand/],
    ['its hop limit was raised', { ...CLOSED, hopLimit: 2 }, CLOSED, /limit-imds-hops lowers it/],
  ] as const)('has no plan where only %s: people are told whose that is', ([, now, before, words]) => {
    const asked = { rule: 'imds-weakened', related: PLAIN, isForced: true };
    expect(plansOf(remediator, instance(now, [before]), asked)).toMatch(words);
  });
});

test.for([
  ['whether tokens are required is not known', { ...OPEN, httpTokens: undefined }, /not known/],
  ['nothing was weaker before', CLOSED, /nothing is recorded/],
] as const)('there is no plan where %s', ([, state, reason]) => {
  expect(plansOf(remediator, instance(state), { related: PLAIN })).toMatch(reason);
});

test('changes the instance that the finding is about, by one action on instances of the account', () => {
  const target = instance(OPEN);
  expect(remediator.target({ resource: { key: KEY } } as never, target as never)).toBe(KEY);
  expect(remediator.grants.map(({ actions }) => actions)).toEqual([['ec2:ModifyInstanceMetadataOptions']]);
  expect(remediator.grants[0]?.resources({ partition: 'aws', account: ACCOUNT })).toEqual([
    `arn:aws:ec2:*:${ACCOUNT}:instance/*`,
  ]);
});
