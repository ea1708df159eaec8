export { webhookSignature } from './signature.ts';
export type { WebhookChannelDeps } from './webhook-channel.ts';
export { createWebhookChannel, WEBHOOK_SEND_MS } from './webhook-channel.ts';
