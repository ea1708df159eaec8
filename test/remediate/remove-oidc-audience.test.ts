import { describe, expect, it, test } from 'vitest';
import { configOf, resourceOf } from '../support/states.ts';
import { ISSUER, irsa, PROVIDER, trust } from '../support/trusts.ts';
import { startEksWorld } from './eks-world.ts';
import { firstPlan, judged, plans, roleWith } from './role-plans.ts';
import { later, mendAndBack, openFinding } from './role-world.ts';

const ID = 'remove-oidc-audience';
const RULE = 'oidc-provider-extra-audience';
const STS = 'sts.amazonaws.com';
const provider = (...ids: readonly string[]) =>
  resourceOf('oidc-provider', { sets: { clientIds: Object.fromEntries(ids.map((id) => [id, true])) } });

describe('the plan', () => {
  it('takes each further client id out, one call each, and adds them again when undone', () => {
    const draft = firstPlan(ID, { rule: RULE, target: provider('vault', STS, 'registry') });
    const call = (action: string, ClientID: string) => ({
      action: `iam:${action}ClientID${action === 'Add' ? 'To' : 'From'}OpenIDConnectProvider`,
      region: 'us-east-1',
      input: { OpenIDConnectProviderArn: PROVIDER, ClientID },
    });
    expect(draft.steps).toMatchObject([call('Remove', 'registry'), call('Remove', 'vault')]);
    expect(draft.undo).toMatchObject([call('Add', 'registry'), call('Add', 'vault')]);
    expect(draft.after).toEqual({ 'clientIds registry': null, 'clientIds vault': null });
    expect(judged(RULE, provider(STS)).status).toBe('pass');
  });

  const named = (condition: object, uses = {}) => roleWith(trust(irsa(condition)), { uses });
  const sts = named({ StringEquals: { [`${ISSUER}:aud`]: STS } });

  it.for([
    [
      'a trust policy names',
      named({ StringEquals: { [`${ISSUER}:aud`]: [STS, 'vault'] } }),
      /trust policy of \S+ names vault/,
    ],
    [
      'a trust policy names by a pattern',
      named({ StringLike: { [`${ISSUER}:AUD`]: 'va*' } }),
      /trust policy of \S+ names vault/,
    ],
    [
      'a role was taken with',
      named({}, { [`web-identity-audience ${ISSUER} vault`]: '2026-01-03T00:00:00Z' }),
      /was taken with a token for vault/,
    ],
  ] as const)('leaves what %s', ([, role, words]) => {
    const related = { roles: [sts, role] };
    expect(plans(ID, { rule: RULE, target: provider('vault', STS), related })).toMatch(words);
  });

  it('is for people where nothing tells of uses', () => {
    const given = { rule: RULE, target: provider('vault', STS), related: { roles: [sts] } };
    const draft = firstPlan(ID, given);
    expect(draft.facts).toEqual(['Recorded roles that trust the provider: 1.']);
    expect(draft.byPeople).toEqual([expect.stringMatching(/is not told.*events: activity/)]);
    const config = configOf({ events: ['activity'] });
    expect(firstPlan(ID, { ...given, config }).byPeople).toEqual([]);
  });

  it('leaves a provider alone that would have no client id for STS', () => {
    expect(plans(ID, { rule: RULE, target: provider('vault') })).toMatch(/add sts\.amazonaws\.com first/);
  });

  it('is none where the client ids are gone by now', () => {
    const about = { resource: provider(STS) as never, evidence: [{ path: 'clientIds', value: 'vault' }] };
    expect(plans(ID, { rule: RULE, target: provider(STS), about })).toMatch(/has none of the client ids/);
  });
});

test('in an account the further client ids are taken out, and are there again when undone', async () => {
  const world = await startEksWorld();
  await world.iam.createOpenIDConnectProvider({ Url: `https://${ISSUER}`, ClientIDList: [STS] });
  world.wait(600);
  for (const ClientID of ['vault', 'registry'])
    await world.iam.addClientIDToOpenIDConnectProvider({ OpenIDConnectProviderArn: PROVIDER, ClientID });
  await later(world);
  const look = async () => {
    const { ClientIDList = [] } = await world.iam.getOpenIDConnectProvider({
      OpenIDConnectProviderArn: PROVIDER,
    });
    return [...ClientIDList].sort();
  };
  const { mended } = await mendAndBack(world, await openFinding(world, RULE, PROVIDER), look);
  expect(mended).toEqual([STS]);
});
