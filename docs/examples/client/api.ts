/** Types of the API, generated from docs/schemas/openapi.json by `node tools/schemas/write.ts`. Not to be edited. */

export type Problem = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly instance: string;
  readonly errors?: readonly { readonly pointer: string; readonly rule: string }[];
};
export type ReadOpenapiAnswer = { readonly openapi: string } & { readonly [name: string]: unknown };
export type ReadCharterAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type ListCharterVersionsAnswer = {
  readonly versions: readonly {
    readonly version: string;
    readonly effectiveOn: string;
    readonly change: "major" | "minor";
    readonly title: string;
    readonly hash: string;
  }[];
};
export type ReadCharterVersionAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type CompareCharterVersionsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly change: "added" | "removed" | "changed";
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
};
export type ReadTermsAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type ListTermsVersionsAnswer = {
  readonly versions: readonly {
    readonly version: string;
    readonly effectiveOn: string;
    readonly change: "major" | "minor";
    readonly title: string;
    readonly hash: string;
  }[];
};
export type ReadTermsVersionAnswer = {
  readonly document: "charter" | "terms";
  readonly brand: "milleis" | "platinum";
  readonly version: string;
  readonly language: "fr" | "en";
  readonly effectiveOn: string;
  readonly change: "major" | "minor";
  readonly isExample: boolean;
  readonly title: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly paragraphs: readonly string[];
  }[];
  readonly hash: string;
};
export type CompareTermsVersionsAnswer = {
  readonly from: string;
  readonly to: string;
  readonly sections: readonly {
    readonly id: string;
    readonly heading: string;
    readonly change: "added" | "removed" | "changed";
    readonly before: readonly string[];
    readonly after: readonly string[];
  }[];
};
export type Liveness = { readonly status: "alive" };
export type Readiness = {
  readonly status: "ready" | "not-ready";
  readonly dependencies: {
    readonly store: "up" | "down";
    readonly residency: "up" | "down";
    readonly keys: "up" | "down";
    readonly exchange: "up" | "down";
    readonly queues: "up" | "down";
  };
};
export type AcceptDocumentBody = {
  readonly document: "charter" | "terms";
  readonly version: string;
  readonly language: "fr" | "en";
};
export type DocumentAccepted = {
  readonly document: "charter" | "terms";
  readonly version: string;
  readonly acceptedAt: string;
};
export type ReadMeAnswer = {
  readonly id: string;
  readonly status: "pending" | "active";
  readonly language: "fr" | "en";
  readonly createdAt: string;
  readonly activatedAt?: string;
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly mobile: string;
  readonly mobileVerified: boolean;
  readonly cardDigits: string;
  readonly programme: string;
  readonly notifications?: {
    readonly quietHours?: { readonly from: string; readonly to: string };
    readonly mutedKinds?: readonly (
      | "request-received"
      | "proposal-made"
      | "message-posted"
      | "request-confirmed"
      | "request-refused"
      | "request-cancelled"
    )[];
    readonly promotion: boolean;
  };
  readonly undeliverable?: { readonly since: string; readonly reason: "suppressed" | "refused" };
};
export type SignUpBody = {
  readonly title: "madame" | "monsieur";
  readonly lastName: string;
  readonly firstName: string;
  readonly birthDate: string;
  readonly email: string;
  readonly mobile: string;
  readonly cardDigits: string;
  readonly language: "fr" | "en";
  readonly accepts: { readonly charter: string; readonly terms: string };
};
export type TicketIssued = { readonly expiresAt: string };
export type CodeBody = { readonly code: string };
export type SessionView = {
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly idleUntil: string;
  readonly csrfToken: string;
};
export type AcceptProposalBody = { readonly optionId: string };
export type RequestChanged = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled";
  readonly updatedAt: string;
};
export type ListMessagesAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly requestId: string;
    readonly from: "member" | "concierge";
    readonly postedAt: string;
    readonly text: string;
  }[];
  readonly cursor?: string;
};
export type ListRequestsAnswer = {
  readonly items: readonly {
    readonly id: string;
    readonly status:
      | "submitted"
      | "forwarded"
      | "acknowledged"
      | "in-progress"
      | "proposed"
      | "accepted"
      | "confirmed"
      | "completed"
      | "refused"
      | "cancelled";
    readonly language: "fr" | "en";
    readonly submittedAt: string;
    readonly updatedAt: string;
    readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
    readonly what: string;
    readonly where?: string;
    readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
    readonly party?: { readonly adults: number; readonly children?: number };
    readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
    readonly wishes?: string;
    readonly proposals: readonly {
      readonly id: string;
      readonly options: readonly {
        readonly id: string;
        readonly title: string;
        readonly description?: string;
        readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
        readonly inclusions: readonly string[];
      }[];
      readonly expiresAt: string;
      readonly madeAt: string;
      readonly answered?: {
        readonly answer: "accepted" | "declined";
        readonly optionId?: string;
        readonly answeredAt: string;
      };
    }[];
    readonly confirmation?: {
      readonly proposalId: string;
      readonly optionId: string;
      readonly supplier: string;
      readonly reference: string;
      readonly startsAt: string;
      readonly endsAt?: string;
      readonly place?: string;
      readonly confirmedAt: string;
    };
    readonly ending?: {
      readonly by: "member" | "processor";
      readonly reason?: string;
      readonly text?: string;
      readonly endedAt: string;
    };
  }[];
  readonly cursor?: string;
};
export type PostMessageBody = { readonly text: string };
export type MessagePosted = { readonly id: string; readonly postedAt: string };
export type ReadRequestAnswer = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled";
  readonly language: "fr" | "en";
  readonly submittedAt: string;
  readonly updatedAt: string;
  readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
  readonly what: string;
  readonly where?: string;
  readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
  readonly party?: { readonly adults: number; readonly children?: number };
  readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly wishes?: string;
  readonly proposals: readonly {
    readonly id: string;
    readonly options: readonly {
      readonly id: string;
      readonly title: string;
      readonly description?: string;
      readonly price: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
      readonly inclusions: readonly string[];
    }[];
    readonly expiresAt: string;
    readonly madeAt: string;
    readonly answered?: {
      readonly answer: "accepted" | "declined";
      readonly optionId?: string;
      readonly answeredAt: string;
    };
  }[];
  readonly confirmation?: {
    readonly proposalId: string;
    readonly optionId: string;
    readonly supplier: string;
    readonly reference: string;
    readonly startsAt: string;
    readonly endsAt?: string;
    readonly place?: string;
    readonly confirmedAt: string;
  };
  readonly ending?: {
    readonly by: "member" | "processor";
    readonly reason?: string;
    readonly text?: string;
    readonly endedAt: string;
  };
};
export type SubmitRequestBody = {
  readonly category: "restaurant" | "travel" | "event" | "gift" | "wellness" | "home" | "other";
  readonly what: string;
  readonly where?: string;
  readonly when?: { readonly date: string; readonly time?: string; readonly endDate?: string };
  readonly party?: { readonly adults: number; readonly children?: number };
  readonly budget?: { readonly amount: string; readonly currency: "EUR" | "CHF" | "GBP" | "USD" };
  readonly wishes?: string;
  readonly language: "fr" | "en";
};
export type RequestSubmitted = {
  readonly id: string;
  readonly status:
    | "submitted"
    | "forwarded"
    | "acknowledged"
    | "in-progress"
    | "proposed"
    | "accepted"
    | "confirmed"
    | "completed"
    | "refused"
    | "cancelled";
  readonly submittedAt: string;
};
export type SignInBody = { readonly email: string };

export interface Operations {
  /** The description of this API, OpenAPI 3.1 */
  readonly "GET /api/v1/openapi.json": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadOpenapiAnswer; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** What a problem means and what to do about it */
  readonly "GET /problems/{code}": {
    readonly input: {
      readonly path: { readonly code: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": string; readonly "304": undefined };
    readonly problems: "not-found" | "unknown-host";
  };
  /** The description of this API, to be read */
  readonly "GET /api/v1/reference": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": string; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** Read the charter in force */
  readonly "GET /api/v1/charter": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadCharterAnswer | string; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** Every version of the charter */
  readonly "GET /api/v1/charter/versions": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ListCharterVersionsAnswer; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** One version of the charter */
  readonly "GET /api/v1/charter/versions/{version}": {
    readonly input: {
      readonly path: { readonly version: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadCharterVersionAnswer | string; readonly "304": undefined };
    readonly problems: "not-found" | "unknown-host";
  };
  /** What changed between two versions of the charter */
  readonly "GET /api/v1/charter/versions/{version}/changes-since/{since}": {
    readonly input: {
      readonly path: { readonly version: string; readonly since: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": CompareCharterVersionsAnswer; readonly "304": undefined };
    readonly problems: "not-found" | "unknown-host";
  };
  /** Read the terms in force */
  readonly "GET /api/v1/terms": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadTermsAnswer | string; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** Every version of the terms */
  readonly "GET /api/v1/terms/versions": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ListTermsVersionsAnswer; readonly "304": undefined };
    readonly problems: "unknown-host";
  };
  /** One version of the terms */
  readonly "GET /api/v1/terms/versions/{version}": {
    readonly input: {
      readonly path: { readonly version: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadTermsVersionAnswer | string; readonly "304": undefined };
    readonly problems: "not-found" | "unknown-host";
  };
  /** What changed between two versions of the terms */
  readonly "GET /api/v1/terms/versions/{version}/changes-since/{since}": {
    readonly input: {
      readonly path: { readonly version: string; readonly since: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": CompareTermsVersionsAnswer; readonly "304": undefined };
    readonly problems: "not-found" | "unknown-host";
  };
  /** The process answers */
  readonly "GET /api/v1/health/live": {
    readonly input: Record<string, never>;
    readonly answers: { readonly "200": Liveness };
    readonly problems: never;
  };
  /** Every dependency answers, and the store lies in the EEA */
  readonly "GET /api/v1/health/ready": {
    readonly input: Record<string, never>;
    readonly answers: { readonly "200": Readiness; readonly "503": Readiness };
    readonly problems: never;
  };
  /** A member accepts the charter or the terms in force */
  readonly "POST /api/v1/me/acceptances": {
    readonly input: {
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: AcceptDocumentBody;
    };
    readonly answers: { readonly "201": DocumentAccepted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "documents-outdated"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "temporarily-unavailable";
  };
  /** The member's own data */
  readonly "GET /api/v1/me": {
    readonly input: { readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string } };
    readonly answers: { readonly "200": ReadMeAnswer; readonly "304": undefined };
    readonly problems: "not-signed-in" | "not-found" | "unknown-host" | "temporarily-unavailable";
  };
  /** A card holder signs up; a code goes to the mailbox */
  readonly "POST /api/v1/sign-ups": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: SignUpBody };
    readonly answers: { readonly "202": TicketIssued };
    readonly problems:
      | "unreadable-body"
      | "cross-site-request"
      | "documents-outdated"
      | "length-required"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "card-not-eligible"
      | "temporarily-unavailable";
  };
  /** The code proves the address and opens the account and a session */
  readonly "POST /api/v1/sign-ups/verification": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: CodeBody };
    readonly answers: { readonly "201": SessionView };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "code-expired"
      | "address-already-in-use"
      | "length-required"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "temporarily-unavailable";
  };
  /** The member accepts one option of a proposal; nothing is booked before */
  readonly "POST /api/v1/requests/{requestId}/proposals/{proposalId}/acceptance": {
    readonly input: {
      readonly path: { readonly requestId: string; readonly proposalId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: AcceptProposalBody;
    };
    readonly answers: { readonly "201": RequestChanged };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "proposal-already-answered"
      | "proposal-expired"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "precondition-required"
      | "temporarily-unavailable";
  };
  /** The member calls a request off */
  readonly "POST /api/v1/requests/{requestId}/cancellation": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
    };
    readonly answers: { readonly "201": RequestChanged };
    readonly problems:
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "state-conflict"
      | "stale-version"
      | "unknown-host"
      | "idempotency-key-reused"
      | "precondition-required"
      | "temporarily-unavailable";
  };
  /** The member declines a proposal; another may follow */
  readonly "POST /api/v1/requests/{requestId}/proposals/{proposalId}/refusal": {
    readonly input: {
      readonly path: { readonly requestId: string; readonly proposalId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "if-match": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
    };
    readonly answers: { readonly "201": RequestChanged };
    readonly problems:
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "proposal-already-answered"
      | "proposal-expired"
      | "state-conflict"
      | "stale-version"
      | "unknown-host"
      | "idempotency-key-reused"
      | "precondition-required"
      | "temporarily-unavailable";
  };
  /** The conversation about a request, oldest first */
  readonly "GET /api/v1/requests/{requestId}/messages": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListMessagesAnswer };
    readonly problems: "not-signed-in" | "not-found" | "unknown-host" | "invalid-input" | "temporarily-unavailable";
  };
  /** The member writes to the concierge about a request */
  readonly "POST /api/v1/requests/{requestId}/messages": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: PostMessageBody;
    };
    readonly answers: { readonly "201": MessagePosted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "not-found"
      | "state-conflict"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "temporarily-unavailable";
  };
  /** The member's requests, newest first */
  readonly "GET /api/v1/requests": {
    readonly input: {
      readonly query?: { readonly limit?: number; readonly cursor?: string };
      readonly headers?: { readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ListRequestsAnswer };
    readonly problems: "not-signed-in" | "unknown-host" | "invalid-input" | "temporarily-unavailable";
  };
  /** A member asks the concierge for something */
  readonly "POST /api/v1/requests": {
    readonly input: {
      readonly headers: {
        readonly "idempotency-key": string;
        readonly "accept-language"?: string;
        readonly "x-csrf-token-conciergerie": string;
      };
      readonly body: SubmitRequestBody;
    };
    readonly answers: { readonly "201": RequestSubmitted };
    readonly problems:
      | "unreadable-body"
      | "idempotency-key-missing"
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "documents-outdated"
      | "length-required"
      | "stale-version"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "idempotency-key-reused"
      | "temporarily-unavailable";
  };
  /** One request with its proposals and what came of it */
  readonly "GET /api/v1/requests/{requestId}": {
    readonly input: {
      readonly path: { readonly requestId: string };
      readonly headers?: { readonly "if-none-match"?: string; readonly "accept-language"?: string };
    };
    readonly answers: { readonly "200": ReadRequestAnswer; readonly "304": undefined };
    readonly problems: "not-signed-in" | "not-found" | "unknown-host" | "temporarily-unavailable";
  };
  /** Signs out */
  readonly "DELETE /api/v1/session": {
    readonly input: {
      readonly headers: { readonly "accept-language"?: string; readonly "x-csrf-token-conciergerie": string };
    };
    readonly answers: { readonly "204": undefined };
    readonly problems:
      | "not-signed-in"
      | "cross-site-request"
      | "csrf-token-invalid"
      | "unknown-host"
      | "temporarily-unavailable";
  };
  /** This browser's session, and the token that changes need */
  readonly "GET /api/v1/session": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string } };
    readonly answers: { readonly "200": SessionView };
    readonly problems: "not-signed-in" | "unknown-host" | "temporarily-unavailable";
  };
  /** A member asks for a code; the answer is the same for known and unknown addresses */
  readonly "POST /api/v1/sign-ins": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: SignInBody };
    readonly answers: { readonly "202": TicketIssued };
    readonly problems:
      | "unreadable-body"
      | "cross-site-request"
      | "length-required"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "temporarily-unavailable";
  };
  /** The code opens a session */
  readonly "POST /api/v1/sign-ins/verification": {
    readonly input: { readonly headers?: { readonly "accept-language"?: string }; readonly body: CodeBody };
    readonly answers: { readonly "201": SessionView };
    readonly problems:
      | "unreadable-body"
      | "not-signed-in"
      | "cross-site-request"
      | "code-expired"
      | "length-required"
      | "body-too-large"
      | "unsupported-media-type"
      | "unknown-host"
      | "invalid-input"
      | "code-rejected"
      | "temporarily-unavailable";
  };
}
