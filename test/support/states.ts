export { ACCOUNT, configOf, REGION, resourceOf, type StateInput } from 'podguard/testing';
