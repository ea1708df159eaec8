/**
 * The last parts of the names of images that add-ons and agents run, as their charts and manifests name them: what AWS hosts is at
 * https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html, the others' pages are beside them.
 */
export const ADDON_IMAGES: readonly string[] = [
  'amazon-k8s-cni',
  'eks/kube-proxy',
  'eks/coredns',
  'coredns/coredns',
  'eks/eks-pod-identity-agent',
  'eks/eks-node-monitoring-agent',
  // https://github.com/kubernetes-sigs/aws-ebs-csi-driver, and its neighbours
  'aws-ebs-csi-driver',
  'aws-efs-csi-driver',
  'aws-fsx-csi-driver',
  'aws-mountpoint-s3-csi-driver',
  'aws-s3-csi-driver',
  'sig-storage/snapshot-controller',
  // https://github.com/kubernetes-sigs/aws-load-balancer-controller
  'aws-load-balancer-controller',
  // https://karpenter.sh/docs/getting-started/
  'karpenter/controller',
  // https://github.com/kubernetes/autoscaler
  'autoscaling/cluster-autoscaler',
  // https://github.com/aws/aws-node-termination-handler
  'aws-node-termination-handler',
  // https://github.com/kubernetes-sigs/metrics-server
  'metrics-server/metrics-server',
  // https://github.com/kubernetes-sigs/external-dns
  'external-dns/external-dns',
  // https://cert-manager.io/docs/installation/
  'jetstack/cert-manager-controller',
  'jetstack/cert-manager-webhook',
  'jetstack/cert-manager-cainjector',
  // https://external-secrets.io/latest/
  'external-secrets/external-secrets',
  // https://secrets-store-csi-driver.sigs.k8s.io/ and AWS's provider
  'csi-secrets-store/driver',
  'secrets-store-csi-driver-provider-aws',
  // https://github.com/prometheus/prometheus and https://github.com/prometheus/node_exporter
  'prometheus/prometheus',
  'prometheus/node-exporter',
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-setup-EKS-addon.html
  'cloudwatch-agent/cloudwatch-agent',
  'aws-observability/aws-for-fluent-bit',
  // https://velero.io/docs/
  'velero/velero',
];
