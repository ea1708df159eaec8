import {
  analyseTrust,
  awsWay,
  escalationPaths,
  evaluate,
  findWitness,
  isAdministrator,
  isAdmittingNobody,
  listProviders,
  type NamedPolicy,
  parseHolder,
  parsePolicy,
  passableToPodIdentity,
  podIdentityWay,
  readsAllSecrets,
  type Way,
  webIdentityWay,
} from '@podguard/policy';
import { json, mutate } from '../mutate.ts';
import { mutateText } from '../mutate-text.ts';
import { permissionSeeds, trustSeeds } from '../seeds.ts';
import { defineTarget, type Fed } from '../target.ts';

const PROVIDER = 'arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABCDEF';
const WAYS: readonly Way[] = [
  podIdentityWay({ action: 'sts:AssumeRole', sessionTags: true }),
  awsWay({ action: 'sts:AssumeRole' }),
  webIdentityWay({ provider: PROVIDER, cluster: true }),
];
const HOLDER = parseHolder('arn:aws:iam::111122223333:role/app')!;

/** Documents of any kind as text: parsed and, where that can be, evaluated. */
export const policies = defineTarget<string>('policies', 2_000_000, async () => {
  const seeds = [...trustSeeds().all, ...permissionSeeds()];
  const texts = seeds.map(json);
  return {
    make(random) {
      const text = json(mutate(random.pick(seeds), random, seeds));
      if (random.percent(70)) return text;
      return random.percent(20) ? encodeURIComponent(text.toWellFormed()) : mutateText(text, random, texts);
    },
    feed(text) {
      const parsed = parsePolicy(text);
      if (!parsed.ok)
        return {
          outcome: parsed,
          accusation:
            parsed.error.message === 'cannot be read'
              ? 'the parser met something that it did not expect'
              : undefined,
        };
      const request = {
        principal: { type: 'Federated', provider: PROVIDER },
        action: 'sts:AssumeRoleWithWebIdentity',
        context: {
          [`${PROVIDER}:sub`]: ['system:serviceaccount:a:b'],
          'aws:SourceIp': ['10.0.0.1'],
          'aws:TagKeys': 'unknown',
        },
      } as const;
      return { outcome: evaluate(parsed.policy, request).decision };
    },
  };
});

/** Trust policies, analysed by each way in. */
export const trusts = defineTarget<string>('trust', 400_000, async () => {
  const { all } = trustSeeds();
  return { make: (random) => json(mutate(random.pick(all), random, all)), feed: analysed };
});

function analysed(text: string): Fed {
  const parsed = parsePolicy(text);
  if (!parsed.ok) return { outcome: parsed.error };
  const told = WAYS.map((way) => {
    const analysis = analyseTrust(parsed.policy, way);
    if (!analysis.decided) return analysis.reason;
    const witness = findWitness(analysis, []);
    if (witness.kind !== 'found') return witness.kind;
    const { decision } = evaluate(parsed.policy, witness.request);
    return decision.endsWith('-deny')
      ? 'a witness that the policy denies'
      : [isAdmittingNobody(analysis), decision];
  });
  const accusation = told.find((one) => typeof one === 'string' && one.startsWith('a witness'));
  return { outcome: [told, listProviders(parsed.policy)], accusation: accusation as string | undefined };
}

/** Permissions, asked for what the rules ask. */
export const permissions = defineTarget<readonly string[]>('permissions', 20_000, async () => {
  const seeds = permissionSeeds();
  return {
    make: (random) =>
      Array.from({ length: 1 + random.below(3) }, () => json(mutate(random.pick(seeds), random, seeds))),
    feed(texts) {
      const named = texts.map((text, index): NamedPolicy => {
        const parsed = parsePolicy(text);
        return {
          name: `arn:aws:iam::111122223333:policy/p-${index}`,
          policy: parsed.ok ? parsed.policy : null,
        };
      });
      const set = { holder: HOLDER, policies: named, boundary: named.length > 2 ? named[2]! : null, named };
      const administrator = isAdministrator(set);
      const secrets = readsAllSecrets(set);
      const isBlind = named.every(({ policy }) => policy === null);
      const accusation =
        isBlind && (administrator.answer === 'no' || secrets.answer === 'no')
          ? 'permissions that cannot be read are said to be none'
          : undefined;
      return {
        outcome: [
          administrator.answer,
          secrets.answer,
          escalationPaths(set).answer,
          passableToPodIdentity(set).answer,
        ],
        accusation,
      };
    },
  };
});
