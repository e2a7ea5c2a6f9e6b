/** The blob of a message to the processor (DESIGN, section 6). */
import { derivedId } from "../storage/derived-id.ts";
import type { Person } from "../storage/person-keys.ts";

/**
 * One immutable blob per message, named by whose it is and the message's random id: a receipt under somebody else's name
 * finds nothing, even where the row it speaks of has gone.
 */
export const blobNameOf = ({ subjectId }: Pick<Person, "subjectId">, messageId: string): string =>
  derivedId("payload", subjectId, messageId);
