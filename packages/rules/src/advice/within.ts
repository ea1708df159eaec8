/**
 * Findings to which another method is no answer, or not the first one: what to do instead, in one line. Rules that are not
 * here, and none of `change.ts`, have no advice: how to mend them says all. Those of the watcher and of cluster access are so.
 */
export const WITHIN: Readonly<Record<string, string>> = {
  'imds-v1-allowed':
    'Require tokens on the instance: no method of giving pods roles makes the metadata service safe while it answers without them',
  'imds-weakened': 'Set the options back; pods with roles of their own do not need the metadata service',
  'imds-hop-limit':
    'Set a hop limit of 1 once the pods on the node have roles of their own: until then it takes from them what they get from the node',
  'launch-template-imds-v1':
    'Require tokens in the next version of the template, and let the node group roll',
  'launch-template-hop-limit':
    'Set a hop limit of 1 in the next version, once the pods have roles of their own and need nothing from the node',
  'node-profile-swapped': 'Put the node’s own profile back; what pods need belongs to roles of their own',
  'irsa-subject-unrestricted':
    'Pin the subject to the service accounts that are meant: the method is sound, its trust policy is not',
  'irsa-subject-wildcard':
    'Name the service accounts that are meant: the method is sound, its trust policy is too wide',
  'irsa-audience-unrestricted': 'Pin the audience to sts.amazonaws.com: the method can stay',
  'irsa-condition-vacuous': 'Put the condition right; the method can stay',
  'irsa-condition-never-matches': 'Put the condition right: no pod gets the role as it is',
  'irsa-issuer-mismatch': 'Name the provider’s own issuer in the conditions: no pod gets the role as it is',
  'irsa-provider-wildcard': 'Name the one provider that is meant, with subject and audience',
  'irsa-provider-unknown':
    'Take the provider out, unless you know its cluster: then name that cluster’s issuer in the configuration',
  'irsa-provider-foreign-account': 'Name the provider of the role’s own account',
  'irsa-subject-default-service-account':
    'Give the workload a service account of its own: every pod of the namespace that names none has `default`',
  'irsa-shared-role': 'A role for each workload',
  'k8s-irsa-annotation-invalid': 'Put the ARN of a role of a known account there, or take the annotation out',
  'k8s-default-service-account': 'Give the workload a service account of its own',
  'k8s-shared-service-account': 'A service account, and a role, for each app',
  'oidc-provider-unknown-issuer': 'Delete the provider, unless you know its cluster',
  'oidc-provider-extra-audience': 'Leave sts.amazonaws.com alone in the list of client ids',
  'oidc-provider-orphaned': 'Take it out of the roles that trust it, then delete it',
  'pod-identity-role-not-trusting':
    'Let pods.eks.amazonaws.com assume the role, with sts:AssumeRole and sts:TagSession',
  'pod-identity-tag-session-missing': 'Add sts:TagSession to the statement',
  'pod-identity-role-missing': 'Make the role again, or delete the association',
  'pod-identity-trust-unscoped': 'Scope the trust policy to cluster, namespace and service account',
  'pod-identity-trust-no-cluster': 'Scope the trust policy to the cluster, too',
  'pod-identity-session-tags-conflict': 'Leave the session tags on: the trust policy asks for them',
  'pod-identity-session-tags-disabled':
    'Leave the session tags on, unless the session policy grows too large with them',
  'pod-identity-target-role-foreign':
    'Change or delete the association: no method makes a stranger’s role safe',
  'pod-identity-target-trust-weak': 'Ask for the association’s external id in the target role’s trust policy',
  'pod-identity-inline-policy-ineffective':
    'Write a policy that restricts, and disable the session tags for it, or take it out',
  'pod-identity-default-service-account':
    'Give the workload a service account of its own, and move the association to it',
  'pod-identity-system-namespace': 'Run the workload in a namespace of its own',
  'pod-identity-shared-role': 'A role for each workload, or for each environment',
  'pod-identity-privileged-role':
    'Give the pods a role with the rights that they use: another method would change nothing',
  'pod-identity-role-swapped': 'Put the former role back, unless the change was meant',
  'pod-identity-unexpected-creator': 'Ask who made it; the method can stay',
  'pod-identity-service-account-missing': 'Make the service account, or delete the association',
  'pod-identity-agent-missing': 'Install the add-on eks-pod-identity-agent',
  'pod-identity-near-quota':
    'Have the quota of associations raised, or let workloads of one role share a service account',
  'pass-role-pod-identity': 'Confine iam:PassRole to the roles that are meant for pods',
  'pod-role-privileged': 'Take away the rights that the pods do not use: another method would change nothing',
  'role-chain-to-admin': 'Cut the chain: name the pods’ role in no trust policy of an administrator',
  'role-boundary-removed': 'Put the boundary back',
  'role-session-too-long': 'Shorten the session: pods get new credentials by themselves',
  'trust-public-principal': 'Name who is meant',
  'trust-not-principal': 'Name who is meant, in place of who is not',
  'trust-foreign-account':
    'Take the account out, or make it known; for pods of another account’s cluster EKS Pod Identity has targetRoleArn, with an external id',
  'trust-account-root': 'Name the roles that are meant',
  'trust-external-id-missing': 'Ask for sts:ExternalId',
  'trust-dangling-principal': 'Take the principal out',
  'trust-tag-session-missing': 'Add sts:TagSession: sessions of EKS Pod Identity pass their tags on',
  'trust-roles-anywhere-open':
    'Ask for the trust anchor (aws:SourceArn) and for what the certificate says (aws:PrincipalTag/x509Subject/CN)',
  'static-key-unused': 'Deactivate the key, and delete it some weeks later: nobody misses it',
  'static-key-second-active': 'Deactivate the one that is not used: aws iam get-access-key-last-used tells',
  'static-key-root': 'Delete the key: nothing should run as root; what used it gets a role with what it does',
  'static-key-created-by-workload':
    'Deactivate it now, and find out what made it: pods and nodes have no use for keys of others',
  'service-specific-credential':
    'Use the service’s temporary credentials where it takes them, and delete the credential',
  'secret-rotation-off': 'Turn rotation on, where something can rotate what the secret holds',
  'secret-policy-open': 'Name who is meant in the secret’s policy',
  'secrets-role-unbounded': 'Name the secrets that are meant',
  'secrets-role-shared': 'A role for the operator alone',
  'k8s-secret-store-cluster-wide': 'Name the namespaces that may use the store, or make one store for each',
  'k8s-host-network': 'Go without hostNetwork, or give the pod an identity of its own',
};
