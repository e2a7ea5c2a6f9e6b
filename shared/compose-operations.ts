/** The part of the composition root for an operator's hands: what failed, what waits to leave, and the keys. */

import type { Audited } from "./audit/audited.ts";
import type { KeyRing } from "./config.ts";
import { makeDiscardFailure } from "./failures/discard-failure.ts";
import { makeDiscardOutboxRow } from "./failures/discard-outbox-row.ts";
import { makeListContradictions } from "./failures/list-contradictions.ts";
import { makeListFailures } from "./failures/list-failures.ts";
import { makeListOutbox } from "./failures/list-outbox.ts";
import { makeReplayFailure } from "./failures/replay-failure.ts";
import { makeReplayOutboxRow } from "./failures/replay-outbox-row.ts";
import { makeShowFailure } from "./failures/show-failure.ts";
import { makeShowOutboxRow } from "./failures/show-outbox-row.ts";
import { makeReindexAddresses } from "./keys/reindex-addresses.ts";
import { makeKeyStatus, makeRewrapKeys } from "./keys/rotate-keys.ts";
import type { Lookups } from "./members/lookup.ts";
import type { Failures } from "./messaging/failure.ts";
import type { Relay } from "./messaging/relay.ts";
import type { Logger } from "./privacy/log.ts";
import type { ListedBlobs } from "./storage/blobs.ts";
import type { BrandKeyRotation, BrandKeys } from "./storage/brand-keys.ts";
import type { Repository } from "./storage/repository.ts";
import type { KeepJoin } from "./terminations/holder-join.ts";
import type { Clock } from "./time/clock.ts";

type Needs = {
  readonly repository: Repository;
  readonly outbox: Parameters<typeof makeListOutbox>[0]["outbox"];
  readonly contradictions: Parameters<typeof makeListContradictions>[0]["contradictions"];
  readonly failures: Failures;
  readonly outgoing: ListedBlobs;
  readonly relay: Relay;
  readonly retry: Parameters<typeof makeReplayFailure>[0]["retry"];
  readonly audited: Audited;
  readonly clock: Clock;
  readonly relaySeconds: number;
};

export const failedWorkOf = (needs: Needs) => ({
  failures: {
    list: makeListFailures(needs),
    show: makeShowFailure(needs),
    replay: makeReplayFailure(needs),
    discard: makeDiscardFailure(needs),
  },
  outbox: {
    list: makeListOutbox(needs),
    show: makeShowOutboxRow(needs),
    replay: makeReplayOutboxRow(needs),
    discard: makeDiscardOutboxRow(needs),
  },
  listContradictions: makeListContradictions(needs),
});

type KeyNeeds = {
  readonly blobs: ListedBlobs;
  readonly brandKeys: BrandKeys & BrandKeyRotation;
  readonly repository: Repository;
  readonly lookups: Lookups;
  readonly lookupKeys: KeyRing;
  readonly clock: Clock;
  readonly log: Logger;
  readonly keepJoin: KeepJoin;
};

export const keysOf = (needs: KeyNeeds) => ({
  keyStatus: makeKeyStatus(needs),
  rotateBrandKey: needs.brandKeys.rotate,
  rewrapKeys: makeRewrapKeys(needs),
  reindexAddresses: makeReindexAddresses(needs),
});
