export { OrganizationsClient, paginateListAccounts } from '@aws-sdk/client-organizations';
