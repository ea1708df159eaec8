import type { Remediation, Resource } from '@podguard/core';
import type { GuardInput } from '@podguard/remediate';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, roleArn } from '../inventory/account.ts';
import { configOf, REGION, resourceOf } from '../support/states.ts';
import { aws, ISSUER, irsa, PROVIDER, podIdentity, trust } from '../support/trusts.ts';
import { firstPlan, plans, recordedTrusts, remediatorOf, roleWith } from './role-plans.ts';

const ID = 'restore-trust-policy';
const RULE = 'irsa-subject-wildcard';
const SUB = `${ISSUER}:sub`;
const STS = { StringEquals: { [`${ISSUER}:aud`]: 'sts.amazonaws.com' } };
const sa = (name: string) => `system:serviceaccount:${name}`;
const exact = (...names: readonly string[]) => ({
  StringEquals: { ...STS.StringEquals, [SUB]: names.map(sa) },
});
const WIDE = irsa({ ...STS, StringLike: { [SUB]: sa('shop:*') } });
const CART = irsa(exact('shop:cart'));
const config = configOf({ account: ACCOUNT, knownAccounts: [ACCOUNT], events: ['activity'] });
const OPENED = '2026-01-05T00:00:00Z';
const LATER = '2026-01-06T00:00:00Z';
const of = (part: string) => `arn:aws:iam::${ACCOUNT}:${part}`;
const NOBODY = 'It lets in nobody whom the present one does not let in.';
const allowed = (Principal: unknown, Action = 'sts:AssumeRole') => ({ Principal, Action });

function restoring(former: string, present: string, more: object = {}) {
  const target = roleWith(present);
  return { rule: RULE, target, config, openedAt: OPENED, recorded: recordedTrusts(former, present), ...more };
}

describe('that a former trust policy lets in nobody anew', () => {
  it.for([
    ['another service', allowed({ Service: 'ecs-tasks.amazonaws.com' })],
    ['any service', allowed({ Service: '*' })],
    ['any provider of SAML', allowed({ Federated: '*' }, 'sts:AssumeRoleWithSAML')],
    ['anybody by SAML', allowed('*', 'sts:AssumeRoleWithSAML')],
    ['anybody of AWS by SAML', allowed({ AWS: '*' }, 'sts:AssumeRoleWithSAML')],
    [
      'any provider of tokens',
      allowed({ Federated: of('oidc-provider/*') }, 'sts:AssumeRoleWithWebIdentity'),
    ],
    ['all actions', allowed({ Federated: of('saml-provider/corp') }, 'sts:*')],
    ['tags of tokens', allowed({ Federated: PROVIDER }, 'sts:TagSession')],
    ['a context', allowed({ AWS: roleArn('ci') }, 'sts:SetContext')],
    ['a role', aws({ AWS: roleArn('ci') })],
  ] as const)('is not said of one with %s', ([, statement]) => {
    const draft = firstPlan(ID, restoring(trust(CART, statement), trust(WIDE)));
    expect(draft.facts).not.toContain(NOBODY);
    expect(draft.byPeople).toEqual([expect.stringMatching(/may let in others/)]);
  });

  it('is said where what is not analysed stands in the present one word for word', () => {
    const service = allowed({ Service: ['ecs-tasks.amazonaws.com', 'ec2.amazonaws.com'] });
    const one = { ...allowed({ Service: 'ec2.amazonaws.com' }), Sid: 'Nodes' };
    const draft = firstPlan(ID, restoring(trust(CART, one), trust(WIDE, service)));
    expect(draft.facts).toContain(NOBODY);
    expect(draft.byPeople).toEqual([]);
  });

  it('is not said where a Deny of the present one is missing, and which one is', () => {
    const deny = { ...aws({ AWS: roleArn('ci') }), Effect: 'Deny', Sid: 'OldSessions' } as const;
    const former = trust(CART, aws({ AWS: roleArn('ci') }));
    const draft = firstPlan(ID, restoring(former, trust(WIDE, aws({ AWS: roleArn('ci') }), deny)));
    expect(draft.byPeople).toEqual([
      expect.stringMatching(/may let in others/),
      'A Deny of the present one is not in it: OldSessions.',
    ]);
  });
});

describe('a former trust policy that shuts out', () => {
  const uses = { [`web-identity ${ISSUER} shop/pay`]: '2026-01-03T00:00:00Z' };

  it('who was bound before the finding is for people, and comes after the narrowed one', () => {
    const present = trust(WIDE);
    const given = restoring(trust(CART), present, { target: roleWith(present, { uses }) });
    const older = recordedTrusts(trust(irsa(exact('shop:cart', 'shop:pay'))), trust(CART));
    expect(plans(ID, { ...given, recorded: older })).toMatchObject([
      { summary: expect.stringMatching(/^Let exactly/) },
      { byPeople: [expect.stringMatching(/^Loses it: \S+ shop\/pay; it used the role/)] },
      { byPeople: [] },
    ]);
  });

  it('who came after the finding names them', () => {
    const present = trust(WIDE);
    const late = { [`web-identity ${ISSUER} shop/pay`]: LATER };
    const draft = firstPlan(
      ID,
      restoring(trust(CART), present, { target: roleWith(present, { uses: late }) }),
    );
    expect(draft.byPeople).toEqual([]);
    expect(draft.facts?.join(' ')).toMatch(/Loses it: \S+ shop\/pay; it used the role/);
  });

  it('pods of an association from before the finding is for people', () => {
    const pods = podIdentity(['sts:AssumeRole', 'sts:TagSession']);
    const association = {
      ...resourceOf('pod-identity-association', {
        state: {
          namespace: 'shop',
          serviceAccount: 'cart',
          roleArn: roleArn('app'),
          disableSessionTags: false,
        },
      }),
      key: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`,
    } as Resource<'pod-identity-association'>;
    const given = restoring(trust(CART), trust(WIDE, pods));
    const bound = firstPlan(ID, { ...given, related: { associations: [association] } });
    expect(bound.byPeople).toEqual([expect.stringMatching(/^Loses it: shop\/cart by \S+a-1/)]);
    const late = { ...association, bornAt: LATER };
    const draft = firstPlan(ID, { ...given, related: { associations: [late] } });
    expect(draft.byPeople).toEqual([]);
    expect(draft.facts?.join(' ')).toMatch(/Loses it: shop\/cart by/);
  });
});

it('waits for a person where only people may decide, and for nobody else', () => {
  const [guard] = remediatorOf(ID).guards;
  const asked = (mode: Remediation['mode'], byPeople?: readonly string[]) =>
    guard?.check({ mode, plan: { byPeople } } as unknown as GuardInput);
  for (const mode of ['auto', 'shadow'] as const) {
    expect(asked(mode, ['A Deny goes.'])).toEqual({
      ok: false,
      reason: 'only people may decide on it: A Deny goes.',
    });
    expect(asked(mode)).toEqual({ ok: true });
  }
  for (const mode of ['propose', 'manual'] as const)
    expect(asked(mode, ['A Deny goes.'])).toEqual({ ok: true });
});
