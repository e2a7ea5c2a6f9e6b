/** One row of the outbox: what kind of message it is, since when, how often it was tried. Never what the message says. */

import type { Audited, Operator } from "../audit/audited.ts";
import type { BrandId } from "../charter/brands.ts";
import type { Repository } from "../storage/repository.ts";
import type { Clock } from "../time/clock.ts";
import { findRow, type RowAddress } from "./find-row.ts";
import { type ShownRow, showRow } from "./shown.ts";

type Needs = { readonly repository: Repository; readonly clock: Clock; readonly audited: Audited };

export const makeShowOutboxRow =
  ({ repository, clock, audited }: Needs) =>
  async (address: RowAddress, actor: Operator, within?: BrandId): Promise<ShownRow> => {
    const { person, found } = await findRow(repository, address, within);
    await audited.looked({ event: "outbox-row.shown", actor, brand: person.brand, about: address.id });
    return showRow(person, found.doc, clock.now());
  };
