import {
  answerAwsPrincipals,
  answerPodIdentity,
  answerWebIdentity,
  boxOfTexts,
  exactly,
  isAdmittingNobody,
  isIncludedIn,
  type Policy,
  parsePolicy,
  type Region,
} from '@podguard/policy';

export interface Admitted {
  readonly cluster: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

function policyOf(text: string): Policy {
  const result = parsePolicy(text);
  if (!result.ok) throw new TypeError(`${result.error.path}: ${result.error.message}`);
  return result.policy;
}

/** Whether EKS Pod Identity gives the role to these, and by the exact analysis to nobody else. */
export function admitsExactly(text: string, pods: readonly Admitted[]): boolean {
  const answer = answerPodIdentity(policyOf(text));
  if (!answer.decided) return false;
  const region: Region = pods.map(({ cluster, namespace, serviceAccount }) =>
    boxOfTexts({
      cluster: { present: exactly(cluster) },
      'aws:requesttag/kubernetes-namespace': { present: exactly(namespace) },
      'aws:requesttag/kubernetes-service-account': { present: exactly(serviceAccount) },
    }),
  );
  const { assume, tag, untagged } = answer;
  const within = [assume, tag].every((one) => isIncludedIn(one, region) === 'yes');
  const each = region.every((box) =>
    [assume, tag].every((one) => {
      const rest = region.filter((other) => other !== box);
      return isIncludedIn(one, rest) === 'no';
    }),
  );
  return (
    within &&
    each &&
    (pods.length === 0 || answer.admitsTagged === 'yes') &&
    isAdmittingNobody(untagged) === 'yes'
  );
}

/** The subjects that a provider's tokens get the role by, or what kind of set they are. */
export function subjectsOf(text: string, provider: string): readonly string[] | string {
  const answer = answerWebIdentity(policyOf(text), { provider, cluster: true });
  if (!answer.decided) return 'undecided';
  const { subjects, audiencePinned } = answer;
  if (subjects.kind !== 'exact') return subjects.kind;
  return audiencePinned ? subjects.subjects : ['audience open', ...subjects.subjects];
}

/** ARNs of principals that a trust policy names and lets in. */
export function principalsOf(text: string): readonly string[] {
  const answer = answerAwsPrincipals(policyOf(text));
  if (!answer.decided) return ['undecided'];
  return policyOf(text).statements.flatMap(({ effect, principals }) =>
    effect === 'Allow'
      ? (principals ?? []).filter(({ type }) => type === 'AWS').map(({ value }) => value)
      : [],
  );
}
