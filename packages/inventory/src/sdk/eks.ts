export {
  DescribeAccessEntryCommand,
  DescribeClusterCommand,
  DescribeIdentityProviderConfigCommand,
  DescribePodIdentityAssociationCommand,
  EKSClient,
  ListAccessEntriesCommand,
  ListClustersCommand,
  ListPodIdentityAssociationsCommand,
  paginateListAccessEntries,
  paginateListAssociatedAccessPolicies,
  paginateListIdentityProviderConfigs,
} from '@aws-sdk/client-eks';
