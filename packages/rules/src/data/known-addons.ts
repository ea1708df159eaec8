import type { Config } from '@podguard/core';
import { globMatches } from '@podguard/policy';

/** A service account that an add-on runs with, and what AWS or its own documentation has it do in AWS. */
export interface KnownAddon {
  readonly addon: string;
  readonly namespace: string;
  /** A `*` stands for any letters. */
  readonly serviceAccount: string;
  /** The AWS managed policies that it is given, by name; of rights without such a policy, `actions` lists the documented ones. */
  readonly policies: readonly string[];
  readonly actions: readonly string[];
  readonly source: string;
}

interface Rights {
  readonly policies?: readonly string[];
  readonly actions?: readonly string[];
}

function define(addon: string, subject: string, rights: Rights, source: string): KnownAddon {
  const [namespace, serviceAccount] = subject.split(':') as [string, string];
  return {
    addon,
    namespace,
    serviceAccount,
    policies: rights.policies ?? [],
    actions: rights.actions ?? [],
    source,
  };
}

const EKS = 'https://docs.aws.amazon.com/eks/latest/userguide';
const ADDONS = `${EKS}/workloads-add-ons-available-eks.html`;
const COMMUNITY = `${EKS}/community-addons.html`;
const INSIGHTS = 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring';

const VELERO = 'https://github.com/vmware-tanzu/helm-charts/blob/main/charts/velero/templates/_helpers.tpl';

const NONE: Rights = {};
const METRICS: Rights = { actions: ['cloudwatch:PutMetricData'] };
const EBS: Rights = { policies: ['service-role/AmazonEBSCSIDriverPolicy', 'AmazonEBSCSIDriverPolicyV2'] };
const EFS: Rights = { policies: ['service-role/AmazonEFSCSIDriverPolicy'] };
const FSX: Rights = { policies: ['AmazonFSxFullAccess'] };
const S3: Rights = { actions: ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'] };
const LOGS: Rights = { policies: ['CloudWatchAgentServerPolicy'] };
const OBSERVE: Rights = { policies: ['CloudWatchAgentServerPolicy', 'AWSXrayWriteOnlyAccess'] };
const DNS: Rights = {
  actions: [
    'route53:ChangeResourceRecordSets',
    'route53:ListHostedZones',
    'route53:ListResourceRecordSets',
    'route53:ListTagsForResources',
  ],
};
const CERTIFICATES: Rights = {
  actions: ['route53:GetChange', 'route53:ChangeResourceRecordSets', 'route53:ListHostedZonesByName'],
};
const BALANCERS: Rights = {
  actions: ['elasticloadbalancing:*', 'ec2:CreateSecurityGroup', 'ec2:AuthorizeSecurityGroupIngress'],
};
const SCALING: Rights = {
  actions: [
    'autoscaling:DescribeAutoScalingGroups',
    'autoscaling:SetDesiredCapacity',
    'autoscaling:TerminateInstanceInAutoScalingGroup',
  ],
};
const NODES: Rights = {
  actions: [
    'ec2:CreateFleet',
    'ec2:RunInstances',
    'ec2:TerminateInstances',
    'iam:PassRole',
    'sqs:ReceiveMessage',
  ],
};
const TERMINATION: Rights = {
  actions: ['autoscaling:CompleteLifecycleAction', 'sqs:DeleteMessage', 'sqs:ReceiveMessage'],
};

const INTERFACES: Rights = {
  actions: ['ec2:CreateNetworkInterface', 'ec2:AttachNetworkInterface', 'ec2:AssignPrivateIpAddresses'],
};

/**
 * By add-on. Only what AWS's own page has as a pattern in a trust policy (`efs-csi-*`, `s3-csi-*`) is one here, so that any name
 * of that form counts as the add-on's; a leading `*` is the name of the release, which charts put before their own:
 * https://helm.sh/docs/chart_template_guide/named_templates/
 */
export const KNOWN_ADDONS: readonly KnownAddon[] = [
  define('Amazon VPC CNI', 'kube-system:aws-node', { policies: ['AmazonEKS_CNI_Policy'] }, ADDONS),
  define(
    'Cilium operator, with ENIs',
    'kube-system:cilium-operator',
    INTERFACES,
    'https://docs.cilium.io/en/stable/network/concepts/ipam/eni/',
  ),
  define('CoreDNS', 'kube-system:coredns', NONE, ADDONS),
  define('kube-proxy', 'kube-system:kube-proxy', NONE, ADDONS),
  define('CNI metrics helper', 'kube-system:cni-metrics-helper', METRICS, `${EKS}/cni-metrics-helper.html`),
  define('Amazon EBS CSI driver', 'kube-system:ebs-csi-controller-sa', EBS, `${EKS}/ebs-csi.html`),
  define(
    'Amazon EBS CSI driver, node',
    'kube-system:ebs-csi-node-sa',
    EBS,
    'https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/deploy/kubernetes/base/serviceaccount-csi-node.yaml',
  ),
  define('Amazon EFS CSI driver', 'kube-system:efs-csi-*', EFS, `${EKS}/efs-csi.html`),
  define('Amazon FSx CSI driver', 'kube-system:fsx-csi-controller-sa', FSX, `${EKS}/fsx-csi-create.html`),
  define(
    'Amazon FSx CSI driver, node',
    'kube-system:fsx-csi-node-sa',
    FSX,
    'https://github.com/kubernetes-sigs/aws-fsx-csi-driver/blob/master/deploy/kubernetes/base/clusterrolebinding-csi-node.yaml',
  ),
  define(
    'Amazon FSx for OpenZFS CSI driver',
    'kube-system:fsx-openzfs-csi-controller-sa',
    FSX,
    'https://github.com/kubernetes-sigs/aws-fsx-openzfs-csi-driver/blob/main/docs/install.md',
  ),
  define(
    'Amazon FSx for OpenZFS CSI driver, node',
    'kube-system:fsx-openzfs-csi-node-sa',
    FSX,
    'https://github.com/kubernetes-sigs/aws-fsx-openzfs-csi-driver/blob/main/deploy/kubernetes/base/node-serviceaccount.yaml',
  ),
  define('Mountpoint for Amazon S3 CSI driver', 'kube-system:s3-csi-*', S3, `${EKS}/s3-csi-create.html`),
  define('CSI snapshot controller', 'kube-system:snapshot-controller', NONE, ADDONS),
  define(
    'AWS cloud controller manager',
    'kube-system:*cloud-controller-manager',
    BALANCERS,
    'https://cloud-provider-aws.sigs.k8s.io/prerequisites/',
  ),
  define('EKS node monitoring agent', 'kube-system:eks-node-monitoring-agent', NONE, ADDONS),
  define('Kubernetes Metrics Server', 'kube-system:metrics-server', NONE, COMMUNITY),
  define(
    'AWS Load Balancer Controller',
    'kube-system:*aws-load-balancer-controller',
    BALANCERS,
    `${EKS}/lbc-helm.html`,
  ),
  define(
    'Cluster Autoscaler',
    'kube-system:cluster-autoscaler',
    SCALING,
    'https://docs.aws.amazon.com/eks/latest/best-practices/cas.html',
  ),
  define(
    "Cluster Autoscaler, as eksctl's guide has it",
    'kube-system:autoscaler-service',
    SCALING,
    'https://docs.aws.amazon.com/eks/latest/eksctl/iamserviceaccounts.html',
  ),
  define(
    'Cluster Autoscaler',
    'kube-system:*-cluster-autoscaler',
    SCALING,
    'https://github.com/kubernetes/autoscaler/tree/master/charts/cluster-autoscaler',
  ),
  define(
    'Karpenter',
    'kube-system:karpenter',
    NODES,
    'https://karpenter.sh/docs/getting-started/getting-started-with-karpenter/',
  ),
  define(
    'Karpenter',
    'karpenter:karpenter',
    NODES,
    'https://karpenter.sh/docs/getting-started/migrating-from-cas/',
  ),
  define(
    'AWS Node Termination Handler',
    'kube-system:*aws-node-termination-handler',
    TERMINATION,
    'https://github.com/aws/aws-node-termination-handler',
  ),
  define('ExternalDNS', 'external-dns:external-dns', DNS, COMMUNITY),
  define(
    'ExternalDNS',
    'kube-system:*external-dns',
    DNS,
    'https://kubernetes-sigs.github.io/external-dns/latest/docs/tutorials/aws/',
  ),
  define(
    'cert-manager',
    'cert-manager:cert-manager',
    CERTIFICATES,
    'https://cert-manager.io/docs/configuration/acme/dns01/route53/',
  ),
  define(
    'cert-manager',
    'kube-system:*cert-manager',
    CERTIFICATES,
    'https://docs.aws.amazon.com/eks/latest/eksctl/iamserviceaccounts.html',
  ),
  define(
    'AWS Private CA connector',
    'aws-privateca-issuer:aws-privateca-issuer',
    { policies: ['AWSPrivateCAConnectorForKubernetesPolicy'] },
    ADDONS,
  ),
  define('CloudWatch Observability agent', 'amazon-cloudwatch:cloudwatch-agent', OBSERVE, ADDONS),
  define(
    'CloudWatch agent',
    'kube-system:cloudwatch-agent',
    LOGS,
    'https://github.com/awslabs/data-on-eks/blob/main/schedulers/terraform/aws-batch-eks/addons.tf',
  ),
  define(
    'CloudWatch Container Insights, Fluent Bit',
    'amazon-cloudwatch:fluent-bit',
    LOGS,
    `${INSIGHTS}/Container-Insights-setup-logs-FluentBit.html`,
  ),
  define('Fluent Bit', 'fluent-bit:fluent-bit', LOGS, COMMUNITY),
  define(
    'Fluent Bit',
    'kube-system:*fluent-bit',
    LOGS,
    'https://github.com/fluent/helm-charts/blob/main/charts/fluent-bit/templates/_helpers.tpl',
  ),
  define(
    'AWS for Fluent Bit',
    'kube-system:*aws-for-fluent-bit',
    LOGS,
    'https://github.com/aws/eks-charts/tree/master/stable/aws-for-fluent-bit',
  ),
  define(
    'Network Flow Monitor agent',
    'amazon-network-flow-monitor:aws-network-flow-monitor-agent-service-account',
    { policies: ['CloudWatchNetworkFlowMonitorAgentPublishPolicy'] },
    `${INSIGHTS}/CloudWatch-NetworkFlowMonitor-agents-kubernetes-eks.html`,
  ),
  define(
    'AWS Distro for OpenTelemetry',
    'opentelemetry-operator-system:adot-col*',
    {
      policies: [
        'AmazonPrometheusRemoteWriteAccess',
        'AWSXrayWriteOnlyAccess',
        'CloudWatchAgentServerPolicy',
      ],
    },
    'https://aws-otel.github.io/docs/getting-started/adot-eks-add-on/config-prometheus-metrics',
  ),
  define(
    'Amazon Managed Service for Prometheus, ingestion',
    'prometheus:amp-iamproxy-ingest-service-account',
    { policies: ['AmazonPrometheusRemoteWriteAccess'] },
    'https://docs.aws.amazon.com/prometheus/latest/userguide/set-up-irsa.html',
  ),
  define(
    'Amazon GuardDuty agent',
    'amazon-guardduty:aws-guardduty-agent',
    NONE,
    'https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-eks.html',
  ),
  define(
    'AWS Gateway API Controller',
    'aws-application-networking-system:gateway-api-controller',
    { policies: ['VPCLatticeFullAccess'] },
    'https://www.gateway-api-controller.eks.aws.dev/latest/guides/deploy/',
  ),
  define(
    'AWS App Mesh controller',
    'appmesh-system:appmesh-controller',
    { policies: ['AWSAppMeshFullAccess', 'AWSCloudMapFullAccess'] },
    'https://docs.aws.amazon.com/app-mesh/latest/userguide/getting-started-kubernetes.html',
  ),
  define('Velero', 'velero:velero', S3, 'https://github.com/vmware-tanzu/velero-plugin-for-aws'),
  define('Velero', 'kube-system:velero', S3, 'https://velero.io/docs/main/namespace/'),
  define('Velero', 'velero:*velero-server', S3, VELERO),
  define('Velero', 'kube-system:*velero-server', S3, VELERO),
];

/** Service accounts that read secrets for others. Operators are installed in whatever namespace; what they are called is their charts'. */
export const SECRETS_OPERATORS: readonly KnownAddon[] = [
  define(
    'External Secrets Operator',
    '*:*external-secrets',
    { actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameter'] },
    'https://external-secrets.io/latest/provider/aws-secrets-manager/',
  ),
  define(
    'Kubernetes External Secrets',
    '*:kubernetes-external-secrets',
    { actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameter'] },
    'https://github.com/external-secrets/kubernetes-external-secrets',
  ),
  define(
    'AWS Secrets Store CSI driver provider',
    '*:*csi-secrets-store-provider-aws',
    { actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameters'] },
    'https://github.com/aws/secrets-store-csi-driver-provider-aws/blob/main/deployment/aws-provider-installer.yaml',
  ),
  define(
    'AWS Secrets Store CSI driver provider',
    '*:*secrets-store-csi-driver-provider-aws',
    { actions: ['secretsmanager:GetSecretValue', 'ssm:GetParameters'] },
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/ascp-eks-installation.html',
  ),
];

/** Whether a service account is a known add-on's, or an operator's that reads secrets for others. */
export function isKnownAddon(config: Config, namespace: string, serviceAccount: string): boolean {
  return (
    isAmong(config.knownAddons, namespace, serviceAccount) ||
    isAmong(KNOWN_ADDONS, namespace, serviceAccount) ||
    isSecretsOperator(config, namespace, serviceAccount)
  );
}

/** Whether a service account is that of an operator that reads secrets for others. */
export function isSecretsOperator(config: Config, namespace: string, serviceAccount: string): boolean {
  return (
    isAmong(config.secretsOperators, namespace, serviceAccount) ||
    isAmong(SECRETS_OPERATORS, namespace, serviceAccount)
  );
}

function isAmong(
  list: Config['knownAddons'] | readonly KnownAddon[],
  namespace: string,
  name: string,
): boolean {
  return list.some(
    (known) => globMatches(known.namespace, namespace) && globMatches(known.serviceAccount, name),
  );
}
