import { defineRule, fail, notApplicable, pass, type Resource } from '@podguard/core';
import { type Evaluation, findWitness, type Policy } from '@podguard/policy';
import { editTrust } from '../shared/mend-steps.ts';
import {
  askCall,
  askFor,
  askForAny,
  namesPodIdentity,
  type PodIdentityAction,
} from '../shared/pod-identity-request.ts';
import { podIdentityTrust } from '../shared/reach.ts';
import { isDenied, readTrust, undecided, whyDenied } from '../shared/trust.ts';

export const podIdentityTagSessionMissing = defineRule({
  id: 'pod-identity-tag-session-missing',
  title: 'The role lets EKS Pod Identity assume it but not tag the session',
  method: 'pod-identity',
  resource: 'iam-role',
  severity: 'high',
  broken: true,
  family: null,
  description:
    'Reports a role that trusts pods.eks.amazonaws.com for sts:AssumeRole without sts:TagSession. Low where every known association of the role disables session tags.',
  rationale:
    'EKS Pod Identity tags its sessions unless the association disables that: without the action the pods get no credentials.',
  references: ['https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html'],
  mappings: {},
  falsePositives: ['A role whose associations, unknown to Podguard, all disable session tags.'],
  needs: { associations: ['namespace', 'serviceAccount', 'roleArn', 'disableSessionTags'] },
  covers: undefined,
  evaluate(role, { related }) {
    const trust = readTrust(role);
    if ('verdict' in trust) return trust.verdict;
    if (!namesPodIdentity(trust.policy)) return notApplicable('EKS Pod Identity may not assume it');
    const asked = askAll(role, related.associations, trust.policy);
    const admitted = asked.filter(({ assume }) => !isDenied(assume));
    if (admitted.length === 0) return notApplicable('EKS Pod Identity may not assume it');
    const refused = admitted.find(({ tag }) => isDenied(tag))?.tag ?? neverTagged(trust.policy);
    if (refused === undefined) {
      const open = admitted.filter(({ tag }) => tag.decision === 'undecided');
      return open.length > 0 &&
        open.length === admitted.length &&
        open.some(({ assume }) => assume.decision === 'allow')
        ? undecided(open.map(({ tag }) => tag))
        : pass;
    }
    const { associations } = related;
    const unneeded =
      associations.length > 0 && associations.every(({ state }) => state.disableSessionTags === true);
    return fail(`EKS Pod Identity may assume ${role.key} but not tag its session`, {
      evidence: whyDenied(trust.policy, refused, role.state.trust ?? ''),
      ...(unneeded
        ? {
            graded: { severity: 'low', because: 'every known association of the role disables session tags' },
          }
        : {}),
    });
  },
  mend: {
    cli: editTrust('the statement has "Action": ["sts:AssumeRole", "sts:TagSession"]'),
    terraform: 'actions = ["sts:AssumeRole", "sts:TagSession"]',
    cloudformation: 'Action: [sts:AssumeRole, sts:TagSession]',
  },
  remediation: 'fix-pod-identity-trust',
});

/** The refusal of a pod that may assume the role, where there is none that may tag its session too. */
function neverTagged(policy: Policy): Evaluation | undefined {
  const answer = podIdentityTrust(policy);
  if (!answer.decided || answer.lacksTagSession !== 'yes') return undefined;
  const found = findWitness(answer.assume, []);
  if (found.kind !== 'found') return undefined;
  const { context } = found.request;
  const evaluation = askCall(policy, { action: 'sts:TagSession', context, sessionTags: true });
  return isDenied(evaluation) ? evaluation : undefined;
}

interface Asked {
  readonly assume: Evaluation;
  readonly tag: Evaluation;
}

/**
 * Asks the request of any association in the account. What that leaves open is asked for each known association: an
 * answer that does not depend on what is unknown holds for all of them.
 */
function askAll(
  role: Resource<'iam-role'>,
  associations: readonly Resource<'pod-identity-association'>[],
  policy: Policy,
): readonly Asked[] {
  const both = (answer: (action: PodIdentityAction) => Evaluation): Asked => ({
    assume: answer('sts:AssumeRole'),
    tag: answer('sts:TagSession'),
  });
  const any = both((action) => askForAny(policy, role.account, action));
  const decided = any.assume.decision !== 'undecided' && any.tag.decision !== 'undecided';
  if (decided || associations.length === 0) return [any];
  return associations.map((association) => both((action) => askFor(policy, association, action)));
}
