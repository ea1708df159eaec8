import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

describeRule(ruleOf(catalogue, 'oidc-provider-extra-audience'), 'oidc-provider', {
  fails: [
    {
      name: 'a second client id',
      sets: { clientIds: { 'sts.amazonaws.com': true, vault: true } },
      evidence: ['clientIds'],
    },
    {
      name: 'another client id, and others unknown',
      some: { clientIds: { vault: true } },
      evidence: ['clientIds'],
    },
    {
      name: "China's in another partition",
      sets: { clientIds: { 'sts.amazonaws.com.cn': true } },
      evidence: ['clientIds'],
    },
  ],
  passes: [
    { name: 'the client id of STS only', sets: { clientIds: { 'sts.amazonaws.com': true } } },
    { name: 'none', sets: { clientIds: {} } },
  ],
  indeterminate: [
    { name: 'the client ids are not known', sets: { clientIds: null }, missing: 'clientIds' },
    { name: 'others may be there', some: { clientIds: { 'sts.amazonaws.com': true } }, missing: 'clientIds' },
  ],
});
