import { describe, expect, it, test } from 'vitest';
import { resourceOf } from '../support/states.ts';
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

  it('tells which trust policies name what it takes out', () => {
    const named = roleWith(trust(irsa({ StringEquals: { [`${ISSUER}:aud`]: 'vault' } })));
    const roles = [named, roleWith(trust(irsa({ StringEquals: { [`${ISSUER}:aud`]: STS } })))];
    const { facts } = firstPlan(ID, { rule: RULE, target: provider('vault', STS), related: { roles } });
    expect(facts).toEqual([
      'Recorded roles that trust the provider: 2.',
      `The trust policy of ${named.key} names vault.`,
    ]);
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
