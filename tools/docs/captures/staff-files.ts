/** Staff at work on a member's file: the worklist, a search, an opening with a reason, and what can be read under it. */
import { type Colleague, openColleague, withToken } from "./colleague.ts";
import type { Member } from "./member.ts";
import type { Requests } from "./requests.ts";
import type { Stage } from "./stage.ts";

export const membersPath = "/api/v1/staff/members";

export async function captureStaffFiles(stage: Stage, member: Member, { first }: Requests): Promise<void> {
  const desk = await openColleague(stage, "desk", "camille");
  const otherDesk = await openColleague(stage, "desk", "sacha");
  const dpo = await openColleague(stage, "dpo", "dominique");
  const file = `${membersPath}/${member.id()}`;
  const request = `requests/${first.split("/").at(-1)}`;

  await desk.read("list-work", "Requests under way", "/api/v1/staff/requests");
  const search = (who: Colleague, title: string) =>
    who.send("search-members", title, "/api/v1/staff/searches", { email: member.email });
  await search(desk, "By an exact address");
  await search(withToken(stage.open("en"), "not.a.token"), "A token of nobody");
  await desk.read("list-failures", "Not in that function", "/api/v1/staff/failures");

  const why = { purpose: "concierge-requests", reason: "request-follow-up" };
  const opened = await desk.create("open-file", "With purpose and reason", `${file}/openings`, why);
  await desk.create("open-file", "A purpose of another function", `${file}/openings`, {
    purpose: "rights",
    reason: "rights-case",
  });
  const opening = `${file}/openings/${opened.json<{ id: string }>().id}`;
  await desk.read("read-file", "The member again", `${opening}/member`);
  await otherDesk.read("read-file", "Under somebody else's opening", `${opening}/member`);
  await desk.read("list-file-requests", "The requests", `${opening}/requests`);
  await desk.read("read-file-request", "One request", `${opening}/${request}`);
  await desk.read("list-file-messages", "Its conversation", `${opening}/${request}/messages`);
  await desk.remove("end-file-sessions", "Every session ends", `${opening}/sessions`);
  await otherDesk.remove("end-file-sessions", "Under somebody else's opening", `${opening}/sessions`);
  await member.signIn(false);

  await desk.read("read-file-retention", "What is held, why and until when", `${opening}/retention`);

  const check = { purpose: "accountability", reason: "compliance-check" };
  const checking = await dpo.create("open-file", "The officer's look", `${file}/openings`, check);
  const officers = `${file}/openings/${checking.json<{ id: string }>().id}`;
  await dpo.read("list-file-disclosures", "Who saw or received what", `${officers}/disclosures`);
}
