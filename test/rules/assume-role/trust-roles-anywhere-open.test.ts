import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';

const rule = ruleOf(catalogue, 'trust-roles-anywhere-open');
const OWN = '111122223333';
const ANCHOR = `arn:aws:rolesanywhere:eu-central-1:${OWN}:trust-anchor`;
const anywhere = (condition?: unknown) => aws({ Service: 'rolesanywhere.amazonaws.com' }, condition);
const open = (name: string, condition: unknown) => ({
  name,
  state: { trust: trust(anywhere(condition)) },
  evidence: ['Statement[0].Principal.Service'],
});
const passing = (name: string, condition: unknown) => ({
  name,
  state: { trust: trust(anywhere(condition)) },
});

describeRule(rule, 'iam-role', {
  fails: [
    open('IAM Roles Anywhere without a condition', undefined),
    open('only the account', { StringEquals: { 'aws:SourceAccount': OWN } }),
    open('any trust anchor', { ArnLike: { 'aws:SourceArn': `${ANCHOR}/*` } }),
    open('any trust anchor of any region', {
      StringLike: { 'aws:SourceArn': `arn:aws:rolesanywhere:*:${OWN}:*` },
    }),
    open('anything', { StringLike: { 'aws:SourceArn': '*' } }),
    open('any organisational unit', { StringLike: { 'aws:PrincipalTag/x509Subject/OU': '*' } }),
    open('the session is named after the certificate', {
      StringEquals: { 'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}' },
    }),
    open('all but one trust anchor', { ArnNotEquals: { 'aws:SourceArn': `${ANCHOR}/a1b2` } }),
  ],
  passes: [
    passing('held to one trust anchor', { ArnEquals: { 'aws:SourceArn': `${ANCHOR}/a1b2` } }),
    passing('trust anchors by how they begin', { ArnLike: { 'aws:SourceArn': `${ANCHOR}/a1b2*` } }),
    passing('a common name', { StringLike: { 'aws:PrincipalTag/x509Subject/CN': 'web-*' } }),
    passing('an issuer', { StringEquals: { 'aws:PrincipalTag/x509Issuer/C': 'DE' } }),
    passing('a source identity', { StringEquals: { 'sts:SourceIdentity': 'CN=web' } }),
    {
      name: 'all others denied',
      state: {
        trust: trust(
          anywhere(),
          aws('*', { StringNotEquals: { 'aws:PrincipalTag/x509Issuer/CN': 'workloads' } }, 'Deny'),
        ),
      },
    },
    {
      name: 'a hybrid node',
      state: {
        trust: trust(
          anywhere({
            StringEquals: { 'sts:RoleSessionName': '${aws:PrincipalTag/x509Subject/CN}' },
            ArnEquals: { 'aws:SourceArn': `${ANCHOR}/a1b2` },
          }),
        ),
      },
    },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', missing: 'trust policy' },
    {
      name: 'it hangs on the address',
      state: { trust: trust(anywhere({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })) },
      missing: 'aws:SourceIp',
    },
  ],
  notApplicable: [
    { name: 'EC2', state: { trust: trust(aws({ Service: 'ec2.amazonaws.com' })) } },
    { name: 'everybody', state: { trust: trust(aws('*')) } },
  ],
});

describe('trust-roles-anywhere-open witnesses', () => {
  it('is no worse by another witness', () => {
    const witness = { text: '', request: {} };
    expect(rule.covers?.(witness, witness)).toBe(true);
  });
});

describe('trust-roles-anywhere-open of a role in an unknown account', () => {
  it('is open all the same', () => {
    const role = { ...resourceOf('iam-role', { state: { trust: trust(anywhere()) } }), account: '' };
    const verdict = rule.evaluate(role as never, { config: configOf(), related: {} as never });
    expect(verdict).toMatchObject({
      witness: {
        text: 'A certificate with the common name unrelated-workload of trust anchor arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/97979797-9797-4797-8797-979797979797 gets arn:aws:iam::111122223333:role/app',
      },
    });
  });
});
