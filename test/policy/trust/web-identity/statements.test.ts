import { AUD, irsa, OTHER_ISSUER, PROVIDER, SUB, subject } from '../support.ts';
import { anyOf, deny, describeSubjects, everything, exact, none, PINNED } from './support.ts';

describeSubjects('subjects by statements, principals, actions and times', [
  ['two statements of which one is open', [irsa({ StringEquals: PINNED }), irsa({})], everything],
  [
    'everything cut to a namespace by a Deny',
    [irsa({}), deny({ StringNotLike: { [SUB]: subject('prod:*') } })],
    anyOf('prod'),
  ],
  [
    'everything cut to one by a Deny',
    [irsa({}), deny({ StringNotEquals: { [SUB]: subject('prod:app') } })],
    exact('prod:app'),
  ],
  [
    'a Deny that needs two conditions',
    [irsa({}), deny({ StringNotEquals: { [SUB]: subject('prod:app'), [AUD]: 'sts.amazonaws.com' } })],
    everything,
  ],
  [
    'two Denies for the two conditions',
    [
      irsa({}),
      deny({ StringNotEquals: { [SUB]: subject('prod:app') } }),
      deny({ StringNotEquals: { [AUD]: 'sts.amazonaws.com' } }),
    ],
    exact('prod:app'),
  ],
  [
    "a Deny on another issuer's key",
    [irsa({ StringEquals: PINNED }), deny({ StringNotEquals: { [`${OTHER_ISSUER}:sub`]: 'x' } })],
    none,
  ],
  [
    'a Deny of another action',
    [irsa({ StringEquals: PINNED }), deny({}, { Action: 'sts:TagSession' })],
    exact('prod:app'),
  ],
  ['a Deny of everybody', [irsa({}), deny({}, { Principal: '*', Action: '*' })], none],
  ['wildcard actions', [irsa({ StringEquals: PINNED }, { Action: 'sts:Assume*' })], exact('prod:app')],
  ['NotAction', [irsa({}, { Action: undefined, NotAction: 'sts:TagSession' })], everything],
  ['another action', [irsa({}, { Action: 'sts:AssumeRole' })], none],
  [
    'a list of providers',
    [irsa({}, { Principal: { Federated: ['arn:aws:iam::111122223333:saml-provider/x', PROVIDER] } })],
    everything,
  ],
  ['any provider', [irsa({}, { Principal: { Federated: '*' } })], everything],
  ['everybody', [irsa({}, { Principal: '*' })], everything],
  ['AWS star, which is everybody', [irsa({}, { Principal: { AWS: '*' } })], everything],
  [
    'NotPrincipal of another',
    [irsa({}, { Principal: undefined, NotPrincipal: { Federated: 'arn:aws:iam::1:oidc-provider/x' } })],
    everything,
  ],
  [
    'a key that calls with a token never have',
    [irsa({ StringEquals: { 'aws:PrincipalOrgID': 'o-abc' } })],
    none,
  ],
  [
    'a source address',
    [irsa({ StringEquals: PINNED, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } })],
    exact('prod:app'),
  ],
  [
    'a date that is past',
    [irsa({ StringEquals: PINNED, DateLessThan: { 'aws:CurrentTime': '2021-01-01T00:00:00Z' } })],
    none,
  ],
  [
    'since a date that is past',
    [irsa({ StringEquals: PINNED, NumericGreaterThan: { 'aws:EpochTime': '1600000000' } })],
    exact('prod:app'),
  ],
  [
    'a Deny until a date that is past',
    [irsa({ StringEquals: PINNED }), deny({ DateLessThan: { 'aws:CurrentTime': '2021-01-01' } })],
    exact('prod:app'),
  ],
  [
    'at one moment',
    [irsa({ StringEquals: PINNED, DateEquals: { 'aws:CurrentTime': '2021-01-01' } })],
    none,
    exact('prod:app'),
  ],
  [
    'a request has a time',
    [irsa({ StringEquals: PINNED, Null: { 'aws:CurrentTime': 'false' } })],
    exact('prod:app'),
  ],
  [
    'a date',
    [irsa({ StringEquals: PINNED, DateLessThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } })],
    none,
    exact('prod:app'),
  ],
]);
