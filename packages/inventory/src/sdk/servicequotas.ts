export { paginateListServiceQuotas, ServiceQuotasClient } from '@aws-sdk/client-service-quotas';
