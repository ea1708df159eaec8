export type { SecurityHubChannelDeps } from './security-hub-channel.ts';
export { createSecurityHubChannel, SECURITY_HUB_SEND_MS } from './security-hub-channel.ts';
