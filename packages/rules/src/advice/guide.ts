import type { Advice, MigrationTarget } from '@podguard/core';
import { ownOf } from './around.ts';
import type { Place } from './place.ts';
import { REFERENCES } from './references.ts';

/** What a choice depends on. */
export interface Case extends Place {
  readonly rule: string;
  /** The tool with which the resource was last changed, or `manifest`. */
  readonly tool: string | null;
  /** The method by which the service account that has a key has a role as well. */
  readonly held: MigrationTarget | null;
}

interface Choice {
  readonly name: string;
  readonly holds: (of: Case) => boolean;
  readonly method: MigrationTarget;
  readonly line: string;
  readonly why: readonly string[];
  readonly instead: Advice['instead'];
  readonly sources: readonly string[];
}

const ON_FARGATE = {
  when: 'the pods run on Fargate or on Windows',
  line: 'IRSA, as the agent of EKS Pod Identity runs on Linux EC2 nodes only',
};
const OUTSIDE = {
  when: 'the cluster is not EKS’s',
  line: 'IRSA with the cluster’s own issuer, published where AWS can read it; else IAM Roles Anywhere',
};
const ANYWHERE = {
  when: 'AWS cannot reach the issuer, or nothing there signs tokens for pods',
  line: 'IAM Roles Anywhere, with a short-lived certificate for each workload',
};
const KEYS_LAST = {
  when: 'none of these is possible',
  line: 'a static key, as the last resort: a user for each workload, the least rights, rotated; never kube2iam or kiam',
};

/** The pods would have a role by this method but for the key. */
function heldChoice(method: MigrationTarget, by: string, source: string): Choice {
  return {
    name: `a role beside the key, by ${by}`,
    holds: ({ held }) => held === method,
    method,
    line: `Take the key out: its service account has a role by ${by} already`,
    why: ['SDKs take keys before anything else: without the key its pods have the role.'],
    instead: [],
    sources: [REFERENCES.chain, source],
  };
}

/** The guide: the first choice that holds is the answer. docs/choosing-a-method.md tells the same in prose. */
export const GUIDE: readonly Choice[] = [
  heldChoice('irsa', 'IRSA', REFERENCES.irsa),
  heldChoice('pod-identity', 'EKS Pod Identity', REFERENCES.podIdentity),
  {
    name: 'Fargate',
    holds: ({ fargate, rule }) => fargate || rule === 'pod-identity-fargate',
    method: 'irsa',
    line: 'IRSA: the pods run on Fargate, where EKS Pod Identity does not',
    why: ['Each pod exchanges its service account’s token itself; no agent on the node is needed.'],
    instead: [],
    sources: [REFERENCES.podIdentity, REFERENCES.irsa],
  },
  {
    name: 'outside EKS',
    holds: ({ platform }) => platform === 'self-hosted',
    method: 'irsa',
    line: 'IRSA with the cluster’s own issuer: EKS Pod Identity is there on EKS only',
    why: [
      'The issuer’s keys are published where AWS can read them, and the webhook that injects the token runs in the cluster.',
    ],
    instead: [ANYWHERE, KEYS_LAST],
    sources: [REFERENCES.selfHosted, REFERENCES.rolesAnywhere],
  },
  {
    name: 'EKS',
    holds: ({ platform }) => platform === 'eks',
    method: 'pod-identity',
    line: 'EKS Pod Identity: a role for each service account, by an association',
    why: ['No issuer in the trust policy, nothing in the manifest, and session tags say which pod it was.'],
    instead: [ON_FARGATE],
    sources: [REFERENCES.compare, REFERENCES.podIdentity],
  },
  {
    name: 'not known where',
    holds: () => true,
    method: 'pod-identity',
    line: 'EKS Pod Identity, if the pods run on EKS: a role for each service account, by an association',
    why: [],
    instead: [ON_FARGATE, OUTSIDE, KEYS_LAST],
    sources: [REFERENCES.compare, REFERENCES.podIdentity, REFERENCES.selfHosted, REFERENCES.rolesAnywhere],
  },
];

/** Several clusters, secrets, and how it is written down: what is added to a choice. */
export function details({ rule, clusters, tool }: Case, method: MigrationTarget): readonly string[] {
  const pods = method === 'pod-identity';
  return [
    ...(clusters > 1
      ? [
          pods
            ? `The role is used in ${clusters} clusters: one principal serves them all, where IRSA takes a provider for each.`
            : `The role is used in ${clusters} clusters: each takes a provider and a statement of its own.`,
        ]
      : []),
    ...told(ownOf(ABOUT_RULES, rule), method),
    ...told(tool === null ? undefined : ownOf(HOW, tool), method),
  ];
}

function told(texts: PerTarget | undefined, method: MigrationTarget): readonly string[] {
  return texts === undefined ? [] : [texts[method]];
}

type PerTarget = Readonly<Record<MigrationTarget, string>>;

const STORES: PerTarget = {
  'pod-identity':
    'The operator’s own service account gets the association, and the stores no auth. Where namespaces must be kept apart IRSA fits better: auth.jwt.serviceAccountRef in each store.',
  irsa: 'auth.jwt.serviceAccountRef in each store: each namespace reads with its own role.',
};
const DRIVER: PerTarget = {
  'pod-identity': 'The class needs usePodIdentity: "true", and the pod’s service account an association.',
  irsa: 'The pod’s service account needs the annotation. The driver itself does not run on Fargate.',
};
const ADDONS: PerTarget = {
  'pod-identity':
    'For EKS add-ons the association is given with aws eks update-addon --pod-identity-associations.',
  irsa: 'For EKS add-ons the role is given with aws eks update-addon --service-account-role-arn.',
};
const ABOUT_RULES: Readonly<Record<string, PerTarget>> = {
  'k8s-secret-store-static': STORES,
  'secrets-reader-static': STORES,
  'k8s-secret-provider-no-identity': DRIVER,
  'node-role-addon-permissions': ADDONS,
};

const TERRAFORM: PerTarget = {
  'pod-identity': 'It was made with Terraform: aws_eks_pod_identity_association belongs in the same module.',
  irsa: 'It was made with Terraform: the trust policy belongs there, the annotation in the chart’s values.',
};
const CLOUDFORMATION: PerTarget = {
  'pod-identity':
    'It was made with CloudFormation: AWS::EKS::PodIdentityAssociation belongs in the same stack.',
  irsa: 'It was made with CloudFormation: the trust policy belongs there, the annotation in the chart’s values.',
};
const HOW: Readonly<Record<string, PerTarget>> = {
  terraform: TERRAFORM,
  opentofu: TERRAFORM,
  cloudformation: CLOUDFORMATION,
  cdk: CLOUDFORMATION,
  eksctl: {
    'pod-identity': 'It was made with eksctl, which has create podidentityassociation.',
    irsa: 'It was made with eksctl, which has create iamserviceaccount.',
  },
  ack: {
    'pod-identity':
      'It was made with ACK, which has PodIdentityAssociation: the association lies in Git beside the manifest.',
    irsa: 'It was made with ACK: the annotation lies in Git beside the role.',
  },
  manifest: {
    'pod-identity':
      'With GitOps the association comes from Terraform, ACK (PodIdentityAssociation) or eksctl; nothing in the manifest names the role.',
    irsa: 'With GitOps the annotation lies in Git beside the workload.',
  },
};
