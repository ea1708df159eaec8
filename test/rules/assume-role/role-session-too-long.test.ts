import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { resourceOf } from '../../support/states.ts';
import { beyondBound, podIdentity, trust } from '../../support/trusts.ts';

const none = { associations: [], targetAssociations: [] };
const pods = trust(podIdentity(['sts:AssumeRole', 'sts:TagSession']));
const lambda = trust({ Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' });
const config = { limits: { sessionSeconds: 7200 } };
const long = { trust: pods, maxSessionDuration: 43_200 };

describeRule(ruleOf(catalogue, 'role-session-too-long'), 'iam-role', {
  fails: [
    {
      name: 'twelve hours where two are allowed',
      state: long,
      related: none,
      config,
      evidence: ['maxSessionDuration', 'trust'],
    },
    {
      name: 'a second more, by an association',
      state: { ...long, maxSessionDuration: 7201 },
      related: { ...none, associations: [resourceOf('pod-identity-association', {})] },
      config,
      evidence: ['maxSessionDuration', 'association'],
    },
  ],
  passes: [
    { name: 'just as long as allowed', state: { ...long, maxSessionDuration: 7200 }, related: none, config },
    { name: 'none set: an hour', state: { ...long, maxSessionDuration: null }, related: none, config },
  ],
  indeterminate: [
    {
      name: 'how long is not known',
      state: { trust: pods },
      related: none,
      config,
      missing: 'maximum session duration',
    },
    {
      name: 'whether pods get it is not known',
      state: { maxSessionDuration: 43_200 },
      related: none,
      config,
      missing: 'trust policy',
    },
    {
      name: 'whether pods get it cannot be decided',
      state: { ...long, trust: beyondBound.pods() },
      related: none,
      config,
      missing: 'whether a pod is admitted',
    },
  ],
  notApplicable: [
    { name: 'any session is allowed', state: long, related: none },
    { name: 'no pod gets it', state: { ...long, trust: lambda }, related: none, config },
  ],
});
