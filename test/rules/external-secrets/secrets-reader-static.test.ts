import { USERS_LIMIT } from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT, resourceOf } from '../../support/states.ts';

const NODE = `arn:aws:iam::${ACCOUNT}:role/node`;
const KEY = `${ACCOUNT}/AKIAIOSFODNN7EXAMPLE`;
const AT = '2026-02-01T08:00:00Z';
const byKey = { [`static-key ${KEY}`]: AT };
const byNode = { [`node ${NODE}`]: AT };
const nobody = { readerKeys: [], instanceReaders: [], readerNodegroups: [] };
const group = resourceOf('eks-nodegroup', { state: { nodeRole: NODE } });
const nodes = { readerKeys: [], instanceReaders: [{ missing: NODE }], readerNodegroups: [group] };
const keyOf = (status: 'Active' | 'Inactive', gone = false) => ({
  ...nobody,
  readerKeys: [resourceOf('access-key', { state: { status }, gone })],
});
const config = { events: ['secret-reads' as const] };
const many = Array.from({ length: USERS_LIMIT }, (_, index) => `${ACCOUNT}/AKIA${index}`);

describeRule(ruleOf(catalogue, 'secrets-reader-static'), 'secret', {
  fails: [
    {
      name: 'an active key reads it',
      uses: byKey,
      related: keyOf('Active'),
      evidence: [`activity static-key ${KEY}`],
    },
    { name: 'by nodes', uses: byNode, related: nodes, evidence: [`activity node ${NODE}`, 'nodeRole'] },
    {
      name: 'by nodes, and by a key that is inactive now',
      uses: { ...byKey, ...byNode },
      related: {
        ...nodes,
        ...keyOf('Inactive'),
        instanceReaders: [{ missing: NODE }],
        readerNodegroups: [group],
      },
      evidence: [`activity node ${NODE}`],
    },
    {
      name: 'a little before the account was read',
      uses: byKey,
      state: { readAt: '2026-03-01T08:00:00Z' },
      related: nobody,
      evidence: [`activity static-key ${KEY}`],
    },
    {
      name: 'by a key of which nothing else is known',
      uses: byKey,
      related: { ...nobody, readerKeys: [{ missing: KEY }] },
      evidence: [`activity static-key ${KEY}`],
    },
  ],
  passes: [
    { name: 'a key read it that is inactive now', uses: byKey, related: keyOf('Inactive'), config },
    { name: 'by a key that is gone', uses: byKey, related: keyOf('Active', true), config },
    {
      name: 'long before the account was read',
      uses: { ...byKey, ...byNode },
      state: { readAt: '2026-06-01T08:00:00Z' },
      related: nodes,
      config,
    },
    { name: 'by pods', uses: { pod: AT }, related: nobody, config },
  ],
  indeterminate: [
    {
      name: 'whether the instances are nodes is not known',
      uses: byNode,
      related: { ...nobody, instanceReaders: [{ missing: NODE }] },
      missing: 'whether nodes have',
    },
    {
      name: 'more keys than are kept',
      uses: Object.fromEntries(many.map((key) => [`static-key ${key}`, AT])),
      related: {
        ...nobody,
        readerKeys: many.map((key) => ({ ...resourceOf('access-key', { gone: true }), key })),
      },
      missing: 'who else',
    },
  ],
  notApplicable: [{ name: 'the events are not judged', related: nobody }],
});
