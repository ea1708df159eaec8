import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import {
  allow,
  attached,
  inline,
  OWN_POLICY,
  otherRole,
  ownPolicy,
  ROLE,
} from '../../support/role-rights.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { ACCOUNT } from '../../support/states.ts';
import { aws, trust } from '../../support/trusts.ts';
import {
  ADMINISTRATOR,
  arn,
  around,
  assume,
  first,
  NO_ROLES,
  ROOT,
  role,
  state,
  step,
  top,
  topBy,
  trusting,
} from './chains.ts';

const FOREIGN = 'arn:aws:iam::222233334444:role/top';
const timed = (operator: string) => ({ [operator]: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } });
const ofVpc = trust(aws({ AWS: arn('step') }, { StringEquals: { 'aws:SourceVpc': 'vpc-1' } }));

describeRule(ruleOf(catalogue, 'role-chain-to-admin'), 'iam-role', {
  fails: [
    {
      name: 'two steps to an administrator',
      neighbour: 'the last role is no administrator',
      ...first,
      related: around(step, top),
      evidence: ['hop 1', 'hop 2', 'policyName', 'policyArn', 'trust', 'administratorName'],
    },
    {
      name: 'two steps to a role that can make itself one',
      ...first,
      related: around(
        step,
        role('top', arn('step'), inline({ Action: 'iam:PutRolePolicy', Resource: arn('top') })),
      ),
      evidence: ['hop 2', 'Statement[0]'],
    },
    {
      name: 'three steps',
      ...first,
      related: around(
        role('step', ROLE, inline(assume('next'))),
        role('next', arn('step'), inline(assume('top'))),
        role('top', arn('next'), ADMINISTRATOR),
      ),
      evidence: ['hop 3'],
    },
    {
      name: "by a customer's policy and by a pattern",
      state,
      sets: { policies: { [OWN_POLICY]: true }, inlinePolicies: {} },
      related: {
        ...around(role('step', ROLE, inline(assume('to*'))), top),
        chainedPolicies: [ownPolicy(allow(assume('step')))],
      },
      evidence: ['hop 1', 'hop 2'],
    },
    {
      name: 'by trust policies alone that name the role before, in one account',
      state,
      sets: NO_ROLES,
      related: around(role('step', ROLE, NO_ROLES), top),
      evidence: ['hop 1', 'hop 2', 'trustingRole'],
    },
    {
      name: 'named by the last role, with a boundary that lets it assume roles',
      ...first,
      related: {
        ...around(
          role('step', ROLE, NO_ROLES, {
            state: { arn: arn('step'), trust: trusting(ROLE), boundary: OWN_POLICY },
          }),
          top,
        ),
        chainedPolicies: [ownPolicy(allow({ Action: ['s3:*', 'sts:*'] }))],
      },
      evidence: ['hop 2', 'trustingRole'],
    },
    {
      name: 'by a pattern, to a role that trusts the account',
      ...first,
      related: around(
        role('step', ROLE, inline({ Action: 'sts:AssumeRole' })),
        role('top', ROOT, ADMINISTRATOR),
      ),
      evidence: ['hop 2'],
    },
    {
      name: 'by a pattern, to a role whose ARN is not known',
      ...first,
      related: around(role('step', ROLE, inline(assume('t*'))), {
        ...top,
        state: { ...top.state, arn: undefined },
      }),
      evidence: ['hop 2'],
    },
    {
      name: 'by trust policies since a time that is over',
      ...first,
      related: around(step, topBy(trust(aws({ AWS: arn('step') }, timed('DateGreaterThan'))))),
      evidence: ['hop 2'],
    },
    {
      name: 'a role with a path, by its whole ARN',
      state,
      sets: inline({ Action: 'sts:AssumeRole', Resource: `arn:aws:iam::${ACCOUNT}:role/apps/step` }),
      related: around(
        role('step', ROLE, inline(assume('top')), {
          state: { arn: `arn:aws:iam::${ACCOUNT}:role/apps/step`, trust: trusting(ROLE), boundary: null },
        }),
        role('top', `arn:aws:iam::${ACCOUNT}:role/apps/step`, ADMINISTRATOR),
      ),
      evidence: ['hop 2'],
    },
  ],
  passes: [
    {
      name: 'one step: another rule has that',
      ...first,
      related: around(role('step', ROLE, ADMINISTRATOR)),
    },
    {
      name: 'one step to an administrator that another step leads to as well',
      state,
      sets: inline(assume('step', 'top')),
      related: around(step, topBy(trusting(ROLE, arn('step')))),
    },
    {
      name: 'the last role does not trust the one before',
      ...first,
      related: around(step, role('top', arn('other'), ADMINISTRATOR)),
    },
    {
      name: 'the middle role may not assume the last',
      ...first,
      related: around(role('step', ROLE, NO_ROLES), role('top', ROOT, ADMINISTRATOR)),
    },
    {
      name: 'the middle role is named by one of another account and may not assume it',
      ...first,
      related: around(
        role('step', ROLE, NO_ROLES),
        otherRole(
          {
            state: { arn: FOREIGN, trust: trusting(arn('step')), boundary: null },
            sets: ADMINISTRATOR,
          },
          FOREIGN,
        ),
      ),
    },
    {
      name: 'the middle role is named by the last and denied to assume it',
      ...first,
      related: around(role('step', ROLE, inline({ Effect: 'Deny', ...assume('top') })), top),
    },
    {
      name: 'the boundary of the middle role, named by the last, lets it assume nothing',
      ...first,
      related: {
        ...around(
          role('step', ROLE, NO_ROLES, {
            state: { arn: arn('step'), trust: trusting(ROLE), boundary: OWN_POLICY },
          }),
          top,
        ),
        chainedPolicies: [ownPolicy(allow({ Action: 's3:*' }))],
      },
    },
    {
      name: 'the last role is no administrator',
      ...first,
      related: around(step, role('top', arn('step'), NO_ROLES)),
    },
    {
      name: 'the last role trusted the one before until a time that is over',
      ...first,
      related: around(step, topBy(trust(aws({ AWS: arn('step') }, timed('DateLessThan'))))),
    },
    {
      name: 'the last role was deleted',
      ...first,
      related: around(step, { ...top, present: false }),
    },
    {
      name: 'a step more than the configuration looks at',
      ...first,
      config: { limits: { chainHops: 2 } },
      related: around(
        role('step', ROLE, inline(assume('next'))),
        role('next', arn('step'), inline(assume('top'))),
        role('top', arn('next'), ADMINISTRATOR),
      ),
    },
    {
      name: 'roles that assume each other in a circle',
      ...first,
      related: around(role('step', ROLE, inline(assume('app', 'step')))),
    },
    { name: 'it may assume nothing', state, sets: attached(), related: around() },
  ],
  indeterminate: [
    { name: 'its policies are not known', state, related: around(), missing: '(any other)' },
    {
      name: 'the last role is not known',
      ...first,
      related: around(step, { missing: arn('top') }),
      missing: arn('top'),
    },
    {
      name: 'the rights of the last role are not known',
      ...first,
      related: around(step, role('top', arn('step'), attached('AmazonSageMakerFullAccess'))),
      missing: 'AmazonSageMakerFullAccess',
    },
    {
      name: 'whether the last role trusts the one before hangs on an external id',
      ...first,
      related: around(step, topBy(ofVpc)),
      missing: 'may assume',
    },
    {
      name: 'the last role names one session of the middle role, which may not assume it',
      ...first,
      related: around(
        role('step', ROLE, NO_ROLES),
        role('top', `arn:aws:sts::${ACCOUNT}:assumed-role/step/night`, ADMINISTRATOR),
      ),
      missing: 'may assume',
    },
    {
      name: 'the last role names the middle one under a condition that nothing tells',
      ...first,
      related: around(role('step', ROLE, NO_ROLES), topBy(ofVpc)),
      missing: 'may assume',
    },
    {
      name: 'the trust policy of the last role is not known',
      ...first,
      related: around(step, role('top', arn('step'), ADMINISTRATOR, { state: { boundary: null } })),
      missing: 'may assume',
    },
    {
      name: 'it may assume any role',
      state,
      sets: inline({ Action: 'sts:AssumeRole' }),
      related: around(),
      missing: 'trusts',
    },
    {
      name: 'whether pods get it is not known',
      sets: inline(assume('step')),
      state: { arn: ROLE, boundary: null },
      related: around(step, top),
      missing: 'trust policy',
    },
    {
      name: 'more chains than are gone through',
      state,
      sets: inline(assume('r*')),
      related: around(...Array.from({ length: 210 }, (_, index) => role(`r${index}`, ROLE, NO_ROLES))),
      missing: 'more chains than are gone through',
    },
    {
      name: 'more unproved chains than are named',
      state,
      sets: inline(assume(...Array.from({ length: 14 }, (_, index) => `r${index}`))),
      related: around(),
      missing: 'and 4 more',
    },
  ],
  notApplicable: [
    {
      name: 'no pod gets it',
      ...first,
      state: { ...state, trust: trusting(arn('x')) },
      related: around(step, top),
    },
    {
      name: 'it is an administrator itself',
      state,
      sets: ADMINISTRATOR,
      related: around(step, top),
    },
  ],
});
