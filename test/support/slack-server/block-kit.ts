import * as z from 'zod/mini';

/** A text of at most so many characters, and no halves of them. */
const text = (max: number) =>
  z.string().check(
    z.minLength(1),
    z.maxLength(max),
    z.refine((one) => one.isWellFormed(), 'is not Unicode'),
  );
const list = <T extends z.ZodMiniType>(of: T, min: number, max: number) =>
  z.array(of).check(z.minLength(min), z.maxLength(max));

/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
const plain = (max = 3000) =>
  z.strictObject({ type: z.literal('plain_text'), text: text(max), emoji: z.optional(z.boolean()) });
const mrkdwn = (max = 3000) =>
  z.strictObject({ type: z.literal('mrkdwn'), text: text(max), verbatim: z.optional(z.boolean()) });
const either = (max = 3000) => z.discriminatedUnion('type', [plain(max), mrkdwn(max)]);

const block_id = z.optional(text(255));
const action_id = text(255);
const address = z.url().check(z.maxLength(3000));

/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
const confirm = z.strictObject({
  title: plain(100),
  text: either(300),
  confirm: plain(30),
  deny: plain(30),
  style: z.optional(z.enum(['primary', 'danger'])),
});
/** Source: https://docs.slack.dev/reference/block-kit/block-elements/button-element */
const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id,
  value: z.optional(text(2000)),
  url: z.optional(address),
  style: z.optional(z.enum(['primary', 'danger'])),
  confirm: z.optional(confirm),
  accessibility_label: z.optional(text(75)),
});
/** Source: https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
const option = z.strictObject({ text: either(75), value: text(150), description: z.optional(plain(75)) });
const select = z.strictObject({
  type: z.enum(['static_select', 'radio_buttons']),
  action_id,
  options: list(option, 1, 100),
  initial_option: z.optional(option),
  placeholder: z.optional(plain(150)),
});
/** Source: https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
const textInput = z.strictObject({
  type: z.literal('plain_text_input'),
  action_id,
  multiline: z.optional(z.boolean()),
  min_length: z.optional(z.int().check(z.gte(0), z.lte(3000))),
  max_length: z.optional(z.int().check(z.gte(1), z.lte(3000))),
  initial_value: z.optional(z.string()),
  placeholder: z.optional(plain(150)),
  focus_on_load: z.optional(z.boolean()),
});

const style = z.optional(
  z.strictObject({
    bold: z.optional(z.boolean()),
    italic: z.optional(z.boolean()),
    strike: z.optional(z.boolean()),
    code: z.optional(z.boolean()),
  }),
);
/** Source: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block */
const inline = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: text(3000), style }),
  z.strictObject({ type: z.literal('link'), url: address, text: z.optional(text(3000)), style }),
]);
const richSection = z.strictObject({ type: z.literal('rich_text_section'), elements: list(inline, 1, 200) });
const rich = z.discriminatedUnion('type', [
  richSection,
  z.strictObject({
    type: z.enum(['rich_text_preformatted', 'rich_text_quote']),
    elements: list(inline, 1, 200),
  }),
  z.strictObject({
    type: z.literal('rich_text_list'),
    style: z.enum(['bullet', 'ordered']),
    elements: list(richSection, 1, 200),
  }),
]);

const blockSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), block_id, text: plain(150) }),
  z.strictObject({ type: z.literal('divider'), block_id }),
  z
    .strictObject({
      type: z.literal('section'),
      block_id,
      text: z.optional(either()),
      fields: z.optional(list(either(2000), 1, 10)),
      accessory: z.optional(button),
      expand: z.optional(z.boolean()),
    })
    .check(z.refine((one) => one.text !== undefined || one.fields !== undefined, 'has no text')),
  z.strictObject({ type: z.literal('context'), block_id, elements: list(either(), 1, 10) }),
  z.strictObject({ type: z.literal('actions'), block_id, elements: list(button, 1, 25) }),
  z.strictObject({ type: z.literal('rich_text'), block_id, elements: list(rich, 1, 100) }),
  z.strictObject({
    type: z.literal('input'),
    block_id,
    label: plain(2000),
    hint: z.optional(plain(2000)),
    optional: z.optional(z.boolean()),
    element: z.discriminatedUnion('type', [textInput, select]),
  }),
]);

/** Source: https://docs.slack.dev/reference/views/modal-views */
const viewSchema = z.strictObject({
  type: z.literal('modal'),
  title: plain(24),
  submit: z.optional(plain(24)),
  close: z.optional(plain(24)),
  blocks: list(blockSchema, 1, 100),
  callback_id: z.optional(text(255)),
  private_metadata: z.optional(z.string().check(z.maxLength(3000))),
  notify_on_close: z.optional(z.boolean()),
  clear_on_close: z.optional(z.boolean()),
});

export type Block = z.output<typeof blockSchema>;
export type View = z.output<typeof viewSchema>;
export type InlineElement = z.output<typeof inline>;
export type RichElement = z.output<typeof rich>;

/**
 * Messages have refused with `msg_blocks_too_long` from 13,297 characters on, counted over all blocks; how Slack counts it
 * does not say, so the whole JSON counts here: https://github.com/slackapi/bolt-js/issues/2509
 */
const ALL_BLOCKS = 13_000;

/** What Slack has against the blocks of a message; nothing: it takes them. */
export function blockErrors(blocks: unknown): readonly string[] {
  const errors = errorsOf(list(blockSchema, 1, 50), blocks, '/blocks');
  return errors.length > 0 ? errors : twice(blocks as readonly Block[]);
}

export function isTooLong(blocks: unknown): boolean {
  return JSON.stringify(blocks).length > ALL_BLOCKS;
}

export function viewErrors(view: unknown): readonly string[] {
  const errors = errorsOf(viewSchema, view, '/view');
  return errors.length > 0 ? errors : twice((view as View).blocks);
}

function errorsOf(schema: z.ZodMiniType, value: unknown, at: string): readonly string[] {
  const { error } = schema.safeParse(value);
  return (error?.issues ?? []).map(
    ({ message, path }) =>
      `[ERROR] ${message} [json-pointer:${at}${path.map((one) => `/${String(one)}`).join('')}]`,
  );
}

/** Ids that two have. */
function twice(blocks: readonly Block[]): readonly string[] {
  const ids = blocks.flatMap((block) => (block.block_id === undefined ? [] : [`block_id ${block.block_id}`]));
  // One action_id may be in several blocks; in one it may not be twice.
  const actions = blocks.flatMap((block, at) =>
    block.type === 'actions' ? block.elements.map((one) => `action_id ${one.action_id} in block ${at}`) : [],
  );
  const all = [...ids, ...actions];
  return all.filter((id, at) => all.indexOf(id) !== at).map((id) => `[ERROR] ${id} is not unique`);
}
