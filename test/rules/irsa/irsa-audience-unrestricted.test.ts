import { catalogue } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';
import { configOf, resourceOf } from '../../support/states.ts';
import {
  AUD,
  account,
  deny,
  EXACT,
  irsa,
  NOT_APPLICABLE,
  OTHER,
  OTHER_EXACT,
  PROVIDER,
  role,
  STS,
  SUB,
  UNTIL,
} from './policies.ts';

const rule = ruleOf(catalogue, 'irsa-audience-unrestricted');
const CART = { StringEquals: { [SUB]: account('shop:cart') } };
const loose = role(irsa(CART));
const provider = (...ids: readonly string[]) =>
  resourceOf('oidc-provider', {
    state: { arn: PROVIDER },
    sets: { clientIds: Object.fromEntries(ids.map((id) => [id, true])) },
  });
const someIds = (...ids: readonly string[]) => ({
  sets: resourceOf('oidc-provider', {
    some: { clientIds: Object.fromEntries(ids.map((id) => [id, true])) },
  }).sets,
});
const unknown = { providers: [{ missing: PROVIDER }] };
/** `resourceOf` gives every provider the same key. */
const keyed = (...ids: readonly string[]) => ({ providers: [{ ...provider(...ids), key: PROVIDER }] });
const own = 'arn:aws-cn:iam::111122223333:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/ABCDEF';
const china = (...audiences: readonly string[]) =>
  role(
    irsa(
      {
        StringEquals: {
          'oidc.eks.cn-north-1.amazonaws.com.cn/id/ABCDEF:sub': account('shop:cart'),
          'oidc.eks.cn-north-1.amazonaws.com.cn/id/ABCDEF:aud': audiences,
        },
      },
      own,
    ),
  );

describeRule(rule, 'iam-role', {
  fails: [
    {
      name: 'a provider with a further client id',
      state: loose,
      related: keyed(STS, 'vault'),
      neighbour: 'pinned, whatever the provider takes',
      severity: 'high',
      evidence: ['clientIds', 'issuer'],
    },
    {
      name: 'a subject without an audience',
      state: loose,
      related: unknown,
      evidence: [`Statement[0].Condition.StringEquals["${SUB}"]`, 'issuer'],
    },
    {
      name: 'any audience',
      state: role(irsa({ ...CART, StringLike: { [AUD]: '*' } })),
      related: unknown,
      evidence: [`Statement[0].Condition.StringLike["${AUD}"]`],
    },
    {
      name: 'a further audience',
      state: role(irsa({ StringEquals: { [SUB]: account('shop:cart'), [AUD]: [STS, 'vault'] } })),
      related: unknown,
      evidence: [`Statement[0].Condition.StringEquals["${AUD}"]`],
    },
    {
      name: 'pinned in one of two statements',
      state: role(irsa(EXACT), irsa(CART)),
      related: unknown,
      evidence: ['issuer'],
    },
    { name: 'a provider for STS only', state: loose, related: keyed(STS), evidence: ['issuer'] },
    {
      name: 'a further client id that the policy refuses',
      state: role(irsa({ ...CART, StringNotEquals: { [AUD]: 'vault' } })),
      related: keyed(STS, 'vault'),
      evidence: ['issuer'],
    },
    {
      name: "China's audience elsewhere",
      state: role(irsa({ StringEquals: { [SUB]: account('shop:cart'), [AUD]: 'sts.amazonaws.com.cn' } })),
      related: unknown,
      evidence: ['issuer'],
    },
    { name: 'a third audience in China', state: china(STS, 'vault'), related: unknown, evidence: ['issuer'] },
    {
      name: 'the worse of two clusters',
      state: role(irsa(undefined, OTHER), irsa(CART)),
      related: keyed('vault'),
      severity: 'high',
      evidence: ['clientIds'],
    },
  ],
  passes: [
    { name: 'the policy of the EKS guide', state: role(irsa(EXACT)), related: unknown },
    { name: 'pinned, whatever the provider takes', state: role(irsa(EXACT)), related: keyed(STS, 'vault') },
    {
      name: 'pinned by a Deny',
      state: role(irsa(CART), deny({ StringNotEquals: { [AUD]: STS } })),
      related: unknown,
    },
    {
      name: 'the audience if it exists, as it always does',
      state: role(irsa({ ...CART, StringEqualsIfExists: { [AUD]: STS } })),
      related: unknown,
    },
    { name: "China's audience in China", state: china(STS, 'sts.amazonaws.com.cn'), related: unknown },
  ],
  indeterminate: [
    { name: 'the trust policy is not known', related: unknown, missing: 'trust policy' },
    {
      name: 'it hangs on the time',
      state: role(irsa({ ...CART, ...UNTIL })),
      related: unknown,
      missing: 'aws:CurrentTime',
    },
  ],
  notApplicable: [
    ...NOT_APPLICABLE.map((one) => ({ ...one, related: unknown })),
    { name: 'nobody gets it', state: role(irsa(OTHER_EXACT)), related: unknown },
  ],
});

describe('irsa-audience-unrestricted witnesses', () => {
  const judge = (state: { readonly trust: string }, related: object = unknown) => {
    const verdict = rule.evaluate(resourceOf('iam-role', { state }) as never, {
      config: configOf(),
      related: related as never,
    });
    if (verdict.status !== 'fail' || verdict.witness === null)
      throw new Error(`no witness: ${verdict.status}`);
    return verdict.witness;
  };
  it('shows an audience that the provider takes', () => {
    const { text, request } = judge(loose, keyed(STS, 'vault'));
    expect(text).toMatch(/^A pod in namespace .*, with a token for "vault", gets /);
    expect(request).toMatchObject({ aud: 'vault' });
  });
  it('says of an audience that STS refuses what it takes that it is let in', () => {
    const once = `Once ${PROVIDER} is given the client id`;
    expect(judge(loose, keyed(STS)).text).toMatch(new RegExp(`^${once} "unrelated-audience", a pod in `));
    const refusing = role(irsa({ ...CART, StringNotEquals: { [AUD]: 'vault' } }));
    expect(judge(refusing, keyed(STS, 'vault')).text).toContain(once);
  });
  it('says that it assumes a client id where those of the provider are not all known', () => {
    const where = `Where ${PROVIDER} has the client id "unrelated-audience", a pod in `;
    expect(judge(loose).text).toContain(where);
    const some = { providers: [{ ...provider(STS), key: PROVIDER, ...someIds(STS) }] };
    expect(judge(loose, some).text).toContain(where);
  });
  it('is worse with another audience', () => {
    const audiences = (...texts: readonly string[]) =>
      judge(role(irsa({ StringEquals: { [SUB]: account('shop:cart'), [AUD]: [STS, ...texts] } })));
    expect(rule.covers?.(audiences('a', 'b'), audiences('a'))).toBe(true);
    expect(rule.covers?.(audiences('a'), audiences('b'))).toBe(false);
    expect(rule.covers?.(judge(loose), audiences('b'))).toBe(true);
  });
});
