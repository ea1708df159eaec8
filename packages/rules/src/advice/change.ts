/** Findings that another method ends, each with what it ends. */
export const CHANGE: Readonly<Record<string, string>> = {
  'static-key-created': 'What a role gives a pod ends within hours by itself, and nobody has to store it.',
  'static-key-for-other-user':
    'Whoever made the key for another has it too; nobody holds what a role gives a pod.',
  'static-key-quarantined': 'The key has leaked: deactivate it now, and put a role in its place.',
  'static-key-reactivated': 'What still needs the key is better off with a role of its own.',
  'static-key-stale':
    'A key is as old as somebody forgets to change it; what a role gives a pod ends within hours.',
  'static-key-used-from-cluster': 'The key is used from a cluster, whose pods can have a role.',
  'k8s-static-key': 'Who can read the manifest, the cluster’s Secrets or the history of either has the key.',
  'image-static-key': 'Who can pull the image has the key.',
  'k8s-secret-store-static': 'The key that reads all other secrets is one itself; a role leaves none.',
  'secrets-reader-static': 'Whoever has that key, or gets onto that node, reads the secret as the pod does.',
  'node-role-app-permissions':
    'All pods on the nodes have these rights; a role of its own gives them to one.',
  'node-role-addon-permissions':
    'All pods on the nodes have the add-on’s rights; a role of its own gives them to the add-on alone.',
  'node-role-assumes-roles': 'Every pod on the nodes can take on these roles, past the agent that chooses.',
  'k8s-no-aws-identity': 'It gets what the node may do, with all the pods beside it.',
  'legacy-pod-role-trusts-node':
    'Every pod on the nodes can take on the role; kube2iam and kiam are no longer maintained.',
  'legacy-node-session-assumes':
    'Every pod on the nodes can take on the role; kube2iam and kiam are no longer maintained.',
  'k8s-kube2iam-annotation':
    'Who writes the annotation gets the role; kube2iam and kiam are no longer maintained.',
  'k8s-kube2iam-agent':
    'Every pod on the nodes can take on any of its roles; kube2iam and kiam are no longer maintained.',
  'k8s-secret-provider-no-identity':
    'The driver mounts with the identity of the pod’s service account, and that has none.',
  'pod-identity-mixed-trust': 'What is left of a migration keeps a second way in open: finish it.',
  'pod-identity-fargate': 'The agent of EKS Pod Identity does not run there.',
  'irsa-multi-cluster-role': 'IRSA takes a provider and a statement for each cluster.',
  'irsa-trust-near-quota': 'IRSA takes a statement for each cluster, and their room is used up.',
};
