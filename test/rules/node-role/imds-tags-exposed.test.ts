import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { alone, group, nodeTags, otherTags, plainRole, profileArn } from './nodes.ts';

const exposed = { metadataTags: 'enabled', httpEndpoint: 'enabled', profileArn } as const;

describeRule(ruleOf(catalogue, 'imds-tags-exposed'), 'ec2-instance', {
  fails: [
    {
      name: 'a node that gives out its tags',
      state: exposed,
      sets: nodeTags,
      related: alone,
      evidence: ['metadataOptions.metadataTags'],
    },
    {
      name: 'a node by the role of its node group',
      state: exposed,
      sets: otherTags,
      related: { ...alone, roles: [plainRole], nodegroups: [group] },
      evidence: ['metadataOptions.metadataTags'],
    },
  ],
  passes: [
    {
      name: 'a node that does not',
      state: { ...exposed, metadataTags: 'disabled' },
      sets: nodeTags,
      related: alone,
    },
    {
      name: 'a node whose endpoint is off',
      state: { ...exposed, httpEndpoint: 'disabled' },
      sets: nodeTags,
      related: alone,
    },
  ],
  indeterminate: [
    {
      name: 'whether it does is not known',
      state: { ...exposed, metadataTags: undefined },
      sets: nodeTags,
      related: alone,
      missing: 'metadataTags',
    },
    {
      name: 'nothing tells whether it is a node',
      state: exposed,
      sets: otherTags,
      related: alone,
      missing: 'whether it is a cluster node',
    },
  ],
  notApplicable: [
    {
      name: 'an instance without a profile and without a cluster tag',
      state: { ...exposed, profileArn: null },
      sets: otherTags,
      related: alone,
    },
  ],
});
