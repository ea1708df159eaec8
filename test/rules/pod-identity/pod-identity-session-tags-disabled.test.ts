import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const state = { namespace: 'shop', serviceAccount: 'cart', clusterName: 'prod', policy: null };

describeRule(ruleOf(catalogue, 'pod-identity-session-tags-disabled'), 'pod-identity-association', {
  fails: [
    {
      name: 'tags are disabled, and nothing needs that',
      state: { ...state, disableSessionTags: true },
      evidence: ['disableSessionTags'],
    },
  ],
  passes: [
    { name: 'tags are on', state: { ...state, disableSessionTags: false } },
    { name: 'nobody said anything of tags', state: { ...state, disableSessionTags: null } },
  ],
  indeterminate: [
    { name: 'it is not known whether tags are disabled', state, missing: 'disableSessionTags' },
    {
      name: 'it is not known whether there is an inline policy',
      state: { ...state, policy: undefined, disableSessionTags: true },
      missing: 'policy',
    },
  ],
  notApplicable: [
    {
      name: 'an inline policy needs it',
      state: { ...state, policy: '{"Statement": []}', disableSessionTags: true },
    },
  ],
});
