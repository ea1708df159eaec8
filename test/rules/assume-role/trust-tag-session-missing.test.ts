import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { aws, beyondBound, irsa, podIdentity, trust } from '../../support/trusts.ts';

const POD = 'arn:aws:iam::111122223333:role/app';
const both = ['sts:AssumeRole', 'sts:TagSession'];
const trusting = (Action: unknown, condition?: unknown) => ({
  trust: trust({ ...aws({ AWS: POD }, condition), Action }),
});
const roleWith = (text: string | undefined) => resourceOf('iam-role', { state: { trust: text } });
const association = (disableSessionTags: boolean | undefined) =>
  resourceOf('pod-identity-association', { state: { roleArn: POD, disableSessionTags } });
const podRole = { trustedRoles: [roleWith(trust(podIdentity(both)))], targetAssociations: [] };

describeRule(ruleOf(catalogue, 'trust-tag-session-missing'), 'iam-role', {
  fails: [
    {
      name: 'a Pod Identity role by its own trust',
      state: trusting('sts:AssumeRole'),
      related: podRole,
      evidence: ['Statement[0].Action', 'trusted role'],
    },
    {
      name: 'a role under a path',
      state: {
        trust: trust({
          ...aws({ AWS: 'arn:aws:iam::111122223333:role/team/app' }),
          Action: 'sts:AssumeRole',
        }),
      },
      related: podRole,
      evidence: ['trusted role'],
    },
    {
      name: 'the role of an association that chains to it',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [], targetAssociations: [association(false)] },
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'one association of two disables session tags',
      state: trusting('sts:AssumeRole'),
      related: { ...podRole, targetAssociations: [association(true), association(false)] },
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'beside an association whose role is not known',
      state: trusting('sts:AssumeRole'),
      related: { ...podRole, targetAssociations: [resourceOf('pod-identity-association', {})] },
      evidence: ['trusted role'],
    },
    {
      name: 'of another association it is not known whether it does',
      state: trusting('sts:AssumeRole'),
      related: { ...podRole, targetAssociations: [association(true), association(undefined)] },
      evidence: ['Statement[0].Action'],
    },
    {
      name: 'tagging is denied',
      state: {
        trust: trust(
          { ...aws({ AWS: POD }), Action: both },
          { ...aws('*', undefined, 'Deny'), Action: 'sts:TagSession' },
        ),
      },
      related: podRole,
      evidence: ['Statement[1]'],
    },
  ],
  passes: [
    { name: 'both actions', state: trusting(both), related: podRole },
    { name: 'every action of STS', state: trusting('sts:*'), related: podRole },
    {
      name: 'both actions in two statements',
      state: {
        trust: trust(
          { ...aws({ AWS: POD }), Action: 'sts:AssumeRole' },
          { ...aws({ AWS: POD }), Action: 'sts:TagSession' },
        ),
      },
      related: podRole,
    },
  ],
  indeterminate: [
    {
      name: 'it is beyond the bound',
      state: { trust: beyondBound.principals('*') },
      related: podRole,
      missing: 'within the bound',
    },
    {
      name: 'the trusted role is beyond the bound',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [roleWith(beyondBound.pods())], targetAssociations: [] },
      missing: POD,
    },
    { name: 'the trust policy is not known', related: podRole, missing: 'trust policy' },
    {
      name: 'nothing is known of the trusted role',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [{ missing: POD }], targetAssociations: [] },
      missing: POD,
    },
    {
      name: 'its trust policy is not known',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [roleWith(undefined)], targetAssociations: [] },
      missing: POD,
    },
    {
      name: 'of no association it is known whether it disables session tags',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [], targetAssociations: [association(undefined)] },
      missing: POD,
    },
    {
      name: 'tagging hangs on a variable',
      state: {
        trust: trust(
          { ...aws({ AWS: POD }), Action: 'sts:AssumeRole' },
          {
            ...aws({ AWS: POD }, { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } }),
            Action: 'sts:TagSession',
          },
        ),
      },
      related: podRole,
      missing: 'aws:ResourceOrgID',
    },
  ],
  notApplicable: [
    {
      name: 'a role of something else',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [roleWith(trust(irsa()))], targetAssociations: [] },
    },
    {
      name: 'a deleted role',
      state: trusting('sts:AssumeRole'),
      related: { trustedRoles: [resourceOf('iam-role', { gone: true })], targetAssociations: [] },
    },
    {
      name: 'every association disables session tags',
      state: trusting('sts:AssumeRole'),
      related: { ...podRole, targetAssociations: [association(true)] },
    },
    {
      name: 'a role that is only denied',
      state: { trust: trust(aws({ AWS: POD }, undefined, 'Deny')) },
      related: podRole,
    },
  ],
});
