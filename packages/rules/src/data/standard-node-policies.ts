/** Rights that nodes are documented to need, or that an add-on is when it runs with the node's role. */
export interface DocumentedRights {
  readonly name: string;
  readonly source: string;
  readonly actions: readonly string[];
}

const POLICIES = 'https://docs.aws.amazon.com/aws-managed-policy/latest/reference';

function define(name: string, source: string, actions: Readonly<Record<string, string>>): DocumentedRights {
  const named = Object.entries(actions).flatMap(([service, names]) =>
    names.split(/\s+/).map((action) => `${service}:${action}`),
  );
  return { name, source, actions: named };
}

/** What a node itself needs, whatever policy gives it. */
export const STANDARD_NODE_RIGHTS: readonly DocumentedRights[] = [
  define('AmazonEKSWorkerNodePolicy', `${POLICIES}/AmazonEKSWorkerNodePolicy.html`, {
    ec2: 'DescribeInstances DescribeInstanceTypes DescribeRouteTables DescribeSecurityGroups DescribeSubnets DescribeVolumes DescribeVolumesModifications DescribeVpcs',
    eks: 'DescribeCluster',
    'eks-auth': 'AssumeRoleForPodIdentity',
  }),
  define('AmazonEKSWorkerNodeMinimalPolicy', `${POLICIES}/AmazonEKSWorkerNodeMinimalPolicy.html`, {
    'eks-auth': 'AssumeRoleForPodIdentity',
  }),
  define('AmazonEC2ContainerRegistryReadOnly', `${POLICIES}/AmazonEC2ContainerRegistryReadOnly.html`, {
    ecr: 'GetAuthorizationToken BatchCheckLayerAvailability GetDownloadUrlForLayer GetRepositoryPolicy DescribeRepositories ListImages DescribeImages BatchGetImage GetLifecyclePolicy GetLifecyclePolicyPreview ListTagsForResource DescribeImageScanFindings',
  }),
  define('AmazonEC2ContainerRegistryPullOnly', `${POLICIES}/AmazonEC2ContainerRegistryPullOnly.html`, {
    ecr: 'GetAuthorizationToken BatchGetImage GetDownloadUrlForLayer BatchImportUpstreamImage',
  }),
  define('AmazonSSMManagedInstanceCore', `${POLICIES}/AmazonSSMManagedInstanceCore.html`, {
    ssm: 'DescribeAssociation GetDeployablePatchSnapshotForInstance GetDocument DescribeDocument GetManifest GetParameter GetParameters ListAssociations ListInstanceAssociations PutInventory PutComplianceItems PutConfigurePackageResult UpdateAssociationStatus UpdateInstanceAssociationStatus UpdateInstanceInformation',
    ssmmessages: 'CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel',
    ec2messages: 'AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply',
  }),
  define('AmazonSSMPatchAssociation', `${POLICIES}/AmazonSSMPatchAssociation.html`, {
    ssm: 'DescribeEffectivePatchesForPatchBaseline GetPatchBaseline DescribePatchBaselines',
    tag: 'GetResources',
  }),
  define('Nodes of self-managed clusters', 'https://kubernetes.github.io/cloud-provider-aws/prerequisites', {
    ec2: 'DescribeInstances DescribeRegions',
  }),
];

/** What add-ons need: better given to their own service accounts. */
export const ADDON_RIGHTS: readonly DocumentedRights[] = [
  define('Amazon VPC CNI', `${POLICIES}/AmazonEKS_CNI_Policy.html`, {
    ec2: 'AssignPrivateIpAddresses AttachNetworkInterface CreateNetworkInterface DeleteNetworkInterface DescribeInstances DescribeTags DescribeNetworkInterfaces DescribeInstanceTypes DescribeSubnets DetachNetworkInterface ModifyNetworkInterfaceAttribute UnassignPrivateIpAddresses CreateTags',
  }),
  define('Amazon VPC CNI, IPv6', 'https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html', {
    ec2: 'AssignIpv6Addresses DescribeInstances DescribeTags DescribeNetworkInterfaces DescribeInstanceTypes CreateTags',
  }),
  define('Amazon VPC CNI, IPv6 by the CDK', 'https://github.com/aws/aws-cdk/pull/26067', {
    ec2: 'AssignIpv6Addresses UnassignIpv6Addresses',
  }),
  define('Amazon EBS CSI driver', `${POLICIES}/AmazonEBSCSIDriverPolicy.html`, {
    ec2: 'DescribeAvailabilityZones DescribeInstances DescribeInstanceTypes DescribeSnapshots DescribeTags DescribeVolumes DescribeVolumesModifications DescribeVolumeStatus CreateSnapshot ModifyVolume AttachVolume DetachVolume CreateVolume EnableFastSnapshotRestores CreateTags DeleteTags DeleteVolume DeleteSnapshot',
  }),
  define('Amazon EBS CSI driver, second policy', `${POLICIES}/AmazonEBSCSIDriverPolicyV2.html`, {
    ec2: 'CopyVolumes LockSnapshot',
  }),
  define('Amazon EFS CSI driver', `${POLICIES}/AmazonEFSCSIDriverPolicy.html`, {
    elasticfilesystem:
      'DescribeAccessPoints DescribeFileSystems DescribeMountTargets CreateAccessPoint TagResource DeleteAccessPoint',
    ec2: 'DescribeAvailabilityZones',
  }),
  define('CloudWatch agent', `${POLICIES}/CloudWatchAgentServerPolicy.html`, {
    cloudwatch: 'PutMetricData',
    ec2: 'DescribeVolumes DescribeTags',
    logs: 'PutLogEvents PutRetentionPolicy DescribeLogStreams DescribeLogGroups CreateLogStream CreateLogGroup',
    xray: 'PutTraceSegments PutTelemetryRecords GetSamplingRules GetSamplingTargets GetSamplingStatisticSummaries',
  }),
  define(
    'Cluster Autoscaler',
    'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/cloudprovider/aws/README.md',
    {
      autoscaling:
        'DescribeAutoScalingGroups DescribeAutoScalingInstances DescribeLaunchConfigurations DescribeScalingActivities DescribeTags SetDesiredCapacity TerminateInstanceInAutoScalingGroup',
      ec2: 'DescribeImages DescribeInstanceTypes DescribeLaunchTemplateVersions GetInstanceTypesFromInstanceRequirements',
      eks: 'DescribeNodegroup',
    },
  ),
  define(
    'AWS Load Balancer Controller',
    'https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/docs/install/iam_policy.json',
    {
      iam: 'CreateServiceLinkedRole ListServerCertificates GetServerCertificate',
      ec2: 'DescribeAccountAttributes DescribeAddresses DescribeAvailabilityZones DescribeInternetGateways DescribeVpcs DescribeVpcPeeringConnections DescribeSubnets DescribeSecurityGroups DescribeInstances DescribeNetworkInterfaces DescribeTags GetCoipPoolUsage DescribeCoipPools GetSecurityGroupsForVpc DescribeIpamPools DescribeRouteTables AuthorizeSecurityGroupIngress RevokeSecurityGroupIngress CreateSecurityGroup DeleteSecurityGroup CreateTags DeleteTags',
      elasticloadbalancing:
        'DescribeLoadBalancers DescribeLoadBalancerAttributes DescribeListeners DescribeListenerCertificates DescribeListenerAttributes DescribeSSLPolicies DescribeRules DescribeTargetGroups DescribeTargetGroupAttributes DescribeTargetHealth DescribeTags DescribeTrustStores DescribeCapacityReservation CreateLoadBalancer CreateTargetGroup CreateListener DeleteListener CreateRule DeleteRule AddTags RemoveTags ModifyLoadBalancerAttributes SetIpAddressType SetSecurityGroups SetSubnets DeleteLoadBalancer ModifyTargetGroup ModifyTargetGroupAttributes DeleteTargetGroup ModifyListenerAttributes ModifyCapacityReservation ModifyIpPools RegisterTargets DeregisterTargets SetWebAcl ModifyListener AddListenerCertificates RemoveListenerCertificates ModifyRule SetRulePriorities',
      'cognito-idp': 'DescribeUserPoolClient',
      acm: 'ListCertificates DescribeCertificate',
      'waf-regional': 'GetWebACL GetWebACLForResource AssociateWebACL DisassociateWebACL',
      wafv2: 'GetWebACL GetWebACLForResource AssociateWebACL DisassociateWebACL',
      shield: 'GetSubscriptionState DescribeProtection CreateProtection DeleteProtection',
    },
  ),
];

/**
 * AWS managed policies that allow nothing, besides AWSDenyAll: what they deny is not looked at.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSCompromisedKeyQuarantineV3.html
 */
export const DENYING_POLICIES: readonly string[] = [
  'AWSCompromisedKeyQuarantine',
  'AWSCompromisedKeyQuarantineV2',
  'AWSCompromisedKeyQuarantineV3',
];
