/**
 * Every JSON block of the documentation is something the product takes or gives: the payload of the message its heading names,
 * or otherwise a body, an answer or an event. So is the story that the demo plays.
 */
import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import { signUpInput } from "../../../shared/members/sign-up.ts";
import { cloudEventSchema } from "../../../shared/messaging/cloud-event.ts";
import { payloads } from "../../../shared/model.ts";
import { postMessageInput } from "../../../shared/requests/act-on-request.ts";
import { submitRequestInput } from "../../../shared/requests/submit-request.ts";
import { registeredRoutes } from "../../../tools/docs/registered-routes.ts";

const root = resolve(import.meta.dirname, "../../..");
const routes = await registeredRoutes();
const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })];

type Block = { readonly heading: string; readonly text: string };

const blocksOf = (page: string): readonly Block[] =>
  [...page.matchAll(/```jsonc?\n([\s\S]*?)```/g)].map(({ 1: text = "", index }) => ({
    heading: /^#+ (.*)$/m.exec(page.slice(page.slice(0, index).lastIndexOf("\n#") + 1))?.[1] ?? "",
    text,
  }));

const anywhere: readonly z.ZodType[] = [
  cloudEventSchema,
  ...routes.flatMap(({ body, answer }) => [body?.schema, answer?.schema].filter((schema) => schema !== undefined)),
];

function fits({ heading, text }: Block): boolean {
  const named = payloads.filter(({ payload }) => heading.includes(payload.type)).map(({ payload }) => payload.schema);
  const value: unknown = JSON.parse(text);
  return (named.length > 0 ? named : anywhere).some((schema) => schema.safeParse(value).success);
}

describe("examples in the documentation", () => {
  const blocks = pages.flatMap((path) =>
    blocksOf(readFileSync(join(root, path), "utf8")).map((block) => ({ path, ...block })),
  );

  it("are there", () => {
    expect(blocks.length).toBeGreaterThan(10);
  });

  it.each(blocks)("$path, $heading: $text", (block) => {
    expect(fits(block)).toBe(true);
  });

  it("one that fits nothing, or another message than its heading names, is found", () => {
    const [one] = blocksOf(
      '## `concierge.proposal.declined.v1`\n\n```json\n{ "cancelledAt": "2026-11-23T09:07:00.000Z" }\n```\n',
    );
    expect(one && fits(one)).toBe(false);
    const [other] = blocksOf('# Page\n\n```json\n{ "code": "12345" }\n```\n');
    expect(other && fits(other)).toBe(false);
    expect(fits({ heading: "Page", text: '{ "code": "123456" }' })).toBe(true);
  });

  it("include the story of the demo", () => {
    const story = JSON.parse(readFileSync(join(root, "docs/examples/journey.fr.json"), "utf8"));
    const { when, ...request } = story.request;
    expect(() => signUpInput.schema.parse(story.signUp)).not.toThrow();
    expect(() =>
      submitRequestInput.schema.parse({ ...request, when: { date: "2026-12-04", time: when.time } }),
    ).not.toThrow();
    expect(() => postMessageInput.schema.parse({ text: story.message })).not.toThrow();
  });
});
