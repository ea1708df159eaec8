import { catalogue } from '@podguard/rules';
import { expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import {
  account,
  deny,
  EXACT,
  irsa,
  NOT_APPLICABLE,
  OTHER,
  OTHER_ISSUER,
  role,
  SUB,
  subjects,
  UNTIL,
} from './policies.ts';

const rule = ruleOf(catalogue, 'irsa-subject-wildcard');
const SOVEREIGN = 'oidc.eks.eusc-de-east-1.amazonaws.eu/id/ABCDEF';
const LIKE = `Statement[0].Condition.StringLike["${SUB}"]`;

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'every service account of a namespace',
      state: subjects(account('shop:*')),
      evidence: [LIKE, 'issuer'],
    },
    {
      name: 'a namespace among exact names',
      state: subjects([account('a:b'), account('shop:*')]),
      evidence: [LIKE],
    },
    {
      name: 'a namespace less one name',
      state: role(
        irsa({ StringLike: { [SUB]: account('shop:*') }, StringNotEquals: { [SUB]: account('shop:evil') } }),
      ),
      evidence: [LIKE],
    },
    {
      name: 'a namespace beside the name that a witness would have',
      state: subjects([account('shop:*'), account('shop:unrelated-app')]),
      evidence: [LIKE],
    },
    { name: 'namespaces of a prefix', state: subjects(account('team-*:app')), evidence: [LIKE] },
    { name: 'namespaces of a suffix', state: subjects(account('*-team:app')), evidence: [LIKE] },
    {
      name: 'one name in any namespace',
      state: subjects(account('*:app')),
      severity: 'critical',
      evidence: [LIKE],
    },
    {
      name: 'everybody but one',
      state: subjects(account('shop:cart'), 'StringNotEquals'),
      severity: 'critical',
      evidence: [`Statement[0].Condition.StringNotEquals["${SUB}"]`],
    },
    {
      name: 'every namespace but one',
      state: subjects(account('kube-system:*'), 'StringNotLike'),
      severity: 'critical',
      evidence: ['issuer'],
    },
    {
      name: 'names that hold a letter',
      state: subjects(account('shop:*e*')),
      severity: 'low',
      evidence: [LIKE],
    },
    {
      name: 'namespaces that hold a letter',
      state: subjects(account('*e*:app')),
      evidence: [LIKE],
    },
    {
      name: 'a namespace less the names of a prefix',
      state: role(
        irsa({ StringLike: { [SUB]: account('shop:*') }, StringNotLike: { [SUB]: account('shop:admin-*') } }),
      ),
      evidence: [LIKE],
    },
    {
      name: 'a namespace beside a value that cannot be decided',
      state: subjects([account('$' + '{aws:RequestedRegion}:app'), account('shop:*')]),
      evidence: [LIKE],
    },
    {
      name: 'a cluster of another partition',
      state: role(
        irsa(
          { StringLike: { [`${SOVEREIGN}:sub`]: account('*:app') } },
          `arn:aws-eusc:iam::111122223333:oidc-provider/${SOVEREIGN}`,
        ),
      ),
      severity: 'critical',
      evidence: ['issuer'],
    },
    { name: 'names of a prefix', state: subjects(account('shop:cart-*')), severity: 'low', evidence: [LIKE] },
    {
      name: 'any subject, cut down to a namespace by a Deny',
      state: role(irsa(), deny({ StringNotLike: { [SUB]: account('shop:*') } })),
      evidence: ['Statement[0]'],
    },
    {
      name: 'the widest of two clusters',
      state: role(
        irsa({ StringLike: { [SUB]: account('shop:cart-*') } }),
        irsa({ StringLike: { [`${OTHER_ISSUER}:sub`]: account('*:app') } }, OTHER),
      ),
      severity: 'critical',
      evidence: [`Statement[1].Condition.StringLike["${OTHER_ISSUER}:sub"]`],
    },
  ],
  passes: [
    { name: 'one exact subject', state: role(irsa(EXACT)) },
    { name: 'one service account, by StringLike too', state: subjects(account('shop:cart')) },
    { name: 'one letter of a name', state: subjects(account('shop:cart?')) },
    { name: 'a star where one text can stand', state: subjects('*:shop:cart') },
    {
      name: 'a wildcard cut to one by a Deny',
      state: role(irsa(), deny({ StringNotEquals: { [SUB]: account('a:b') } })),
    },
    { name: 'a variable that has no value', state: subjects(account('$' + '{aws:PrincipalTag/ns}:app')) },
    { name: 'a wildcard that nothing matches', state: subjects(account('shop:*'), 'StringEquals') },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'a policy variable',
      state: subjects(account('$' + '{aws:RequestedRegion}:app')),
      missing: 'aws:RequestedRegion',
    },
    {
      name: 'it hangs on the time',
      state: role(irsa({ ...UNTIL, StringLike: { [SUB]: account('shop:*') } })),
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE,
    { name: 'any subject, which another rule reports', state: role(irsa()) },
  ],
});

const judge = (state: { readonly trust: string }) => {
  const verdict = rule.evaluate(resourceOf('iam-role', { state }) as never, {
    config: configOf(),
    related: {} as never,
  });
  if (verdict.status !== 'fail' || verdict.witness === null) throw new Error(`no witness: ${verdict.status}`);
  return { ...verdict, witness: verdict.witness };
};

it.for([
  [
    account('shop:*'),
    'Any service account of namespace shop of cluster',
    'namespace shop using service account unrelated-app',
  ],
  [account('team-*:app'), 'Service accounts of any namespace team-* of cluster', 'service account app'],
  [
    account('*-team:app'),
    'Service accounts of namespaces that fit a pattern of cluster',
    'service account app',
  ],
  [
    account('*:app'),
    'Service accounts of any namespace of cluster',
    'namespace unrelated-namespace using service account app',
  ],
  [
    account('shop:cart-*'),
    'Service accounts of namespace shop that fit a pattern of cluster',
    'service account cart-unrelated-app',
  ],
] as const)('says who gets in by %s', ([pattern, summary, text]) => {
  const verdict = judge(subjects(pattern));
  expect(verdict.summary).toContain(summary);
  expect(verdict.witness.text).toContain(text);
});

it('says no more of who gets in than is so', () => {
  const most = role(
    irsa({
      StringLike: { [SUB]: [account('shop:*'), account('cart:web-*')] },
      StringNotEquals: { [SUB]: account('shop:evil') },
    }),
  );
  expect(judge(most).summary).toContain('Most service accounts of namespace shop of cluster');
  const namespaces = subjects(account('kube-system:*'), 'StringNotLike');
  expect(judge(namespaces).summary).toContain('Service accounts of most namespaces of cluster');
});

it.for([
  ['oidc.eks.us-iso-east-1.c2s.ic.gov/id/ABCDEF', true],
  ['oidc.eks.us-isob-east-1.sc2s.sgov.gov/id/ABCDEF', true],
  ['oidc.eks.cn-north-1.amazonaws.com.cn/id/ABCDEF', true],
  ['oidc-eks.cn-north-1.api.amazonwebservices.com.cn/id/ABCDEF', true],
  ['oidc-eks.eu-west-1.api.aws/id/ABCDEF', true],
  ['oidc.eks.eu-west-1/id/ABCDEF', false],
  ['oidc.example.com/id/ABCDEF', false],
  ['oidc.eks.eu-west-1.amazonaws.com/ABCDEF', false],
] as const)('%s is the issuer of a cluster: %s', ([issuer, cluster]) => {
  const provider = `arn:aws:iam::111122223333:oidc-provider/${issuer}`;
  const state = role(irsa({ StringLike: { [`${issuer}:sub`]: account('*:app') } }, provider));
  const { status } = rule.evaluate(resourceOf('iam-role', { state }) as never, {
    config: configOf(),
    related: {} as never,
  });
  expect(status).toBe(cluster ? 'fail' : 'not-applicable');
});

it('names what the pod must bring besides its token, as the policy writes it', () => {
  const { text } = judge(
    role(
      irsa({
        StringLike: { [SUB]: account('shop:*') },
        StringEquals: { 'sts:RoleSessionName': 'deploy' },
        IpAddress: { 'aws:SourceIp': '203.0.113.7/32' },
      }),
    ),
  ).witness;
  expect(text).toContain(', with sts:RoleSessionName "deploy" and aws:SourceIp "203.0.113.7", gets');
});

it.for([
  [account('team-*:app'), account('team-a-*:app'), true],
  [account('team-a-*:app'), account('team-*:app'), false],
  [[account('a:*'), account('b:*')], account('b:*'), true],
  [account('b:*'), [account('a:*'), account('b:*')], false],
  [account('a:*'), [account('a:*'), account('a:b')], true],
] as const)('what was open by %s covers %s: %s', ([before, now, covered]) => {
  expect(rule.covers?.(judge(subjects(before)).witness, judge(subjects(now)).witness)).toBe(covered);
});

it('compares what is written with a variable as a whole', () => {
  const escaped = judge(subjects([account('shop:*'), account('$' + '{*}:x')])).witness;
  expect(rule.covers?.(escaped, judge(subjects(account('shop:*'))).witness)).toBe(true);
  expect(rule.covers?.(escaped, judge(subjects(account('shop:a-*'))).witness)).toBe(false);
});

it('knows a star under StringEquals for what it is', () => {
  const odd = role(
    irsa({ StringEquals: { [SUB]: [account('a:b'), '*'] } }),
    irsa({ StringLike: { [SUB]: account('shop:*') } }),
  );
  expect(rule.covers?.(judge(odd).witness, judge(subjects(account('other:*'))).witness)).toBe(false);
  expect(rule.covers?.(judge(odd).witness, judge(subjects(account('shop:*'))).witness)).toBe(true);
});

it('tells apart what a Deny leaves', () => {
  const cut = (name: string) =>
    judge(role(irsa(), deny({ StringNotLike: { [SUB]: account(name) } }))).witness;
  expect(rule.covers?.(cut('a:*'), cut('a:*'))).toBe(true);
  expect(rule.covers?.(cut('a:*'), cut('b:*'))).toBe(false);
  expect(rule.covers?.(judge(subjects(account('shop:*'))).witness, cut('shop:*'))).toBe(true);
});
