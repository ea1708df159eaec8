export type { EventBridgeChannelDeps } from './eventbridge-channel.ts';
export { createEventBridgeChannel, EVENTBRIDGE_SEND_MS } from './eventbridge-channel.ts';
export type { FindingEvent } from './finding-event.ts';
export { EVENT_DETAIL_TYPE, EVENT_SOURCE } from './finding-event.ts';
export type { RemediationEvent } from './remediation-event.ts';
export { REMEDIATION_DETAIL_TYPE } from './remediation-event.ts';
