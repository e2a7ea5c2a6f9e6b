/** The life of a request as a Mermaid diagram and as a table, drawn from the state table itself. */
import { finalStatuses, isStatus, requestEvents, requestStatuses, transitions } from "../../shared/requests/states.ts";

const nameOf = (status: string) => status.replaceAll("-", "_");

/** Changes of state only: an event that leaves the state as it is (a message, a further proposal) is in the table. */
export function stateDiagram(): string {
  const arrows = requestStatuses.flatMap((from) =>
    requestStatuses.flatMap((to) => {
      const events = requestEvents.filter((event) => transitions[from][event] === to && to !== from);
      return events.length === 0 ? [] : [`  ${nameOf(from)} --> ${nameOf(to)}: ${events.join(", ")}`];
    }),
  );
  return [
    "```mermaid",
    "stateDiagram-v2",
    ...requestStatuses.filter((status) => status.includes("-")).map((status) => `  ${nameOf(status)}: ${status}`),
    `  [*] --> ${requestStatuses[0]}: submit`,
    ...arrows,
    ...finalStatuses.map((status) => `  ${nameOf(status)} --> [*]`),
    "```",
  ].join("\n");
}

export const stateTable = (): string =>
  [
    `| state | ${requestEvents.join(" | ")} |`,
    `|---|${requestEvents.map(() => "---").join("|")}|`,
    ...requestStatuses.map((status) => {
      const cells = requestEvents.map((event) => {
        const outcome = transitions[status][event];
        if (outcome === status) return "=";
        return isStatus(outcome) ? `→ ${outcome}` : outcome === "contradiction" ? "✗" : outcome;
      });
      return `| **${status}** | ${cells.join(" | ")} |`;
    }),
  ].join("\n");
