import { type Finding, type Kind, parseArn } from '@podguard/core';

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  'association-slot': 'service account',
  'aws-account': 'AWS account',
  'account-region': 'Region',
  'iam-role': 'IAM role',
  'pod-identity-association': 'Pod Identity association',
  'ec2-instance': 'EC2 instance',
  'access-key': 'Access key',
  'oidc-provider': 'OIDC provider',
  'eks-cluster': 'EKS cluster',
  'iam-policy': 'IAM policy',
  'instance-profile': 'Instance profile',
  'eks-nodegroup': 'EKS node group',
  'iam-user': 'IAM user',
  'access-entry': 'EKS access entry',
  'eks-addon': 'EKS add-on',
  'eks-fargate-profile': 'Fargate profile',
  'eks-capability': 'EKS capability',
  'launch-template': 'Launch template',
  'launch-template-version': 'Launch template version',
  'auto-scaling-group': 'Auto Scaling group',
  'ec2-account-defaults': 'Instance metadata defaults',
  secret: 'Secret',
  'cloudtrail-trail': 'CloudTrail trail',
  'event-rule': 'EventBridge rule',
  'platform-part': 'Part of Podguard',
  'k8s-service-account': 'Service account',
  'k8s-workload': 'Workload',
  'k8s-secret': 'Kubernetes secret',
  'k8s-config-map': 'ConfigMap',
  'k8s-secret-store': 'Secret store',
  'k8s-secret-provider-class': 'SecretProviderClass',
  'k8s-namespace': 'Namespace',
  'container-build': 'Container build',
};

export function kindWords(kind: Kind): string {
  return KIND_WORDS[kind];
}

/** Whether a text is the name of a kind. */
export function isKind(text: string): text is Kind {
  return Object.hasOwn(KIND_WORDS, text);
}

/** What a person calls it: its name, or the key without what all keys of its kind begin with. */
export function resourceName({ key }: Finding['resource'], names: ReadonlyMap<string, string>): string {
  const name = names.get(key);
  if (name !== undefined) return name;
  const resource = parseArn(key)?.resource ?? key;
  return resource.slice(resource.indexOf('/') + 1);
}

const TOOL_WORDS: Readonly<Record<string, string>> = {
  'aws-cli': 'AWS CLI',
  cloudformation: 'CloudFormation',
  console: 'AWS console',
  terraform: 'Terraform',
};

export function toolWords(tool: string): string {
  return TOOL_WORDS[tool] ?? tool;
}

const UNITS = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

export function ago(now: Date, at: string): string {
  const seconds = (Date.parse(at) - now.getTime()) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

/** Its date, in UTC. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

export function absolute(at: string): string {
  return at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC');
}

/** A summary without what makes ARNs and issuers long; whoever shows it shows the whole beside it. */
export function shorten(text: string, account: string): string {
  if (!text.includes('arn:') && !text.includes('oidc.')) return text;
  return text
    .replace(/\barn:[\w-]+:iam::(\d{12}):(role|user)\/([\w+=,.@/-]*[\w+=,@-])/g, (_, owner, type, name) =>
      owner === account ? `${type} ${name}` : `${type} ${name} of account ${owner}`,
    )
    .replace(/\b(oidc\.eks\.[\w-]+)\.amazonaws\.com(?:\.cn)?\/id\/\w+(\w{4})\b/g, '$1 …$2');
}
