import {
  defineRule,
  fail,
  notApplicable,
  pass,
  type RelatedOf,
  type Resource,
  type Witness,
} from '@podguard/core';
import {
  admittedValues,
  difference,
  exactly,
  has,
  ignoringCase,
  type Language,
  union,
} from '@podguard/policy';
import { ASSOCIATE, CONDITION_KEYS, pinTrust } from '../shared/irsa-mend.ts';
import { admittedSubjects, stepBudget } from '../shared/irsa-subjects.ts';
import { type IrsaTrust, lookAtClusters } from '../shared/irsa-trusts.ts';
import {
  admittedBy,
  andMore,
  coversOpenings,
  findToken,
  issuerEvidence,
  listed,
  openingOf,
  podWitness,
  type Token,
} from '../shared/irsa-witness.ts';
import { undecidedBy } from '../shared/reach.ts';

export const irsaAudienceUnrestricted = defineRule({
  id: 'irsa-audience-unrestricted',
  title: 'The role may be assumed with tokens that were made for somebody else',
  method: 'irsa',
  resource: 'iam-role',
  severity: 'medium',
  broken: false,
  family: null,
  description:
    "Reports a role whose trust policy does not hold a cluster's tokens to the audience sts.amazonaws.com. High where the provider is known to accept further client ids that the policy admits.",
  rationale:
    "STS checks a token's audience against the provider's client ids only. As soon as the provider has another, whoever is handed a token for it, a vault or a registry, can take the role with it.",
  references: [ASSOCIATE, CONDITION_KEYS],
  mappings: {},
  falsePositives: ['A provider that will never have another client id than sts.amazonaws.com.'],
  needs: { providers: ['clientIds'] },
  covers: coversOpenings,
  evaluate(role, { config, related }) {
    const looked = lookAtClusters(role, config, (trust) => {
      if (admittedSubjects(trust.answer).possibleWidth === 'none') return notApplicable('nobody gets it');
      const all = trust.answer.analysis.way.domainOf('aud').each;
      const unmeant = difference(all, inAnyCase(meantAudiences(trust)), stepBudget());
      const token = findToken(trust, 'aud', unmeant);
      if (token === 'none') return pass;
      if (token === 'undecided') return undecidedBy(trust.answer.analysis.assumptions);
      const { sure } = admittedValues(trust.answer.analysis, 'aud', stepBudget());
      const further = [...(readIds(related, trust.provider)?.members.keys() ?? [])]
        .filter((id) => !meantAudiences(trust).includes(id) && has(sure.present, id))
        .sort();
      const likely = further.length > 0 ? further : ['unrelated-audience'];
      const usable = findToken(trust, 'aud', exactly(...likely));
      const shown = typeof usable === 'object' ? usable.token : token.token;
      return {
        found: {
          trust,
          further,
          token: shown,
          isAccepted: further.includes(shown.aud),
          opening: openingOf(trust, 'aud', sure.present),
        },
      };
    });
    if ('verdict' in looked) return looked.verdict;
    const found = [...looked.found].sort((one, other) => other.further.length - one.further.length);
    const [{ trust, further, token, isAccepted }] = found as [(typeof found)[number]];
    const clientIds = found.flatMap((one) => one.further);
    return fail(
      `${role.key} takes tokens of cluster ${trust.issuer}${andMore(found.length)} that are for ${further.length > 0 ? `${listed(further)} too` : 'others than STS'}`,
      {
        evidence: [
          ...admittedBy(looked.policy, token, 'aud'),
          ...clientIds.map((value) => ({ path: 'clientIds', value })),
          ...issuerEvidence(found.map((one) => one.trust)),
        ],
        witness: asFarAsAccepted(
          podWitness(
            token,
            role.key,
            found.map(({ opening }) => opening),
          ),
          token,
          { isAccepted, isRead: readIds(related, trust.provider)?.complete === true },
        ),
        ...(further.length > 0
          ? { graded: { severity: 'high', because: `the provider accepts ${listed(further)}` } }
          : {}),
      },
    );
  },
  mend: pinTrust,
  remediation: 'restore-trust-policy',
});

function readIds({ providers }: RelatedOf['iam-role'], key: string) {
  const provider = providers.find(
    (one): one is Resource<'oidc-provider'> => 'state' in one && one.key === key,
  );
  return provider?.sets.clientIds;
}

interface Accepted {
  /** Whether the token's audience is a client id of the provider. */
  readonly isAccepted: boolean;
  /** Whether all of the provider's client ids are known. */
  readonly isRead: boolean;
}

/**
 * STS refuses a token for no client id of the provider, whatever the policy admits: the witness says what it takes.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
function asFarAsAccepted(witness: Witness, { trust, aud }: Token, { isAccepted, isRead }: Accepted): Witness {
  if (isAccepted) return witness;
  const text = `${witness.text.slice(0, 1).toLowerCase()}${witness.text.slice(1)}`;
  const takes = `${trust.provider} ${isRead ? 'is given' : 'has'} the client id ${JSON.stringify(aud)}`;
  return { ...witness, text: `${isRead ? 'Once' : 'Where'} ${takes}, ${text}` };
}

/** A client id is registered in one case: another of the same letters is nobody's. */
function inAnyCase(audiences: readonly string[]): Language {
  return audiences.reduce<Language>(
    (all, audience) => union(all, ignoringCase(audience) ?? exactly(audience)),
    exactly(),
  );
}

/** https://docs.amazonaws.cn/en_us/eks/latest/userguide/enable-iam-roles-for-service-accounts.html has China's own. */
function meantAudiences({ provider }: IrsaTrust): readonly string[] {
  const own = ['sts.amazonaws.com'];
  return provider.startsWith('arn:aws-cn:') ? [...own, 'sts.amazonaws.com.cn'] : own;
}
