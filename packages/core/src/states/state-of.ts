import type { AccountRegion, AwsAccount } from './account.ts';
import type {
  AutoScalingGroup,
  Ec2AccountDefaults,
  Ec2Instance,
  LaunchTemplate,
  LaunchTemplateVersion,
} from './ec2.ts';
import type {
  AccessEntry,
  AssociationSlot,
  EksAddon,
  EksCapability,
  EksCluster,
  EksFargateProfile,
  EksNodegroup,
  PodIdentityAssociation,
} from './eks.ts';
import type { AccessKey, IamPolicy, IamRole, IamUser, InstanceProfile, OidcProvider } from './iam.ts';
import type {
  ContainerBuild,
  K8sConfigMap,
  K8sNamespace,
  K8sSecret,
  K8sSecretProviderClass,
  K8sSecretStore,
  K8sServiceAccount,
  K8sWorkload,
} from './kubernetes.ts';
import type { Secret } from './secret.ts';
import type { CloudtrailTrail, EventRule, PlatformPart } from './watcher.ts';

export interface StateOf {
  readonly 'aws-account': AwsAccount;
  readonly 'account-region': AccountRegion;
  readonly 'iam-role': IamRole;
  readonly 'iam-policy': IamPolicy;
  readonly 'instance-profile': InstanceProfile;
  readonly 'pod-identity-association': PodIdentityAssociation;
  readonly 'association-slot': AssociationSlot;
  readonly 'ec2-instance': Ec2Instance;
  readonly 'access-key': AccessKey;
  readonly 'oidc-provider': OidcProvider;
  readonly 'eks-cluster': EksCluster;
  readonly 'eks-nodegroup': EksNodegroup;
  readonly 'iam-user': IamUser;
  readonly 'access-entry': AccessEntry;
  readonly 'eks-addon': EksAddon;
  readonly 'eks-fargate-profile': EksFargateProfile;
  readonly 'eks-capability': EksCapability;
  readonly 'launch-template': LaunchTemplate;
  readonly 'launch-template-version': LaunchTemplateVersion;
  readonly 'auto-scaling-group': AutoScalingGroup;
  readonly 'ec2-account-defaults': Ec2AccountDefaults;
  readonly secret: Secret;
  readonly 'cloudtrail-trail': CloudtrailTrail;
  readonly 'event-rule': EventRule;
  readonly 'platform-part': PlatformPart;
  readonly 'k8s-service-account': K8sServiceAccount;
  readonly 'k8s-workload': K8sWorkload;
  readonly 'k8s-secret': K8sSecret;
  readonly 'k8s-config-map': K8sConfigMap;
  readonly 'k8s-secret-store': K8sSecretStore;
  readonly 'k8s-secret-provider-class': K8sSecretProviderClass;
  readonly 'k8s-namespace': K8sNamespace;
  readonly 'container-build': ContainerBuild;
}
